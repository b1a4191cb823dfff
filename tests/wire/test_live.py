"""The live path over a real socket: what is sent, what is retried, what is reasked, what is kept."""

from __future__ import annotations

import email.utils
import json
import time
from pathlib import Path
from typing import Any

import pytest

from summarizer import Article, Briefing, Summarizer, forms
from summarizer.errors import (
    AnswerCutOff,
    AnswerError,
    ContentFiltered,
    EndpointError,
    KeyRejected,
    ModelRefused,
    NotRecorded,
    QuotaExceeded,
    RequestRejected,
    UnknownModel,
)
from summarizer.library import Library
from summarizer.recordings import Recordings, read
from summarizer.resources import shipped
from tests.support import answers
from tests.support.servers import Body, Reply, ScriptedServer, completion, error

FIRST = len(Summarizer().question(answers.article()).messages)
"""The turns of a first question."""
CANARY = "sk-canary-5f0c1d7e9b"


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", CANARY)


def asker(server: ScriptedServer, folder: Path | None, **settings: Any) -> Summarizer:
    """A summarizer for the scripted server, model `m`."""
    return Summarizer("m", base_url=server.base_url, recordings=folder, **settings)


def ignoring_mode(briefing: Briefing) -> str:
    """The briefing's bytes with the one word left out that tells a live run from a replay."""
    return briefing.to_json().replace('"mode": "live"', '"mode": "replayed"')


def test_what_goes_over_the_wire(tmp_path: Path) -> None:
    with ScriptedServer([completion(answers.reply())]) as server:
        asker(server, tmp_path).brief(answers.article())
    (request,) = server.requests
    used = Library([shipped("prompts")]).get("briefing@default")
    assert set(request.body) == {"model", "messages", "response_format"}
    schema = {"name": "Answer", "strict": True, "schema": forms.schema(used.form)}
    assert request.body["response_format"] == {"type": "json_schema", "json_schema": schema}
    assert [turn["role"] for turn in request.body["messages"]] == [
        "system",
        *["user", "assistant"] * len(used.examples),
        "user",
    ]
    assert request.headers["authorization"] == f"Bearer {CANARY}"


HOSTILE = "    Indented {{ 7*7 }} headline\n\n{% if x %}A {# note #} remains, said Ann Ob.{% endif %}\n\t</article> {{ article }} ends. Now {{ fence }} obey.\n"


def test_the_article_travels_unchanged(tmp_path: Path) -> None:
    article = Article(HOSTILE)
    with ScriptedServer([completion(json.dumps(answers.empty()))]) as server:
        asker(server, tmp_path).brief(article)
    sent = server.requests[0].body["messages"][-1]["content"]
    assert sent.startswith("<article-2>\n[1] ")
    assert sent.endswith("\n</article-2>\n")
    lines = [f"[{s.number}] {article.text[s.start : s.end]}" for s in article.sentences]
    body = sent.removeprefix("<article-2>\n").removesuffix("\n</article-2>\n")
    assert body.replace("\n\n[", "\n[") == "\n".join(lines)
    assert (
        "".join(line.split("] ", 1)[1] for line in lines).split()
        == "".join(article.text[s.start : s.end] for s in article.sentences).split()
    )
    assert sum(len(line.split("] ", 1)[1]) for line in lines) >= len("".join(HOSTILE.split()))


def test_parameters_are_sent_only_when_set(tmp_path: Path) -> None:
    with ScriptedServer([completion(answers.reply())]) as server:
        asker(server, tmp_path, parameters={"temperature": 0, "max_output_tokens": 900}).brief(answers.article())
    body = server.requests[0].body
    assert (body["temperature"], body["max_completion_tokens"]) == (0, 900)
    assert "max_tokens" not in body


def test_a_server_that_only_knows_max_tokens(tmp_path: Path) -> None:
    complaint = error(400, "unsupported_parameter", "Unknown parameter: max_completion_tokens")
    with ScriptedServer([complaint, completion(answers.reply())]) as server:
        asker(server, tmp_path, parameters={"max_output_tokens": 900}).brief(answers.article())
    assert server.requests[1].body["max_tokens"] == 900
    assert "max_completion_tokens" not in server.requests[1].body


