"""What code reads off an item's evidence: cue, mode, sourcing, hedges, time words, negation. Null where unsure.

Hedges, time words and negation are those of the clause the evidence stands in (`summarizer.clause`): what another
clause of the sentence hedges, and when something was said, are not the quoted point's.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from summarizer import abroad
from summarizer.answer import AnswerActor
from summarizer.article import Article
from summarizer.briefing import Dated, Evidence, Mode, Sourcing, Span
from summarizer.clause import Governed, clause, governing
from summarizer.lexicon.foreign import lexicon_of
from summarizer.marks import Cue, Marks, marks
from summarizer.sourcing import sourcing_of
from summarizer.spans import within
from summarizer.timing import resolve

Place = tuple[int, int]

_AUXILIARY = re.compile(
    r"\b(?:has|have|had|did|does|do|is|are|was|were|will|would|can|could|may|might|should|must)(?:n['’]t)?"
    r"(?:\s+(?:not|never|been|also|always|often|since|long|already|still|again|so|\w+ly))*\s+$"
)
_NOT = re.compile(r"\b(?:not|never)\b|n['’]t\b")
_OPEN_QUESTION = re.compile(r"\s*(?:whether|if|why|how|when|where|who|what|which)\b")
_OPEN_INSIDE = re.compile(r"\b(?:whether|why|how)\b")
_NEGATED_BEHIND = re.compile(
    r"\s+(?:(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|may|might|should)"
    r"\s+(?:not|never|no longer)|\w+n['’]t|cannot|never)\b"
)
_ABLE = re.compile(r"\s+(?:hear\b|see\b|feel\b|smell\b)")
"""Behind a "could" that tells what somebody was able to do, not how sure they are."""
_EITHER = re.compile(r"\b(?:neither|nor)\b|confirm\w* (?:or|nor) den", re.IGNORECASE)
_PAST = re.compile(r"(?:\w+ed|said|told|wrote)$")
_OPPOSED = frozenset(
    {"deny", "denies", "denied", "denying", "fail", "fails", "failed", "failing", "lack", "lacks", "lacked"}
)
"""Negating verbs: with another negation they make a doubled one, not a stronger one."""


@dataclass(frozen=True)
class Derived:
    """The derived fields of one item."""

    cue: str | None
    mode: Mode | None
    sourcing: Sourcing | None
    hedges: list[str]
    when: list[str]
    negated: bool | None
    dates: list[Dated] = field(default_factory=list)


def cues(
    list_name: str, speaker: AnswerActor | None, evidence: list[Evidence], article: Article
) -> list[Governed | None]:
    """The cue that governs each piece of evidence of an item; None where unsure."""
    found, names = marks(article), called(speaker)
    return [governing(article, found, e, list_name, names) for e in evidence]


def derive(
    list_name: str,
    speaker: AnswerActor | None,
    evidence: list[Evidence],
    article: Article,
    governed: list[Governed | None] | None = None,
) -> Derived:
    """What can be read off the evidence of an item of the list `claims`, `denials`, … said by `speaker`.

    `governed` are its `cues`, where they are known already.
    """
    found = marks(article)
    other = lexicon_of(article.text)
    if other:
        cue, hedges, negated = abroad.fields(list_name, evidence, article, other)
        return Derived(cue, _mode(evidence, found), _plainly(speaker), hedges, [], negated)
    governed = cues(list_name, speaker, evidence, article) if governed is None else governed
    best = _best(governed)
    own = [g.cue if g else None for g in governed]
    places = [_place(found, e, cue) for e, cue in zip(evidence, own, strict=True)]
    when = _texts(found, found.times, places)
    return Derived(
        cue=found.text[slice(*_written(best, found))] if best else None,
        mode=_mode(evidence, found),
        sourcing=sourcing_of(speaker, found.lexicon),
        hedges=_hedges(found, list(zip(evidence, places, own, strict=True))),
        when=when,
        dates=resolve(when, article.published),
        negated=_negated(list_name, found, list(zip(evidence, places, own, strict=True))),
    )


def cue_of(
    list_name: str, speaker: AnswerActor | None, evidence: list[Evidence], article: Article
) -> tuple[int, int] | None:
    """Where the cue of an item stands, auxiliaries included; None where that cannot be told."""
    found, best = marks(article), _best(cues(list_name, speaker, evidence, article))
    return _written(best, found) if best else None


def span_of(article: Article, number: int) -> Span:
    """The sentence of this number, as briefings hold it."""
    sentence = article.sentences[number - 1]
    return Span(number=number, start=sentence.start, end=sentence.end)


def _plainly(speaker: AnswerActor | None) -> Sourcing | None:
    """The kind of source as far as the kind of actor alone shows it."""
    kinds: dict[str, Sourcing] = {"document": "document", "publication": "media_report"}
    return kinds.get(speaker.kind) if speaker else None


def _place(found: Marks, evidence: Evidence, cue: Cue | None) -> Place:
    """The clause of the evidence; a refusal has no content, so that what was asked before it is not the point's."""
    start, end = clause(found, evidence, cue)
    return (evidence.start, end) if cue and cue.kind == "refusal" else (start, end)


