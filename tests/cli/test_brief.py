"""The default command: where the article comes from, where the briefing goes, what is said beside it."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys

import pytest

from summarizer.article import Article
from summarizer.briefing import Briefing
from summarizer.verification import verify
from tests.cli.place import ARTICLE, FAULTY, MODEL, REPLY, Place
from tests.support.servers import ScriptedServer, completion


@pytest.mark.parametrize(
    "arguments",
    [
        ["brief", "--offline", "article.txt"],
        ["brief", "article.txt", "--offline"],
        ["--offline", "article.txt"],
        ["article.txt", "--offline"],
        ["--offline", "--", "article.txt"],
    ],
)
def test_brief_is_the_default_command(place: Place, arguments: list[str]) -> None:
    place.record()
    result = place.run(*arguments)
    assert result.exit_code == 0
    briefing = Briefing.from_json(result.stdout)
    assert verify(briefing, Article(ARTICLE)) == []


@pytest.mark.parametrize(
    "arguments", [["--offline"], ["-", "--offline"], ["brief", "--offline"], ["brief", "-", "--offline"]]
)
def test_an_article_may_come_through_a_pipe(place: Place, arguments: list[str]) -> None:
    place.record()
    assert place.run(*arguments, stdin=ARTICLE).stdout == place.run("--offline", "article.txt").stdout


def test_a_command_wins_over_a_file_of_its_name(place: Place) -> None:
    place.record()
    (place.folder / "schema").write_text(ARTICLE, "utf-8")
    assert "$schema" in place.run("schema").stdout
    assert place.run("--offline", "./schema").exit_code == 0


def test_a_misspelt_command_is_not_looked_for_as_a_file(place: Place) -> None:
    for arguments in (["recrodings", "list"], ["recrodings"]):
        result = place.run(*arguments)
        assert result.exit_code == 2
        assert "did you mean `summarizer recordings`" in result.stderr


def test_the_last_line_says_that_nothing_was_paid(place: Place) -> None:
    key = place.record().stem
    said = place.run("--offline", "article.txt").stderr
    assert said == f"replayed recording {key[:8]} of 2031-03-11 (model {MODEL}-2031); nothing asked, nothing paid\n"
    assert place.run("-q", "--offline", "article.txt").stderr == ""


def test_a_live_question_is_billed_and_then_replayed(place: Place) -> None:
    with ScriptedServer([completion(FAULTY), completion(REPLY, usage=(3210, 1120))]) as server:
        live = place.run("--base-url", server.base_url, "article.txt")
        again = place.run("--base-url", server.base_url, "article.txt")
        assert len(server.requests) == 2
    assert live.exit_code == again.exit_code == 0
    *progress, last = live.stderr.splitlines()
    assert last == "asked m: 2 attempts, 3,310 tokens in, 1,140 out, cost unknown (no listed price)"
    assert any(line.startswith("reask 1 of 2") for line in progress)
    assert again.stderr.startswith("replayed recording")
    assert live.stdout.replace('"live"', '"replayed"') == again.stdout


def test_no_record_keeps_nothing(place: Place) -> None:
    with ScriptedServer([completion(REPLY)]) as server:
        assert place.run("--no-record", "--base-url", server.base_url, "article.txt").exit_code == 0
    assert not place.recordings.exists()


def test_fresh_asks_again_although_there_is_a_recording(place: Place) -> None:
    path = place.record()
    with ScriptedServer([completion(REPLY)]) as server:
        result = place.run("--fresh", "--base-url", server.base_url, "article.txt")
    assert result.stderr.splitlines()[-1].startswith("asked m: 1 attempt,")
    assert len(json.loads(path.read_text("utf-8"))["superseded"]) == 1


def test_rejected_items_are_announced_and_listed(place: Place) -> None:
    place.record(FAULTY)
    result = place.run("--offline", "article.txt")
    assert result.exit_code == 0
    assert result.stderr.splitlines()[0] == "1 item failed a check; the briefing lists each with its reason"
    assert len(Briefing.from_json(result.stdout).rejected) == 1


@pytest.mark.parametrize(
    ("suffix", "start"), [(".json", "{"), (".md", "# Mine shuts"), (".txt", "Mine shuts"), (".other", "{")]
)
def test_the_suffix_of_the_output_file_decides_its_form(place: Place, suffix: str, start: str) -> None:
    place.record()
    out = place.folder / f"out{suffix}"
    result = place.run("--offline", "article.txt", "-o", out)
    assert (result.exit_code, result.stdout) == (0, "")
    assert out.read_text("utf-8").startswith(start)
    assert "\x1b" not in out.read_text("utf-8")


def test_format_wins_over_the_suffix_and_color_is_only_on_demand(place: Place) -> None:
    place.record()
    place.run("--offline", "article.txt", "-o", "out.json", "--format", "text", "--color", "always")
    assert "\x1b[" in (place.folder / "out.json").read_text("utf-8")
    assert "\x1b" not in place.run("--offline", "article.txt", "--format", "text").stdout


def test_an_output_file_is_replaced_whole_and_keeps_its_mode(place: Place) -> None:
    place.record()
    out, link = place.folder / "out.json", place.folder / "link.json"
    out.write_text("old", "utf-8")
    out.chmod(0o640)
    link.symlink_to(out)
    assert place.run("--offline", "article.txt", "-o", link).exit_code == 0
    assert Briefing.from_file(out).claims
    assert link.is_symlink()
    assert out.stat().st_mode & 0o777 == 0o640
    assert not list(place.folder.glob(".*.tmp"))


def test_an_output_that_cannot_be_is_refused_before_anything_is_asked(place: Place) -> None:
    with ScriptedServer([completion(REPLY)]) as server:
        for output, why in (
            ("nope/x.json", "there is no folder"),
            (".", "is a folder"),
            ("article.txt", "is the file that is read"),
        ):
            result = place.run("--base-url", server.base_url, "article.txt", "-o", output)
            assert (result.exit_code, result.stdout) == (2, "")
            assert why in result.stderr
        assert server.requests == []
    assert place.article.read_text("utf-8") == ARTICLE


def test_a_device_is_written_to_and_not_replaced(place: Place) -> None:
    place.record()
    done = place.start("--offline", "article.txt", "-o", "/dev/stdout")
    assert done.returncode == 0
    assert done.stdout.startswith(b"{")
    full = place.run("--offline", "article.txt", "-o", "/dev/full")
    assert full.exit_code == 2
    assert "cannot write /dev/full: No space left on device" in full.stderr


def test_facts_about_the_article_are_part_of_the_question(place: Place) -> None:
    place.record()
    result = place.run("--offline", "--outlet", "The Courier", "article.txt")
    assert result.exit_code == 6
    assert "metadata" in result.stderr


def test_parameters_are_json_or_text(place: Place) -> None:
    result = place.run("--dry-run", "--format", "json", "--set", "temperature=0.5", "--set", "seed=null", "--set", "user=a=b",
                       "--set", "x=NaN", "article.txt")  # fmt: skip
    assert json.loads(result.stdout)["parameters"] == {"temperature": 0.5, "seed": None, "user": "a=b", "x": "NaN"}


def test_offline_and_fresh_contradict_each_other(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUMMARIZER_OFFLINE", "1")
    result = place.run("--fresh", "article.txt")
    assert result.exit_code == 2
    assert "environment SUMMARIZER_OFFLINE" in result.stderr


def on_terminal(place: Place, *arguments: str, **more: str) -> tuple[int, str, str]:
    """Exit code, what a terminal got, and stderr, with stdin and stdout on that terminal."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "summarizer", *arguments]
    with subprocess.Popen(
        command,
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.PIPE,
        env=place.environ(**{"TERM": "xterm", "PAGER": "cat", **more}),
    ) as started:
        os.close(theirs)
        shown = b""
        while chunk := _read(ours):
            shown += chunk
        assert started.stderr is not None
        said = started.stderr.read().decode()
    os.close(ours)
    return started.returncode, shown.decode().replace("\r\n", "\n"), said


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # how Linux says that the other side is closed
        return b""


