"""Whose a cue is: the speaker's by name, nobody's in particular, or another's, by the words around the cue."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container
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
_NAMED = r"(?:[a-z][\w’'-]*\s){0,4}?[A-Z][\w’'.-]*(?:\s(?:(?:of|de|van|von|the)\s)?[A-Z][\w’'-]*){0,4}"
_CALLED = r"(?:the|a|an|its|his|her|their|one)\s(?:[\w’'-]+\s){0,6}?[\w’'-]+"
_BEHIND = re.compile(
    rf"\s(?:(?P<named>{_NAMED})|(?P<called>{_CALLED}))(?=[,.;”\"]|\s(?:of|at|who|for|from|in|on|with|after|when|to)\b|\s*$|\n)"
)
"""A subject behind its verb, up to a stop: ", said Per Quillon, a former director …"."""
_CLAUSE = re.compile(r"(?:is|are|was|were|has|have|had|will|would|can|could|may|might|should|must|ought)\b")
_RELATIVE = re.compile(r"\b(?:who|which|whose|where)\b")
_GOES_ON = re.compile(r",[^,.;]*,\s(?:is|are|was|were|has|have|had|will|would|could|may|might|should|must|\w+ed)\b")
"""Behind a name: its apposition and its own verb, so that it is no subject of the verb before it."""
_STOP = re.compile(r"[.;:!?—\n“”\"]")


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
    behind = inverted(text, cue.start, cue.end, found.lexicon.sources) if cue.shape in ("past", "third") else None
    if behind:
        own = names & {word.lower() for word in _WORD.findall(behind)}
        return Whose(OWN if own else OPEN if not names else OTHER, behind)
    begin = _begin(found, cue, start, before)
    words = _WORD.findall(text[begin : cue.start][-LONGEST:])
    subject = _subject(words, found)
    lead = text[max(begin - 2, 0) : cue.start].rstrip()[-1:]
    reversed_ = not subject and lead in (",", "”", '"', "’") and cue.shape in ("past", "third", "base")
    if cue.kind in ("source", "aside") or (reversed_ and not text.startswith(" that", cue.end)):
        subject = _WORD.findall(text[cue.end : cue.end + 60].split(",")[0])
        words += subject
    if names & {word.lower() for word in words}:
        return Whose(OWN, " ".join(subject))
    if not subject:
        return same
    pronoun = subject[-1].lower() in found.lexicon.names["pronoun"]
    return Whose(OPEN if pronoun or not names else OTHER, " ".join(subject))


def inverted(text: str, start: int, end: int, nouns: Container[str]) -> str | None:
    """The subject behind a cue at `[start, end)` that follows a comma (", said Per Quillon, a former director").

    None where the words behind the cue are what it reports ("Varr, the mayor, said Tarn had left"). `nouns` are those
    of sources, by which a description without a name ("said a spokesman.") is known for one.
    """
    before = _STOP.split(text[max(start - 300, 0) : start])[-1].rstrip()
    behind = _BEHIND.match(text, end, min(end + LONGEST, len(text)))
    if not before.endswith(",") or behind is None or _GOES_ON.match(text, behind.end()):
        return None
    clause = before[:-1]
    if "," in clause and (not _CLAUSE.search(clause) or _RELATIVE.search(clause)):
        return None  # "Varr, the mayor, said"
    name = behind["named"] or behind["called"]
    words = name.lower().split()
    known = behind["named"] or words[-1] in nouns or re.match(r",\s[A-Z]", text[behind.end() : behind.end() + 4])
    return None if not known or any(map(_CLAUSE.fullmatch, words)) else str(name)


def _begin(found: Marks, cue: Cue, start: int, before: Cue | None) -> int:
    """Where the clause of a cue begins, up to which its subject is looked for."""
    text = found.text
    if before and text.startswith(" by ", before.end) and not PASSIVE.search(text, start, before.start):
        before = None  # "a document seen by X shows": the participle describes the subject
    if before and before.shape == "passive" and text[before.end : cue.start].strip() in found.lexicon.names["between"]:
        before = None  # "figures to be published today show"
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
