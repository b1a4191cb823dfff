"""A process that dies at a counted point: before, after or in the middle of its k-th write, sync, rename, lock or reply.

In one process, dying is an error that no code of ours catches, raised then and at every later point, so that nothing
that a dead process could not do is done. In a process of its own it is SIGKILL.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

from summarizer import locks

if sys.platform != "win32":
    import fcntl

OPERATIONS = ("open", "replace", "unlink", "mkdir")


class Died(BaseException):
    """The process is dead from here on."""


class Death:
    """Counts the points that a process passes, and dies at the `at`-th of them; 0 never dies."""

    def __init__(self, at: int, die: Callable[[], None] | None = None) -> None:
        self.at, self.passed, self._die = at, 0, die
        self._lock = threading.Lock()

    def point(self) -> None:
        """One more point."""
        with self._lock:
            self.passed += 1
            dead = 0 < self.at <= self.passed
        if dead:
            if self._die:
                self._die()
            raise Died

    def around(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same work, with a point before and one after it."""

        def done(*args: Any, **named: Any) -> Any:
            self.point()
            result = work(*args, **named)
            self.point()
            return result

        return done


class Faulty(Death):
    """A disk whose `at`-th operation fails, once, with an error of the system."""

    def __init__(self, at: int, code: int) -> None:
        super().__init__(at)
        self._code = code

    def point(self) -> None:
        """One more point."""
        with self._lock:
            self.passed += 1
            fails = self.passed == self.at
        if fails:
            raise OSError(self._code, os.strerror(self._code))


@contextmanager
def faulty(at: int, code: int) -> Iterator[Death]:
    """Let the `at`-th operation on the disk fail."""
    fault = Faulty(at, code)

    def failing(work: Callable[..., Any]) -> Callable[..., Any]:
        def done(*args: Any, **named: Any) -> Any:
            fault.point()
            return work(*args, **named)

        return done

    with _patched(failing):
        yield fault


@contextmanager
def dying(at: int, *, killed: bool = False) -> Iterator[Death]:
    """Let this process die at a point: in earnest by SIGKILL, or as if."""
    death = Death(at, (lambda: os.kill(os.getpid(), signal.SIGKILL)) if killed else None)
    from summarizer.model.connection import Connection

    with _patched(death.around), mock.patch.object(Connection, "send", death.around(Connection.send)):
        yield death


@contextmanager
def _patched(around: Callable[[Callable[..., Any]], Callable[..., Any]]) -> Iterator[None]:
    """The system's operations, each with something around it; nothing is synced, since the machine stays up."""

    def opened(work: Callable[..., Any]) -> Callable[..., Any]:
        def done(*args: Any, **named: Any) -> Any:
            file = work(*args, **named)
            return _Written(file, around(file.write)) if args[1:2] == ("wb",) else file

        return done

    with ExitStack() as stack:
        for name in OPERATIONS:
            stack.enter_context(mock.patch.object(os, name, around(getattr(os, name))))
        stack.enter_context(mock.patch.object(os, "fsync", around(lambda _: None)))
        stack.enter_context(mock.patch.object(os, "fdopen", opened(os.fdopen)))
        stack.enter_context(mock.patch.object(Path, "open", opened(Path.open)))
        if sys.platform != "win32":
            flock = around(fcntl.flock)
            stack.enter_context(mock.patch.object(locks, "fcntl", SimpleNamespace(flock=flock, LOCK_EX=fcntl.LOCK_EX)))
        yield


class _Written:
    """A file that gets what is written to it in two halves, each at once in the file."""

    def __init__(self, file: Any, write: Callable[[bytes], Any]) -> None:
        self._file, self._write = file, write

    def write(self, content: bytes) -> None:
        """One half, then the other."""
        for half in (content[: len(content) // 2], content[len(content) // 2 :]):
            self._write(half)
            self._file.flush()

    def __enter__(self) -> _Written:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)
