"""Whether a name as a sentence writes it can be an actor's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from summarizer.answer import AnswerActor
from summarizer.lexicon import words

_SMALL = frozenset("the a an of and for in on at to his her its their mr mrs ms dr s".split())


def names_of(actor: AnswerActor | None) -> tuple[str, ...]:
    """What an actor is called in the article; empty for None."""
    return (actor.name, *actor.aliases) if actor else ()


def same(actor: AnswerActor, name: str) -> bool:
    """Whether a name as a sentence writes it can be this actor's: a shared word of its names, or a part of its role."""
    if "," not in name and " and " not in name and " as well as " not in name:
        return _same(actor, name)
    return any(_same(actor, part) for part in re.split(r"\band\b|\bas well as\b|,", name))


def matching(actors: Iterable[AnswerActor], name: str) -> list[AnswerActor]:
    """The actors whose name it can be."""
    return [actor for actor in actors if same(actor, name)]


def same_words(name: str, text: str) -> bool:
    """Whether a text holds a word that identifies this name."""
    return bool(identifying(name) & {word.form.removesuffix("'s") for word in words(text)})


def _same(actor: AnswerActor, name: str) -> bool:
    lowered, own, role = _called(names_of(actor), actor.role or "")
    if name.lower().startswith(lowered):
        return True  # "a laboratory report dated Wednesday"
    said = identifying(name)
    return bool(said & own) or said <= role | own or (name == name.lower() and bool(said & role))


@lru_cache(maxsize=512)
def _called(names: tuple[str, ...], role: str) -> tuple[tuple[str, ...], frozenset[str], frozenset[str]]:
    """What an actor is called: in small letters with a space behind, and the words that identify name and role."""
    own = frozenset().union(*map(identifying, names))
    return tuple(f"{name.lower()} " for name in names), own, identifying(role)


@lru_cache(maxsize=2048)
def identifying(name: str) -> frozenset[str]:
    """The words that identify: those with a capital, or all where none has one."""
    found = [(name[word.start].isupper(), word.form.removesuffix("'s")) for word in words(name)]
    proper = {form for capital, form in found if capital} - _SMALL
    return frozenset(proper or {form for _, form in found} - _SMALL)
