"""One follow-up question about denials, refusals and speakers that an answer leaves out, and merging what it brings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from summarizer.answer import Answer, AnswerActor, AnswerDenial, AnswerResponse
from summarizer.briefing import Omission
from summarizer.checks.draft import AnyItem
from summarizer.omissions import ASKED_ABOUT
from summarizer.prompts import known

PROMPT = "second-look"
_WORDS = {
    "denial": "a denial",
    "refusal": "a refusal or no response",
    "speaker": "someone who speaks nowhere yet",
    "quotation": "a quotation",
    "statement": "a statement",
}
_LISTS = ("claims", "denials", "other_responses", "analyst_views")


def worth_asking(omitted: Sequence[Omission]) -> bool:
    """Whether a denial, a refusal or a named speaker is missing."""
    return any(omission.kind in ASKED_ABOUT for omission in omitted)


def values(first: Answer, omitted: Sequence[Omission]) -> dict[str, str]:
    """What the follow-up's prompt is filled with beside the article."""
    return {"known": known(first.model_dump(mode="json")), "missing": missing(omitted)}


def missing(omitted: Iterable[Omission]) -> str:
    """The sentences left out, by number and kind; nothing of the article's text, which stays inside its fence."""
    return "\n".join(f"[{omission.sentence.number}] {_WORDS[omission.kind]}" for omission in omitted)


def merge(first: Answer, second: Answer) -> Answer:
    """Both answers as one: actors unified by name, new items under ids that are free, nothing said twice."""
    actors, renamed = _actors(first, second)
    had = {_said(item) for name in _LISTS for item in getattr(first, name)}
    ids = {actor.id for actor in actors} | {item.id for name in _LISTS for item in getattr(first, name)}
    new = {name: [item for item in getattr(second, name) if _said(item, renamed) not in had] for name in _LISTS}
    for name, prefix in zip(_LISTS, "cdrv", strict=True):
        for item in new[name]:
            renamed[item.id] = _free(prefix, ids)
    lists: dict[str, Any] = {
        name: [*getattr(first, name), *(_renamed(item, renamed) for item in new[name])] for name in _LISTS
    }
    lines = [
        line.model_copy(update={"rests_on": [renamed.get(name, name) for name in line.rests_on]})
        for line in second.bottom_line
    ]
    return first.model_copy(update={"actors": actors, **lists, "bottom_line": lines or first.bottom_line})


def added(first: Answer, merged: Answer) -> set[str]:
    """The ids of the actors and items that the second answer brought."""
    return _ids(merged) - _ids(first)


def _actors(first: Answer, second: Answer) -> tuple[list[AnswerActor], dict[str, str]]:
    """All actors, and the id under which each id of the second answer goes on."""
    actors = list(first.actors)
    by_name = {actor.name.casefold(): actor.id for actor in actors}
    ids, renamed = _ids(first), {}
    for actor in second.actors:
        same = by_name.get(actor.name.casefold())
        renamed[actor.id] = same or _free("a", ids)
        if same is None:
            actors.append(actor.model_copy(update={"id": renamed[actor.id]}))
    return actors, renamed


def _renamed(item: AnyItem, ids: dict[str, str]) -> AnyItem:
    update: dict[str, Any] = {"id": ids[item.id], "speaker": ids.get(item.speaker, item.speaker)}
    if isinstance(item, AnswerDenial):
        links = [link.model_copy(update={"claim": ids.get(link.claim, link.claim)}) for link in item.answers]
        update["answers"] = links
    elif isinstance(item, AnswerResponse):
        update["answers"] = [ids.get(name, name) for name in item.answers]
    return item.model_copy(update=update)


def _said(item: AnyItem, ids: dict[str, str] | None = None) -> tuple[str, str, tuple[str, ...]]:
    """Who says it, in which list, from which words: two items that agree in this say the same."""
    speaker = (ids or {}).get(item.speaker, item.speaker)
    return type(item).__name__, speaker, tuple(sorted(" ".join(entry.lower().split()) for entry in item.evidence))


def _ids(answer: Answer) -> set[str]:
    return {actor.id for actor in answer.actors} | {item.id for name in _LISTS for item in getattr(answer, name)}


def _free(prefix: str, ids: set[str]) -> str:
    """The next id of a kind that nothing has yet; noted as taken."""
    n = 1
    while f"{prefix}{n}" in ids:
        n += 1
    ids.add(f"{prefix}{n}")
    return f"{prefix}{n}"
