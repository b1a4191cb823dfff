"""Many articles on a Ray cluster: one row in, one out, and a worker that dies costs no reply that is recorded.

What an actor does is tried without Ray. The cluster of the other tests is this machine alone, on loopback, in
processes of its own.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow
import pytest

from summarizer import Article, Briefing, Summarizer
from summarizer.batch.folder import Folder
from summarizer.batch.inputs import Entry
from summarizer.batch.pace import Pace
from summarizer.batch.ray import COLUMNS, Briefer, Limits, error_of
from summarizer.cli import cluster
from summarizer.errors import BudgetReached, EndpointError, SummarizerError, UsageError
from summarizer.sections import sections
from summarizer.settings import Settings
from tests.support.hearing import hearing
from tests.support.servers import Reply, ScriptedServer, completion, error

ROOT = Path(__file__).resolve().parents[2]
ROWS, ACTORS, JOBS = 60, 2, 8
LISTS = ("actors", "claims", "denials", "other_responses", "analyst_views", "bottom_line")
NOTHING = completion(json.dumps({name: [] for name in LISTS}))

needs_ray = [
    pytest.mark.ray,
    pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed: pip install 'summarizer[ray]'"),
]


def rows(count: int) -> list[dict[str, Any]]:
    return [{"id": f"a{n}", "text": f"Ferry {n} returns\n\nThe ferry leaves at {n} past nine.\n"} for n in range(count)]


def briefer(url: str, home: Path, limits: Limits = Limits(4), **columns: str) -> Briefer:  # noqa: B008 (frozen)
    asker = {"model": "m", "prompt": "briefing@v1", "recordings": str(home / "rec"), "base_url": url, "retries": 0}
    return Briefer(asker, limits, columns)


def test_one_row_in_one_row_out(tmp_path: Path) -> None:
    given = [*rows(9), {"id": "none", "text": " "}, {"id": None, "text": "Nobody spoke."}]
    with ScriptedServer([NOTHING]) as server:
        found = briefer(server.base_url, tmp_path)(pyarrow.Table.from_pylist(given))
    assert tuple(found.column_names) == COLUMNS
    assert [row["id"] for row in found.to_pylist()] == [*(f"a{n}" for n in range(9)), "none", ""]
    told = {row["id"]: row for row in found.to_pylist()}
    assert json.loads(told["a3"]["briefing"])["provenance"]["mode"] == "live"
    assert (told["none"]["briefing"], told["none"]["error"]) == (None, "InputError")
    assert "the row 'none': the row has no text" in told["none"]["message"]


def test_columns_may_be_called_otherwise(tmp_path: Path) -> None:
    with ScriptedServer([NOTHING]) as server:
        work = briefer(server.base_url, tmp_path, id="key", text="body")
        (row,) = work(pyarrow.Table.from_pylist([{"key": 7, "body": "Nobody spoke."}])).to_pylist()
    assert (row["id"], row["error"]) == ("7", None)


def test_an_error_that_every_row_would_meet_is_met_once(tmp_path: Path) -> None:
    with ScriptedServer([error(401, "invalid_api_key")]) as server:
        work = briefer(server.base_url, tmp_path, Limits(1))
        found = work(pyarrow.Table.from_pylist(rows(5))).to_pylist()
        assert {row["error"] for row in found} == {"KeyRejected"}
        assert len(server.requests) == 1


def test_an_actor_keeps_its_part_of_the_budget(tmp_path: Path) -> None:
    with ScriptedServer([NOTHING]) as server:
        work = briefer(server.base_url, tmp_path, Limits(8, max_tokens=6_000).divided(2))
        found = work(pyarrow.Table.from_pylist(rows(3))).to_pylist()
    assert {row["error"] for row in found} == {"BudgetReached"}
    assert isinstance(error_of(found[0]), BudgetReached)
    assert type(error_of({"error": "NoSuchClass", "message": "x"})) is SummarizerError


class Alone:
    """What `RayRun` needs of Ray and its dataset, with one actor in this process."""

    def __init__(self) -> None:
        self.data = SimpleNamespace(from_items=lambda rows, **_: rows)
        self.given: list[str] = []

    def nodes(self) -> list[dict[str, bool]]:
        return [{"Alive": True}]

    def brief_dataset(self, ds: list[dict[str, Any]], *, jobs: int, actors: int, **asker: Any) -> Any:
        self.given += [row["id"] for row in ds]
        assert actors == 1
        limits = Limits(jobs, *(asker.pop(name) for name in ("rpm", "tpm", "max_tokens", "max_cost")))
        made = Briefer(asker, limits, {})(pyarrow.Table.from_pylist(ds)).to_pylist()
        return SimpleNamespace(iter_rows=lambda: iter(made))


def test_a_long_article_is_sectioned_as_said_and_skipped_when_it_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its briefing's key is made of its sections' keys, here as on the cluster."""
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    alone, limit, article = Alone(), 3_000, hearing(12_000).article
    monkeypatch.setattr(cluster, "brief_dataset", alone.brief_dataset)
    monkeypatch.setattr(cluster, "_joined", lambda _: nullcontext(alone))
    entries = [Entry("long", "", lambda: article), Entry("short", "", lambda: Article("Nobody spoke."))]

    def run(url: str, limit: int) -> list[tuple[str, bool, str]]:
        chosen = Settings(tmp_path / "rec", {}, model="m", base_url=url, max_chars=limit)
        asker = Summarizer("m", "briefing@v1", recordings=chosen.recordings, base_url=url, max_chars=limit)
        given = dict.fromkeys(("address", "actors", "rpm", "tpm", "max_tokens_total", "max_cost", "strict"))
        given |= {"jobs": 4, "no_second_look": True, "parameters": {}, "sample": 1}
        with Folder(tmp_path / "out") as folder:
            found = cluster.RayRun(given, chosen, asker, Pace(4), folder).each(entries)
            return sorted((done.entry.id, done.skipped, str(done.error or "")) for done in found)

    with ScriptedServer([NOTHING]) as server:
        assert run(server.base_url, limit) == [("long", False, ""), ("short", False, "")]
        made = Briefing.from_file(tmp_path / "out" / "long.briefing.json").provenance.sections
        assert made is not None
        assert (made.limit, len(made.read)) == (limit, len(sections(article, limit)))
        assert len(server.requests) == len(made.read) + 1
        assert run(server.base_url, limit) == [("long", True, ""), ("short", True, "")]
        assert alone.given == ["long", "short"]
        assert run(server.base_url, 2 * limit) == [("long", False, ""), ("short", True, "")]


