"""Who says what, as tables of the page: claims with their answers, expert views, denials and other responses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

from summarizer.answer import Certainty, ClaimKind, ViewKind
from summarizer.briefing import AnalystView, Briefing, Claim, Denial, Evidence, Item, Response
from summarizer.render import words
from summarizer.render.markup import Html, join, tag
from summarizer.render.outline import NO_RESPONSE, NONE
from summarizer.render.places import Kind, Placed, Places

T = TypeVar("T", Claim, Denial, Response, AnalystView)


class Statements:
    """The tables of one briefing. `linked` says whether the article is on the page for quotes to lead to."""

    def __init__(self, briefing: Briefing, places: Places, *, linked: bool, lang: str | None) -> None:
        self.places = places
        self.linked = linked
        self.lang = lang
        self.names = words.names(briefing.actors)
        self.answers = self._answers()

    def claims(self) -> Html:
        """What is claimed, by whom, how surely, and who answers what."""
        rows = [
            self._row(
                placed,
                placed.what.statement,
                _certainty(placed.what.kind, placed.what.certainty, placed.what),
                join(self.answers[placed.what.id]) or tag("p", NO_RESPONSE),
            )
            for placed in self.places.claims
        ]
        return _table("c", ("Claim", "Who says it", "How surely", "Who answers"), rows, NONE["claims"])

    def views(self) -> Html:
        """What sources quoted for their expertise think."""
        rows = [
            self._row(
                placed,
                placed.what.statement,
                _certainty(placed.what.kind, placed.what.certainty, placed.what),
                join(self.answers[placed.what.id]) or tag("p", "–"),
            )
            for placed in self.places.views
        ]
        return _table("v", ("View", "Who holds it", "How surely", "Who answers"), rows, NONE["views"])

    def denials(self) -> Html:
        """What is denied, by whom, how, and which claims that answers."""
        rows = [
            self._row(
                placed,
                join([tag("p", f"Denied: {proposition}") for proposition in placed.what.denied]),
                how(words.DENIALS[placed.what.kind], placed.what),
                self._answered(placed.what),
            )
            for placed in self.places.denials
        ]
        return _table("d", ("Denial", "Who denies it", "How", "What it answers"), rows, NONE["denials"])

    def responses(self) -> Html:
        """Responses that are no denials, refusals to comment first among them."""
        rows = [
            self._row(
                placed,
                placed.what.topic,
                how(words.RESPONSES[placed.what.kind], placed.what),
                join([self.places.link(claim) for claim in placed.what.answers], " ") or "–",
            )
            for placed in self.places.responses
        ]
        return _table("r", ("On what", "Who responds", "How", "What it answers"), rows, NONE["responses"])

    def _row(self, placed: Placed[T], statement: str, how: Html, answer: str) -> Html:
        """`statement` is the model's, the quotes below it are the article's."""
        item, place = placed.what, placed.place
        return tag(
            "tr",
            tag("th", place.label, scope="row"),
            tag("td", statement, self._quotes(placed)),
            tag("td", *self.who(item)),
            tag("td", how),
            tag("td", answer),
            id=place.key,
        )

    def _quotes(self, placed: Placed[T]) -> Html:
        parts = []
        for number, evidence in enumerate(placed.what.evidence, 1):
            quote: str = evidence.quote
            if self.linked:
                quote = tag("a", quote, href=f"#{placed.place.evidence(number)}")
            parts.append(self.quote(evidence, quote))
        return join(parts)

    def quote(self, evidence: Evidence, shown: str) -> Html:
        """The article's words, `shown` as a link or with marks in them."""
        opening, closing = words.marks(evidence.quote)
        place = tag("i", "; ".join(words.notes(evidence)))
        return tag("q", opening, shown, closing, " ", place, dir="auto", lang=self.lang)

    def who(self, item: Item, mark: str | None = None) -> Iterable[str]:
        """The speaker, in an element `mark` where there is one, and how the article names and quotes it."""
        name = self.names.get(item.speaker, words.Name(item.speaker, item.speaker))
        short = tag("bdi", name.short)
        yield tag(mark, short) if mark else short
        yield name.full[len(name.short) :]
        told = [
            words.SOURCINGS[item.sourcing] if item.sourcing else "standing not clear",
            f"“{item.cue}”" if item.cue else "",
            words.MODES.get(item.mode or "indirect", ""),
            *item.when,
        ]
        yield tag("p", words.SEPARATOR.join(part for part in told if part))

    def _answers(self) -> dict[str, list[Html]]:
        """What others answer to each item: denials first."""
        found: dict[str, list[Html]] = defaultdict(list)
        for denied in self.places.denials:
            for link in denied.what.answers:
                said = words.verdict(denied.what, link)
                told = [tag("b", said), "; " if link.fit == "same_topic" else " by ", self._short(denied.what.speaker)]
                told += [" on a related point"] if link.fit == "same_topic" else []
                told += [" ", denied.place.link(), *([tag("small", link.why)] if link.why else [])]
                found[link.claim].append(tag("p", *told, class_="no" if link.fit == "same_topic" else "d"))
        for responded in self.places.responses:
            said = words.RESPONSES[responded.what.kind]
            told = [self._short(responded.what.speaker), " ", tag("b", said), " ", responded.place.link()]
            for claim in responded.what.answers:
                found[claim].append(tag("p", *told, class_="r"))
        return found

    def _answered(self, denial: Denial) -> str:
        """The claims a denial answers, each with how well."""
        told = []
        for link in denial.answers:
            why = [tag("small", link.why)] if link.why else []
            told.append(tag("p", self.places.link(link.claim), " ", tag("b", words.verdict(denial, link)), *why))
        return join(told) or "no claim of this briefing"

    def _short(self, speaker: str) -> Html:
        name = self.names.get(speaker)
        return tag("bdi", name.short if name else speaker)


def _certainty(kind: ClaimKind | ViewKind, certainty: Certainty, item: Item) -> Html:
    return how(words.manner(kind, certainty), item)


def how(manner: str, item: Item) -> Html:
    """How something is said, with the article's own hedges underlined."""
    hedges = join([tag("u", hedge) for hedge in item.hedges], ", ")
    return join([manner, *([tag("p", hedges)] if hedges else [])])


def _table(kind: Kind, titles: Sequence[str], rows: Sequence[Html], none: str) -> Html:
    if not rows:
        return tag("p", none, class_="none")
    name = tag("th", tag("span", "Id", class_="hid"), scope="col")
    head = tag("tr", name, *(tag("th", title, scope="col") for title in titles))
    return tag("table", tag("thead", head), tag("tbody", *rows), class_=kind)
