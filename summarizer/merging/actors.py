"""Which actors of several answers are one: by name, alias and role, never by a surname that two people bear.

Each actor has signs: what it is called, and for what no name tells apart ("a witness", a surname of two people) the
role or the sentence in which it speaks. Two actors of different answers that share a sign are one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from summarizer.answer import Answer, AnswerActor, split_evidence
from summarizer.sections import TITLES

_LISTS = ("claims", "denials", "other_responses", "analyst_views")
_COUNTED = ("some ", "several ", "two ", "three ", "other ", "others")
_INDEFINITE = ("a ", "an ", "one ", "another ", *_COUNTED)
Sign = tuple[str, ...]


def unified(
    parts: Sequence[Answer], names: Mapping[str, Mapping[str, object]]
) -> tuple[list[AnswerActor], list[dict[str, str]]]:
    """All actors under new ids, and for each answer its own ids with the new ones."""
    bearers = _bearers(parts, names)
    actors: list[AnswerActor] = []
    by_sign: dict[Sign, int] = {}
    renamed: list[dict[str, str]] = []
    for part in parts:
        ids: dict[str, str] = {}
        taken: set[int] = set()
        spoken = _spoken(part)
        for actor in part.actors:
            signs = list(_signs(actor, spoken.get(actor.id, ()), bearers))
            place = next((by_sign[sign] for sign in signs if by_sign.get(sign, -1) not in (-1, *taken)), len(actors))
            if place == len(actors):
                actors.append(actor.model_copy(update={"id": f"a{place + 1}"}))
            else:
                actors[place] = _one(actors[place], actor)
            taken.add(place)
            ids.setdefault(actor.id, actors[place].id)
            for sign in signs:
                by_sign.setdefault(sign, place)
        renamed.append(ids)
    return actors, renamed


def _signs(actor: AnswerActor, sentences: Sequence[int], bearers: Mapping[str, set[str]]) -> Iterator[Sign]:
    """What tells an actor apart, the surest first."""
    person = "person" if actor.kind == "person" else "other"
    name = plain(actor.name)
    unsure = [name]
    if _tells(actor.name, person, bearers):
        yield person, name
    for alias in actor.aliases:
        if _proper(alias) and _tells(alias, person, bearers):
            yield person, plain(alias)
    if person == "person" and _proper(actor.name):
        surname = name.split()[-1]
        unsure.append(surname)
        if len(bearers.get(surname, ())) < 2:
            yield person, surname
    for called in dict.fromkeys(unsure):
        if actor.role and not actor.name.lower().startswith(_INDEFINITE):
            yield person, called, "role", plain(actor.role)
        for number in sentences:
            yield person, called, "sentence", str(number)


def _tells(name: str, person: str, bearers: Mapping[str, set[str]]) -> bool:
    """Whether a name alone tells whom it means."""
    words = plain(name).split()
    if not _proper(name):  # "officials" are the article's; "the company" and "a spokesman" are the section's
        return person != "person" and not name.lower().startswith(("the ", *_INDEFINITE))
    return len(words) > 1 or person != "person" or len(bearers.get(words[0], ())) < 2


def _proper(name: str) -> bool:
    """Whether a name is one that is written with a capital, beyond a sentence's beginning where that can be told."""
    words = name.split()
    inner = words[1:] if words[0].lower() in ("the", "a", "an", "one", "another", "some") else words
    return any(word[0].isupper() for word in inner) and not name.lower().startswith(_COUNTED)


def plain(name: str) -> str:
    """A name in lower case without an article or a title before it."""
    words = name.casefold().replace("’", "'").replace(".", " ").split()
    while len(words) > 1 and (words[0] in TITLES or words[0] == "the"):
        words.pop(0)
    return " ".join(words)


def _bearers(parts: Sequence[Answer], names: Mapping[str, Mapping[str, object]]) -> dict[str, set[str]]:
    """By surname, the people of that name: in the article's own words and among the actors of every answer."""
    found = {surname: {plain(name) for name in full} for surname, full in names.items()}
    for part in parts:
        for actor in part.actors:
            for name in (actor.name, *actor.aliases) if actor.kind == "person" else ():
                words = plain(name).split()
                if len(words) > 1 and name[:1].isupper():
                    found.setdefault(words[-1], set()).add(" ".join(words))
    return found


def _spoken(part: Answer) -> dict[str, list[int]]:
    """By actor, the numbers of the sentences it is cited from."""
    found: dict[str, list[int]] = {}
    for name in _LISTS:
        for item in getattr(part, name):
            cited = (split_evidence(entry)[0] for entry in item.evidence)
            found.setdefault(item.speaker, []).extend(number for number in cited if number is not None)
    return found


def _one(first: AnswerActor, second: AnswerActor) -> AnswerActor:
    """Two actors that are one: the fuller of a surname and a full name, the first role, all aliases."""
    fuller = plain(second.name).endswith(f" {plain(first.name)}") and " " not in plain(first.name)
    name = second.name if fuller else first.name
    aliases = dict.fromkeys([*first.aliases, *second.aliases, *([first.name] if fuller else [])])
    given: dict[str, Any] = {
        "name": name,
        "role": first.role or second.role,
        "aliases": [alias for alias in aliases if alias != name],
    }
    return first.model_copy(update=given)
