"""The articles that a user names: files, folders, patterns, lists of names, tables with one article a row.

Nothing is loaded whole: entries come one after the other, and an entry's article is read when its turn comes.
"""

from __future__ import annotations

import glob
import hashlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from summarizer.article import Article
from summarizer.batch.tables import is_table, rows
from summarizer.errors import InputError, UsageError

SUFFIXES = (".txt", ".html", ".htm", ".pdf", ".docx", ".eml")
"""Files that are taken from a folder; a file that is named is read whatever it is called."""
COLUMNS = ("id", "text", "title", "outlet", "published", "url", "language")
"""What a row may say of its article. `text` is needed; without `id` a row is called by its number."""

Read = Callable[[str], Article]


@dataclass(frozen=True)
class Entry:
    """One article to brief. `id` is unique in a run; `place` says where it stands; `load` raises `InputError`."""

    id: str
    place: str
    load: Callable[[], Article]


@dataclass(frozen=True)
class Shard:
    """One of several machines' part of the articles, by a hash of their ids: no machine has to know another."""

    number: int
    of: int

    def __contains__(self, entry_id: str) -> bool:
        return _digest(entry_id) % self.of == self.number - 1

    @classmethod
    def parse(cls, text: str) -> Shard:
        """From `2/5`. Raises `UsageError`."""
        number, slash, of = text.partition("/")
        if slash and number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of):
            return cls(int(number), int(of))
        raise UsageError(f"--shard takes I/N with 1 ≤ I ≤ N, for example 2/5, not {text!r}")


def is_many(names: Iterable[str]) -> bool:
    """Whether what a user names is more than one article: several names, a folder, a pattern or a table."""
    named = list(names)
    return len(named) > 1 or any(Path(n).is_dir() or is_table(n) or _is_pattern(n) for n in named)


def entries(names: Iterable[str], read: Read, columns: Mapping[str, str], lists: Iterable[str] = ()) -> Iterator[Entry]:
    """Every article that is named, in order. `columns` maps our names of columns to a table's.

    An id that was there before, a row that is none and a file that is missing become entries whose `load` raises, and
    so does a name that leads to nothing or breaks off. Raises `UsageError` where it is the only one and nothing came.
    """
    seen: set[int] = set()
    for entry in _all([*names], read, columns, [*lists]):
        mark = _digest(entry.id)
        if mark in seen:
            yield Entry(entry.id, entry.place, partial(_fail, f"{entry.place}: the id {entry.id!r} is there before"))
        else:
            seen.add(mark)
            yield entry


def _all(names: list[str], read: Read, columns: Mapping[str, str], lists: list[str]) -> Iterator[Entry]:
    alone = len(names) + len(lists) == 1
    for name in names:
        yield from _as_far_as_it_goes(_named(name, read, columns), name, alone=alone)
    for path in lists:
        listed = (_as_far_as_it_goes(_named(name, read, columns), name, alone=False) for name in _listed(path))
        yield from _as_far_as_it_goes(chain.from_iterable(listed), path, alone=alone)


def _as_far_as_it_goes(found: Iterator[Entry], source: str, *, alone: bool) -> Iterator[Entry]:
    """The entries of one source; where they break off, one more says why, and the other sources have their turn."""
    try:
        for entry in found:
            alone = False
            yield entry
    except UsageError as error:
        if alone:
            raise
        yield Entry(source, source, partial(_fail, f"{error}; then run the same command again"))


def _named(name: str, read: Read, columns: Mapping[str, str]) -> Iterator[Entry]:
    if is_table(name):
        yield from _rows(Path(name), columns)
    elif Path(name).is_dir():
        yield from _folder(Path(name), read)
    elif _is_pattern(name):
        yield from _pattern(name, read)
    else:
        yield _file(name, Path(name).name, read)


def _file(name: str, entry_id: str, read: Read) -> Entry:
    return Entry(_without_suffix(entry_id), name, partial(read, name))


def _without_suffix(name: str) -> str:
    suffix = Path(name).suffix
    return name.removesuffix(suffix) if suffix.lower() in SUFFIXES else name


def _folder(root: Path, read: Read) -> Iterator[Entry]:
    """The articles of a folder and the folders in it, by name; what begins with a dot is left out."""
    found = False
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and name.lower().endswith(SUFFIXES):
                path, found = Path(folder, name), True
                yield _file(str(path), path.relative_to(root).as_posix(), read)
    if not found:
        raise UsageError(f"the folder {root} holds no article: looked for files that end in {', '.join(SUFFIXES)}")


def _pattern(pattern: str, read: Read) -> Iterator[Entry]:
    found = glob.iglob(pattern, recursive=True)  # noqa: PTH207 (`Path.glob` takes no pattern that begins with a folder)
    paths = sorted(path for path in found if Path(path).is_file())
    if not paths:
        raise UsageError(f"the pattern {pattern} fits no file")
    root = os.path.commonpath([str(Path(path).parent) for path in paths])
    for path in paths:
        yield _file(path, Path(path).relative_to(root).as_posix(), read)


def _listed(path: str) -> Iterator[str]:
    """The names in a list, one a line; relative ones start from the list's folder."""
    try:
        with sys.stdin if path == "-" else Path(path).open(encoding="utf-8-sig") as file:
            for line in file:
                if name := line.strip():
                    yield name if path == "-" else str(Path(path).parent / name)
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UsageError(f"cannot read the list {path}: {why}") from None


def _rows(path: Path, columns: Mapping[str, str]) -> Iterator[Entry]:
    """One entry a row of a table, read as it comes."""
    for number, row in rows(path):
        place = f"{path}:{number}"
        if isinstance(row, str):
            yield Entry(f"{path.stem}-{number}", place, partial(_fail, f"{place}: {row}"))
        else:
            called = row.get(columns.get("id", "id"))
            entry_id = str(called) if called not in (None, "") else f"{path.stem}-{number}"
            yield Entry(entry_id, place, partial(article_of, row, columns, place))


def article_of(row: Mapping[str, Any], columns: Mapping[str, str], place: str) -> Article:
    """The article of a row. Raises `InputError`, naming the row."""
    said = {name: row.get(columns.get(name, name)) for name in COLUMNS}
    text = said.pop("text")
    if not isinstance(text, str) or not text.strip():
        raise InputError(f"{place}: the row has no text in the column {columns.get('text', 'text')!r}")
    known = {name: str(value) for name, value in said.items() if name != "id" and value not in (None, "")}
    try:
        return Article(text, **known)
    except InputError as error:
        raise InputError(f"{place}: {error}") from None


def _fail(message: str) -> Article:
    raise InputError(message)


def _is_pattern(name: str) -> bool:
    return any(c in name for c in "*?[") and not Path(name).exists()


def _digest(text: str) -> int:
    """64 bits of an id: what is remembered of a million ids is 60 MB, whatever their length."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
