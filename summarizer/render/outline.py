"""What is shown of a briefing and in which order, in plain words: the part that every format for people shares.

Nothing here is escaped. A renderer escapes each text as a whole, so no field can be forgotten, and gives each kind of
line its look.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from summarizer.briefing import AnalystView, Briefing, Claim, Denial, Item, Rejected, Response
from summarizer.render import words

LineKind = Literal["statement", "source", "quote", "response", "note", "origin"]
BULLET = "–"
"""The label of what has no id of its own."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an entry, before wrapping."""

    kind: LineKind
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing reported. `label` is its id, or empty."""

    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Entries under one title."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """All that is shown of one briefing."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]


def outline(briefing: Briefing) -> Outline:
    """What is shown of `briefing`, in order. Empty claims, denials and analysts are said to be; others are left out."""
    names = words.names(briefing.actors)
    sections = (
        Section(
            "Bottom line", tuple(_single("", "statement", words.bottom_line(line)) for line in briefing.bottom_line)
        ),
        Section(
            "Claims", _or_none((_claim(claim, briefing, names) for claim in briefing.claims), "No claims reported.")
        ),
        Section("Denials", _or_none((_denial(denial, names) for denial in briefing.denials), "No denials reported.")),
        Section("Other responses", tuple(_response(response, names) for response in briefing.other_responses)),
        Section(
            "Analysts",
            _or_none((_view(view, briefing, names) for view in briefing.analyst_views), "No analysts quoted."),
        ),
        Section(
            "Omissions",
            tuple(_single(f"s{gap.sentence.number}", "note", words.omission(gap)) for gap in briefing.omissions),
        ),
        Section("Gaps", tuple(_single(BULLET, "note", gap) for gap in briefing.gaps)),
        Section("Rejected", tuple(_rejected(rejected) for rejected in briefing.rejected)),
        Section(
            "Warnings",
            tuple(_single(found.item or BULLET, "note", words.finding(found)) for found in briefing.warnings),
        ),
        Section("Provenance", tuple(_single("", "origin", line) for line in words.provenance(briefing))),
    )
    title = (briefing.source.title or "").strip() or "Untitled"
    return Outline(title, words.source(briefing.source), tuple(section for section in sections if section.entries))


def _single(label: str, kind: LineKind, text: str) -> Entry:
    return Entry(label, (Line(kind, text),))


def _or_none(entries: Iterable[Entry], none: str) -> tuple[Entry, ...]:
    return tuple(entries) or (_single("", "note", none),)


def _entry(item: Item, names: Mapping[str, words.Name], after: Iterable[str]) -> Entry:
    """What is said, then by whom and how, then the article's words, then what it answers or what answers it."""
    return Entry(
        item.id,
        (
            *(Line("statement", statement) for statement in words.said(item)),
            Line("source", words.sourcing(item, names, words.how(item))),
            *(Line("quote", words.quote(evidence)) for evidence in item.evidence),
            *(Line("response", text) for text in after),
        ),
    )


def _claim(claim: Claim, briefing: Briefing, names: Mapping[str, words.Name]) -> Entry:
    return _entry(claim, names, responses(claim, briefing, names))


def responses(item: Item, briefing: Briefing, names: Mapping[str, words.Name]) -> list[str]:
    """What others answer to an item, in a line each: denials first."""
    denied = [
        words.denied_by(denial, link, names)
        for denial in briefing.denials
        for link in denial.answers
        if link.claim == item.id
    ]
    return denied + [words.responded(r, names) for r in briefing.other_responses if item.id in r.answers]


def _denial(denial: Denial, names: Mapping[str, words.Name]) -> Entry:
    return _entry(denial, names, [words.answers(denial.answers)])


def _response(response: Response, names: Mapping[str, words.Name]) -> Entry:
    after = [f"in answer to {', '.join(response.answers)}"] if response.answers else []
    return _entry(response, names, after)


def _view(view: AnalystView, briefing: Briefing, names: Mapping[str, words.Name]) -> Entry:
    return _entry(view, names, responses(view, briefing, names))


def _rejected(rejected: Rejected) -> Entry:
    identifier = rejected.item.get("id")
    return Entry(
        str(identifier) if identifier else BULLET,
        (
            Line("note", f"Not part of the briefing: {words.rejected(rejected)}"),
            *(Line("note", words.finding(found)) for found in rejected.findings),
        ),
    )