def test_limits_are_divided() -> None:
    whole = Limits(8, rpm=100, tpm=9_000, max_tokens=50_001, max_cost=Decimal(3))
    assert whole.divided(3) == Limits(2, 33, 3_000, 16_667, Decimal(1))
    assert Limits().divided(8) == Limits(1)
    with pytest.raises(UsageError, match="rpm is 3, which 4 actors cannot share"):
        Limits(rpm=3).divided(4)


SCRIPT = """
import json, os, sys
from summarizer.cli import cluster
from summarizer.batch.ray import brief_dataset
url, home, given = sys.argv[1:]
with cluster._joined(None) as ray:
    ds = ray.data.from_items(json.loads(given), override_num_blocks=12)
    made = brief_dataset(ds, model="m", prompt="briefing@v1", recordings=home + "/rec", jobs=8, actors=2, cpus=0.5,
                         base_url=url, retries=2)
    found = [{**row, "briefing": bool(row["briefing"])} for row in made.iter_rows()]
print(json.dumps(found))
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """What a process of the test gets: nothing of the machine's settings, and a home of its own."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("SUMMARIZER_", "RAY_"))}
    return {**plain, "PYTHONPATH": str(ROOT), "OPENAI_API_KEY": "k", "HOME": str(tmp_path)}


def below(root: int) -> Iterator[tuple[int, str]]:
    """The processes that a process started, and those that they did, by number and name."""
    children: dict[int, list[tuple[int, str]]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text("utf-8").rpartition(")")[2].split()[1])
            name = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except (OSError, ValueError):
            continue
        children.setdefault(parent, []).append((int(entry.name), name))
    queue = [root]
    while queue:
        for number, name in children.get(queue.pop(), []):
            queue.append(number)
            yield number, name


