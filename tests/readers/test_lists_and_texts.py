"""Plain text, mail, feeds, JSONL and agency JSON; how a kind is told; what is no article of any kind."""

from __future__ import annotations

import io
import json
import os
import sys
import tracemalloc
from pathlib import Path

import pytest

from summarizer import readers
from summarizer.article import Article
from summarizer.errors import InputError, UsageError
from summarizer.readers.kinds import kind_of
from summarizer.resources import shipped
from tests.readers.made import (
    ATOM,
    BOMB,
    DENIAL,
    FIRST,
    HIDDEN,
    NINJS2,
    NINJS3,
    ROWS,
    RSS,
    TITLE,
    mail,
    page,
    pdf,
    prose,
    put,
    rows,
    word,
)


def refused(path: Path | str, **how: object) -> str:
    """The one sentence with which it is refused."""
    with pytest.raises(InputError) as caught:
        list(readers.read(path, **how))  # type: ignore[arg-type]  # a test of any option
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_plain_text_is_the_article_to_the_character() -> None:
    path = shipped("seeds") / "unconventional-alliance.txt"
    (document,) = readers.read(path)
    assert document.article == Article.from_file(path)
    assert (document.kind, document.number, document.id, document.removed, document.notes) == ("text", 1, None, {}, ())


FRONT = '---\ntitle: "Mine shuts"\nSite: The Courier\ndate: 2031-03-10\nlang: en\nurl: https://courier.example/a\n# no\ntags:\n  - mine\n---\n\nTwo shafts were shut.\n'


def test_facts_in_front_of_a_text_are_used_and_not_part_of_it(tmp_path: Path) -> None:
    (document,) = readers.read(put(tmp_path, "a.md", FRONT.replace("\n", "\r\n")))
    article = document.article
    assert article.text == "Two shafts were shut.\n"
    assert (article.title, article.outlet, article.published) == ("Mine shuts", "The Courier", "2031-03-10")
    assert (article.language, article.url) == ("en", "https://courier.example/a")
    assert document.notes == ("not used of what stands in front of the text: tags",)


@pytest.mark.parametrize(
    "text",
    [
        "---\nTwo shafts were shut.\n---\nMore.",
        "---\nlayout: post\n---\nMore.",
        "title: x\n\nMore.",
        "---\ntitle: x\nMore.",
        "--- \n---\nMore.",
        "{“A bracket” begins it.}",
        "[Updated] Two shafts were shut.",
        "<Two shafts> were shut.",
        "From: the mine.\nIt is shut.",
        "Subject: a mine\nDate: today\n\nIt is shut.",
    ],
)
def test_what_only_looks_like_something_else_is_text(tmp_path: Path, text: str) -> None:
    (document,) = readers.read(put(tmp_path, "a.txt", text))
    assert (document.article.text, document.kind) == (text, "text")
    assert document.article.title is None


def test_a_fact_that_cannot_be_used_is_noted(tmp_path: Path) -> None:
    (document,) = readers.read(
        put(tmp_path, "a.txt", "---\ntitle: A\npublished: yesterday\nurl: javascript:x\n---\nIt is shut.")
    )
    assert document.article.published is document.article.url is None
    assert document.notes == (
        "published is not used: 'yesterday' is not a date like 2026-11-23",
        "url is not used: 'javascript:x' is not a web address",
    )


GERMAN = (
    "Der Preis stieg, sagte Jörg Müller. „Das überrascht mich“, fügte er hinzu. Über München äußerte er sich nicht."
)
POLISH = "Rzecznik zaprzeczył, że doszło do rozmów. Żaden z ministrów nie chciał się wypowiedzieć w tej sprawie. "
RUSSIAN = "Министр отверг обвинения и заявил, что никаких переговоров не было."


