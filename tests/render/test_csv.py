"""The CSV: a row a statement, read back by three readers, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import re
import xml.etree.ElementTree as ET
from io import StringIO
from pathlib import Path

import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.briefing import Briefing
from summarizer.render import render, render_bytes, words
from summarizer.render.spreadsheet import BETWEEN, BOM, COLUMNS, cell
from tests.render.conftest import Poison
from tests.render.payloads import FORMULAS, PAYLOADS
from tests.render.test_text import controls
from tests.support import office

RUNS = re.compile(r"[\s\"]*[=+\-@＝＋－＠]|[\t\r](?!\n)")
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def rows(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(StringIO(text.removeprefix(BOM), newline=""), delimiter=delimiter))


def test_one_row_a_statement_in_the_order_of_the_briefing(briefing: Briefing) -> None:
    head, *body = rows(render(briefing, "csv"))
    assert tuple(head) == COLUMNS
    assert [row[0] for row in body] == [item.id for item in briefing.items]
    assert {len(row) for row in body} == {len(COLUMNS)}


def test_a_row_holds_the_statement_its_speaker_its_words_and_who_answers(briefing: Briefing) -> None:
    _, c1, c2, d1, *_ = (dict(zip(COLUMNS, row, strict=True)) for row in rows(render(briefing, "csv")))
    assert c1["statement"] == "The Karst dam was opened on purpose."
    assert [c1[name] for name in ("list", "kind", "certainty", "sourcing", "cue", "negated")] == [
        "claims", "assertion", "certain", "named", "said", "no",
    ]  # fmt: skip
    assert [c1[name] for name in ("speaker", "speaker_role", "speaker_kind")] == [
        "Ora Lindqvist", "Veldania’s water minister", "person",
    ]  # fmt: skip
    assert c1["answered_by"].split(BETWEEN)[2] == "Tamsin Orvo refused to comment [r1]"
    assert c1["sha256"] == briefing.source.sha256
    evidence = briefing.claims[1].evidence
    for name, wanted in (("quotes", [e.quote for e in evidence]), ("starts", [str(e.start) for e in evidence])):
        assert c2[name].split(BETWEEN) == wanted
    assert c2["hedges"] == "probably"
    assert d1["statement"].split(BETWEEN) == words.said(briefing.denials[0])
    assert d1["answers"].split(BETWEEN)[1] == "c2 (exact)"


def test_the_file_is_rfc_4180_with_a_mark_for_spreadsheets(briefing: Briefing) -> None:
    data = render_bytes(briefing, "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\r\n")
    assert len(lines) == len(briefing.items) + 2  # the header, and nothing after the last line's end
    assert all(line.startswith(b'"') and line.endswith(b'"') and b"\n" not in line for line in lines[:-1])


def test_pandas_reads_the_same_table(briefing: Briefing, tmp_path: Path) -> None:
    """A parser that is not the one that wrote it."""
    file = tmp_path / "briefing.csv"
    file.write_bytes(render_bytes(briefing, "csv"))
    frame = pandas.read_csv(file, dtype=str, keep_default_na=False)
    assert [list(frame.columns), *frame.to_numpy().tolist()] == rows(render(briefing, "csv"))


@given(
    st.lists(st.text(max_size=12) | st.sampled_from(FORMULAS) | st.text(" ;,\"=+-@＝＠\t\r\n'", max_size=8), min_size=1)
)
def test_no_text_begins_a_formula_whichever_mark_parts_the_cells(texts: list[str]) -> None:
    file = StringIO()
    csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(map(cell, texts))
    for delimiter in (",", ";"):
        assert [value for row in rows(file.getvalue(), delimiter) for value in row if RUNS.match(value)] == []


@given(st.text(st.characters(categories=["L", "N", "Zs"], exclude_characters="⁺⁻⁼"), max_size=40))
def test_plain_words_are_unchanged(text: str) -> None:
    assert cell(text) == text


@given(st.lists(st.text(max_size=20), min_size=1))
def test_a_cell_comes_back_as_it_was_written(texts: list[str]) -> None:
    file = StringIO()
    csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(map(cell, texts))
    assert rows(file.getvalue()) == [[cell(text) for text in texts]]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_leaves_its_cell_or_runs(poisoned: Poison, payload: str) -> None:
    dirty = poisoned(payload)
    text = render(dirty, "csv")
    assert controls(text.removeprefix(BOM).replace("\r\n", "\n")) == set()
    head, *body = rows(text)
    assert len(body) == len(dirty.items)
    assert {len(row) for row in (head, *body)} == {len(COLUMNS)}
    assert [value for row in body for value in row if RUNS.match(value)] == []


def test_the_payloads_run_when_they_are_not_defused(poisoned: Poison, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the test above would prove nothing."""
    monkeypatch.setattr("summarizer.render.spreadsheet.cell", str)
    assert [value for row in rows(render(poisoned("=1+1"), "csv")) for value in row if RUNS.match(value)]


@office.needed
def test_libreoffice_finds_texts_and_no_formula(briefing: Briefing, tmp_path: Path) -> None:
    texts = [payload for payload in PAYLOADS if len(payload) < 1000]
    claims = [briefing.claims[0].model_copy(update={"statement": text}) for text in texts]
    file = tmp_path / "hostile.csv"
    file.write_bytes(render_bytes(briefing.model_copy(update={"claims": claims}), "csv"))
    cells = opened(file)
    assert [found for found in cells if found.get(f"{TABLE}formula")] == []
    assert {found.get(f"{OFFICE}value-type") for found in cells} <= {None, "string", "float", "date"}
    shown = {"".join("".join(found.itertext()).split()) for found in cells}  # a run of spaces is an element of its own
    numbers = {"1.", "1)"}
    assert {"".join(cell(text).split()) for text in texts} - numbers <= shown


@office.needed
def test_libreoffice_would_run_what_is_not_defused(tmp_path: Path) -> None:
    file = tmp_path / "raw.csv"
    file.write_text('"=1+1"\r\n', "utf-8")
    assert [found for found in opened(file) if found.get(f"{TABLE}formula")]


def opened(file: Path) -> list[ET.Element]:
    """The cells as LibreOffice takes them: UTF-8, parted by commas. Without a window it does not look for the mark."""
    root = ET.parse(office.convert(file, "fods", "--infilter=CSV:44,34,76,1")).getroot()
    return list(root.iter(f"{TABLE}table-cell"))
