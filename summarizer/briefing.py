"""What the user gets: the items of the answer with their evidence located, and what code derived from it.

Offsets are Unicode code points into the article's text, half open: `article.text[start:end] == quote`, always.
Serialising is canonical: the same briefing is the same bytes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from summarizer.answer import (
    ActorKind,
    AnswerLink,
    Certainty,
    ClaimKind,
    DenialKind,
    Fit,
    ListName,
    ResponseKind,
    ViewKind,
)
from summarizer.article import Article
from summarizer.errors import EvidenceError, InputError
from summarizer.exact_json import exactly
from summarizer.files import read_text
from summarizer.provenance import Provenance

SCHEMA_VERSION = 1

Match = Literal["exact", "typography", "edges", "elided", "approximate"]
Mode = Literal["direct", "indirect", "mixed"]
Sourcing = Literal["named", "institution", "unnamed_official", "unnamed", "document", "media_report", "unattributed"]
Level = Literal["error", "warning"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Span(_Part):
    """A numbered sentence of the article and where it stands."""

    number: int
    start: int
    end: int


class Evidence(_Part):
    """The article's own characters that support an item.

    `match` says how the model's words were found; `moved` that they stand in another sentence than it named;
    `prefix` and `suffix` are up to 32 characters around the quote, as in the W3C's text quote selector.
    """

    quote: str
    start: int
    end: int
    sentence: Span
    prefix: str
    suffix: str
    match: Match
    moved: bool
    occurrences: int


class Actor(_Part):
    """Someone or something that acts or speaks in the article; `name`, `role` and `aliases` are its own words."""

    id: str
    name: str
    kind: ActorKind
    role: str | None
    aliases: list[str]


class Dated(_Part):
    """Time words of the article and the days they mean: the first and the last, as ISO 8601 dates."""

    text: str
    first: str
    last: str


class Item(_Part):
    """What every reported statement has, beside what the model said of it: all of it derived by code.

    `cue` is the attribution verb or formula; `mode` how the words are reported; `sourcing` how the source is named;
    `hedges` and `when` are the article's own words, `dates` those of `when` that are certain, told from the day of
    publication; `negated` whether what the cue governs is negated. Null where code cannot tell.
    """

    id: str
    speaker: str
    evidence: list[Evidence]
    cue: str | None
    mode: Mode | None
    sourcing: Sourcing | None
    hedges: list[str]
    when: list[str]
    dates: list[Dated] = []
    negated: bool | None


class Claim(Item):
    """One point made by one speaker, as certain as the speaker said it; never whether it is true."""

    kind: ClaimKind
    statement: str
    certainty: Certainty


class Denial(Item):
    """One speaker says that something is not so; each `denied` proposition is written positive."""

    kind: DenialKind
    denied: list[str]
    answers: list[AnswerLink]


class Response(Item):
    """A response that is not a denial."""

    kind: ResponseKind
    topic: str
    answers: list[str]


class AnalystView(Item):
    """What a source quoted for expertise thinks."""

    kind: ViewKind
    statement: str
    certainty: Certainty


class BottomLine(_Part):
    """One sentence of the summary and the items it rests on."""

    text: str
    rests_on: list[str]


class Finding(_Part):
    """What a rule found: `start` and `end` mark the place in the article, where there is one."""

    rule: str
    level: Level
    item: str | None
    message: str
    start: int | None = None
    end: int | None = None


class Rejected(_Part):
    """An item of the answer that failed a rule after all reasks, kept in sight with its reasons."""

    list_name: ListName
    item: dict[str, Any]
    findings: list[Finding]


class Conflict(_Part):
    """A claim or view and the denial that answers it; computed from the denial's links."""

    claim: str
    denial: str
    fit: Fit


class Omission(_Part):
    """A sentence that reports someone's words and that no item of the right sort touches.

    `kind` is denial or refusal for a cue of that sort that no denial or response covers, speaker where nobody of that
    name speaks in the whole briefing, else quotation or statement. `speaker` is null where the sentence does not name
    one; `cue` is empty for a quotation without one.
    """

    kind: Literal["denial", "refusal", "speaker", "quotation", "statement"]
    speaker: str | None
    cue: str
    sentence: Span


class Third(_Part):
    """How well a third of the article is covered: its sentences, those that report words, and those of them covered."""

    sentences: int
    reported: int
    covered: int


class Source(_Part):
    """The article the offsets refer to; null where it is not stated."""

    sha256: str
    characters: int
    title: str | None
    outlet: str | None
    published: str | None
    url: str | None
    language: str | None


class Briefing(_Part):
    """Who says what in one article, line by line, with the article's own words behind every line."""

    schema_version: Literal[1] = 1
    source: Source
    bottom_line: list[BottomLine]
    actors: list[Actor]
    claims: list[Claim]
    denials: list[Denial]
    other_responses: list[Response]
    analyst_views: list[AnalystView]
    conflicts: list[Conflict]
    omissions: list[Omission]
    coverage: list[Third]
    gaps: list[str]
    rejected: list[Rejected]
    warnings: list[Finding]
    provenance: Provenance

    @property
    def items(self) -> list[Item]:
        """Every reported statement: claims, denials, other responses, analyst views, in that order."""
        return [*self.claims, *self.denials, *self.other_responses, *self.analyst_views]

    def require(self, article: Article) -> None:
        """Raises `EvidenceError` where the article is another one, or a quote does not stand where it says."""
        article.require(self.source.sha256)
        for item in self.items:
            for evidence in item.evidence:
                start, end = evidence.start, evidence.end
                if not 0 <= start < end or article.text[start:end] != evidence.quote:
                    raise EvidenceError(
                        f"{item.id}: “{evidence.quote[:80]}” does not stand at {start}-{end} of the article: "
                        "`summarizer verify` lists all such places"
                    )

    def to_json(self) -> str:
        """The canonical serialisation: fields in schema order, one space of indent, a newline at the end."""
        return self.model_dump_json(indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str, name: str = "the briefing") -> Briefing:
        """Read a briefing back. Raises `InputError` for anything that is not a briefing of this schema version."""
        try:
            value = exactly(text)
        except (ValueError, RecursionError) as error:
            raise InputError(
                f"{name} is not a briefing: not JSON ({error}); make one with `summarizer brief`"
            ) from None
        version = value.get("schema_version") if isinstance(value, dict) else None
        if version != SCHEMA_VERSION:
            has = "no schema_version" if version is None else f"schema_version {version!r}"
            raise InputError(f"{name} has {has}; this version of summarizer reads {SCHEMA_VERSION}: make it again")
        try:
            return cls.model_validate(value)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(str(step) for step in first["loc"])
            raise InputError(f"{name} is not a valid briefing: {where}: {first['msg']}; make it again") from None

    @classmethod
    def from_file(cls, path: str | Path) -> Briefing:
        """Read a briefing file, or standard input for `-`. Raises `InputError` where there is none to read."""
        return cls.from_json(read_text(str(path), "briefing"), "standard input" if str(path) == "-" else str(path))
