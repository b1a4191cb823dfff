"""What a file says about its article, made fit to be shown: one line each, dates as ISO 8601, web addresses only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

_LONGEST = 300
"""Characters of a title or a name. What is longer is no title, but a place to hide a text."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_DATE = re.compile(r"[\d:.,TWZ+-]+(?: [\d:.,Z+-]+)?", re.ASCII)
"""What stands in a date as it is usually written. Python takes any character at all before the time, a line end too."""
ALIASES = {"date": "published", "lang": "language", "site": "outlet", "source": "outlet"}
"""Other names in common use for what is known of an article."""


@dataclass(frozen=True)
class Facts:
    """What is known of an article beside its text."""

    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None

    @classmethod
    def of(cls, found: Mapping[str, Any]) -> tuple[Facts, list[str]]:
        """The facts in a file's own words, and a note for each that cannot be used."""
        values: dict[str, str | None] = {}
        notes = []
        for name, tidy in _TIDY.items():
            value = found.get(name)
            if value in (None, "", []):
                continue
            values[name] = tidy(value)
            if values[name] is None:
                notes.append(f"{name} is not used: {str(value)[:60]!r} is not {_WANTED.get(name, 'one line of text')}")
        return cls(**values), notes

    def article(self) -> dict[str, str | None]:
        """The ones that an `Article` has."""
        return {entry.name: getattr(self, entry.name) for entry in fields(self) if entry.name != "author"}


def moment(value: object) -> str | None:
    """A date or date-time in ISO 8601, from that or from the form of mail and feeds; None for anything else."""
    text = str(value).strip()
    try:
        found = datetime.fromisoformat(text)
        return text if _DATE.fullmatch(text) else found.isoformat()
    except ValueError:
        from email.utils import parsedate_to_datetime

        try:
            return parsedate_to_datetime(text).isoformat()
        except (ValueError, TypeError, IndexError, OverflowError):
            return None


def line(value: object) -> str | None:
    """A name or title on one line, without characters that cannot be seen; None for what is not a short text."""
    if not isinstance(value, str) or not value.strip():
        return None
    shown = " ".join("".join(c for c in value if c.isprintable() or c.isspace()).split())
    return shown if 0 < len(shown) <= _LONGEST else None


def _url(value: object) -> str | None:
    text = str(value).strip()
    return text if _ADDRESS.fullmatch(text) and text.isprintable() and len(text) <= 2_000 else None


def _language(value: object) -> str | None:
    text = str(value).strip()
    return text.replace("_", "-") if _LANGUAGE.fullmatch(text) else None


_TIDY = {"title": line, "outlet": line, "author": line, "published": moment, "url": _url, "language": _language}
_WANTED = {
    "published": "a date like 2026-11-23",
    "url": "a web address",
    "language": "a language tag like en",
    "title": f"one line of at most {_LONGEST} characters",
}
