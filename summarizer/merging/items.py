"""Items that several answers give, as one: the same speaker, and the same point from the same or in the same words.

An item is looked up by its speaker and the sentences it cites, and by its content words; nothing is compared with
everything, so the time is linear in the number of items.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from summarizer.answer import Answer, AnswerBottomLine, AnswerDenial, AnswerResponse, split_evidence
from summarizer.checks.draft import AnyItem, propositions
from summarizer.checks.text import negates, stems
from summarizer.lexicon import words

LISTS = ("claims", "denials", "other_responses", "analyst_views")
_PREFIX = dict(zip(LISTS, "cdrv", strict=True))
ALIKE, SHARED = 0.5, 0.6
"""Share of two propositions' content words, and of the shorter quote's words, that two accounts of one point share."""
_DIGITS = re.compile(r"\d[\d.,]*")
Key = tuple[object, ...]


class Items:
    """The items of one answer after the other, under new ids; `sections` has the numbers of the answers behind each."""

    def __init__(self) -> None:
        self.lines: list[AnswerBottomLine] = []
        self.sections: dict[str, set[int]] = {}
        self._items: dict[str, list[AnyItem]] = {name: [] for name in LISTS}
        self._places: dict[str, tuple[str, int]] = {}
        self._first: dict[str, AnyItem] = {}
        self._by_key: dict[Key, list[str]] = {}
        self._parts = 0

    def of(self, name: str) -> list[AnyItem]:
        """The items of a list, in order, each with all its evidence."""
        return self._items[name]

    def alone(self, denials: Sequence[AnswerDenial]) -> dict[str, AnyItem]:
        """The items that more than one answer gave as the first gave them, with the links that they ended up with."""
        links = {denial.id: denial.answers for denial in denials}
        return {
            name: item.model_copy(update={"answers": links[name]}) if name in links else item
            for name, item in self._first.items()
        }

    def add(self, part: Answer, actors: Mapping[str, str], apart: Collection[str] = ()) -> None:
        """The items of one more answer, whose actors go on under other ids; those `apart` are joined with none."""
        self._parts += 1
        ids: dict[str, str] = {}
        placed: list[tuple[str, AnyItem, str | None]] = []
        for name in LISTS:
            count = len(self._items[name])
            for item in getattr(part, name):
                said = item.model_copy(update={"speaker": actors.get(item.speaker) or self._unknown(item.speaker)})
                same = None if item.id in apart else self._same(name, said)
                count += same is None
                ids.setdefault(item.id, same or f"{_PREFIX[name]}{count}")
                placed.append((name, said, same))
        done = [(name, self._renamed(item, ids), same) for name, item, same in placed]
        alone = {ids[name] for name in apart if name in ids}
        for name, item, same in done:
            if same is None:
                self._places.setdefault(item.id, (name, len(self._items[name])))
                self._items[name].append(item)
            else:
                self._join(same, item)
            self.sections.setdefault(item.id, set()).add(self._parts)
        for name, item, _ in done:  # only now: what one answer keeps apart stays apart
            for key in _keys(name, item) if item.id not in alone else ():
                self._by_key.setdefault(key, []).append(item.id)
        self.lines += [
            line.model_copy(update={"rests_on": [ids.get(i) or self._unknown(i) for i in line.rests_on]})
            for line in part.bottom_line
        ]

    def _same(self, name: str, item: AnyItem) -> str | None:
        """The id of an earlier answer's item that makes the same point."""
        for key in _keys(name, item):
            for had in self._by_key.get(key, ()):
                if key[0] != "place" or _one_point(self._item(had), item):
                    return had
        return None

    def _item(self, name: str) -> AnyItem:
        listed, place = self._places[name]
        return self._items[listed][place]

    def _join(self, into: str, item: AnyItem) -> None:
        """What an item adds to the same one of an earlier answer: evidence elsewhere, and links."""
        listed, place = self._places[into]
        had = self._items[listed][place]
        self._first.setdefault(into, had)
        known = _cited(had)
        more = [entry for entry in item.evidence if not any(_overlap(split_evidence(entry), old) for old in known)]
        update: dict[str, Any] = {"evidence": [*had.evidence, *more]}
        if isinstance(had, AnswerDenial) and isinstance(item, AnswerDenial):
            linked = {link.claim for link in had.answers}
            update["answers"] = [*had.answers, *(link for link in item.answers if link.claim not in linked)]
        elif isinstance(had, AnswerResponse) and isinstance(item, AnswerResponse):
            update["answers"] = list(dict.fromkeys([*had.answers, *item.answers]))
        self._items[listed][place] = had.model_copy(update=update)

    def _renamed(self, item: AnyItem, ids: Mapping[str, str]) -> AnyItem:
        update: dict[str, Any] = {"id": ids[item.id]}
        if isinstance(item, AnswerDenial):
            update["answers"] = [
                link.model_copy(update={"claim": ids.get(link.claim) or self._unknown(link.claim)})
                for link in item.answers
            ]
        elif isinstance(item, AnswerResponse):
            update["answers"] = [ids.get(name) or self._unknown(name) for name in item.answers]
        return item.model_copy(update=update)

    def _unknown(self, name: str) -> str:
        """An id that its own answer does not explain, so that no other answer's item is taken for it."""
        return f"x{self._parts}_{name}"[:32]


def negated(text: str) -> bool:
    """Whether a proposition holds a negator."""
    return any(negates(word.form) for word in words(text))


def figures(text: str) -> frozenset[str]:
    """The numbers that a proposition writes in digits."""
    return frozenset(found.rstrip(".,") for found in _DIGITS.findall(text))


def _keys(name: str, item: AnyItem) -> Iterator[Key]:
    """What an item is found by: its very words, its content, and each sentence it cites."""
    said = propositions(item)
    yield "text", name, item.speaker, tuple(" ".join(text.lower().split()) for text in said)
    grade = item.kind if isinstance(item, (AnswerDenial, AnswerResponse)) else item.certainty
    content = frozenset((stems(text), figures(text), negated(text)) for text in said)
    yield "words", name, item.speaker, grade, content
    for number in dict.fromkeys(number for number, _ in _cited(item)):
        yield "place", name, item.speaker, number


def _one_point(first: AnyItem, second: AnyItem) -> bool:
    """Whether two items of one speaker that cite the same sentence make one point of the same words of it."""
    theirs = _cited(second)
    if not any(_overlap(mine, other) for mine in _cited(first) for other in theirs):
        return False
    if isinstance(first, AnswerResponse) and isinstance(second, AnswerResponse):
        return first.kind == second.kind
    return any(_alike(a, b) for a in propositions(first) for b in propositions(second))


def _alike(first: str, second: str) -> bool:
    ours, theirs = stems(first), stems(second)
    if negated(first) != negated(second) or figures(first) != figures(second):
        return False
    return len(ours & theirs) >= ALIKE * max(len(ours | theirs), 1)


def _cited(item: AnyItem) -> list[tuple[int | None, str]]:
    return [split_evidence(entry) for entry in item.evidence]


def _overlap(first: tuple[int | None, str], second: tuple[int | None, str]) -> bool:
    """Whether two pieces of evidence are the same words of one sentence, for the most part of the shorter."""
    if first[0] != second[0]:
        return False
    ours, theirs = (Counter(word.form for word in words(text)) for _, text in (first, second))
    return (ours & theirs).total() >= SHARED * max(min(ours.total(), theirs.total()), 1)
