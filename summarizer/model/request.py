"""The body of a request, the same to the letter whether it goes over the wire at once or in a batch's file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from summarizer.forms import text
from summarizer.model.endpoints import Endpoint
from summarizer.model.gate import Load
from summarizer.model.prices import estimate, most_out
from summarizer.prompts import Message
from summarizer.question import Question

_OUTPUT_LIMIT = "max_output_tokens"


def request(question: Question, endpoint: Endpoint, further: Iterable[Message] = ()) -> dict[str, Any]:
    """What is sent to an endpoint for a question; `further` messages come after the question's own."""
    parameters = dict(question.parameters)
    if _OUTPUT_LIMIT in parameters:
        parameters["max_completion_tokens"] = parameters.pop(_OUTPUT_LIMIT)
    body: dict[str, Any] = {"model": endpoint.model, "messages": [*question.messages, *further], **parameters}
    if endpoint.form == "json_schema":
        named = {"name": "Answer", "strict": True, "schema": question.schema}
        body["response_format"] = {"type": "json_schema", "json_schema": named}
    elif endpoint.form == "json_object":
        body["response_format"] = {"type": "json_object"}
    return body


def load(question: Question, body: dict[str, Any]) -> Load:
    """What a request may use, by estimate."""
    sent = sum(estimate(str(message["content"])) for message in body["messages"])
    return Load(sent + estimate(text(question.prompt.form)), most_out(question))