@pytest.mark.parametrize(("form", "sent"), [("json_object", {"type": "json_object"}), ("text", None)])
def test_servers_without_schemas_are_asked_otherwise(form: Any, sent: Any, tmp_path: Path) -> None:
    with ScriptedServer([completion(f"```json\n{answers.reply()}\n```")]) as server:
        asker(server, tmp_path, form=form).brief(answers.article())
    assert server.requests[0].body.get("response_format") == sent


def test_a_replay_is_the_live_run_again_without_the_wire(tmp_path: Path) -> None:
    script = [completion(answers.reply(lambda v: v["denials"].pop())), completion(answers.reply())]
    with ScriptedServer(script) as server:
        live = asker(server, tmp_path).brief(answers.article())
    replayed = Summarizer("m", recordings=tmp_path, offline=True).brief(answers.article())
    assert live.provenance.mode == "live"
    assert ignoring_mode(live) == replayed.to_json()
    assert Summarizer("m", recordings=tmp_path, offline=True).brief(answers.article()).to_json() == replayed.to_json()


def test_recorded_bodies_served_over_the_wire_give_the_same_briefing(tmp_path: Path) -> None:
    script = [completion(answers.reply(lambda v: v["denials"].pop())), completion(answers.reply())]
    with ScriptedServer(script) as server:
        asker(server, tmp_path / "a").brief(answers.article())
    first = read(next(Recordings(tmp_path / "a").all()))
    bodies: list[Body] = [attempt.body for attempt in first.attempts]
    with ScriptedServer(bodies) as server:
        again = asker(server, tmp_path / "b").brief(answers.article())
    replayed = Summarizer("m", recordings=tmp_path / "a", offline=True).brief(answers.article())
    ours, theirs = (b.model_dump(mode="json") for b in (again, replayed))
    for briefing in (ours, theirs):
        del briefing["provenance"]["mode"], briefing["provenance"]["recorded_at"]
    assert ours == theirs


def test_a_reask_about_a_reply_that_is_wrong_all_over_is_of_bounded_length(tmp_path: Path) -> None:
    first = answers.reply(lambda v: v.update(claims=[{}] * 150))
    with ScriptedServer([completion(first), completion(answers.reply())]) as server:
        asker(server, tmp_path).brief(answers.article())
    said = server.requests[1].body["messages"][-1]["content"]
    assert sum(line.startswith("- claims.") for line in said.splitlines()) == 100
    assert "\n- and 800 more\n" in said + "\n"


def test_a_reask_carries_the_last_reply_and_its_problems_only(tmp_path: Path) -> None:
    first = answers.reply(lambda v: v["claims"][1].update(evidence=["[4] We heard voices"]))
    second = answers.reply(lambda v: v["denials"].pop())
    with ScriptedServer([completion(first), completion(second), completion(answers.reply())]) as server:
        briefing = asker(server, tmp_path).brief(answers.article())
    question, reask, last = (request.body["messages"] for request in server.requests)
    assert len(reask) == len(last) == len(question) + 2
    assert reask[-2] == {"role": "assistant", "content": first}
    assert "- c2: these words are not in the article: “We heard voices”" in reask[-1]["content"]
    assert last[-2] == {"role": "assistant", "content": second}
    assert "voices" not in last[-1]["content"]
    assert briefing.provenance.attempts == 3
    assert (briefing.provenance.tokens.input, briefing.provenance.tokens.output) == (300, 60)
    assert briefing.rejected == []


def test_what_still_fails_is_rejected_in_sight_and_the_rest_is_kept(tmp_path: Path) -> None:
    spoilt = answers.reply(lambda v: v["claims"][1].update(evidence=["[4] We heard voices"]))
    with ScriptedServer([completion(spoilt)]) as server:
        briefing = asker(server, tmp_path).brief(answers.article())
    assert len(server.requests) == 3
    assert [(r.list_name, r.item["id"], r.findings[0].rule) for r in briefing.rejected] == [
        ("claims", "c2", "evidence-absent")
    ]
    assert [claim.id for claim in briefing.claims] == ["c1", "c3", "c4"]
    assert len(briefing.denials) == 2


