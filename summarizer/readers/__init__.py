"""Reading what people have: text, web pages, PDF, Word, mail, feeds, JSONL and agency JSON, as documents.

    for document in readers.read("news.jsonl"):
        print(document.number, document.article.title)

The text that was extracted is the article: every offset refers to it. Nothing is fetched unless it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summarizer.readers.document import Document, Page
    from summarizer.readers.limits import Limits
    from summarizer.readers.reading import one, read
    from summarizer.readers.urls import is_url

__all__ = ["Document", "Limits", "Page", "is_url", "one", "read"]

_HOMES = {
    "Document": "document",
    "Page": "document",
    "Limits": "limits",
    "is_url": "urls",
    "one": "reading",
    "read": "reading",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
