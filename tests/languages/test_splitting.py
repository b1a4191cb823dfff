"""Sentences and detection in the languages that have a lexicon: tables of hard cases, written by hand."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

import pytest

from summarizer.abbreviations import OF
from summarizer.languages import NAMES, language_of
from summarizer.sentences import split

ROOT = Path(__file__).parent.parent.parent
DATA = ROOT / "tests" / "data" / "languages"
CASES: dict[str, list[str]] = tomllib.loads((DATA / "sentences.toml").read_text("utf-8"))
TOLD: dict[str, list[str]] = tomllib.loads((DATA / "detection.toml").read_text("utf-8"))
ENGLISH = "bff1648fa30c32b0cc24d0885e9a4dfbfe71e61c3b0336f6a03286e4797465ff"


@pytest.mark.parametrize(("language", "case"), [(name, case) for name, cases in CASES.items() for case in cases])
def test_a_hard_case(language: str, case: str) -> None:
    text = case.replace("|", "")
    found = [text[s.start : s.end] for s in split(text, language)]
    assert found == [part.strip() for part in case.split("|")]


def test_every_language_has_tables_and_at_least_fifteen_cases() -> None:
    assert set(CASES) == set(OF) == set(NAMES) - {"en"}
    assert min(map(len, CASES.values())) >= 15


@pytest.mark.parametrize(("language", "text"), [(name, text) for name, texts in TOLD.items() for text in texts])
def test_the_language_is_told_or_left_open(language: str, text: str) -> None:
    assert (language_of(text) or "none") == language


def test_a_text_of_two_languages_is_left_open() -> None:
    assert language_of(f"{TOLD['ru'][0]} {TOLD['zh'][0] * 3}") is None


def test_no_english_article_is_split_otherwise_than_before() -> None:
    """The hash of the numbers and offsets of the English articles that were in the repository before."""
    since = {"heat-shelters.txt"}
    homes = ("fixtures/articles", "fixtures/attribution-dev", "seeds")
    files = sorted(
        [path for home in homes for path in (ROOT / home).glob("*.txt")]
        + [
            path
            for name in ("briefing/v1", "briefing/v2", "second-look/v1")
            for path in (ROOT / "prompts" / name).rglob("*.article.txt")
        ]
    )
    whole = hashlib.sha256()
    for path in files:
        if path.name[:3].rstrip("-") not in NAMES and path.name not in since:
            for sentence in split(path.read_text("utf-8")):
                whole.update(f"{path.relative_to(ROOT)} {sentence}\n".encode())
    assert whole.hexdigest() == ENGLISH
