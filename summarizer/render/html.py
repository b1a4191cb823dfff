"""A briefing as one HTML file for a browser, a mail or a printer: no script, nothing fetched, nothing executed.

With the article, every quote leads to its place in it and every place back. A briefing holds only the article's
SHA-256, so without the article the page says that it is not there and shows the quotes alone.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from functools import cache
from importlib.resources import files

from summarizer.article import Article
from summarizer.briefing import Briefing, Source
from summarizer.errors import EvidenceError
from summarizer.render import remarks
from summarizer.render.escape import terminal
from summarizer.render.markup import Html, join, tag
from summarizer.render.panel import Mark, panel
from summarizer.render.places import NAMES, Places
from summarizer.render.statements import Statements
from summarizer.render.words import SEPARATOR

_ADDRESS = re.compile(r"https?://[!-~]+", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_NOTE = "Made by a program from one article. It says who said what, not whether it is true."


def render(briefing: Briefing, article: Article | None = None) -> str:
    """The page. Raises `EvidenceError` where the article is another one, or a quote does not stand where it says."""
    places = Places(briefing)
    marks = [] if article is None else _marks(briefing, article, places)
    text, lit = (_without(), []) if article is None else _panel(briefing, article, marks)
    said = Statements(briefing, places, linked=article is not None, lang=_language(briefing.source))
    shown = [
        tag("a", "Skip to the bottom line", class_="skip", href=f"#{_name('Bottom line')}"),
        tag("header", *_header(briefing)),
        tag("main", *_sections(briefing, places, said, {mark.place.key for mark in marks}, text)),
        tag("footer", tag("h2", "Provenance", id="Provenance"), remarks.provenance(briefing)),
    ]
    head = _head(briefing.source, _style() + _lit(lit))
    body = tag("body", *shown, class_="two" if article else None)
    return f"<!doctype html>\n{tag('html', head, body, lang='en')}\n"


def _head(source: Source, style: str) -> Html:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", Html(html.escape(terminal(f"{_title(source)} – briefing")))),
        tag("style", Html(style)),
    )


def _sections(briefing: Briefing, places: Places, said: Statements, marked: set[str], article: Html) -> list[Html]:
    # The article's pane scrolls by keyboard only where something in it, or the pane itself, takes the focus.
    tabindex = "0" if said.linked and not marked else None
    return [
        _section("Bottom line", _bottom_line(briefing, places)),
        _section("Claims", said.claims()),
        _section("Expert views", said.views()),
        _section("Denials", said.denials()),
        _section("Other responses", said.responses()),
        _section("Gaps and checks", remarks.gaps(briefing, places, marked)),
        _section("Article", article, tabindex=tabindex),
        _section("Coverage", remarks.coverage(briefing)),
        _section("Analyst’s judgement", remarks.judgement()),
    ]


def _header(briefing: Briefing) -> list[Html]:
    source = briefing.source
    facts = [source.outlet or "outlet not stated", source.published or "date not stated"]
    url = source.url
    if url:
        facts.append(tag("a", url, href=url, rel="noopener noreferrer") if _ADDRESS.fullmatch(url) else url)
    return [
        tag("p", "Briefing", class_="over"),
        tag("h1", _title(source), dir="auto", lang=_language(source)),
        tag("p", join([tag("bdi", fact) for fact in facts], SEPARATOR), class_="facts"),
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
    links = [
        tag("li", tag("a", title, *([tag("b", f"{count:,}")] if count else []), href=f"#{_name(title)}"))
        for title, count in counts.items()
    ]
    return tag("nav", tag("ul", *links), aria_label="Sections")


def _bottom_line(briefing: Briefing, places: Places) -> Html:
    lines = [
        tag("p", line.text, *(part for name in line.rests_on for part in (" ", places.link(name))), dir="auto")
        for line in briefing.bottom_line
    ]
    return join(lines) or tag("p", "None: nothing that it could rest on was found.", class_="none")


def _section(title: str, *content: Html, tabindex: str | None = None) -> Html:
    name = _name(title)
    return tag(
        "section",
        tag("h2", title, id=name),
        *content,
        class_=f"s-{name.lower()}",
        aria_labelledby=name,
        tabindex=tabindex,
    )


def _without() -> Html:
    told = (
        "The article is not on this page: a briefing keeps only its SHA-256, and no file was named. Every quote above "
        "stands as the briefing has it, not checked again. To see each in its place, make the page with the article: "
    )
    return tag("p", told, tag("code", "summarizer show BRIEFING.json --html --article FILE"), class_="none")


def _marks(briefing: Briefing, article: Article, places: Places) -> list[Mark]:
    """Everything to be marked in the article. A remark that points outside it is shown without a place."""
    article.require(briefing.source.sha256)
    marks = []
    for placed in places.items:
        for number, evidence in enumerate(placed.what.evidence, 1):
            start, end = evidence.start, evidence.end
            if not 0 <= start < end or article.text[start:end] != evidence.quote:
                raise EvidenceError(
                    f"{placed.what.id}: “{evidence.quote[:80]}” does not stand at {start}-{end} of the article: "
                    "`summarizer verify` lists all such places"
                )
            marks.append(Mark(start, end, placed.place, number))
    remarked = [(gap.place, gap.what.sentence.start, gap.what.sentence.end) for gap in places.omissions]
    remarked += [(warned.place, warned.what.start or 0, warned.what.end or 0) for warned in places.warnings]
    return marks + [Mark(start, end, place) for place, start, end in remarked if 0 <= start < end <= len(article.text)]


def _panel(briefing: Briefing, article: Article, marks: list[Mark]) -> tuple[Html, list[str]]:
    shown, lit = panel(article, marks)
    return join([_key(marks), tag("div", shown, class_="text", dir="auto", lang=_language(briefing.source))]), lit


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


@cache
def _style() -> str:
    """The style sheet without what is there for its readers only."""
    sheet = (files("summarizer.render") / "page.css").read_text("utf-8")
    return re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)).strip()


def _title(source: Source) -> str:
    return (source.title or "").strip() or "Untitled"


def _name(title: str) -> str:
    """The id of a section; its capital keeps it apart from the ids of items."""
    return re.sub(r"[^A-Za-z]+", "-", title)


def _language(source: Source) -> str | None:
    return source.language if _LANGUAGE.fullmatch(source.language or "") else None
