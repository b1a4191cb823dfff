"""The live path: instructor drives the reasks, tenacity the retries inside each, openai the wire.

A first reply that passes needs no reask and does not go through instructor, which would cost as much as the wire does.
Replies that are already there are handed to instructor first, so a run that was cut off goes on without paying for
them again. Each new reply is given to `keep` before anything parses it. Instructor's own messages are not sent: a
reask is our question, the last reply and what is wrong with it, however many came before.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import instructor
import openai
from instructor.core import InstructorRetryException
from openai.types.chat import ChatCompletion
from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticCustomError

from summarizer.errors import SummarizerError
from summarizer.forms import read
from summarizer.model.connection import Connection
from summarizer.model.prices import priced
from summarizer.model.replay import Review, judge
from summarizer.model.request import load, request
from summarizer.model.transport import MalformedReply, named
from summarizer.prompts import Message
from summarizer.question import Question
from summarizer.recordings import Attempt, now

Keep = Callable[[Attempt], None]

_EXCHANGE: ContextVar[_Exchange] = ContextVar("exchange")
"""The question that this thread is asking; instructor is given one function for all of them."""

for _name in ("instructor", "instructor.v2", "instructor.v2.retry"):
    logging.getLogger(_name).addHandler(logging.NullHandler())
    logging.getLogger(_name).setLevel(logging.CRITICAL)  # its ERROR lines would stand between our own messages


class _Reviewed(BaseModel):
    """What instructor validates a reply as: our strict reader's answer, put to the review of this question.

    It has no fields: instructor walks through those of a response model four times a call, and ours is not asked for.
    """

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **_: Any) -> _Reviewed:
        answer = read(json_data if isinstance(json_data, str) else json_data.decode())
        if found := _EXCHANGE.get().review(answer):
            fault = PydanticCustomError("review", "{n} problems", {"n": len(found), "problems": found})
            raise ValidationError.from_exception_data("Answer", [{"type": fault, "loc": (), "input": None}])
        return cls()

    @classmethod
    def model_json_schema(cls, *_: Any, **__: Any) -> dict[str, Any]:
        """For instructor's own messages, which are not sent: what is sent is the published schema of the form."""
        return {"title": "Answer", "type": "object"}


def ask(
    connection: Connection,
    question: Question,
    review: Review,
    attempts: list[Attempt],
    *,
    keep: Keep,
    reasks: int = 2,
) -> None:
    """Extend `attempts` until one passes the review or `reasks` are used up; every new one goes through `keep` first.

    Raises `EndpointError` and its kin when the wire fails for good, `AnswerError` for a refusal, a cut-off or a filter.
    """
    exchange = _Exchange(connection, question, review, attempts, keep, reasks)
    try:
        if not attempts and judge(exchange.ask().text, review).accepted:
            return
    except (openai.OpenAIError, MalformedReply) as error:
        raise named(error, connection.endpoint, connection.retries) from None
    create, response_model = _instructed()
    exchange.replay()
    token = _EXCHANGE.set(exchange)
    try:
        create(model=connection.endpoint.model, messages=[], response_model=response_model, max_retries=reasks)
    except InstructorRetryException as error:
        _raise_unless_invalid(error, connection)
    finally:
        _EXCHANGE.reset(token)


@cache
def _instructed() -> tuple[Callable[..., Any], type[_Reviewed]]:
    """Instructor around whatever exchange is going on, made once: it would build a class and a schema at every call."""

    def create(**_: Any) -> ChatCompletion:
        return _EXCHANGE.get().reply()

    return instructor.patch(create=create, mode=instructor.Mode.JSON_SCHEMA), instructor.openai_schema(_Reviewed)


@dataclass
class _Exchange:
    """One question, the replies so far, and what goes over the wire next."""

    connection: Connection
    question: Question
    review: Review
    attempts: list[Attempt]
    keep: Keep
    reasks: int
    _there: Iterator[Attempt] = field(default_factory=lambda: iter(()))

    def replay(self) -> None:
        """Let the attempts that are there be the next replies."""
        self._there = iter(list(self.attempts))

    def reply(self) -> ChatCompletion:
        """The next reply as instructor takes it: its text. Those that are there come first."""
        attempt = next(self._there, None) or self.ask()
        # A refusal or a cut-off reply raises here, before instructor sees it, which would reask.
        return _completion(attempt.text)

    def ask(self) -> Attempt:
        """One more reply over the wire."""
        body = request(self.question, self.connection.endpoint, self._reask())
        came = Attempt(self.connection.send(body, load(self.question, body)), now())
        attempt = priced(came, self.connection.endpoint)
        self.keep(attempt)  # on disk before anything else looks into it
        self.attempts.append(attempt)
        return attempt

    def _reask(self) -> list[Message]:
        """Nothing the first time; after a reply that failed, that reply and what is wrong with it."""
        if not self.attempts:
            return []
        last = self.attempts[-1].text
        faults = judge(last, self.review).problems
        count = f"reask {len(self.attempts)} of {self.reasks}"
        self.connection.notify(f"{count}: {len(faults)} problem(s), first: {faults[0][:140]}")
        whole = last.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # half a character cannot be sent
        return [{"role": "assistant", "content": whole}, self.question.prompt.reask(faults)]


def _completion(text: str) -> ChatCompletion:
    """A reply with nothing in it but its text: the rest of the body is of no use to instructor.

    Where a reply has no usage, instructor looks for another provider's client at every call.
    """
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
    usage = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
    return ChatCompletion.model_validate(
        {"id": "", "object": "chat.completion", "created": 0, "model": "", "choices": [choice], "usage": usage}
    )


def _raise_unless_invalid(error: InstructorRetryException, connection: Connection) -> None:
    """Let a run that ended with an invalid answer return (the outcome is judged elsewhere); name everything else."""
    cause: BaseException | None = error.__cause__
    while cause is not None:
        if isinstance(cause, ValidationError):
            return
        if isinstance(cause, SummarizerError):
            raise cause from None
        if isinstance(cause, (openai.OpenAIError, MalformedReply)):
            raise named(cause, connection.endpoint, connection.retries) from None
        cause = cause.__cause__
    raise error
