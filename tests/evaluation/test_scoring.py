"""Scores on answers that are wrong in one known way each."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import Article
from summarizer.answer import Answer
from summarizer.evaluation import attributed, baselines, lines, scoring
from summarizer.evaluation.gold import Attributed, Gold
from summarizer.evaluation.matching import pairs
from tests.support import answers

Mine = tuple[Answer, Article]


def ratios(mine: Mine, change: Callable[[dict[str, Any]], object] | None = None) -> dict[str, float | None]:
    """The figures of the gold answer, or of a spoilt copy, against the gold."""
    gold, article = mine
    predicted = lines.of_answer(Answer.model_validate(answers.answer(change)), article)
    return scoring.ratios(scoring.score(lines.of_answer(gold, article), article, predicted))


def test_the_gold_itself_is_perfect(mine: Mine) -> None:
    found = ratios(mine)
    shares = {
        name: value for name, value in found.items() if name not in ("refusals told as denials", "invented items")
    }
    assert {name: value for name, value in shares.items() if value not in (1.0, None)} == {}
    assert found["refusals told as denials"] == found["invented items"] == 0


def _refusal_denied(value: dict[str, Any]) -> None:
    said = value["other_responses"].pop()
    value["denials"].append({**{k: said[k] for k in ("speaker", "evidence")}, "id": "d9", "kind": "flat",
                             "denied": ["There were warnings"], "answers": []})  # fmt: skip


def _moved(value: dict[str, Any]) -> None:
    value["claims"].append({**value["analyst_views"].pop(), "kind": "assertion"})


WRONG: list[tuple[Callable[[dict[str, Any]], object], dict[str, float]]] = [
    (lambda v: v["claims"].pop(), {"recall": 7 / 8, "precision": 1.0, "claims recall": 3 / 4}),
    (
        lambda v: v["claims"][2].update(speaker="a6"),
        {"recall": 1.0, "speaker accuracy": 7 / 8, "f1, right speaker": 7 / 8},
    ),
    (lambda v: v["denials"].pop(), {"denial recall": 1 / 2, "joint denials split": 0.0}),
    (_refusal_denied, {"refusals told as denials": 1.0}),
    (lambda v: v["claims"][0].update(certainty="certain"), {"certainty accuracy": 4 / 5}),
    (lambda v: v["claims"][0].update(kind="assertion"), {"kind accuracy": 7 / 8}),
    (lambda v: v["denials"][0]["answers"][0].update(fit="exact"), {"links recall": 1.0, "link fit accuracy": 1 / 2}),
    (lambda v: v["denials"][0].update(answers=[]), {"links recall": 1 / 2}),
    (_moved, {"list accuracy": 7 / 8, "analyst_views recall": 0.0, "recall": 1.0}),
    (
        lambda v: v["claims"].append({**v["claims"][0], "id": "c9"}),
        {"precision": 8 / 9, "precision, splits allowed": 1.0},
    ),
]


@pytest.mark.parametrize(("change", "wanted"), WRONG)
def test_one_fault_moves_its_own_figure(
    mine: Mine, change: Callable[[dict[str, Any]], object], wanted: dict[str, float]
) -> None:
    found = ratios(mine, change)
    assert {name: found[name] for name in wanted} == pytest.approx(wanted)


def test_one_denial_of_two_things_is_none_lost(mine: Mine) -> None:
    """Two denials of the gold told as one line: one of them has no line of its own, and neither is missing."""
    answer, article = mine
    line = next(line for line in lines.of_answer(answer, article) if line.list_name == "denials")
    other = dataclasses.replace(line, id="d9", text="Nothing was sold to anyone", words=frozenset({"sold", "anyone"}))
    both = dataclasses.replace(line, id="d1", text=f"{line.text}; {other.text}", words=line.words | other.words)
    found = scoring.ratios(scoring.score([line, other], article, [both]))
    assert (found["denial recall"], found["denial recall, merges allowed"]) == (0.5, 1.0)
    assert (found["recall"], found["recall, merges allowed"]) == (0.5, 1.0)
    elsewhere = scoring.ratios(scoring.score([line, other], article, [dataclasses.replace(both, speaker=None)]))
    assert elsewhere["denial recall, merges allowed"] == 0.0


def test_anything_on_an_article_with_nothing_is_invented(gold: list[Gold]) -> None:
    shop = gold[1]
    assert shop.answer
    assert shop.empty
    assert scoring.ratios(scoring.score(shop.lines, shop.article, []))["invented items"] == 0
    claim = lines.Line("c1", "claims", "assertion", None, "It opens", frozenset({1}), ((0, 8),))
    assert scoring.ratios(scoring.score(shop.lines, shop.article, [claim]))["invented items"] == 1


@given(st.data())
def test_matching_is_one_to_one_whatever_the_order(data: st.DataObject) -> None:
    article = answers.article()
    gold = lines.of_answer(Answer.model_validate(answers.answer()), article)
    chosen = data.draw(st.lists(st.sampled_from(range(len(gold))), max_size=12))
    predicted = [dataclasses.replace(gold[i], id=f"p{n}") for n, i in enumerate(chosen)]
    found = pairs(gold, predicted)
    assert len({g.id for g, _ in found}) == len({p.id for _, p in found}) == len(found)
    assert len(found) >= len(set(chosen))


def test_an_answer_and_its_briefing_give_the_same_lines() -> None:
    from summarizer.account import of_one
    from summarizer.assembly import assemble
    from summarizer.exchange import Exchange
    from summarizer.model.replay import Outcome
    from summarizer.pipeline import Summarizer
    from summarizer.recordings import Attempt
    from summarizer.review import review
    from tests.support.servers import completion

    article, answer = answers.article(), Answer.model_validate(answers.answer())
    question = Summarizer("written", offline=True).question(article)
    attempt = Attempt(completion(answers.reply()), "2026-11-25T00:00:00Z")
    provenance = {"how": "written", "endpoint": "written", "recorded_at": "2026-11-25T00:00:00Z"}
    exchange = Exchange(question, [attempt], Outcome([], answer, True), provenance, False)
    briefing = assemble(review(answer, article), of_one(exchange))
    assert lines.of_briefing(briefing, article) == lines.of_answer(answer, article)


def test_the_second_opinion_counts_what_lies_inside() -> None:
    article = Article("Ilse Tarn said the dam was full. The sun shone all day long. He left.")
    entry = Attributed(((15, 31),), ((10, 14),), ((0, 9),), ("Ilse Tarn",))
    tarn = Answer.model_validate(answers.answer()).actors[1]
    hit = lines.Line("c1", "claims", "assertion", tarn, "", frozenset({1}), ((15, 31),))
    miss = lines.Line("c2", "claims", "assertion", tarn, "", frozenset({2}), ((33, 40),))
    found = attributed.ratios(attributed.score([entry], article, [hit, miss]))
    assert found["recall"] == found["source recall"] == found["speaker accuracy"] == 1
    assert found["precision"] == 0.5
    assert attributed.ratios(attributed.score([entry], article, []))["recall"] == 0


def test_the_baselines_know_no_model(gold: list[Gold]) -> None:
    few, all_ = (predict(gold[0].article) for predict in baselines.BASELINES.values())
    assert 0 < len(few) <= len(all_)
    assert [predict(gold[1].article) for predict in baselines.BASELINES.values()] == [[], []]
    assert {line.list_name for line in all_} >= {"claims", "denials", "other_responses", "analyst_views"}
    assert copy.copy(few[0]).sentences


def test_a_name_that_only_the_examples_hold_is_seen() -> None:
    from summarizer.evaluation.leakage import leaked
    from summarizer.pipeline import Summarizer

    question = Summarizer("written", offline=True).question(answers.article())
    assert leaked(question, answers.answer()) == []
    assert leaked(question, answers.answer(lambda v: v["claims"][0].update(statement="Keldwerk shut it"))) == [
        "Keldwerk"
    ]
