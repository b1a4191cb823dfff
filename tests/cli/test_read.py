"""`summarizer read`, and `brief` of every kind of file, from the command line."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from summarizer import readers
from summarizer.article import Article
from summarizer.briefing import Briefing
from summarizer.readers import fetching
from summarizer.readers.fetching import Fetched
from tests.cli.place import ARTICLE, REPLY, Place
from tests.readers.made import COLUMNS_TEXT, FIRST, HIDDEN, ROWS, RSS, TITLE, columns, page, put, word
from tests.support.servers import ScriptedServer, completion

PARAGRAPHS = [" ".join(paragraph.split()) for paragraph in ARTICLE.strip().split("\n\n")]


def as_page() -> str:
    """The invented article as a web page, with an order to machines that nobody sees."""
    head, *rest = PARAGRAPHS
    body = "".join(f"<p>{paragraph}</p>" for paragraph in rest)
    return (
        f"<!doctype html><html lang=en><head><title>{head}</title><meta property='og:site_name' content='The Courier'>"
        f"</head><body><article><h1>{head}</h1><p hidden>{HIDDEN}</p>{body}</article></body></html>"
    )


def as_mail() -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"], message["Message-ID"] = (
        "a@courier.example",
        PARAGRAPHS[0],
        "<1@courier.example>",
    )
    message.set_content(ARTICLE, charset="utf-8", cte="base64")
    return message.as_bytes()


def as_feed() -> str:
    body = "".join(f"&lt;p&gt;{paragraph}&lt;/p&gt;" for paragraph in PARAGRAPHS)
    return f"<rss version='2.0'><channel><title>The Courier</title><item><description>{body}</description></item></channel></rss>"


KINDS: dict[str, Callable[[], bytes | str]] = {
    "a.html": as_page,
    "a.eml": as_mail,
    "a.xml": as_feed,
    "a.json": lambda: json.dumps({"text": ARTICLE, "title": "Given"}),
    "a.docx": lambda: word(*PARAGRAPHS),
    "a.md": lambda: f"---\noutlet: The Courier\n---\n{ARTICLE}",
}
"""Files that hold the invented article; the Word file has a heading and a table besides."""


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_is_read_and_briefed(place: Place, name: str) -> None:
    path = put(place.folder, name, KINDS[name]())
    shown = place.start("read", path)
    assert shown.returncode == 0
    text = shown.stdout.decode()
    assert HIDDEN not in text
    assert all(paragraph in text for paragraph in PARAGRAPHS)
    with ScriptedServer([completion(REPLY)]) as server:
        done = place.start("brief", path, "--base-url", server.base_url, "--reasks", "0", "--no-second-look")
        (request,) = server.requests
    assert done.returncode == 0, done.stderr
    briefing = Briefing.from_json(done.stdout.decode())
    assert briefing.claims
    article = Article(text)
    assert briefing.source.sha256 == article.sha256
    sent = str(request.body["messages"][-1]["content"])
    assert all(text[sentence.start : sentence.end] in sent for sentence in article.sentences)
    for item in briefing.items:
        assert all(text[piece.start : piece.end] == piece.quote for piece in item.evidence)
    (place.folder / "b.json").write_bytes(done.stdout)
    assert place.run("verify", "b.json", "--article", path).exit_code == 0


def test_a_pdf_is_read_and_planned(place: Place) -> None:
    path = put(place.folder, "a.pdf", columns(by_row=True))
    shown = place.start("read", path)
    assert COLUMNS_TEXT[1] in shown.stdout.decode()
    assert shown.stderr.decode().count("\n") == 1
    assert place.start("brief", path, "--dry-run").returncode == 0


def test_read_prints_the_bytes_of_the_text_whatever_the_locale(place: Place) -> None:
    ascii_only = place.environ(PYTHONIOENCODING="ascii", LC_ALL="C")
    done = place.start("read", "article.txt", env=ascii_only)
    assert done.stdout == ARTICLE.encode()
    assert done.stderr.decode() == f"article.txt: text; {len(ARTICLE)} characters; encoding utf-8; left out: nothing\n"
    assert place.start("read", "-q", "article.txt").stderr == b""
    assert place.run("read", "-", stdin=ARTICLE).stdout == ARTICLE


def test_read_says_what_is_known_and_what_was_left_out(place: Place) -> None:
    path = put(place.folder, "a.html", page(f"<p hidden>{HIDDEN}</p>"))
    said = place.run("read", path).stderr
    assert said.startswith(f"{path}: html; ")
    assert f"title {TITLE}; outlet The Courier; author Ann Ob; published 2031-03-10T08:00:00Z; url https://" in said
    assert "1 hidden elements" in said
    facts = json.loads(place.run("read", "--json", "--outlet", "Another", path).stdout)
    assert (facts["title"], facts["outlet"], facts["removed"]["hidden elements"]) == (TITLE, "Another", 1)
    assert facts["text"] == place.run("read", "-q", path).stdout


def test_brief_says_that_something_hidden_was_left_out(place: Place) -> None:
    path = put(place.folder, "a.html", page(f"<p hidden>{HIDDEN}</p>"))
    assert place.run(path, "--dry-run").stderr == f"{path}: left out: 1 hidden elements\n"
    assert place.run(path, "--dry-run", "-q").stderr == ""
    assert place.run("article.txt", "--dry-run").stderr == ""


def test_a_file_of_several_is_listed_and_one_is_picked(place: Place) -> None:
    path = put(place.folder, "a.jsonl", ROWS)
    listed = place.run("read", path)
    assert [line.split()[:3] for line in listed.stdout.splitlines()] == [
        ["1", "2031-03-10", "103"], ["2", "-", "89"], ["3", "-", "38"],
    ]  # fmt: skip
    assert f"{TITLE}  (x)\n" in listed.stdout
    assert listed.stderr == "3 articles; `--entry` with a number or an id picks one\n"
    lines = place.run("read", "--json", path).stdout.splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["x", "7", None]
    for entry in ("x", "1"):
        assert place.run("read", path, "--entry", entry).stdout == FIRST
        assert place.run(path, "--entry", entry, "--dry-run").exit_code == 0
    several = place.run(path, "--dry-run")
    assert several.exit_code == 2
    assert "--dry-run takes one article: pick one of a table with --entry" in several.stderr
    assert place.run(path, "--entry", "9").exit_code == 2


def test_a_list_with_a_bad_entry_is_shown_and_fails(place: Place) -> None:
    result = place.run("read", put(place.folder, "a.xml", RSS))
    assert len(result.stdout.splitlines()) == 2
    assert result.exit_code == 3
    assert result.stderr.splitlines()[-1].endswith("entry 3, is empty: there is no text to brief")


@pytest.mark.parametrize("command", [["brief"], ["read"], ["render"], ["scan"], ["recordings", "explain"]])
def test_a_url_is_fetched_only_on_demand(place: Place, command: list[str]) -> None:
    result = place.run(*command, "https://news.example/a")
    assert result.exit_code == 2
    assert "is a URL, and fetching is off: add --fetch" in result.stderr


def test_fetching_by_flag_variable_or_own_file_but_never_by_a_project(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = Fetched("https://news.example/a", page().encode(), "text/html", None)
    monkeypatch.setattr(fetching, "fetch", lambda *_: answer)
    shown = place.run("read", "https://news.example/a", "--fetch")
    assert FIRST in shown.stdout
    assert "url https://news.example/a" in shown.stderr
    monkeypatch.setenv("SUMMARIZER_FETCH", "yes")
    assert place.run("https://news.example/a", "--dry-run").exit_code == 0
    clash = place.run("https://news.example/a", "--offline")
    assert clash.exit_code == 2
    assert (
        "fetching (environment SUMMARIZER_FETCH) opens a connection, and offline (flag --offline) forbids it"
        in clash.stderr
    )
    monkeypatch.delenv("SUMMARIZER_FETCH")
    (place.folder / "summarizer.toml").write_text("fetch = true\n", "utf-8")
    refused = place.run("https://news.example/a", "--dry-run")
    assert refused.exit_code == 2
    assert "fetch is not taken from a project file" in refused.stderr


def test_a_private_address_and_a_password_are_refused(place: Place) -> None:
    for url, words in (
        ("http://127.0.0.1/a", "leads to this machine"),
        ("http://0x7f.1/a", "is no URL to fetch"),
        ("https://user:secret@news.example/a", "holds a user or a password"),
    ):
        result = place.run("read", "--fetch", url)
        assert result.exit_code == 3
        assert words in result.stderr
        assert "secret" not in result.stderr


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.zip", b"PK\x03\x04nonsense", "is a damaged archive"),
        ("a.pdf", b"%PDF-1.7\n" + b"\xff" * 500, "cannot be read as a PDF"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0", "is an image"),
        ("a.jsonl", b"{}", "is no article"),
        ("a.eml", b"From: x\nContent-Type: image/png\n\nx", "is a mail without a text"),
        ("empty", b"", "is empty"),
    ],
)
def test_what_cannot_be_read_ends_in_one_sentence(place: Place, name: str, data: bytes, words: str) -> None:
    path = put(place.folder, name, data)
    for command in ("read", "brief") if name != "a.jsonl" else ("read",):  # a table is briefed row by row
        done = place.start(command, path, "--dry-run" if command == "brief" else "-q")
        said = done.stderr.decode()
        assert done.returncode == 3
        assert said.startswith("summarizer: error: ")
        assert words in said
        assert said.count("\n") == 1


def test_what_a_page_says_cannot_drive_the_terminal(place: Place) -> None:
    text = page("<p>\x1b]0;owned\x07 \u202egnp.exe</p>").replace("The Courier", "\x1b[31mThe Courier")
    path = put(place.folder, "a.html", text)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "summarizer", "read", str(path)]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=subprocess.PIPE, env=place.environ()) as started:
        os.close(theirs)
        shown = b""
        while True:
            try:
                piece = os.read(ours, 65_536)
            except OSError:  # how Linux says that the other end was closed
                break
            if not piece:
                break
            shown += piece
        said = started.stderr.read() if started.stderr else b""
    os.close(ours)
    assert FIRST.encode() in shown
    assert b"\x1b" not in shown + said
    assert "\u202e".encode() not in shown + said


def test_the_library_reads_the_same(place: Place) -> None:
    path = put(place.folder, "a.jsonl", ROWS)
    assert next(readers.read(path)).article.text == FIRST
    assert readers.one(Path("article.txt")).article == Article(ARTICLE)
