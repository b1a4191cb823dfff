"""What reading an article may cost at most: one place for every bound, and the sentence that names the one met.

A user changes them with `--limit NAME=VALUE`, `SUMMARIZER_LIMITS` or a table `[limits]` in the own `config.toml`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Any

from summarizer.errors import InputError


@dataclass(frozen=True)
class Limits:
    """Bounds of reading one file or URL. Sizes are in bytes, `characters` in code points, times in seconds.

    The defaults are ten times what a long feature needs and small enough that no file can fill memory.
    """

    file_bytes: int = 50_000_000
    """A PDF, a Word file, a mail with its attachments."""
    text_bytes: int = 5_000_000
    """A text, a web page, a feed, a JSON file, one row of a JSONL file. A JSONL file itself may have any size."""
    elements: int = 200_000
    """Tags and comments of a web page. A large one has 20,000."""
    characters: int = 1_000_000
    """Of one article's text. A long feature has 100,000."""
    pages: int = 500
    """Of a PDF."""
    entries: int = 10_000
    """Articles in a feed or a JSON file, parts of a mail; a JSONL file may have any number."""
    header_bytes: int = 100_000
    """Of a mail's header, which takes more than twice the time when it is twice as long. A large one has 30,000."""
    archive_entries: int = 2_000
    """Files in a Word file, which is a zip archive."""
    archive_bytes: int = 100_000_000
    """Of all of them unpacked."""
    xml_bytes: int = 20_000_000
    """Of one XML file in it, which is parsed as a whole."""
    ratio: int = 200
    """Unpacked bytes for each packed one, once more than a million have come out."""
    page_bytes: int = 5_000_000
    """Of the drawing orders of one page of it, unpacked; a page of text has 10,000, one with a map a million."""
    seconds: float = 60.0
    """For reading the pages of a PDF; looked at between two pages."""
    fetch_bytes: int = 10_000_000
    """Of what a URL gives, unpacked."""
    fetch_seconds: float = 30.0
    """For all of it: look-up, connections, redirects, body."""
    redirects: int = 5

    def changed(self) -> dict[str, Any]:
        """The ones that are not the default."""
        return {e.name: getattr(self, e.name) for e in fields(self) if getattr(self, e.name) != e.default}


DEFAULT = Limits()
_MOST = 10**15
"""What no machine has; beyond what one can count with, a limit would be an error where it is used."""
NAMES = tuple(entry.name for entry in fields(Limits))


def _allowed(name: str) -> str:
    """What a limit takes, in words."""
    return "a number of seconds above 0" if _is_seconds(name) else f"a whole number above 0 and up to {_MOST:,}"


def _is_valid(name: str, value: Any) -> bool:
    """Whether a limit can have a value."""
    if isinstance(value, bool) or not isinstance(value, (int, float) if _is_seconds(name) else int):
        return False
    return 0 < value < math.inf if _is_seconds(name) else 0 < value <= _MOST


def fault(given: Any) -> str | None:
    """What is wrong with a table of limits, None where nothing is."""
    if not isinstance(given, dict):
        return f"limits is {str(given)[:80]!r}, but takes a table of NAME = VALUE"
    for name, value in given.items():
        if name not in NAMES:
            return f"there is no limit {str(name)[:80]!r}; there are: {', '.join(NAMES)}"
        if not _is_valid(name, value):
            return f"the limit {name} is {str(value)[:80]!r}, but takes {_allowed(name)}"
    return None


def parsed(text: str) -> dict[str, Any]:
    """Limits written as `pages=1000 seconds=120`, thousands parted or not; a value that is no number stays a text.

    Raises `ValueError` for anything else.
    """
    return dict(_one(part) for part in text.split())


def _one(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise ValueError(text)
    try:
        return name, float(value) if _is_seconds(name) else int(value.replace(",", ""))
    except ValueError:
        return name, value


def _is_seconds(name: str) -> bool:
    return name.endswith("seconds")


def more(limit: str) -> str:
    """How a user allows more than a limit does."""
    return f"allow more with `--limit {limit}=N`"


def too_much(name: str, what: str, limits: Limits, limit: str, next_step: str) -> InputError:
    """The error for a bound that was met: what, where, and what to do next."""
    return InputError(f"{name} has more than {getattr(limits, limit):,} {what}: {next_step}, or {more(limit)}")
