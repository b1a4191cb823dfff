"""What a Word document needs and python-docx has no name for: repeated headers, whole rows, fields, fixed bytes."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document as Page
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

_LONGEST_PROPERTY = 255
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def repeat(row: _Row) -> None:
    """Show the row again at the head of each page, and tell a screen reader that it is a header."""
    row._tr.get_or_add_trPr().append(_element("w:tblHeader"))  # noqa: SLF001 (python-docx's own way to its XML)


def keep_whole(row: _Row) -> None:
    """Do not break the row over two pages: a statement stays beside its quote."""
    row._tr.get_or_add_trPr().append(_element("w:cantSplit"))  # noqa: SLF001


def shade(cell: _Cell, fill: str) -> None:
    """Fill a cell with a colour, as six hexadecimal digits."""
    shading = _element("w:shd", val="clear", color="auto", fill=fill)
    cell._tc.get_or_add_tcPr().append(shading)  # noqa: SLF001


def fix_widths(table: Table, widths: Sequence[Length]) -> None:
    """Columns of these widths; left to itself, a word processor fits them to their longest words."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width  # new rows take theirs from here
        for cell in column.cells:
            cell.width = width


def rule(table: Table, color: str, room: Length) -> None:
    """Thin lines between the rows and nowhere else, and room above and below what a cell holds."""
    borders, margins = _element("w:tblBorders"), _element("w:tblCellMar")
    for side in ("top", "bottom", "insideH"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color=color))
    for side in ("top", "bottom"):
        margins.append(_element(f"w:{side}", w=str(room.twips), type="dxa"))
    held = table._tbl.tblPr  # noqa: SLF001
    layout = held.find(qn("w:tblLayout"))
    assert layout is not None  # `fix_widths` has made it, and the schema wants these around it
    layout.addprevious(borders)
    layout.addnext(margins)


def field(paragraph: Paragraph, name: str) -> None:
    """A field that the word processor fills in, such as PAGE."""
    simple = _element("w:fldSimple", instr=name)
    paragraph._p.append(simple)  # noqa: SLF001


def plain_font(style: ParagraphStyle, name: str) -> None:
    """One font for all scripts, without the template's theme, borders and letter spacing."""
    style.font.name = name
    letters = style.element.get_or_add_rPr()
    for spacing in letters.findall(qn("w:spacing")):
        letters.remove(spacing)
    fonts = letters.get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.attrib.pop(qn(f"w:{script}Theme"), None)
        fonts.set(qn(f"w:{script}"), name)
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def properties(page: Page, *, title: str, author: str, made_at: str) -> None:
    """What a file manager shows of the document; `made_at` is an ISO time."""
    core = page.core_properties
    core.title, core.author, core.last_modified_by = title[:_LONGEST_PROPERTY], author[:_LONGEST_PROPERTY], ""
    core.comments = ""  # the template's
    made = _LONG_AGO
    with suppress(ValueError, OverflowError):
        made = datetime.fromisoformat(made_at).astimezone(UTC)
    core.created = core.modified = made


def packed(page: Page) -> bytes:
    """The document as the bytes of its file, without the time at which they were written."""
    written, fixed = BytesIO(), BytesIO()
    page.save(written)
    with ZipFile(written) as source, ZipFile(fixed, "w") as target:
        for entry in source.infolist():
            target.writestr(ZipInfo(entry.filename), source.read(entry), ZIP_DEFLATED)
    return fixed.getvalue()


def _element(name: str, **attributes: str) -> BaseOxmlElement:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element
