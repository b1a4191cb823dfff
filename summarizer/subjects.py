"""Whose a cue is: the speaker's by name, nobody's in particular, or another's, by the words around the cue."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from summarizer.marks import PASSIVE, Cue, Marks

Names = frozenset[str]
OWN, OPEN, OTHER = 0, 1, 3
"""Whose cue it is: the speaker's by name, a pronoun's or unsaid, another's by name."""
LONGEST = 120
"""Characters before a cue in which its subject is looked for."""

_COORDINATED = re.compile(r"\b(?:and|but|or)(?:\s+(?:then|also|later|has|have|had|\w+ly))*\s+$")
"""In front of a cue that shares the subject of the one before it: "denied A and also denied B"."""
_WORD = re.compile(r"\w+")


class Whose(NamedTuple):
    """`OWN`, `OPEN` or `OTHER`, and the subject as the sentence writes it; empty where there is none."""

    rank: int
    subject: str


def whose(
    found: Marks, cue: Cue, start: int, before: Cue | None, names: Names, *, same: Whose, main: Whose | None = None
) -> Whose:
    """Whose cue it is, by the words before it or, where it stands before its subject, behind it.

    A cue without a subject of its own ("X said A, adding B") is whose the one before it is: `same`.
    One that "and" joins to the sentence's first cue, over a clause between them, is whose that one is: `main`.
    """
    text = found.text
    if before and cue.shape == "ing" and text[cue.start - 3 : cue.start].rstrip().endswith(","):
        return same
    if before and _COORDINATED.search(text, before.end, cue.start):
        return main or same
    begin = _begin(found, cue, start, before)
    words = _WORD.findall(text[begin : cue.start][-LONGEST:])
    subject = _subject(words, found)
    lead = text[max(begin - 2, 0) : cue.start].rstrip()[-1:]
    inverted = not subject and lead in (",", "”", '"', "’") and cue.shape in ("past", "third", "base")
    if cue.kind in ("source", "aside") or (inverted and not text.startswith(" that", cue.end)):
        subject = _WORD.findall(text[cue.end : cue.end + 60].split(",")[0])
        words += subject
    if names & {word.lower() for word in words}:
        return Whose(OWN, " ".join(subject))
    if not subject:
        return same
    pronoun = subject[-1].lower() in found.lexicon.names["pronoun"]
    return Whose(OPEN if pronoun or not names else OTHER, " ".join(subject))


def _begin(found: Marks, cue: Cue, start: int, before: Cue | None) -> int:
    """Where the clause of a cue begins, up to which its subject is looked for."""
    text = found.text
    if before and text.startswith(" by ", before.end) and not PASSIVE.search(text, start, before.start):
        before = None  # "a document seen by X shows": the participle describes the subject
    begin = max(before.end if before else start, start)
    quotation = found.quotations[bisect_left(found.quotations, (cue.start,)) - 1] if found.quotations else None
    if quotation and begin < quotation[1] <= cue.start and quotation not in found.fragments:
        start = begin = quotation[1]
    if text[begin : cue.start].rstrip().endswith(","):
        return start  # behind an apposition, inverted (", said X"), or of the sentence's subject (", saying")
    first = bisect_left(found.borders, (begin,))
    for border in found.borders[first : bisect_left(found.borders, (cue.start,))]:
        begin = border.end if text[border.start : border.end].strip(", ") not in ("who", "which") else border.start
    return begin


def _subject(words: list[str], found: Marks) -> list[str]:
    """The words before a verb without what stands between a subject and it."""
    filler, end = found.lexicon.names["filler"], len(words)
    while end and (words[end - 1].lower() in filler or words[end - 1].endswith("ly")):
        end -= 1
    return words[:end]
