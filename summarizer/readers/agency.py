"""ninjs, the JSON of news agencies: versions 2 (lower-case names) and 3 (camelCase), and what is left of 1.

Source: the IPTC's schemas of ninjs 1.3, 2.1 and 3.1. Only `uri` is required there, so nothing here relies on more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from summarizer.readers.cleaning import flowing, whole
from summarizer.readers.source import Found, Source

_MARKS = frozenset(
    "bodies headlines body_text body_xhtml body_html bodytext bodyxhtml pubstatus versioncreated infosources".split()
)
_WITHHELD = {"withheld": "its agency withholds it (pubstatus)", "canceled": "its agency has cancelled it (pubstatus)"}


def is_item(value: Mapping[str, Any]) -> bool:
    """Whether a JSON object is a news item of an agency."""
    return "uri" in value and bool(_lowered(value).keys() & _MARKS)


def found(value: Mapping[str, Any], number: int, source: Source) -> Found:
    """The article of a news item. Raises `InputError` where it has no body."""
    item = _lowered(value)
    removed: Counter[str] = Counter()
    text = _body(item, source, removed)
    facts = {
        "title": _headline(item),
        "outlet": _outlet(item),
        "author": item.get("byline") or item.get("by") or _first(item.get("bylines"), "byline", "name", "text"),
        "published": item.get("versioncreated") or item.get("firstcreated") or item.get("contentcreated"),
        "url": item.get("url") or next((link for link in (item.get("uri"),) if str(link).startswith("http")), None),
        "language": item.get("language"),
    }
    return Found("ninjs", text, facts, number, str(item["uri"]), removed=removed, notes=list(_notes(item)))


def _lowered(value: Mapping[str, Any]) -> dict[str, Any]:
    """The names of versions 2 and 3 differ only in their capitals."""
    return {str(name).lower(): entry for name, entry in value.items()}


def _headline(item: Mapping[str, Any]) -> Any:
    entries = [_lowered(entry) for entry in _objects(item.get("headlines"))]
    main = [entry for entry in entries if entry.get("role") in (None, "main", "headline")] or entries
    return main[0].get("value") if main else item.get("headline")


def _outlet(item: Mapping[str, Any]) -> Any:
    entries = [_lowered(entry) for entry in _objects(item.get("infosources"))]
    publishers = [entry for entry in entries if entry.get("role") in ("publisher", "source", "provider")] or entries
    return publishers[0].get("name") if publishers else item.get("source")


def _body(item: Mapping[str, Any], source: Source, removed: Counter[str]) -> str:
    """The fullest body: plain text before markup, because markup has to be taken apart."""
    bodies = [_lowered(entry) for entry in _objects(item.get("bodies"))]
    bodies = [entry for entry in bodies if isinstance(entry.get("value"), str) and entry["value"].strip()]
    main = [entry for entry in bodies if entry.get("role") in (None, "main", "body")] or bodies
    for entry in sorted(main, key=lambda entry: "plain" not in str(entry.get("contenttype", "plain"))):
        return _plain(entry["value"], str(entry.get("contenttype") or ""), source, removed)
    for name, kind in (("body_text", "plain"), ("bodytext", "plain"), ("body_xhtml", "html"), ("body_html", "html")):
        if isinstance(item.get(name), str) and item[name].strip():
            return _plain(item[name], kind, source, removed)
    named = whole(flowing(str(item["uri"])))[:100]
    raise source.refused(f"has a news item without a text ({named}): there is nothing to brief in it")


def _plain(value: str, kind: str, source: Source, removed: Counter[str]) -> str:
    if "html" not in kind.lower() and not value.lstrip().startswith(("<p", "<div", "<html", "<h1", "<!")):
        return value
    from summarizer.readers.markup import fragment

    return fragment(value, removed, source.name, source.limits)


def _first(entries: Any, *names: str) -> Any:
    for entry in _objects(entries):
        return next((entry[name] for name in names if entry.get(name)), None)
    return None


def _notes(item: Mapping[str, Any]) -> Iterator[str]:
    if why := _WITHHELD.get(str(item.get("pubstatus", "")).lower()):
        yield f"this item is not to be used: {why}"
    if item.get("embargoed"):
        yield f"this item is under an embargo until {str(item['embargoed'])[:40]}"


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