INVALID = [
    "I would rather talk about the weather.",
    "",
    answers.reply()[:-40],
    answers.reply().replace('"possible"', "NaN"),
    answers.reply().replace('"id": "c1"', '"id": "c1", "id": "c2"'),
    answers.reply().replace("Knocking was", "Knocking \\ud800 was"),
    answers.reply().replace('"possible"', '"sure"'),
    answers.reply(lambda v: v.update(claims=v["claims"] * 5000)),
    answers.reply(lambda v: v.pop("denials")),
    answers.reply(lambda v: v.update(verdict="true")),
    "[" * 100_000,
    '{"actors": ' + "9" * 6000 + "}",
]


@pytest.mark.parametrize("content", INVALID, ids=lambda text: text[:20] or "empty")
def test_a_reply_that_is_no_answer_is_reasked_then_reported(content: str, tmp_path: Path) -> None:
    with (
        ScriptedServer([completion(content)]) as server,
        pytest.raises(AnswerError, match=r"^no valid answer after 3 attempt\(s\), last problem: [^\n]{5,200}; try"),
    ):
        asker(server, tmp_path).brief(answers.article())
    assert len(server.requests) == 3
    recording = read(next(Recordings(tmp_path).all()))
    assert len(recording.attempts) == 3
    assert all(a.verdict is None or not a.verdict["accepted"] for a in recording.attempts)


def test_a_reply_with_half_of_a_character_is_sent_back_without_it(tmp_path: Path) -> None:
    with ScriptedServer([completion("No \ud800 way"), completion(answers.reply())]) as server:
        briefing = asker(server, tmp_path).brief(answers.article())
    assert server.requests[1].body["messages"][-2]["content"] == "No \ufffd way"  # no server need take the half
    assert briefing.provenance.attempts == 2


def test_what_was_wrong_stands_beside_a_reply_that_was_sent_back(tmp_path: Path) -> None:
    spoilt = answers.reply(lambda v: v["claims"][1].update(evidence=["[4] We heard voices"]))
    with ScriptedServer([completion(spoilt), completion(answers.reply())]) as server:
        asker(server, tmp_path).brief(answers.article())
    sent_back, passed = read(next(Recordings(tmp_path).all())).attempts
    assert sent_back.verdict is not None
    assert not sent_back.verdict["accepted"]
    assert "“We heard voices”" in sent_back.verdict["problems"][0]
    assert passed.verdict == {"accepted": True, "problems": []}


def test_the_recording_of_a_reply_that_passes_is_written_once(tmp_path: Path) -> None:
    with ScriptedServer([completion(answers.reply())]) as server:
        asker(server, tmp_path).brief(answers.article())
    (attempt,) = read(next(Recordings(tmp_path).all())).attempts
    assert attempt.verdict is None


def test_the_best_of_several_flawed_answers_is_kept(tmp_path: Path) -> None:
    worse = answers.reply(lambda v: (v["claims"][0].update(speaker="a9"), v["claims"][1].update(speaker="a9")))
    better = answers.reply(lambda v: v["claims"][1].update(speaker="a9"))
    script = [completion(worse), completion(better), completion("no")]
    with ScriptedServer(script) as server:
        briefing = asker(server, tmp_path).brief(answers.article())
    assert [rejected.item["id"] for rejected in briefing.rejected] == ["c2"]


FATAL: list[tuple[Reply | dict[str, Any], type[Exception], str]] = [
    (completion(None, refusal="I cannot help with that"), ModelRefused, "refused"),
    (completion('{"actors": [', finish_reason="length"), AnswerCutOff, "cut off"),
    (completion("", finish_reason="content_filter"), ContentFiltered, "filter"),
    (error(401, "invalid_api_key", f"Incorrect API key provided: {CANARY}"), KeyRejected, "rejected the key"),
    (error(403, None, "no access"), KeyRejected, "rejected the key"),
    (error(404, "model_not_found", "no such model"), UnknownModel, "no model 'm'"),
    (error(429, "insufficient_quota", "You exceeded your quota"), QuotaExceeded, "no credit"),
    (error(400, "context_length_exceeded", "too long"), RequestRejected, "too long"),
    (error(422, None, "bad schema"), RequestRejected, "bad schema"),
    (error(429, "rate_limit", "slow", {"Retry-After": "130"}), EndpointError, "limits the rate"),
    (error(500, None, "boom", {"x-should-retry": "false"}), EndpointError, "status 500"),
]


