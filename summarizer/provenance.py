"""How a briefing came about, as it says itself."""

from __future__ import annotations

from typing import Any, Literal, cast

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, SerializerFunctionWrapHandler, model_serializer
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema


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
    sections: Sectioned | None = None

    @model_serializer(mode="wrap")
    def _as_ever(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Without `sections` where there are none: the briefing of one question stays the bytes it always was."""
        value: dict[str, Any] = handler(self)
        if value["sections"] is None:
            del value["sections"]
        return value

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The fields' own schema, of which `sections` may be missing."""
        shape = handler(cast("CoreSchema", {key: value for key, value in schema.items() if key != "serialization"}))
        fields = handler.resolve_ref_schema(shape)
        if "sections" in fields.get("required", []):
            fields["required"].remove("sections")
        return shape
