"""Where each thing of a briefing stands on its page: the names that links inside the page lead to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from summarizer.briefing import AnalystView, Briefing, Claim, Denial, Finding, Item, Omission, Response
from summarizer.render.markup import Html, tag

Kind = Literal["c", "d", "r", "v", "o", "w"]
NAMES: dict[Kind, str] = {
    "c": "claim", "d": "denial", "r": "response", "v": "expert view", "o": "not covered", "w": "warning",
}  # fmt: skip
"""What each letter stands for, on the page as here."""

_PLAIN = re.compile(r"[a-z][a-z0-9_]{0,31}")
T = TypeVar("T", bound=Item | Omission | Finding)


@dataclass(frozen=True, slots=True)
class Place:
    """`key` is the id of its entry: unique on the page, and nothing in it needs escaping. `label` is what is seen."""

    key: str
    label: str
    kind: Kind

    def evidence(self, number: int) -> str:
        """The id of its piece of evidence in the article, counted from 1."""
        return f"{self.key}-{number}"

    def link(self) -> Html:
        """Its label, leading to its entry."""
        return tag("a", self.label, class_=f"t {self.kind}", href=f"#{self.key}")

    def name(self) -> Html:
        """Its label alone."""
        return tag("b", self.label, class_=f"t {self.kind}")


@dataclass(frozen=True, slots=True)
class Placed(Generic[T]):
    """An item, omission or warning and its place."""

    what: T
    place: Place


class Places:
    """The places of one briefing."""

    def __init__(self, briefing: Briefing) -> None:
        self._taken: set[str] = set()
        self._by_id: dict[str, Place] = {}
        self.claims: list[Placed[Claim]] = self._items(briefing.claims, "c")
        self.denials: list[Placed[Denial]] = self._items(briefing.denials, "d")
        self.responses: list[Placed[Response]] = self._items(briefing.other_responses, "r")
        self.views: list[Placed[AnalystView]] = self._items(briefing.analyst_views, "v")
        self.omissions = [
            Placed(gap, Place(f"_o{n}", f"s{gap.sentence.number}", "o")) for n, gap in enumerate(briefing.omissions, 1)
        ]
        self.warnings = [Placed(found, Place(f"_w{n}", f"w{n}", "w")) for n, found in enumerate(briefing.warnings, 1)]

    @property
    def items(self) -> list[Placed[Claim] | Placed[Denial] | Placed[Response] | Placed[AnalystView]]:
        """Every reported statement, in the briefing's order."""
        return [*self.claims, *self.denials, *self.responses, *self.views]

    def link(self, identifier: str) -> Html:
        """A reference to an item; only its id where there is no such item."""
        place = self._by_id.get(identifier)
        return place.link() if place else tag("b", identifier)

    def _items(self, items: Sequence[T], kind: Kind) -> list[Placed[T]]:
        return [Placed(item, self._place(item, kind)) for item in items]

    def _place(self, item: T, kind: Kind) -> Place:
        """By the item's own id where that can be one; a file may hold any text there, or one id twice."""
        name = item.id if isinstance(item, Item) else ""
        own = _PLAIN.fullmatch(name) and name not in self._taken
        key = name if own else f"_{kind}{len(self._taken)}"
        self._taken.add(key)
        place = Place(key, name if name[:1] == kind else f"{kind} {name}", kind)
        self._by_id.setdefault(name, place)
        return place
