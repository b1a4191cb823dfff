"""What a briefing leaves out: denials, refusals, speakers and reported sentences that no item touches."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from summarizer.article import Article
from summarizer.attributions import Attribution, attributions
from summarizer.briefing import Evidence, Omission, Third
from summarizer.derive import span_of
from summarizer.evidence import sentence_at
from summarizer.lexicon import words

OmissionKind = Literal["denial", "refusal", "speaker", "quotation", "statement"]
ASKED_ABOUT: frozenset[OmissionKind] = frozenset({"denial", "refusal", "speaker"})
"""The omissions that are worth another question to the model."""

_RANK: tuple[OmissionKind, ...] = ("refusal", "denial", "speaker", "quotation", "statement")
_TITLES = frozenset("the a an mr mrs ms dr his her their its minister president".split())


@dataclass(frozen=True)
class Covered:
    """What the items of a briefing touch: the names of whoever speaks, and the evidence, by list."""

    speakers: Sequence[str]
    evidence: Sequence[Evidence]
    responses: Sequence[Evidence]


def omissions(article: Article, covered: Covered, within: range | None = None) -> list[Omission]:
    """The omissions in the article's order, one a sentence: the gravest; only in the sentences `within`, if given."""
    touched, answered = _sentences(article, covered.evidence), _sentences(article, covered.responses)
    known = [_tokens(name) for name in covered.speakers]
    worst: dict[int, Omission] = {}
    for attribution in attributions(article):
        if within is not None and attribution.sentence not in within:
            continue
        kind = _missing(attribution, touched, answered, known)
        if kind is None:
            continue
        had = worst.get(attribution.sentence)
        if had is None or _RANK.index(kind) < _RANK.index(had.kind):
            worst[attribution.sentence] = Omission(
                kind=kind,
                speaker=attribution.named,
                cue=attribution.cue,
                sentence=span_of(article, attribution.sentence),
            )
    return [worst[number] for number in sorted(worst)]


def coverage(article: Article, evidence: Sequence[Evidence]) -> list[Third]:
    """Coverage by thirds of the sentences: models neglect the middle of a text."""
    touched = _sentences(article, evidence)
    reported = {attribution.sentence for attribution in attributions(article)}
    count = len(article.sentences)
    borders = [0, count // 3, 2 * count // 3, count]
    thirds = [set(range(a + 1, b + 1)) for a, b in itertools.pairwise(borders)]
    return [
        Third(sentences=len(part), reported=len(part & reported), covered=len(part & reported & touched))
        for part in thirds
    ]


def _missing(
    attribution: Attribution, touched: set[int], answered: set[int], known: list[set[str]]
) -> OmissionKind | None:
    """What is missing of a sentence that reports words; None where it is covered."""
    if attribution.kind in ("declines", "denies"):
        kind: OmissionKind = "refusal" if attribution.kind == "declines" else "denial"
        return None if attribution.sentence in answered else kind
    if attribution.sentence in touched:
        return None
    named = attribution.named or ""
    if named != named.lower() and not any(_tokens(named) & other for other in known):
        return "speaker"
    return "statement" if attribution.cue else "quotation"


def _sentences(article: Article, evidence: Sequence[Evidence]) -> set[int]:
    """The numbers of the sentences that evidence touches; it may reach from one into the next."""
    return {n for e in evidence for n in range(sentence_at(article, e.start), sentence_at(article, e.end - 1) + 1)}


def _tokens(name: str) -> set[str]:
    return {word.form.removesuffix("'s") for word in words(name)} - _TITLES
