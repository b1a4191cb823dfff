"""Reading a briefing, or a reply pasted from a chat: bounded. Writing a file: all of it or nothing."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from contextlib import suppress
from pathlib import Path

from summarizer.errors import InputError

MAX_BYTES = 20_000_000
"""Largest file read. The largest briefing or reply that can come about is a tenth of this."""


def read_text(path: str, noun: str) -> str:
    """The text of a file, or of standard input for `-`. Raises `InputError`, which calls it by its noun."""
    try:
        if path == "-":
            name, data = "standard input", sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            name = path
            if not stat.S_ISREG(Path(path).stat().st_mode):
                raise InputError(f"{path} is not a regular file: name the {noun}'s file, or `-` for standard input")
            with Path(path).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(f"cannot read the {noun} {path}: {why}; check the name") from None
    if len(data) > MAX_BYTES:
        raise InputError(f"{name} has more than {MAX_BYTES:,} bytes: too large for a {noun}")
    if not data.strip():
        raise InputError(f"{name} is empty: there is no {noun} in it")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is not UTF-8 at byte {error.start}: a {noun} is; save it again as UTF-8") from None


def write_whole(path: Path, content: str | bytes, *, sync: bool = True, mode: int = 0o666) -> None:
    """Write all of it or nothing: a temporary file in the same folder, then renamed over the old one.

    With `sync` the file and its folder are on the disk when this returns. `mode` is that of a new file, before the
    umask; an old one keeps its own. Raises `OSError`.
    """
    temporary = path.with_name(f".{path.name[:50]}.{os.urandom(4).hex()}.tmp")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            if sync:
                file.flush()
                os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, temporary)
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    if sync:
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
