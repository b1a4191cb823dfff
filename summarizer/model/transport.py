"""Retries of the transport: what is worth trying again, how long to wait, and what each failure is called.

Validation is another matter and is never retried here. The policy is tenacity's; the client library's own retries are
switched off, or attempts would multiply.
"""

from __future__ import annotations

import email.utils
import random
import time
from collections.abc import Callable
from typing import Any

import openai
import tenacity
from openai import APIConnectionError, APIStatusError, APITimeoutError

from summarizer.errors import EndpointError, KeyRejected, QuotaExceeded, RequestRejected, UnknownModel
from summarizer.model.endpoints import Endpoint

RETRIED = frozenset({408, 409, 429, 500, 502, 503, 504, 529})
LONGEST_WAIT = 120.0
"""Seconds; a server that asks for more is not waited for."""
_JITTER = 0.25


class MalformedReply(Exception):
    """A success whose body is not a chat completion."""


def transient(error: BaseException) -> bool:
    """Whether the same request may succeed a moment later."""
    if isinstance(error, APIStatusError):
        if error.code == "insufficient_quota" or (_retry_after(error) or 0) > LONGEST_WAIT:
            return False
        told = error.response.headers.get("x-should-retry")
        return error.status_code in RETRIED if told is None else told == "true"
    return isinstance(error, (APIConnectionError, MalformedReply))


def policy(retries: int, notify: Callable[[str], None]) -> tenacity.Retrying:
    """At most `retries` further tries, with full jitter, or as long as the server's `Retry-After` says."""
    fallback = tenacity.wait_random_exponential(multiplier=0.5, max=30)

    def wait(state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        told = _retry_after(error)
        return fallback(state) if told is None else told + random.uniform(0, _JITTER)  # noqa: S311 (jitter, not a secret)

    def say(state: tenacity.RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        pause = state.next_action.sleep if state.next_action else 0.0
        notify(f"{_short(error)}; trying again in {pause:.1f} s ({state.attempt_number} of {retries})")

    return tenacity.Retrying(
        retry=tenacity.retry_if_exception(transient),
        wait=wait,
        stop=tenacity.stop_after_attempt(retries + 1),
        before_sleep=say,
        reraise=True,
    )


def named(error: BaseException, endpoint: Endpoint, retries: int) -> EndpointError:
    """The failure as one of our errors: one sentence, what to do next, and nowhere the key or the address."""
    who, model = endpoint.kind, endpoint.model
    if isinstance(error, APITimeoutError):
        return EndpointError(f"{who} did not answer in time, {retries + 1} times; raise `--timeout` or try later")
    if isinstance(error, APIConnectionError):
        return EndpointError(f"cannot reach {who}, tried {retries + 1} times: check the address and that it is running")
    if isinstance(error, MalformedReply):
        return EndpointError(f"{who} answered with something that is not a chat completion: check the base URL")
    if isinstance(error, APIStatusError):
        return _status(error, who, model, endpoint.key)
    return EndpointError(f"{who} failed: {type(error).__name__}")


def _status(error: APIStatusError, who: str, model: str, key: str) -> EndpointError:
    said = _said(error, key)
    if error.code == "insufficient_quota":
        return QuotaExceeded(f"the account at {who} has no credit left ({said}): add credit or use another endpoint")
    match error.status_code:
        case 401 | 403:
            return KeyRejected(f"{who} rejected the key ({error.status_code}: {said}): check the key's variable")
        case 404:
            return UnknownModel(f"{who} has no model {model!r} ({said}): check the name and the base URL")
        case 429:
            return EndpointError(f"{who} still limits the rate after all retries ({said}): try later")
        case 400 | 413 | 422:
            return RequestRejected(f"{who} rejected the request ({error.status_code}: {said})")
    return EndpointError(f"{who} failed with status {error.status_code} ({said}): try later")


def _said(error: APIStatusError, key: str) -> str:
    body = error.body if isinstance(error.body, dict) else {}
    text = " ".join(str(body.get("message") or error.code or "no reason given").split())[:200]
    return text.replace(key, "•••") if len(key) > 5 else text


def _short(error: BaseException | None) -> str:
    if isinstance(error, APIStatusError):
        return f"status {error.status_code}"
    if isinstance(error, APITimeoutError):
        return "no answer in time"
    return "no connection" if isinstance(error, APIConnectionError) else "a malformed reply"


def _retry_after(error: BaseException | None) -> float | None:
    """Seconds the server asks to wait: `retry-after-ms`, `Retry-After` in seconds or as a date; None for nonsense."""
    if not isinstance(error, openai.APIStatusError):
        return None
    headers = error.response.headers
    for name, unit in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        value = headers.get(name)
        if value is None:
            continue
        try:
            seconds: Any = float(value) / unit
        except ValueError:
            date = email.utils.parsedate_tz(value)
            seconds = email.utils.mktime_tz(date) - time.time() if date else -1
        if 0 <= seconds < float("inf"):
            return float(seconds)
    return None
