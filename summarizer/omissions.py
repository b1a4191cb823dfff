"""Sentences that report someone's words and that no item's evidence touches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from summarizer.article import Article
from summarizer.briefing import Evidence, Omission
from summarizer.derive import span_of
from summarizer.marks import Marks, marks, within

_SCARE = 4
"""Words up to which a quotation is taken for a name, a title or scare quotes rather than for speech."""


def omissions(article: Article, evidence: Iterable[Evidence]) -> list[Omission]:
    """The uncovered sentences with a refusal, a denial, a quotation or an attribution cue, in the article's order."""
    touched: set[int] = set()
    for piece in evidence:
        touched |= {s.number for s in article.sentences if s.start < piece.end and piece.start < s.end}
    found = marks(article)
    listed = []
    for sentence in article.sentences:
        if sentence.number in touched:
            continue
        kind_and_cue = _reported(sentence.start, sentence.end, found)
        if kind_and_cue:
            kind, cue = kind_and_cue
            listed.append(Omission(kind=kind, cue=cue, sentence=span_of(article, sentence.number)))
    return listed


def _reported(
    start: int, end: int, found: Marks
) -> tuple[Literal["denial", "refusal", "quotation", "statement"], str] | None:
    """What kind of reported speech a sentence holds, and the words that show it; None where it holds none."""
    text = found.text
    if refusals := within(found.refusals, start, end):
        return "refusal", text[slice(*refusals[0])]
    if denials := within(found.denial_verbs, start, end):
        return "denial", text[slice(*denials[0])]
    for a, b in found.quotations:
        if start <= a < end and len(text[a:b].split()) > _SCARE:
            return "quotation", " ".join(text[a:b].split()[:4]) + " …"
    cues = within(found.speech_cues, start, end)
    return ("statement", text[slice(*cues[0])]) if cues else None