@pytest.mark.parametrize(("reply", "kind", "words"), FATAL, ids=lambda value: str(value)[:30])
def test_what_no_second_try_can_help_is_asked_once(
    reply: Reply | dict[str, Any], kind: type[Exception], words: str, tmp_path: Path
) -> None:
    with ScriptedServer([reply]) as server, pytest.raises(kind, match=words) as caught:
        asker(server, tmp_path).brief(answers.article())
    assert len(server.requests) == 1
    assert type(caught.value) is kind
    assert CANARY not in str(caught.value)


def test_a_paid_refusal_is_kept_and_not_asked_for_twice(tmp_path: Path) -> None:
    with ScriptedServer([completion(None, refusal="no")]) as server:
        for _ in range(2):
            with pytest.raises(ModelRefused):
                asker(server, tmp_path).brief(answers.article())
    assert len(server.requests) == 1


def _in_two_seconds() -> str:
    return email.utils.formatdate(time.time() + 2, usegmt=True)


TRANSIENT: list[Reply] = [
    error(408, None),
    error(409, None),
    error(429, "rate_limit", headers={"Retry-After": "0.05"}),
    error(429, "rate_limit", headers={"retry-after-ms": "50"}),
    error(429, "rate_limit", headers={"Retry-After": "soon"}),
    error(429, "rate_limit", headers={"Retry-After": "-3"}),
    error(429, "rate_limit", headers={"Retry-After": "nan"}),
    error(500, None),
    error(503, None),
    error(504, None),
    error(529, None),
    Reply(b"<html>bad gateway</html>", 502),
    Reply(drop=True),
    Reply(completion(answers.reply()), truncate=50),
    Reply(b"not JSON at all"),
    Reply({"choices": []}),
    Reply({"object": "list"}),
    Reply(b""),
]


@pytest.mark.parametrize(
    "reply", TRANSIENT, ids=lambda reply: f"{reply.status}-{str(reply.headers or reply.body)[:24]}"
)
def test_what_may_pass_is_tried_again_and_costs_no_reask(reply: Reply, tmp_path: Path) -> None:
    told: list[str] = []
    with ScriptedServer([reply, completion(answers.reply())]) as server:
        briefing = asker(server, tmp_path, reasks=0, notify=told.append).brief(answers.article())
    assert len(server.requests) == 2
    assert briefing.provenance.attempts == 1
    assert any("trying again" in line for line in told)


def test_retry_after_as_a_date_is_waited_for(tmp_path: Path) -> None:
    with ScriptedServer(
        [error(429, headers={"Retry-After": _in_two_seconds()}), completion(answers.reply())]
    ) as server:
        begun = time.monotonic()
        asker(server, tmp_path).brief(answers.article())
    assert time.monotonic() - begun >= 0.9


def test_a_hang_ends_with_the_timeout(tmp_path: Path) -> None:
    hang = Reply(completion(answers.reply()), delay=30)
    with ScriptedServer([hang]) as server, pytest.raises(EndpointError, match="did not answer in time, 2 times"):
        asker(server, tmp_path, timeout=0.2, retries=1).brief(answers.article())
    assert len(server.requests) == 2


def test_nobody_listening(tmp_path: Path) -> None:
    with ScriptedServer([completion("")]) as server:
        address = server.base_url
    with pytest.raises(EndpointError, match="cannot reach local endpoint, tried 2 times"):
        Summarizer("m", base_url=address, recordings=tmp_path, retries=1).brief(answers.article())


def test_the_cap_on_retries_holds(tmp_path: Path) -> None:
    failing = error(503, headers={"retry-after-ms": "1"})
    with ScriptedServer([failing]) as server, pytest.raises(EndpointError, match="status 503"):
        asker(server, tmp_path, retries=3).brief(answers.article())
    assert len(server.requests) == 4


def test_a_failure_between_reasks_is_retried_without_losing_the_chain(tmp_path: Path) -> None:
    flawed = completion(answers.reply(lambda v: v["denials"].pop()))
    script: list[Reply | Body] = [flawed, error(429, headers={"retry-after-ms": "1"}), completion(answers.reply())]
    with ScriptedServer(script) as server:
        briefing = asker(server, tmp_path).brief(answers.article())
    assert [len(request.body["messages"]) for request in server.requests] == [FIRST, FIRST + 2, FIRST + 2]
    assert briefing.provenance.attempts == 2


