"""What a person meets on a terminal: the pager, links, and that `show` and `brief` show the same."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import shutil
import socket
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping
from pathlib import Path

import pytest

from summarizer.cli.terminal import Pager, link, takes_links
from summarizer.render.addresses import passage
from tests.cli.place import Place
from tests.cli.test_brief import _read, on_terminal

LESS = shutil.which("less")
LINK = re.compile(r"\x1b\]8;id=\d+;([^\x1b]+)\x1b\\(.*?)\x1b\]8;;\x1b\\")
PATIENCE = 60.0
"""Seconds without a sign, after which a pager waits for a key that no test types."""
TAKES = {"VTE_VERSION": "6003", "CI": ""}


@pytest.fixture
def briefing(place: Place) -> Path:
    place.record()
    assert place.run("--offline", "article.txt", "-o", "briefing.json").exit_code == 0
    return place.folder / "briefing.json"


def typed(
    place: Place, keys: bytes, *arguments: str, lines: int = 12, environ: Mapping[str, str] | None = None
) -> tuple[int, str]:
    """Exit code and all that a terminal of so many lines got, with keys typed once the pager waits for one."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, 80, 0, 0))
    given = place.environ(**{"TERM": "xterm", "LESS": "", "COLUMNS": "", "LINES": "", **(environ or {})})
    command = [sys.executable, "-m", "summarizer", *arguments]
    # A session of its own, or less would read its keys from the terminal that the tests were started on.
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=given, start_new_session=True
    ) as started:
        os.close(theirs)
        shown = b""
        while select.select([ours], [], [], PATIENCE)[0] and (chunk := _read(ours)):
            shown += chunk
            if keys and shown.rstrip(b"\x1b[Km").endswith(b":"):
                os.write(ours, keys)
                keys = b""
        os.close(ours)  # which ends a pager that still waits
    return started.returncode, shown.decode().replace("\r\n", "\n")


def plain(shown: str) -> str:
    return re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", shown)


def test_show_and_brief_show_the_same(place: Place, briefing: Path) -> None:
    shown = on_terminal(place, "show", str(briefing))[1]
    assert on_terminal(place, "--offline", "article.txt")[1] == shown
    assert plain(shown) == place.run("show", briefing, "--format", "text").stdout


@pytest.mark.skipif(LESS is None, reason="less is not installed")
@pytest.mark.parametrize("command", ["show", "diff"])
def test_what_is_too_long_for_the_terminal_is_paged(place: Place, briefing: Path, command: str) -> None:
    value = json.loads(briefing.read_text("utf-8"))
    (place.folder / "old.json").write_text(json.dumps(value | {"claims": []}), "utf-8")
    arguments = [command, *(["old.json"] if command == "diff" else []), str(briefing)]
    code, shown = typed(place, b"q", *arguments)
    assert code == 0
    assert "\x1b[1m" in shown  # colours come through, not spelt out
    assert "ESC[" not in shown
    whole = plain(on_terminal(place, *arguments)[1])
    assert whole.splitlines()[5] in plain(shown)
    assert whole.splitlines()[-1] not in plain(shown)
    assert "Traceback" not in shown


def test_the_last_line_can_be_reached(place: Place, briefing: Path) -> None:
    assert (
        plain(typed(place, b"", "show", str(briefing), environ={"PAGER": "tail -1"})[1])
        .strip()
        .startswith("Says who said what")
    )


def test_a_terminal_with_room_is_printed_on(place: Place, briefing: Path) -> None:
    whole = on_terminal(place, "show", str(briefing), NO_COLOR="1")[1]
    paged = {"PAGER": "sed s/^/paged:/", "NO_COLOR": "1"}
    count = whole.count("\n")
    assert typed(place, b"", "show", str(briefing), lines=count + 1, environ=paged) == (0, whole)
    assert typed(place, b"", "show", str(briefing), lines=count, environ=paged)[1].startswith("paged:")


@pytest.mark.parametrize("pager", ["no-such-pager", "", "cat", "'less", "/", __file__], ids=repr)
def test_a_pager_that_cannot_be_is_gone_without(place: Place, briefing: Path, pager: str) -> None:
    whole = on_terminal(place, "show", str(briefing))[1]
    assert typed(place, b"", "show", str(briefing), environ={"PAGER": pager}) == (0, whole)


