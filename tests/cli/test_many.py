"""`summarizer brief` of many articles as a user runs it, over a real socket on loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from click.testing import Result

from summarizer.batch.folder import Folder
from summarizer.errors import InputError, NotKept
from summarizer.recordings import Recordings
from tests.cli.place import PROMPT, Place
from tests.support import answers
from tests.support.servers import Reply, ScriptedServer, completion, error

NOTHING = completion(json.dumps(answers.empty()))


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer([NOTHING]) as made:
        yield made


@pytest.fixture(autouse=True)
def folder(place: Place, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of three articles and one file that is none."""
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    return place.several()


def brief(place: Place, server: ScriptedServer, *arguments: str) -> Result:
    return place.run("brief", "-m", "m", "--base-url", server.base_url, *arguments)


def test_a_folder_becomes_a_folder(place: Place, server: ScriptedServer) -> None:
    result = brief(place, server, "in", "-o", "out")
    assert result.exit_code == 8
    assert [str(p.relative_to(place.folder / "out")) for p in sorted((place.folder / "out").rglob("*.briefing.json"))] == [
        "a.briefing.json", "b.briefing.json", "sub/c.briefing.json",
    ]  # fmt: skip
    (failed,) = (place.folder / "out" / "failures.jsonl").read_text("utf-8").splitlines()
    assert json.loads(failed) == {
        "id": "empty", "place": "in/empty.txt", "error": "InputError",
        "message": "in/empty.txt is empty: there is no text to brief",
    }  # fmt: skip
    assert "1 article failed; out/failures.jsonl says why" in result.stderr
    assert place.account()["counts"] == {
        "articles": 4, "done": 3, "replayed": 0, "skipped": 0, "failed": 1, "rejected items": 0,
    }  # fmt: skip
    assert place.account()["asked"] == {"requests": 3, "tokens_in": 300, "tokens_out": 60, "cost_usd": None}


def test_what_is_done_is_skipped_and_what_failed_is_tried_again(
    place: Place, server: ScriptedServer, folder: Path
) -> None:
    brief(place, server, "in", "-o", "out")
    (folder / "empty.txt").write_text("No longer empty.")
    (folder / "d.txt").write_text("A new one.")
    result = brief(place, server, "in", "-o", "out", "--retry-failed")
    assert (result.exit_code, place.account()["counts"]["articles"], len(server.requests)) == (0, 1, 4)
    result = brief(place, server, "in", "-o", "out")
    assert (result.exit_code, place.account()["counts"]["skipped"], len(server.requests)) == (0, 4, 5)
    (place.folder / "out" / "a.briefing.json").write_text("{")
    assert brief(place, server, "in", "-o", "out").exit_code == 0
    assert len(server.requests) == 5  # made again from its recording
    assert json.loads((place.folder / "out" / "a.briefing.json").read_text("utf-8"))["provenance"]["mode"] == "replayed"


def test_without_a_folder_each_is_a_line_in_order(place: Place, server: ScriptedServer) -> None:
    result = brief(place, server, "in/sub/c.txt", "in/empty.txt", "in/a.txt", "-j", "3")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(line["id"], "briefing" in line) for line in lines] == [("c", True), ("empty", False), ("a", True)]
    assert lines[1]["error"]["error"] == "InputError"
    assert result.exit_code == 8


def test_a_budget_stops_the_run(place: Place) -> None:
    dear = completion(NOTHING["choices"][0]["message"]["content"], usage=(5_000, 500))
    with ScriptedServer([dear]) as server:
        one = brief(place, server, "in", "-o", "out", "-j", "1", "--max-tokens-total", "6000")
        assert one.exit_code == 9
        assert "stopped before passing --max-tokens-total 6,000: 5,500 tokens used" in one.stderr
        assert (place.account()["counts"]["done"], place.account()["state"]) == (1, "stopped")
        assert brief(place, server, "in", "-o", "out").exit_code == 8
        assert len(server.requests) == 3


def test_a_key_that_is_rejected_stops_the_run(place: Place) -> None:
    with ScriptedServer([error(401, "invalid_api_key")]) as server:
        result = brief(place, server, "in", "-o", "out", "-j", "1")
        assert (result.exit_code, len(server.requests)) == (7, 1)
    assert "rejected the key" in result.stderr
    assert place.account()["counts"]["failed"] == 0


def test_where_no_reply_can_be_kept_none_is_asked_for(place: Place, server: ScriptedServer) -> None:
    (place.folder / "file").write_text("")
    result = brief(place, server, "in", "-o", "out", "-j", "1", "--recordings", "file/recordings")
    assert (result.exit_code, len(server.requests), place.account()["state"]) == (3, 0, "stopped")
    assert "cannot write the recording in" in result.stderr


def test_a_disk_that_fills_up_ends_the_asking(place: Place, server: ScriptedServer) -> None:
    kept: list[int] = []
    append = Recordings.append

    def filled(self: Recordings, *args: Any, **named: Any) -> None:
        if kept:
            raise NotKept("cannot write the recording: No space left on device")
        kept.append(1)
        append(self, *args, **named)

    with mock.patch.object(Recordings, "append", filled):
        result = brief(place, server, "in", "-o", "out", "-j", "1")
    assert (result.exit_code, len(server.requests)) == (3, 2)
    assert place.account()["counts"]["done"] == 1
    assert brief(place, server, "in", "-o", "out").exit_code == 8
    assert place.account()["counts"]["skipped"] == 1


