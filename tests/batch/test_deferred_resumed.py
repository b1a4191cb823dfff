"""A batch that is left at any point is gone on with: no connection, crash or kill makes a request be sent twice."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from summarizer.batch.deferred import run as deferred_run
from summarizer.batch.deferred.plan import Limits
from summarizer.batch.deferred.state import FOLDER, STATE, Stage
from summarizer.errors import EndpointError, UsageError
from summarizer.model.batches import Batches
from tests.support.batches import BatchServer, Results, failed
from tests.support.dying import Died, dying
from tests.support.rounds import Request, all_of, articles, articles_in, brief, made, recorded, stage

ROOT = Path(__file__).resolve().parents[2]
STRIDE = int(os.environ.get("KILL_STRIDE", "13"))
"""Every n-th point is died at; `KILL_STRIDE=1` tries all of them."""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    articles(tmp_path, 4)


@pytest.mark.parametrize(
    "fault",
    [
        "POST /v1/files",
        "POST /v1/batches",
        "GET /v1/batches",
        "GET /v1/batches/batch_0",
        "GET /v1/files/file-1/content",
    ],
)
def test_a_connection_that_breaks_after_the_work_is_done(fault: str, tmp_path: Path) -> None:
    with BatchServer(all_of) as server:
        server.faults[fault] = 1
        assert set(brief(tmp_path, server.base_url).values()) == {""}
        assert (server.asked.total(), len(server.batches)) == (4, 1)


def test_a_wait_through_an_outage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deferred_run, "PATIENCE", 3)
    with BatchServer(all_of) as server:
        server.faults["GET /v1/batches/batch_0"] = 4  # two looks of two tries each
        assert set(brief(tmp_path, server.base_url).values()) == {""}
    (tmp_path / "in" / "new.txt").write_text("A new one.")
    with BatchServer(all_of) as server:
        server.faults["GET /v1/batches/batch_0"] = 99
        with pytest.raises(EndpointError, match="cannot reach local endpoint"):
            brief(tmp_path, server.base_url)


def test_results_cut_off_on_the_way_are_fetched_again(tmp_path: Path) -> None:
    with BatchServer(all_of) as server:
        server.faults["GET /v1/files/file-1/content"] = 99
        with pytest.raises(EndpointError):
            brief(tmp_path, server.base_url)
        assert stage(tmp_path) == ["ended"]
        server.faults.clear()
        assert set(brief(tmp_path, server.base_url).values()) == {""}
        assert server.asked.total() == 4


def test_stopped_while_waiting_it_goes_on_later(tmp_path: Path) -> None:
    with BatchServer(all_of) as server:
        brief(tmp_path, server.base_url, stop=True)
        assert stage(tmp_path) == ["written"]
        with pytest.raises(EndpointError), mock.patch.object(Batches, "look", side_effect=EndpointError("gone")):
            brief(tmp_path, server.base_url)
        assert stage(tmp_path) == ["created"]
        (tmp_path / "in" / "a0.txt").write_text("Changed since.")
        found = brief(tmp_path, server.base_url)
        assert "is not in the batch" in found.pop("a0")
        assert set(found.values()) == {""}
        assert len(recorded(tmp_path)) == 4  # the reply to what it was before is kept too
        assert set(brief(tmp_path, server.base_url).values()) == {""}
        assert server.asked.total() == 5


def test_a_batch_under_way_elsewhere(tmp_path: Path) -> None:
    with BatchServer(all_of) as server, BatchServer(all_of) as other:
        brief(tmp_path, server.base_url, stop=True)
        with pytest.raises(UsageError, match="under way at another endpoint"):
            brief(tmp_path, other.base_url)


def test_a_batch_the_endpoint_does_not_know(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deferred_run, "PATIENCE", 1)
    with BatchServer(all_of) as server:
        with pytest.raises(EndpointError), mock.patch.object(Batches, "look", side_effect=EndpointError("gone")):
            brief(tmp_path, server.base_url)
        server.batches.clear()
        with pytest.raises(EndpointError, match="does not know the batch batch_0 any more"):
            brief(tmp_path, server.base_url)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"version": 2, "parts": []}',
        '{"version": 1, "parts": [{}]}',
        '{"version": 1, "parts": [], "x": 1}',
    ],
)
def test_a_state_that_cannot_be_read(text: str, tmp_path: Path) -> None:
    (tmp_path / "out" / FOLDER).mkdir(parents=True)
    (tmp_path / "out" / FOLDER / STATE).write_text(text)
    with BatchServer(all_of) as server, pytest.raises(UsageError, match=r"state\.json cannot be read"):
        brief(tmp_path, server.base_url)


def test_a_request_file_that_was_changed(tmp_path: Path) -> None:
    with BatchServer(all_of) as server:
        with pytest.raises(EndpointError), mock.patch.object(Batches, "fetch", side_effect=EndpointError("gone")):
            brief(tmp_path, server.base_url)
        (path,) = (tmp_path / "out" / FOLDER).glob("*.requests.jsonl")
        path.write_text(path.read_text("utf-8").replace("Ferry", "Fairy"), "utf-8")
        with pytest.raises(Exception, match="was changed after it was uploaded"):
            brief(tmp_path, server.base_url)


@contextlib.contextmanager
def _dying(at: int) -> Iterator[Any]:
    """Also before and after each call of the Batch API."""
    with dying(at) as death, contextlib.ExitStack() as stack:
        for name in ("upload", "start", "look", "fetch"):
            stack.enter_context(mock.patch.object(Batches, name, death.around(getattr(Batches, name))))
        yield death


def test_died_anywhere_it_goes_on(tmp_path: Path) -> None:
    """Two parts, of which one expires with one reply; the run dies at every so many points and is begun again.

    In the end, with what expired asked about once more, every briefing is what it is without a death.
    """

    def work(requests: list[Request]) -> Results:
        return (
            all_of(requests)
            if len(requests) == 3
            else Results("expired", errors=[failed(requests[0], "batch_expired", "late")])
        )

    def all_in_the_end(home: Path) -> dict[str, str]:
        with BatchServer(all_of, looks=0) as server:
            assert set(brief(home, server.base_url).values()) == {""}
            assert server.asked.total() == 1
        return made(home)

    with BatchServer(work, looks=0) as server, _dying(0) as counted:
        whole = brief(articles_in(tmp_path / "whole"), server.base_url, limits=Limits(3))
    assert counted.passed > 200
    briefings = all_in_the_end(tmp_path / "whole")
    assert len(briefings) == 4
    for at in range(1, counted.passed + 1, STRIDE):
        home = articles_in(tmp_path / f"at{at}")
        with BatchServer(work, looks=0) as server:
            with _dying(at), contextlib.suppress(Died):  # the last points may not come: polling takes what it takes
                brief(home, server.base_url, limits=Limits(3))
            with _dying(0):
                assert brief(home, server.base_url, limits=Limits(3)).keys() == whole.keys(), at
            assert set(server.asked.values()) <= {1, 2}, at
            paid = [r["key"] for r in recorded(home)]
            assert [server.asked[key] for key in paid] == [1, 1, 1], at  # no reply is paid for twice
            assert server.lived == [], at
        assert all_in_the_end(home) == briefings, at


SCRIPT = """
import os, signal, sys
from pathlib import Path
from summarizer.batch.deferred.state import State
from tests.support.rounds import brief
kept, save = sys.argv[3], State.save
def dying(self):
    save(self)
    if self.parts and self.parts[0].stage == kept:
        os.kill(os.getpid(), signal.SIGKILL)
State.save = dying
brief(Path(sys.argv[1]), sys.argv[2])
"""


@pytest.mark.parametrize("kept", ["written", "uploaded", "created", "ended", "collected"])
def test_killed_in_earnest_at_each_stage(kept: Stage, tmp_path: Path) -> None:
    with BatchServer(all_of) as server:
        command = [sys.executable, "-c", SCRIPT, str(tmp_path), server.base_url, kept]
        died = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False)
        assert died.returncode == -signal.SIGKILL, died.stderr.decode()
        assert stage(tmp_path) == [kept]
        assert set(brief(tmp_path, server.base_url).values()) == {""}
        assert (server.asked.total(), set(server.asked.values()), len(server.batches)) == (4, {1}, 1)
        assert server.lived == []
