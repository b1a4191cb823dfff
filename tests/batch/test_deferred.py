"""Articles through the Batch API: whatever becomes of a batch, what was paid for is kept and nothing is asked twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from summarizer import Briefing, Summarizer
from summarizer.article import Article
from summarizer.batch.deferred import run as deferred_run
from summarizer.batch.deferred.plan import Limits
from summarizer.batch.deferred.run import Deferred
from summarizer.batch.deferred.state import FOLDER, STATE, State
from summarizer.batch.folder import Folder
from summarizer.batch.pace import Pace
from summarizer.errors import BudgetReached, UsageError
from summarizer.model.endpoints import Endpoint
from summarizer.recordings import check
from summarizer.sections import sections
from tests.support.batches import BatchServer, Lines, Results, answered, failed
from tests.support.hearing import hearing
from tests.support.rounds import NOTHING, Request, all_of, articles, brief, listed, recorded
from tests.support.servers import ScriptedServer, completion


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    articles(tmp_path, 4)


def by_name(requests: list[Request]) -> list[Request]:
    """In the order of the articles a0 … a3, which is that of the file."""
    assert ["Ferry 0" in json.dumps(requests[0]), len(requests)] == [True, 4]
    return requests


def test_all_is_asked_once_and_briefed(tmp_path: Path) -> None:
    with BatchServer(lambda requests: Results(output=[answered(r, NOTHING) for r in requests[::-1]])) as server:
        assert brief(tmp_path, server.base_url) == dict.fromkeys(("a0", "a1", "a2", "a3"), "")
        assert set(server.asked.values()) == {1}
        assert {r["provenance"]["batch"] for r in recorded(tmp_path)} == {"batch_0"}
        assert {r["key"] for r in recorded(tmp_path)} == set(server.asked)
        assert brief(tmp_path, server.base_url) == dict.fromkeys(("a0", "a1", "a2", "a3"), "")
        assert (server.asked.total(), len(server.batches), server.lived) == (4, 1, [])
    assert sorted(path.name for path in (tmp_path / "out" / FOLDER).iterdir()) == [STATE]


def test_a_request_is_what_the_live_path_sends(tmp_path: Path) -> None:
    with BatchServer(all_of) as server:
        brief(tmp_path, server.base_url)
        (batch,) = server.batches.values()
        sent = {json.dumps(request["body"]): request["url"] for request in server.requests(batch)}
    with ScriptedServer([completion(NOTHING)]) as live:
        asker = Summarizer("m", "briefing@v1", base_url=live.base_url)
        for entry in listed(tmp_path):
            asker.brief(entry.load())
        assert sent == {json.dumps(request.body): request.path for request in live.requests}


def partly(state: str, output: Lines | None = None, errors: Lines | None = None, reason: str | None = None) -> Any:
    return lambda requests: Results(state, output or [], errors or [], reason)


def mixed(change: Callable[[list[Request]], Results]) -> Callable[[list[Request]], Results]:
    return lambda requests: change(by_name(requests))


def ok(requests: list[Request], *numbers: int) -> Lines:
    return [answered(requests[n], NOTHING) for n in numbers]


ENDS: dict[str, tuple[Callable[[list[Request]], Results], dict[str, str], int]] = {
    "missing results": (mixed(lambda r: Results(output=ok(r, 3, 0))), {"a1": "brought no reply", "a2": "brought no reply"}, 0),
    "an error file": (
        mixed(lambda r: Results(output=ok(r, 0, 2), errors=[
            failed(r[1], "context_length_exceeded", "too long", 400), failed(r[3], "server_error", "try later"),
        ])),
        {"a1": "failed in the batch (400: too long)", "a3": "failed in the batch (try later)"}, 0,
    ),
    "expired with partial output": (
        mixed(lambda r: Results("expired", ok(r, 1), [failed(r[0], "batch_expired", "not in time")])),
        {"a0": "not in time", "a2": "ended before it was answered (expired)", "a3": "(expired)"}, 0,
    ),
    "cancelled": (mixed(lambda r: Results("cancelled", ok(r, 0))), dict.fromkeys(("a1", "a2", "a3"), "(cancelled)"), 0),
    "failed as a whole": (
        partly("failed", reason="Enqueued token limit reached"),
        {f"a{n}": "(failed: Enqueued token limit reached)" for n in range(4)}, 0,
    ),
    "garbage lines": (
        mixed(lambda r: Results(output=[b"{", b"\xff", b"[]", b'{"custom_id": []}', b'{"custom_id": "k"}', b"null", b"", *ok(r, 0, 1, 2, 3)])),
        {}, 6,
    ),
    "a reply that is none": (
        mixed(lambda r: Results(output=[{**answered(r[0], NOTHING), "response": {"status_code": 200, "body": {"x": 1}}}, *ok(r, 1, 2, 3)])),
        {"a0": "not a chat completion"}, 1,
    ),
    "a failure beside a reply": (
        mixed(lambda r: Results(output=ok(r, 0, 1, 2, 3), errors=[failed(r[0], "server_error", "no")])), {}, 0,
    ),
}  # fmt: skip


@pytest.mark.parametrize("end", ENDS)
def test_whatever_becomes_of_a_batch(end: str, tmp_path: Path) -> None:
    work, whys, strange = ENDS[end]
    with BatchServer(work) as server:
        found = brief(tmp_path, server.base_url)
        assert {name for name, why in found.items() if why} == set(whys)
        assert all(words in found[name] for name, words in whys.items()), found
        assert len(recorded(tmp_path)) == 4 - len(whys)
        (part,) = State.load(tmp_path / "out").parts
        assert (part.answered, part.strange) == (4 - len(whys), strange)
        assert (tmp_path / "out" / FOLDER / f"{part.name}.output.jsonl").exists() is bool(strange)
        had = {r["key"] for r in recorded(tmp_path)}
        server.work = all_of
        assert set(brief(tmp_path, server.base_url).values()) == {""}  # the same command asks for what failed
        assert {key: server.asked[key] for key in had} == dict.fromkeys(had, 1)
        assert server.asked.total() == 4 + len(whys)
        assert server.lived == []


def test_two_replies_to_one_request_are_both_kept(tmp_path: Path) -> None:
    def work(requests: list[Request]) -> Results:
        other = answered(requests[0], "{}")
        other["response"]["body"]["id"] = "another"
        return Results(output=[*ok(requests, 0, 1, 2, 3), other, answered(requests[0], NOTHING)])

    with BatchServer(work) as server:
        assert set(brief(tmp_path, server.base_url).values()) == {""}
    assert sorted(len(r["attempts"]) for r in recorded(tmp_path)) == [1, 1, 1, 2]


def test_an_invalid_answer_is_reasked_live(tmp_path: Path) -> None:
    with BatchServer(lambda rs: Results(output=[answered(rs[0], "{"), *ok(rs, 1, 2, 3)]), live=NOTHING) as server:
        assert set(brief(tmp_path, server.base_url).values()) == {""}
        (reask,) = server.lived
        assert reask["messages"][-2] == {"role": "assistant", "content": "{"}
        assert (server.asked.total(), sorted(len(r["attempts"]) for r in recorded(tmp_path))) == (4, [1, 1, 1, 2])


def test_the_same_question_is_asked_once(tmp_path: Path) -> None:
    (tmp_path / "in" / "copy.txt").write_bytes((tmp_path / "in" / "a1.txt").read_bytes())
    with BatchServer(all_of) as server:
        assert len(brief(tmp_path, server.base_url)) == 5
        assert server.asked.total() == 4


def test_what_is_recorded_is_not_asked(tmp_path: Path) -> None:
    with ScriptedServer([completion(NOTHING)]) as live:
        asker = Summarizer("m", "briefing@v1", base_url=live.base_url, recordings=tmp_path / "rec")
        asker.brief(Article.from_file(str(tmp_path / "in" / "a1.txt")))
    with BatchServer(all_of) as server:
        brief(tmp_path, server.base_url)
        assert server.asked.total() == 3


@pytest.mark.parametrize(
    ("limits", "sizes"), [(Limits(3), [3, 1]), (Limits(1), [1, 1, 1, 1]), (Limits(size=50_000), [2, 2])]
)
def test_a_round_is_split_by_the_limits(limits: Limits, sizes: list[int], tmp_path: Path) -> None:
    with BatchServer(all_of) as server:
        if limits.size == 50_000:
            brief(tmp_path, server.base_url, limits=Limits(1), stop=True)
            line = max(path.stat().st_size for path in (tmp_path / "out" / FOLDER).glob("*.requests.jsonl"))
            limits = replace(limits, size=2 * line)
            for path in (tmp_path / "out" / FOLDER).iterdir():
                path.unlink()
        assert set(brief(tmp_path, server.base_url, limits=limits).values()) == {""}
        assert [len(server.requests(batch)) for batch in server.batches.values()] == sizes
        assert server.asked.total() == 4


def test_a_request_too_large_for_any_file(tmp_path: Path) -> None:
    with BatchServer(all_of) as server:
        found = brief(tmp_path, server.base_url, limits=Limits(size=10))
        assert all("is not in the batch" in why for why in found.values())
        assert server.files == {}


def test_the_budget_is_checked_before_anything_is_sent(tmp_path: Path) -> None:
    with BatchServer(all_of) as server:
        with pytest.raises(BudgetReached, match="nothing was asked: together the requests may take"):
            brief(tmp_path, server.base_url, Pace(3, max_tokens=10_000))
        assert (server.files, server.asked.total()) == ({}, 0)
        assert list((tmp_path / "out" / FOLDER).iterdir()) == []
        assert set(brief(tmp_path, server.base_url, pace := Pace(3, max_tokens=100_000)).values()) == {""}
        assert (pace.requests, pace.tokens_in, pace.tokens_out) == (4, 400, 80)


def test_what_the_batch_used_is_the_reasks_budget(tmp_path: Path) -> None:
    def work(requests: list[Request]) -> Results:
        lines = [answered(request, "{") for request in requests]
        for line in lines:
            line["response"]["body"]["usage"]["completion_tokens"] = 30_000
        return Results(output=[*lines])

    with BatchServer(work, live=NOTHING) as server:
        found = brief(tmp_path, server.base_url, Pace(1, max_tokens=120_000))
        assert (found, server.lived) == ({}, [])


def test_a_reply_costs_the_batch_price(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with BatchServer(all_of) as server:
        endpoint = Endpoint("openai", "gpt-5-mini", server.base_url, "k", "json_schema", "openai")
        monkeypatch.setattr(deferred_run, "resolve", lambda *_, **__: endpoint)
        with mock.patch("tests.support.batches.completion", _of_gpt):
            brief(tmp_path, server.base_url, pace := Pace(3, max_cost=Decimal(1)))
    costs = {r["attempts"][0]["cost_usd"] for r in recorded(tmp_path)}
    (cost,) = {Decimal(str(cost)) for cost in costs}
    assert cost == Decimal("0.5") * (100 * Decimal("0.25") + 20 * Decimal(2)) / 1_000_000
    assert pace.cost == 4 * cost


def _of_gpt(reply: str) -> dict[str, Any]:
    return {**completion(reply), "model": "gpt-5-mini"}


@pytest.mark.parametrize("model", ["ollama/llama3.2", "anthropic/claude", "local/m.gguf"])
def test_a_provider_without_a_batch_api(model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "k")
    with Folder(tmp_path / "out") as folder, pytest.raises(UsageError, match="has no Batch API like OpenAI's"):
        Deferred(Summarizer(model, recordings=tmp_path / "rec"), folder, Pace(1)).ask(listed(tmp_path))


def test_a_server_without_a_batch_api(tmp_path: Path) -> None:
    with BatchServer(all_of) as server:
        server.without = True
        with pytest.raises(UsageError, match="local endpoint has no Batch API"):
            brief(tmp_path, server.base_url)


def test_a_long_article_is_asked_about_in_sections(tmp_path: Path) -> None:
    article, limit = hearing(12_000).article, 3_000
    asked = sections(article, limit)
    (tmp_path / "in" / "long.txt").write_text(article.text, "utf-8")

    def work(requests: list[Request]) -> Results:
        """Of several, the last is a section, which gets no reply."""
        *given, last = requests
        errors: Lines = [failed(last, "server_error", "try later")] if given else []
        return Results(output=[answered(r, NOTHING) for r in (given or [last])], errors=errors)

    def once(url: str) -> dict[str, str]:
        return brief(tmp_path, url, max_chars=limit, follow_up=False)

    with BatchServer(work) as server:
        why = f"without a reply: 1 of its {len(asked)} sections; its request failed in the batch (try later)"
        told = once(server.base_url)
        assert told.pop("long").startswith(why)
        assert told == dict.fromkeys(("a0", "a1", "a2", "a3"), "")
        assert once(server.base_url)["long"] == ""
        assert once(server.base_url)["long"] == ""
        assert [len(server.requests(batch)) for batch in server.batches.values()] == [4 + len(asked), 1]
        assert server.lived == []
    made = Briefing.from_file(tmp_path / "out" / "long.briefing.json").provenance.sections
    assert made is not None
    assert [(read.first, read.last, read.read) for read in made.read] == [(s.first, s.last, True) for s in asked]
    paths = [*(tmp_path / "rec").glob("??/*.json")]
    assert len(paths) == 4 + len(asked)
    assert [fault for path in paths for fault in check(path)] == []  # the schema of a section is another


def test_a_long_article_that_is_recorded_as_a_whole_is_not_asked_about_again(tmp_path: Path) -> None:
    (tmp_path / "in" / "long.txt").write_text(hearing(12_000).article.text, "utf-8")
    with BatchServer(all_of) as server:
        assert brief(tmp_path, server.base_url, follow_up=False)["long"] == ""
        assert brief(tmp_path, server.base_url, follow_up=False, max_chars=3_000)["long"] == ""
        assert (server.asked.total(), len(server.batches), server.lived) == (5, 1, [])
