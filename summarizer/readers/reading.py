"""From a path, standard input or a URL to documents: open it, tell its kind, and let that kind's module read it."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from summarizer.errors import InputError, SummarizerError, UsageError
from summarizer.limits import DEFAULT, Limits, too_much
from summarizer.readers.document import Document
from summarizer.readers.kinds import HEAD, kind_of
from summarizer.readers.source import Source
from summarizer.readers.urls import is_url, shown

_MODULES = {
    "text": "text.read", "html": "web.read", "feed": "feeds.read", "pdf": "pdf.read", "docx": "word.read",
    "mail": "mail.read", "json": "rows.whole",
}  # fmt: skip
_LARGE = frozenset(("pdf", "docx", "mail"))
"""Kinds of which most is no text."""
_NAMES = {
    "pdf": "a PDF",
    "docx": "a Word file",
    "mail": "a mail",
    "html": "a web page",
    "json": "JSON",
    "feed": "a feed",
}

Path_ = str | os.PathLike[str]


def read(
    source: Path_,
    *,
    encoding: str | None = None,
    fetch: bool = False,
    limits: Limits = DEFAULT,
    failed: Callable[[InputError], None] | None = None,
) -> Iterator[Document]:
    """The articles of a file, of standard input for `-`, or of a URL with `fetch`; a JSONL file is read as it is asked.

    `encoding` overrides what the file says. An entry of several that is no article is handed to `failed` where that
    is given, and the rest goes on. Raises `InputError` for what cannot be read; `UsageError` for a URL without `fetch`.
    """
    for entry in each(source, encoding=encoding, fetch=fetch, limits=limits):
        if isinstance(entry, Document):
            yield entry
        elif failed is None:
            raise entry
        else:
            failed(entry)


def each(
    source: Path_, *, encoding: str | None = None, fetch: bool = False, limits: Limits = DEFAULT
) -> Iterator[Document | InputError]:
    """The same with the error of an entry in its place. Raises as `read` does for what cannot be read at all."""
    if is_url(source):
        return _fetched(str(source), encoding, fetch, limits)
    return _opened(source, encoding, limits)


def one(
    source: Path_,
    entry: str | None = None,
    *,
    encoding: str | None = None,
    fetch: bool = False,
    limits: Limits = DEFAULT,
) -> Document:
    """The one article of a source, or the entry of that id, or of that number from 1 where no id is so called.

    Raises `UsageError` where there are several and none is named, or none of that name; else as `read` does.
    """
    errors: list[InputError] = []
    found = read(source, encoding=encoding, fetch=fetch, limits=limits, failed=errors.append)
    if entry is None:
        first = list(islice(found, 2))
        if len(first) + len(errors) > 1:
            raise UsageError(f"{source} holds several articles: pick one with --entry; `summarizer read` lists them")
        if not first:
            raise errors[0] if errors else InputError(f"{source} is empty: there is no text to brief")
        return first[0]
    by_number = None
    for document in found:
        if document.id == entry:
            return document
        if str(document.number) == entry:
            by_number = document
    if by_number is None:
        raise UsageError(f"{source} has no entry {entry[:80]!r}: `summarizer read` lists what it has")
    return by_number


def _fetched(url: str, encoding: str | None, fetch: bool, limits: Limits) -> Iterator[Document | InputError]:
    if not fetch:
        raise UsageError(f"{shown(url)} is a URL, and fetching is off: add --fetch, or save the page and give its file")
    from summarizer.readers.fetching import fetch as get

    page = get(url, limits)
    if not page.data.strip():
        raise InputError(f"{shown(url)} is empty: there is no text to brief")
    source = Source(shown(url), page.data, encoding, page.charset, page.url, limits)
    kind = kind_of(page.data[:HEAD], _path_of(page.url), page.media_type)
    yield from _read(kind if kind != "rows" else "json", source)


def _path_of(url: str) -> str:
    return url.partition("?")[0]


def _opened(path: Path_, encoding: str | None, limits: Limits) -> Iterator[Document | InputError]:
    try:
        with _file(path) as file:
            name = "standard input" if str(path) == "-" else str(path)
            head = file.read(HEAD)
            if not head.strip():
                raise InputError(f"{name} is empty: there is no text to brief")
            kind = kind_of(head, name)
            if kind == "rows":
                yield from _rows(_Joined(head, file), Source(name, b"", encoding, limits=limits))
                return
            limit = "file_bytes" if kind in _LARGE else "text_bytes"
            most = getattr(limits, limit)
            data = head + (file.read(most + 1 - len(head)) if len(head) == HEAD else b"")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(f"cannot read {path}: {why}; check the name") from None
    if len(data) > most:
        raise too_much(name, "bytes", limits, limit, "too large for one article; split it")
    yield from _read(kind, Source(name, data, encoding, limits=limits))


def _file(path: Path_) -> AbstractContextManager[BinaryIO]:
    """The open file. Only regular ones are opened: a pipe would be waited for without end."""
    if str(path) == "-":
        return nullcontext(sys.stdin.buffer)
    if not stat.S_ISREG(Path(path).stat().st_mode):
        kind = "a folder" if Path(path).is_dir() else "not a regular file"
        raise InputError(f"{path} is {kind}: name an article's file, or `-` for standard input")
    return Path(path).open("rb")


class _Joined:
    """A file and the piece of it that was read to tell its kind, by the line."""

    def __init__(self, head: bytes, file: BinaryIO) -> None:
        self.head, self.file = head, file

    def readline(self, most: int) -> bytes:
        """The next line, or as much of it as is allowed."""
        line, newline, rest = self.head.partition(b"\n")
        if newline:
            self.head = rest
            return line + newline
        self.head = b""
        return line + self.file.readline(max(0, most - len(line)))


def _rows(file: _Joined, source: Source) -> Iterator[Document | InputError]:
    from summarizer.readers.rows import lines

    return lines(file, source)


def _read(kind: str, source: Source) -> Iterator[Document | InputError]:
    """The articles that a kind's module finds. Whatever a library makes of a hostile file ends as our own error."""
    module, _, function = _MODULES[kind].partition(".")
    try:
        yield from getattr(import_module(f"summarizer.readers.{module}"), function)(source)
    except SummarizerError:
        raise
    except (Exception, RecursionError) as error:  # noqa: BLE001 (libraries fail in any way on a file that is damaged)
        what = _NAMES.get(kind, kind)
        why = " ".join(f"{type(error).__name__}: {error}".split())[:120]
        raise InputError(
            f"{source.name} cannot be read as {what} ({why}): it is damaged; get it again, or give the article's text"
        ) from None
