"""Recorded exchanges: one readable JSON file a question, every attempt in order, on disk before anything parses it.

A recording holds the complete question, each reply's body as it came and the verdict of our validation; no request
header, no address and no key is ever stored. Because of that the recordings are also the journal of a run: after a
crash the same command goes on where it stopped, and no recorded reply is paid for twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Literal, TypeGuard, get_args

from pydantic_core import PydanticSerializationError, to_json

from summarizer.errors import AnswerCutOff, ContentFiltered, ModelRefused, NotKept, PromptError
from summarizer.files import write_whole
from summarizer.locks import Locks
from summarizer.question import Asked, key_of

VERSION = 1
_BLOCK = 4096
How = Literal["api", "pasted", "written"]


@dataclass(frozen=True)
class Attempt:
    """One reply. `body` is a chat completion as it came; `cost_usd` a decimal in text, None where no price is known."""

    body: dict[str, Any]
    at: str
    cost_usd: str | None = None
    verdict: dict[str, Any] | None = None

    @property
    def text(self) -> str:
        """What the model wrote. Raises as `check` does."""
        self.check()
        content = self._choice["message"].get("content")
        return content if isinstance(content, str) else ""

    @property
    def _choice(self) -> dict[str, Any]:
        choice: dict[str, Any] = self.body["choices"][0]
        return choice

    def check(self) -> None:
        """Raise `AnswerError` for a reply that holds no answer and where asking again cannot help.

        A refusal, a reply cut off at a limit and one withheld by a filter are each their own error.
        """
        choice = self._choice
        message = choice["message"]
        if refusal := message.get("refusal"):
            raise ModelRefused(f"the model refused to answer: {str(refusal)[:200]}; try another model")
        if choice.get("finish_reason") == "length":
            raise AnswerCutOff(
                "the answer was cut off at the output limit: raise it with `--set max_output_tokens=…`, "
                "or use a model with a larger one"
            )
        if choice.get("finish_reason") == "content_filter":
            raise ContentFiltered("the endpoint's content filter withheld the answer: try another endpoint or model")

    @property
    def model(self) -> str | None:
        """The model that answered, as the endpoint names it."""
        name = self.body.get("model")
        return name if isinstance(name, str) else None

    @property
    def usage(self) -> tuple[int, int]:
        """Tokens in and out as the endpoint counted them; 0 where it did not say."""
        counted = self.body.get("usage")
        counted = counted if isinstance(counted, dict) else {}
        tokens = (counted.get("prompt_tokens"), counted.get("completion_tokens"))
        known = [n if isinstance(n, int) and n > 0 else 0 for n in tokens]
        return known[0], known[1]


@dataclass(frozen=True)
class Recording:
    """An exchange. `superseded` holds the attempts of earlier rounds, set aside by `--fresh`, never thrown away."""

    key: str
    question: dict[str, Any]
    provenance: dict[str, Any]
    attempts: tuple[Attempt, ...]
    superseded: tuple[tuple[Attempt, ...], ...] = ()
    path: Path | None = field(default=None, compare=False)


def is_completion(body: object) -> TypeGuard[dict[str, Any]]:
    """Whether a reply's body has the shape of a chat completion: at least one choice with a message."""
    choices = body.get("choices") if isinstance(body, dict) else None
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        return False
    return isinstance(choices[0].get("message"), dict)


