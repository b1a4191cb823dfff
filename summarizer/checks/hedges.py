"""When a hedge of the article counts as kept, and what is said of one that is not, in whatever language it is."""

from __future__ import annotations

import re

from summarizer.briefing import Finding
from summarizer.checks.draft import Draft, DraftItem, error
from summarizer.checks.text import classes, stems
from summarizer.inflection import key
from summarizer.lexicon import words

MODAL = frozenset({"possibility", "probability", "hearsay"})
"""Classes that decide whether a speaker commits; the others only soften a figure."""
_ADJECTIVES = frozenset({"possible", "potential", "probable", "alleged", "suspected", "purported", "unconfirmed"})
_AUXILIARY = frozenset({"may", "might", "could"})
_LINKS = frozenset({"to", "that", "be", "have", "also", "well", "still", "not"})
"""Words over which a hedge reaches the verb: "is likely to rise", "may well rise"."""


def lost(item: DraftItem, word: str, span: tuple[int, int] | None) -> Finding:
    """That an item has lost a hedge of its evidence; in whatever language that is."""
    name = item.item.id
    message = f"{name}: the hedge “{word}” of the article is missing from what is stated; keep it"
    return error("hedge-dropped", name, message, span)


def gained(item: DraftItem, word: str) -> Finding:
    """That an item hedges what its evidence does not."""
    name = item.item.id
    message = f"{name}: “{word}” hedges what its evidence does not hedge; say it as the article does"
    return error("hedge-added", name, message)


def oversure(item: DraftItem, word: str) -> Finding:
    """That an item is called certain and hedges."""
    name = item.item.id
    message = f"{name}: certainty is `certain`, but the speaker says “{word}”; it is probable or possible"
    return error("certainty-hedged", name, message)


def unstated(draft: Draft, item: DraftItem, hedge: str) -> bool:
    """Whether the hedge is of something that the statement leaves out.

    An adjective's noun ("the enemy's possible answer"), or the verb of a clause that is not quoted ("which he could
    then use"); also where the words quoted have that verb without a hedge ("everybody knows …, they might know").
    """
    text, word = item.text(draft.article), re.escape(hedge)
    stated = _keys(" ".join(item.generated))
    if hedge.lower() in _ADJECTIVES:
        nouns = re.findall(rf"\b{word}\s+(\w+)", text, re.IGNORECASE)
        return bool(nouns) and not stems(" ".join(nouns)) & stems(" ".join(item.generated))
    relative = re.search(rf"\b(?:where|who|which)\s(?:\w+\s){{0,2}}{word}\s+(\w+)", text)
    if relative and text.count(hedge) == 1 and len(item.evidence) > 1:
        return key(relative[1].lower()) not in stated  # a relative clause that the statement leaves out
    if any(hedge in e.quote for e in item.evidence):
        return False
    verbs = re.findall(rf"\b{word}\s+(?:(?:then|also|be|have|\w+ly)\s+)*(\w+)", text)
    quoted = set().union(*(_keys(e.quote) for e in item.evidence))
    return bool(verbs) and all(key(verb) not in stated or key(verb) in quoted for verb in verbs)


def _keys(text: str) -> set[str]:
    """The words of a text without their inflection."""
    return {key(word.form) for word in words(text)}


def bare(draft: Draft, item: DraftItem, hedge: str) -> bool:
    """Whether the statement has the very words behind a quoted "may", "might" or "could", and no hedge before them.

    A hedge that it has elsewhere does not make up for that: "the pages matter less than they appear to".
    """
    if hedge.lower() not in _AUXILIARY or item.list_name == "denials":
        return False
    stated = [word.form for word in words(" ".join(item.generated))]
    for e in item.evidence:
        behind = re.search(rf"\b{re.escape(hedge)}\s+(\w+)\s+(\w+)", e.quote)
        run = [part.lower() for part in behind.groups()] if behind else []
        for i in range(len(stated) - 1):
            if run and stated[i : i + 2] == run and not _hedged_at(draft, stated, i):
                return True
    return False


def _hedged_at(draft: Draft, stated: list[str], i: int) -> bool:
    """Whether a hedge stands before a word of a statement, or reaches it over linking words."""
    first = i - 1
    while first >= 0 and (stated[first] in _LINKS or stated[first].endswith("ly")):
        first -= 1
    before = " ".join(stated[max(first, 0) : i])
    return bool(MODAL & set(classes(before, draft.marks.lexicon)))
