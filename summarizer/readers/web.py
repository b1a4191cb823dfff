"""A web page: its main text, and what it says of itself."""

from __future__ import annotations

import copy
import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from summarizer.readers.cleaning import visible
from summarizer.readers.document import Document
from summarizer.readers.extras import needed
from summarizer.readers.markup import blocks, parsed, strip
from summarizer.readers.metadata import moment
from summarizer.readers.source import Found, Source

_DECLARED = re.compile(
    rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|^\s*<\?xml[^>]{0,100}encoding\s*=\s*["']([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_DATES = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//meta[@name='date' or @name='dc.date' or @name='DC.date' or @name='DC.date.issued']/@content",
    "//time[@itemprop='datePublished']/@datetime",
)


def read(source: Source) -> Iterator[Document]:
    """The one article of a page. Raises `InputError` where it has no text, or none that anybody sees."""
    trafilatura = needed("trafilatura", "web", "HTML")
    decoded = source.text(_declared(source.data))
    tree = parsed(decoded.text, source.name, source.limits)
    facts = _facts(trafilatura, tree)
    removed: Counter[str] = Counter()
    strip(tree, removed)
    whole = blocks(tree.find("body")) if tree.find("body") is not None else blocks(tree)
    # A comment is somebody else's text, and a page's script data was taken out before: only what is seen is read.
    main = trafilatura.bare_extraction(tree, include_comments=False, with_metadata=False, date_extraction_params={})
    text = blocks(main.body) if main is not None and main.body is not None else ""
    notes = decoded.notes()
    if not text and whole:
        text, notes = whole, [*notes, "no main text could be told from the rest: this is all of the page"]
    if not text.strip():
        raise source.refused("has no text that is seen without running its scripts: save the article as text")
    removed["characters beside the article"] += max(0, len(whole) - len(text))
    text = visible(text, removed)
    yield Found("html", text, facts, encoding=decoded.encoding, removed=removed, notes=notes).document(source)


def _declared(data: bytes) -> str | None:
    """The label that the page itself declares, in the first bytes where browsers look for it."""
    found = _DECLARED.search(data[:2048])
    return (found[1] or found[2]).decode("ascii", "replace") if found else None


def _facts(trafilatura: Any, tree: Any) -> dict[str, Any]:
    """Title, outlet, author, address from the page's metadata; the day only where it is declared, never guessed."""
    from lxml import etree

    bare = copy.deepcopy(tree)
    etree.strip_elements(bare, etree.Comment, with_tail=False)  # they say nothing of it, and many take long to search
    known = trafilatura.extract_metadata(bare, extensive=False)
    language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    return {
        "title": known.title,
        "outlet": known.sitename,
        "author": known.author,
        "published": _published(tree),
        "url": known.url,
        "language": language,
    }


def _published(tree: Any) -> str | None:
    declared = [str(value) for path in _DATES for value in tree.xpath(path)]
    for script in tree.xpath("//script[@type='application/ld+json']")[:20]:
        declared += _dates(script.text or "")
    return next((date for date in map(moment, declared) if date), None)


def _dates(script: str) -> list[str]:
    """`datePublished` of linked data, wherever in it the article is."""
    try:
        open_ = [json.loads(script)]
    except (ValueError, RecursionError):
        return []
    found = []
    while open_:
        value = open_.pop()
        if isinstance(value, dict):
            found += [value["datePublished"]] if isinstance(value.get("datePublished"), str) else []
            open_ += value.values()
        elif isinstance(value, list):
            open_ += value
    return found
