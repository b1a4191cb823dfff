"""What the model must return: compact, flat, numbered evidence, no offsets.

The shape is safe for strict JSON Schema decoders: objects, lists, `str`, `Literal` and `X | None` only. Every bound
lives in a validator, never in the schema, because constrained decoders support different subsets of it.
Field order is the order in which the model writes, so `bottom_line` comes after what it rests on.
"""

from __future__ import annotations

import json
import re
from typing import Annotated, Any, Literal, NoReturn, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError

from summarizer.exact_json import exactly

ActorKind = Literal[
    "person", "government", "organization", "official_group", "armed_group", "publication", "document", "unspecified"
]
ClaimKind = Literal["assertion", "expectation", "characterization", "estimate", "commitment", "allegation", "demand"]
ViewKind = Literal["assertion", "forecast", "interpretation", "recommendation"]
DenialKind = Literal["flat", "partial", "rejects_characterization", "counter_claim"]
ResponseKind = Literal[
    "refused_to_comment",
    "no_response",
    "not_reached",
    "neither_confirmed_nor_denied",
    "non_denial_denial",
    "deflection",
    "acknowledgement",
    "retraction",
]
Certainty = Literal["certain", "probable", "possible", "uncommitted"]
Fit = Literal["exact", "partial", "same_topic"]
ListName = Literal["actors", "claims", "denials", "other_responses", "analyst_views", "bottom_line"]
LISTS: tuple[ListName, ...] = get_args(ListName)

MAX_ITEMS = 200
"""Most items in one list. A long article gives about 30; a runaway reply gives thousands."""
MAX_STRING = 1_000
"""Most characters in one string of the answer."""
MAX_REPLY = 1_000_000
"""Most characters in one reply; anything longer is not parsed."""

_ID = re.compile(r"[a-z][a-z0-9_]{0,31}")
_EVIDENCE = re.compile(r"\s*\[(\d{1,5})\]\s*(.*)", re.DOTALL)
_FENCE = re.compile(r"```(?:json)?[^\S\n]*\n")


