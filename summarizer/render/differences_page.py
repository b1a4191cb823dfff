"""What differs between two briefings as one page for a browser: before and now side by side, changed words marked.

Marked as `<del>` and `<ins>`, struck through and underlined, so never by colour alone. The page says what is reported
before and now, each with the article's words; who changed it is not in two briefings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from summarizer.answer import ListName
from summarizer.briefing import Briefing, Denial, Item
from summarizer.comparing import Change, Comparison, Pair, What
from summarizer.render import differences, document, marking, words
from summarizer.render.document import section
from summarizer.render.markup import Html, join, tag
from summarizer.render.places import Kind, Place, Places
from summarizer.render.statements import Statements, how
from summarizer.statements import Statement, statements

NOTE = "Made by a program from two briefings. It says what is reported before and now, not why that differs."
TAGS: dict[What, str] = {
    "speaker": "attributed to another speaker",
    "negation": "negated otherwise",
    "numbers": "other numbers",
    "time": "other time words",
    "hedges": "other hedges",
    "kind": "told otherwise",
    "answers": "answers otherwise",
    "sourcing": "other kind of source",
    "cue": "other cue",
    "wording": "worded otherwise",
    "quotes": "quoted otherwise",
}
"""What the heading of a changed statement says of each change; of certainty, in which direction."""
_SURELY = {"weaker": "↓ ", "stronger": "↑ "}
_KINDS: dict[ListName, Kind] = {"claims": "c", "denials": "d", "other_responses": "r", "analyst_views": "v"}
_SIDES = "Before", "Now"


class _Side:
    """One of the two briefings, with what is shown of its statements."""

    def __init__(self, briefing: Briefing) -> None:
        self.briefing = briefing
        places = Places(briefing)
        self.said = Statements(briefing, places, linked=False, lang=document.language(briefing.source))
        self._places = {id(placed.what): placed.place for placed in places.items}  # an id of its own may come twice
        self._by_id = {statement.item.id: statement for statement in reversed(statements(briefing))}

    def place(self, item: Item) -> Place:
        return self._places[id(item)]

    def quotes(self, item: Item, shown: Sequence[str] | None = None) -> Html:
        """Its evidence, with the quotes as they are `shown` where they hold marks."""
        plain = shown or [evidence.quote for evidence in item.evidence]
        return join(self.said.quote(evidence, text) for evidence, text in zip(item.evidence, plain, strict=True))

    def answers(self, statement: Statement) -> Html:
        """What a denial or a response answers, in words that stand alone."""
        item, kind = statement.item, _KINDS[statement.list_name]
        verdicts = [words.verdict(item, link) for link in item.answers] if isinstance(item, Denial) else None
        told = []
        for number, link in enumerate(statement.answers):
            target = self._by_id.get(link.claim)
            verdict = verdicts[number] if verdicts else "in answer to"
            named = self._named(target) if target else [tag("b", link.claim)]
            why = [tag("small", link.why)] if link.why else []
            told.append(tag("p", tag("b", verdict), ": ", *named, *why, class_=f"answer {kind}"))
        return join(told)

    def _named(self, target: Statement) -> list[str]:
        return [self.place(target.item).name(), " ", tag("bdi", f"“{'; '.join(target.texts)}”")]


class _Row(NamedTuple):
    """One line of a comparison: what is compared, and both sides of it."""

    title: str
    before: Html
    after: Html


def render(comparison: Comparison) -> str:
    """The page. The same two briefings give the same bytes."""
    before, after = _Side(comparison.before), _Side(comparison.after)
    source = comparison.after.source
    shown = [
        document.skip("Bottom line"),
        tag("header", *_header(comparison)),
        tag("main", *_sections(comparison, before, after)),
        tag("footer", tag("h2", "Compared", id="Compared"), _compared(comparison)),
    ]
    style = document.style("page.css", "differences.css")
    return document.page(f"{document.title(source)} – differences between two briefings", style, shown)


def _header(comparison: Comparison) -> list[Html]:
    source = comparison.after.source
    told = differences.SAME_ARTICLE if comparison.same_article else differences.TWO_ARTICLES
    counts = {
        "Bottom line": 0,
        "Appeared": len(comparison.added),
        "Gone": len(comparison.gone),
        "Changed": len(comparison.changed),
        "Compared": 0,
    }
    return [
        tag("p", "Differences between two briefings", class_="over"),
        tag("h1", document.title(source), dir="auto", lang=document.language(source)),
        tag("p", document.facts(source), class_="facts"),
        tag("p", NOTE, class_="note"),
        tag("p", told, class_="note"),
        document.contents(counts),
    ]


def _sections(comparison: Comparison, before: _Side, after: _Side) -> list[Html]:
    changed = [_pair(number, pair, before, after) for number, pair in enumerate(comparison.changed, 1)]
    same = tag("p", f"{differences.unchanged(comparison)}.", class_="none")
    return [
        section("Bottom line", _bottom_line(comparison)),
        section("Appeared", _listed(comparison.added, after, "Nothing that is only in the newer briefing.")),
        section("Gone", _listed(comparison.gone, before, "Nothing that is only in the older briefing.")),
        section("Changed", *changed, same),
    ]


def _bottom_line(comparison: Comparison) -> Html:
    old, new = ([line.text for line in side.bottom_line] for side in (comparison.before, comparison.after))
    if comparison.bottom_line is None:
        return join(tag("p", text, dir="auto") for text in new) or tag("p", differences.NO_VALUE, class_="none")
    return _table([_Row("", *map(_paragraphs, marking.lines(old, new)))], "bare")


def _listed(found: Iterable[Statement], side: _Side, none: str) -> Html:
    """Statements of one briefing alone, denials first: of all that may appear, they weigh most."""
    ordered = sorted(found, key=lambda statement: statement.list_name != "denials")
    if not ordered:
        return tag("p", none, class_="none")
    titles = [tag("th", tag("span", "Id", class_="hid"), scope="col")]
    titles += [tag("th", title, scope="col") for title in ("What is said", "Who says it", "How")]
    rows = [_alone(statement, side) for statement in ordered]
    return tag("table", tag("thead", tag("tr", *titles)), tag("tbody", *rows), class_="alone")


def _alone(statement: Statement, side: _Side) -> Html:
    item, place = statement.item, side.place(statement.item)
    return tag(
        "tr",
        tag("th", place.label, scope="row"),
        tag("td", _paragraphs(words.said(item)), side.answers(statement), side.quotes(item)),
        tag("td", *side.said.who(item)),
        tag("td", how(words.how(item) or statement.kind.replace("_", " "), item)),
        class_=place.kind,
    )


def _pair(number: int, pair: Pair, before: _Side, after: _Side) -> Html:
    """A statement that is in both, what differs in it, and the article's words behind each."""
    old, new = pair.before.item, pair.after.item
    places = before.place(old), after.place(new)
    labels = [place.name() for place in places[places[0].label == places[1].label :]]
    told = tag("span", words.SEPARATOR.join(map(_tag, pair.changes)), class_="what")
    speaker = any(change.what == "speaker" for change in pair.changes)
    quoted = marking.lines(*([evidence.quote for evidence in item.evidence] for item in (old, new)))
    rows = [
        _Row("What is said", *map(_paragraphs, marking.lines(words.said(old), words.said(new)))),
        _Row("Who says it", *_who(old, new, before, after, speaker)),
        *(_row(change) for change in pair.changes if change.what not in ("speaker", "wording", "quotes")),
        _Row("The article’s words", before.quotes(old, quoted[0]), after.quotes(new, quoted[1])),
    ]
    name = f"changed-{number}"
    return join([tag("h3", join(labels, " → "), " ", told, id=name), _table(rows, places[1].kind, name)])