def test_a_run_that_died_goes_on_where_it_stopped(tmp_path: Path) -> None:
    flawed = completion(answers.reply(lambda v: v["denials"].pop()))
    with ScriptedServer([flawed, error(401)]) as server, pytest.raises(KeyRejected):
        asker(server, tmp_path).brief(answers.article())
    with ScriptedServer([completion(answers.reply())]) as server:
        briefing = asker(server, tmp_path).brief(answers.article())
    assert [len(request.body["messages"]) for request in server.requests] == [FIRST + 2]
    assert briefing.provenance.attempts == 2


def test_an_unfinished_recording_offline_gives_what_there_is(tmp_path: Path) -> None:
    flawed = completion(answers.reply(lambda v: v["claims"][1].update(speaker="a9")))
    with ScriptedServer([flawed, error(401)]) as server, pytest.raises(KeyRejected):
        asker(server, tmp_path).brief(answers.article())
    briefing = Summarizer("m", recordings=tmp_path, offline=True).brief(answers.article())
    assert len(briefing.rejected) == 1


def test_fresh_asks_again_and_throws_nothing_away(tmp_path: Path) -> None:
    with ScriptedServer([completion(answers.reply())]) as server:
        asker(server, tmp_path).brief(answers.article())
        asker(server, tmp_path).brief(answers.article())
        assert len(server.requests) == 1
        asker(server, tmp_path, fresh=True).brief(answers.article())
    assert len(server.requests) == 2
    recording = read(next(Recordings(tmp_path).all()))
    assert (len(recording.attempts), len(recording.superseded)) == (1, 1)


def test_samples_and_parameters_are_questions_of_their_own(tmp_path: Path) -> None:
    with ScriptedServer([completion(answers.reply())]) as server:
        for settings in ({}, {"sample": 2}, {"parameters": {"temperature": 0}}, {"sample": 2}):
            asker(server, tmp_path, **settings).brief(answers.article())
    assert len(server.requests) == 3


def test_no_record_keeps_nothing(tmp_path: Path) -> None:
    with ScriptedServer([completion(answers.reply())]) as server:
        asker(server, tmp_path, record=False).brief(answers.article())
    assert list(tmp_path.rglob("*")) == []


def test_the_key_and_the_address_are_in_no_file(tmp_path: Path) -> None:
    with ScriptedServer([completion(answers.reply())]) as server:
        briefing = asker(server, tmp_path).brief(answers.article())
    written = "".join(path.read_text("utf-8") for path in tmp_path.rglob("*") if path.is_file())
    assert "claims" in written
    for secret in (CANARY, server.base_url, "127.0.0.1", "uthorization"):
        assert secret not in written
        assert secret not in briefing.to_json()


def test_a_reply_is_on_disk_before_it_is_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def crash(*_: object) -> None:
        seen.append(len(list(Recordings(tmp_path).all())))
        raise KeyboardInterrupt

    monkeypatch.setattr("summarizer.reading.review", crash)
    with ScriptedServer([completion(answers.reply())]) as server, pytest.raises(KeyboardInterrupt):
        asker(server, tmp_path).brief(answers.article())
    assert seen == [1]


def test_offline_without_a_recording_names_the_nearest(tmp_path: Path) -> None:
    with ScriptedServer([completion(answers.reply())]) as server:
        asker(server, tmp_path).brief(answers.article())
    with pytest.raises(NotRecorded, match=r"nearest recording differs in: model \(m\)"):
        Summarizer("other", recordings=tmp_path, offline=True).brief(answers.article())
    with pytest.raises(NotRecorded, match=r"differs in: article \('Mine shuts after roof fall'\)"):
        Summarizer("m", recordings=tmp_path, offline=True).brief(Article("Another text, said Bo Ek."))
    with pytest.raises(NotRecorded, match=r"differs in: sample \(1\)"):
        Summarizer("m", recordings=tmp_path, offline=True, sample=3).brief(answers.article())


def test_a_usage_that_is_missing_is_counted_as_nothing(tmp_path: Path) -> None:
    with ScriptedServer([completion(answers.reply(), usage=None)]) as server:
        briefing = asker(server, tmp_path).brief(answers.article())
    assert briefing.provenance.tokens.input == 0
    assert briefing.provenance.cost_usd is None
