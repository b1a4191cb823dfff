"""A PDF: its pages' text in the order of reading, with the pages kept as spans of it."""

from __future__ import annotations

import io
import re
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

from summarizer.limits import more, too_much
from summarizer.readers.cleaning import squeezed, visible
from summarizer.readers.covert import uncover
from summarizer.readers.document import Document
from summarizer.readers.extras import needed
from summarizer.readers.joining import joined, lines
from summarizer.readers.pages import blocks, without_running_heads
from summarizer.readers.source import Found, Source

_NO_TITLE = re.compile(r"untitled\b|microsoft \w+ - |.*\.(?:docx?|pdf|indd|qxp|rtf|odt|tex|dvi|pages)$", re.IGNORECASE)
"""Titles that programs write of themselves."""
_SOFT = re.compile("\u00ad(?= *$)", re.MULTILINE)
_WEIGHTS = (1.25, 1.5)
"""How fine the grid is: the coarse one shows best which lines run the whole width, the finer one has more room."""
_NARROW = 400
"""Cells in a line of the grid; a page set out wider holds a drawing."""


def read(source: Source) -> Iterator[Document]:
    """The one article of a PDF. Raises `InputError` for one that is encrypted, a scan, damaged or too long."""
    pypdf = needed("pypdf", "docs", "PDF")
    reader = pypdf.PdfReader(io.BytesIO(source.data))
    if reader.is_encrypted and not _opened(reader):
        raise source.refused("is encrypted: save it without a password")
    if len(reader.pages) > source.limits.pages:
        raise too_much(source.name, "pages", source.limits, "pages", "take out the pages of the article")
    removed: Counter[str] = Counter()
    notes: list[str] = []
    grids = _grids(reader, source, removed, notes)
    empty = [number for number, grid in enumerate(grids, 1) if not any(line.strip() for line in grid)]
    if len(empty) == len(grids):
        raise source.refused("has no text, only pictures (a scan?): run it through OCR first, or give the text")
    pages, removed["running heads and page numbers"] = without_running_heads(grids)
    text = joined(
        line for number, page in enumerate(pages, 1) for block in blocks(page) for line in lines(block, number)
    )
    removed["hyphens at line ends"] += text.mended
    notes += [f"pages without text: {_listed(empty)}"] if empty else []
    yield Found(
        "pdf", "".join(text.parts), _facts(reader), pages=text.pages(), removed=removed, notes=notes
    ).document(source)  # fmt: skip


def _opened(reader: Any) -> bool:
    """Whether it opens without a password: some files only forbid printing."""
    try:
        return bool(reader.decrypt(""))
    except Exception:  # noqa: BLE001 (a cipher that needs another package, a damaged table: it stays shut)
        return False


def _grids(reader: Any, source: Source, removed: Counter[str], notes: list[str]) -> list[list[str]]:
    """Each page's lines, set out on a grid; `notes` gets what a reader should know of some pages."""
    started, characters = time.monotonic(), 0
    grids: list[list[str]] = []
    large: list[int] = []
    scanned: list[int] = []
    for number, page in enumerate(reader.pages, 1):
        contents = page.get_contents()
        if contents is not None and len(contents.get_data()) > source.limits.page_bytes:
            large.append(number)
            grids.append([])
            continue
        seen = uncover(page)
        removed["hidden passages"] += seen.hidden
        scanned += [number] if seen.scanned else []
        grid = _grid(page, removed)
        characters += sum(len(line.strip()) for line in grid)
        if characters > source.limits.characters:
            raise too_much(source.name, "characters", source.limits, "characters", "take out the pages of the article")
        if time.monotonic() - started > source.limits.seconds:
            most = f"{source.limits.seconds:g} seconds"
            raise source.refused(f"took more than {most} to read: take out its pages, or {more('seconds')}")
        grids.append(grid)
    removed["pages too large to read"] += len(large)
    notes += [f"pages too large to read: {_listed(large)}; {more('page_bytes')}"] if large else []
    said = "pages whose text is invisible over a picture, as text recognition writes it"
    notes += [f"{said}: {_listed(scanned)}"] if scanned else []
    return grids


def _listed(pages: list[int]) -> str:
    return ", ".join(map(str, pages[:20])) + (f" and {len(pages) - 20:,} more" if len(pages) > 20 else "")


def _grid(page: Any, removed: Counter[str]) -> list[str]:
    """The lines of a page as they stand on it where that can be told, else in the order in which they were written."""
    plain = _shown(page.extract_text() or "")
    for weight in _WEIGHTS:
        try:
            grid = _shown(
                page.extract_text(
                    extraction_mode="layout", layout_mode_scale_weight=weight, layout_mode_strip_rotated=False
                )
            )
        except Exception:  # noqa: BLE001 (fonts without widths and other faults only bar the setting out)
            break
        if _is_faithful(grid, plain):
            plain = grid
            break
    # A soft hyphen is seen where it breaks a word, and only there.
    return visible(_SOFT.sub("-", plain), removed).split("\n")


def _shown(text: str) -> str:
    return text.replace("\r", "\n").expandtabs()


def _is_faithful(grid: str, plain: str) -> bool:
    """Whether the setting out has kept every word, and has either found columns or made no lines of two.

    Where a column's text is wider than its place, words run into each other; where a gutter is missed, so do lines.
    Programs write column by column, so the order of writing is the better one then.
    """
    if Counter(grid.split()) != Counter(plain.split()):
        return False
    lines_ = grid.split("\n")
    if len(list(blocks(lines_))) > 1:
        return True
    return _lines(grid) == _lines(plain) and max(map(len, lines_)) <= _NARROW


def _lines(text: str) -> Counter[str]:
    return Counter(filter(None, map(squeezed, text.split("\n"))))


def _facts(reader: Any) -> dict[str, Any]:
    """Its title, author and language. Its dates say when the file was made, not when the article was published."""
    found = reader.metadata
    title, author = (found.title, found.author) if found else (None, None)
    language = reader.root_object.get("/Lang")
    if title and _NO_TITLE.match(str(title).strip()):
        title = None
    return {"title": title and str(title), "author": author and str(author), "language": language and str(language)}
