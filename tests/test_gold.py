"""The gold answers: no rule objects to them, and each way to break them is caught and named by `verify`."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from benchmarks import mutants
from summarizer import Article, Summarizer
from summarizer.account import of_one
from summarizer.answer import Answer
from summarizer.assembly import assemble
from summarizer.cli import cli
from summarizer.exchange import Exchange
from summarizer.model.replay import Outcome
from summarizer.recordings import Attempt
from summarizer.review import Reviewed, review
from tests.support.servers import completion

GOLD = Path(__file__).resolve().parent.parent / "fixtures" / "gold"
CASES = list(mutants.gold(GOLD))


def briefing_of(value: dict[str, Any], article: Article) -> str:
    """The briefing that an answer would make if nobody checked it."""
    answer = Answer.model_validate(value)
    question = Summarizer("written", offline=True).question(article)
    attempts = [Attempt(completion(json.dumps(value)), "2026-11-23T00:00:00Z")]
    provenance = {"how": "written", "endpoint": "written", "recorded_at": "2026-11-23T00:00:00Z"}
    found = review(answer, article)
    unchecked = Reviewed(found.draft, [finding for finding in found.findings if finding.level == "warning"])
    return assemble(
        unchecked, of_one(Exchange(question, attempts, Outcome([], answer, True), provenance, False))
    ).to_json()


def test_there_is_enough_of_it() -> None:
    assert len(CASES) >= 20
    empty = [name for name, _, value in CASES if not any(value[k] for k in mutants.ITEMS)]
    assert len(empty) >= 4
    kinds = Counter(item["kind"] for _, _, value in CASES for item in value["denials"] + value["other_responses"])
    assert {"flat", "refused_to_comment", "no_response"} <= kinds.keys()


@pytest.mark.parametrize(("name", "article", "value"), CASES, ids=[name for name, _, _ in CASES])
def test_verify_passes_every_gold_briefing(name: str, article: Article, value: dict[str, Any], tmp_path: Path) -> None:
    assert name
    (tmp_path / "article.txt").write_text(article.text, "utf-8")
    (tmp_path / "b.json").write_text(briefing_of(value, article), "utf-8")
    arguments = ["verify", str(tmp_path / "b.json"), "--article", str(tmp_path / "article.txt")]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, result.stdout


@pytest.mark.parametrize("operator", mutants.OPERATORS, ids=lambda operator: operator.__name__)
def test_verify_names_the_rule_for_every_kind_of_mutant(operator: mutants.Operator, tmp_path: Path) -> None:
    for _, article, value in CASES:
        clean = mutants.errors(value, article)
        for mutant in operator(value, article):
            if not mutants.errors(mutant, article) - clean:
                continue
            (tmp_path / "article.txt").write_text(article.text, "utf-8")
            text = briefing_of(mutant, article)
            if operator in (mutants.invent_quote, mutants.edit_quote):
                changed = json.loads(text)
                changed["claims"][0]["evidence"][0]["quote"] = "the documents leave no doubt"
                text = json.dumps(changed)
            (tmp_path / "b.json").write_text(text, "utf-8")
            arguments = ["verify", str(tmp_path / "b.json"), "--article", str(tmp_path / "article.txt")]
            result = CliRunner().invoke(cli, arguments)
            assert result.exit_code == 5
            assert any(line.startswith("error ") for line in result.stdout.splitlines())
            return
    pytest.fail("no mutant of this kind was caught")
