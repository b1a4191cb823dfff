"""How a briefing came about, as it says itself."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Tokens(_Part):
    """Tokens of all attempts, failed ones included, as the endpoint counted them."""

    input: int
    output: int


class SecondLook(_Part):
    """The follow-up question about what the first answer left out."""

    prompt: str
    prompt_digest: str
    question_key: str
    attempts: int


class Provenance(_Part):
    """How the briefing came about. `cost_usd` is a decimal in text, or null where no price is known.

    `how` says what the replies are: `api` (over the wire), `pasted` (through `accept`) or `written` (by hand, for a
    test). `mode` says whether this run asked for any of them (`live`) or read them all from a recording (`replayed`).
    """

    tool: str
    prompt: str
    prompt_digest: str
    schema_digest: str
    model_asked: str
    model_answered: str | None
    endpoint: str
    parameters: dict[str, Any]
    sample: int
    question_key: str
    attempts: int
    second_look: SecondLook | None
    tokens: Tokens
    cost_usd: str | None
    how: Literal["api", "pasted", "written"]
    mode: Literal["live", "replayed"]
    recorded_at: str