def recorded(home: Path) -> set[str]:
    return {json.loads(p.read_text("utf-8"))["question"]["messages"][-1]["content"] for p in home.glob("rec/??/*.json")}


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for the worker in /proc")
class TestCluster:
    pytestmark = needs_ray

    def test_a_worker_killed_midway(self, tmp_path: Path, environment: dict[str, str]) -> None:
        with ScriptedServer([Reply(NOTHING, delay=0.3)]) as server:
            command = [sys.executable, "-c", SCRIPT, server.base_url, str(tmp_path), json.dumps(rows(ROWS))]
            with subprocess.Popen(
                command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path
            ) as driver:
                while len(server.requests) < ROWS // 3:
                    assert driver.poll() is None, driver.communicate()[1]
                    time.sleep(0.02)
                workers = [number for number, name in below(driver.pid) if "MapBatches" in name or "MapWorker" in name]
                assert len(workers) == ACTORS, list(below(driver.pid))
                os.kill(workers[0], signal.SIGKILL)
                had = recorded(tmp_path)
                out, said = driver.communicate(timeout=480)
            asked = Counter(request.body["messages"][-1]["content"] for request in server.requests if request.body)
        assert driver.returncode == 0, said
        found = json.loads(out.splitlines()[-1])
        assert Counter(row["id"] for row in found) == Counter(row["id"] for row in rows(ROWS))  # each exactly once
        assert all(row["briefing"] for row in found), [row for row in found if not row["briefing"]][:3]
        assert len(had) >= 1
        assert {asked[article] for article in had} == {1}  # no recorded reply is asked for again
        assert ROWS <= asked.total() <= ROWS + JOBS // ACTORS  # at most those in flight in the one that died are
        assert len(recorded(tmp_path)) == ROWS

    def test_the_command_line(self, tmp_path: Path, environment: dict[str, str]) -> None:
        (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in [*rows(5), {"id": "x"}]), "utf-8")
        seen: set[str] = set()
        done = threading.Event()
        with ScriptedServer([Reply(NOTHING, delay=0.5)]) as server:
            command = [sys.executable, "-m", "summarizer", "brief", "in.jsonl", "-o", "out", "--via", "ray", "-m", "m",
                       "-p", "briefing@v1", "--base-url", server.base_url, "--recordings", "rec", "--no-second-look"]  # fmt: skip
            with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True, cwd=tmp_path) as run:
                watch = threading.Thread(target=_watch, args=(run.pid, seen, done))
                watch.start()
                _, said = run.communicate(timeout=480)
                done.set()
                watch.join()
            assert run.returncode == 8, said
            assert "6 articles: 5 done, 1 failed; asked 5 times, 500 tokens in, 100 out" in said
            assert len(server.requests) == 5
        assert seen
        assert all(address.startswith(("127.", "[::1]", "[::ffff:127.")) for address in seen), seen
        account = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))
        assert account["counts"]["done"] == 5
        again = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=tmp_path, check=False)
        assert "6 articles: 5 skipped, 1 failed" in again.stderr


def _watch(root: int, seen: set[str], done: threading.Event) -> None:
    """Gather the addresses that a run's processes listen at."""
    while not done.wait(0.3):
        ours = {f"pid={number}," for number, _ in below(root)}
        shown = subprocess.run(["ss", "-ltnpH"], capture_output=True, text=True, check=False).stdout
        for line in shown.splitlines():
            if any(mark in line for mark in ours):
                seen.add(line.split()[3])


def test_a_cluster_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    from summarizer.cli import cluster

    monkeypatch.setattr(cluster, "_QUIET", {})
    with (
        pytest.raises(EndpointError, match=r"cannot join the Ray cluster at 127\.0\.0\.1:1 "),
        cluster._joined("127.0.0.1:1"),
    ):
        pass


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["in.jsonl"], "needs a folder for the briefings"),
        (["in.jsonl", "-o", "out", "--fresh"], "--fresh and --via ray exclude each other"),
        (["in.jsonl", "-o", "out"], "Ray is not installed: pip install 'summarizer[ray]'"),
    ],
)
def test_what_ray_cannot_be_used_for(
    arguments: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    from summarizer.cli import cli, cluster

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cluster, "find_spec", lambda _: None)
    monkeypatch.setitem(sys.modules, "ray", None)
    result = CliRunner().invoke(
        cli, ["brief", *arguments, "--via", "ray", "-m", "m", "--base-url", "http://127.0.0.1:9/v1"]
    )
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stderr.count("\n") == 1
