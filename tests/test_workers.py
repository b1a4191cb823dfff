"""Many items in threads: each once, a few held at a time, an end that leaves nothing half done."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event, Lock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.workers import in_threads


@given(count=st.integers(0, 60), jobs=st.integers(1, 8), ordered=st.booleans())
def test_each_item_is_worked_at_once_and_told_once(count: int, jobs: int, *, ordered: bool) -> None:
    found = list(in_threads(lambda n: -n, range(count), jobs, ordered=ordered))
    wanted = [-n for n in range(count)]
    assert (found if ordered else sorted(found, reverse=True)) == wanted


def test_no_more_is_read_than_may_wait() -> None:
    jobs, ahead, read = 3, 2, 0
    first = Event()

    def items() -> Iterator[int]:
        nonlocal read
        for n in range(100):
            read += 1
            yield n

    def work(n: int) -> int:
        if n == 0:
            first.wait()
        return n

    running = in_threads(work, items(), jobs, ahead=ahead)
    seen = []
    first.set()
    for n in running:
        seen.append(n)
        assert read <= len(seen) + jobs * ahead
    assert seen == list(range(100))


def test_closing_lets_what_has_begun_end_and_begins_nothing_more() -> None:
    begun, ended, lock = 0, 0, Lock()

    def work(n: int) -> int:
        nonlocal begun, ended
        with lock:
            begun += 1
        with lock:
            ended += 1
        return n

    running = in_threads(work, range(1_000), 4, ordered=False)
    next(running)
    running.close()  # type: ignore[attr-defined]  # it is a generator, which the caller need not know
    assert begun == ended <= 1 + 4 * 4


@pytest.mark.parametrize("ordered", [True, False])
def test_an_error_of_the_items_comes_after_what_was_made_of_those_before(*, ordered: bool) -> None:
    def items() -> Iterator[int]:
        yield from range(5)
        raise LookupError("no more")

    running = in_threads(lambda n: n, items(), 2, ordered=ordered)
    assert sorted(next(running) for _ in range(5)) == [0, 1, 2, 3, 4]
    with pytest.raises(LookupError, match="no more"):
        next(running)
