"""Everything that a wire and a model do wrong, one row each: what the run makes of it, and that nothing else is lost.

Two articles are briefed in one run. The first meets the fault; the second must be done, unless the fault is one that
every article would meet. Each row says what comes of the first: the error's class (None: a briefing after all), how
often the endpoint was asked for it, how many items its briefing rejects, and words of the sentence a user reads.
"""

from __future__ import annotations

import copy
import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import tenacity

from summarizer import errors
from tests.cli.place import ARTICLE, REPLY, Place
from tests.support import answers
from tests.support.servers import Body, Reply, ScriptedServer, completion, error

GOOD = completion(REPLY)
WAIT = {"Retry-After": "0"}


@dataclass(frozen=True)
class Fault:
    """One fault. `script` is what the endpoint answers before it answers well."""

    name: str
    script: list[Reply | Body]
    error: str | None = None
    asked: int = 2
    rejected: int = 0
    says: str = ""


def reply(change: Callable[[dict[str, Any]], object]) -> Body:
    """A completion of the good answer with something spoilt."""
    return completion(answers.reply(change))


def text(content: str) -> Body:
    return completion(content)


def body(**changed: Any) -> dict[str, Any]:
    return {**copy.deepcopy(GOOD), **changed}


def twice(one: Reply | Body) -> list[Reply | Body]:
    return [one, one]


