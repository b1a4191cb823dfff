"""Locks on the parts of a folder: one writer at a time, whatever thread, process or machine it is."""

from __future__ import annotations

import os
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl

LOCK = ".lock"
_POLL = 0.005
"""Seconds between two looks at a lock that another process holds, where the system cannot wait for us."""


class Locks:
    """The locks of a folder's subfolders. Taking a free one costs some microseconds.

    By the system itself where it can: filelock, which works everywhere, takes a tenth of a millisecond of Python, and a
    batch takes two locks an article.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._threads: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    @contextmanager
    def alone(self, part: str) -> Iterator[None]:
        """Hold the lock of one subfolder, which is made where it is not there. Raises `OSError`."""
        path = self._root / part / LOCK
        with self._threads[part], _held(path):
            yield


@contextmanager
def _by_system(path: Path) -> Iterator[None]:
    try:
        held = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        held = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


@contextmanager
def _by_filelock(path: Path) -> Iterator[None]:
    from filelock import FileLock

    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path, thread_local=False, mode=0o600).acquire(poll_interval=_POLL):
        yield


_held = _by_filelock if sys.platform == "win32" else _by_system
