"""The gate of a run: the budget is never passed, a rate limit slows it down, success speeds it up again."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.batch.pace import Pace
from summarizer.errors import BudgetReached
from summarizer.model.gate import Load

LOAD = Load(100, 50)


class Clock:
    """A clock that a test moves; waiting for it is not needed."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def price(sent: int, received: int) -> Decimal:
    return Decimal(sent + 10 * received) / 1000


@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300), st.floats(0, 1)), max_size=40), st.integers(1, 5000)
)
def test_no_budget_is_passed(requests: list[tuple[int, int, float]], budget: int) -> None:
    pace = Pace(1000, max_tokens=budget, max_cost=Decimal(budget) / 300, price=price)
    flying: list[tuple[Load, float]] = []
    for sent, most, share in requests:
        load = Load(sent, most)
        try:
            pace.enter(load)
        except BudgetReached:
            continue
        flying.append((load, share))
        if len(flying) > 3:
            pace.leave((gone := flying.pop(0))[0], (gone[0].sent, int(gone[0].most * gone[1])), 200, {})
    for load, share in flying:
        pace.leave(load, (load.sent, int(load.most * share)), 200, {})
    assert pace.tokens_in + pace.tokens_out <= budget
    assert pace.cost <= Decimal(budget) / 300


def test_once_stopped_nothing_more_goes() -> None:
    pace = Pace(4, max_tokens=200)
    pace.enter(LOAD)
    with pytest.raises(BudgetReached, match="--max-tokens-total 200"):
        pace.enter(LOAD)
    with pytest.raises(BudgetReached):
        pace.enter(Load(1, 1))


def test_a_request_that_failed_costs_nothing() -> None:
    pace = Pace(4, max_tokens=200)
    for _ in range(5):
        pace.enter(LOAD)
        pace.leave(LOAD, None, 500, {})
    assert (pace.requests, pace.tokens_in) == (5, 0)


def test_a_rate_limit_halves_and_success_raises() -> None:
    clock = Clock()
    pace = Pace(16, clock=clock)
    for _ in range(8):  # refusals of one moment count once
        pace.enter(LOAD)
    for _ in range(8):
        pace.leave(LOAD, None, 429, {})
    assert pace.limit == 8
    clock.now += 2
    pace.enter(LOAD)
    pace.leave(LOAD, None, 429, {"retry-after": "7"})
    assert pace.limit == 4
    clock.now += 7
    for _ in range(200):
        pace.enter(LOAD)
        pace.leave(LOAD, (100, 50), 200, {})
    assert pace.limit == 16


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7),
        ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1m3s"}, 63),
        ({"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "350ms"}, 0.35),
        ({"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "2h0m0s"}, 0),
        ({"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "soon"}, 0),
        ({"x-ratelimit-remaining-tokens": "9", "x-ratelimit-reset-tokens": "9s"}, 0),
    ],
)
def test_what_the_endpoint_asks_for_is_waited(headers: dict[str, str], seconds: float) -> None:
    clock = Clock()
    pace = Pace(4, clock=clock)
    pace.enter(LOAD)
    pace.leave(LOAD, None, 429, headers)
    assert max(0.0, pace._pause(LOAD)) == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("limits", "at_once"), [({"rpm": 3}, 3), ({"tpm": 500}, 3), ({"rpm": 9, "tpm": 300}, 2), ({"tpm": 10}, 1)]
)
def test_requests_and_tokens_a_minute(limits: dict[str, int], at_once: int) -> None:
    clock = Clock()
    pace = Pace(100, clock=clock, **limits)  # type: ignore[arg-type]
    gone = 0
    while pace._pause(LOAD) <= 0:
        pace.enter(LOAD)
        gone += 1
    assert gone == at_once
    assert pace._pause(LOAD) == pytest.approx(60)
    clock.now += 61
    assert pace._pause(LOAD) <= 0
