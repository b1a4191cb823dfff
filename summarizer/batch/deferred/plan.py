"""The files of requests of a round: one line for every question that has no recording, and what they may cost."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, BinaryIO

from summarizer.article import Article
from summarizer.batch.deferred.state import Part, State, full
from summarizer.batch.folder import Folder
from summarizer.batch.inputs import Entry
from summarizer.batch.run import TOOL
from summarizer.errors import SummarizerError
from summarizer.model.batches import URL
from summarizer.model.endpoints import Endpoint
from summarizer.model.gate import Load
from summarizer.model.prices import cost
from summarizer.model.request import load, request
from summarizer.pipeline import Summarizer
from summarizer.question import Question


@dataclass(frozen=True)
class Limits:
    """The most requests and bytes of one file. OpenAI's, as its API reference states them."""

    requests: int = 50_000
    size: int = 200_000_000


@dataclass
class Ceiling:
    """What all requests together may take at most, by estimate: tokens, and US dollars at the live price."""

    tokens: int = 0
    cost: Decimal = Decimal(0)

    def add(self, most: Load, endpoint: Endpoint) -> None:
        """Count one request."""
        self.tokens += most.sent + most.most
        self.cost += cost(endpoint, endpoint.model, most.sent, most.most) or 0


def plan(
    entries: Iterable[Entry],
    summarizer: Summarizer,
    folder: Folder,
    endpoint: Endpoint,
    state: State,
    *,
    limits: Limits,
) -> Ceiling:
    """Write the requests of a new round and set `state` to it, unsaved. Raises `InputError` for a full disk.

    An article that cannot be read, or whose request alone is larger than a file may be, is not among them; the run
    that follows says so of it.
    """
    parts, ceiling = [], Ceiling()
    try:
        state.home.mkdir(parents=True, exist_ok=True)
        with _Files(state, limits) as files:
            for question in _unanswered(entries, summarizer, folder):
                body = request(question, endpoint)
                if files.add(question, body):
                    ceiling.add(load(question, body), endpoint)
            parts = files.parts
    except OSError as error:
        raise full(state.home, error) from None
    state.earlier += [part.batch for part in state.parts if part.batch]
    state.number, state.parts = state.number + 1, parts
    return ceiling


def _unanswered(entries: Iterable[Entry], summarizer: Summarizer, folder: Folder) -> Iterator[Question]:
    """The questions without any recording, each once, whatever number of articles ask it: a long one asks several."""
    seen: set[bytes] = set()
    for entry in entries:
        try:
            article = entry.load()
            asked = unanswered(article, summarizer)
        except SummarizerError:
            continue
        if not asked or folder.current(entry.id, partial(summarizer.key, article), TOOL):
            continue
        for question in asked:
            mark = bytes.fromhex(question.key)[:8]
            if mark not in seen:
                seen.add(mark)
                yield question


def unanswered(article: Article, summarizer: Summarizer) -> list[Question]:
    """What a batch is to ask about an article: its question, or those of its sections, as far as none is recorded.

    What depends on their answers (a second look, the bottom line of all sections) is asked at once, in the run after.
    """
    return [asked for asked in summarizer.questions(article) if not summarizer.recordings.has(asked.key)]


class _Files:
    """The files of a round, one part after the other, each on the disk when it is closed."""

    def __init__(self, state: State, limits: Limits) -> None:
        self.parts: list[Part] = []
        self._state, self._limits, self._size = state, limits, 0
        self._stack = ExitStack()
        self._requests: BinaryIO
        self._questions: BinaryIO
        self._schema: dict[str, Any]

    def __enter__(self) -> _Files:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def add(self, question: Question, body: dict[str, Any]) -> bool:
        """Write one request, in a new part where it does not fit into this one; False where it fits into none."""
        line = _line({"custom_id": question.key, "method": "POST", "url": URL, "body": body})
        if len(line) > self._limits.size:
            return False
        if (
            not self.parts
            or self.parts[-1].requests >= self._limits.requests
            or self._size + len(line) > self._limits.size
        ):
            self._next(question)
        # What the request does not hold of its question; the rest is read from the place where it stands.
        kept = {"key": question.key, "at": self._size, "facts": question.facts()}
        if question.schema != self._schema:  # that of a section may be another than that of a whole article
            kept["schema"] = question.schema
        self._questions.write(_line(kept))
        self._requests.write(line)
        self._size += len(line)
        self.parts[-1].requests += 1
        return True

    def _next(self, question: Question) -> None:
        self._stack.close()
        part = Part(f"{self._state.number + 1:03}-{len(self.parts) + 1:04}", 0)
        self._requests = self._open(part, "requests.jsonl")
        self._questions = self._open(part, "questions.jsonl")
        self._schema = question.schema
        self._questions.write(_line({"schema": self._schema}))
        self.parts.append(part)
        self._size = 0

    def _open(self, part: Part, kind: str) -> BinaryIO:
        file = self._stack.enter_context(self._state.path(part, kind).open("wb"))
        self._stack.callback(_synced, file)
        return file


def _synced(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
