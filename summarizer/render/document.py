"""The frame that every page for a browser has: its head and policy, its style sheet, header, contents and sections.

A page is one file without a script. Its policy names the digest of its style and forbids all else, so that even markup
that slipped through could neither run nor load anything.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from summarizer.briefing import Source
from summarizer.render.escape import terminal
from summarizer.render.markup import Html, join, tag
from summarizer.render.words import SEPARATOR

_ADDRESS = re.compile(r"https?://[!-~]+", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def page(title: str, style: str, content: Iterable[Html], class_: str | None = None) -> str:
    """A whole page. `title` is what the browser's tab says; `class_` is the body's."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", Html(html.escape(terminal(title)))),
        tag("style", Html(style)),
    )
    return f"<!doctype html>\n{tag('html', head, tag('body', *content, class_=class_), lang='en')}\n"


@cache
def style(*sheets: str) -> str:
    """Style sheets of this package in one, without what is there for their readers only."""
    text = "".join((files("summarizer.render") / name).read_text("utf-8") for name in sheets)
    return re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)).strip()


def title(source: Source) -> str:
    """The article's title as a page shows it."""
    return (source.title or "").strip() or "Untitled"


def language(source: Source) -> str | None:
    """The article's language for an attribute `lang`; None where it is not known, or no language tag at all."""
    return source.language if _LANGUAGE.fullmatch(source.language or "") else None


def facts(source: Source) -> Html:
    """Outlet, date and address of the article in a row; only an address of the web is a link."""
    told = [source.outlet or "outlet not stated", source.published or "date not stated"]
    url = source.url
    if url:
        told.append(tag("a", url, href=url, rel="noopener noreferrer") if _ADDRESS.fullmatch(url) else url)
    return join([tag("bdi", fact) for fact in told], SEPARATOR)


def skip(title: str) -> Html:
    """For the keyboard: past the header, to a section."""
    return tag("a", f"Skip to the {title.lower()}", class_="skip", href=f"#{_name(title)}")


def contents(counts: Mapping[str, int]) -> Html:
    """Links to the sections, each with how much is in it where that is not 0."""
    links = [
        tag("li", tag("a", title, *([tag("b", f"{count:,}")] if count else []), href=f"#{_name(title)}"))
        for title, count in counts.items()
    ]
    return tag("nav", tag("ul", *links), aria_label="Sections")


def section(title: str, *content: Html, tabindex: str | None = None) -> Html:
    """A section under its title. It scrolls by keyboard where it is given a `tabindex`."""
    name = _name(title)
    return tag(
        "section",
        tag("h2", title, id=name),
        *content,
        class_=f"s-{name.lower()}",
        aria_labelledby=name,
        tabindex=tabindex,
    )


def _name(title: str) -> str:
    """The id of a section; its capital keeps it apart from the ids of items."""
    return re.sub(r"[^A-Za-z]+", "-", title)
