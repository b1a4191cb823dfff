"""Negation is neither lost nor added between the article and what the model wrote.

What counts is whether the content that the cue governs is negated, as derivation reads it: "did not say that X" and
"did not deny" are not negations of X.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.answer import AnswerDenial
from summarizer.briefing import Finding
from summarizer.checks.draft import Draft, error, rule
from summarizer.lexicon import Tokens

_IMPLIED = re.compile(
    r"\b(?:in\w{4,}|un\w{4,}|im\w{4,}|dis\w{4,}|non-?\w+|without|lack\w*|fail\w*|refus\w*|declin\w*|den(?:y|ies|ied|ying)"
    r"|reject\w*|prevent\w*|avoid\w*|only|except|stop\w*|ban\w*|absen\w+|miss\w*|free of|oppos\w*|against|less|fewer"
    r"|false)\b",
    re.IGNORECASE,
)
"""Words by which a statement can carry a negation without a negator."""


@rule(
    "negation-dropped",
    "error",
    "what the source negates, the statement negates",
    example="“prices will rise” for “prices would not rise”",
    source="I12",
)
def dropped(draft: Draft) -> Iterator[Finding]:
    """Each claim or view whose content is negated and whose statement holds no negation of any kind."""
    for item in draft.items:
        if item.list_name not in ("claims", "analyst_views") or item.derived.negated is not True:
            continue
        if not _negated(draft, " ".join(item.generated)) and not _IMPLIED.search(" ".join(item.generated)):
            yield error(
                "negation-dropped",
                item.item.id,
                f"{item.item.id}: the article negates this and the statement does not; keep the negation",
                item.sentences[0],
            )


@rule(
    "negation-added",
    "error",
    "a statement negates only what its source negates",
    example="“drills are not possible” for “drills were possible”",
    source="I12",
)
def added(draft: Draft) -> Iterator[Finding]:
    """Each claim or view that negates although nothing in its evidence's sentences does."""
    for item in draft.items:
        if item.list_name not in ("claims", "analyst_views") or not item.evidence:
            continue
        text = item.text(draft.article)
        plain = item.derived.negated is False and not _IMPLIED.search(text)
        if plain and _negated(draft, " ".join(item.generated)) and not _negated(draft, text):
            yield error(
                "negation-added",
                item.item.id,
                f"{item.item.id}: the statement negates what the article says without a negation",
                item.sentences[0],
            )


@rule(
    "denied-negative",
    "error",
    "what is denied is written positive",
    example="denied: “no gate was closed” for “denied that a gate was closed”",
    source="domain note 2.2",
)
def positive(draft: Draft) -> Iterator[Finding]:
    """Each denied proposition with a negator, where the evidence has at most the one of the denial."""
    for item in draft.of("denials"):
        if not isinstance(item.item, AnswerDenial) or not item.evidence:
            continue
        negators = len(draft.marks.lexicon.negator.spans(Tokens(item.text(draft.article))))
        for denied in item.item.denied:
            if negators <= len(item.sentences) and _negated(draft, denied):
                yield error(
                    "denied-negative",
                    item.item.id,
                    f"{item.item.id}: write what is denied without the negation, as the proposition that is rejected",
                )


def _negated(draft: Draft, text: str) -> bool:
    return bool(draft.marks.lexicon.negator.spans(Tokens(text)))
