"""A run that dies anywhere loses nothing that was done and pays for nothing twice."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from summarizer import Summarizer
from summarizer.article import Article
from summarizer.batch.folder import Folder
from summarizer.batch.inputs import entries
from summarizer.batch.pace import Pace
from summarizer.batch.run import Run
from summarizer.errors import SummarizerError
from summarizer.model.connection import Connection
from summarizer.model.endpoints import Endpoint
from summarizer.model.gate import Load
from tests.support import answers
from tests.support.dying import Died, dying, faulty
from tests.support.rounds import made
from tests.support.servers import ScriptedServer, completion

ROOT = Path(__file__).resolve().parents[2]
ARTICLES, JOBS = 50, 3
STRIDE = int(os.environ.get("KILL_STRIDE", "113"))
"""Every n-th point is died at. `KILL_STRIDE=1` tries all of them, about 2,300, in ten minutes."""
NOTHING = json.dumps(answers.empty())


class Wire:
    """An endpoint without a socket: what it was asked, by the article's number."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()

    def send(self, request: dict[str, Any]) -> dict[str, Any]:
        self.asked[request["messages"][-1]["content"]] += 1
        return completion(NOTHING)


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    found = Wire()

    def send(_: Connection, request: dict[str, Any], __: Load) -> dict[str, Any]:
        return found.send(request)

    monkeypatch.setattr(Connection, "send", send)
    monkeypatch.setattr(Connection, "__init__", _without_a_client)
    monkeypatch.setattr(Connection, "close", lambda _: None)
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    return found


def _without_a_client(self: Connection, endpoint: Endpoint, **said: Any) -> None:
    self.endpoint, self.retries, self.notify, self.gate = endpoint, 0, said["notify"], said["gate"]


def articles(folder: Path, count: int = ARTICLES) -> Path:
    """A folder of short articles in which nobody speaks."""
    folder.mkdir()
    for n in range(count):
        (folder / f"a{n:02}.txt").write_text(f"Ferry {n} returns\n\nThe ferry leaves at {n} past nine.\n", "utf-8")
    return folder


def run(source: Path, home: Path) -> None:
    """One run, as the command line makes it."""
    asker = Summarizer("m", "briefing@v1", recordings=home / "recordings", base_url=os.environ.get("OPENAI_BASE_URL"))
    with Folder(home / "out") as folder:
        batch = Run(asker, Pace(JOBS), folder)
        folder.account(batch.facts("running"))
        for _ in batch.each(entries([str(source)], Article.from_file, {})):
            pass
        folder.account(batch.facts("finished"))


def recorded(home: Path) -> set[str]:
    """The articles of which a reply is on disk."""
    return {
        json.loads(path.read_text("utf-8"))["question"]["messages"][-1]["content"]
        for path in (home / "recordings").glob("??/*.json")
    }


def test_died_at_every_so_many_points(wire: Wire, tmp_path: Path) -> None:
    source = articles(tmp_path / "in")
    with dying(0) as counted:
        run(source, tmp_path / "whole")
    whole, points = made(tmp_path / "whole"), counted.passed
    assert len(whole) == ARTICLES
    assert points > 1_000
    for at in range(1, points, STRIDE):
        home = tmp_path / f"at{at}"
        wire.asked.clear()
        with dying(at), pytest.raises(Died):
            run(source, home)
        finished, had = made(home) if home.exists() else {}, recorded(home)
        asked = wire.asked.copy()
        with dying(0):
            run(source, home)
        assert made(home) == whole, at
        assert finished.items() <= whole.items(), at
        assert all(wire.asked[article] == asked[article] for article in had), at  # no reply on disk is asked for again
        assert wire.asked.total() <= ARTICLES + JOBS, at  # at most those in flight are
        assert list(home.rglob("*.tmp")) == [] or all(p.name.startswith(".") for p in home.rglob("*.tmp"))


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EMFILE], ids=errno.errorcode.get)
def test_a_disk_that_fails_once(code: int, wire: Wire, tmp_path: Path) -> None:
    source = articles(tmp_path / "in", 4)
    with faulty(0, 0) as counted:
        run(source, tmp_path / "whole")
    whole, points = made(tmp_path / "whole"), counted.passed
    for at in range(1, points + 1, 1 if STRIDE == 1 else 3):
        home = tmp_path / f"at{at}"
        with faulty(at, code), contextlib.suppress(SummarizerError):
            run(source, home)
        if home.exists():
            assert made(home).items() <= whole.items()  # nothing torn
        with faulty(0, 0):
            run(source, home)
        assert made(home) == whole, at


SCRIPT = """
import sys
from pathlib import Path
from tests.batch.test_killed import run
from tests.support import answers
from tests.support.dying import dying
with dying(int(sys.argv[1]), killed=True):
    run(Path(sys.argv[2]), Path(sys.argv[3]))
"""


@pytest.mark.parametrize("at", [40, 901])
def test_killed_in_earnest(at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, home = articles(tmp_path / "in"), tmp_path / "home"
    with ScriptedServer([completion(NOTHING)]) as server:
        monkeypatch.setenv("OPENAI_API_KEY", "k")
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        place = {**os.environ, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", SCRIPT, str(at), str(source), str(home)]
        died = subprocess.run(command, env=place, capture_output=True, check=False)
        assert died.returncode == -signal.SIGKILL, died.stderr.decode()
        had = recorded(home)
        before = Counter(request.body["messages"][-1]["content"] for request in server.requests if request.body)
        command[3] = "0"
        subprocess.run(command, env=place, capture_output=True, check=True)
        after = Counter(request.body["messages"][-1]["content"] for request in server.requests if request.body)
    assert len(made(home)) == ARTICLES
    assert all(after[article] == before[article] for article in had)
    assert after.total() <= ARTICLES + JOBS