@pytest.mark.parametrize("pager", ["true", "head -1", "false"])
def test_a_pager_may_end_early(place: Place, briefing: Path, pager: str) -> None:
    value = json.loads(briefing.read_text("utf-8"))
    value["gaps"] = ["More than a pipe holds. " * 10_000]
    briefing.write_text(json.dumps(value), "utf-8")
    code, shown = typed(place, b"", "show", str(briefing), environ={"PAGER": pager})
    assert code == 0
    assert len(shown.splitlines()) == (pager == "head -1")


def test_nothing_is_paged_where_nobody_reads_along(place: Place, briefing: Path) -> None:
    whole = on_terminal(place, "show", str(briefing))[1]
    paged = {"PAGER": "sed s/^/paged:/"}
    assert typed(place, b"", "show", str(briefing), "--no-pager", environ=paged) == (0, whole)
    assert typed(place, b"", "show", str(briefing), environ={**paged, "TERM": "dumb"})[1] == plain(whole)
    assert "paged:" not in typed(place, b"", "--offline", "article.txt", environ=paged)[1]
    done = place.start("show", briefing, "--format", "text", env=place.environ(**paged))
    assert done.stdout.decode() == plain(whole)
    assert typed(place, b"", "show", str(briefing), "-o", "out.txt", environ=paged) == (0, "")


def test_links_lead_to_the_file_that_was_read(place: Place, briefing: Path) -> None:
    file = f"file://{socket.gethostname()}{place.article}"
    for arguments in (["--offline", "article.txt"], ["show", str(briefing), "--article", "article.txt"]):
        shown = on_terminal(place, *arguments, **TAKES)[1]
        found = LINK.findall(shown)
        assert {address for address, _ in found} == {file}
        assert plain(found[0][1]) == "Mine shuts after roof fall"
        assert any("We heard knocking" in plain(text) for _, text in found)
        assert plain(LINK.sub(r"\2", shown)) == place.run("show", briefing, "--format", "text").stdout
    assert not LINK.search(on_terminal(place, "show", str(briefing), **TAKES)[1])  # it is not known where it stands


def test_links_lead_to_the_address_and_to_the_words(place: Place, briefing: Path) -> None:
    value = json.loads(briefing.read_text("utf-8"))
    value["source"]["url"] = "https://news.example/mine"
    briefing.write_text(json.dumps(value), "utf-8")
    title, *quotes = LINK.findall(on_terminal(place, "show", str(briefing), "--article", "article.txt", **TAKES)[1])
    assert title[0] == "https://news.example/mine"
    assert "https://news.example/mine#:~:text=14%20miners%20could%20still%20be%20inside" in {
        address for address, _ in quotes
    }


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "https://a.example/\x1b]8;;\x07", "https://"]
)
def test_no_other_address_becomes_a_link(place: Place, briefing: Path, url: str) -> None:
    value = json.loads(briefing.read_text("utf-8"))
    value["source"]["url"] = url
    briefing.write_text(json.dumps(value), "utf-8")
    assert "\x1b]8" not in on_terminal(place, "show", str(briefing), **TAKES)[1]


@pytest.mark.skipif(LESS is None, reason="less is not installed")
def test_links_go_through_a_pager_only_if_it_passes_them_on(place: Place, briefing: Path) -> None:
    environ = TAKES | {"FORCE_HYPERLINK": "1"}
    arguments = "show", str(briefing), "--article", "article.txt"
    known = Pager((str(LESS),)).takes_links()
    assert ("\x1b]8;" in typed(place, b"q", *arguments, environ=environ)[1]) is known
    assert "\x1b]8;" not in typed(place, b"", *arguments, environ={**environ, "PAGER": "sed p"})[1]
    old = place.folder / "less"
    old.write_text("#!/bin/sh\ntest \"$1\" = --version && echo 'less 551 (GNU)' && exit\ncat\n", "utf-8")
    old.chmod(0o755)
    code, shown = typed(place, b"", *arguments, environ={**environ, "PAGER": str(old)})
    assert (code, "\x1b]8;" in shown) == (0, False)
    assert "Mine shuts after roof fall" in shown