@pytest.mark.parametrize(("text", "codec"), [(GERMAN, "cp1252"), (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r")])
def test_an_encoding_that_nothing_names_is_guessed_and_said(tmp_path: Path, text: str, codec: str) -> None:
    (document,) = readers.read(put(tmp_path, "a.txt", text.encode(codec)))
    assert document.article.text == text
    assert document.notes == (f"nothing names the encoding, so {codec} is a guess: --encoding says otherwise",)


def test_an_encoding_that_would_be_a_toss_is_asked_for(tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", (POLISH * 3).encode("cp1250"))
    assert "names no encoding and may be in cp1250, cp1252" in refused(path)
    (document,) = readers.read(path, encoding="cp1250")
    assert document.article.text == POLISH * 3
    assert document.notes == ()


def test_a_mail_gives_its_text_and_names_what_is_attached(tmp_path: Path) -> None:
    for html in (False, True):
        (document,) = readers.read(put(tmp_path, "a", mail(html)))
        assert document.article.text.rstrip("\n") == f"{FIRST}\n\n{DENIAL}"
        assert (document.kind, document.article.title, document.author) == ("mail", TITLE, "Ann Ob")
        assert document.article.published == "2031-03-10T08:00:00+00:00"
        assert document.notes == ("attached and not read: mine.png",)
        assert document.removed == {"attachments": 1, **({"hidden elements": 1} if html else {})}


def test_flowed_lines_of_a_mail_are_joined(tmp_path: Path) -> None:
    head = b"From: a@b.example\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8; format=flowed\n\n"
    (document,) = readers.read(put(tmp_path, "a.eml", head + b"Two shafts \nwere shut.\n\nNobody \nis missing.\n"))
    assert document.article.text.rstrip() == "Two shafts were shut.\n\nNobody is missing."


def test_a_feed_is_a_list_of_articles(tmp_path: Path) -> None:
    errors: list[InputError] = []
    full, short = readers.read(put(tmp_path, "a.xml", RSS), failed=errors.append)
    assert full.article == Article(
        f"{FIRST}\n\n{DENIAL}",
        TITLE,
        "The Courier",
        "2031-03-10T08:00:00+00:00",
        "https://courier.example/mine",
        "en-gb",
    )
    assert (full.id, full.number, full.removed) == ("m-1", 1, {"hidden elements": 1})
    assert short.notes == (
        "the feed holds a summary only: `summarizer read --fetch https://courier.example/ferry` has the whole",
    )
    assert [str(error) for error in errors] == [f"{tmp_path / 'a.xml'}, entry 3, is empty: there is no text to brief"]
    (entry,) = readers.read(put(tmp_path, "b.txt", ATOM))
    assert (entry.article.text, entry.id, entry.author, entry.kind) == (FIRST, "a-1", "Ann Ob", "feed")


@pytest.mark.parametrize(
    "xml",
    [
        BOMB,
        '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title></item></channel></rss>',
        '<!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "http://127.0.0.1/rss.dtd"><rss><channel><item><title>x</title></item></channel></rss>',
    ],
)  # fmt: skip
def test_entities_are_refused(tmp_path: Path, xml: str) -> None:
    assert "defines entities of its own in its XML, which is refused" in refused(put(tmp_path, "a.xml", xml))


def test_rows_are_read_one_by_one_and_a_bad_one_does_not_stop_the_rest(tmp_path: Path) -> None:
    errors: list[InputError] = []
    data = (
        ROWS
        + b'{"no": 1}\n\n{"text": NaN}\n[1]\nnonsense\n{"text": ""}\n{"text": "\\ud800"}\n'
        + rows({"text": "Last."})
    )
    found = list(readers.read(put(tmp_path, "a.jsonl", data), failed=errors.append))
    assert [document.id for document in found] == ["x", "7", None, None]
    assert [document.number for document in found] == [1, 2, 3, 10]
    assert found[0].article == Article(FIRST, TITLE, None, "2031-03-10", "https://courier.example/mine", None)
    assert [str(error).removeprefix(str(tmp_path / "a.jsonl")) for error in errors] == [
        ", entry 4, is no article: an object with a `text` is, or ninjs",
        ", line 6, is not JSON: NaN is no value of JSON; mend it or give the article's text",
        ", entry 6, is no article: an object with a `text` is, or ninjs",
        ", line 8, is not JSON: Expecting value: line 1 column 1 (char 0); mend it or give the article's text",
        ", entry 8, is empty: there is no text to brief",
        ", entry 9, holds half of a character (a lone surrogate) at character 0",
    ]


def test_a_long_file_of_rows_is_never_in_memory_as_a_whole(tmp_path: Path) -> None:
    path = put(tmp_path, "a.jsonl", rows(*({"id": n, "text": "x" * 10_000} for n in range(3_000))))
    next(readers.read(path))
    tracemalloc.start()
    assert sum(1 for _ in readers.read(path)) == 3_000
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert path.stat().st_size > 15 * most


def test_a_row_longer_than_what_is_looked_at_first(tmp_path: Path) -> None:
    text = "Two shafts were shut. " * 10_000
    for name in ("a.jsonl", "a"):
        found = list(readers.read(put(tmp_path, name, rows({"text": text}))))
        assert [document.article.text for document in found] == [text]
    found = list(readers.read(put(tmp_path, "a.jsonl", rows({"text": text}, {"text": "b"}))))
    assert [len(document.article.text) for document in found] == [len(text), 1]


@pytest.mark.parametrize(
    "wrap", [lambda items: items, lambda items: {"items": items}, lambda items: {"total": 2, "results": items}]
)
def test_agency_json_in_a_list(tmp_path: Path, wrap: object) -> None:
    assert callable(wrap)
    two, three = readers.read(put(tmp_path, "a.json", json.dumps(wrap([NINJS2, NINJS3]))))
    assert two.article == Article(f"{FIRST}\n\n{DENIAL}", TITLE, "Example Agency", "2031-03-10T08:00:00Z", None, "en")
    assert (two.author, two.id, two.kind, two.notes) == ("Ann Ob", "tag:agency.example,2031:1", "ninjs", ())
    assert three.article.text == FIRST
    assert three.article.url == "https://agency.example/2"
    assert three.removed == {"hidden elements": 1}
    assert three.notes == (
        "this item is not to be used: its agency withholds it (pubstatus)",
        "this item is under an embargo until 2031-03-11T00:00:00Z",
    )


def test_one_object_is_one_article(tmp_path: Path) -> None:
    (item,) = readers.read(put(tmp_path, "a.json", json.dumps(NINJS2)))
    assert item.kind == "ninjs"
    (row,) = readers.read(put(tmp_path, "b", json.dumps({"text": FIRST, "id": "x"}, indent=1)))
    assert (row.article.text, row.id) == (FIRST, "x")


def test_what_read_prints_as_json_can_be_read_again(tmp_path: Path) -> None:
    (document,) = readers.read(put(tmp_path, "a.html", page()))
    (again,) = readers.read(put(tmp_path, "a.jsonl", json.dumps(document.facts())))
    assert again.article == document.article


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{}", "is no article: an object with a `text` is, or ninjs"),
        ("[]", "holds an empty list"),
        ('{"uri": "x", "headlines": []}', "has a news item without a text (x)"),
        ("{", "is not JSON"),
        ("[" * 100_000, "is nested too deeply"),
        ('{"text": ' + "9" * 5_000 + "}", "is not JSON"),
    ],
)
def test_json_that_holds_no_article(tmp_path: Path, text: str, words: str) -> None:
    assert words in refused(put(tmp_path, "a.json", text))


def test_one_entry_is_picked_by_id_or_number(tmp_path: Path) -> None:
    path = put(tmp_path, "a.jsonl", ROWS)
    assert readers.one(path, "x").number == 1
    assert readers.one(path, "7").number == 2
    assert readers.one(path, "3").number == 3
    for entry, words in ((None, "holds several articles: pick one with --entry"), ("9", "has no entry '9'")):
        with pytest.raises(UsageError, match=words):
            readers.one(path, entry)
    assert readers.one(put(tmp_path, "a.txt", FIRST), "1").article.text == FIRST


def test_facts_that_are_given_win(tmp_path: Path) -> None:
    (document,) = readers.read(put(tmp_path, "a.html", page()))
    known = document.known(outlet="Another", title=None).article
    assert (known.outlet, known.title) == ("Another", TITLE)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (pdf([prose()]), "pdf"), (word(), "docx"), (mail(), "mail"), (page().encode(), "html"), (RSS.encode(), "feed"),
        (ATOM.encode(), "feed"), (ROWS, "rows"), (json.dumps([NINJS2]).encode(), "json"), (FIRST.encode(), "text"),
        (page().encode("utf-16"), "html"), (b"<!-- a --> <!DOCTYPE html><p>x", "html"), (b"<?xml version='1.0'?><html/>", "html"),
    ],
)  # fmt: skip
def test_a_kind_is_told_by_what_is_in_a_file(data: bytes, kind: str) -> None:
    for suffix in ("", ".txt", ".pdf", ".docx"):
        assert kind_of(data[:65_536], f"a{suffix}") == kind


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"), (b" \n\t\r\n ", "is empty"), (b"\xef\xbb\xbf", "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", "is an image"), (b"\xff\xd8\xff\xe0", "is an image"), (b"{\\rtf1 x}", "is an RTF file"),
        (b"\x1f\x8b\x08\x00", "is a gzip archive"), (b"%!PS-Adobe", "is a PostScript file"), (b"MZ\x90\0\x03\0", "is binary (a NUL at byte 3)"),
        (b"<?xml version='1.0'?><nitf><p>x</p></nitf>", "is XML, but no feed and no web page (nitf element)"),
        (b"a\xff\xfe b", "is not utf-8 at byte 1 (0xff): name its encoding"),
    ],
)  # fmt: skip
def test_what_is_no_article_of_any_kind(tmp_path: Path, data: bytes, words: str) -> None:
    assert words in refused(put(tmp_path, "a.txt", data))


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(100_000_000)
    for name, words in {
        ".": "is a folder", "pipe": "is not a regular file", "missing": "No such file", "a\0b": "null byte", "sparse": "has more than 5,000,000 bytes",
    }.items():  # fmt: skip
        assert words in refused(f"{tmp_path}/{name}")


