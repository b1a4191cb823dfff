"""The page from the command line: `show --html`, `--open`, `--article`, and `brief --format html`."""

from __future__ import annotations

import json
import webbrowser
from pathlib import Path

import pytest

from tests.cli.place import REPLY, Place
from tests.cli.test_brief import on_terminal
from tests.cli.test_failures import said

MISSING = "The article is not on this page"


@pytest.fixture
def briefing(place: Place) -> Path:
    place.record()
    assert place.run("--offline", "article.txt", "-o", "briefing.json").exit_code == 0
    return place.folder / "briefing.json"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The addresses that were opened in a browser; temporary files lie in the test's folder."""
    found: list[str] = []

    def opens(url: str) -> bool:
        found.append(url)
        return True

    monkeypatch.setattr(webbrowser, "open", opens)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return found


def test_every_way_to_a_page_gives_the_same_bytes(place: Place, briefing: Path) -> None:
    article = ("--article", "article.txt")
    assert place.run("show", briefing, "--html", "-o", "a.html", *article).exit_code == 0
    assert place.run("show", briefing, "--format", "html", "-o", "b.html", *article).exit_code == 0
    assert place.run("show", briefing, "-o", "c.htm", *article).exit_code == 0
    assert place.run("--offline", "article.txt", "-o", "d.html").exit_code == 0
    assert place.run("--offline", "article.txt", "--format", "html", "-o", "e.txt").exit_code == 0
    shown = place.run("show", "-", "--html", *article, stdin=briefing.read_text("utf-8")).stdout_bytes
    pages = {(place.folder / name).read_bytes() for name in ("a.html", "b.html", "c.htm", "d.html", "e.txt")}
    assert pages == {shown}
    assert MISSING.encode() not in shown


def test_without_the_article_the_page_says_so(place: Place, briefing: Path) -> None:
    assert MISSING in place.run("show", briefing, "--html").stdout
    assert "--article" in place.run("show", "--help").stdout


def test_a_wrong_article_is_told_in_one_sentence(place: Place, briefing: Path) -> None:
    (place.folder / "other.txt").write_text("Another article. Nobody said anything.\n", "utf-8")
    result = place.run("show", briefing, "--html", "--article", "other.txt", "-o", "page.html")
    assert result.exit_code == 5
    assert "is not the one that was briefed" in said(result)
    assert not (place.folder / "page.html").exists()
    assert place.run("show", briefing, "--html", "--article", "missing.txt").exit_code == 3


def test_a_forged_quote_is_told_in_one_sentence(place: Place, briefing: Path) -> None:
    value = json.loads(briefing.read_text("utf-8"))
    value["claims"][0]["evidence"][0]["quote"] = "never written"
    briefing.write_text(json.dumps(value), "utf-8")
    result = place.run("show", briefing, "--html", "--article", "article.txt")
    assert result.exit_code == 5
    assert "“never written” does not stand at" in said(result)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--html", "--format", "md"], "--html asks for a page and --format for md"),
        (["--open", "--format", "text"], "--open asks for a page and --format for text"),
        (["--open", "-o", "page.md"], "name it with .html"),
        (["--article", "article.txt"], "--article is for a page or text, and this is json"),
        (["--html", "--article", "article.txt", "-o", "article.txt"], "is the file that is read"),
        (["--html", "-o", "briefing.json"], "is the file that is read"),
    ],
)
def test_what_does_not_go_together(
    place: Place, briefing: Path, opened: list[str], options: list[str], message: str
) -> None:
    result = place.run("show", briefing, *options)
    assert result.exit_code == 2
    assert message in said(result)
    assert opened == []


def test_a_terminal_gets_no_page_and_nothing_is_asked(place: Place, briefing: Path) -> None:
    for command in (["show", str(briefing), "--html"], ["article.txt", "--fresh", "--format", "html"]):
        code, shown, told = on_terminal(place, *command)
        assert (code, shown) == (2, "")
        assert "a page is for a browser" in told


def test_both_from_standard_input_is_refused(place: Place) -> None:
    assert place.run("show", "-", "--html", "--article", "-", stdin="{}").exit_code == 2


def test_open_writes_a_file_and_opens_it(place: Place, briefing: Path, opened: list[str]) -> None:
    assert place.run("show", briefing, "--html", "-o", "page.html", "--open").exit_code == 0
    assert opened == [(place.folder / "page.html").resolve().as_uri()]
    result = place.run("show", briefing, "--open", "--article", "article.txt")
    assert result.exit_code == 0
    assert result.stdout == ""
    (made,) = place.folder.glob("briefing-*.html")
    assert opened[1:] == [made.resolve().as_uri()]
    assert made.stat().st_mode & 0o777 == 0o600
    assert str(made) in result.stderr
    assert MISSING not in made.read_text("utf-8")


def test_open_leaves_no_file_where_there_is_nothing_to_show(place: Place, briefing: Path, opened: list[str]) -> None:
    (place.folder / "other.txt").write_text("Another article.\n", "utf-8")
    assert place.run("show", briefing, "--open", "--article", "other.txt").exit_code == 5
    assert place.run("show", "missing.json", "--open").exit_code == 3
    assert list(place.folder.glob("briefing-*")) == []
    assert opened == []


def test_without_a_browser_the_file_is_named(
    place: Place, briefing: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda url: False)
    result = place.run("show", briefing, "-o", "page.html", "--open")
    assert result.exit_code == 2
    assert "no browser here to open" in result.stderr
    assert (place.folder / "page.html").exists()


def test_a_pasted_reply_can_become_a_page(place: Place) -> None:
    result = place.run("accept", "article.txt", "-", "--format", "html", "-o", "page.html", stdin=REPLY)
    assert result.exit_code == 0
    page = (place.folder / "page.html").read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert MISSING not in page
