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

LineKind = Literal["statement", "source", "quote", "response", "silence", "note", "origin"]
BULLET = "–"
"""The label of what has no id of its own."""
SUSPICIOUS = frozenset({"article-instructs", "article-invisible"})
"""The rules that find text meant for a program, or for no eye."""
NO_RESPONSE = "no response reported"
"""Stands by a claim that nobody answers."""
TITLES = {
    "claims": "Claims",
    "views": "Expert views",
    "denials": "Denials",
    "responses": "Other responses",
    "gaps": "What the article does not say",
    "omissions": "What this briefing does not cover",
    "rejected": "Left out: failed a check",
    "warnings": "Warnings",
}
NONE = {
    "bottom line": "None: nothing that it could rest on was found.",
    "claims": "No claims reported.",
    "views": "No experts quoted.",
    "denials": "No denials reported.",
    "responses": "No other responses reported.",
    "gaps": "Nothing was noted.",
    "omissions": "Every sentence found to report words is covered.",
}
"""What is said where a section has nothing, on the page for a browser as here."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an entry, before wrapping. `passage` are the article's own words in it, where there are any."""

    kind: LineKind
    text: str
    passage: str = ""


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
    """What is shown of `briefing`, in the order of the page for a browser. What there is none of is said to be so."""
    names = words.names(briefing.actors)
    sections = (
        Section("Caution", tuple(_single(BULLET, "note", line) for line in cautions(briefing))),
        Section("Bottom line", _or_none("bottom line", _bottom_line(briefing))),
        _section("claims", (_claim(claim, briefing, names) for claim in briefing.claims)),
        _section("views", (_view(view, briefing, names) for view in briefing.analyst_views)),
        _section("denials", (_denial(denial, names) for denial in briefing.denials)),
        _section("responses", (_response(response, names) for response in briefing.other_responses)),
        _section("gaps", (_single(BULLET, "note", gap) for gap in briefing.gaps)),
        _section(
            "omissions",
            (_single(f"s{gap.sentence.number}", "note", words.omission(gap)) for gap in briefing.omissions),
        ),
        _section("rejected", map(_rejected, briefing.rejected)),
        _section(
            "warnings", (_single(found.item or BULLET, "note", words.finding(found)) for found in briefing.warnings)
        ),
        Section("Coverage", (_single("", "note", coverage(briefing)),)),
        Section("Provenance", tuple(_single("", "origin", line) for line in words.provenance(briefing))),
    )
    title = (briefing.source.title or "").strip() or "Untitled"
    return Outline(title, words.source(briefing.source), tuple(section for section in sections if section.entries))


def cautions(briefing: Briefing) -> list[str]:
    """What a reader must know before the first line."""
    told = [found.message for found in briefing.warnings if found.rule in SUSPICIOUS]
    count = len(briefing.rejected)
    if count:
        told.insert(0, f"{count} item{'s' * (count > 1)} failed a check and {'are' if count > 1 else 'is'} left out.")
    return told


def coverage(briefing: Briefing) -> str:
    """How much of the article is in the briefing, counted in sentences."""
    count, reported, covered = (
        sum(getattr(third, name) for third in briefing.coverage) for name in ("sentences", "reported", "covered")
    )
    return (
        f"{len(touched(briefing)):,} of {count:,} sentences carry evidence. "
        f"{reported:,} were found to report someone’s words; {covered:,} of those are covered."
    )


def touched(briefing: Briefing) -> set[int]:
    """The numbers of the sentences that carry evidence."""
    return {evidence.sentence.number for item in briefing.items for evidence in item.evidence}


def _section(name: str, entries: Iterable[Entry]) -> Section:
    return Section(TITLES[name], _or_none(name, entries))


def _bottom_line(briefing: Briefing) -> Iterable[Entry]:
    return (_single("", "statement", words.bottom_line(line)) for line in briefing.bottom_line)


def _single(label: str, kind: LineKind, text: str) -> Entry:
    return Entry(label, (Line(kind, text),))


def _or_none(name: str, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries, or that there are none; nothing at all where that goes without saying."""
    return tuple(entries) or ((_single("", "note", NONE[name]),) if name in NONE else ())


def _entry(item: Item, names: Mapping[str, words.Name], after: Iterable[str]) -> Entry:
    """What is said, then by whom and how, then the article's words, then what it answers or what answers it."""
    return Entry(
        item.id,
        (
            *(Line("statement", statement) for statement in words.said(item)),
            Line("source", words.sourcing(item, names, words.how(item))),
            *quotes(item),
            *(Line("response", text) for text in after),
        ),
    )


def quotes(item: Item) -> Iterable[Line]:
    """The article's words behind an item."""
    return (Line("quote", words.quote(evidence), evidence.quote) for evidence in item.evidence)


def _claim(claim: Claim, briefing: Briefing, names: Mapping[str, words.Name]) -> Entry:
    entry = _entry(claim, names, responses(claim, briefing, names))
    if any(line.kind == "response" for line in entry.lines):
        return entry
    return Entry(entry.label, (*entry.lines, Line("silence", NO_RESPONSE)))


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
