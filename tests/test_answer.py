"""Reading a reply: strict where a lenient parser would change what was said, and clear about what is wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from summarizer.answer import MAX_ITEMS, Answer, loads, problems, split_evidence
from tests.support import answers


def faults(text: str) -> list[str]:
    """The problems of a reply; empty where it is an answer."""
    try:
        Answer.model_validate(loads(text))
    except ValidationError as error:
        return problems(error)
    return []


@pytest.mark.parametrize(
    "text", [answers.reply(), f"```json\n{answers.reply()}\n```", f"\n```\n{answers.reply()}```\n"]
)
def test_bare_and_fenced_answers_are_read(text: str) -> None:
    assert faults(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the reply is empty"),
        ("Sure! Here it is:", "the reply is not a JSON object (it begins: 'Sure! Here it is:')"),
        (answers.reply()[:100], "the reply is not complete JSON:"),
        (answers.reply() + "{}", "the reply is not complete JSON: Extra data"),
        (answers.reply().replace('"possible"', "NaN"), "NaN is not a JSON value"),
        (answers.reply().replace('"possible"', "-Infinity"), "-Infinity is not a JSON value"),
        ('{"actors": [], "actors": []}', "the key 'actors' stands twice in one object"),
        (answers.reply().replace("Knocking was", "\\udc00"), "half of a character"),
        (answers.reply().replace("Knocking was", "\udc00"), "half of a character"),
        ("```json\n" + " \n" * 100_000 + "x", "the reply is not complete JSON"),  # each blank may end a fence
        ("[" * 100_000, "the reply"),
        ("x" * 1_000_001, "the reply has 1,000,001 characters; at most 1,000,000 are read"),
        ("[]", "Input should be"),
    ],
)
def test_what_is_no_json_object(text: str, words: str) -> None:
    (fault,) = faults(text)
    assert words in fault


def _many(value: dict[str, Any]) -> None:
    value["claims"] = value["claims"][:1] * 1_000


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda v: v["claims"][1].update(certainty="sure"), "claims.1.certainty: Input should be 'certain',"),
        (lambda v: v["claims"][1].pop("speaker"), "claims.1.speaker: Field required"),
        (lambda v: v["claims"][1].update(truth=1), "claims.1.truth: Extra inputs are not permitted"),
        (lambda v: v["claims"][1].update(id="C 1"), "claims.1.id: is not an id"),
        (lambda v: v["claims"][1].update(statement=" "), "claims.1.statement: must not be empty"),
        (lambda v: v["claims"][1].update(statement="x" * 1001), "claims.1.statement: is longer than 1000 characters"),
        (lambda v: v["claims"][1].update(evidence=[]), "claims.1.evidence: must hold at least one entry"),
        (lambda v: v["claims"][1].update(speaker=2), "claims.1.speaker: Input should be a valid string"),
        (_many, f"claims: holds 1000 entries; at most {MAX_ITEMS}"),
        (lambda v: v.update(claims=[{}] * 1_000), f"claims: holds 1000 entries; at most {MAX_ITEMS}"),
        (lambda v: v["claims"][0].update(evidence=[0] * 1_000), "claims.0.evidence: holds 1000 entries"),
    ],
)
def test_each_fault_is_one_line_that_says_where(change: Any, line: str) -> None:
    (fault,) = faults(answers.reply(change))
    assert fault.startswith(line)
    assert "http" not in fault


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("[7] words of it", (7, "words of it")),
        (" [12]words", (12, "words")),
        ("words alone", (None, "words alone")),
        ("[Ed] words", (None, "[Ed] words")),
        ("[999999] words", (None, "[999999] words")),
        ("[7]\nwords", (7, "words")),
    ],
)
def test_evidence_entries(entry: str, expected: tuple[int | None, str]) -> None:
    assert split_evidence(entry) == expected


@given(st.text())
def test_no_text_is_an_unhandled_error(text: str) -> None:
    assert faults(text)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda s: st.lists(s) | st.dictionaries(st.text(), s)
    )
)
def test_no_json_is_an_unhandled_error(value: Any) -> None:
    assert faults(json.dumps(value))


@given(st.integers(0, len(answers.reply()) - 1), st.characters())
def test_one_changed_character_never_escapes(at: int, char: str) -> None:
    text = answers.reply()
    faults(text[:at] + char + text[at + 1 :])
