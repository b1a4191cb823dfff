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
    return any(_same(actor, part) for part in re.split(r"\band\b|\bas well as\b|,", name))


def matching(actors: Iterable[AnswerActor], name: str) -> list[AnswerActor]:
    """The actors whose name it can be."""
    return [actor for actor in actors if same(actor, name)]


def same_words(name: str, text: str) -> bool:
    """Whether a text holds a word that identifies this name."""
    return bool(identifying(name) & {word.form.removesuffix("'s") for word in words(text)})


def _same(actor: AnswerActor, name: str) -> bool:
    if any(name.lower().startswith(f"{called.lower()} ") for called in names_of(actor)):
        return True  # "a laboratory report dated Wednesday"
    said = identifying(name)
    own = frozenset().union(*(identifying(part) for part in names_of(actor)))
    role = identifying(actor.role or "")
    return bool(said & own) or said <= role | own or (name == name.lower() and bool(said & role))


@lru_cache(maxsize=2048)
def identifying(name: str) -> frozenset[str]:
    """The words that identify: those with a capital, or all where none has one."""
    found = [(name[word.start].isupper(), word.form.removesuffix("'s")) for word in words(name)]
    proper = {form for capital, form in found if capital} - _SMALL
    return frozenset(proper or {form for _, form in found} - _SMALL)
