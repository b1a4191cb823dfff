"""Any bytes give a document or our own error, never another exception, and in bounded time."""

from __future__ import annotations

import io
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summarizer.errors import SummarizerError
from summarizer.readers.document import Document
from summarizer.readers.kinds import HEAD, kind_of
from summarizer.readers.reading import _MODULES, _read
from summarizer.readers.rows import lines
from summarizer.readers.source import Source
from tests.readers.made import ATOM, NINJS2, ROWS, RSS, altered, columns, mail, page, pdf, prose, rezipped, rows, word

SEEDS = {
    "text": b"---\ntitle: x\n---\nTwo shafts were shut.",
    "html": page("<p style='display:none'>x</p>").encode(),
    "feed": RSS.encode(),
    "pdf": columns(by_row=True),
    "docx": word(),
    "mail": mail(html=True),
    "json": rows(NINJS2),
}
PIECES = [
    *b"<>[]{}\"'&;%/\\\0\n \xff", b"<p", b"<!--", b"]]>", b"<!DOCTYPE a [", b"\xef\xbb\xbf", b"\xff\xfe", b"endobj", b"stream\n",
    b"/Length 99999999", b"PK\x01\x02", b"\n\nContent-Type: multipart/mixed; boundary=x", b"style='", b"charset=utf-7", b"9" * 50,
    "\u202e\ud7ff".encode(),
]  # fmt: skip
SECONDS = 5.0
"""For one file of some kilobytes. The slowest seen took a tenth of this."""


@st.composite
def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    """A good file with some places cut, doubled or overwritten."""
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 200)))
        piece = draw(st.sampled_from(PIECES) | st.binary(max_size=20) | st.just(data[start:end] * 2))
        data = data[:start] + (bytes([piece]) if isinstance(piece, int) else piece) + data[end:]
    return data[: draw(st.sampled_from([len(data), len(data), len(data) // 2]))]


def one_sentence(error: SummarizerError) -> None:
    assert "\n" not in str(error)


def outcome(kind: str, data: bytes) -> None:
    started = time.monotonic()
    source = Source("a", data)
    try:
        for entry in lines(io.BytesIO(data), source) if kind == "rows" else _read(kind, source):
            assert isinstance(entry, (Document, SummarizerError))
            if isinstance(entry, Document):
                entry.article.text.encode()
                assert all(0 <= p.start <= p.end <= len(entry.article.text) for p in entry.pages)
    except SummarizerError as error:
        one_sentence(error)
    assert time.monotonic() - started < SECONDS


CHECKED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@pytest.mark.parametrize("kind", [*_MODULES, "rows"])
@CHECKED
@given(data=st.binary(max_size=400))
def test_any_bytes_to_any_reader(kind: str, data: bytes) -> None:
    outcome(kind, data)


@pytest.mark.parametrize("kind", SEEDS)
@CHECKED
@given(choice=st.data())
def test_damaged_files_to_their_reader(kind: str, choice: st.DataObject) -> None:
    outcome(kind, choice.draw(damaged(SEEDS[kind])))


@CHECKED
@given(choice=st.data())
def test_damaged_parts_of_a_word_file(choice: st.DataObject) -> None:
    name = choice.draw(st.sampled_from(["word/document.xml", "word/styles.xml", "docProps/core.xml", "_rels/.rels"]))
    outcome("docx", rezipped(word(), name, lambda part: choice.draw(damaged(part))))


@CHECKED
@given(choice=st.data())
def test_a_kind_is_told_of_anything(choice: st.DataObject) -> None:
    seed = choice.draw(st.sampled_from([*SEEDS.values(), ROWS, ATOM.encode(), b"{", b"From: x\n", b""]))
    data = choice.draw(damaged(seed) | st.binary(max_size=400))
    try:
        assert kind_of(data[:HEAD], choice.draw(st.sampled_from(["a", "a.html", "a.json", "a.eml", "a.xml"]))) in {
            *_MODULES,
            "rows",
        }
    except SummarizerError as error:
        one_sentence(error)


HOSTILE: dict[str, tuple[str, bytes]] = {
    "nested": ("html", b"<div>" * 100_000 + b"x"),
    "nested in a list": ("html", b"<ul><li>" * 50_000 + b"x"),
    "unclosed": ("html", b"<p><a <b <i " * 50_000),
    "attributes": ("html", b"<p " + b"a=b " * 100_000 + b">x"),
    "comments": ("html", b"<!--" * 100_000),
    "hidden inside hidden": ("html", b"<div hidden>" * 5_000 + b"x" + b"</div>" * 5_000 + b"<p>y"),
    "font sizes inside": ("html", b"<div style='font-size:0'>" * 250 + b"x" + b"</div>" * 250 + b"<p>y"),
    "rules": ("html", b"<style>" + b".a .b .c{display:none}" * 20_000 + b"</style>" + b"<p class=a>x" * 5_000),
    "spaces": ("html", b"<p>" + b" \n" * 500_000 + b"x"),
    "front matter": ("text", b"---\n" + b"a: b\n" * 200_000),
    "dashes": ("text", b"---\n" * 200_000),
    "header": ("mail", b"From: a\n" * 50_000),
    "parts": ("mail", b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\nx\n" * 20_000),
    "objects": ("pdf", b"%PDF-1.4\n" + b"1 0 obj\n<<>>\nendobj\n" * 20_000),
    "paragraphs": ("docx", altered(word(), "word/document.xml", "<w:body>", "<w:body>" + "<w:p/>" * 100_000)),
    "entries": ("feed", b"<rss><channel>" + b"<item><title>x</title></item>" * 9_000),
    "brackets": ("json", b"[" * 1_000_000),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_end_in_time(name: str) -> None:
    kind, data = HOSTILE[name]
    started = time.monotonic()
    kind_of(data[:HEAD], "a.html")
    try:
        for _ in _read(kind, Source("a", data)):
            pass
    except SummarizerError as error:
        one_sentence(error)
    took = time.monotonic() - started
    assert took < 30, took


def test_a_large_page_of_columns_is_set_out_in_time() -> None:
    started = time.monotonic()
    outcome("pdf", pdf([[(x, y, "a b c") for y in range(10, 280, 3) for x in range(5, 200, 12)], prose()]))
    assert time.monotonic() - started < SECONDS
