"""Which line of a prediction is which line of the gold: one to one, by shared evidence and words."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.checks.actors import names_of, same
from summarizer.evaluation.lines import Line

SENTENCES = 0.5
"""Share of the sentences of the line with fewer that the two must have in common."""
WORDS = 0.3
"""Dice coefficient of their content words (of statement and quotes) that two lines must reach."""


def likeness(gold: Line, predicted: Line) -> float:
    """How alike two lines are, 0 to 1; 0 where they cannot be the same."""
    fewer = min(len(gold.sentences), len(predicted.sentences))
    if not fewer or len(gold.sentences & predicted.sentences) < SENTENCES * fewer:
        return 0.0
    total = len(gold.words) + len(predicted.words)
    dice = 2 * len(gold.words & predicted.words) / total if total else 0.0
    return dice if dice >= WORDS else 0.0


def pairs(gold: Sequence[Line], predicted: Sequence[Line]) -> list[tuple[Line, Line]]:
    """The matched pairs, the most alike first; each line at most once.

    Lines of one list and one speaker are preferred to the same words elsewhere, so that a joint denial is matched party
    by party and a refusal with a refusal.
    """
    ranked = sorted(
        (
            (-(likeness(g, p) + 0.2 * (g.list_name == p.list_name) + 0.2 * same_speaker(g, p)), i, j)
            for i, g in enumerate(gold)
            for j, p in enumerate(predicted)
            if likeness(g, p)
        )
    )
    used_gold: set[int] = set()
    used_predicted: set[int] = set()
    found = []
    for _, i, j in ranked:
        if i not in used_gold and j not in used_predicted:
            used_gold.add(i)
            used_predicted.add(j)
            found.append((gold[i], predicted[j]))
    return found


def same_speaker(gold: Line, predicted: Line) -> bool:
    """Whether two lines name the same speaker: names that share an identifying word, or one is the other's role."""
    if gold.speaker is None or predicted.speaker is None:
        return gold.speaker is predicted.speaker
    theirs = any(same(gold.speaker, name) for name in names_of(predicted.speaker))
    return theirs or any(same(predicted.speaker, name) for name in names_of(gold.speaker))