STATUS = [
    Fault(f"status {code}", twice(error(code, headers=WAIT)), "EndpointError", 2, says=words)
    for code, words in {408: "408", 409: "409", 429: "limits the rate", 500: "500", 502: "502", 503: "503", 504: "504",
                        529: "529"}.items()
]  # fmt: skip
REFUSED = [
    Fault(f"a request refused with {code}", [error(code)], "RequestRejected", 1, says=f"rejected the request ({code}")
    for code in (400, 413, 422)
]
STOPPING = [
    Fault("a key that is rejected", [error(401)], "KeyRejected", 1, says="rejected the key"),
    Fault("a key without access", [error(403)], "KeyRejected", 1, says="rejected the key"),
    Fault("no such model", [error(404)], "UnknownModel", 1, says="has no model"),
    Fault("no credit", [error(429, "insufficient_quota")], "QuotaExceeded", 1, says="no credit left"),
]
AFTER = [
    Fault(f"Retry-After: {value}", [error(429, headers={"Retry-After": value})])
    for value in ("0", "0.1", "-3", "NaN", "soon", "Wed, 21 Oct 2015 07:28:00 GMT")
]
WIRE = [
    *AFTER,
    Fault("Retry-After beyond patience", [error(429, headers={"Retry-After": "1000000000"})], "EndpointError", 1,
          says="limits the rate"),
    Fault("one rate limit", [error(429, headers=WAIT)]),
    Fault("one outage", [error(503, headers=WAIT)]),
    Fault("a connection that drops", [Reply(drop=True)]),
    Fault("connections that drop", twice(Reply(drop=True)), "EndpointError", 2, says="cannot reach"),
    Fault("a body cut off", [Reply(GOOD, truncate=50)]),
    Fault("bodies cut off", twice(Reply(GOOD, truncate=50)), "EndpointError", 2, says="cannot reach"),
    Fault("an empty body", twice(Reply(b"")), "EndpointError", 2, says="not a chat completion"),
    Fault("a page", twice(Reply("<html><h1>Bad gateway</h1></html>", headers={"Content-Type": "text/html"})),
          "EndpointError", 2, says="not a chat completion"),
    Fault("a page as an outage", [Reply("<html>", 502, WAIT)]),
    Fault("two objects", twice(Reply(json.dumps(GOOD) * 2)), "EndpointError", 2, says="not a chat completion"),
    Fault("a list", twice([GOOD]), "EndpointError", 2, says="not a chat completion"),
    Fault("null", twice(Reply("null")), "EndpointError", 2, says="not a chat completion"),
    Fault("an empty list of choices", twice(body(choices=[])), "EndpointError", 2, says="not a chat completion"),
    Fault("choices that are none", twice(body(choices="x")), "EndpointError", 2, says="not a chat completion"),
    Fault("a choice without a message", twice(body(choices=[{}])), "EndpointError", 2, says="not a chat completion"),
    Fault("an error with status 200", twice({"error": {"message": "overloaded"}}), "EndpointError", 2,
          says="not a chat completion"),
    Fault("broken gzip", twice(Reply(b"no gzip", headers={"Content-Encoding": "gzip"})), "EndpointError", 2),
    Fault("gzip", [Reply(gzip.compress(json.dumps(GOOD).encode()), headers={"Content-Encoding": "gzip"})], None, 1),
    Fault("another content type", [Reply(json.dumps(GOOD), headers={"Content-Type": "text/plain"})], None, 1),
    Fault("a byte order mark", [Reply(b"\xef\xbb\xbf" + json.dumps(GOOD).encode())]),
    Fault("no usage", [completion(REPLY, usage=None)], None, 1),
    Fault("a usage that is none", [body(usage="many")], None, 1),
    Fault("another model's name", [completion(REPLY, model="other")], None, 1),
    Fault("no model's name", [{key: value for key, value in GOOD.items() if key != "model"}], None, 1),
    Fault("a redirect that leads nowhere", [Reply("", 307, {"Location": "http://127.0.0.1:9/"})]),
]  # fmt: skip
SILENT = [
    Fault("a refusal", [completion(None, refusal="I cannot help with that.")], "ModelRefused", 1, says="refused"),
    Fault("cut off at the limit", [completion(REPLY[:300], finish_reason="length")], "AnswerCutOff", 1, says="cut off"),
    Fault("a content filter", [completion(None, finish_reason="content_filter")], "ContentFiltered", 1, says="filter"),
]
INVALID = [
    Fault(name, twice(text(content)), "AnswerError", 2, says="no valid answer")
    for name, content in {
        "an empty text": "",
        "white space": " \n ",
        "prose": "Here is my analysis of the article.",
        "prose around it": f"Sure!\n{REPLY}\nAnything else?",
        "a trailing comma": REPLY[:-1] + ",}",
        "single quotes": REPLY.replace('"', "'"),
        "half of it": REPLY[: len(REPLY) // 2],
        "NaN": REPLY[:-1] + ', "claims": NaN}',
        "a key twice": REPLY[:-1] + ', "claims": []}',
        "the answer in a list": f"[{REPLY}]",
        "a number": "42",
        "a text": '"hello"',
        "nested deep": "[" * 100_000,
        "looped text": "the the " * 20_000,
        "half of a character": REPLY.replace("Union leaders", "\\ud800"),
        "half of a character, unescaped": REPLY.replace("Union leaders", "\ud800"),
        "a megabyte of empty items": REPLY[:-1].replace('"claims": [', '"claims": [' + "{}," * 250_000) + "}",
    }.items()
]
MENDED = [
    Fault(name, [reply(change)])
    for name, change in {
        "a key too many": lambda v: v.update(extra=1),
        "a list missing": lambda v: v.pop("claims"),
        "a field missing": lambda v: v["claims"][0].pop("statement"),
        "a word that is no kind": lambda v: v["claims"][0].update(kind="rumour"),
        "a number for a text": lambda v: v["claims"][0].update(statement=3),
        "no evidence": lambda v: v["claims"][0].update(evidence=[]),
        "an id twice": lambda v: v["claims"][1].update(id="c1"),
        "a speaker who is none": lambda v: v["claims"][0].update(speaker="a99"),
        "an answer to no claim": lambda v: v["denials"][0]["answers"].append(
            {"claim": "c99", "fit": "exact", "why": None}
        ),
        "too many items": lambda v: v["claims"].extend(v["claims"][:1] * 500),
        "a text without end": lambda v: v["claims"][0].update(statement="x" * 5_000),
    }.items()
]
SPOILT = [
    Fault(name, twice(reply(change)), None, 2, rejected)
    for name, change, rejected in [
        ("words that are not in the article", lambda v: v["claims"][1].update(evidence=["[4] We heard shouting at dusk"]), 1),
        ("a number changed", lambda v: v["claims"][0].update(statement="15 miners could still be inside the Brask mine"), 1),
        ("a hedge dropped", lambda v: v["claims"][0].update(statement="14 miners are still inside the Brask mine"), 1),
        ("a negation added", lambda v: v["claims"][1].update(statement="Knocking was not heard at dawn"), 1),
        ("a name from nowhere", lambda v: v["claims"][1].update(statement="Knocking was heard by Omar Quist at dawn"), 1),
        ("another's words", lambda v: v["claims"][1].update(speaker="a6"), 1),
    ]
]  # fmt: skip
FENCED = [Fault("a code fence", [text(f"```json\n{REPLY}\n```")], None, 1)]
FAULTS = [*STATUS, *REFUSED, *STOPPING, *WIRE, *SILENT, *INVALID, *MENDED, *SPOILT, *FENCED]


def test_there_are_many() -> None:
    names = [fault.name for fault in FAULTS]
    assert [name for name in names if names.count(name) > 1] == []
    assert len(names) >= 60


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_and_what_comes_of_it(fault: Fault, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary-77")
    monkeypatch.setattr(tenacity, "wait_random_exponential", lambda **_: tenacity.wait_none())
    rows = [{"id": "bad", "text": ARTICLE}, {"id": "good", "text": ARTICLE + "\nThe lift stands still.\n"}]
    (place.folder / "two.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    with ScriptedServer([*fault.script, GOOD]) as server:
        result = place.run("brief", "two.jsonl", "-o", "out", "-j", "1", "-m", "m", "--base-url", server.base_url,
                           "--reasks", "1", "--retries", "1", "--timeout", "5", "--no-second-look")  # fmt: skip
        asked = len(server.requests)
    out = place.folder / "out"
    stops = fault in STOPPING
    wanted = 0 if fault.error is None else getattr(errors, fault.error).exit_code if stops else 8
    assert result.exit_code == wanted, result.stderr
    assert asked == fault.asked + (not stops)
    assert (out / "good.briefing.json").is_file() != stops
    failures = [json.loads(line) for line in (out / "failures.jsonl").read_text("utf-8").splitlines()]
    if fault.error is None:
        made = json.loads((out / "bad.briefing.json").read_text("utf-8"))
        assert (failures, len(made["rejected"])) == ([], fault.rejected)
    else:
        said = result.stderr if stops else _only(failures, fault.error)
        assert fault.says in said
        assert "\n" not in said.strip() or stops
    assert "Traceback" not in result.output + result.stderr
    assert "sk-canary-77" not in result.stderr + "".join(p.read_text("utf-8") for p in out.rglob("*") if p.is_file())
    assert [path.name for path in place.folder.rglob("*.tmp")] == []


def _only(failures: list[dict[str, Any]], kind: str) -> str:
    (one,) = failures
    assert (one["id"], one["error"]) == ("bad", kind)
    return str(one["message"])


def test_nothing_is_listening(place: Place) -> None:
    result = place.run("brief", "article.txt", "article.txt", "-o", "out", "-m", "m", "--base-url",
                       "http://127.0.0.1:9/v1", "--retries", "0", "--key-env", "HOME")  # fmt: skip
    assert result.exit_code == 8
    assert "cannot reach" in result.stderr
