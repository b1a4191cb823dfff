"""The STIX bundle, read by the library that platforms read it with and judged by the standard's own validator."""

from __future__ import annotations

import json
from typing import Any

import pytest
import stix2
import stix2validator
from hypothesis import given
from hypothesis import strategies as st

from summarizer.answer import AnswerLink
from summarizer.briefing import Briefing, Source
from summarizer.errors import InputError
from summarizer.render import render
from summarizer.render.stix import _time
from tests.render.conftest import Poison
from tests.render.payloads import PAYLOADS

# The standard would like random ids (103); ours are told from the content, so that loading a briefing twice adds
# nothing.
OPTIONS = stix2validator.ValidationOptions(version="2.1", strict=True, disabled=["103"])


def objects(briefing: Briefing) -> list[Any]:
    bundle = stix2.parse(render(briefing, "stix"), allow_custom=False)
    return list(bundle.objects)


def of(kind: str, briefing: Briefing) -> list[Any]:
    return [found for found in objects(briefing) if found.type == kind]


def with_link(briefing: Briefing, fit: str, **changed: Any) -> Briefing:
    """The briefing with one denial only, which answers c1 so."""
    links = [AnswerLink.model_validate({"claim": "c1", "fit": fit, "why": "it says why"})]
    denial = briefing.denials[0].model_copy(update={"answers": links, **changed})
    return briefing.model_copy(update={"denials": [denial]})


def test_the_validator_finds_nothing_even_when_strict(briefing: Briefing) -> None:
    results = stix2validator.validate_string(render(briefing, "stix"), OPTIONS)
    assert [str(error) for error in results.errors] == []
    assert results.is_valid


def test_the_validator_would_find_something(briefing: Briefing) -> None:
    broken = render(briefing, "stix").replace('"opinion": "disagree"', '"opinion": "hardly"')
    assert not stix2validator.validate_string(broken, OPTIONS).is_valid


def test_actors_are_identities_and_the_program_a_system(briefing: Briefing) -> None:
    assert [(i.name, i.identity_class) for i in of("identity", briefing)] == [
        ("summarizer 0.1.0", "system"),
        ("Ora Lindqvist", "individual"),
        ("Officials of Orsk", "class"),
        ("Free Rivers League", "organization"),
        ("Tamsin Orvo", "individual"),
        ("Ilse Maren", "individual"),
    ]
    tool, *others = objects(briefing)
    assert {found.created_by_ref for found in others} == {tool.id}


def test_claims_and_views_are_notes_by_and_about_their_speakers(briefing: Briefing) -> None:
    first = of("note", briefing)[0]
    speaker = of("identity", briefing)[1]
    assert first.content.splitlines() == [
        "The Karst dam was opened on purpose.",
        "Ora Lindqvist, Veldania’s water minister · “said” · stated as certain",
    ]
    assert (first.authors, first.object_refs) == (["Ora Lindqvist"], [speaker.id])
    assert first.labels == ["claim", "kind:assertion", "stated-as:certain"]
    (reference,) = first.external_references
    evidence = briefing.claims[0].evidence[0]
    assert reference.description == evidence.quote
    assert reference.external_id == f"char={evidence.start},{evidence.end}"


def test_a_denial_is_an_opinion_on_the_claim_for_each_way_it_fits(briefing: Briefing) -> None:
    notes = {note.external_references[0].source_name: note.id for note in of("note", briefing)}
    found = [(o.authors, o.opinion, o.object_refs) for o in of("opinion", briefing)]
    assert found == [
        ([speaker], opinion, [notes[f"article, {claim}"]])
        for speaker in ("Officials of Orsk", "Free Rivers League")
        for opinion, claim in (("strongly-disagree", "c2"), ("disagree", "c1"))
    ]


@pytest.mark.parametrize("kind", ["partial", "rejects_characterization", "counter_claim"])
def test_only_a_flat_denial_is_strong_disagreement(briefing: Briefing, kind: str) -> None:
    (opinion,) = of("opinion", with_link(briefing, "exact", kind=kind))
    assert opinion.opinion == "disagree"


