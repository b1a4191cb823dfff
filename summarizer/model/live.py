"""The live path: instructor drives the reasks, tenacity the retries inside each, openai the wire.

Replies that are already recorded are handed to instructor first, so a run that was cut off goes on without paying for
them again. Each new reply is given to `keep` before anything parses it. Instructor's own messages are not sent: a
reask is our question, the last reply and what is wrong with it, however many came before.
"""

from __future__ import annotations

import json
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
from pydantic import ValidationError, model_validator
from pydantic_core import PydanticCustomError

from summarizer.answer import Answer, loads
from summarizer.errors import SummarizerError
from summarizer.forms import unfolded
from summarizer.model.endpoints import Endpoint
from summarizer.model.replay import Review, judge
from summarizer.model.transport import MalformedReply, named, policy
from summarizer.prompts import Message
from summarizer.question import Question
from summarizer.recordings import Attempt, is_completion, now

Keep = Callable[[Attempt], None]
Notify = Callable[[str], None]

_REVIEW: ContextVar[Review | None] = ContextVar("review", default=None)
_OUTPUT_LIMIT = "max_output_tokens"

for _name in ("instructor", "instructor.v2", "instructor.v2.retry"):
    logging.getLogger(_name).addHandler(logging.NullHandler())
    logging.getLogger(_name).setLevel(logging.CRITICAL)  # its ERROR lines would stand between our own messages


class _Reviewed(Answer):
    """The answer as instructor validates it: parsed by our strict reader, then put to the review of this question."""

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **_: Any) -> _Reviewed:
        text = json_data if isinstance(json_data, str) else json_data.decode()
        return cls.model_validate(unfolded(loads(text)))

    @model_validator(mode="after")
    def _put_to_review(self) -> _Reviewed:
        review = _REVIEW.get()
        found = review(self) if review else []
        if found:
            raise PydanticCustomError("review", "{n} problems", {"n": len(found), "problems": found})
        return self


@cache
def _response_model() -> type[_Reviewed]:
    """Wrapped once: instructor would otherwise build a new class and schema for every call."""
    return instructor.openai_schema(_Reviewed)


def ask(
    question: Question,
    review: Review,
    attempts: list[Attempt],
    endpoint: Endpoint,
    *,
    keep: Keep,
    notify: Notify,
    reasks: int = 2,
    retries: int = 4,
    timeout: float = 600.0,
) -> None:
    """Extend `attempts` until one passes the review or `reasks` are used up; every new one goes through `keep` first.

    Raises `EndpointError` and its kin when the wire fails for good, `AnswerError` for a refusal, a cut-off or a filter.
    """
    client = openai.OpenAI(
        base_url=endpoint.base_url, api_key=endpoint.key, max_retries=0, timeout=timeout, default_headers={}
    )
    wire = _Wire(client, retries, notify)
    exchange = _Exchange(question, review, attempts, endpoint, reasks, notify)
    recorded = iter(list(attempts))

    def create(**_: Any) -> ChatCompletion:
        attempt = next(recorded, None)
        if attempt is None:
            attempt = Attempt(wire.send(exchange.request()), now())
            keep(attempt)  # on disk before anything else looks into it
            attempts.append(attempt)
        attempt.check()  # before instructor sees a refusal or a cut-off reply, which it would reask
        return ChatCompletion.construct(**attempt.body)

    client.chat.completions.create = create  # type: ignore[method-assign, assignment]
    asker = instructor.from_openai(client, mode=instructor.Mode.JSON_SCHEMA)
    messages: list[Any] = list(question.messages)
    token = _REVIEW.set(review)
    try:
        asker.create(model=endpoint.model, messages=messages, response_model=_response_model(), max_retries=reasks)
    except InstructorRetryException as error:
        _raise_unless_invalid(error, endpoint, retries)
    finally:
        _REVIEW.reset(token)
        client.close()


class _Wire:
    """One request over the wire, retried as the policy says."""

    def __init__(self, client: openai.OpenAI, retries: int, notify: Notify) -> None:
        self._post = client.chat.completions.with_raw_response.create
        self._retries, self._notify = retries, notify

    def send(self, request: dict[str, Any]) -> dict[str, Any]:
        """The reply's body as it came. Raises what `transport.named` knows."""
        try:
            return policy(self._retries, self._notify)(self._send, request)
        except openai.BadRequestError as error:
            other = _older_name(request, error)
            if other is None:
                raise
            return policy(self._retries, self._notify)(self._send, other)

    def _send(self, request: dict[str, Any]) -> dict[str, Any]:
        standard = {name: request[name] for name in ("model", "messages", "response_format") if name in request}
        others = {name: value for name, value in request.items() if name not in standard}
        try:
            body = json.loads(self._post(**standard, extra_body=others or None).http_response.text)
        except ValueError:  # not left to instructor, which would take it for an invalid answer and reask
            raise MalformedReply from None
        if not is_completion(body):
            raise MalformedReply
        return body  # type: ignore[no-any-return]


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
        parameters = dict(self.question.parameters)
        if _OUTPUT_LIMIT in parameters:
            parameters["max_completion_tokens"] = parameters.pop(_OUTPUT_LIMIT)
        messages = [*self.question.messages, *self._reask()]
        request: dict[str, Any] = {"model": self.endpoint.model, "messages": messages, **parameters}
        if self.endpoint.form == "json_schema":
            schema = {"name": "Answer", "strict": True, "schema": self.question.schema}
            request["response_format"] = {"type": "json_schema", "json_schema": schema}
        elif self.endpoint.form == "json_object":
            request["response_format"] = {"type": "json_object"}
        return request

    def _reask(self) -> list[Message]:
        if not self.attempts:
            return []
        last = self.attempts[-1].text
        faults = judge(last, self.review).problems
        count = f"reask {len(self.attempts)} of {self.reasks}"
        self.notify(f"{count}: {len(faults)} problem(s), first: {faults[0][:140]}")
        return [{"role": "assistant", "content": last}, self.question.prompt.reask(faults)]


def _older_name(request: dict[str, Any], error: openai.BadRequestError) -> dict[str, Any] | None:
    """The request for a server that knows `max_tokens` only, where that is what it complains about."""
    if "max_completion_tokens" not in request or "max_completion_tokens" not in str(error.body):
        return None
    older = {name: value for name, value in request.items() if name != "max_completion_tokens"}
    return {**older, "max_tokens": request["max_completion_tokens"]}


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
