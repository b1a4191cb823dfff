"""`summarizer eval` as a user runs it, over replies that were written by hand for this test."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from summarizer.article import Article
from summarizer.cli import cli
from summarizer.pipeline import Summarizer
from summarizer.recordings import Attempt
from tests.support import answers
from tests.support.servers import completion

MODEL = "written-model"


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "SUMMARIZER_MODEL"):
        monkeypatch.delenv(name, raising=False)


def record(name: str, folder: Path, value: dict[str, Any], sample: int = 1) -> None:
    """Keep a hand-made reply to the question about a gold article."""
    summarizer = Summarizer(MODEL, recordings="rec", sample=sample)
    question = summarizer.question(Article.from_file(folder / f"{name}.txt"))
    attempt = Attempt(completion(json.dumps(value)), "2026-11-25T00:00:00Z")
    provenance = {"how": "written", "endpoint": "written", "recorded_at": "2026-11-25T00:00:00Z"}
    summarizer.recordings.append(question, attempt, provenance, fresh=False)


def call(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["eval", *arguments])


def run(folder: Path, out: str, *more: str) -> Result:
    return call("run", "-m", MODEL, "--gold", str(folder), "--recordings", "rec", "--offline", "--out", out, *more)


def both(folder: Path, change: Callable[[dict[str, Any]], object] | None = None, sample: int = 1) -> None:
    record("mine", folder, answers.answer(change), sample)
    record("shop", folder, answers.empty(), sample)


def test_a_run_scores_and_keeps_results_without_asking(folder: Path) -> None:
    both(folder)
    result = run(folder, "a")
    assert result.exit_code == 0, result.output
    assert "briefing@v5--written-model: 2 articles, replayed" in result.stdout
    assert "the-first-10-sentences-with-a-cue: 2 articles, no model" in result.stdout
    kept = [json.loads(path.read_text()) for path in sorted(Path("a").rglob("*.result.json"))]
    assert [(k["article"], k["sample"], k["mode"]) for k in kept] == [("mine", 1, "replayed"), ("shop", 1, "replayed")]
    assert kept[0]["quality"]["valid at first attempt"] == 1
    assert run(folder, "b").stdout == result.stdout


def test_what_is_not_recorded_is_listed_and_the_rest_scored(folder: Path) -> None:
    record("mine", folder, answers.answer())
    result = run(folder, "a")
    assert result.exit_code == 6
    assert "no result for shop, sample 1: not recorded" in result.stderr
    assert "1 of 2 answers are not recorded" in result.stderr
    assert "1 articles, replayed" in result.stdout


def test_an_answer_that_never_became_valid_is_listed_too(folder: Path) -> None:
    both(folder)
    record("mine", folder, {"claims": "none"}, sample=2)
    record("shop", folder, answers.empty(), sample=2)
    result = run(folder, "a", "--samples", "2", "--reasks", "0")
    assert result.exit_code == 0
    assert "no result for mine, sample 2: no valid answer" in result.stderr


def test_a_fault_in_the_gold_stops_before_anything_is_asked(folder: Path) -> None:
    both(folder)
    path = folder / "mine.answer.json"
    path.write_text(path.read_text().replace("We heard knocking at dawn", "We heard singing at dawn"))
    result = run(folder, "a")
    assert result.exit_code == 3
    assert "mine.answer.json:" in result.stderr
    assert not Path("a").exists()


def test_a_budget_needs_a_price(folder: Path) -> None:
    result = call("run", "-m", "nobody/has-a-price", "--base-url", "http://127.0.0.1:9/v1", "--gold", str(folder),
                  "--max-cost", "1")  # fmt: skip
    assert result.exit_code == 2
    assert "no price is known" in result.stderr


def test_a_budget_stops_before_the_call_that_may_pass_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "never-sent")
    result = call("run", "-m", "gpt-4o", "--gold", str(folder), "--recordings", "rec", "--max-cost", "0.000001")
    assert result.exit_code == 9
    assert "may be spent" in result.stderr


def test_worse_is_said_and_leaves_with_100(folder: Path) -> None:
    both(folder)
    run(folder, "a")
    assert call("bless", "a", "--baselines", "base").exit_code == 0
    baseline = next(Path("base").glob("*.json"))
    assert call("compare", str(baseline), "a").exit_code == 0
    for path in Path("rec").rglob("*.json"):
        path.unlink()
    both(folder, lambda v: v["denials"].pop())
    again = run(folder, "b", "--against", str(baseline), "--no-second-look", "--reasks", "0")
    assert again.exit_code == 100
    assert "B is worse" in again.stdout
    assert "denial recall, pooled fell" in again.stderr
    assert call("compare", str(baseline), "b").exit_code == 100
    assert call("compare", "b", str(baseline)).exit_code == 0


def test_other_gold_cannot_be_compared(folder: Path) -> None:
    both(folder)
    run(folder, "a")
    run(folder, "b", "--only", "mine")
    result = call("compare", "a", "b")
    assert result.exit_code == 0
    assert "not comparable" in result.stdout
    assert "the gold is not the same" in result.stdout


@pytest.mark.parametrize("form", ["text", "md", "json", "html", "junit"])
def test_every_form_of_the_report(folder: Path, form: str) -> None:
    both(folder)
    run(folder, "a")
    result = call("report", "a", "--format", form, "--gold", str(folder), "-o", f"out.{form}")
    assert result.exit_code == 0, result.output
    made = Path(f"out.{form}").read_text()
    assert "briefing@v5" in made
    if form == "json":
        assert json.loads(made)["articles"][0]["scores"]["recall"] == 1
    if form == "html":
        assert "<script" not in made
        assert "http" not in made.replace("http-equiv", "")
        assert "We heard knocking at dawn" in made
    if form == "junit":
        from xml.etree import ElementTree

        assert [case.get("name") for case in ElementTree.fromstring(made).iter("testcase")] == ["mine s1", "shop s1"]


def test_markup_in_an_article_is_text_in_the_page(folder: Path) -> None:
    both(folder)
    run(folder, "a")
    path = next(Path("a").rglob("mine.s1.result.json"))
    value = json.loads(path.read_text())
    value["lines"][0]["text"] = "<img src=x onerror=alert(1)>"
    path.write_text(json.dumps(value))
    made = call("report", "a", "--format", "html", "--gold", str(folder)).stdout
    assert "<img" not in made
    assert "&lt;img" in made


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("report", "nowhere"), 3, "no results in nowhere"),
        (("compare", "nowhere", "nowhere"), 3, "no results in nowhere"),
        (("bless", "nowhere"), 3, "no results in nowhere"),
        (("run", "--gold", "nowhere"), 3, "no gold folder nowhere"),
        (("run", "--samples", "0"), 2, "--samples"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: tuple[str, ...], code: int, words: str) -> None:
    result = call(*arguments)
    assert (result.exit_code, words in result.output + result.stderr) == (code, True)
