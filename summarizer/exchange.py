"""One question and its replies: from a recording where there is one, live where it is allowed, pasted by hand.

Whatever way the replies came, the outcome is computed from the list of attempts alone, so that a replay cannot drift
from the live run it repeats.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import TYPE_CHECKING, Any

from summarizer.errors import KeyRejected, NotRecorded
from summarizer.misses import nearest
from summarizer.model.endpoints import Form, opened
from summarizer.model.gate import Gate, Open
from summarizer.model.replay import Outcome, Review, settle
from summarizer.question import Question
from summarizer.recordings import Attempt, Recordings, now
from summarizer.settings import REASKS, RETRIES, TIMEOUT

if TYPE_CHECKING:
    from summarizer.model.connection import Connection

Notify = Callable[[str], None]


def silent(_: str) -> None:
    """The default `notify`: a library says nothing unless it is asked to."""


@dataclass(frozen=True)
class Exchange:
    """A question with its attempts, what they amount to, where they came from, and whether any was asked for now."""

    question: Question
    attempts: list[Attempt]
    outcome: Outcome
    provenance: dict[str, Any]
    live: bool


class _Shared:
    """An endpoint and the connection to it, opened when it is first needed: nothing is opened for a replay."""

    def __init__(self, exchanges: Exchanges, model: str, gate: Gate) -> None:
        self._exchanges, self._model, self._gate = exchanges, model, gate
        self._stack, self._lock = ExitStack(), Lock()
        self._connection: Connection | None = None

    def __enter__(self) -> _Shared:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def connection(self) -> Connection:
        """The connection. Raises as `opened` does, and `NotKept` where no reply could be kept."""
        with self._lock:
            if self._connection is None:
                from summarizer.model.connection import Connection

                e = self._exchanges
                e.recordings.require()
                endpoint = self._stack.enter_context(
                    opened(self._model, base_url=e.base_url, key_env=e.key_env, form=e.form)
                )
                self._connection = Connection(
                    endpoint, retries=e.retries, timeout=e.timeout, notify=e.notify, gate=self._gate
                )
                self._stack.callback(self._connection.close)
            return self._connection


@dataclass(frozen=True)
class Exchanges:
    """How questions are answered: the recordings, the endpoint, and what is allowed.

    `reasks` counts questions after an invalid answer, `retries` those after a failure of the wire; `timeout` is in
    seconds. `notify` is told, in a sentence each, what is going on.
    """

    recordings: Recordings
    offline: bool = False
    fresh: bool = False
    base_url: str | None = None
    key_env: str | None = None
    form: Form | None = None
    reasks: int = REASKS
    retries: int = RETRIES
    timeout: float = TIMEOUT
    notify: Notify = field(default=silent, repr=False)
    shared: _Shared | None = field(default=None, repr=False)

    def recorded(self, question: Question) -> tuple[list[Attempt], dict[str, Any] | None]:
        """The recorded attempts at a question and where they came from; none with `fresh`."""
        found = None if self.fresh else self.recordings.find(question.key)
        return (list(found.attempts), found.provenance) if found else ([], None)

    def answer(self, question: Question, review: Review) -> Exchange:
        """The exchange of a question, asked live as far as it is not recorded.

        Raises `NotRecorded` offline without a recording, `EndpointError` when the wire fails, `AnswerError` for a
        refusal, a reply that was cut off or one that was filtered.
        """
        attempts, provenance = self.recorded(question)
        outcome = settle(attempts, review, self.reasks)
        if provenance and (outcome.done or self.offline):
            return Exchange(question, attempts, outcome, provenance, live=False)
        if self.offline:
            raise NotRecorded(f"nothing is recorded for this question{self._nearest(question)}; {_HINT}")
        provenance = self._ask(question, review, attempts)
        return self._judged(question, review, attempts, provenance)

    def paste(self, question: Question, review: Review, reply: str) -> Exchange:
        """The exchange with one more attempt, carried here by hand; a finished one is begun anew."""
        attempts, provenance = self.recorded(question)
        if provenance is None or settle(attempts, review, self.reasks).done:
            attempts, provenance = [], {"how": "pasted", "endpoint": "pasted", "recorded_at": now()}
        body = {"choices": [{"message": {"role": "assistant", "content": reply}, "finish_reason": "stop"}]}
        attempt = Attempt(body, now())
        self.recordings.append(question, attempt, provenance, fresh=not attempts)
        attempts.append(attempt)
        return self._judged(question, review, attempts, provenance)

    @contextmanager
    def connected(self, model: str, gate: Gate) -> Iterator[Exchanges]:
        """These exchanges with one connection for all their questions: opened with the first, closed at the end.

        They do not look for the recording that comes nearest to a missing one: that reads every recording there is.
        """
        with _Shared(self, model, gate) as shared:
            yield replace(self, shared=shared)

    def _ask(self, question: Question, review: Review, attempts: list[Attempt]) -> dict[str, Any]:
        """Ask live, extending `attempts`; the provenance of what came."""
        try:
            if self.shared:
                return self._ask_over(self.shared.connection(), question, review, attempts)
            with _Shared(self, question.model, Open()) as own:
                return self._ask_over(own.connection(), question, review, attempts)
        except KeyRejected as error:
            raise KeyRejected(f"{error}{self._nearest(question)}") from None

    def _ask_over(
        self, connection: Connection, question: Question, review: Review, attempts: list[Attempt]
    ) -> dict[str, Any]:
        from summarizer.model import live

        endpoint = connection.endpoint
        provenance = {"how": "api", "endpoint": endpoint.kind, "origin": endpoint.origin, "recorded_at": now()}
        rounds = iter([self.fresh])

        def keep(attempt: Attempt) -> None:
            self.recordings.append(question, attempt, provenance, fresh=next(rounds, False))

        self.notify(f"asking {endpoint.model} at {endpoint.kind}")
        live.ask(connection, question, review, attempts, keep=keep, reasks=self.reasks)
        return provenance

    def _judged(
        self, question: Question, review: Review, attempts: list[Attempt], provenance: dict[str, Any]
    ) -> Exchange:
        """The exchange; where a reply was sent back, with the verdict of our validation beside each recorded attempt.

        Most replies pass at once. Their recordings stay as they were written: to replace a file costs as much again,
        and on ext4 every file that is made in the minutes after costs ten times as much.
        """
        outcome = settle(attempts, review, self.reasks)
        if not all(verdict.accepted for verdict in outcome.verdicts):
            verdicts = [{"accepted": v.accepted, "problems": v.problems} for v in outcome.verdicts]
            judged = [replace(a, verdict=v) for a, v in zip(attempts, verdicts, strict=False)]
            self.recordings.judge(question.key, judged)
        return Exchange(question, attempts, outcome, provenance, live=True)

    def _nearest(self, question: Question) -> str:
        """What is recorded that comes nearest, and what would have to be the same."""
        if self.shared:
            return ""
        found = nearest(question, self.recordings)
        return f"; the nearest recording differs in: {', '.join(found[1])}" if found else ", nor anything at all"


_HINT = "drop --offline to ask live, or use `summarizer render` and `accept`"
