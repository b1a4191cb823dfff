"""The NDJSON: each line a statement that needs nothing beside it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.briefing import Briefing
from summarizer.render import render
from summarizer.render.lines import _line
from tests.render.conftest import Poison
from tests.render.payloads import PAYLOADS


def test_a_line_is_the_item_with_its_ids_looked_up(briefing: Briefing) -> None:
    lines = [json.loads(line) for line in render(briefing, "ndjson").splitlines()]
    assert [line["id"] for line in lines] == [item.id for item in briefing.items]
    for line, item in zip(lines, briefing.items, strict=True):
        plain = item.model_dump(mode="json")
        assert {name: line[name] for name in plain if name not in ("speaker", "answers")} == {
            name: value for name, value in plain.items() if name not in ("speaker", "answers")
        }
        assert line["speaker"]["id"] == item.speaker
        assert line["source"] == briefing.source.model_dump()
        assert line["provenance"]["question_key"] == briefing.provenance.question_key


def test_a_denial_can_be_read_alone(briefing: Briefing) -> None:
    line = json.loads(render(briefing, "ndjson").splitlines()[2])
    assert line["text"].startswith("Denied: Someone opened the Karst dam.; Denied: ")
    first = line["answers"][0]
    assert (first["id"], first["fit"], first["speaker"]) == ("c1", "partial", "Ora Lindqvist")
    assert first["text"] == "The Karst dam was opened on purpose."


def test_a_claim_names_who_denies_it_and_who_only_refused(briefing: Briefing) -> None:
    answered = json.loads(render(briefing, "ndjson").splitlines()[0])["answered_by"]
    assert [(a["list"], a["kind"], a["speaker"], a["fit"]) for a in answered] == [
        ("denials", "flat", "Officials of Orsk", "partial"),
        ("denials", "flat", "Free Rivers League", "partial"),
        ("other_responses", "refused_to_comment", "Tamsin Orvo", None),
    ]


def test_a_link_that_an_edit_broke_leads_to_nothing(briefing: Briefing) -> None:
    denials = [briefing.denials[0]]
    line = json.loads(render(briefing.model_copy(update={"claims": [], "denials": denials}), "ndjson").splitlines()[0])
    assert line["answers"][0] | {"why": None} == {
        "id": "c1", "list": None, "kind": None, "speaker": None, "text": None, "fit": "partial", "why": None,
    }  # fmt: skip


def test_a_briefing_without_statements_is_no_line(briefing: Briefing) -> None:
    nothing: dict[str, list[object]] = {"claims": [], "denials": [], "other_responses": [], "analyst_views": []}
    assert render(briefing.model_copy(update=nothing), "ndjson") == ""


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_ends_a_line_or_changes_on_the_way(poisoned: Poison, payload: str) -> None:
    dirty = poisoned(payload)
    lines = [json.loads(line) for line in render(dirty, "ndjson").splitlines()]  # which ends lines at NEL and LS too
    assert [line["evidence"][0]["quote"] for line in lines] == [item.evidence[0].quote for item in dirty.items]


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=30), max_size=3))
def test_any_value_is_one_line_and_comes_back(value: dict[str, str]) -> None:
    line = _line(value)
    assert line.splitlines() == [line[:-1]]
    assert json.loads(line) == value
