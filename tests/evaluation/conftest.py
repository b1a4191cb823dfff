"""A small gold set about the invented mine, and answers to it that are good or bad in a known way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from summarizer import Article
from summarizer.answer import Answer
from summarizer.evaluation.gold import Gold, load
from tests.support import answers


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two gold articles: the mine, and one with nothing to report."""
    place = tmp_path / "gold"
    place.mkdir()
    write(place, "mine", answers.TEXT, answers.answer())
    write(place, "shop", "The shop opens at nine. It shuts at six.", answers.empty())
    return place


@pytest.fixture
def gold(folder: Path) -> list[Gold]:
    """The same, loaded."""
    return load(folder)


@pytest.fixture
def mine(gold: list[Gold]) -> tuple[Answer, Article]:
    """The gold answer about the mine and its article."""
    assert gold[0].answer
    return gold[0].answer, gold[0].article


def write(folder: Path, name: str, text: str, value: dict[str, Any]) -> Path:
    """One gold article on disk."""
    (folder / f"{name}.txt").write_text(text, "utf-8")
    path = folder / f"{name}.answer.json"
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), "utf-8")
    return path
