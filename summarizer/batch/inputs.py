"""The articles that a user names: files, folders, patterns, lists of names, tables with one article a row.

Nothing is loaded whole: entries come one after the other, and an entry's article is read when its turn comes.
"""

from __future__ import annotations

import glob
import hashlib
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path

from summarizer import readers
from summarizer.article import Article
from summarizer.batch.folder import FAILURES, RUN, SUFFIX
from summarizer.batch.tables import TABLES, article_of, rows
from summarizer.errors import InputError, UsageError
from summarizer.limits import DEFAULT, Limits
from summarizer.readers import Document

SEVERAL = (".json", ".xml", ".rss", ".atom")
"""Files that may hold more than one article: a feed, a list."""
SUFFIXES = (".txt", ".html", ".htm", ".pdf", ".docx", ".eml", *SEVERAL, ".jsonl", ".ndjson")
"""Files that are taken from a folder; a file that is named is read whatever it is called."""
_RESULTS = (SUFFIX, RUN, FAILURES)
"""What a run writes, which may be into the folder that it reads: never taken from a folder."""

Read = Callable[[str], Article]
ReadEach = Callable[[str], Iterator[Document | InputError]]


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
    return len(named) > 1 or any(Path(n).is_dir() or _is_table(n) or _is_pattern(n) for n in named)


def entries(
    names: Iterable[str],
    read: Read,
    columns: Mapping[str, str],
    lists: Iterable[str] = (),
    *,
    each: ReadEach = readers.each,
    limits: Limits = DEFAULT,
) -> Iterator[Entry]:
    """Every article that is named, in order. `columns` maps our names of columns to a table's.

    `read` gives the one article of a file, `each` all of a file that may hold several. An id that was there before, a
    row that is none and a file that is missing become entries whose `load` raises.
    Raises `UsageError` for a table that cannot be opened, or names that lead to nothing.
    """
    seen: set[int] = set()
    for entry in _Names(read, each, columns, limits).all([*names], [*lists]):
        mark = _digest(entry.id)
        if mark in seen:
            yield Entry(entry.id, entry.place, partial(_fail, f"{entry.place}: the id {entry.id!r} is there before"))
        else:
            seen.add(mark)
            yield entry


@dataclass(frozen=True)
class _Names:
    """What names lead to, and how that is read."""

    read: Read
    each: ReadEach
    columns: Mapping[str, str]
    limits: Limits

    def all(self, names: list[str], lists: list[str]) -> Iterator[Entry]:
        for name in [*names, *(path for listed in lists for path in _listed(listed))]:
            if _is_table(name):
                yield from self._rows(Path(name), "")
            elif Path(name).is_dir():
                yield from self._folder(Path(name))
            elif _is_pattern(name):
                yield from self._pattern(name)
            else:
                yield from self._file(name, _without_suffix(Path(name).name))

    def _file(self, name: str, entry_id: str) -> Iterator[Entry]:
        if not name.lower().endswith(SEVERAL) or readers.is_url(name):
            yield Entry(entry_id, name, partial(self.read, name))
            return
        found = _held(self.each(name))
        first = list(islice(found, 2))
        for number, document in enumerate(chain(first, found), 1):
            own = document.id if isinstance(document, Document) and document.id else str(number)
            called = entry_id if len(first) == 1 else f"{entry_id}/{own.replace('/', '_')}"
            load = partial(_known, document)
            yield Entry(called, name, load)

    def _folder(self, root: Path) -> Iterator[Entry]:
        """The articles of a folder and the folders in it, by name; what begins with a dot is left out."""
        found = False
        for folder, folders, files in os.walk(root):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            taken = [name for name in sorted(files) if _is_taken(name)]
            for name, called in zip(taken, _called(taken), strict=True):
                path, found = Path(folder, name), True
                entry_id = path.with_name(called).relative_to(root).as_posix()
                yield from self._rows(path, f"{entry_id}/") if _is_table(name) else self._file(str(path), entry_id)
        if not found:
            raise UsageError(f"the folder {root} holds no article: looked for files that end in {', '.join(SUFFIXES)}")

    def _pattern(self, pattern: str) -> Iterator[Entry]:
        found = glob.iglob(pattern, recursive=True)  # noqa: PTH207 (`Path.glob` takes no pattern that begins with a folder)
        paths = sorted(path for path in found if Path(path).is_file())
        if not paths:
            raise UsageError(f"the pattern {pattern} fits no file")
        root = os.path.commonpath([str(Path(path).parent) for path in paths])
        for path, called in zip(
            paths, _called([Path(path).relative_to(root).as_posix() for path in paths]), strict=True
        ):
            yield from self._rows(Path(path), f"{called}/") if _is_table(path) else self._file(path, called)

    def _rows(self, path: Path, within: str) -> Iterator[Entry]:
        """One entry a row of a table; `within` is the table's own name where it stands among other files."""
        for number, row in rows(path, self.limits):
            place = f"{path}:{number}"
            by_number = f"{within}{number}" if within else f"{path.stem}-{number}"
            if isinstance(row, str):
                yield Entry(by_number, place, partial(_fail, f"{place}: {row}"))
                continue
            own = row.get(self.columns.get("id", "id"))
            entry_id = by_number if own in (None, "") else f"{within}{own}"
            yield Entry(entry_id, place, partial(article_of, row, self.columns, place, self.limits))


def _is_taken(name: str) -> bool:
    return name.lower().endswith(SUFFIXES) and not name.startswith(".") and not name.endswith(_RESULTS)


def _without_suffix(name: str) -> str:
    suffix = Path(name).suffix
    return name.removesuffix(suffix) if suffix.lower() in SUFFIXES else name


def _called(names: list[str]) -> list[str]:
    """Files without their suffix, where that still tells them apart."""
    bare = [_without_suffix(name) for name in names]
    often = Counter(bare)
    return [name if often[stem] > 1 else stem for name, stem in zip(names, bare, strict=True)]


def _held(found: Iterator[Document | InputError]) -> Iterator[Document | InputError]:
    """The same, with what ends it as its last entry: the other files go on."""
    try:
        yield from found
    except InputError as error:
        yield error


def _known(document: Document | InputError) -> Article:
    if isinstance(document, InputError):
        raise document
    return document.article


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


def _fail(message: str) -> Article:
    raise InputError(message)


def _is_table(name: str) -> bool:
    return name.lower().endswith(TABLES) and not Path(name).is_dir()


def _is_pattern(name: str) -> bool:
    return any(c in name for c in "*?[") and not Path(name).exists()


def _digest(text: str) -> int:
    """64 bits of an id: what is remembered of a million ids is 60 MB, whatever their length."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
