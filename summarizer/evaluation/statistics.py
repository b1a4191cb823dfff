"""Honest statistics for few articles: the unit is the article, two arms are paired, and "no evidence" is a verdict.

After Miller, "Adding Error Bars to Evals" (2024): samples of one article are averaged first, since pooling them would
count one article several times.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["better", "worse", "no evidence of a difference", "not comparable"]
DRAWS = 10_000
SEED = 20_261_125
LEVEL = 0.05
POWER = 2.8
"""Standard errors that a difference must have to be seen in four of five such comparisons at the 5 % level."""


@dataclass(frozen=True)
class Difference:
    """The mean difference B - A over articles, its 95 % interval, and how the articles voted."""

    articles: int
    mean: float
    low: float
    high: float
    wins: int
    losses: int
    ties: int
    p: float
    visible: float | None
    """The smallest true difference that would probably have been seen; None with fewer than two articles."""

    @property
    def verdict(self) -> Verdict:
        """Better or worse only where the interval leaves out zero and the sign test agrees in direction."""
        if self.low > 0 and self.wins > self.losses:
            return "better"
        if self.high < 0 and self.losses > self.wins:
            return "worse"
        return "no evidence of a difference"


def compare(a: Sequence[float], b: Sequence[float]) -> Difference:
    """The paired difference of two arms, one value an article each, in the same order."""
    differences = [y - x for x, y in zip(a, b, strict=True)]
    if not differences:
        raise ValueError("there is no article to compare")
    n = len(differences)
    low, high = interval(differences)
    wins, losses = sum(d > 0 for d in differences), sum(d < 0 for d in differences)
    return Difference(
        n, sum(differences) / n, low, high, wins, losses, n - wins - losses, sign_test(wins, losses),
        POWER * _deviation(differences) / math.sqrt(n) if n > 1 else None,
    )  # fmt: skip


def interval(values: Sequence[float], draws: int = DRAWS, seed: int = SEED) -> tuple[float, float]:
    """The 95 % percentile bootstrap interval of the mean; the same values always give the same one."""
    chance = random.Random(seed)  # noqa: S311 (a resampling, not a secret)
    n = len(values)
    if len(set(values)) == 1:
        return values[0], values[0]
    means = sorted(sum(chance.choices(values, k=n)) / n for _ in range(draws))
    return means[int(0.025 * draws)], means[int(0.975 * draws) - 1]


def sign_test(wins: int, losses: int) -> float:
    """The exact two-sided p of so uneven a vote, were both arms equally good; ties do not vote."""
    n, fewer = wins + losses, min(wins, losses)
    if n == 0:
        return 1.0
    return min(1.0, float(2 * sum(math.comb(n, k) for k in range(fewer + 1)) / 2**n))


def _deviation(values: Sequence[float]) -> float:
    mean = sum(values) / len(values)
    return math.sqrt(sum((v - mean) ** 2 for v in values) / (len(values) - 1))
