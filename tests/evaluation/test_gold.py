"""Reading gold: both formats, and every fault named by file, line and reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from summarizer.errors import InputError
from summarizer.evaluation.gold import digest, load
from tests.evaluation.conftest import write
from tests.support import answers

ROOT = Path(__file__).resolve().parents[2]


def test_the_project_s_own_gold_has_a_second_opinion_where_there_are_attributions() -> None:
    gold = load(ROOT / "fixtures" / "gold")
    assert sum(entry.answer is not None for entry in gold) == len(gold) >= 27
    assert sum(entry.attributions is not None for entry in gold) == 12
    assert sum(entry.empty for entry in gold) == 4


def test_the_span_format_alone_is_gold_too() -> None:
    gold = load(ROOT / "fixtures" / "attribution-dev")
    assert len(gold) == 12
    assert all(entry.answer is None and entry.attributions for entry in gold)
    assert sum(len(entry.attributions or ()) for entry in gold) == 148


FAULTS: list[tuple[Callable[[dict[str, Any]], object], str]] = [
    (lambda v: v["claims"][1].update(evidence=["[4] We heard voices"]), "c2: “We heard voices” is not in the article"),
    (lambda v: v["claims"][1].update(speaker="a9"), "c2: there is no actor a9"),
    (lambda v: v["denials"][0]["answers"][0].update(claim="c9"), "d1: there is no claim or view c9"),
    (lambda v: v["claims"].append(dict(v["claims"][0])), "the id c1 stands twice"),
    (lambda v: v["claims"][0].update(certainty="sure"), "claims.0.certainty"),
    (lambda v: v.pop("denials"), "denials"),
]


@pytest.mark.parametrize(("spoil", "words"), FAULTS)
def test_a_fault_is_named(folder: Path, spoil: Callable[[dict[str, Any]], object], words: str) -> None:
    path = write(folder, "mine", answers.TEXT, answers.answer(spoil))
    with pytest.raises(InputError) as caught:
        load(folder)
    assert words in str(caught.value)
    assert str(caught.value).startswith(str(path))


def test_the_line_of_a_fault_is_the_right_one(folder: Path) -> None:
    path = write(
        folder, "mine", answers.TEXT, answers.answer(lambda v: v["claims"][1].update(evidence=["[4] voices off"]))
    )
    line = next(i for i, text in enumerate(path.read_text().splitlines(), 1) if "voices off" in text)
    with pytest.raises(InputError, match=rf"mine\.answer\.json:{line}: "):
        load(folder)


@pytest.mark.parametrize(
    "make", [lambda p: None, lambda p: p.mkdir(), lambda p: (p.mkdir(), (p / "x.txt").write_text("a"))]
)
def test_no_gold_is_said(tmp_path: Path, make: Callable[[Path], object]) -> None:
    make(tmp_path / "none")
    with pytest.raises(InputError, match="gold"):
        load(tmp_path / "none")


def test_gold_without_its_article_is_said(folder: Path) -> None:
    (folder / "mine.txt").unlink()
    with pytest.raises(InputError, match=r"no article mine\.txt"):
        load(folder)


def test_attributions_that_are_not_where_they_say_are_refused(tmp_path: Path) -> None:
    part = {"spans": [[0, 3]], "text": "shop"}
    value = {"attributions": [{"id": "x1", "source": None, "cue": None, "content": part, "polarity": "positive"}]}
    (tmp_path / "a.txt").write_text("The shop opens.")
    (tmp_path / "a.json").write_text(json.dumps(value))
    with pytest.raises(InputError, match="x1: these words are not at"):
        load(tmp_path)


def test_the_digest_is_of_articles_and_answers(folder: Path) -> None:
    before = digest(load(folder))
    assert before == digest(load(folder))
    write(folder, "mine", answers.TEXT, answers.answer(lambda v: v["claims"][0].update(kind="assertion")))
    assert digest(load(folder)) != before
