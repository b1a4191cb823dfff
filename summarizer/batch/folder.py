"""The folder that a run writes to: one briefing an article, what failed, and the run's own account.

A briefing is written whole or not at all. It is not synced: it can be made again from its recording, which is, and one
that a power cut has torn is no valid briefing and so is made again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from filelock import FileLock, Timeout

from summarizer.briefing import Briefing
from summarizer.errors import InputError, SummarizerError, UsageError
from summarizer.files import write_whole

RUN, FAILURES, LOCK = "run.json", "failures.jsonl", ".summarizer.lock"
SUFFIX = ".briefing.json"
_LONGEST = 180
"""Bytes of one part of a name; file systems take 255, and the suffix and a temporary's own come on top."""


class Folder:
    """A run's folder, held by one run at a time. Raises `UsageError` where it cannot be made, written or had."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = FileLock(path / LOCK, timeout=0)
        self._failures: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        except Timeout:
            raise UsageError(
                f"another run is writing to {self.path}: wait for it, or name another folder with -o"
            ) from None
        except OSError as error:
            raise UsageError(
                f"cannot write to the folder {self.path}: {error.strerror}; name another with -o"
            ) from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lock.release()

    def place(self, entry_id: str) -> Path:
        """Where an article's briefing goes: the id's own path, its unusual characters escaped as in a URL."""
        parts = [_safe(part) for part in entry_id.split("/")]
        return self.path.joinpath(*parts[:-1], parts[-1] + SUFFIX)

    def current(self, entry_id: str, question_key: Callable[[], str], tool: str) -> bool:
        """Whether the article's briefing is there, of the same question, made by the same version of the program.

        The key is worked out only where there is a briefing to hold it against. One with a section that was not read
        is not current: the next run asks about that one again.
        """
        try:
            made = json.loads(self.place(entry_id).read_text("utf-8"))["provenance"]
            whole = "sections" not in made or all(section["read"] for section in made["sections"]["read"])
            found = (made["question_key"], made["tool"]) if whole else None
        except (OSError, ValueError, LookupError, TypeError):
            return False
        return found is not None and found == (question_key(), tool)

    def write(self, entry_id: str, briefing: Briefing) -> None:
        """Write a briefing. Raises `InputError` where the disk does not take it."""
        place = self.place(entry_id)
        try:
            try:
                write_whole(place, briefing.to_json(), sync=False)
            except FileNotFoundError:  # the first in its subfolder
                place.parent.mkdir(parents=True, exist_ok=True)
                write_whole(place, briefing.to_json(), sync=False)
        except OSError as error:
            raise InputError(f"cannot write {place}: {error.strerror}; free the disk and run again") from None

    def failed(self) -> set[str]:
        """The ids that failed in the run before this one."""
        try:
            lines = (self.path / FAILURES).read_text("utf-8").splitlines()
            return {json.loads(line)["id"] for line in lines}
        except FileNotFoundError:
            return set()
        except (OSError, ValueError, LookupError, TypeError):
            raise UsageError(f"{self.path / FAILURES} cannot be read: run without --retry-failed") from None

    def note(self, entry_id: str, place: str, error: SummarizerError) -> None:
        """Remember that an article failed, and why."""
        self._failures.append(failure(entry_id, place, error))

    def account(self, facts: Mapping[str, Any]) -> None:
        """Write what failed and what the run has come to so far. Raises `InputError`."""
        failures = sorted(self._failures, key=lambda f: str(f["id"]))
        lines = "".join(json.dumps(f, ensure_ascii=False) + "\n" for f in failures)
        try:
            write_whole(self.path / FAILURES, lines)
            write_whole(self.path / RUN, json.dumps(facts, ensure_ascii=False, indent=1) + "\n")
        except OSError as error:
            raise InputError(f"cannot write in {self.path}: {error.strerror}; free the disk and run again") from None


def failure(entry_id: str, place: str, error: SummarizerError) -> dict[str, Any]:
    """An article that failed, as `failures.jsonl` and the stream on stdout tell it."""
    return {"id": entry_id, "place": place, "error": type(error).__name__, "message": str(error)}


def _safe(part: str) -> str:
    """One part of a name that every file system takes and that cannot leave the folder."""
    escaped = quote(part, safe=" !#$&'()+,;=@[]{}~^", errors="surrogatepass") or "%"
    if escaped.strip(". ") == "":
        escaped = escaped.replace(".", "%2E").replace(" ", "%20")
    if len(os.fsencode(escaped)) > _LONGEST:
        from hashlib import sha256

        digest = sha256(part.encode(errors="surrogatepass")).hexdigest()
        escaped = f"{escaped[: _LONGEST - 20]}~{digest[:16]}"
    return escaped
