"""JSONL and JSON: rows with `text`, and agency JSON (ninjs); a JSONL file is read a line at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Protocol

from summarizer.errors import InputError
from summarizer.limits import too_much
from summarizer.readers import agency
from summarizer.readers.document import Document
from summarizer.readers.source import Found, Source

_LISTS = ("items", "articles", "results", "data", "documents")
"""Names under which programs and services put a list of articles."""


class Lines(Protocol):
    """What is read by the line."""

    def readline(self, most: int, /) -> bytes:
        """The next line, or its first `most` bytes; nothing at the end."""


def lines(file: Lines, source: Source) -> Iterator[Document | InputError]:
    """The articles of a JSONL file; a row that is none comes as its error, so that the rest can go on."""
    most, number, place = source.limits.text_bytes, 0, 0
    while line := file.readline(most + 1):
        place += 1
        if len(line) > most:
            where = f"{source.name}, line {place},"
            yield too_much(where, "bytes", source.limits, "text_bytes", "too large for one article; split it")
            return  # where the next row begins is not known without reading on without bound
        if not line.strip():
            continue
        number += 1
        try:
            value = _parsed(line, f"{source.name}, line {place},", source.encoding)
            yield _row(value, number, source)
        except InputError as error:
            yield error


def whole(source: Source) -> Iterator[Document | InputError]:
    """The articles of a JSON file: one, a list of them, or an object that holds such a list."""
    value = _parsed(source.data, source.name, source.encoding)
    if isinstance(value, dict):
        name = next((name for name in _LISTS if _is_list(value.get(name))), None)
        value = value[name] if name and not _is_article(value) else value
    if not isinstance(value, list):
        yield _row(value, 1, source)
        return
    if not value:
        raise source.refused("holds an empty list: there is no article in it")
    if len(value) > source.limits.entries:
        raise too_much(source.name, "articles", source.limits, "entries", "split it, make it JSONL, a row a line")
    for number, entry in enumerate(value, 1):
        try:
            yield _row(entry, number, source)
        except InputError as error:
            yield error


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _is_article(value: dict[str, Any]) -> bool:
    return "text" in value or agency.is_item(value)


def _row(value: Any, number: int, source: Source) -> Document:
    if isinstance(value, dict) and agency.is_item(value):
        return agency.found(value, number, source).document(source, entry=True)
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        raise InputError(f"{source.name}, entry {number}, is no article: an object with a `text` is, or ninjs")
    named = value.get("id")
    known = str(named) if isinstance(named, (str, int)) and not isinstance(named, bool) else None
    return Found("json", value["text"], value, number, known).document(source, entry=True)


def _parsed(data: bytes, name: str, encoding: str | None) -> Any:
    from summarizer.readers.encodings import decode

    try:
        return json.loads(decode(data, name, given=encoding).text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        why = "is nested too deeply" if isinstance(error, RecursionError) else f"is not JSON: {str(error)[:100]}"
        raise InputError(f"{name} {why}; mend it or give the article's text") from None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no value of JSON")
