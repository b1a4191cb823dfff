"""Work in threads with a bounded window: however many items there are, only a few are held at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from threading import Lock, Semaphore
from typing import Generic, TypeVar

Item = TypeVar("Item")
Done = TypeVar("Done")


def in_threads(
    work: Callable[[Item], Done], items: Iterable[Item], jobs: int, *, ordered: bool = True, ahead: int = 4
) -> Iterator[Done]:
    """What `work` makes of each item, in the items' order or as it is done; `items` is read as far as is needed.

    Up to `ahead` × `jobs` results wait for whoever takes them; with `ordered`, also behind one that takes long.
    Closing the iterator lets what has begun end and begins nothing more. `work` must not raise; what `items` raises is
    raised here, after what was made of the items before.
    """
    crew = _Crew(work, items, jobs, ahead * jobs)
    with ThreadPoolExecutor(jobs, thread_name_prefix="brief") as pool:
        try:
            for _ in range(jobs):
                pool.submit(crew.work)
            yield from crew.results(ordered=ordered)
        finally:
            crew.close()


class _Crew(Generic[Item, Done]):
    """Threads that take the next item as soon as they are free: none waits until a result of its own is taken."""

    def __init__(self, work: Callable[[Item], Done], items: Iterable[Item], jobs: int, window: int) -> None:
        self._work, self._source, self._jobs = work, enumerate(items), jobs
        self._taking, self._room = Lock(), Semaphore(window)
        self._made: SimpleQueue[tuple[int, Done] | None] = SimpleQueue()
        self._closed = False
        self._fault: BaseException | None = None

    def work(self) -> None:
        """One thread's part: until there are no more items, or nobody wants any."""
        try:
            while (taken := self._next()) is not None:
                self._made.put((taken[0], self._work(taken[1])))
        except BaseException as error:  # noqa: BLE001 (raised where the results are taken)
            self._fault = self._fault or error
            self.close()
        finally:
            self._made.put(None)

    def results(self, *, ordered: bool) -> Iterator[Done]:
        """What the threads make, until all of them have ended."""
        waiting: dict[int, Done] = {}
        working, due = self._jobs, 0
        while working:
            made = self._made.get()
            if made is None:
                working -= 1
                continue
            number, waiting[made[0]] = made
            while waiting and (not ordered or due in waiting):
                value = waiting.pop(due if ordered else number)
                due += 1
                self._room.release()
                yield value
        if self._fault:
            raise self._fault

    def close(self) -> None:
        """Let no thread take another item."""
        self._closed = True
        self._room.release(self._jobs)

    def _next(self) -> tuple[int, Item] | None:
        self._room.acquire()
        with self._taking:
            return None if self._closed else next(self._source, None)
