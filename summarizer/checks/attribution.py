"""Whoever is said to speak is named in the article, where the evidence is or before it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.attributions import by_sentence
from summarizer.briefing import Finding
from summarizer.checks.actors import matching
from summarizer.checks.draft import Draft, DraftItem, error, rule, shorten, warning

_PEOPLE = ("officials", "diplomats", "ministers", "sources", "aides")

_LEAD = 2
"""Sentences: the headline and the first of the text."""
_COUNTED = re.compile(r"\b(?:both|two|three|four|five|several)\s+(?:\w+\s)?\w+s\b", re.IGNORECASE)


@rule(
    "actor-absent",
    "error",
    "an actor's name is in the article: as it stands, or its words within one sentence",
    example="“Sergey Lavrov” where the article only says “the foreign minister”",
    source="I9",
)
def actors(draft: Draft) -> Iterator[Finding]:
    """Each actor whose name the article does not hold."""
    for actor in draft.answer.actors:
        if draft.marks.first_mention(actor.name) is None:
            yield error(
                "actor-absent",
                actor.id,
                f"{actor.id}: the name “{shorten(actor.name)}” is not in the article; copy it as the article writes it",
            )


@rule(
    "alias-absent",
    "warning",
    "an actor's aliases and role are in the article",
    example="alias “DPRK” where the article never uses it",
    source="I9",
)
def aliases(draft: Draft) -> Iterator[Finding]:
    """Each alias or role that the article does not hold."""
    for actor in draft.answer.actors:
        for alias in [*actor.aliases, *([actor.role] if actor.role and actor.role.strip() else [])]:
            if draft.marks.first_mention(alias) is None:
                yield warning(
                    "alias-absent", actor.id, f"{actor.id}: “{shorten(alias)}” is not in the article as it stands"
                )


@rule(
    "actors-merged",
    "warning",
    "a body and its officials are two sources",
    example="“US officials” as an alias of “the US”",
    source="I19, T18",
)
def merged(draft: Draft) -> Iterator[Finding]:
    """Each actor some of whose names are a body's and others its people's."""
    for actor in draft.answer.actors:
        names = [actor.name, *actor.aliases]
        several = [name for name in names if name.split()[-1].lower() in _PEOPLE]
        if actor.kind != "person" and several and len(several) < len(names):
            other = next(name for name in names if name not in several)
            message = f"{actor.id}: “{shorten(other, 40)}” and “{shorten(several[0], 40)}” may be two sources"
            yield warning("actors-merged", actor.id, message)


@rule(
    "speaker-before",
    "error",
    "the speaker's name or an alias occurs in or before the paragraph of the evidence",
    example="a statement given to someone the article names only five paragraphs later",
    source="I4",
)
def before(draft: Draft) -> Iterator[Finding]:
    """Each item whose speaker has not been named by the end of its evidence's paragraph."""
    for item in draft.items:
        if item.speaker is None or not item.evidence:
            continue
        mentions = [m for m in map(draft.marks.first_mention, item.names) if m is not None]
        if mentions and min(mentions) > _paragraph_end(draft, item) and not _described(draft, item):
            yield error(
                "speaker-before",
                item.item.id,
                f"{item.item.id}: {shorten(item.speaker.name)} has not been named where these words stand; "
                "check who says them",
                (item.evidence[0].start, item.evidence[0].end),
            )


def _described(draft: Draft, item: DraftItem) -> bool:
    """Whether the cue's subject is a description ("his team said") that can be of the speaker or is of no actor."""
    here = {e.sentence.number for e in item.evidence}
    first = min((m for m in map(draft.marks.first_mention, item.names) if m is not None), default=0)
    if max(here) <= _LEAD and first < draft.article.sentences[min(_LEAD + 2, len(draft.article.sentences)) - 1].end:
        return True  # the lead says what somebody is ("The company that runs the dam"), and the next sentence who
    spoken = by_sentence(draft.article)
    named = [a.speaker for number in sorted(here) for a in spoken.get(number, ()) if a.speaker]
    plain = [name for name in named if not any(word[:1].isupper() for word in name.split()[1:])]
    whose = [{actor.id for actor in matching(draft.answer.actors, name)} for name in plain]
    if _COUNTED.search(item.text(draft.article)) and _shared(draft, item):
        return True  # "two museums say …", and only then which two
    return any(not ids or item.item.speaker in ids for ids in whose)


def _shared(draft: Draft, item: DraftItem) -> bool:
    """Whether the same words are given to another speaker too."""
    quoted = {e.quote for e in item.evidence}
    others = (other for other in draft.items if other.item.speaker != item.item.speaker)
    return any(quoted & {e.quote for e in other.evidence} for other in others)


def _paragraph_end(draft: Draft, item: DraftItem) -> int:
    last = max(item.evidence, key=lambda e: e.end)
    there = draft.article.sentences
    at = last.sentence.number - 1
    while at + 1 < len(there) and there[at + 1].paragraph == there[at].paragraph:
        at += 1
    return there[at].end
