"""A briefing as one HTML file for a browser, a mail or a printer: no script, nothing fetched, nothing executed.

With the article, every quote leads to its place in it and every place back. A briefing holds only the article's
SHA-256, so without the article the page says that it is not there and shows the quotes alone.
"""

from __future__ import annotations

from summarizer.article import Article
from summarizer.briefing import Briefing
from summarizer.render import document, remarks
from summarizer.render.document import section
from summarizer.render.markup import Html, join, tag
from summarizer.render.outline import NONE
from summarizer.render.panel import Mark, panel
from summarizer.render.places import NAMES, Places
from summarizer.render.statements import Statements

_NOTE = "Made by a program from one article. It says who said what, not whether it is true."


def render(briefing: Briefing, article: Article | None = None) -> str:
    """The page. Raises `EvidenceError` where the article is another one, or a quote does not stand where it says."""
    places = Places(briefing)
    marks = [] if article is None else _marks(briefing, article, places)
    text, lit = (_without(), []) if article is None else _panel(briefing, article, marks)
    said = Statements(briefing, places, linked=article is not None, lang=document.language(briefing.source))
    shown = [
        document.skip("Bottom line"),
        tag("header", *_header(briefing)),
        tag("main", *_sections(briefing, places, said, {mark.place.key for mark in marks}, text)),
        tag("footer", tag("h2", "Provenance", id="Provenance"), remarks.provenance(briefing)),
    ]
    title = f"{document.title(briefing.source)} – briefing"
    return document.page(title, document.style("page.css") + _lit(lit), shown, class_="two" if article else None)


def _sections(briefing: Briefing, places: Places, said: Statements, marked: set[str], article: Html) -> list[Html]:
    # The article's pane scrolls by keyboard only where something in it, or the pane itself, takes the focus.
    tabindex = "0" if said.linked and not marked else None
    return [
        section("Bottom line", _bottom_line(briefing, places)),
        section("Claims", said.claims()),
        section("Expert views", said.views()),
        section("Denials", said.denials()),
        section("Other responses", said.responses()),
        section("Gaps and checks", remarks.gaps(briefing, places, marked)),
        section("Article", article, tabindex=tabindex),
        section("Coverage", remarks.coverage(briefing)),
        section("Analyst’s judgement", remarks.judgement()),
    ]


def _header(briefing: Briefing) -> list[Html]:
    source = briefing.source
    return [
        tag("p", "Briefing", class_="over"),
        tag("h1", document.title(source), dir="auto", lang=document.language(source)),
        tag("p", document.facts(source), class_="facts"),
        tag("p", _NOTE, class_="note"),
        remarks.banner(briefing),
        _contents(briefing),
    ]


def _contents(briefing: Briefing) -> Html:
    counts = {
        "Bottom line": 0,
        "Claims": len(briefing.claims),
        "Expert views": len(briefing.analyst_views),
        "Denials": len(briefing.denials),
        "Other responses": len(briefing.other_responses),
        "Gaps and checks": 0,
        "Article": 0,
    }
    return document.contents(counts)


def _bottom_line(briefing: Briefing, places: Places) -> Html:
    lines = [
        tag("p", line.text, *(part for name in line.rests_on for part in (" ", places.link(name))), dir="auto")
        for line in briefing.bottom_line
    ]
    return join(lines) or tag("p", NONE["bottom line"], class_="none")


def _without() -> Html:
    told = (
        "The article is not on this page: a briefing keeps only its SHA-256, and no file was named. Every quote above "
        "stands as the briefing has it, not checked again. To see each in its place, make the page with the article: "
    )
    return tag("p", told, tag("code", "summarizer show BRIEFING.json --html --article FILE"), class_="none")


def _marks(briefing: Briefing, article: Article, places: Places) -> list[Mark]:
    """Everything to be marked in the article. A remark that points outside it is shown without a place."""
    briefing.require(article)
    marks = [
        Mark(evidence.start, evidence.end, placed.place, number)
        for placed in places.items
        for number, evidence in enumerate(placed.what.evidence, 1)
    ]
    remarked = [(gap.place, gap.what.sentence.start, gap.what.sentence.end) for gap in places.omissions]
    remarked += [(warned.place, warned.what.start or 0, warned.what.end or 0) for warned in places.warnings]
    return marks + [Mark(start, end, place) for place, start, end in remarked if 0 <= start < end <= len(article.text)]


def _panel(briefing: Briefing, article: Article, marks: list[Mark]) -> tuple[Html, list[str]]:
    shown, lit = panel(article, marks)
    text = tag("div", shown, class_="text", dir="auto", lang=document.language(briefing.source))
    return join([_key(marks), text]), lit


def _key(marks: list[Mark]) -> Html:
    used = {mark.place.kind for mark in marks}
    kinds = [tag("li", tag("mark", f"{k.upper()} {name}", class_=k)) for k, name in NAMES.items() if k in used]
    return tag("ul", *kinds, class_="key", aria_label="What the highlights are") if kinds else Html()


def _lit(selectors: list[str]) -> str:
    """Two rules, because a browser without `:has` drops every rule that names it."""
    groups = ([name for name in selectors if (":has" in name) == special] for special in (False, True))
    return "".join(
        f"{','.join(group)}{{outline:2px solid var(--k);background:var(--lit)}}" for group in groups if group
    )
