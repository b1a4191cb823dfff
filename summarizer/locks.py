"""Locks on the parts of a folder: one writer at a time, whatever thread, process or machine it is."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filelock import FileLock

LOCK = ".lock"
_POLL = 0.005
"""Seconds between two looks at a lock that another process holds, for as long as one write to the disk takes."""


class Locks:
    """The locks of a folder's subfolders. Taking a free one costs a tenth of a millisecond."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._threads: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._processes: dict[str, FileLock] = {}

    @contextmanager
    def alone(self, part: str) -> Iterator[None]:
        """Hold the lock of one subfolder, which is made where it is not there. Raises `OSError`."""
        with self._threads[part]:  # first: a thread waits here for its turn, and not for the next look at a file
            lock = self._processes.get(part) or self._made(part)
            lock.acquire(poll_interval=_POLL)
            try:
                yield
            finally:
                lock.release()

    def _made(self, part: str) -> FileLock:
        from filelock import FileLock

        (self._root / part).mkdir(parents=True, exist_ok=True)
        self._processes[part] = FileLock(self._root / part / LOCK, thread_local=False, mode=0o600)
        return self._processes[part]
