"""`summarizer diff`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from summarizer.briefing import Briefing
from summarizer.render import differences
from tests.cli.place import Place
from tests.cli.test_brief import on_terminal
from tests.cli.test_failures import said


@pytest.fixture
def old(place: Place) -> Path:
    place.record()
    assert place.run("--offline", "article.txt", "-o", "old.json").exit_code == 0
    return place.folder / "old.json"


@pytest.fixture
def new(place: Place, old: Path) -> Path:
    """The same with a claim hedged and a denial gone."""
    value = json.loads(old.read_text("utf-8"))
    value["claims"][0]["certainty"] = "probable"
    value["denials"] = value["denials"][1:]
    file = place.folder / "new.json"
    file.write_text(json.dumps(value), "utf-8")
    return file


def test_text_is_the_default_also_in_a_pipe(place: Place, old: Path, new: Path) -> None:
    result = place.run("diff", old, new)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("Differences between two briefings\nMine shuts after roof fall\n")
    assert "DENIALS GONE\n  d1   Denied: Someone was missing" in result.stdout
    assert "surer as reported: stated as possible before, probable now" in " ".join(result.stdout.split())


def test_json_and_markdown(place: Place, old: Path, new: Path) -> None:
    value = json.loads(place.run("diff", old, new, "--format", "json").stdout)
    assert [statement["id"] for statement in value["gone"]] == ["d1"]
    assert place.run("diff", old, new, "--format", "md").stdout.startswith("# Differences between two briefings\n")
    for name, start in (("page.md", "# "), ("page.json", "{"), ("page.txt", "Differences")):
        assert place.run("diff", old, new, "-o", name).exit_code == 0
        assert (place.folder / name).read_text("utf-8").startswith(start)


def test_a_page_for_a_browser(place: Place, old: Path, new: Path) -> None:
    shown = place.run("diff", old, new, "--format", "html").stdout_bytes
    assert shown.startswith(b"<!doctype html>")
    assert place.run("diff", old, new, "-o", "page.htm").exit_code == 0
    assert (place.folder / "page.htm").read_bytes() == shown
    code, printed, told = on_terminal(place, "diff", str(old), str(new), "--format", "html")
    assert (code, printed) == (2, "")
    assert "a page is for a browser" in told


@pytest.mark.parametrize("flag", [True, False])
def test_the_exit_code_says_whether_they_differ_only_when_asked(place: Place, old: Path, new: Path, flag: bool) -> None:
    flags = ["--exit-code"] if flag else []
    result = place.run("diff", old, new, *flags)
    assert result.exit_code == (1 if flag else 0)
    assert result.stderr == ""
    assert place.run("diff", old, old, *flags).exit_code == 0
    assert "nothing differs" in place.run("diff", old, old).stdout


def test_one_of_the_two_may_come_from_a_pipe(place: Place, old: Path, new: Path) -> None:
    expected = place.run("diff", old, new).stdout
    assert place.run("diff", "-", new, stdin=old.read_text("utf-8")).stdout == expected
    assert place.run("diff", old, "-", stdin=new.read_text("utf-8")).stdout == expected


def test_another_article_is_said_to_be_one(place: Place, old: Path) -> None:
    value = json.loads(old.read_text("utf-8"))
    value["source"]["sha256"] = "0" * 64
    (place.folder / "other.json").write_text(json.dumps(value), "utf-8")
    assert differences.TWO_ARTICLES in " ".join(place.run("diff", old, "other.json").stdout.split())
    assert json.loads(place.run("diff", old, "other.json", "--format", "json").stdout)["same_article"] is False


BAD: dict[str, tuple[Callable[[str], str], str]] = {
    "cut off": (lambda text: text[: len(text) // 2], "not JSON"),
    "another version": (lambda text: text.replace('"schema_version": 1', '"schema_version": 2'), "schema_version 2"),
    "an answer": (lambda _: '{"claims": []}', "no schema_version"),
    "a list": (lambda _: "[]", "no schema_version"),
    "an article": (lambda _: "Mine shuts\n", "not JSON"),
    "empty": (lambda _: "", "is empty"),
    "a field missing": (lambda text: text.replace('"cue":', '"clue":', 1), "claims.0"),
    "a wrong link": (lambda text: text.replace('"speaker": "a1"', '"speaker": 1', 1), "claims.0.speaker"),
}


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("kind", BAD)
def test_what_is_no_briefing_is_one_sentence_and_code_3(place: Place, old: Path, kind: str, first: bool) -> None:
    spoil, words = BAD[kind]
    (place.folder / "bad.json").write_text(spoil(old.read_text("utf-8")), "utf-8")
    result = place.run("diff", *(("bad.json", old) if first else (old, "bad.json")), "--exit-code")
    assert result.exit_code == 3
    assert words in said(result)
    assert "bad.json" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["-", "-"], 2, "cannot both come from standard input"),
        (["old.json"], 2, "NEW"),
        (["old.json", "missing.json"], 3, "missing.json"),
        (["old.json", "."], 3, "not a regular file"),
        (["old.json", "new.json", "-o", "old.json"], 2, "is the file that is read"),
        (["old.json", "new.json", "-o", "new.json"], 2, "is the file that is read"),
        (["old.json", "new.json", "-o", "differences.csv"], 2, "not written as csv"),
        (["old.json", "new.json", "--format", "docx"], 2, "docx"),
        (["old.json", "new.json", "-o", "nowhere/x.md"], 2, "no folder"),
    ],
)
@pytest.mark.usefixtures("old", "new")
def test_a_users_mistake_is_one_sentence(place: Place, arguments: list[str], code: int, words: str) -> None:
    files = [place.folder / "old.json", place.folder / "new.json"]
    before = [file.read_bytes() for file in files]
    result = place.run("diff", *arguments)
    assert result.exit_code == code
    assert words in said(result)
    assert [file.read_bytes() for file in files] == before


def test_a_hostile_briefing_cannot_drive_the_terminal(place: Place, old: Path) -> None:
    value = json.loads(old.read_text("utf-8"))
    value["claims"][0]["statement"] = value["source"]["title"] = value["provenance"]["prompt"] = "\x1b[31m\u202e"
    hostile = place.folder / "hostile.json"
    hostile.write_text(json.dumps(value), "utf-8")
    assert Briefing.from_file(hostile).claims[0].statement.startswith("\x1b")
    for form in ("text", "md"):
        assert not {"\x1b", "\u202e"} & set(place.run("diff", old, hostile, "--format", form).stdout)
