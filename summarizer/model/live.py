"""The live path: instructor drives the reasks, tenacity the retries inside each, openai the wire.

Replies that are already recorded are handed to instructor first, so a run that was cut off goes on without paying for
them again. Each new reply is given to `keep` before anything parses it. Instructor's own messages are not sent: a
reask is our question, the last reply and what is wrong with it, however many came before.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
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
from summarizer.model.connection import Connection, Notify
from summarizer.model.endpoints import Endpoint
from summarizer.model.replay import Review, judge
from summarizer.model.request import load, request
from summarizer.model.transport import MalformedReply, named
from summarizer.prompts import Message
from summarizer.question import Question
from summarizer.recordings import Attempt, now

Keep = Callable[[Attempt], None]

_REVIEW: ContextVar[Review | None] = ContextVar("review", default=None)

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
        review = _REVIEW.get()
        found = review(answer) if review else []
        if found:
            fault = PydanticCustomError("review", "{n} problems", {"n": len(found), "problems": found})
            raise ValidationError.from_exception_data("Answer", [{"type": fault, "loc": (), "input": None}])
        return cls()

    @classmethod
    def model_json_schema(cls, *_: Any, **__: Any) -> dict[str, Any]:
        """For instructor's own messages, which are not sent: what is sent is the published schema of the form."""
        return {"title": "Answer", "type": "object"}


@cache
def _response_model() -> type[_Reviewed]:
    """Wrapped once: instructor would otherwise build a new class and schema for every call."""
    return instructor.openai_schema(_Reviewed)


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
    exchange = _Exchange(question, review, attempts, connection.endpoint, reasks, connection.notify)
    recorded = iter(list(attempts))

    def create(**_: Any) -> ChatCompletion:
        attempt = next(recorded, None)
        if attempt is None:
            body = exchange.request()
            attempt = Attempt(connection.send(body, load(question, body)), now())
            keep(attempt)  # on disk before anything else looks into it
            attempts.append(attempt)
        attempt.check()  # before instructor sees a refusal or a cut-off reply, which it would reask
        return ChatCompletion.construct(**attempt.body)

    asked = instructor.patch(create=create, mode=instructor.Mode.JSON_SCHEMA)
    messages: list[Any] = list(question.messages)
    token = _REVIEW.set(review)
    try:
        asked(model=connection.endpoint.model, messages=messages, response_model=_response_model(), max_retries=reasks)
    except InstructorRetryException as error:
        _raise_unless_invalid(error, connection.endpoint, connection.retries)
    finally:
        _REVIEW.reset(token)


@dataclass
class _Exchange:
    """One question, the replies so far, and what goes over the wire next."""

    question: Question
    review: Review
    attempts: list[Attempt]
    endpoint: Endpoint
    reasks: int
    notify: Notify

    def request(self) -> dict[str, Any]:
        """The question, and after a reply that failed, that reply and what is wrong with it."""
        return request(self.question, self.endpoint, self._reask())

    def _reask(self) -> list[Message]:
        if not self.attempts:
            return []
        last = self.attempts[-1].text
        faults = judge(last, self.review).problems
        count = f"reask {len(self.attempts)} of {self.reasks}"
        self.notify(f"{count}: {len(faults)} problem(s), first: {faults[0][:140]}")
        whole = last.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # half a character cannot be sent
        return [{"role": "assistant", "content": whole}, self.question.prompt.reask(faults)]


def _raise_unless_invalid(error: InstructorRetryException, endpoint: Endpoint, retries: int) -> None:
    """Let a run that ended with an invalid answer return (the outcome is judged elsewhere); name everything else."""
    cause: BaseException | None = error.__cause__
    while cause is not None:
        if isinstance(cause, ValidationError):
            return
        if isinstance(cause, SummarizerError):
            raise cause from None
        if isinstance(cause, (openai.OpenAIError, MalformedReply)):
            raise named(cause, endpoint, retries) from None
        cause = cause.__cause__
    raise error
