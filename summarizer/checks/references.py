"""Every id is unique and every reference names something there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from summarizer.answer import AnswerDenial, AnswerResponse
from summarizer.briefing import Finding
from summarizer.checks.draft import Draft, error, rule


@rule(
    "id-twice",
    "error",
    "an id names one actor or item in the whole answer",
    example="two claims called c1",
    source="I3",
)
def twice(draft: Draft) -> Iterator[Finding]:
    """Each id that is given more than once."""
    ids = [actor.id for actor in draft.answer.actors] + [item.item.id for item in draft.items]
    for name, count in Counter(ids).items():
        if count > 1:
            yield error("id-twice", name, f"{name}: this id is given {count} times; every actor and item needs its own")


@rule(
    "speaker-unknown",
    "error",
    "a speaker is one of the actors",
    example="speaker a9 where the actors end with a7",
    source="I3",
)
def speakers(draft: Draft) -> Iterator[Finding]:
    """Each item whose speaker is not an actor."""
    for item in draft.items:
        if item.speaker is None:
            yield error(
                "speaker-unknown",
                item.item.id,
                f"{item.item.id}: its speaker {item.item.speaker!r} is no actor; add the actor or name another",
            )


@rule(
    "reference-unknown",
    "error",
    "a denial or response answers claims or views that are there",
    example="answers c12 where the claims end with c9",
    source="I3",
)
def answered(draft: Draft) -> Iterator[Finding]:
    """Each link from a denial or a response to a claim or view that is not there."""
    stated = {said.id for said in draft.answer.stated}
    for item in draft.items:
        match item.item:
            case AnswerDenial(answers=links):
                named = [link.claim for link in links]
            case AnswerResponse(answers=ids):
                named = ids
            case _:
                continue
        for name in named:
            if name not in stated:
                yield error(
                    "reference-unknown",
                    item.item.id,
                    f"{item.item.id}: it answers {name!r}, which is no claim and no view; "
                    "name the id of one, or leave `answers` empty",
                )
