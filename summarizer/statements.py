"""The statements of a briefing as one flat list, each with its speaker and with what answers it looked up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from summarizer.answer import Certainty, Fit, ListName
from summarizer.briefing import Actor, AnalystView, Briefing, Claim, Denial, Item, Response


class Link(NamedTuple):
    """From a denial or response to what it answers. `fit` and `why` are a denial's; a response has neither."""

    answer: str
    claim: str
    fit: Fit | None
    why: str | None


class Statement(NamedTuple):
    """One item with all that a reader without the rest of the briefing needs.

    `texts` is its statement, its topic, or each proposition it denies, written positive as in the briefing.
    """

    list_name: ListName
    item: Item
    kind: str
    certainty: Certainty | None
    texts: tuple[str, ...]
    speaker: Actor
    answers: tuple[Link, ...]
    answered_by: tuple[Link, ...]


def statements(briefing: Briefing) -> list[Statement]:
    """Every item of the briefing, in its order."""
    lists: tuple[tuple[ListName, Sequence[Item]], ...] = (
        ("claims", briefing.claims),
        ("denials", briefing.denials),
        ("other_responses", briefing.other_responses),
        ("analyst_views", briefing.analyst_views),
    )
    actors = {actor.id: actor for actor in briefing.actors}
    links = [link for item in briefing.items for link in _links(item)]
    found = []
    for name, items in lists:
        for item in items:
            kind, certainty, texts = _said(item)
            back = tuple(link for link in links if link.claim == item.id)
            speaker = actors.get(item.speaker) or _unlisted(item.speaker)
            found.append(Statement(name, item, kind, certainty, texts, speaker, tuple(_links(item)), back))
    return found


def _said(item: Item) -> tuple[str, Certainty | None, tuple[str, ...]]:
    match item:
        case Claim() | AnalystView():
            return item.kind, item.certainty, (item.statement,)
        case Denial():
            return item.kind, None, tuple(item.denied)
        case Response():
            return item.kind, None, (item.topic,)
    raise TypeError(f"{type(item).__name__} is no statement")


def _links(item: Item) -> Iterator[Link]:
    if isinstance(item, Denial):
        yield from (Link(item.id, link.claim, link.fit, link.why) for link in item.answers)
    elif isinstance(item, Response):
        yield from (Link(item.id, claim, None, None) for claim in item.answers)


def _unlisted(identifier: str) -> Actor:
    """Who is not among the actors, which only an edit by hand can bring about."""
    return Actor(id=identifier, name=identifier, kind="unspecified", role=None, aliases=[])
