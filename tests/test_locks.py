"""Recordings written by several processes at once: whoever paid for a reply finds it there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from summarizer import locks
from summarizer.errors import InputError
from summarizer.locks import LOCK, Locks
from summarizer.recordings import Attempt, Recordings

ROOT = Path(__file__).resolve().parents[1]
WRITERS, EACH = 4, 25

SCRIPT = """
import sys
from pathlib import Path
from tests.test_locks import Same, reply
from summarizer.recordings import Recordings
kept = Recordings(Path(sys.argv[1]))
sys.stdin.readline()
for n in range(int(sys.argv[3])):
    kept.append(Same(), reply(f"{sys.argv[2]}-{n}"), {"how": "written", "endpoint": "e", "recorded_at": "t"})
    kept.judge(Same.key, [])
"""


class Same:
    """The question that everybody asks."""

    key = "ab" * 32

    def complete(self) -> dict[str, object]:
        return {"article": {"sha256": "x"}}


def reply(name: str) -> Attempt:
    return Attempt({"id": name, "choices": [{"message": {"content": name}}]}, "t")


def test_processes_that_ask_the_same_at_once_lose_no_reply(tmp_path: Path) -> None:
    place = {**os.environ, "PYTHONPATH": str(ROOT)}
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(tmp_path), str(n), str(EACH)], env=place, stdin=subprocess.PIPE
        )
        for n in range(WRITERS)
    ]
    time.sleep(0.5)  # until all have started, so that they write together
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write(b"go\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate(timeout=60)
        assert writer.returncode == 0
    (path,) = tmp_path.glob("??/*.json")
    names = [attempt["body"]["id"] for attempt in json.loads(path.read_text("utf-8"))["attempts"]]
    assert sorted(names) == sorted(f"{w}-{n}" for w in range(WRITERS) for n in range(EACH))


def test_a_writer_that_dies_lets_the_others_go_on(tmp_path: Path) -> None:
    code = f"""
import os, sys
from pathlib import Path
from summarizer.locks import Locks
with Locks(Path({str(tmp_path)!r})).alone("ab"):
    print("held", flush=True)
    sys.stdin.readline()
    os._exit(9)
"""
    place = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", code], env=place, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline() == "held\n"
        taken = threading.Event()

        def take() -> None:
            with Locks(tmp_path).alone("ab"):
                taken.set()

        waiting = threading.Thread(target=take)
        waiting.start()
        assert not taken.wait(0.2)
        holder.stdin.write("die\n")
        holder.stdin.flush()
        waiting.join(10)
        assert taken.is_set()


def test_a_lock_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = {"how": "written", "endpoint": "e", "recorded_at": "t"}
    with pytest.raises(InputError, match="cannot write the recording in"):
        Recordings(tmp_path / "file").append(Same(), reply("a"), said)


def test_a_lock_is_no_recording(tmp_path: Path) -> None:
    kept = Recordings(tmp_path)
    kept.append(Same(), reply("a"), {"how": "written", "endpoint": "e", "recorded_at": "t"})
    assert (tmp_path / "ab" / LOCK).is_file()
    assert [path.name for path in kept.all()] == [f"{Same.key}.json"]


def test_a_reply_from_a_file_that_is_read_twice_is_kept_once(tmp_path: Path) -> None:
    kept = Recordings(tmp_path)
    said = {"how": "api", "endpoint": "e", "recorded_at": "t"}
    for name in ("a", "b", "a", "b"):
        kept.append(Same(), reply(name), said, once=True)
    found = kept.find(Same.key)
    assert found is not None
    assert [attempt.body["id"] for attempt in found.attempts] == ["a", "b"]


def test_where_the_system_cannot_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("summarizer.locks._held", locks._by_filelock)
    order: list[str] = []

    def take() -> None:
        with Locks(tmp_path).alone("ab"):  # another's: what keeps threads apart is not shared
            order.append("in")

    other = threading.Thread(target=take)
    with Locks(tmp_path).alone("ab"):
        other.start()
        other.join(0.1)
        order.append("out")
    other.join(10)
    assert order == ["out", "in"]
