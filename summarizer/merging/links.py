"""Denials linked to the claims of other sections that they answer, where claim and denial say the same proposition.

Inside a section the model links, with both before it. Across sections nobody has read both, so a link needs what the
rule `fit-exact` demands of an exact one, or nearly: the same content words but another name or number makes the same
topic, with the difference as the reason. Anything less is no link.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from summarizer.answer import AnswerActor, AnswerClaim, AnswerDenial, AnswerLink, AnswerView
from summarizer.checks.actors import names_of
from summarizer.checks.fit import EXACT, alike
from summarizer.checks.text import names, stems
from summarizer.merging.items import figures, negated

Stated = AnswerClaim | AnswerView


def linked(
    denials: Sequence[AnswerDenial],
    stated: Sequence[Stated],
    sections: Mapping[str, set[int]],
    actors: Sequence[AnswerActor],
) -> list[AnswerDenial]:
    """The denials with the links that no section could see; `sections` says which answers gave an item."""
    index = _Index(stated)
    called = {actor.id: actor for actor in actors}
    found = []
    for denial in denials:
        own = stems(" ".join(names(" ".join(names_of(called.get(denial.speaker))))))
        known = {link.claim for link in denial.answers}
        links = [
            link
            for claim, link in _links(denial, index, own)
            if claim.id not in known
            and claim.speaker != denial.speaker
            and not sections.get(claim.id, set()) & sections.get(denial.id, set())
        ]
        unique = list({link.claim: link for link in reversed(links)}.values())[::-1]
        found.append(denial.model_copy(update={"answers": [*denial.answers, *unique]}) if unique else denial)
    return found


def _links(denial: AnswerDenial, index: _Index, own: frozenset[str]) -> Iterator[tuple[Stated, AnswerLink]]:
    for denied in denial.denied:
        for claim in index.near(denied):
            if negated(claim.statement) != negated(denied):
                continue
            if alike(claim.statement, denied, own):
                yield claim, AnswerLink(claim=claim.id, fit="exact", why=None)
            else:
                yield claim, AnswerLink(claim=claim.id, fit="same_topic", why=_difference(claim, denied))


def _difference(claim: Stated, denied: str) -> str:
    """Why two propositions of nearly the same words are not one: the first name, number or word that is in one only."""
    theirs = {name.lower() for name in names(denied)} | figures(denied)
    said = [*names(claim.statement), *sorted(figures(claim.statement))]
    own = next((word for word in said if word.lower() not in theirs), None)
    return f"{claim.id} names “{own}”, which the denial does not" if own else f"other words than {claim.id}, elsewhere"


class _Index:
    """Statements by their rarest content words: of those that share enough words, none is missed.

    Two sets that share a part of the larger share one of the rarest words of each; only those are looked up, so a word
    that every statement holds costs nothing.
    """

    def __init__(self, stated: Sequence[Stated]) -> None:
        words = [stems(claim.statement) for claim in stated]
        self._counts = Counter(word for found in words for word in found)
        self._claims: defaultdict[str, list[tuple[int, Stated]]] = defaultdict(list)
        for place, (claim, found) in enumerate(zip(stated, words, strict=True)):
            for word in self._rarest(found):
                self._claims[word].append((place, claim))

    def near(self, denied: str) -> list[Stated]:
        """The statements that share most of their content words with a proposition, and it with them, in order."""
        wanted = stems(denied)
        found = dict(entry for word in self._rarest(wanted) for entry in self._claims.get(word, ()))
        return [found[place] for place in sorted(found) if _shared(stems(found[place].statement), wanted)]

    def _rarest(self, words: frozenset[str]) -> list[str]:
        ordered = sorted(words, key=lambda word: (self._counts[word], word))
        return ordered[: len(words) - _least(len(words)) + 1]


def _least(count: int) -> int:
    """The fewest words that a set of so many must share."""
    return max(math.ceil(EXACT * count - 1e-9), 1)


def _shared(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    both = len(ours & theirs)
    return both >= EXACT * len(ours) and both >= EXACT * len(theirs)
