"""Evidence is in the article, where the model said it is."""

from __future__ import annotations

from collections.abc import Iterator

from summarizer.briefing import Finding
from summarizer.checks.draft import Draft, error, rule, shorten, warning

SHORTEST = 8
"""Characters of a quote of one word; scripts without spaces have sentences of one "word"."""


@rule(
    "evidence-absent",
    "error",
    "every piece of evidence is in the article, word for word (typography folded)",
    example="“Pyongyang has shipped” quoted as “Pyongyang shipped”",
    source="I1",
)
def absent(draft: Draft) -> Iterator[Finding]:
    """Each quote that could not be located, with the nearest sentence."""
    for item in draft.items:
        for quote, miss in item.absent:
            where = "no sentence is near it"
            if miss.nearest:
                sentence = draft.article.sentences[miss.nearest - 1]
                words = shorten(draft.article.text[sentence.start : sentence.end], 160)
                where = f"nearest is [{miss.nearest}] {words}"
            yield error(
                "evidence-absent",
                item.item.id,
                f"{item.item.id}: these words are not in the article: “{shorten(quote)}” ({where}); "
                "copy 3 to 12 consecutive words exactly as they stand",
            )


@rule(
    "evidence-short",
    "error",
    f"evidence has at least two words or {SHORTEST} characters",
    example="“[7] the” as the evidence of a claim",
    source="I1",
)
def short(draft: Draft) -> Iterator[Finding]:
    """Each quote too short to carry anything."""
    for item in draft.items:
        for evidence in item.evidence:
            if len(evidence.quote.split()) < 2 and len(evidence.quote) < SHORTEST and evidence.match != "elided":
                yield error(
                    "evidence-short",
                    item.item.id,
                    f"{item.item.id}: “{evidence.quote}” is too short to show anything; copy 3 to 12 words",
                    (evidence.start, evidence.end),
                )


@rule(
    "evidence-approximate",
    "warning",
    "evidence is copied word for word; what was found in spite of a slip is shown in the article's own words",
    example="“it cost of nothing” for “it cost nothing”",
    source="design 5",
)
def approximate(draft: Draft) -> Iterator[Finding]:
    """Each quote found only approximately; its numbers, names, hedges and negations agree, or it would be absent."""
    for item in draft.items:
        for evidence in item.evidence:
            if evidence.match == "approximate":
                yield warning(
                    "evidence-approximate",
                    item.item.id,
                    f"{item.item.id}: a quote was copied inexactly; the article's own words are shown",
                    (evidence.start, evidence.end),
                )


@rule(
    "evidence-moved",
    "warning",
    "evidence stands in the sentence whose number the model gave",
    example="words of sentence 8 cited as [7]",
    source="design 5",
)
def moved(draft: Draft) -> Iterator[Finding]:
    """Each quote found in another sentence than the one named."""
    for item in draft.items:
        for evidence in item.evidence:
            if evidence.moved:
                yield warning(
                    "evidence-moved",
                    item.item.id,
                    f"{item.item.id}: its evidence stands in sentence {evidence.sentence.number}, not in the one cited",
                    (evidence.start, evidence.end),
                )
