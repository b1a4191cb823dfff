"""An article: frozen text with LF line ends, what is known about it, and its sentences with offsets.

Every offset in this project is a Unicode code point into `Article.text`, half open.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from summarizer.errors import EvidenceError, InputError
from summarizer.sentences import Sentence, split

MAX_BYTES = 5_000_000
"""Largest article file read. A long news feature has 100,000 bytes; beyond this it is not an article."""


@dataclass(frozen=True)
class Article:
    """One article. `text` is what every offset refers to; everything else is None where it is not known.

    `published` is an ISO 8601 date or date-time; `language` a BCP 47 tag.
    """

    text: str
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise InputError("the article is empty: there is no text to brief")
        if "\0" in self.text:
            raise InputError(f"the article holds a NUL at character {self.text.index(chr(0))}: it is not text")
        try:
            self.text.encode()
        except UnicodeEncodeError as error:
            raise InputError(
                f"the article holds half of a character (a lone surrogate) at character {error.start}"
            ) from None
        if "\r" in self.text:
            object.__setattr__(self, "text", self.text.replace("\r\n", "\n").replace("\r", "\n"))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The numbered sentences, as the model sees them."""
        return split(self.text)

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the text in UTF-8, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def require(self, sha256: str) -> None:
        """Raises `EvidenceError` where a briefing was made of another text: none of its offsets would hold."""
        if self.sha256 != sha256:
            raise EvidenceError(
                f"the article is not the one that was briefed (SHA-256 {self.sha256[:12]}…, "
                f"the briefing says {sha256[:12]}…): name the right article file"
            )

    @cached_property
    def headline(self) -> str | None:
        """The title where one is known, else the first line where it stands alone and does not end as a sentence."""
        if self.title:
            return self.title
        first, _, rest = self.text.lstrip("\n").partition("\n")
        alone = rest.startswith("\n") or (rest and len(first) < 120 and len(rest) > 2 * len(first))
        ends = first.rstrip().rstrip("\"'”’»").endswith((".", "!", "…", ":", ";", ","))
        return first.strip() if alone and not ends and 0 < len(first.strip()) <= 200 else None

    @classmethod
    def from_bytes(
        cls, data: bytes, *, name: str = "the article", encoding: str = "utf-8", **known: str | None
    ) -> Article:
        """Decode an article. Raises `InputError` for what is empty, too large, binary or in another encoding."""
        if len(data) > MAX_BYTES:
            raise InputError(f"{name} has more than {MAX_BYTES:,} bytes: too large for one article; split it")
        if not data.strip():
            raise InputError(f"{name} is empty: there is no text to brief")
        text = decoded(data, name, encoding)
        try:
            return cls(text, **known)
        except InputError as error:
            raise InputError(str(error).replace("the article", name, 1)) from None

    @classmethod
    def from_file(cls, path: str | os.PathLike[str], *, encoding: str = "utf-8", **known: str | None) -> Article:
        """Read a regular file, or standard input for `-`; `known` are the other fields. Raises `InputError`."""
        if str(path) == "-":
            return cls.from_bytes(_read(sys.stdin.buffer), name="standard input", encoding=encoding, **known)
        try:
            if not stat.S_ISREG(Path(path).stat().st_mode):
                kind = "a folder" if Path(path).is_dir() else "not a regular file"
                raise InputError(f"{path} is {kind}: name an article's text file, or `-` for standard input")
            with Path(path).open("rb") as file:
                return cls.from_bytes(_read(file), name=str(path), encoding=encoding, **known)
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else str(error)
            raise InputError(f"cannot read {path}: {why}; check the name") from None


def decoded(data: bytes, name: str, encoding: str) -> str:
    """Bytes in a named encoding to text. Raises `InputError`, which names the first byte that does not fit."""
    if b"\0" in data and encoding.lower().replace("_", "-") in ("utf-8", "ascii", "latin-1", "cp1252"):
        raise InputError(f"{name} is binary (a NUL at byte {data.index(0)}): give the article's text")
    try:
        return data.decode("utf-8-sig" if encoding.lower() in ("utf-8", "utf8") else encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name} is not {encoding} at byte {error.start} ({data[error.start]:#04x}): "
            "name its encoding, for example `--encoding cp1252`"
        ) from None
    except UnicodeError as error:  # some codecs have failures of their own
        raise InputError(f"{name} cannot be read as {encoding}: {error}") from None
    except LookupError:
        raise InputError(f"there is no encoding called {encoding!r}: try utf-8, cp1252 or latin-1") from None


def _read(file: BinaryIO) -> bytes:
    """At most one byte more than is allowed, so that `/dev/zero` on standard input ends."""
    return file.read(MAX_BYTES + 1)
