"""A document: the article that was read, where it stood, and what did not become part of its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from summarizer.article import Article

_TELLING = frozenset(
    (
        "hidden elements",
        "hidden passages",
        "deleted passages",
        "invisible characters",
        "attachments",
        "pages too large to read",
    )
)
"""What may have been put there to be read by a machine only, or to be missed."""


@dataclass(frozen=True)
class Page:
    """A page of a PDF: its number from 1, and its share of the text, half open."""

    number: int
    start: int
    end: int


@dataclass(frozen=True)
class Document:
    """One article as it was read. `article.text` is what every offset refers to, and all that a model sees of it.

    `number` counts the articles of one file from 1, `id` is the file's own name for it. `removed` says how much of
    what kind was left out, `notes` are sentences for the reader. `encoding` is None where the format fixes it.
    """

    article: Article
    kind: str
    source: str
    number: int = 1
    id: str | None = None
    author: str | None = None
    encoding: str | None = None
    pages: tuple[Page, ...] = ()
    removed: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def known(self, **facts: str | None) -> Document:
        """The same with some facts of its article replaced; None leaves what was found."""
        given = {name: value for name, value in facts.items() if value is not None}
        return replace(self, article=replace(self.article, **given)) if given else self

    def remarks(self) -> list[str]:
        """What a reader of the briefing should know of how the text came about; nothing for a text as it stands."""
        hidden = [f"{number:,} {what}" for what, number in self.removed.items() if what in _TELLING]
        return [*self.notes, *([f"left out: {', '.join(hidden)}"] if hidden else [])]

    def facts(self) -> dict[str, Any]:
        """All of it for JSON. One line of these is a row that can be read again."""
        article = self.article
        return {
            "number": self.number,
            "id": self.id,
            "source": self.source,
            "kind": self.kind,
            "title": article.title,
            "outlet": article.outlet,
            "author": self.author,
            "published": article.published,
            "url": article.url,
            "language": article.language,
            "encoding": self.encoding,
            "characters": len(article.text),
            "sha256": article.sha256,
            "pages": [{"number": page.number, "start": page.start, "end": page.end} for page in self.pages],
            "removed": dict(self.removed),
            "notes": list(self.notes),
            "text": article.text,
        }
