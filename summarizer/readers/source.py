"""What a reader is given, and how it makes a document of what it found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from summarizer.article import Article
from summarizer.errors import InputError
from summarizer.limits import DEFAULT, Limits, too_much
from summarizer.readers.cleaning import counted, flowing, whole
from summarizer.readers.document import Document, Page
from summarizer.readers.encodings import Decoded, decode
from summarizer.readers.metadata import Facts


@dataclass(frozen=True)
class Source:
    """One file's bytes. `name` is how messages call it, `encoding` the user's word, `declared` the server's.

    `url` is where it was fetched from, None for a file.
    """

    name: str
    data: bytes
    encoding: str | None = None
    declared: str | None = None
    url: str | None = None
    limits: Limits = DEFAULT

    def text(self, declared: str | None = None) -> Decoded:
        """Its text; `declared` is the label inside the file, and the server's word goes first."""
        return decode(self.data, self.name, given=self.encoding, declared=self.declared or declared)

    def refused(self, why: str) -> InputError:
        """The error for a file that cannot be taken."""
        return InputError(f"{self.name} {why}")


@dataclass(frozen=True)
class Found:
    """What a reader found: an article's text, and what the file says about it in its own words."""

    kind: str
    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    number: int = 1
    id: str | None = None
    encoding: str | None = None
    pages: tuple[Page, ...] = ()
    removed: Counter[str] = field(default_factory=Counter)
    notes: Iterable[str] = ()

    def document(self, source: Source, *, entry: bool = False) -> Document:
        """The document. Raises `InputError` for a text that is empty or too long, or no text."""
        name = f"{source.name}, entry {self.number}," if entry else source.name
        if len(self.text) > source.limits.characters:
            raise too_much(name, "characters", source.limits, "characters", "too large for one article; split it")
        if not self.text.strip():
            raise InputError(f"{name} is empty: there is no text to brief")
        facts, notes = Facts.of({**self.facts, **({"url": source.url} if source.url and not entry else {})})
        try:
            article = Article(self.text, **facts.article())
        except InputError as error:
            raise InputError(str(error).replace("the article", name, 1)) from None
        return Document(
            article, self.kind, source.name, self.number, self.id and whole(self.id), facts.author, self.encoding,
            self.pages, counted(self.removed), tuple(whole(flowing(note)) for note in (*self.notes, *notes)),
        )  # fmt: skip
