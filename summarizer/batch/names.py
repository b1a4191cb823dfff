"""What the names that a user gives lead to: files, tables and addresses, none of them opened yet."""

from __future__ import annotations

import glob
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from summarizer import readers
from summarizer.batch.folder import FAILURES, RUN, SUFFIX
from summarizer.batch.tables import is_table
from summarizer.errors import UsageError

SEVERAL = (".json", ".xml", ".rss", ".atom")
"""Files that may hold more than one article: a feed, a list."""
SUFFIXES = (".txt", ".html", ".htm", ".pdf", ".docx", ".eml", *SEVERAL, ".jsonl", ".ndjson")
"""Files that are taken from a folder; a file that is named is read whatever it is called."""
_RESULTS = (SUFFIX, RUN, FAILURES)
"""What a run writes, which may be into the folder that it reads: never taken from a folder."""


@dataclass(frozen=True)
class Source:
    """A file, a table or an address. `id` is what its article is called, or its articles' ids begin with.

    `among`: it stands in a folder or fits a pattern, so that the ids in it must not meet those of its neighbours.
    """

    path: str
    id: str
    among: bool = False

    @property
    def is_table(self) -> bool:
        """Whether each row of it is an article."""
        return is_table(self.path)

    @property
    def may_hold_several(self) -> bool:
        """Whether it has to be read to know how many articles are in it; an address is one article."""
        return self.path.lower().endswith(SEVERAL) and not readers.is_url(self.path)


def is_many(names: Iterable[str]) -> bool:
    """Whether what a user names is more than one article: several names, a folder, a pattern or a table."""
    named = list(names)
    return len(named) > 1 or any(Path(n).is_dir() or is_table(n) or _is_pattern(n) for n in named)


def sources(name: str) -> Iterator[Source]:
    """What one name leads to, in order. Raises `UsageError` for a folder or a pattern that leads to nothing."""
    if is_table(name):
        yield Source(name, Path(name).stem)
    elif Path(name).is_dir():
        yield from _folder(Path(name))
    elif _is_pattern(name):
        yield from _pattern(name)
    else:
        yield Source(name, _without_suffix(Path(name).name))


def listed(path: str) -> Iterator[str]:
    """The names in a list, one a line; relative ones start from the list's folder. Raises `UsageError`."""
    try:
        with sys.stdin if path == "-" else Path(path).open(encoding="utf-8-sig") as file:
            for line in file:
                if name := line.strip():
                    yield name if path == "-" else str(Path(path).parent / name)
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UsageError(f"cannot read the list {path}: {why}") from None


def _folder(root: Path) -> Iterator[Source]:
    """The files of a folder and the folders in it, by name; what begins with a dot is left out."""
    found = False
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        taken = [name for name in sorted(files) if _is_taken(name)]
        for name, called in zip(taken, _called(taken), strict=True):
            path, found = Path(folder, name), True
            yield Source(str(path), path.with_name(called).relative_to(root).as_posix(), among=True)
    if not found:
        raise UsageError(f"the folder {root} holds no article: looked for files that end in {', '.join(SUFFIXES)}")


def _pattern(pattern: str) -> Iterator[Source]:
    found = glob.iglob(pattern, recursive=True)  # noqa: PTH207 (`Path.glob` takes no pattern that begins with a folder)
    paths = sorted(path for path in found if Path(path).is_file())
    if not paths:
        raise UsageError(f"the pattern {pattern} fits no file")
    root = os.path.commonpath([str(Path(path).parent) for path in paths])
    called = _called([Path(path).relative_to(root).as_posix() for path in paths])
    yield from (Source(path, name, among=True) for path, name in zip(paths, called, strict=True))


def _is_pattern(name: str) -> bool:
    return any(c in name for c in "*?[") and not Path(name).exists()


def _is_taken(name: str) -> bool:
    return name.lower().endswith(SUFFIXES) and not name.startswith(".") and not name.endswith(_RESULTS)


def _called(names: list[str]) -> list[str]:
    """Files without their suffix, where that still tells them apart."""
    bare = [_without_suffix(name) for name in names]
    often = Counter(bare)
    return [name if often[stem] > 1 else stem for name, stem in zip(names, bare, strict=True)]


def _without_suffix(name: str) -> str:
    suffix = Path(name).suffix
    return name.removesuffix(suffix) if suffix.lower() in SUFFIXES else name
