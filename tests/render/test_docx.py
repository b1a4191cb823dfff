"""The Word document, read back with python-docx and opened by LibreOffice."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as Page
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from summarizer.briefing import Briefing
from summarizer.errors import UsageError
from summarizer.render import render, render_bytes, words
from summarizer.render.escape import terminal
from summarizer.render.outline import outline
from tests.render.conftest import Poison
from tests.render.payloads import PAYLOADS
from tests.render.test_text import controls
from tests.support import office

PAGE = Document()
"""Made once: a document takes longer to make than a test of one text."""
FIELDS = {"PAGE", "NUMPAGES"}


def opened(briefing: Briefing) -> Page:
    return Document(BytesIO(render_bytes(briefing, "docx")))


def paragraphs(page: Page) -> list[tuple[str, str]]:
    return [(paragraph.style.name or "", paragraph.text) for paragraph in page.paragraphs if paragraph.style]


def tables(page: Page) -> list[list[list[list[tuple[str, str]]]]]:
    """Table, row, cell, and in each its paragraphs with their styles."""
    return [
        [
            [[(p.style.name or "", p.text) for p in cell.paragraphs if p.style] for cell in row.cells]
            for row in table.rows
        ]
        for table in page.tables
    ]


def shape(page: Page) -> object:
    """Everything but the texts."""
    cells = [[[[style for style, _ in cell] for cell in row] for row in table] for table in tables(page)]
    return [style for style, _ in paragraphs(page)], cells


def test_headings_are_headings_in_the_order_of_the_outline(briefing: Briefing) -> None:
    found = paragraphs(opened(briefing))
    shown = outline(briefing)
    assert found[:2] == [("Title", shown.title), ("Subtitle", shown.subtitle)]
    assert [text for style, text in found if style == "Heading 1"] == [section.title for section in shown.sections]


def test_a_claim_is_a_row_with_its_words_its_speaker_and_the_responses(briefing: Briefing) -> None:
    claims = tables(opened(briefing))[0]
    assert [[text for _, text in cell] for cell in claims[0]] == [["Id"], ["Claim"], ["Said by"], ["Response reported"]]
    assert claims[1] == [
        [("Statement", "c1")],
        [
            ("Statement", "The Karst dam was opened on purpose."),
            ("Quoted words", "“the Karst dam was opened on purpose” [s1]"),
        ],
        [("Attribution", "Ora Lindqvist, Veldania’s water minister"), ("Quiet", "“said” · stated as certain")],
        [
            ("Response", words.denied_by(briefing.denials[0], briefing.denials[0].answers[0], words.names(briefing.actors))),
            ("Response", words.denied_by(briefing.denials[1], briefing.denials[1].answers[0], words.names(briefing.actors))),
            ("Response", "Tamsin Orvo refused to comment [r1]"),
        ],
    ]  # fmt: skip


def test_a_claim_that_nobody_answered_says_so(briefing: Briefing) -> None:
    alone = briefing.model_copy(update={"denials": [], "other_responses": []})
    page = opened(alone)
    assert tables(page)[0][1][3] == [("Quiet", "no response reported")]
    assert ("Normal", "No denials reported.") in paragraphs(page)


def test_all_of_it_is_in_the_document(briefing: Briefing) -> None:
    page = opened(briefing)
    parts = [text for _, text in paragraphs(page)]
    parts += [text for table in tables(page) for row in table for cell in row for _, text in cell]
    for section in outline(briefing).sections:
        for entry in section.entries:
            for line in entry.lines:
                wanted = line.text.split(words.SEPARATOR)[0] if line.kind == "source" else line.text
                assert any(wanted in part for part in parts), wanted


def test_header_rows_repeat_and_no_statement_is_torn_apart(briefing: Briefing) -> None:
    for table in opened(briefing).tables:
        first, *others = (row._tr.trPr for row in table.rows)
        assert first is not None
        assert first.find(qn("w:tblHeader")) is not None
        assert [row.find(qn("w:cantSplit")) is not None for row in others if row is not None] == [True] * len(others)


def test_the_file_says_what_it_is_and_is_the_same_each_time(briefing: Briefing) -> None:
    data = render_bytes(briefing, "docx")
    assert render_bytes(briefing, "docx") == data
    core = Document(BytesIO(data)).core_properties
    assert (core.title, core.author) == (briefing.source.title, "summarizer 0.1.0")
    assert core.created == datetime(2031, 3, 11, 8, 15, tzinfo=UTC)
    footer = opened(briefing).sections[0].footer.paragraphs[0].text
    assert footer.startswith(words.NOTICE)


def test_a_document_is_no_text(briefing: Briefing) -> None:
    with pytest.raises(UsageError, match="render_bytes"):
        render(briefing, "docx")


@pytest.mark.parametrize("first", range(0, len(PAYLOADS), 6))
def test_a_payload_is_only_ever_a_text(briefing: Briefing, poisoned: Poison, first: int) -> None:
    dirty = poisoned(" ".join(PAYLOADS[first : first + 6]))  # some at once: where a text begins has no meaning in XML
    data = render_bytes(dirty, "docx")
    page = Document(BytesIO(data))
    assert shape(page) == shape(opened(briefing))
    texts = [text for _, text in paragraphs(page)]
    texts += [text for table in tables(page) for row in table for cell in row for _, text in cell]
    assert controls("\n".join(texts)) == set()
    assert [terminal(said) for said in words.said(dirty.claims[0])] == [tables(page)[0][1][1][0][1]]
    with ZipFile(BytesIO(data)) as file:
        body = file.read("word/document.xml").decode() + file.read("word/footer1.xml").decode()
        links = b"".join(file.read(name) for name in file.namelist() if name.endswith(".rels"))
    assert set(re.findall(r'w:instr="([^"]*)"', body)) == FIELDS
    assert not re.search(r"<w:(hyperlink|instrText|object|altChunk|drawing)\b", body)
    assert b'TargetMode="External"' not in links


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_can_be_written_and_read_back(text: str) -> None:
    assert PAGE.add_paragraph(terminal(text)).text == terminal(text)


@office.needed
def test_libreoffice_opens_it_and_makes_pages_of_it(briefing: Briefing, tmp_path: Path) -> None:
    file = tmp_path / "briefing.docx"
    file.write_bytes(render_bytes(briefing, "docx"))
    pdf = office.convert(file, "pdf")
    assert pdf.read_bytes().startswith(b"%PDF")
    text = office.convert(file, "txt:Text (encoded):UTF8").read_text("utf-8-sig")
    assert [claim.statement for claim in briefing.claims if claim.statement not in text] == []
    if reader := shutil.which("pdftotext"):
        done = subprocess.run([reader, "-layout", str(pdf), "-"], capture_output=True, text=True, check=True)
        assert "Page 1 of " in done.stdout
