"""Denials linked to the claims of other sections that they answer, where claim and denial say the same proposition.

Inside a section the model links, with both before it. Across sections nobody has read both, so a link needs more than
the rule `fit-exact` does: all the content words of one side must be among the other's, and most of the other's. The fit
is exact where both say the same words; one side that says more makes the same topic, with what it adds as the reason.
Anything less is no link.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from summarizer.answer import AnswerActor, AnswerClaim, AnswerDenial, AnswerLink, AnswerView
from summarizer.checks.actors import names_of
from summarizer.checks.fit import EXACT, alike
from summarizer.checks.text import names, stem, stems
from summarizer.merging.items import figures, negated

_WORD = re.compile(r"\w+")
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
            if negated(claim.statement) == negated(denied) and (link := _link(claim, denied, own)):
                yield claim, link


def _link(claim: Stated, denied: str, own: frozenset[str]) -> AnswerLink | None:
    """The link to a claim of nearly the same words; None where each has a word of content that the other lacks."""
    ours, theirs = _content(claim.statement), _content(denied)
    more, other = sorted(ours.keys() - theirs), sorted(theirs.keys() - ours - own)
    if more and other:
        return None
    if more:
        return AnswerLink(claim=claim.id, fit="same_topic", why=f"only {claim.id} says “{ours[more[0]]}”")
    if other:
        return AnswerLink(claim=claim.id, fit="same_topic", why=f"only the denial says “{theirs[other[0]]}”")
    if alike(claim.statement, denied, own):
        return AnswerLink(claim=claim.id, fit="exact", why=None)
    return AnswerLink(claim=claim.id, fit="partial", why=f"not in the words that {claim.id} quotes")


def _content(text: str) -> dict[str, str]:
    """The content words of a proposition by their stems, as written, and its figures in full."""
    found = {stem(word.lower()): word for word in _WORD.findall(text)}
    return {key: word for key, word in found.items() if key} | {figure: figure for figure in figures(text)}


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
