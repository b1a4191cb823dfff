"""Negation is neither lost nor added between the article and what the model wrote.

What counts is whether the content that the cue governs is negated, as derivation reads it: "did not say that X" and
"did not deny" are not negations of X.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.answer import AnswerDenial
from summarizer.briefing import Finding
from summarizer.checks.draft import Draft, DraftItem, error, rule
from summarizer.checks.negated import (
    lost_contrast,
    read,
    turned,
    uncontrasted,
    without_alternatives,
    without_asides,
    without_relatives,
)
from summarizer.checks.text import stems

_CONTRAST, _AS_IF = re.compile(r"\bnot\b[^.;]*\bbut\b"), re.compile(r"\bas (?:if|though)\b|\bwhen the\b")
_AS_THOUGHT = re.compile(
    r"\bnot\b[^.;]*, as\b[^,.;]*\b(?:thought|believed|feared|assumed|claimed|supposed|expected|hoped)\b"
)
"""The article's own negation of what somebody thought: "not foam, as some of them thought"."""
_EMBEDS = re.compile(r"\b(?:call(?:s|ed)|finds|found|thinks|thought|consider(?:s|ed)) (?:this|that)\b|\bputs? it\b")
"""A sentence about what the one before it says, so that a statement may repeat that one's negation."""
_ELLIPTIC = re.compile(r"\b(?:would|could|can|do|does|did|is|are|was|were|has|have|had|will) not$|n['’]t$")
"""The end of quoted words that negate what another clause says: "though one spoonful would not"."""
_ASKED = re.compile(r"\b(?:[Hh]ow|[Ww]hy|[Ww]ho) (?:can|could|would|should|is|are|was|were)\b[^.!?]*\?")
"""A question that says no: "How can people look at both sides if one side is gone?"."""


@rule(
    "negation-dropped",
    "error",
    "what the source negates, the statement negates",
    example="“prices will rise” for “prices would not rise”",
    source="I12",
)
def dropped(draft: Draft) -> Iterator[Finding]:
    """Each word that the evidence quotes and only ever negates, and that the statement has without a negation."""
    for item in draft.of("claims") + draft.of("analyst_views"):
        if _of_a_thought(draft, item):
            continue
        said = " ".join(item.generated)
        words = _lost(draft, item, said)
        if words:
            yield error(
                "negation-dropped",
                item.item.id,
                f"{item.item.id}: the article negates {words} and the statement does not; keep the negation",
                item.sentences[0],
            )


def _lost(draft: Draft, item: DraftItem, said: str) -> str | None:
    """The words that the evidence negates and the statement does not; None where there are none."""
    text = uncontrasted(item.text(draft.article), said)
    source, stated = read(text), read(said)
    quoted = set().union(*(stems(e.quote) for e in item.evidence))
    lost = (source.negated & quoted & stated.plain) - stated.reached - source.plain
    if lost:
        return f"“{min(lost)}…”"
    if not stated.strict and not stated.implied:
        bare = next((e.quote for e in item.evidence if _ELLIPTIC.search(e.quote) and _stops(draft, e.end)), None)
        if bare:
            return f"“{bare}”"
    words = turned(text, said, quoted)
    return lost_contrast(text, said) or (f"“{words}”" if words else None)


@rule(
    "negation-added",
    "error",
    "a statement negates only what its source negates",
    example="“drills are not possible” for “drills were possible”",
    source="I12",
)
def added(draft: Draft) -> Iterator[Finding]:
    """Each word that the statement negates and that the evidence's sentences have without a negation."""
    for item in draft.of("claims") + draft.of("analyst_views"):
        said, text = without_alternatives(without_asides(" ".join(item.generated))), item.text(draft.article)
        questions = [hit[0] for hit in _ASKED.finditer(text)] if "?" in text else []
        asked = any(e.quote in whole or whole in e.quote for e in item.evidence for whole in questions)
        if not item.evidence or asked or (_CONTRAST.search(said) and _AS_IF.search(text)):
            continue  # "the choice is not X but Y" for "they talk as if the choice is X, when it is Y"
        what = _gained(draft, item, said, text)
        if what is not None:
            yield error(
                "negation-added",
                item.item.id,
                f"{item.item.id}: the statement negates{what} the article says without a negation",
                item.sentences[0],
            )


def _gained(draft: Draft, item: DraftItem, said: str, text: str) -> str | None:
    """What the statement negates and the evidence does not, for the message; None where there is nothing."""
    stated, source = read(said), read(text)
    if _of_a_thought(draft, item) and stated.negated & source.negated:
        return f" “{min(stated.negated & source.negated)}…”, which"  # what they thought is what is not so
    wrong = set() if source.open else (stated.negated & source.plain) - source.reached
    words = turned(said, text, loosely=source.open)
    if words and stems(words) <= source.denied - source.plain:
        words = None  # "you cannot walk in and blame the ash" negates both
    if wrong or words:
        return f" “{min(wrong)}…”, which" if wrong else f" “{words}”, which"
    points = any(_EMBEDS.search(sentence) for sentence in text.split("\n"))
    there = read(without_relatives(draft.context(item) if points else text, (e.quote for e in item.evidence)))
    licensed = there.strict + max(there.implied - stated.implied, 0)
    return " what" if stated.strict > licensed else None


def _of_a_thought(draft: Draft, item: DraftItem) -> bool:
    """Whether the quoted words are what somebody thought and the article says is not so."""
    text = draft.article.text
    sentences = ((a, b) for a, b in item.sentences if text.find(", as ", a, b) >= 0)
    spans = (hit.span() for a, b in sentences for hit in _AS_THOUGHT.finditer(text, a, b))
    return any(
        a <= e.start and e.end <= b + 40 and ", as " in text[e.start - 5 : e.end]
        for a, b in spans
        for e in item.evidence
    )


def _stops(draft: Draft, end: int) -> bool:
    return draft.article.text[end : end + 1] in ("", ".", ",", ";", "”", '"', "\n")


@rule(
    "denied-negative",
    "error",
    "what is denied is written positive",
    example="denied: “no gate was closed” for “denied that a gate was closed”",
    source="domain note 2.2",
)
def positive(draft: Draft) -> Iterator[Finding]:
    """Each denied proposition with a negator, where the evidence has at most the one of the denial.

    Where the claim that it answers is negative itself ("no body was responsible"), so is what is denied.
    """
    for item in draft.of("denials"):
        if not isinstance(item.item, AnswerDenial) or not item.evidence:
            continue
        negator = draft.marks.lexicon.negator
        negators = len(negator.texts(item.text(draft.article)))
        answered = {link.claim for link in item.item.answers}
        negative = any(negator.texts(c.statement) for c in draft.answer.stated if c.id in answered)
        for denied in item.item.denied:
            if not negative and negators <= len(item.sentences) and negator.texts(denied):
                yield error(
                    "denied-negative",
                    item.item.id,
                    f"{item.item.id}: write what is denied without the negation, as the proposition that is rejected",
                )