def test_an_account_that_cannot_be_written_is_a_failure(place: Place, server: ScriptedServer) -> None:
    accounts: list[str] = []
    account = Folder.account

    def full(self: Folder, facts: Mapping[str, Any]) -> None:
        accounts.append(facts["state"])
        if facts["state"] != "running":
            raise InputError("cannot write in out: No space left on device")
        account(self, facts)

    with mock.patch.object(Folder, "account", full):
        result = brief(place, server, "in", "-o", "out")
    assert (result.exit_code, accounts) == (8, ["running", "finished"])
    assert "4 articles: 3 done, 1 failed" in result.stderr
    assert "in/empty.txt is empty" in result.stderr


def test_a_second_run_into_the_same_folder_is_refused(place: Place, server: ScriptedServer) -> None:
    with Folder(place.folder / "out"):
        result = brief(place, server, "in", "-o", "out")
    assert (result.exit_code, server.requests) == (2, [])
    assert "another run is writing to out" in result.stderr
    assert not (place.folder / "out" / "run.json").exists()


def test_one_table_that_is_missing_does_not_end_the_run(place: Place, server: ScriptedServer) -> None:
    (place.folder / "rows.jsonl").write_text('{"id": "r", "text": "The ferry left."}\nno json\n')
    result = brief(place, server, "in/a.txt", "gone.jsonl", "rows.jsonl", "-o", "out")
    assert result.exit_code == 8
    counts = place.account()["counts"]
    assert (place.account()["state"], counts["done"], counts["failed"]) == ("finished", 2, 2)
    assert "gone.jsonl: No such file or directory" in result.stderr
    assert "rows.jsonl:2: the line is not JSON" in result.stderr


def test_one_article_that_fails_on_the_wire_is_one(place: Place) -> None:
    with ScriptedServer([NOTHING, error(400, message="too long"), NOTHING]) as server:
        result = brief(place, server, "in", "-o", "out", "-j", "1")
    assert result.exit_code == 8
    assert place.account()["errors"] == {"InputError": 1, "RequestRejected": 1}


def test_fail_fast(place: Place) -> None:
    with ScriptedServer([error(400, message="too long")]) as server:
        result = brief(place, server, "in", "-o", "out", "-j", "1", "--fail-fast")
        assert (result.exit_code, len(server.requests)) == (8, 1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["in", "--title", "T"], "--title is of one article"),
        (["in", "--dry-run"], "--dry-run takes one article"),
        (["in", "--format", "md"], "`summarizer show`"),
        (["in", "--max-cost", "1"], "no price is known"),
        (["in", "--retry-failed"], "needs the folder"),
        (["in", "--shard", "3/2"], "--shard takes I/N"),
        (["in", "--column", "body=text"], "NAME=COLUMN"),
        (["in", "-o", "article.txt"], "cannot write to the folder"),
        (["nothing*"], "fits no file"),
        (["in", "--poll", "5"], "--poll is of --via batch-api"),
        (["in", "--actors", "2"], "--actors is of --via ray"),
        (["in", "-o", "out", "--via", "batch-api", "--address", "a"], "--address is of --via ray"),
        (["--list", "missing"], "cannot read the list"),
        (["in/none"], "No such file"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_asked(
    arguments: list[str], words: str, place: Place, server: ScriptedServer
) -> None:
    result = brief(place, server, *arguments)
    assert result.exit_code == (3 if arguments == ["in/none"] else 2)
    assert words in result.stderr
    assert server.requests == []


def interrupted(place: Place, times: int) -> tuple[subprocess.Popen[str], str, int]:
    """A run over slow replies that gets Ctrl-C so many times once all its requests are under way."""
    for n in range(40):
        (place.folder / "in" / f"m{n}.txt").write_text(f"Ferry {n} leaves.")
    with ScriptedServer([Reply(NOTHING, delay=1.5)]) as server:
        place_of = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
        command = [sys.executable, "-m", "summarizer", "brief", "in", "-o", "out", "-m", "m", "-p", PROMPT, "-j", "4",
                   "--base-url", server.base_url]  # fmt: skip
        process = subprocess.Popen(command, env=place_of, stderr=subprocess.PIPE, text=True, cwd=place.folder)
        while len(server.requests) < 4:
            assert process.poll() is None
            time.sleep(0.02)
        for _ in range(times):
            process.send_signal(signal.SIGINT)
            time.sleep(0.3)
        _, said = process.communicate(timeout=30)
        return process, said, len(server.requests)


def test_interrupted_once_ends_what_is_in_flight(place: Place) -> None:
    process, said, asked = interrupted(place, 1)
    assert process.returncode == 130
    assert "press Ctrl-C again to stop now" in said
    assert "the same command goes on" in said
    assert place.account()["state"] == "stopped"
    assert place.account()["counts"]["done"] == asked == 4


def test_interrupted_twice_stops_at_once(place: Place) -> None:
    process, said, asked = interrupted(place, 2)
    assert process.returncode == 130
    assert said.rstrip().endswith("stopped; the same command goes on where it stopped")
    assert asked == 4
