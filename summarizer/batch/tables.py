"""A table with one article a row: JSONL, CSV, Parquet. Read as it comes, never loaded whole."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from summarizer.article import Article
from summarizer.errors import InputError, UsageError
from summarizer.limits import DEFAULT, Limits, more, too_much

TABLES = (".jsonl", ".ndjson", ".csv", ".parquet")
COLUMNS = ("id", "text", "title", "outlet", "published", "url", "language")
"""What a row may say of its article. `text` is needed; without `id` a row is called by its number."""

Row = dict[str, Any]


def rows(path: Path, limits: Limits) -> Iterator[tuple[int, Row | str]]:
    """Each row with its number, or what is wrong with it. Raises `UsageError` for a table that cannot be read."""
    readers = {".csv": _csv, ".parquet": _parquet}
    try:
        yield from readers.get(path.suffix.lower(), _jsonl)(path, limits)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise UsageError(f"cannot read {path}: {why}; check the file") from None


def _jsonl(path: Path, limits: Limits) -> Iterator[tuple[int, Row | str]]:
    """Each line's object, or what is wrong with the line."""
    most = limits.text_bytes
    with path.open("rb") as file:
        number = 0
        while line := file.readline(most + 1):
            number += 1
            if len(line) > most:
                yield number, f"the line has more than {most:,} bytes: take it out, or {more('text_bytes')}"
                while line and not line.endswith(b"\n"):
                    line = file.readline(most)
            elif line.strip():
                yield number, _object(line)


def _object(line: bytes) -> Row | str:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return "the line is not JSON"
    return value if isinstance(value, dict) else "the line is not a JSON object"


def _csv(path: Path, limits: Limits) -> Iterator[tuple[int, Row | str]]:
    csv.field_size_limit(limits.text_bytes)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            yield reader.line_num, row if None not in row else "the row has more cells than the header"


def _parquet(path: Path, _: Limits) -> Iterator[tuple[int, Row | str]]:
    try:
        from pyarrow import ArrowException, parquet
    except ImportError:
        raise UsageError(f"{path} is a Parquet file, which needs pyarrow: pip install 'summarizer[parquet]'") from None
    try:
        number = 0
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=256):
                for row in batch.to_pylist():
                    number += 1
                    yield number, row
    except ArrowException as error:
        raise UsageError(f"cannot read {path}: {str(error).splitlines()[0]}; check the file") from None


def article_of(row: Mapping[str, Any], columns: Mapping[str, str], place: str, limits: Limits = DEFAULT) -> Article:
    """The article of a row, agency JSON included. Raises `InputError`, naming the row."""
    said = {name: row.get(columns.get(name, name)) for name in COLUMNS}
    text = said.pop("text")
    if text is None and "uri" in row:
        from summarizer.readers import agency
        from summarizer.readers.source import Source

        if agency.is_item(row):
            source = Source(place, b"", limits=limits)
            return agency.found(row, 1, source).document(source).article
    if not isinstance(text, str) or not text.strip():
        raise InputError(f"{place}: the row has no text in the column {columns.get('text', 'text')!r}")
    if len(text) > limits.characters:
        raise too_much(f"{place}: the text", "characters", limits, "characters", "too large for one article; split it")
    known = {name: str(value) for name, value in said.items() if name != "id" and value not in (None, "")}
    try:
        return Article(text, **known)
    except InputError as error:
        raise InputError(f"{place}: {error}") from None