def _text(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("empty", "must not be empty")
    if len(value) > MAX_STRING:
        raise PydanticCustomError("too_long", "is longer than {most} characters", {"most": MAX_STRING})
    return value


def _identifier(value: str) -> str:
    if not _ID.fullmatch(value):
        raise PydanticCustomError("id", "is not an id (a lower-case letter, then letters, digits or _)")
    return value


def _some(value: list[Any]) -> list[Any]:
    if not value:
        raise PydanticCustomError("none", "must hold at least one entry")
    return value


def _few(value: Any) -> Any:
    """Before the entries are looked at: a megabyte of empty ones would make a million complaints."""
    if isinstance(value, list) and len(value) > MAX_ITEMS:
        raise PydanticCustomError("too_many", "holds {n} entries; at most {most}", {"n": len(value), "most": MAX_ITEMS})
    return value


Text = Annotated[str, AfterValidator(_text)]
Id = Annotated[str, AfterValidator(_identifier)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class AnswerActor(_Part):
    """Someone or something the article names as acting or speaking."""

    id: Id
    name: Text
    kind: ActorKind
    role: str | None
    aliases: Annotated[list[Text], BeforeValidator(_few)]


class AnswerItem(_Part):
    """What every item that someone says has in common."""

    id: Id
    speaker: Id


Quoted = Annotated[list[Text], AfterValidator(_some), BeforeValidator(_few)]


class AnswerClaim(AnswerItem):
    """One point made by one speaker."""

    kind: ClaimKind
    statement: Text
    certainty: Certainty
    evidence: Quoted


class AnswerLink(_Part):
    """Which claim a denial answers, and how exactly."""

    claim: Id
    fit: Fit
    why: str | None


class AnswerDenial(AnswerItem):
    """One speaker says that something is not so; each `denied` proposition is written positive."""

    kind: DenialKind
    denied: Annotated[list[Text], AfterValidator(_some), BeforeValidator(_few)]
    answers: Annotated[list[AnswerLink], BeforeValidator(_few)]
    evidence: Quoted


class AnswerResponse(AnswerItem):
    """A response that is not a denial: a refusal to comment, silence, an acknowledgement."""

    kind: ResponseKind
    topic: Text
    answers: Annotated[list[Id], BeforeValidator(_few)]
    evidence: Quoted


class AnswerView(AnswerItem):
    """What a source quoted for expertise thinks."""

    kind: ViewKind
    statement: Text
    certainty: Certainty
    evidence: Quoted


class AnswerBottomLine(_Part):
    """One sentence of the summary and the items it rests on."""

    text: Text
    rests_on: Annotated[list[Id], BeforeValidator(_few)]


class Answer(_Part):
    """Who says what in one article. Empty lists are normal answers."""

    actors: Annotated[list[AnswerActor], BeforeValidator(_few)]
    claims: Annotated[list[AnswerClaim], BeforeValidator(_few)]
    denials: Annotated[list[AnswerDenial], BeforeValidator(_few)]
    other_responses: Annotated[list[AnswerResponse], BeforeValidator(_few)]
    analyst_views: Annotated[list[AnswerView], BeforeValidator(_few)]
    bottom_line: Annotated[list[AnswerBottomLine], BeforeValidator(_few)]

    @property
    def stated(self) -> list[AnswerClaim | AnswerView]:
        """What somebody states, and so what a denial or another response may answer."""
        return [*self.claims, *self.analyst_views]


def split_evidence(entry: str) -> tuple[int | None, str]:
    """The sentence number and the copied words of one evidence entry; the number is None where there is none."""
    found = _EVIDENCE.fullmatch(entry)
    return (int(found[1]), found[2].strip()) if found else (None, entry.strip())


def loads(reply: str) -> Any:
    """The JSON value of a reply, in a code fence or bare.

    Stricter than `json.loads`: `NaN`, `Infinity`, duplicate keys and lone surrogates are errors, not values, because
    each would silently change what was said. Raises `pydantic.ValidationError`, like every other way a reply can fail.
    """
    if len(reply) > MAX_REPLY:
        _not_json(f"the reply has {len(reply):,} characters; at most {MAX_REPLY:,} are read")
    try:
        return exactly(_bare(reply))
    except (ValueError, RecursionError) as error:
        _not_json(_why_not_json(reply, error))


def _bare(reply: str) -> str:
    """The reply without the code fence around it. By its ends: a pattern for all of it would try every blank in it."""
    text = reply.strip()
    opened = _FENCE.match(text)
    if opened is None or not text.endswith("```") or len(text) < opened.end() + 3:
        return reply
    return text[opened.end() : -3].rstrip()


def problems(error: ValidationError) -> list[str]:
    """Each fault of a reply as one short line: where, and what. Independent of pydantic's version and its links."""
    lines = []
    for fault in error.errors(include_url=False, include_context=True):
        listed = fault.get("ctx", {}).get("problems")
        if fault["type"] == "review" and listed:
            lines += listed
            continue
        where = ".".join(str(step) for step in fault["loc"])
        lines.append(f"{where}: {fault['msg']}" if where else fault["msg"])
    return lines


def _not_json(message: str) -> NoReturn:
    raise ValidationError.from_exception_data(
        "Answer", [{"type": PydanticCustomError("json", "{why}", {"why": message}), "loc": (), "input": None}]
    )


def _why_not_json(reply: str, error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        start = reply.strip()[:40]
        if not start.startswith(("{", "```")):
            return f"the reply is not a JSON object (it begins: {start!r})" if start else "the reply is empty"
        return f"the reply is not complete JSON: {error.msg} at character {error.pos}"
    if isinstance(error, RecursionError):
        return "the reply is nested too deeply"
    return str(error)
