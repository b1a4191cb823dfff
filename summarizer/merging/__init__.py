"""The answers about an article's sections as one answer: actors and items unified, denials linked to what they deny.

`merge` takes the answers in any order and any number of times. It puts them into the article's order itself, so its
result depends on the answers alone; one answer alone is given back as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from summarizer.answer import Answer
from summarizer.checks.draft import AnyItem
from summarizer.merging.actors import unified
from summarizer.merging.items import LISTS, Items
from summarizer.merging.links import linked
from summarizer.sections import Section

Names = Mapping[str, Mapping[str, object]]
"""By surname in lower case, the full names in the article that end in it."""


@dataclass(frozen=True)
class Merged:
    """One answer; `alone` has, of each item that several sections gave, how the first of them gave it."""

    answer: Answer
    alone: Mapping[str, AnyItem] = field(default_factory=dict)

    def without(self, ids: frozenset[str]) -> Answer:
        """The answer with these items as the first section gave them: what the others cite does not carry them."""
        lists: dict[str, Any] = {
            name: [self.alone.get(i.id, i) if i.id in ids else i for i in getattr(self.answer, name)] for name in LISTS
        }
        return self.answer.model_copy(update=lists)


def merge(
    answers: Mapping[Section, Answer],
    names: Names | None = None,
    faulty: Mapping[Section, Collection[str]] | None = None,
) -> Merged:
    """All the answers as one. Pure.

    `names` are the article's own, which tell namesakes apart; `faulty` are the ids of items that failed a rule in their
    own section: each stays an item of its own, so that it is rejected in sight and takes no other with it.
    """
    order = sorted(answers)
    parts = [answers[section] for section in order]
    if len(parts) == 1:
        return Merged(parts[0])
    actors, renamed = unified(parts, names or {})
    items = Items()
    for section, part, ids in zip(order, parts, renamed, strict=True):
        items.add(part, ids, (faulty or {}).get(section, ()))
    lists: dict[str, Any] = {name: items.of(name) for name in LISTS}
    lists["denials"] = linked(lists["denials"], [*lists["claims"], *lists["analyst_views"]], items.sections, actors)
    answer = Answer.model_construct(actors=actors, **lists, bottom_line=items.lines)
    return Merged(answer, items.alone(answer.denials))
