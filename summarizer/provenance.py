"""How a briefing came about, as it says itself."""

from __future__ import annotations

from typing import Any, Literal, cast

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, SerializerFunctionWrapHandler, model_serializer
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

_MAY_LACK = ("language", "sections")


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


class SectionRead(_Part):
    """One section of a long article, its sentences `first` to `last`, and its question.

    `read` is false where no answer came; what its attempts cost is counted all the same.
    """

    first: int
    last: int
    read: bool
    question_key: str
    attempts: int
    second_look: SecondLook | None


class BottomLineAsked(_Part):
    """The last question about an article in sections: the bottom line of what all of them brought."""

    prompt: str
    prompt_digest: str
    question_key: str
    attempts: int


class Sectioned(_Part):
    """How an article too long for one question was read: `limit` is the most characters in a section."""

    limit: int
    read: list[SectionRead]
    bottom_line: BottomLineAsked | None


class Provenance(_Part):
    """How the briefing came about. `cost_usd` is a decimal in text, or null where no price is known.

    `how` says what the replies are: `api` (over the wire), `pasted` (through `accept`) or `written` (by hand, for a
    test). `mode` says whether this run asked for any of them (`live`) or read them all from a recording (`replayed`).
    `language` is there only where statements were asked for in another language than English: the tag, or `same`.
    `sections` is there only for an article that was asked about in sections; then `question_key` is made of their keys,
    and `attempts` are those of all sections and of the bottom line.
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
    language: str | None = None
    sections: Sectioned | None = None

    @model_serializer(mode="wrap")
    def _as_ever(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Without what is not there: the briefing of one question in English stays the bytes it always was."""
        value: dict[str, Any] = handler(self)
        return {name: entry for name, entry in value.items() if entry is not None or name not in _MAY_LACK}

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The fields' own schema, of which some may be missing."""
        shape = handler(cast("CoreSchema", {key: value for key, value in schema.items() if key != "serialization"}))
        fields = handler.resolve_ref_schema(shape)
        fields["required"] = [name for name in fields.get("required", []) if name not in _MAY_LACK]
        return shape
