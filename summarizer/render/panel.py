"""The article on the page, cut at every border of evidence, so that pieces of it never lie in one another.

The text of the panel is the article, character by character: labels are drawn by the style sheet from attributes. The
time and size are linear in the article and its evidence, however the evidence overlaps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from summarizer.article import Article
from summarizer.render.markup import Html, tag, text
from summarizer.render.places import Place

DEEPEST = 40
"""Most ids one piece is given. In real articles 5 overlap; without a bound, a made-up file could square the page."""

_STACKED = 3  # labels in a row that the style sheet itself sees past


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of the article that something in the briefing rests on. `number` counts the marks of its place from 1."""

    start: int
    end: int
    place: Place
    number: int = 1

    @property
    def name(self) -> str:
        """The id of its label and the class of each of its pieces."""
        return self.place.evidence(self.number)


@dataclass(slots=True)
class _Run:
    """How one mark came out: how many pieces, under which parents, how many labels between its own and its text."""

    pieces: int = 0
    parents: set[int] = field(default_factory=set)
    stacked: int = 0

    def rule(self, name: str) -> str | None:
        """The selector of its pieces when it is the target; None where the style sheet has a rule for all such."""
        if not self.pieces or (self.pieces == 1 and self.stacked <= _STACKED):
            return None
        if len(self.parents) == 1:
            return f"#{name}:target~.{name}"
        return f":has(#{name}:target) .{name}"


def panel(article: Article, marks: Sequence[Mark]) -> tuple[Html, list[str]]:
    """The article in paragraphs, and the selectors that light up the evidence a link leads to.

    Each mark must lie inside the article and not be empty.
    """
    starts: dict[int, list[Mark]] = defaultdict(list)
    ends: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        starts[mark.start].append(mark)
        ends[mark.end].append(mark)
    paragraphs = _paragraphs(article)
    closing = set(paragraphs.values())
    borders = sorted({0, *starts, *ends, *paragraphs, *closing, len(article.text)})
    runs: dict[str, _Run] = defaultdict(_Run)
    active: dict[str, Mark] = {}
    parts: list[str] = []
    parent = 0  # even between paragraphs, odd inside one
    for start, end in pairwise(borders):
        for mark in ends.get(start, ()):
            active.pop(mark.name, None)
        if start in closing:
            parts.append("</p>")
            parent += 1
        if start in paragraphs:
            parts.append("<p>")
            parent += 1
        opened = starts.get(start, [])
        for left, mark in zip(range(len(opened) - 1, -1, -1), opened, strict=True):
            active[mark.name] = mark
            runs[mark.name].stacked = left
            parts.append(_label(mark))
        parts.append(_piece(article.text[start:end], active, end in ends, parent, runs))
    return Html("".join(parts)), [rule for name, run in runs.items() if (rule := run.rule(name))]


def _paragraphs(article: Article) -> dict[int, int]:
    """The end of each paragraph by its start; between them there is only white space, which no reader needs to see."""
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    for sentence in article.sentences:
        starts.setdefault(sentence.paragraph, sentence.start)
        ends[sentence.paragraph] = sentence.end
    return {start: ends[number] for number, start in starts.items()}


def _label(mark: Mark) -> Html:
    """Leads back to the entry. It holds no text of its own, so that the panel's text stays the article's."""
    place = mark.place
    kind = None if place.key[0] == place.kind else place.kind  # the style sheet knows those by their first letter
    return tag("a", class_=kind, id=mark.name, href=f"#{place.key}", aria_label=place.label)


def _piece(words: str, active: dict[str, Mark], ends: bool, parent: int, runs: dict[str, _Run]) -> Html:
    """Text inside the same marks. `ends` says that some evidence ends with it, which is read out."""
    if not active:
        return text(words)
    shown = list(_first(active, DEEPEST))
    for name, _ in shown:
        runs[name].pieces += 1
        runs[name].parents.add(parent)
    kinds = {mark.place.kind for _, mark in shown}
    names = [kinds.pop() if len(kinds) == 1 else "m", *(name for name, _ in shown), *([] if ends else ["k"])]
    more = len(active) - len(shown)
    return tag("mark", words, class_=" ".join(names), data_more=str(more) if more else None)


def _first(active: dict[str, Mark], count: int) -> Iterator[tuple[str, Mark]]:
    yield from (entry for entry, _ in zip(active.items(), range(count), strict=False))
