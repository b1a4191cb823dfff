"""Work in threads with a bounded window: however many items there are, only a few are held at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

Item = TypeVar("Item")
Done = TypeVar("Done")


def in_threads(
    work: Callable[[Item], Done], items: Iterable[Item], jobs: int, *, ordered: bool = True, ahead: int = 4
) -> Iterator[Done]:
    """What `work` makes of each item, in the items' order or as it is done; `items` is read as far as is needed.

    With `ordered`, up to `ahead` × `jobs` results wait behind one that takes long. Closing the iterator lets what has
    begun end and begins nothing more. `work` must not raise.
    """
    pending: deque[Future[Done]] = deque()
    window = jobs * ahead if ordered else jobs
    source = iter(items)
    pool = ThreadPoolExecutor(jobs, thread_name_prefix="brief")
    try:
        while True:
            for item in source:
                pending.append(pool.submit(work, item))
                if len(pending) >= window:
                    break
            if not pending:
                return
            for future in _ready(pending, ordered):
                pending.remove(future)
                yield future.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _ready(pending: deque[Future[Done]], ordered: bool) -> list[Future[Done]]:
    """At least one finished future: the first ones in order, or whichever are done."""
    if ordered:
        wait([pending[0]])
        return [pending[0]]
    done, _ = wait(pending, return_when=FIRST_COMPLETED)
    return [future for future in pending if future in done]
