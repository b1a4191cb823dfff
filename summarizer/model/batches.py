"""The Batch API: a file of requests is uploaded, answered within a day at a lower price, and a file of replies fetched.

Where a batch was created but the answer that names it was lost, it is found again by the file it was made from: a
request is never sent a second time because of a connection that broke.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

import httpx2
import openai
from openai.types import Batch

from summarizer.errors import EndpointError, UsageError
from summarizer.model.endpoints import KNOWN, Endpoint
from summarizer.model.transport import MalformedReply, named, policy

URL: Final = "/v1/chat/completions"
"""What each request of a batch is for."""
SHARE: Mapping[str, Decimal | None] = {"openai": Decimal("0.5"), "groq": None}
"""The known endpoints with a Batch API, and the share of the live price that a reply costs; None where unknown."""
ENDED = frozenset({"completed", "failed", "expired", "cancelled"})
"""The states after which nothing more comes."""
_NEWEST = 1_000
"""Batches of the account that are looked through for one whose name was lost. The newest come first."""

Result = TypeVar("Result")


def require(kind: str) -> None:
    """Raise `UsageError` for an endpoint that is known to have no Batch API."""
    if kind not in SHARE and (kind in KNOWN or kind in ("local", "local model")):
        raise UsageError(f"{kind} has no Batch API like OpenAI's: drop --via, or use a model of {' or '.join(SHARE)}")


@dataclass(frozen=True)
class Status:
    """How a batch is getting on. `output` and `errors` are ids of files; `reason` says why it failed as a whole."""

    id: str
    state: str
    total: int
    completed: int
    failed: int
    output: str | None
    errors: str | None
    reason: str | None

    @property
    def ended(self) -> bool:
        """Whether nothing more comes."""
        return self.state in ENDED


class Batches:
    """The files and batches of an account. `timeout` is in seconds; `retries` counts tries after a failure.

    Every method raises `EndpointError` and its kin when the wire fails for good.
    """

    def __init__(self, endpoint: Endpoint, *, retries: int, timeout: float, notify: Callable[[str], None]) -> None:
        self.endpoint, self.retries, self.notify = endpoint, retries, notify
        self._client = openai.OpenAI(
            base_url=endpoint.base_url, api_key=endpoint.key, max_retries=0, timeout=timeout, default_headers={}
        )

    def close(self) -> None:
        """Close the client's connections."""
        self._client.close()

    def upload(self, path: Path) -> str:
        """Upload a file of requests; its id. Raises `UsageError` where there is no Batch API at all."""

        def once() -> str:
            with path.open("rb") as file:  # opened for each try: a try that failed has read some of it
                return _text(self._client.files.create(file=file, purpose="batch"), "id")

        try:
            return self._tried(once)
        except _Unknown:
            raise UsageError(
                f"{self.endpoint.kind} has no Batch API (it takes no files): drop --via, or check the base URL"
            ) from None

    def start(self, file: str) -> Status:
        """The batch of an uploaded file: the one that is there already, or a new one."""

        def once() -> Batch:
            return self._made_from(file) or self._client.batches.create(
                input_file_id=file, endpoint=URL, completion_window="24h"
            )

        return _status(self._known(once, f"the uploaded file {file}"))

    def look(self, batch: str) -> Status:
        """How a batch is getting on."""
        return _status(self._known(lambda: self._client.batches.retrieve(batch), f"the batch {batch}"))

    def fetch(self, file: str, path: Path) -> None:
        """Download a file: all of it is on the disk when this returns, or nothing. Raises `OSError` for a full one."""
        temporary = path.with_name(f".{path.name}.tmp")

        def once() -> None:
            with (
                self._client.files.with_streaming_response.content(file) as response,
                temporary.open("wb") as written,
            ):
                try:
                    for chunk in response.iter_bytes():
                        written.write(chunk)
                except httpx2.HTTPError:
                    raise openai.APIConnectionError(request=response.http_request) from None
                written.flush()
                os.fsync(written.fileno())
            temporary.replace(path)

        self._known(once, f"the file {file}")

    def _made_from(self, file: str) -> Batch | None:
        with suppress(openai.NotFoundError):
            for batch in islice(self._client.batches.list(limit=100), _NEWEST):
                if batch.input_file_id == file:
                    return batch
        return None

    def _known(self, work: Callable[[], Result], what: str) -> Result:
        try:
            return self._tried(work)
        except _Unknown:
            raise EndpointError(
                f"{self.endpoint.kind} does not know {what} any more: use the key and base URL it was made with, or "
                "delete the folder batch-api and run again to ask anew"
            ) from None

    def _tried(self, work: Callable[[], Result]) -> Result:
        """What `work` returns, tried again as the policy says; failures named. Raises `_Unknown` for status 404."""

        def once() -> Result:
            try:
                return work()
            except ValueError:  # a body that is no JSON
                raise MalformedReply from None

        try:
            return policy(self.retries, self.notify)(once)
        except openai.NotFoundError:
            raise _Unknown from None
        except MalformedReply:
            raise EndpointError(
                f"{self.endpoint.kind} answered with something that is no part of a Batch API: check the base URL"
            ) from None
        except openai.OpenAIError as error:
            raise named(error, self.endpoint, self.retries) from None


class _Unknown(Exception):
    """The endpoint knows no such thing."""


def _text(value: object, name: str) -> str:
    """A field that has to be there: the client takes whatever JSON an endpoint sends for the object it asked for."""
    found = getattr(value, name, None)
    if not isinstance(found, str):
        raise MalformedReply
    return found


def _status(batch: Batch) -> Status:
    try:
        name, state = _text(batch, "id"), _text(batch, "status")
    except MalformedReply:
        raise EndpointError("the endpoint answered with something that is no batch: check the base URL") from None
    counts = batch.request_counts
    faults = [
        " ".join(str(fault.message or fault.code).split())[:200]
        for fault in (batch.errors.data if batch.errors else None) or []
    ]
    return Status(
        name,
        state,
        counts.total if counts else 0,
        counts.completed if counts else 0,
        counts.failed if counts else 0,
        batch.output_file_id or None,
        batch.error_file_id or None,
        faults[0] if faults else None,
    )
