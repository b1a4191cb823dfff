"""Tables with one article a row: JSONL, CSV and Parquet, read row by row, and how many rows they have."""

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
_PIECE = 1 << 20

Row = dict[str, Any] | str
"""A row, or what is wrong with it."""


def is_table(name: str) -> bool:
    """Whether a name is that of a table, with one article a row."""
    return name.lower().endswith(TABLES) and not Path(name).is_dir()


def rows(path: Path, limits: Limits = DEFAULT) -> Iterator[tuple[int, Row]]:
    """The rows of a table by the number of their line or record, read as they come.

    Raises `UsageError` where the table cannot be read, or from somewhere on not any more.
    """
    readers = {".csv": _csv, ".parquet": _parquet}
    try:
        yield from readers.get(path.suffix.lower(), _jsonl)(path, limits)
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}; check the file") from None
    except csv.Error as error:
        advice = f"check the file, or {more('text_bytes')}" if "field limit" in str(error) else "check the file"
        raise UsageError(f"cannot read {path}: {error}; {advice}") from None


def length(path: Path, limits: Limits = DEFAULT) -> int:
    """How many rows a table has, none of them looked into. Raises `OSError`, `csv.Error`, `ValueError`."""
    match path.suffix.lower():
        case ".parquet":
            from pyarrow import parquet

            with parquet.ParquetFile(path) as file:
                return int(file.metadata.num_rows)
        case ".csv":
            csv.field_size_limit(limits.text_bytes)
            with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as text:
                return max(sum(1 for row in csv.reader(text) if row) - 1, 0)
        case _:
            return lines(path)


def lines(path: Path) -> int:
    """The lines of a file that are not empty; none of them is held whole, however long it is."""
    number, within = 0, False
    with path.open("rb") as file:
        while piece := file.readline(_PIECE):
            within = within or not piece.isspace()
            if piece.endswith(b"\n"):
                number, within = number + within, False
    return number + within


def _jsonl(path: Path, limits: Limits) -> Iterator[tuple[int, Row]]:
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


def _object(line: bytes) -> Row:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return "the line is not JSON"
    return value if isinstance(value, dict) else "the line is not a JSON object"


def _csv(path: Path, limits: Limits) -> Iterator[tuple[int, Row]]:
    csv.field_size_limit(limits.text_bytes)
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            yield reader.line_num, _wrong(row) or row


def _wrong(row: dict[Any, Any]) -> str | None:
    """What is wrong with a row of a CSV file, if anything."""
    if None in row:
        return "the row has more cells than the header"
    try:
        "".join(cell or "" for cell in row.values()).encode()
    except UnicodeEncodeError:
        return "the row is not UTF-8"
    return None


def _parquet(path: Path, _: Limits) -> Iterator[tuple[int, Row]]:
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