def test_limits_are_named(tmp_path: Path) -> None:
    long = put(tmp_path, "a.txt", "x" * 200_000)
    small = readers.Limits(text_bytes=100_000, characters=1_000, entries=1, elements=50)
    assert refused(long, limits=small) == (
        f"{long} has more than 100,000 bytes: too large for one article; split it, "
        "or allow more with `--limit text_bytes=N`"
    )
    assert "has more than 1,000 characters" in refused(put(tmp_path, "b.txt", "x" * 2_000), limits=small)
    mails = readers.Limits(header_bytes=200, entries=2)
    assert "bytes in its header" in refused(put(tmp_path, "g.eml", b"From: a@b.example\n" * 20 + b"\n"), limits=mails)
    parts = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\nx\n" * 5
    assert "has more than 2 parts" in refused(put(tmp_path, "h.eml", parts), limits=mails)
    assert "has more than 1,500 bytes in its " in refused(
        put(tmp_path, "i.docx", word()), limits=readers.Limits(xml_bytes=1_500)
    )
    assert "has more than 50 elements" in refused(put(tmp_path, "f.html", page("<br>" * 50)), limits=small)
    assert "has more than 1 entries" in refused(put(tmp_path, "c.xml", RSS), limits=small)
    assert "has more than 1 articles" in refused(put(tmp_path, "d.json", json.dumps([NINJS2, NINJS3])), limits=small)
    assert "line 1, has more than 100,000 bytes" in refused(
        put(tmp_path, "e.jsonl", rows({"text": "x" * 200_000})), limits=small
    )


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Standard:
        buffer = io.BytesIO(pdf([prose()]))

    monkeypatch.setattr(sys, "stdin", Standard)
    (document,) = readers.read("-")
    assert (document.kind, document.source) == ("pdf", "standard input")


@pytest.mark.parametrize(
    ("module", "file", "words"),
    [
        ("trafilatura", ("a.html", page()), "reading HTML needs trafilatura, which is not installed: pip install 'summarizer[web]'"),
        ("feedparser", ("a.xml", RSS), "reading a feed needs feedparser, which is not installed: pip install 'summarizer[web]'"),
        ("pypdf", ("a.pdf", pdf([prose()])), "reading PDF needs pypdf, which is not installed: pip install 'summarizer[docs]'"),
        ("docx", ("a.docx", word()), "reading Word needs docx, which is not installed: pip install 'summarizer[docs]'"),
    ],
)  # fmt: skip
def test_a_missing_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, file: tuple[str, bytes | str], words: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    assert refused(put(tmp_path, file[0], file[1])) == words


def test_hidden_words_are_in_no_reader_s_text(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {
        "a.html": page(f"<p hidden>{HIDDEN}</p>"),
        "a.eml": mail(html=True),
        "a.xml": RSS,
        "a.json": json.dumps(NINJS3),
    }
    for name, data in files.items():
        for document in readers.read(put(tmp_path, name, data), failed=lambda _: None):
            assert HIDDEN not in document.article.text
