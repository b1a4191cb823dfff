"""The articles that a user names: files, folders, patterns, lists of names, tables with one article a row.

Nothing is loaded whole: entries come one after the other, and an entry's article is read when its turn comes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path

from summarizer import readers
from summarizer.article import Article
from summarizer.batch.names import Source, listed, sources
from summarizer.batch.tables import article_of, rows
from summarizer.errors import InputError, UsageError
from summarizer.limits import DEFAULT, Limits
from summarizer.readers import Document

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
    row that is none and a file that is missing become entries whose `load` raises, and so does a name that leads to
    nothing or breaks off. Raises `UsageError` where it is the only one and nothing came.
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
        alone = len(names) + len(lists) == 1
        for name in names:
            yield from _as_far_as_it_goes(self._named(name), name, name, alone=alone)
        for path in lists:
            found = (_as_far_as_it_goes(self._named(name), name, name) for name in listed(path))
            yield from _as_far_as_it_goes(chain.from_iterable(found), path, path, alone=alone)

    def _named(self, name: str) -> Iterator[Entry]:
        for source in sources(name):
            if not source.is_table:
                yield from self._file(source)
            elif source.among:
                yield from _as_far_as_it_goes(self._rows(source), source.id, source.path)
            else:
                yield from self._rows(source)

    def _file(self, source: Source) -> Iterator[Entry]:
        if not source.may_hold_several:
            yield Entry(source.id, source.path, partial(self.read, source.path))
            return
        found = held(self.each(source.path))
        first = list(islice(found, 2))
        for number, document in enumerate(chain(first, found), 1):
            own = document.id if isinstance(document, Document) and document.id else str(number)
            called = source.id if len(first) == 1 else f"{source.id}/{own.replace('/', '_')}"
            yield Entry(called, source.path, partial(_known, document))

    def _rows(self, table: Source) -> Iterator[Entry]:
        """One entry a row of a table, read as it comes."""
        within = f"{table.id}/" if table.among else ""
        for number, row in rows(Path(table.path), self.limits):
            place = f"{table.path}:{number}"
            by_number = f"{within}{number}" if within else f"{table.id}-{number}"
            if isinstance(row, str):
                yield Entry(by_number, place, partial(_fail, f"{place}: {row}"))
                continue
            own = row.get(self.columns.get("id", "id"))
            entry_id = by_number if own in (None, "") else f"{within}{own}"
            yield Entry(entry_id, place, partial(article_of, row, self.columns, place, self.limits))


def _as_far_as_it_goes(found: Iterator[Entry], called: str, source: str, *, alone: bool = False) -> Iterator[Entry]:
    """The entries of one source; where they break off, one more says why, and the other sources have their turn."""
    try:
        for entry in found:
            alone = False
            yield entry
    except UsageError as error:
        if alone:
            raise
        yield Entry(called, source, partial(_fail, f"{error}; then run the same command again"))


def held(found: Iterator[Document | InputError]) -> Iterator[Document | InputError]:
    """The articles of a file, with what ends it as the last of them: the other files go on."""
    try:
        yield from found
    except InputError as error:
        yield error


def _known(document: Document | InputError) -> Article:
    if isinstance(document, InputError):
        raise document
    return document.article


def _fail(message: str) -> Article:
    raise InputError(message)


def _digest(text: str) -> int:
    """64 bits of an id: what is remembered of a million ids is 60 MB, whatever their length."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