def test_a_terminal_gets_readable_text_in_color(place: Place) -> None:
    place.record()
    code, shown, _ = on_terminal(place, "--offline", "article.txt")
    assert code == 0
    assert "\x1b[1mMine shuts after roof fall" in shown
    assert "\x1b" not in on_terminal(place, "--offline", "article.txt", NO_COLOR="1")[1]


def test_nothing_to_read_on_a_terminal_is_short_help(place: Place) -> None:
    for arguments in ([], ["brief"], ["--offline"]):
        code, shown, said = on_terminal(place, *arguments)
        assert (code, shown) == (2, "")
        assert said.startswith("Usage: summarizer")
        assert len(said.splitlines()) < 10


def test_an_article_cannot_drive_the_terminal(place: Place) -> None:
    hostile = ARTICLE.replace("on Friday", "on \x1b[31mFri\x9bday\u202e")
    place.article.write_text(hostile, "utf-8")
    place.record(text=hostile)
    for arguments in (
        ["--offline", "article.txt"],
        ["--offline", "article.txt", "--format", "json"],
        ["--offline", "article.txt", "--format", "md"],
        ["--dry-run", "-v", "article.txt"],
        ["render", "article.txt"],
    ):
        code, shown, _ = on_terminal(place, *arguments, NO_COLOR="1")
        assert code == 0
        assert not {"\x1b", "\x9b", "\u202e"} & set(shown), arguments


def test_a_terminal_and_a_file_get_the_same_json(place: Place) -> None:
    hostile = ARTICLE.replace("on Friday", "on\x9b Friday").replace("at dawn", "at\U000e0041 dawn")
    place.article.write_text(hostile, "utf-8")
    place.record(text=hostile)
    shown = on_terminal(place, "--offline", "article.txt", "--format", "json")[1]
    assert json.loads(shown[: shown.rindex("}") + 1]) == json.loads(place.run("--offline", "article.txt").stdout)