def now() -> str:
    """The time in UTC, to the second, as recordings and briefings state it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Recordings:
    """A folder that is written to, and folders that are only read: the user's first, then those shipped."""

    def __init__(self, write: Path | None, read: tuple[Path, ...] = ()) -> None:
        self.write = write
        self.roots = tuple(dict.fromkeys([*([write] if write else []), *read]))
        self._locks = Locks(write or Path())

    def find(self, key: str) -> Recording | None:
        """The recording of a question, or None. Raises `PromptError` for a damaged file."""
        for root in self.roots:
            path = _place(root, key)
            if path.is_file():
                return read(path)
        return None

    def has(self, key: str) -> bool:
        """Whether a question has a recording, without reading it."""
        return any(_place(root, key).is_file() for root in self.roots)

    def require(self) -> None:
        """Raise `NotKept` where no reply could be written down: better known before one is paid for."""
        if self.write is None:
            return
        try:
            self.write.mkdir(parents=True, exist_ok=True)
            with TemporaryFile(dir=self.write) as file:
                file.write(bytes(_BLOCK))
        except OSError as error:
            raise self._not_kept(error) from None

    def append(
        self, asked: Asked, attempt: Attempt, provenance: dict[str, Any], *, fresh: bool = False, once: bool = False
    ) -> None:
        """Write one more attempt down, and return when it is on disk. Raises `NotKept`.

        `fresh` starts a new round. With `once` a reply that is there already, to the letter, is not written again:
        it comes from a file that may be read twice.
        """
        if self.write is None:
            return
        with self._alone(asked.key):
            had = self.find(asked.key)
            earlier, attempts = (had.superseded, had.attempts) if had else ((), ())
            if once and any(attempt.body == known.body for known in attempts):
                return
            if fresh and attempts:
                earlier, attempts = (*earlier, attempts), ()
            provenance = had.provenance if had and attempts else provenance
            self._save(Recording(asked.key, asked.complete(), provenance, (*attempts, attempt), earlier))

    def judge(self, key: str, judged: list[Attempt]) -> None:
        """Put the verdict of our validation beside each attempt, for whoever reads the file."""
        path = _place(self.write, key) if self.write else None
        if path is None or not path.is_file():
            return
        with self._alone(key):
            had = read(path)
            same = [a.body for a in judged] == [a.body for a in had.attempts[: len(judged)]]
            attempts = (*judged, *had.attempts[len(judged) :])
            if same and attempts != had.attempts:
                self._save(replace(had, attempts=attempts), sync=False)  # the verdict can be computed again

    def all(self) -> Iterator[Path]:
        """Every recording's file, root by root."""
        for root in self.roots:
            yield from sorted(root.glob("??/*.json"))

    @contextmanager
    def _alone(self, key: str) -> Iterator[None]:
        """Nobody else writes meanwhile: who asks the same question at once pays too, and no reply may get lost."""
        try:
            with self._locks.alone(key[:2]):
                yield
        except OSError as error:
            raise self._not_kept(error) from None

    def _not_kept(self, error: OSError) -> NotKept:
        return NotKept(
            f"cannot write the recording in {self.write}: {error.strerror}; "
            "free the disk or name another folder with --recordings"
        )

    def _save(self, recording: Recording, *, sync: bool = True) -> None:
        assert self.write is not None
        value = {
            "recording": VERSION,
            "key": recording.key,
            "provenance": recording.provenance,
            "question": recording.question,
            "attempts": [vars(attempt) for attempt in recording.attempts],
        }
        if recording.superseded:
            value["superseded"] = [[vars(attempt) for attempt in turn] for turn in recording.superseded]
        write_whole(_place(self.write, recording.key), encoded(value, indent=1) + b"\n", sync=sync, mode=0o600)


def encoded(value: dict[str, Any], indent: int | None = None) -> bytes:
    """A recording or a request as JSON. Pydantic's encoder writes what the standard one does, and faster."""
    try:
        return to_json(value, indent=indent)
    except PydanticSerializationError:  # half of a character in a reply: kept, escaped
        return json.dumps(value, indent=indent).encode()


def read(path: Path) -> Recording:
    """Read one recording. Raises `PromptError`, naming the file, for anything that is not one."""
    try:
        value = json.loads(path.read_text("utf-8"))
        if value["recording"] != VERSION:
            raise PromptError(f"{path} is a recording of version {value['recording']!r}; this one reads {VERSION}")
        attempts = tuple(_attempt(a) for a in value["attempts"])
        superseded = tuple(tuple(_attempt(a) for a in turn) for turn in value.get("superseded", ()))
        _check_labels(path, value["provenance"], value["question"])
        return Recording(value["key"], value["question"], value["provenance"], attempts, superseded, path)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise PromptError(f"the recording {path} is damaged ({type(error).__name__}): restore or delete it") from None


def _check_labels(path: Path, provenance: dict[str, Any], question: dict[str, Any]) -> None:
    """Raise for a recording that does not say how it came about, or of which article it is."""
    known = provenance["endpoint"], provenance["recorded_at"], question["article"]["sha256"]
    if not all(isinstance(value, str) for value in known):
        raise TypeError
    if provenance["how"] not in get_args(How):
        raise PromptError(f"the recording {path} does not say how its replies came about (api, pasted or written)")


def _attempt(value: dict[str, Any]) -> Attempt:
    attempt = Attempt(**value)
    if not is_completion(attempt.body):
        raise ValueError(attempt.at)
    return attempt


def check(path: Path) -> list[str]:
    """What is wrong with one recording file; an empty list where nothing is."""
    try:
        recording = read(path)
    except PromptError as error:
        return [str(error)]
    faults = []
    try:
        if not (path.stem == recording.key == key_of(recording.question)):
            faults.append(f"{path}: its key is not that of its question: it was edited")
    except (LookupError, TypeError) as missing:
        faults.append(f"{path}: the question lacks {missing}")
    if not recording.attempts:
        faults.append(f"{path}: holds no attempt")
    return faults


def _place(root: Path, key: str) -> Path:
    return root / key[:2] / f"{key}.json"
