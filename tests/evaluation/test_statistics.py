"""The statistics, against values worked out elsewhere and against what must always hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.evaluation.statistics import compare, interval, sign_test

VALUES = st.lists(st.floats(-1, 1, allow_nan=False), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("wins", "losses", "p"), [(6, 0, 0.031), (5, 0, 0.0625), (9, 1, 0.021), (15, 5, 0.041), (0, 0, 1.0), (3, 3, 1.0)]
)
def test_the_sign_test_is_exact(wins: int, losses: int, p: float) -> None:
    assert sign_test(wins, losses) == pytest.approx(p, abs=0.0006)
    assert sign_test(losses, wins) == sign_test(wins, losses)


@given(VALUES)
def test_an_interval_is_ordered_repeats_itself_and_holds_only_possible_means(values: list[float]) -> None:
    low, high = interval(values, draws=200)
    assert interval(values, draws=200) == (low, high)
    assert min(values) - 1e-9 <= low <= high <= max(values) + 1e-9


@given(VALUES)
def test_an_arm_is_not_different_from_itself(values: list[float]) -> None:
    found = compare(values, values)
    assert found.verdict == "no evidence of a difference"
    assert (found.mean, found.wins, found.losses, found.p) == (0, 0, 0, 1)


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=12))
def test_better_one_way_is_worse_the_other(pairs: list[tuple[float, float]]) -> None:
    a, b = [x for x, _ in pairs], [y for _, y in pairs]
    there, back = compare(a, b), compare(b, a)
    assert there.mean == pytest.approx(-back.mean)
    assert (there.wins, there.losses) == (back.losses, back.wins)


def test_a_clear_difference_is_seen_and_noise_is_not() -> None:
    assert compare([0.5] * 12, [0.7, 0.72, 0.68, 0.71] * 3).verdict == "better"
    assert compare([0.5] * 12, [0.4, 0.3, 0.35, 0.42] * 3).verdict == "worse"
    assert compare([0.5, 0.9, 0.2, 0.6], [0.6, 0.7, 0.3, 0.5]).verdict == "no evidence of a difference"


def test_one_article_shows_nothing_of_the_spread() -> None:
    assert compare([0.5], [0.9]).visible is None
    with pytest.raises(ValueError, match="no article"):
        compare([], [])
