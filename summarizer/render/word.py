"""A briefing as a Word document (DOCX) to hand around: the same content as the terminal's, statements in tables.

Real styles, headings and repeated header rows, so that a reader's own template, navigation and screen reader work. No
field, link or macro is made from a text. The same briefing gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from docx import Document
from docx.document import Document as Page
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from summarizer.briefing import Briefing
from summarizer.render import word_parts, words
from summarizer.render.escape import terminal
from summarizer.render.outline import BULLET, Entry, LineKind, Section, outline

_FONT = "Arial"  # on every system, or one of the same measures is
_WIDTHS = (Cm(1.1), Cm(7.9), Cm(4.2), Cm(4.8))
_INK, _QUIET = RGBColor(0x1F, 0x3A, 0x5F), RGBColor(0x59, 0x59, 0x59)


class _Columns(NamedTuple):
    """The header of a table of statements, and what stands where nobody answers."""

    said: str
    by: str
    answers: str
    unanswered: str = ""


_TABLES = {
    "Claims": _Columns("Claim", "Said by", "Response reported"),
    "Denials": _Columns("What is denied", "Denied by", "Claims it answers"),
    "Other responses": _Columns("Response", "Given by", "Claims it answers", "no claim of this briefing"),
    "Expert views": _Columns("View", "Expert", "Response reported", "–"),
}
"""Sections of the outline that become tables; the others are lists."""
_STYLES: dict[LineKind, str] = {
    "statement": "Statement",
    "quote": "Quoted words",
    "source": "Attribution",
    "response": "Response",
    "silence": "Quiet",
    "note": "Attribution",
    "origin": "Attribution",
}


def render(briefing: Briefing) -> bytes:
    """The document's file, A4."""
    shown = outline(briefing)
    page = Document()
    _set_up(page)
    _text(page, shown.title, "Title")
    _text(page, shown.subtitle, "Subtitle")
    for section in shown.sections:
        _text(page, section.title, "Heading 1")
        if section.title in _TABLES and all(entry.label for entry in section.entries):
            _table(page, section, _TABLES[section.title])
        else:
            _list(page, section)
    _footer(page)
    made = briefing.provenance
    word_parts.properties(page, title=terminal(shown.title), author=terminal(made.tool), made_at=made.recorded_at)
    return word_parts.packed(page)


def _text(place: Page | _Cell, text: str, style: str) -> Paragraph:
    return place.add_paragraph(terminal(text), style)


def _table(page: Page, section: Section, columns: _Columns) -> None:
    """A row a statement: its id, what is said and in which words, by whom and how, what it answers or answers it."""
    table = page.add_table(rows=1, cols=len(_WIDTHS), style="Normal Table")
    word_parts.fix_widths(table, _WIDTHS)
    word_parts.rule(table, "A6B1C2", Pt(3))
    for cell, title in zip(table.rows[0].cells, ("Id", columns.said, columns.by, columns.answers), strict=True):
        _fill(cell, [(title, "Table header")])
        word_parts.shade(cell, "E4EAF2")
    word_parts.repeat(table.rows[0])
    for entry in section.entries:
        row = table.add_row()
        word_parts.keep_whole(row)
        answers = _lines(entry, "response", "silence") or [(columns.unanswered, "Quiet")]
        cells = ([(entry.label, "Statement")], _lines(entry, "statement", "quote"), _source(entry), answers)
        for cell, lines in zip(row.cells, cells, strict=True):
            _fill(cell, lines)


def _lines(entry: Entry, *kinds: LineKind) -> list[tuple[str, str]]:
    return [(line.text, _STYLES[line.kind]) for line in entry.lines if line.kind in kinds]


def _source(entry: Entry) -> list[tuple[str, str]]:
    """The speaker on a line, then with which word of the article and how surely."""
    name, *how = next(line.text for line in entry.lines if line.kind == "source").split(words.SEPARATOR)
    return [(name, "Attribution"), *([(words.SEPARATOR.join(how), "Quiet")] if how else [])]


def _fill(cell: _Cell, lines: Iterable[tuple[str, str]]) -> None:
    """Into the empty paragraph that every cell has, then into further ones."""
    for number, (text, style) in enumerate(lines):
        if number:
            _text(cell, text, style)
        else:
            cell.paragraphs[0].style = style
            cell.paragraphs[0].add_run(terminal(text))


def _list(page: Page, section: Section) -> None:
    listed = section.title not in ("Bottom line", "Provenance") and any(entry.label for entry in section.entries)
    for entry in section.entries:
        label = "" if entry.label in ("", BULLET) else f"{entry.label}: "
        quiet = "Quiet" if section.title == "Provenance" else "Normal"
        _text(page, label + entry.lines[0].text, "List Bullet" if listed else quiet)
        for line in entry.lines[1:]:
            _text(page, line.text, "List Bullet 2" if listed else quiet)


def _footer(page: Page) -> None:
    paragraph = page.sections[0].footer.paragraphs[0]
    paragraph.style = "Footer"
    paragraph.add_run(f"{words.NOTICE} Made by a program with a language model; not fact-checked. Page ")
    word_parts.field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    word_parts.field(paragraph, "NUMPAGES")


def _set_up(page: Page) -> None:
    """A4, and styles for what this page is made of; a reader changes the looks of all statements in one place."""
    section = page.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(1.5)
    _style(page, "Normal", 9.5, after=3)
    _style(page, "Title", 17, color=_INK, after=2)
    _style(page, "Subtitle", 9.5, color=_QUIET, after=4)
    _style(page, "Heading 1", 11.5, color=_INK, before=9, after=3, bold=True)
    _style(page, "List Bullet", 9.5, after=1)
    _style(page, "List Bullet 2", 9, after=1)
    _style(page, "Footer", 7.5, color=_QUIET)
    _style(page, "Table header", 8.5, bold=True)
    _style(page, "Statement", 9, bold=True, after=1)
    _style(page, "Quoted words", 8.5, italic=True, after=1)
    _style(page, "Attribution", 8.5, after=1)
    _style(page, "Response", 8.5, after=3)
    _style(page, "Quiet", 8.5, color=_QUIET, after=1)


def _style(
    page: Page, name: str, size: float, *, color: RGBColor | None = None, before: float = 0, after: float = 0,
    bold: bool | None = None, italic: bool | None = None,
) -> None:  # fmt: skip
    """Set a paragraph style of the template, or add one. Sizes and spaces are in points."""
    known = name in page.styles
    style = page.styles[name] if known else page.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    word_parts.plain_font(style, _FONT)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
    if color is not None:
        style.font.color.rgb = color
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = 1.0
