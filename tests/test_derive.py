"""What is derived of an item, over a table of sentences with what a reader takes from each."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from summarizer.answer import AnswerActor
from summarizer.article import Article
from summarizer.briefing import Evidence
from summarizer.clause import content
from summarizer.derive import derive, span_of

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "data" / "derive.toml").read_text("utf-8"))["case"]


def _evidence(article: Article, quote: str) -> Evidence:
    start = article.text.index(quote)
    number = next(s.number for s in article.sentences if s.start <= start < s.end)
    return Evidence(
        quote=quote,
        start=start,
        end=start + len(quote),
        sentence=span_of(article, number),
        prefix="",
        suffix="",
        match="exact",
        moved=False,
        occurrences=1,
    )


def _parameter(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(reason=case["fails"], strict=True)] if "fails" in case else []
    return pytest.param(case, id=f"{case['quote'][:40]} | {case['text'][:70]}", marks=marks)


@pytest.mark.parametrize("case", [_parameter(case) for case in CASES])
def test_the_table(case: dict[str, Any]) -> None:
    article = Article(case["text"])
    speaker = AnswerActor(id="a1", role=None, aliases=[], **case["speaker"])
    derived = derive(case["list"], speaker, [_evidence(article, case["quote"])], article)
    got = {"hedges": derived.hedges, "when": derived.when}
    got |= {name: getattr(derived, name) for name in ("cue", "mode", "sourcing", "negated")}
    assert got == {name: case.get(name, [] if name in ("hedges", "when") else None) for name in got}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["quote"][:40])
def test_the_content_holds_the_evidence_and_stays_in_its_sentence(case: dict[str, Any]) -> None:
    article = Article(case["text"])
    evidence = _evidence(article, case["quote"])
    start, end = content(article, evidence)
    assert evidence.sentence.start <= start <= evidence.start
    assert evidence.end <= end <= max(evidence.sentence.end, evidence.end)
