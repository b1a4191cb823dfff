"""Whether the subject of a cue can be the speaker of an item, by its words and what the actors are called."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from summarizer.answer import AnswerActor
from summarizer.checks.actors import identifying, matching, names_of, same
from summarizer.lexicon import Lexicon
from summarizer.subjects import OWN, Whose

_AND = re.compile(r"\band\b")
_POSSESSOR = re.compile(r"^(?:\S+\s+){1,3}s\s+(?=\S)")
"""The nation or house in front of a person: "New Zealand's Prime Minister John Key"."""
_OWNED = re.compile(r"\S+['’]s\s(?=[a-z])")
"""The same in a name that is a description: "North Korea's main news agency"."""
_PLURAL = re.compile(
    r"(?:(?:the|both|some|many|several|two|three|four|five|[A-Z]\w+)\s+){0,2}(?:people|[a-z]{2,}(?:er|or|ist|ent|ant|yst|ial)s)\b"
    r"|(?:People|Residents|Workers|Officials|Experts|Critics|Researchers|Scientists|Analysts)\b"
)
PLURAL_BODIES = (
    "companies|firms|parties|ministries|governments|agencies|councils|clubs|teams|unions|banks|hospitals|airlines"
    "|universities|authorities|groups|armies|museums|laboratories"
)
"""What several bodies are called, as alternatives of a pattern."""
_BODIES = re.compile(rf"(?:the|both|all|two|three)\b.*\b(?:{PLURAL_BODIES})\b", re.IGNORECASE)
"""Several bodies, whose words are no single person's."""
_DESCRIBING = re.compile(
    r"\s+(?:of|in|at|for|on|from|who|which|with|close|near|involved|familiar|briefed|speaking|working)\s+|,"
)
_CARRIER = re.compile(r"\b(?:edition|issue|section|website|pages?|bulletin)\s+(?:of|by|from)\s+(?P<owner>.+)$")
"""What carries the words of whoever owns it: "Thursday's edition of The Ressen Lantern"."""
_LIST = re.compile(r"to\s|.*\bor\b")
"""A subject that is none ("to combine …"), or one of several ("the army or the ministry")."""
_SOME = re.compile(r"\b(?:of (?:them|us|whom|these|those)|others)$", re.IGNORECASE)
_PERSONAL = frozenset({"he", "she"})
_NOT_PEOPLE = ("official_group", "government", "organization", "armed_group", "publication", "document")
"""Kinds of actors of which no article writes "he said"."""
_ONE = re.compile(r"(?:an?|one|the)\s", re.IGNORECASE)
_QUOTED_AS = re.compile(r"\bquot(?:ed|es|ing) .*\bas$")
_ANY = frozenset({"a", "an", "one", "another"})
"""What begins a description that may be of several: "one poster"."""
_BEHIND_NAME = frozenset({"who", "which", "whose", "speaking", "asked"})


def is_pronoun(known: Lexicon, subject: str) -> bool:
    """Whether a subject ends in a pronoun."""
    return _last(subject) in known.names["pronoun"]


def is_list(subject: str) -> bool:
    """Whether a subject is none ("to combine …"), or one of several."""
    return bool(_LIST.match(subject))


def another(known: Lexicon, speaker: AnswerActor, others: list[AnswerActor], whose: Whose) -> bool:
    """Whether the subject of a cue is another than the speaker; not where it may be the speaker."""
    subject = whose.subject
    if _last(subject) in known.names["preposition"] or _QUOTED_AS.search(subject) or _SOME.search(subject):
        return False  # "… disclosed to the inquiry in writing" is no cue; "the lawyer quoted him as saying": his words
    if is_pronoun(known, subject):
        return _last(subject) in _PERSONAL and not can_be_one(known, speaker)
    if speaker.kind == "person" and _BODIES.match(subject) and not _several(speaker.name):
        return True
    if _begun(others, subject, speaker) or (_described_as(others, subject) and not _described_as([speaker], subject)):
        return True
    if whose.rank == OWN or same(speaker, subject):
        own = _POSSESSOR.sub("", subject)
        return not _AND.search(subject) and not _whole(speaker, own) and any(_whole(actor, own) for actor in others)
    carrier = _CARRIER.search(subject)
    name = carrier["owner"] if carrier else _DESCRIBING.split(subject)[0]
    return not _LIST.match(subject) and bool(matching(others, name))


def anothers(speaker: AnswerActor, others: Iterable[AnswerActor], name: str) -> bool:
    """Whether a name is all of another actor's and no part of the speaker's: "Tolvask" and its interior minister."""
    said = identifying(name)
    if said & frozenset().union(*map(identifying, names_of(speaker))):
        return False
    return any(said == identifying(called) for actor in others for called in names_of(actor))


def can_be_one(known: Lexicon, speaker: AnswerActor) -> bool:
    """Whether a speaker can be a "he" or "she": a person, or one of a group, whatever kind the answer says."""
    if _several(speaker.name):
        return False
    people = known.names["official"] | known.names["unnamed"] - {"family"}
    noun = _noun(speaker.name)
    single = _ONE.match(speaker.name) and noun in people and not noun.endswith(("s", "ministry"))
    return bool(single) or speaker.kind not in _NOT_PEOPLE


def _begun(others: list[AnswerActor], subject: str, speaker: AnswerActor) -> bool:
    """Whether a subject begins with all of another's name of two words and more, and nobody else's behind it."""
    said = tuple(subject.lower().split())
    for called in (name for actor in others for name in names_of(actor)):
        name = _words(called)
        rest = said[len(name) :]
        sure = len(name) > (2 if name[:1] and name[0] in _ANY else 1)
        if sure and said[: len(name)] == name and (not rest or rest[0] in _BEHIND_NAME):
            own = [_words(mine) for mine in names_of(speaker)]
            return not any(said[: len(mine)] == mine for mine in own) and not _rest_names(speaker, rest)
    return False


@lru_cache(maxsize=512)
def _words(name: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", name.lower()))


def _rest_names(speaker: AnswerActor, rest: tuple[str, ...]) -> bool:
    return bool(frozenset().union(*map(identifying, names_of(speaker))) & set(rest))


def _described_as(actors: list[AnswerActor], subject: str) -> bool:
    """Whether a subject without a name ("The ministry") has the noun that one of the actors' names has."""
    words = subject.split()
    if len(words) < 2 or words[0].lower() != "the" or any(word[:1].isupper() for word in words[1:]):
        return False
    return any(_noun(name) == words[-1] for actor in actors for name in names_of(actor))


def _noun(name: str) -> str:
    """The last word of a name without what describes it: "ministry" of "agriculture ministry in Pelago"."""
    return (_DESCRIBING.split(name)[0].split() or [""])[-1].lower()


def _several(name: str) -> bool:
    """Whether a name is of more than one: "two researchers at …", "People waiting for …", "US officials"."""
    return bool(_PLURAL.match(name))


def _whole(actor: AnswerActor, subject: str) -> bool:
    """Whether a subject holds all words of one of an actor's names that have at least two."""
    there = identifying(subject)
    return any(
        len(words) > 1 and words <= there for words in (identifying(_OWNED.sub("", name)) for name in names_of(actor))
    )


def _last(subject: str) -> str:
    return subject.rsplit(" ", 1)[-1].lower()
