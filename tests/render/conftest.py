"""A briefing made by hand: the country, the people, the paper and the article are invented."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from summarizer.answer import AnswerLink
from summarizer.briefing import (
    Actor,
    AnalystView,
    BottomLine,
    Briefing,
    Claim,
    Conflict,
    Denial,
    Evidence,
    Finding,
    Omission,
    Rejected,
    Response,
    Source,
    Span,
    Third,
)
from summarizer.provenance import Provenance, Tokens

SENTENCES = (
    "Veldania’s water minister, Ora Lindqvist, said on Monday that the Karst dam was opened on purpose, flooding"
    " four villages.",
    "“The order came from outside our borders, and it will probably come again,” Lindqvist told reporters.",
    "Officials of Orsk and the Free Rivers League have both denied that anyone opened the dam or plans to.",
    "Asked about the flood, Tamsin Orvo, a spokesperson for the president, refused to comment.",
    "Ilse Maren, who teaches hydrology at the University of Port Sael, said the gates could have failed by themselves.",
    "Two engineers declined to be named.",
)
ARTICLE = "\n".join(SENTENCES)


def span(number: int) -> Span:
    """Sentence `number` of the article."""
    start = ARTICLE.index(SENTENCES[number - 1])
    return Span(number=number, start=start, end=start + len(SENTENCES[number - 1]))


def evidence(number: int, quote: str, **changed: Any) -> Evidence:
    """`quote` where it stands in sentence `number`."""
    sentence = span(number)
    start = ARTICLE.index(quote, sentence.start, sentence.end)
    end = start + len(quote)
    found: dict[str, Any] = {"prefix": ARTICLE[max(0, start - 32) : start], "suffix": ARTICLE[end : end + 32]}
    found |= {"match": "exact", "moved": False, "occurrences": 1} | changed
    return Evidence(quote=quote, start=start, end=end, sentence=sentence, **found)


def said(identifier: str, speaker: str, cue: str | None, *quotes: Evidence, **changed: Any) -> dict[str, Any]:
    """The fields that every item has."""
    derived: dict[str, Any] = {"mode": "indirect", "sourcing": "named", "hedges": [], "when": [], "negated": False}
    return {"id": identifier, "speaker": speaker, "cue": cue, "evidence": list(quotes)} | derived | changed


def claims() -> list[Claim]:
    opened = said("c1", "lindqvist", "said", evidence(1, "the Karst dam was opened on purpose"), when=["on Monday"])
    again = said(
        "c2",
        "lindqvist",
        "told",
        evidence(2, "“The order came from outside our borders"),
        evidence(2, "will probably come again", match="approximate"),
        hedges=["probably"],
    )
    return [
        Claim(**opened, kind="assertion", statement="The Karst dam was opened on purpose.", certainty="certain"),
        Claim(
            **again,
            kind="expectation",
            statement="An order to open the dam came from outside Veldania and will probably come again.",
            certainty="probable",
        ),
    ]


def denials() -> list[Denial]:
    why = "the denial covers any opening, by anyone; the claim says it was on purpose"
    links = [
        AnswerLink(claim="c1", fit="partial", why=why),
        AnswerLink(claim="c2", fit="exact", why=None),
    ]
    quoted = evidence(3, "have both denied that anyone opened the dam or plans to")
    return [
        Denial(
            **said(identifier, speaker, "have both denied", quoted, sourcing="unnamed_official"),
            kind="flat",
            denied=["Someone opened the Karst dam.", "Someone plans to open the Karst dam."],
            answers=links,
        )
        for identifier, speaker in (("d1", "orsk"), ("d2", "league"))
    ]


def provenance() -> Provenance:
    return Provenance(
        tool="summarizer 0.1.0",
        prompt="briefing@v1",
        prompt_digest="1" * 64,
        schema_digest="2" * 64,
        model_asked="example-model",
        model_answered="example-model-2031-02",
        endpoint="custom",
        parameters={},
        sample=0,
        question_key="3" * 64,
        attempts=2,
        second_look=None,
        tokens=Tokens(input=5210, output=1043),
        cost_usd=None,
        how="written",
        mode="replayed",
        recorded_at="2031-03-11T08:15:00Z",
    )


def actors() -> list[Actor]:
    return [
        Actor(
            id="lindqvist", name="Ora Lindqvist", kind="person", role="Veldania’s water minister", aliases=["Lindqvist"]
        ),
        Actor(id="orsk", name="Officials of Orsk", kind="official_group", role=None, aliases=[]),
        Actor(id="league", name="Free Rivers League", kind="organization", role=None, aliases=[]),
        Actor(id="orvo", name="Tamsin Orvo", kind="person", role="a spokesperson for the president", aliases=[]),
        Actor(
            id="maren",
            name="Ilse Maren",
            kind="person",
            role="who teaches hydrology at the University of Port Sael",
            aliases=[],
        ),
    ]


def findings() -> tuple[Finding, Finding]:
    """One that cost an item its place, and one the reader is only told of."""
    return (
        Finding(rule="quote_absent", level="error", item="c3", message="the quoted words are not in the article"),
        Finding(rule="approximate_quote", level="warning", item="c2", message="one quote was found only approximately"),
    )


def source() -> Source:
    return Source(
        sha256=hashlib.sha256(ARTICLE.encode()).hexdigest(),
        characters=len(ARTICLE),
        title="Veldania says the Karst dam was opened on purpose",
        outlet="The Port Sael Courier",
        published="2031-03-10",
        url=None,
        language="en",
    )


@pytest.fixture
def briefing() -> Briefing:
    error, warning = findings()
    refusal = said("r1", "orvo", "refused to comment", evidence(4, "refused to comment"), mode=None)
    view = said("v1", "maren", "said", evidence(5, "the gates could have failed by themselves"), hedges=["could"])
    conflicts = [
        Conflict(claim=link.claim, denial=denial.id, fit=link.fit) for denial in denials() for link in denial.answers
    ]
    return Briefing(
        source=source(),
        bottom_line=[
            BottomLine(
                text="Veldania’s water minister says the Karst dam was opened on purpose;"
                " Orsk and the Free Rivers League deny it.",
                rests_on=["c1", "d1", "d2"],
            ),
            BottomLine(text="The president’s spokesperson refused to comment.", rests_on=["r1"]),
        ],
        actors=actors(),
        claims=claims(),
        denials=denials(),
        other_responses=[Response(**refusal, kind="refused_to_comment", topic="the flood", answers=["c1"])],
        analyst_views=[
            AnalystView(
                **view,
                kind="interpretation",
                statement="The gates of the dam could have failed by themselves.",
                certainty="possible",
            )
        ],
        conflicts=conflicts,
        coverage=[Third(sentences=2, reported=2, covered=2) for _ in range(3)],
        omissions=[Omission(kind="refusal", speaker="Ora Lindqvist", cue="declined", sentence=span(6))],
        gaps=["The article does not say when the denials were made."],
        rejected=[
            Rejected(
                list_name="claims",
                item={"id": "c3", "speaker": "lindqvist", "statement": "Nine villages were flooded."},
                findings=[error],
            )
        ],
        warnings=[warning],
        provenance=provenance(),
    )


def updated(briefing: Briefing) -> Briefing:
    """A briefing with its first claim changed in every way, a denial and the other claims gone, and a denial added."""
    first = briefing.claims[0].model_copy(
        update={
            "certainty": "possible", "hedges": ["may"], "cue": "suggested", "kind": "allegation", "when": ["on Tuesday"],
            "sourcing": "document", "statement": f"{briefing.claims[0].statement.rstrip('.')} by 2 men.", "negated": True,
        }
    )  # fmt: skip
    second = briefing.denials[1].model_copy(update={"answers": []})
    added = briefing.denials[1].model_copy(update={"id": "d7", "speaker": briefing.claims[0].speaker})
    return briefing.model_copy(
        update={"claims": [first], "denials": [second, added], "bottom_line": briefing.bottom_line[1:]}
    )


Poison = Callable[[str], Briefing]


@pytest.fixture
def poisoned(briefing: Briefing) -> Poison:
    """A function that puts a payload into every text of the briefing, wherever its model takes any text at all."""
    clean = briefing.model_dump()

    def poison(payload: str) -> Briefing:
        dirty = _with(clean, payload)
        # A link takes no payload, being an id by its type; the ids it leads to stay, so that claims keep their denials.
        for before, after in zip(clean["claims"], dirty["claims"], strict=True):
            after["id"] = before["id"]
        for before, after in zip(clean["other_responses"], dirty["other_responses"], strict=True):
            after["answers"] = before["answers"]
        try:
            return Briefing.model_validate(dirty)
        except ValidationError as error:
            for fault in error.errors():  # enums and links: put back what was there
                *path, last = fault["loc"]
                _at(dirty, path)[last] = _at(clean, path)[last]
        return Briefing.model_validate(dirty)

    return poison


def _with(value: Any, payload: str) -> Any:
    if isinstance(value, dict):
        return {key: _with(inner, payload) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with(inner, payload) for inner in value]
    return payload + value + payload if isinstance(value, str) else value


def _at(value: Any, path: list[Any]) -> Any:
    for step in path:
        value = value[step]
    return value
