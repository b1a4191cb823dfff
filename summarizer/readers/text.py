"""Plain text: the file is the article, but for facts in front of it between two lines of `---`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields

from summarizer.readers.document import Document
from summarizer.readers.metadata import ALIASES, Facts
from summarizer.readers.source import Found, Source

_FRONT = re.compile(r"---[ \t]*\n((?:[^\n]*\n){1,50}?)---[ \t]*(?:\n|$)")
_LINE = re.compile(r"([A-Za-z][\w-]*)[ \t]*:(?:[ \t]+(.*))?")
_NAMES = frozenset(field.name for field in fields(Facts))


def read(source: Source) -> Iterator[Document]:
    """The one article of a text file."""
    decoded = source.text()
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    facts, body = front_matter(text)
    unknown = sorted(facts.keys() - _NAMES)
    notes = [f"not used of what stands in front of the text: {', '.join(unknown)[:200]}"] if unknown else []
    yield Found(
        "text", body, facts, encoding=decoded.encoding, notes=[*decoded.notes(), *notes]
    ).document(source)  # fmt: skip


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """The facts that stand in front of a text, and the text. Without any it is left as it is, to the character."""
    found = _FRONT.match(text)
    if not found:
        return {}, text
    facts = {}
    for line in found[1].splitlines():
        if not line.strip() or line.lstrip().startswith(("#", "- ")) or line[0] in " \t":
            continue  # comments, and the lists and nested values of other programs
        entry = _LINE.fullmatch(line.rstrip())
        if entry is None:
            return {}, text
        name = entry[1].lower()
        facts[ALIASES.get(name, name)] = _bare(entry[2] or "")
    if not facts.keys() & _NAMES:
        return {}, text
    return facts, text[found.end() :].lstrip("\n")


def _bare(value: str) -> str:
    value = value.strip()
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value