def test_a_denial_of_the_same_topic_only_is_a_note_and_no_opinion(briefing: Briefing) -> None:
    changed = with_link(briefing, "same_topic")
    assert of("opinion", changed) == []
    (note,) = [note for note in of("note", changed) if "denial" in note.labels]
    assert note.content.startswith("Denied: Someone opened the Karst dam.\n")
    assert note.content.endswith("answers c1 (same topic only: it says why)")


def test_a_refusal_is_a_note_and_nothing_is_ever_neutral(briefing: Briefing) -> None:
    changed = briefing.model_copy(update={"denials": []})
    assert of("opinion", changed) == []
    (note,) = [note for note in of("note", changed) if "response" in note.labels]
    assert note.content.startswith("Refused to comment: the flood\n")
    assert len(note.object_refs) == 2  # the speaker, and the claim it was asked about
    assert "neutral" not in render(briefing, "stix")


def test_the_report_holds_them_all_and_names_the_article(briefing: Briefing) -> None:
    *others, report = objects(briefing)
    assert report.object_refs == [found.id for found in others]
    assert report.name == briefing.source.title
    assert report.description.endswith("not whether it is true.")
    assert briefing.source.sha256 in report.external_references[0].description
    assert report.published == report.created
    assert "confidence" not in render(briefing, "stix")


def test_an_address_is_given_on_only_if_it_is_one_of_the_web(briefing: Briefing) -> None:
    def address(url: str) -> str | None:
        source = Source.model_validate(briefing.source.model_dump() | {"url": url})
        reference = objects(briefing.model_copy(update={"source": source}))[-1].external_references[0]
        found: str | None = reference.get("url")
        return found

    assert address("https://news.example/a") == "https://news.example/a"
    assert address("javascript:alert(1)") is None


def test_ids_are_those_of_the_content(briefing: Briefing) -> None:
    def ids(made: Briefing) -> set[str]:
        return {found.id for found in objects(made)}

    claims = [briefing.claims[0].model_copy(update={"certainty": "possible"}), *briefing.claims[1:]]
    before, after = ids(briefing), ids(briefing.model_copy(update={"claims": claims}))
    assert ids(briefing) == before
    assert {name.partition("--")[0] for name in before - after} == {"note", "opinion", "report"}
    assert len(before) == len(objects(briefing))


def test_twins_stay_two(briefing: Briefing) -> None:
    twin = briefing.claims[0].model_copy(update={"id": "c9"})
    assert len(objects(briefing.model_copy(update={"claims": [*briefing.claims, twin]}))) == len(objects(briefing)) + 1


def test_a_speaker_that_an_edit_left_out_of_the_actors_is_an_identity_too(briefing: Briefing) -> None:
    assert of("identity", briefing.model_copy(update={"actors": []}))[1].name == "lindqvist"


@pytest.mark.parametrize("when", ["yesterday", "", "2031-03-11", "2031-03-11T08:15:00", "0001-01-01T00:00:00+14:00"])
def test_a_briefing_of_no_certain_time_cannot_be_told_in_stix(briefing: Briefing, when: str) -> None:
    made = briefing.provenance.model_copy(update={"recorded_at": when})
    with pytest.raises(InputError, match="make it again"):
        render(briefing.model_copy(update={"provenance": made}), "stix")


@given(st.datetimes(timezones=st.timezones()))
def test_a_time_is_written_in_utc(when: Any) -> None:
    try:
        shown = _time(when.isoformat())
    except InputError:
        return  # at either end of the calendar
    assert shown.endswith("Z")
    assert len(shown) == len("2031-03-11T08:15:00.000Z")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_is_only_ever_a_text(briefing: Briefing, poisoned: Poison, payload: str) -> None:
    dirty = poisoned(payload)
    made = dirty.provenance.model_copy(update={"recorded_at": briefing.provenance.recorded_at})
    dirty = dirty.model_copy(update={"provenance": made})
    assert [found.type for found in objects(dirty)] == [found.type for found in objects(briefing)]
    results = stix2validator.validate_string(render(dirty, "stix"), OPTIONS)
    assert [str(error) for error in results.errors] == []
    quotes = [
        r["description"] for o in json.loads(render(dirty, "stix"))["objects"] for r in o.get("external_references", [])
    ]
    assert set(quotes) >= {e.quote for item in dirty.items for e in item.evidence}
