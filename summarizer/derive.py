"""What code reads off an item's evidence: cue, mode, sourcing, hedges, time words, negation. Null where unsure.

"Near the evidence" means in the same sentence, from five words before the quoted words to three behind them, within
the same clause: what hedges or negates a statement stands close before it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from summarizer.answer import AnswerActor
from summarizer.article import Article
from summarizer.briefing import Evidence, Mode, Sourcing, Span
from summarizer.lexicon import Lexicon
from summarizer.marks import Marks, marks, within

_BEFORE = re.compile(r"(?:\S+\s+){0,5}\S*$")
_AFTER = re.compile(r"\S*(?:\s+\S+){0,3}")
_BREAK = re.compile(r"\b(?:and|but|or|while|because)\b|[;:—()]")
_BEHIND = 20
"""Characters by which a cue behind the evidence counts as farther away: "he said that A, adding B"."""


@dataclass(frozen=True)
class Derived:
    """The derived fields of one item."""

    cue: str | None
    mode: Mode | None
    sourcing: Sourcing | None
    hedges: list[str]
    when: list[str]
    negated: bool | None


def derive(list_name: str, speaker: AnswerActor | None, evidence: list[Evidence], article: Article) -> Derived:
    """What can be read off the evidence of an item of the list `claims`, `denials`, … said by `speaker`."""
    found = marks(article)
    sentences = list(dict.fromkeys((e.sentence.start, e.sentence.end) for e in evidence))
    nearby = [_near(e, found.text) for e in evidence]
    return Derived(
        cue=_cue(list_name, evidence, found),
        mode=_mode(evidence, found),
        sourcing=_sourcing(speaker, found.lexicon),
        hedges=_texts(found, found.hedges, nearby),
        when=_texts(found, found.times, sentences),
        negated=_negated(found, nearby, sentences),
    )


def span_of(article: Article, number: int) -> Span:
    """The sentence of this number, as briefings hold it."""
    sentence = article.sentences[number - 1]
    return Span(number=number, start=sentence.start, end=sentence.end)


def _near(evidence: Evidence, text: str) -> tuple[int, int]:
    """The span of the quoted words with what stands close around them in their sentence."""
    start, end = evidence.sentence.start, max(evidence.sentence.end, evidence.end)
    before, after = _BEFORE.search(text[start : evidence.start]), _AFTER.match(text[evidence.end : end])
    return evidence.start - len(_BREAK.split(before[0])[-1] if before else ""), evidence.end + len(
        _BREAK.split(after[0])[0] if after else ""
    )


def _cue(list_name: str, evidence: list[Evidence], found: Marks) -> str | None:
    """The cue nearest to the evidence in its sentence, one before it rather than one behind it.

    Of a denial or a refusal it is a cue of that sort, if there is one.
    """
    special = {"denials": found.denials, "other_responses": found.refusals}.get(list_name, [])
    for pool in (special, found.cues):
        near = [
            (max(e.start - b, a - e.end + _BEHIND if a >= e.end else 0, 0), found.text[a:b])
            for e in evidence
            for a, b in within(pool, e.sentence.start, e.sentence.end)
        ]
        if near:
            return min(near, key=lambda pair: pair[0])[1]
    return None


def _mode(evidence: list[Evidence], found: Marks) -> Mode | None:
    if not evidence:
        return None
    inside = [found.quoted(e.start, e.end) for e in evidence]
    if all(inside):
        fragments = [_is_fragment(e, found) for e in evidence]
        return "mixed" if any(fragments) else "direct"
    touched = any(a < e.end and e.start < b for e in evidence for a, b in found.quotations)
    return "mixed" if any(inside) or touched else "indirect"


def _is_fragment(evidence: Evidence, found: Marks) -> bool:
    """Whether the quotation is a few words inside a sentence that goes on outside it."""
    i = bisect_right(found.quotations, (evidence.start, len(found.text))) - 1
    start, end = found.quotations[i]
    return end - start < (evidence.sentence.end - evidence.sentence.start) / 2 and start > evidence.sentence.start


def _sourcing(speaker: AnswerActor | None, known: Lexicon) -> Sourcing | None:
    if speaker is None:
        return None
    parts = re.findall(r"\w+", speaker.name.lower())
    if speaker.kind in ("document", "publication"):
        return "document" if speaker.kind == "document" else "media_report"
    if parts and parts[-1] in known.names["unattributed"]:
        return "unattributed"
    if speaker.kind == "person":
        named = any(word[:1].isupper() for word in speaker.name.split()[1:]) or len(parts) == 1
        return "named" if named and not set(parts) & known.names["unnamed"] else _unnamed(parts, known)
    if speaker.kind in ("government", "organization", "armed_group"):
        return "institution"
    return _unnamed(parts, known) or ("unnamed" if speaker.kind == "official_group" else None)


def _unnamed(parts: list[str], known: Lexicon) -> Sourcing | None:
    if set(parts) & known.names["official"]:
        return "unnamed_official"
    return "unnamed" if set(parts) & known.names["unnamed"] else None


def _texts(found: Marks, spans: list[tuple[int, int]], places: list[tuple[int, int]]) -> list[str]:
    hits = (span for start, end in places for span in within(spans, start, end))
    return list(dict.fromkeys(found.text[a:b] for a, b in hits))


def _negated(found: Marks, nearby: list[tuple[int, int]], sentences: list[tuple[int, int]]) -> bool | None:
    if any(within(found.negators, *place) for place in nearby):
        return True
    return None if any(within(found.negators, *sentence) for sentence in sentences) else False