def test_an_article_that_is_another_one_is_told(place: Place, briefing: Path) -> None:
    (place.folder / "other.txt").write_text("Another article. Nobody said anything.\n", "utf-8")
    result = place.run("show", briefing, "--format", "text", "--article", "other.txt")
    assert (result.exit_code, result.stdout) == (5, "")
    assert "is not the one that was briefed" in result.stderr


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, False),
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "alacritty"}, True),
        ({"TERM": "xterm-kitty", "CI": "true"}, False),
        ({"VTE_VERSION": "6003"}, True),
        ({"VTE_VERSION": "5000"}, False),
        ({"VTE_VERSION": "4601"}, False),
        ({"VTE_VERSION": "x"}, False),
        ({"WT_SESSION": "1"}, True),
        ({"TERM_PROGRAM": "iTerm.app", "TERM_PROGRAM_VERSION": "3.0.15"}, False),
        ({"TERM_PROGRAM": "iTerm.app", "TERM_PROGRAM_VERSION": "3.1"}, True),
        ({"TERM_PROGRAM": "iTerm.app"}, False),
        ({"TERM_PROGRAM": "WezTerm", "TERM_PROGRAM_VERSION": "20240203-110809-5046fc22"}, True),
        ({"TERM_PROGRAM": "vscode", "TERM_PROGRAM_VERSION": "1.71.2"}, False),
        ({"TERM_PROGRAM": "vscode", "TERM_PROGRAM_VERSION": "1.104.0"}, True),
        ({"TERM_PROGRAM": "ghostty"}, True),
        ({"TERM_PROGRAM": "Apple_Terminal", "TERM_PROGRAM_VERSION": "455"}, False),
        ({"VTE_VERSION": "6003", "FORCE_HYPERLINK": "0"}, False),
    ],
)
def test_only_a_terminal_known_to_take_links_gets_any(environ: dict[str, str], expected: bool) -> None:
    assert takes_links(environ, shown=True) is expected
    assert takes_links(environ, shown=False) is False
    assert takes_links(environ | {"FORCE_HYPERLINK": "1"}, shown=False) is True
    assert takes_links(environ | {"FORCE_HYPERLINK": "0"}, shown=True) is False


@pytest.mark.parametrize("more", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"FORCE_HYPERLINK": "0"}])
def test_who_wants_no_colours_gets_no_links(place: Place, more: dict[str, str]) -> None:
    place.record()
    shown = on_terminal(place, "--offline", "article.txt", **TAKES, **more)[1]
    assert "\x1b]8" not in shown
    forced = on_terminal(place, "--offline", "article.txt", **TAKES, **{**more, "FORCE_HYPERLINK": "1"})[1]
    assert LINK.search(forced)


def test_links_in_a_pipe_only_where_they_are_forced(place: Place, briefing: Path) -> None:
    arguments = "show", briefing, "--format", "text", "--article", "article.txt"
    assert b"\x1b" not in place.start(*arguments, env=place.environ(**TAKES)).stdout
    forced = place.start(*arguments, env=place.environ(FORCE_HYPERLINK="1")).stdout.decode()
    assert LINK.search(forced)
    assert "\x1b[" not in forced
    for form in ("json", "md"):
        done = place.start("show", briefing, "--format", form, env=place.environ(FORCE_HYPERLINK="1"))
        assert b"\x1b" not in done.stdout


@pytest.mark.parametrize(
    ("address", "words", "expected"),
    [
        ("https://a.example/x", "said it, and left", "https://a.example/x#:~:text=said%20it%2C%20and%20left"),
        ("https://a.example/x#top", "“non-denial”", "https://a.example/x#top:~:text=non%2Ddenial"),
        ("https://a.example/x", " ".join("abcdefghijklm"), "https://a.example/x#:~:text=a%20b%20c%20d,j%20k%20l%20m"),
        ("https://a.example/x", "東京 & co", "https://a.example/x#:~:text=%E6%9D%B1%E4%BA%AC%20%26%20co"),
        ("file://here/tmp/a.txt", "said it", "file://here/tmp/a.txt"),
    ],
)
def test_words_on_a_page_of_the_web_have_an_address(address: str, words: str, expected: str) -> None:
    assert passage(address, words) == expected


def test_an_address_is_ascii_and_not_too_long(place: Place) -> None:
    assert link("https://a.example/straße?q=1", None) == "https://a.example/stra%C3%9Fe?q=1"
    assert link("https://a.example/" + "x" * 3_000, None) is None
    for nowhere in (None, "-", "missing.txt", "."):
        assert link(None, nowhere) is None
    (place.folder / "a b#.txt").write_text("x", "utf-8")
    assert link(None, "a b#.txt") == f"file://{socket.gethostname()}{place.folder}/a%20b%23.txt"
