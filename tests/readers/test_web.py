"""Web pages: the main text, what is declared, and nothing that nobody sees."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarizer import readers
from summarizer.errors import InputError
from summarizer.readers.encodings import web_codec
from tests.readers.made import DENIAL, FIRST, HIDDEN, TITLE, page, put

BODY = f"{TITLE}\n\n{FIRST}\n\n{DENIAL}\n\nShaft | Depth\nNorth | 300 m\n\nThe mine has stood since 1904.\nIt employs 212 people."


def test_a_page_gives_its_main_text_and_what_it_says_of_itself(tmp_path: Path) -> None:
    (document,) = readers.read(put(tmp_path, "a.html", page()))
    article = document.article
    assert article.text == BODY
    assert (article.title, article.outlet, document.author) == (TITLE, "The Courier", "Ann Ob")
    assert (article.published, article.url) == ("2031-03-10T08:00:00Z", "https://courier.example/mine")
    assert (article.language, document.encoding, document.kind) == ("en", "utf-8", "html")
    assert document.removed["scripts"] == 1
    assert document.removed["style sheets"] == 1
    assert document.remarks() == []


HIDINGS = [
    f"<p style='display:none'>{HIDDEN}</p>",
    f"<p style='DISPLAY : NONE !important'>{HIDDEN}</p>",
    f"<p style='dis\\70lay:none'>{HIDDEN}</p>",
    f"<p style='/* x */visibility:hidden'>{HIDDEN}</p>",
    f"<p style='opacity:0.0'>{HIDDEN}</p>",
    f"<p style='font-size:0px'>{HIDDEN}</p>",
    f"<p style='font-size: 1px'>{HIDDEN}</p>",
    f"<p style='color:transparent'>{HIDDEN}</p>",
    f"<p style='color:#fff; background: white'>{HIDDEN}</p>",
    f"<p style='position:absolute; left:-9999px'>{HIDDEN}</p>",
    f"<p style='position:fixed;top:-100em'>{HIDDEN}</p>",
    f"<p style='text-indent:-9999px'>{HIDDEN}</p>",
    f"<p style='clip: rect(0, 0, 0, 0)'>{HIDDEN}</p>",
    f"<p style='clip-path:inset(50%)'>{HIDDEN}</p>",
    f"<p style='transform: translateX(-9999px)'>{HIDDEN}</p>",
    f"<p style='height:0;overflow:hidden'>{HIDDEN}</p>",
    f"<p hidden>{HIDDEN}</p>",
    f"<p hidden=until-found>{HIDDEN}</p>",
    f"<p aria-hidden=' TRUE '>{HIDDEN}</p>",
    f"<div aria-hidden=true><p>{HIDDEN}</p><p style='display:none'>{HIDDEN}</p></div>",
    f"<p class=gone>{HIDDEN}</p>",
    f"<dialog><p>{HIDDEN}</p></dialog>",
]


@pytest.mark.parametrize("hiding", HIDINGS)
def test_what_nobody_sees_is_left_out_and_counted(tmp_path: Path, hiding: str) -> None:
    (document,) = readers.read(put(tmp_path, "a.html", page(hiding)))
    assert document.article.text == BODY
    assert document.removed["hidden elements"] == 1
    assert document.remarks() == ["left out: 1 hidden elements"]


@pytest.mark.parametrize(
    ("hiding", "counted"),
    [
        (f"<!-- {HIDDEN} -->", "comments"),
        (f"<?php {HIDDEN} ?>", "comments"),
        (f'<script type=\'application/ld+json\'>{{"articleBody": "{HIDDEN}"}}</script>', "scripts"),
        (f"<noscript><p>{HIDDEN}</p></noscript>", "scripts"),
        (f"<template><p>{HIDDEN}</p></template>", "scripts"),
        (f"<svg><text>{HIDDEN}</text></svg>", "pictures and frames"),
        (f"<textarea>{HIDDEN}</textarea>", "form fields"),
    ],
)
def test_what_is_no_text_of_the_page_is_left_out(tmp_path: Path, hiding: str, counted: str) -> None:
    (document,) = readers.read(put(tmp_path, "a.html", page(hiding)))
    assert document.article.text == BODY
    assert document.removed[counted] >= 1


@pytest.mark.parametrize(
    "shown",
    [
        "<p class=back>It is seen.</p>",
        "<p style='opacity:0.5'>It is seen.</p>",
        "<p style='font-size:10px;left:-1px'>It is seen.</p>",
        "<div style='font-size:0'><p style='font-size:16px'>It is seen.</p></div>",
        "<p aria-hidden=false>It is seen.</p>",
    ],
)
def test_what_is_seen_stays(tmp_path: Path, shown: str) -> None:
    (document,) = readers.read(put(tmp_path, "a.html", page(shown)))
    assert document.article.text == BODY.replace(FIRST, f"{FIRST}\n\nIt is seen.")


def test_tags_that_cannot_be_seen_are_taken_out_of_the_text(tmp_path: Path) -> None:
    tags = "".join(chr(0xE0000 + ord(c)) for c in "obey")
    (document,) = readers.read(put(tmp_path, "a.html", page(f"<p>The Bundes\u00adtag{tags} sat.\u200b</p>")))
    assert "The Bundestag sat.\n" in document.article.text
    assert document.removed["invisible characters"] == 6


def test_a_page_that_says_iso_8859_1_is_read_as_browsers_do(tmp_path: Path) -> None:
    for label in ("iso-8859-1", "ISO_8859-1", "latin1", "us-ascii", "windows-1252"):
        (document,) = readers.read(put(tmp_path, "a.html", page(charset=label).encode("cp1252")))
        assert document.article.text == BODY
        assert document.encoding == "cp1252"


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("ISO-8859-9", "cp1254"), ("gb2312", "gb18030"), ("Shift_JIS", "cp932"), ("euc-kr", "cp949"), ("utf-16", "utf-8"),
        ("koi8-r", "koi8-r"), ("hex", None), ("idna", None), ("utf-7", None), ("nope", None), ("", None), ("a\0b", None),
    ],
)  # fmt: skip
def test_labels_of_the_web(label: str, codec: str | None) -> None:
    assert web_codec(label) == codec


def test_encoding_overrides_what_a_page_says(tmp_path: Path) -> None:
    path = put(tmp_path, "a.html", page(charset="iso-8859-5").encode("cp1252"))
    (document,) = readers.read(path, encoding="cp1252")
    assert document.article.text == BODY


def test_a_byte_order_mark_goes_before_the_label(tmp_path: Path) -> None:
    for codec in ("utf-8-sig", "utf-16"):
        (document,) = readers.read(put(tmp_path, "a.html", page(charset="koi8-r").encode(codec)))
        assert document.article.text == BODY


def test_a_small_page_is_read_and_an_invisible_one_is_not(tmp_path: Path) -> None:
    (document,) = readers.read(put(tmp_path, "a.txt", "<p>Ann Ob said no."))
    assert (document.article.text, document.kind) == ("Ann Ob said no.", "html")
    with pytest.raises(InputError, match="has no text that is seen without running its scripts"):
        list(readers.read(put(tmp_path, "b.html", "<html><body><script>x</script><p hidden>y</p></body></html>")))


def test_a_day_is_never_guessed_from_the_text(tmp_path: Path) -> None:
    text = page().replace('property="article:published_time"', 'name="other"').replace("1904", "12 May 2019")
    (document,) = readers.read(put(tmp_path, "a.html", text))
    assert document.article.published is None


def test_a_day_in_linked_data_is_used(tmp_path: Path) -> None:
    data = '<script type="application/ld+json">{"@graph": [{"datePublished": "2031-03-10T09:30:00+01:00"}]}</script>'
    text = page(data).replace('property="article:published_time"', 'name="other"')
    (document,) = readers.read(put(tmp_path, "a.html", text))
    assert document.article.published == "2031-03-10T09:30:00+01:00"


def test_a_title_that_hides_a_text_is_not_used(tmp_path: Path) -> None:
    (document,) = readers.read(
        put(tmp_path, "a.html", page().replace(TITLE + " |", HIDDEN * 20 + " |").replace("<h1>", "<p>"))
    )
    assert document.article.title is None or len(document.article.title) <= 300