def _who(old: Item, new: Item, before: _Side, after: _Side, differs: bool) -> tuple[Html, Html]:
    marks = ("del", "ins") if differs else (None, None)
    return join(before.said.who(old, marks[0])), join(after.said.who(new, marks[1]))


def _row(change: Change) -> _Row:
    before, after = (differences.values(change.what, side) for side in (change.before, change.after))
    old, new = marking.listed(before, after, differences.between(change.what))
    none = tag("span", differences.NO_VALUE, class_="soft")
    return _Row(differences.LABELS[change.what].capitalize(), old or none, new or none)


def _tag(change: Change) -> str:
    if change.direction:
        return _SURELY[change.direction] + differences.SURELY[change.direction]
    return TAGS[change.what]


def _compared(comparison: Comparison) -> Html:
    sides = comparison.before, comparison.after
    told: list[tuple[str, list[str]]] = [
        ("Title", [document.title(side.source) for side in sides]),
        ("Article", [document.facts(side.source) for side in sides]),
        ("Article SHA-256", [tag("code", side.source.sha256) for side in sides]),
        ("Prompt", [side.provenance.prompt for side in sides]),
        ("Model", [side.provenance.model_asked for side in sides]),
        ("Answered", [side.provenance.recorded_at for side in sides]),
        ("Statements", [f"{len(side.items):,}" for side in sides]),
    ]
    return _table([_Row(title, *(join([value]) for value in values)) for title, values in told], "facts")


def _table(rows: Iterable[_Row], kind: str, name: str | None = None) -> Html:
    """Rows of before and now. Where there is no room for two columns, each cell says which it is."""
    shown = list(rows)
    titled = any(row.title for row in shown)
    first = [tag("th", tag("span", "What is compared", class_="hid"), scope="col")] if titled else []
    head = tag("tr", *first, *(tag("th", side, scope="col") for side in _SIDES))
    body = [
        tag("tr", *([tag("th", row.title, scope="row")] if titled else []), *_cells(row.before, row.after))
        for row in shown
    ]
    return tag("table", tag("thead", head), tag("tbody", *body), class_=f"sides {kind}", aria_labelledby=name)


def _cells(before: Html, after: Html) -> Iterable[Html]:
    """What is the same on both sides stands once, so that what differs is seen."""
    if before == after:
        return [tag("td", tag("b", "Both", class_="side"), " ", before, colspan="2")]
    return [
        tag("td", tag("b", side, class_="side"), " ", cell) for side, cell in zip(_SIDES, (before, after), strict=True)
    ]


def _paragraphs(texts: Iterable[str]) -> Html:
    return join(tag("p", text, dir="auto") for text in texts) or tag("p", differences.NO_VALUE, class_="soft")
