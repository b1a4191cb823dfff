"""`summarizer brief --via batch-api` as a user runs it, over a real socket on loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests.cli.place import PROMPT, Place
from tests.support import answers
from tests.support.batches import BatchServer, Results, answered, failed

NOTHING = json.dumps(answers.empty())


@pytest.fixture(autouse=True)
def folder(place: Place, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of three articles and one file that is none."""
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    return place.several()


def deferred(place: Place, server: BatchServer, *arguments: str) -> Result:
    return place.run(
        "brief", "-m", "m", "--base-url", server.base_url, "--via", "batch-api", "--poll", "0.02", *arguments
    )


def answer_all(requests: list[dict[str, Any]]) -> Results:
    return Results(output=[answered(request, NOTHING) for request in requests])


def test_through_the_batch_api(place: Place) -> None:
    with BatchServer(answer_all) as server:
        result = deferred(place, server, "in", "-o", "out")
        assert result.exit_code == 8  # the empty file
        assert "3 requests for m, in 1 batch(es)\nbatch_0: 3 requests, validating\n" in result.stderr
        assert "batch_0: completed" in result.stderr
        assert "4 articles: 3 done, 3 replayed, 1 failed; asked 3 times, 300 tokens in, 60 out" in result.stderr
        assert place.account()["asked"]["requests"] == 3
        quiet = deferred(place, server, "in/a.txt", "-o", "out", "-q")
        assert (quiet.exit_code, quiet.stderr, quiet.stdout, server.asked.total()) == (0, "", "", 3)


def test_a_request_that_failed_in_the_batch_is_a_failure_with_its_reason(place: Place) -> None:
    with BatchServer(lambda requests: Results(errors=[failed(requests[0], "x", "too long", 400)])) as server:
        assert deferred(place, server, "in/a.txt", "-o", "out").exit_code == 8
        (line,) = (place.folder / "out" / "failures.jsonl").read_text("utf-8").splitlines()
        assert "its request failed in the batch (400: too long)" in json.loads(line)["message"]
        server.work = answer_all
        assert deferred(place, server, "in", "-o", "out", "--retry-failed").exit_code == 0
        assert server.asked.total() == 2


def test_a_batch_beyond_the_budget_is_not_sent(place: Place) -> None:
    with BatchServer(answer_all) as server:
        result = deferred(place, server, "in", "-o", "out", "--max-tokens-total", "100")
        assert (result.exit_code, server.files) == (9, {})
    assert "nothing was asked: together the requests may take" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["in"], "needs a folder"),
        (["-", "-o", "out"], "not standard input"),
        (["in", "-o", "out", "--fresh"], "--fresh and --via batch-api exclude each other"),
        (["in", "-o", "out", "--no-record"], "--no-record and --via batch-api exclude"),
        (["in", "-o", "out", "--offline"], "--offline and --via batch-api exclude"),
        (["in", "-o", "out", "-m", "ollama/llama3.2"], "ollama has no Batch API like OpenAI's"),
        (["in", "-o", "out", "-m", "local/m.gguf"], "local model has no Batch API like OpenAI's"),
        (["in", "-o", "out", "--poll", "0"], "--poll"),
        (["in", "-o", "out", "--max-cost", "1"], "no price is known"),
    ],
)
def test_what_the_batch_api_cannot_be_used_for(arguments: list[str], words: str, place: Place) -> None:
    with BatchServer(answer_all) as server:
        result = deferred(place, server, *arguments)
        assert (result.exit_code, server.files) == (2, {})
    assert words in result.stderr
    assert result.stderr.count("\n") == 1


def test_interrupted_while_a_batch_is_under_way(place: Place) -> None:
    with BatchServer(answer_all, looks=10**9) as server:
        place_of = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
        command = [sys.executable, "-m", "summarizer", "brief", "in", "-o", "out", "-m", "m", "-p", PROMPT,
                   "--base-url", server.base_url, "--via", "batch-api", "--poll", "30"]  # fmt: skip
        process = subprocess.Popen(command, env=place_of, stderr=subprocess.PIPE, text=True, cwd=place.folder)
        while not server.batches:
            assert process.poll() is None
            time.sleep(0.02)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=10)
        assert process.returncode == 130
        assert "the same command goes on where it stopped" in said
        server.looks = 0
        assert deferred(place, server, "in", "-o", "out").exit_code == 8
        assert (len(server.batches), place.account()["counts"]["done"]) == (1, 3)
