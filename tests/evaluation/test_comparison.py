"""The verdict over two arms: what decides, what may not fall, and when the shorter one wins."""

from __future__ import annotations

import pytest

from summarizer.evaluation.comparison import LENGTH, PRIMARY, Table, compared
from summarizer.evaluation.results import Arm

NAMES = [f"a{n}" for n in range(12)]


def table(prompt: str, f1: float, length: float, denials: float = 0.9, gold: str = "g") -> Table:
    """An arm whose articles differ a little from each other."""
    figures = {
        name: {PRIMARY: f1 + (n % 3) / 1000, LENGTH: length + (n % 4) / 50, "denial recall": denials}
        for n, name in enumerate(NAMES)
    }
    return Table(Arm(prompt, "", "m", "s"), gold, ("replayed",), figures)


@pytest.mark.parametrize(
    ("b", "verdict"),
    [
        (table("b", 0.95, 2.0), "better"),
        (table("b", 0.85, 2.0), "worse"),
        (table("b", 0.90, 2.0), "no evidence of a difference"),
        (table("b", 0.90, 1.3), "better"),  # as good, and shorter
        (table("b", 0.90, 2.6), "no evidence of a difference"),
        (table("b", 0.85, 1.3), "worse"),  # shorter is no excuse
        (table("b", 0.95, 1.3, denials=0.8), "worse"),
        (table("b", 0.95, 1.3, gold="other"), "not comparable"),
    ],
)
def test_the_verdict(b: Table, verdict: str) -> None:
    assert compared(table("a", 0.90, 2.0), b).verdict == verdict


def test_shorter_does_not_make_up_for_what_may_have_been_lost() -> None:
    a, b = table("a", 0.90, 2.0), table("b", 0.90, 1.3)
    b.figures["a0"][PRIMARY] = 0.4  # type: ignore[index]
    assert compared(a, b).verdict == "no evidence of a difference"
