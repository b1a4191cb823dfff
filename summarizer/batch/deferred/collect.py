"""From a batch's results to recordings: every reply written down before anything looks into it, once, in any order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, BinaryIO

from summarizer.batch.deferred.state import Part, State, full
from summarizer.errors import InputError, SummarizerError
from summarizer.files import write_whole
from summarizer.model.batches import SHARE, Batches
from summarizer.model.endpoints import Endpoint
from summarizer.model.prices import priced
from summarizer.question import key_of
from summarizer.recordings import Attempt, Recordings, is_completion, now
from summarizer.workers import in_threads


@dataclass(frozen=True)
class _Kept:
    """A question as the request and the line beside it hold it: the article may have changed since, or be gone."""

    key: str
    value: dict[str, Any]

    def complete(self) -> dict[str, Any]:
        return self.value


@dataclass(frozen=True)
class _Reply:
    asked: _Kept
    attempt: Attempt


def collect(
    part: Part, state: State, batches: Batches, recordings: Recordings, *, jobs: int, notify: Callable[[str], None]
) -> None:
    """Fetch the results of a batch that has ended and record every reply; note why each other request has none.

    May be cut off anywhere and done again. Raises `EndpointError`, `InputError`.
    """
    try:
        for kind, file in (("output.jsonl", part.output), ("errors.jsonl", part.errors)):
            path = state.path(part, kind)
            if file and not path.is_file():
                batches.fetch(file, path)
        with _Questions(state, part) as questions:
            results = _Results(part, state, questions, batches.endpoint)
            for error in in_threads(_writer(part, batches.endpoint, recordings), results, jobs, ordered=False):
                if error is not None:
                    raise error
            lines = (
                json.dumps([key, results.why(key)]) + "\n" for key in questions.keys if key not in results.answered
            )
            write_whole(state.path(part, "failures.jsonl"), "".join(lines))
    except OSError as error:
        raise full(state.home, error) from None
    part.stage = "collected"
    results.told(part)
    state.save()
    if part.strange:
        notify(
            f"{part.strange} line(s) of the results of {part.batch} could not be used: they are kept in {state.home}"
        )
    state.tidy()


def _writer(part: Part, endpoint: Endpoint, recordings: Recordings) -> Callable[[_Reply], SummarizerError | None]:
    said = {
        "how": "api",
        "endpoint": endpoint.kind,
        "origin": f"{endpoint.origin}, through its Batch API",
        "batch": part.batch,
        "recorded_at": now(),
    }

    def write(reply: _Reply) -> SummarizerError | None:
        try:
            recordings.append(reply.asked, reply.attempt, said, once=True)
        except SummarizerError as error:
            return error
        return None

    return write


class _Questions:
    """The questions of a part by their keys, read when they are needed."""

    def __init__(self, state: State, part: Part) -> None:
        self._paths = state.path(part, "questions.jsonl"), state.path(part, "requests.jsonl")
        self.keys: dict[str, int] = {}

    def __enter__(self) -> _Questions:
        self._facts, self._requests = (path.open("rb") for path in self._paths)
        self._schema = json.loads(self._facts.readline())["schema"]
        while line := self._read(self._facts, at := self._facts.tell()):
            self.keys[line["key"]] = at
        return self

    def __exit__(self, *_: object) -> None:
        self._facts.close()
        self._requests.close()

    def get(self, key: str) -> _Kept:
        said = self._read(self._facts, self.keys[key])
        sent = self._read(self._requests, said["at"])
        complete = {**said["facts"], "messages": sent["body"]["messages"], "schema": said.get("schema", self._schema)}
        if not key_of(complete) == key == sent["custom_id"]:
            raise InputError(f"{self._paths[1]} was changed after it was uploaded: restore it and run again")
        return _Kept(key, complete)

    def _read(self, file: BinaryIO, at: int) -> dict[str, Any]:
        file.seek(at)
        line = file.readline()
        value: dict[str, Any] = json.loads(line) if line else {}
        return value


class _Results:
    """The lines of a batch's files: iterating gives the replies and counts everything else."""

    def __init__(self, part: Part, state: State, questions: _Questions, endpoint: Endpoint) -> None:
        self._part, self._questions, self._endpoint = part, questions, endpoint
        self._paths = [state.path(part, kind) for kind in ("output.jsonl", "errors.jsonl")]
        self.answered: set[str] = set()
        self._whys: dict[str, str] = {}
        self._strange, self._tokens, self._cost = 0, (0, 0), Decimal(0)

    def __iter__(self) -> Iterator[_Reply]:
        for path in self._paths:
            if path.is_file():
                with path.open("rb") as lines:
                    for line in lines:
                        yield from self._taken(line)

    def _taken(self, line: bytes) -> Iterator[_Reply]:
        if not line.strip():
            return
        try:
            value = json.loads(line)
            key = value["custom_id"]
            response = value.get("response") or {}
            body, status = response.get("body"), response.get("status_code", 200)
            known = key in self._questions.keys
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            self._strange += 1
            return
        if not known:
            self._strange += 1
        elif status == 200 and is_completion(body):
            self.answered.add(key)
            yield _Reply(self._questions.get(key), self._counted(Attempt(body, now())))
        else:
            self._strange += body is not None and status == 200  # it may have been paid for: kept
            self._whys[key] = _why(value.get("error"), body, status)

    def _counted(self, attempt: Attempt) -> Attempt:
        """The attempt with its price by batch, where one is known; both counted."""
        share = SHARE.get(self._endpoint.kind)
        attempt = attempt if share is None else priced(attempt, self._endpoint, share)
        self._tokens = self._tokens[0] + attempt.usage[0], self._tokens[1] + attempt.usage[1]
        self._cost += Decimal(attempt.cost_usd or 0)
        return attempt

    def why(self, key: str) -> str:
        """Why a request has no reply."""
        part = self._part
        if key in self._whys:
            return self._whys[key]
        if part.status == "completed":
            return f"the batch {part.batch} brought no reply to it; the same command asks for it again"
        what = f"{part.status}: {part.reason}" if part.reason else part.status
        return f"the batch {part.batch} ended before it was answered ({what}); the same command asks for it again"

    def told(self, part: Part) -> None:
        """Write into the part what its results came to."""
        part.answered, part.strange = len(self.answered), self._strange
        part.tokens_in, part.tokens_out = self._tokens
        part.cost_usd = f"{self._cost:f}" if self._cost else None


def _why(error: Any, body: Any, status: Any) -> str:
    """What a line says of a request that failed."""
    inner = body.get("error") if isinstance(body, dict) else None
    said = next((found for found in (error, inner) if isinstance(found, dict)), {})
    text = " ".join(str(said.get("message") or said.get("code") or "no reason given").split())[:200]
    if status == 200 and not said:
        return "the batch's reply to it is not a chat completion; the same command asks for it again"
    code = f"{status}: " if status != 200 else ""
    return f"its request failed in the batch ({code}{text}); the same command asks for it again"