def called(speaker: AnswerActor | None) -> frozenset[str]:
    """The words of a speaker's names by which a subject is known for theirs."""
    if speaker is None:
        return frozenset()
    words = {word for name in (speaker.name, *speaker.aliases) for word in re.findall(r"\w+", name.lower())}
    return frozenset(words - {"the", "a", "an", "of", "and", "for", "in", "s", "mr", "mrs", "ms", "dr", "at", "to"})


def _best(governed: list[Governed | None]) -> Cue | None:
    """Of the cues of several pieces of evidence the first that is surest the speaker's."""
    known = [g for g in governed if g]
    return min(known, key=lambda g: g.whose.rank).cue if known else None


def _written(cue: Cue, found: Marks) -> Place:
    """A cue with its auxiliaries and what negates it: "have denied", "did not say"."""
    if cue.kind in ("source", "aside") or cue.shape in ("third", "ing"):
        return cue.start, cue.end
    before = _AUXILIARY.search(found.text, max(cue.start - 40, 0), cue.start)
    return before.start() if before else cue.start, cue.end


def _mode(evidence: list[Evidence], found: Marks) -> Mode | None:
    modes = {_mode_of(e, found) for e in evidence}
    return None if not modes else modes.pop() if len(modes) == 1 else "mixed"


def _mode_of(evidence: Evidence, found: Marks) -> Mode:
    start, end = evidence.start, evidence.end
    if found.speech(start, end):
        return "direct"
    first = max(bisect_left(found.quotations, (start,)) - 1, 0)
    touched = [q for q in found.quotations[first : bisect_left(found.quotations, (end,))] if q[1] > start]
    if not touched:
        return "indirect"
    # “We heard knocking,” said Tarn: what is outside the quotation only says who speaks.
    outside = (end - start) - sum(min(end, b) - max(start, a) for a, b in touched)
    attributed = any(start <= cue.start < end for cue in found.said) and outside < 60
    return "direct" if attributed and not found.fragments & set(touched) else "mixed"


def _hedges(found: Marks, pieces: list[tuple[Evidence, Place, Cue | None]]) -> list[str]:
    """The hedges of the point: not its cue, not the month of May, not a "would" for "will", nor a "could not be".

    "Could not be verified" and "could hear" tell what someone was able to do, not how sure they are.
    """
    kept = []
    for e, place, cue in pieces:
        past = cue and not found.speech(e.start, e.end) and _PAST.match(found.text[cue.start : cue.end])
        for a, b in within(found.hedges, *place):
            word = found.text[a:b]
            own = cue is not None and cue.start < b and a < cue.end
            unable = word == "could" and _ABLE.match(found.text, b)
            if not own and word != "May" and not unable and not (past and word == "would"):
                kept.append(word)
    return list(dict.fromkeys(kept))


def _texts(found: Marks, spans: list[Place], places: list[Place]) -> list[str]:
    hits = (span for start, end in places for span in within(spans, start, end))
    return list(dict.fromkeys(found.text[a:b] for a, b in hits))


def _negated(list_name: str, found: Marks, pieces: list[tuple[Evidence, Place, Cue | None]]) -> bool | None:
    """Whether the point is negated, over all its evidence; a denial is, if one piece of it is."""
    values = {_negated_here(list_name, found, *piece) for piece in pieces}
    if list_name == "denials" and True in values:
        return True
    return values.pop() if len(values) == 1 else None


def _negated_here(list_name: str, found: Marks, evidence: Evidence, place: Place, cue: Cue | None) -> bool | None:
    """By what negates in the clause before and inside the evidence, and by the cue: "denied", "did not say"."""
    if cue and cue.kind == "refusal":
        return None if _EITHER.search(found.text, cue.start, cue.end) else True
    outer = _cue_negates(found, cue)
    if outer and cue and cue.kind != "denial" and _OPEN_QUESTION.match(found.text, cue.end):
        return None
    inner = _content_negates(found, evidence, place, cue)
    if list_name == "denials" and inner is False and not outer:
        return bool(within(found.denials, *place))
    return None if inner is None or (outer and inner) else outer or inner


def _cue_negates(found: Marks, cue: Cue | None) -> bool:
    """Whether the cue turns its content round; "did not deny" does not."""
    if cue is None:
        return False
    denies = cue.kind == "denial" or (cue.kind == "formula" and found.text.startswith("rul", cue.start))
    return denies != bool(_NOT.search(found.text[slice(*_written(cue, found))]))


def _content_negates(found: Marks, evidence: Evidence, place: Place, cue: Cue | None) -> bool | None:
    """Whether the clause negates the quoted words: a negation inside them, or before them with nothing between."""
    text = found.text
    own = _written(cue, found) if cue else (0, 0)
    words = []
    for a, b in within(found.negations, place[0], max(evidence.end, place[0])):
        between = text[b : evidence.start] if b <= evidence.start else ""
        if own[0] <= a < own[1] or " but " in between:
            continue
        if _OPEN_INSIDE.search(between):
            return None
        words.append(text[a:b].lower())
    if "without" in words:
        return None
    if _NEGATED_BEHIND.match(text, evidence.end, place[1]):
        words.append("not")
    opposed = sum(word in _OPPOSED for word in words)
    return None if opposed and len(words) > 1 else bool(words)
