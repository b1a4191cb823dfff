"""RSS and Atom: each entry of a feed is an article, or the beginning of one."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

from summarizer.errors import InputError
from summarizer.limits import too_much
from summarizer.readers.archives import no_entities
from summarizer.readers.document import Document
from summarizer.readers.extras import needed
from summarizer.readers.markup import fragment
from summarizer.readers.metadata import moment
from summarizer.readers.source import Found, Source


def read(source: Source) -> Iterator[Document | InputError]:
    """The entries of a feed in its order; one without any text comes as its error."""
    feedparser = needed("feedparser", "web", "a feed")
    data, charset = source.data, source.declared
    if source.encoding:
        data, charset = source.text().text.encode(), "utf-8"
    if (
        data.count(b"<item") + data.count(b"<entry") > source.limits.entries
    ):  # before they are parsed, which takes a millisecond each
        raise too_much(source.name, "entries", source.limits, "entries", "split the feed")
    no_entities(data, source.name, "web")
    headers = {"content-type": f"application/xml; charset={charset}"} if charset else {}
    # Always from memory: given a text, it would take that for an address or a file's name and open it.
    parsed = feedparser.parse(io.BytesIO(data), response_headers=headers)
    if not parsed.entries:
        raise source.refused("is a feed without an entry: there is no article in it")
    for number, entry in enumerate(parsed.entries, 1):
        try:
            yield _entry(entry, number, parsed, source).document(source, entry=True)
        except InputError as error:
            yield error


def _entry(entry: Any, number: int, parsed: Any, source: Source) -> Found:
    removed: Counter[str] = Counter()
    contents = [content.get("value") or "" for content in entry.get("content", [])]
    full = max(contents, key=len, default="")
    text = fragment(full or entry.get("summary") or "", removed, source.name, source.limits)
    link = entry.get("link")
    notes = []
    if not full:
        notes = [
            "the feed holds a summary only" + (f": `summarizer read --fetch {link}` has the whole" if link else "")
        ]
    facts = {
        "title": fragment(entry.get("title") or "", removed, source.name, source.limits),
        "outlet": parsed.feed.get("title"),
        "author": entry.get("author"),
        "published": moment(entry.get("published") or entry.get("updated")),
        "url": link,
        "language": (contents and entry["content"][0].get("language")) or parsed.feed.get("language"),
    }
    encoding = source.encoding or parsed.get("encoding")
    return Found("feed", text, facts, number, entry.get("id") or link, encoding, removed=removed, notes=notes)
