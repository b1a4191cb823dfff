"""Where results and remarks go: results whole and exact to stdout or a file, remarks escaped to stderr."""

from __future__ import annotations

import json
import os
import shutil
import stat
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from summarizer.errors import UsageError

if TYPE_CHECKING:
    from summarizer.article import Article
    from summarizer.briefing import Briefing

_SUFFIXES = {".json": "json", ".md": "md", ".txt": "text", ".html": "html", ".htm": "html"}
_READABLE = 100
"""Cells. Lines longer than this are hard to read, however wide the terminal is."""


def note(line: str) -> None:
    """One line on stderr, safe for a terminal whatever it holds."""
    from summarizer.render.escape import terminal

    with suppress(OSError):  # where stderr cannot be written either, nobody is left to tell
        sys.stderr.write(terminal(line) + "\n")
        sys.stderr.flush()


def printed(text: str) -> str:
    """Text of many lines made safe for a terminal, where stdout is one; elsewhere it stays exact."""
    if not sys.stdout.isatty():
        return text
    from summarizer.render.escape import terminal

    return "\n".join(map(terminal, text.split("\n")))


def as_json(value: Any) -> str:
    """A value as the JSON that this program prints."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


@dataclass(frozen=True)
class Sink:
    """Where one result goes, and in which form. `path` is None for stdout."""

    form: str
    path: Path | None
    width: int
    color: bool

    @classmethod
    def of(cls, options: Mapping[str, Any], *sources: str | None) -> Sink:
        """From a command's options. `sources` are the files that must not be overwritten.

        Raises `UsageError` before anything is asked or paid for: a result that cannot be written is a loss.
        """
        path = None if options["output"] in (None, "-") else _target(options["output"], sources)
        on_terminal = path is None and sys.stdout.isatty()
        by_suffix = _SUFFIXES.get(path.suffix.lower()) if path else None
        form = options["format"] or by_suffix or ("text" if on_terminal else "json")
        if form == "html" and on_terminal:
            raise UsageError("a page is for a browser, not for a terminal: name its file, as in `-o page.html`")
        width = options["width"] or (min(shutil.get_terminal_size().columns, _READABLE) if on_terminal else 80)
        plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        wanted = options["color"]
        return cls(form, path, width, wanted == "always" or (wanted == "auto" and on_terminal and not plain))

    def briefing(self, briefing: Briefing, article: Article | None = None) -> None:
        """Write a briefing in this sink's form. A page shows the article too, where it is given."""
        from summarizer.render import render

        self.write(render(briefing, self.form, width=self.width, color=self.color, article=article))

    def write(self, text: str) -> None:
        """Write a whole result. Raises `UsageError` where it cannot be written."""
        place = self.path or "standard output"
        try:
            if self.path is None:
                _to_stdout(text, self.form)
            else:
                _to_file(text, self.path)
        except BrokenPipeError:
            raise
        except OSError as error:
            if self.path is None:
                abandon(sys.stdout)
            raise UsageError(f"cannot write {place}: {error.strerror}; free the disk or name another file") from None


def abandon(stream: TextIO) -> None:
    """Give up on a stream that cannot be written, or the interpreter would complain again when it closes it."""
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, stream.fileno())
    os.close(sink)


def emit(text: str, form: str = "text") -> None:
    """Write a result to stdout."""
    Sink(form, None, 80, color=False).write(text)


def _to_stdout(text: str, form: str) -> None:
    buffer = getattr(sys.stdout, "buffer", None)
    if form == "json" and sys.stdout.isatty():
        # A terminal acts on C1 controls and bidi marks, which JSON leaves as they are; escaped, it is the same value.
        text = "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)
    if form in ("json", "html") and buffer is not None:
        sys.stdout.flush()
        buffer.write(text.encode())  # UTF-8 with \n whatever the locale says: the same briefing, the same bytes
    else:
        sys.stdout.write(text)
    sys.stdout.flush()


def _to_file(text: str, path: Path) -> None:
    """All of it or nothing: a file beside it, synced, then renamed over it. What is no regular file is written to."""
    if path.exists() and not stat.S_ISREG(path.stat().st_mode):
        path.write_text(text, "utf-8", newline="\n")
        return
    path = path.resolve()  # a link stays one
    temporary = path.with_name(f".{path.name[:50]}.{os.urandom(4).hex()}.tmp")
    try:
        with temporary.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _target(output: str, sources: Sequence[str | None]) -> Path:
    path = Path(output)
    try:
        if path.is_dir():
            raise UsageError(f"{output} is a folder: name a file in it")
        if not path.parent.is_dir():
            raise UsageError(f"there is no folder {path.parent} to write {path.name} in: make it first")
        for source in sources:
            if source not in (None, "-") and path.exists() and path.samefile(source):
                raise UsageError(f"{output} is the file that is read: name another one for the result")
        writable = os.access(path.parent if path.is_file() or not path.exists() else path, os.W_OK)
    except (OSError, ValueError) as error:  # a source that is not there is reported where it is read
        if any(source is not None and not os.access(source, os.F_OK) for source in sources):
            return path
        raise UsageError(f"cannot write {output}: {error}; name another file") from None
    if not writable:
        raise UsageError(f"the folder {path.parent} does not let {path.name} be written: name another file")
    return path
