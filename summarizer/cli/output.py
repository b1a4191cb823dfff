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

from summarizer.cli.terminal import Pager, link, overlong, takes_links
from summarizer.errors import UsageError
from summarizer.render import FORMATS, by_name, render_bytes, require

if TYPE_CHECKING:
    from summarizer.article import Article
    from summarizer.briefing import Briefing

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
    """Where one result goes, and in which form. `path` is None for stdout.

    `links` says whether a reader can follow any, `pager` shows what is too long for the terminal.
    """

    form: str
    path: Path | None
    width: int
    color: bool
    links: bool = False
    pager: Pager | None = None

    @classmethod
    def of(cls, options: Mapping[str, Any], *sources: str | None) -> Sink:
        """From a command's options. `sources` are the files that must not be overwritten.

        Only a command with the option --no-pager pages. Raises `UsageError` before anything is asked or paid for: a
        result that cannot be written is a loss.
        """
        path = None if options["output"] in (None, "-") else _target(options["output"], sources)
        on_terminal = path is None and sys.stdout.isatty()
        form = options["format"] or (by_name(path.name) if path else None) or ("text" if on_terminal else "json")
        require(form)
        if on_terminal and (why := FORMATS[form].off_screen):
            raise UsageError(f"{why}, so it is not printed on a terminal: name its file, as in -o briefing.{form}")
        width = options["width"] or (min(shutil.get_terminal_size().columns, _READABLE) if on_terminal else 80)
        plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        wanted = options["color"]
        color = wanted == "always" or (wanted == "auto" and on_terminal and not plain)
        pager = Pager.of(os.environ) if on_terminal and options.get("no_pager") is False else None
        links = form == "text" and path is None and takes_links(os.environ, shown=on_terminal and color)
        return cls(form, path, width, color, links and (pager is None or pager.takes_links()), pager)

    def briefing(self, briefing: Briefing, article: Article | None = None, file: str | None = None) -> None:
        """Write a briefing in this sink's form. A page shows the article too, where it is given.

        `file` is where the article was read from, for links to lead there if it has no address on the web.
        """
        address = link(briefing.source.url, file) if self.links else None
        given: dict[str, Any] = {"width": self.width, "color": self.color, "address": address, "article": article}
        self.write(render_bytes(briefing, self.form, **given))

    def write(self, result: str | bytes) -> None:
        """Write a whole result; bytes are those of its file. Raises `UsageError` where it cannot be written."""
        place = self.path or "standard output"
        data = result if isinstance(result, bytes) else result.encode("utf-8", "backslashreplace")
        try:
            if self.path is None:
                _to_stdout(data, self.form, self.pager)
            else:
                _to_file(data, self.path)
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


def _to_stdout(data: bytes, form: str, pager: Pager | None = None) -> None:
    """Exact and binary formats as they are, UTF-8 whatever the locale says: the same briefing, the same bytes."""
    buffer = getattr(sys.stdout, "buffer", None)
    exact = FORMATS[form].exact
    if exact and sys.stdout.isatty():
        # A terminal acts on C1 controls and bidi marks, which JSON leaves as they are; escaped, it is the same value.
        text = data.decode().removeprefix("\ufeff")
        data = "".join(c if c.isprintable() or c in "\r\n" else json.dumps(c)[1:-1] for c in text).encode()
    if pager and overlong(data, shutil.get_terminal_size()):
        sys.stdout.flush()
        if pager.show(data.decode().encode(sys.stdout.encoding, "backslashreplace")):
            return
    if (exact or FORMATS[form].binary) and buffer is not None:
        sys.stdout.flush()
        buffer.write(data)
    else:
        sys.stdout.write(data.decode())
    sys.stdout.flush()


def _to_file(data: bytes, path: Path) -> None:
    """All of it or nothing; what is no regular file is written to."""
    if path.exists() and not stat.S_ISREG(path.stat().st_mode):
        path.write_bytes(data)
        return
    from summarizer.files import write_whole

    write_whole(path.resolve(), data)  # resolved, so that a link stays one


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
