"""A Word file (`.docx`): paragraphs and tables in their order, without what is deleted or hidden."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from summarizer.limits import too_much
from summarizer.readers.archives import checked, no_entities
from summarizer.readers.cleaning import squeezed, visible
from summarizer.readers.document import Document
from summarizer.readers.extras import needed
from summarizer.readers.source import Found, Source

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011"}
_FIRST = 20
"""Paragraphs among which a title is looked for; each look at a style takes a millisecond in a long document."""
_DELETED = (f"{_W}del", f"{_W}moveFrom")
_OTHERS = {
    "word/": "Word",
    "xl/": "an Excel workbook: copy the article's text",
    "ppt/": "a PowerPoint file: copy the article's text",
    "META-INF/container.xml": "an EPUB: copy the article's text",
    "content.xml": "an OpenDocument file: save it as .docx",
}


def read(source: Source) -> Iterator[Document]:
    """The one article of a Word file. Raises `InputError` for any other archive, and for one that is a bomb."""
    docx = needed("docx", "docs", "Word")
    archive = checked(source.data, source.name, source.limits)
    names = archive.namelist()
    if "word/document.xml" not in names:
        what = next((what for start, what in _OTHERS.items() if any(name.startswith(start) for name in names)), "")
        raise source.refused(f"is {what}" if what and what != "Word" else "is a zip archive: unpack it first")
    for name in names:
        if name.endswith((".xml", ".rels")):
            if archive.getinfo(name).file_size > source.limits.xml_bytes:
                what = f"bytes in its {name[:60]}"
                raise too_much(source.name, what, source.limits, "xml_bytes", "split the article")
            no_entities(archive.read(name), source.name, "docs")
    document = docx.Document(io.BytesIO(source.data))
    removed: Counter[str] = Counter()
    found = (_block(block, removed) for block in document.iter_inner_content())
    text = visible("\n\n".join(filter(None, found)), removed)
    yield Found("docx", text, _facts(document), removed=removed).document(source)


def _block(block: Any, removed: Counter[str]) -> str:
    """A paragraph, or a table with a line for each row."""
    rows = getattr(block, "rows", None)
    if rows is None:
        return _lines(_text(block._p, removed))  # noqa: SLF001 (python-docx has no other way to its XML)
    return "\n".join(filter(None, (_row(row, removed) for row in rows)))


def _row(row: Any, removed: Counter[str]) -> str:
    """Its cells; one that spans several columns is there once."""
    cells = []
    for cell in dict.fromkeys(element for element in row._tr.iter(f"{_W}tc")):  # noqa: SLF001
        paragraphs = (_lines(_text(paragraph, removed)) for paragraph in cell.iterchildren(f"{_W}p"))
        cells.append(" ".join(" ".join(paragraphs).split()))
    return " | ".join(cells) if any(cells) else ""


def _text(paragraph: Any, removed: Counter[str]) -> str:
    """The text of a paragraph's XML. python-docx leaves out what was inserted while changes were tracked."""
    parts: list[str] = []
    open_ = [paragraph]
    while open_:
        element = open_.pop()
        tag = element.tag
        if tag in _DELETED:
            removed["deleted passages"] += 1
        elif tag == f"{_W}r" and _hidden(element):
            removed["hidden passages"] += 1
        elif tag == f"{_W}t":
            parts.append(element.text or "")
        elif tag in _BREAKS:
            parts.append(_BREAKS[tag])
        elif tag != _FALLBACK:  # the same text again, for programs that cannot show the first
            open_ += reversed(element)
    return "".join(parts)


def _hidden(run: Any) -> bool:
    mark = run.find(f"{_W}rPr/{_W}vanish")
    return mark is not None and mark.get(f"{_W}val") not in ("0", "false", "off")


def _lines(text: str) -> str:
    return "\n".join(filter(None, map(squeezed, text.split("\n"))))


def _facts(document: Any) -> dict[str, Any]:
    """Its title, author and language. Its dates say when the file was made, not when the article was published."""
    known = document.core_properties
    first = islice(document.paragraphs, _FIRST)
    styled = (p.text for p in first if p.style is not None and p.style.name == "Title" and p.text.strip())
    author = None if known.author == "python-docx" else known.author
    return {"title": known.title or next(styled, None), "author": author, "language": known.language}
