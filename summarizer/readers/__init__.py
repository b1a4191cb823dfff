"""Reading what people have: text, web pages, PDF, Word, mail, feeds, JSONL and agency JSON, as documents.

    for document in readers.read("news.jsonl"):
        print(document.number, document.article.title)

The text that was extracted is the article: every offset refers to it. Nothing is fetched unless it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summarizer.limits import Limits
    from summarizer.readers.document import Document, Page
    from summarizer.readers.reading import each, one, read
    from summarizer.readers.urls import is_url

__all__ = ["Document", "Limits", "Page", "each", "is_url", "one", "read"]

_HOMES = {
    "Document": "summarizer.readers.document",
    "Page": "summarizer.readers.document",
    "Limits": "summarizer.limits",
    "each": "summarizer.readers.reading",
    "is_url": "summarizer.readers.urls",
    "one": "summarizer.readers.reading",
    "read": "summarizer.readers.reading",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
