"""The verdict over two arms: what decides, what may not fall, and when the shorter one wins."""

from __future__ import annotations

import pytest

from summarizer.evaluation.comparison import LENGTH, POOLED, PRIMARY, Table, compared
from summarizer.evaluation.results import Arm

NAMES = [f"a{n}" for n in range(12)]


def counted(found: float, there: float) -> dict[str, float]:
    """The denials of one article: found, and in the gold."""
    return {"denials found": found, "denials to find": there}


def table(prompt: str, f1: float, length: float, denials: float = 0.9, gold: str = "g") -> Table:
    """An arm whose articles differ a little from each other."""
    figures = {
        name: {PRIMARY: f1 + (n % 3) / 1000, LENGTH: length + (n % 4) / 50, **counted(denials * 10, 10)}
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


@pytest.mark.parametrize(("lost", "verdict"), [(1, "better"), (4, "worse")])
def test_the_denials_of_all_articles_are_one_heap(lost: int, verdict: str) -> None:
    """One of a hundred denials lost in an article that has no other is no fall of a twelfth."""
    a, b = table("a", 0.90, 2.0), table("b", 0.95, 2.0)
    for side in (a, b):
        side.figures["a0"].update(counted(1, 1))  # type: ignore[attr-defined]
        side.figures["a1"].update(counted(40, 40))  # type: ignore[attr-defined]
    b.figures["a0"].update(counted(0, 1))  # type: ignore[attr-defined]
    b.figures["a1"].update(counted(41 - lost, 40))  # type: ignore[attr-defined]
    found = compared(a, b)
    assert found.verdict == verdict
    assert found.differences[POOLED].mean == pytest.approx(-lost / 141)
