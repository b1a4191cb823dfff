"""The wire: one client of the OpenAI API, each request retried as the policy says, each try past the gate."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import httpx2
import openai

from summarizer.model.endpoints import Endpoint
from summarizer.model.gate import Gate, Load
from summarizer.model.transport import MalformedReply, policy
from summarizer.recordings import Attempt, encoded, is_completion

Notify = Callable[[str], None]


class Connection:
    """An endpoint with a client, for as many questions as there are, from any number of threads.

    A client is dear (20 ms of certificates) and keeps its connections open, so a batch has one. `timeout` is in
    seconds; `retries` counts tries after a failure of the wire.
    """

    def __init__(self, endpoint: Endpoint, *, retries: int, timeout: float, notify: Notify, gate: Gate) -> None:
        self.endpoint, self.retries, self.notify, self.gate = endpoint, retries, notify, gate
        self._client = openai.OpenAI(
            base_url=endpoint.base_url, api_key=endpoint.key, max_retries=0, timeout=timeout, default_headers={}
        )

    def close(self) -> None:
        """Close the client's connections."""
        self._client.close()

    def send(self, request: dict[str, Any], load: Load) -> dict[str, Any]:
        """The reply's body as it came. Raises what `transport.named` knows, and what the gate raises."""
        try:
            return policy(self.retries, self.notify)(self._send, request, load)
        except openai.BadRequestError as error:
            other = _older_name(request, error)
            if other is None:
                raise
            return policy(self.retries, self.notify)(self._send, other, load)

    def _send(self, request: dict[str, Any], load: Load) -> dict[str, Any]:
        used: tuple[int, int] | None = None
        status: int | None = None
        headers: Mapping[str, str] = {}
        self.gate.enter(load)
        try:
            # What is sent is ours to the letter, so the client's typed method would only walk through all of it.
            response = self._client.post("/chat/completions", cast_to=httpx2.Response, content=encoded(request))
            status, headers = response.status_code, response.headers
            body = _completion(response.text)
            used = Attempt(body, "").usage
        except openai.APIStatusError as error:
            status, headers = error.status_code, error.response.headers
            raise
        finally:
            self.gate.leave(load, used, status, headers)
        return body


def _completion(text: str) -> dict[str, Any]:
    try:
        body = json.loads(text)
    except ValueError:  # not left to instructor, which would take it for an invalid answer and reask
        raise MalformedReply from None
    if not is_completion(body):
        raise MalformedReply
    return body


def _older_name(request: dict[str, Any], error: openai.BadRequestError) -> dict[str, Any] | None:
    """The request for a server that knows `max_tokens` only, where that is what it complains about."""
    if "max_completion_tokens" not in request or "max_completion_tokens" not in str(error.body):
        return None
    older = {name: value for name, value in request.items() if name != "max_completion_tokens"}
    return {**older, "max_tokens": request["max_completion_tokens"]}
