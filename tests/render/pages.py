"""A page read back as a browser reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

from summarizer.article import Article
from summarizer.briefing import Briefing, Claim, Evidence, Span

BLOCKS = set("p h1 h2 h3 li td th tr dt dd div section q small header aside nav".split())


def read(page: str) -> tuple[Element, list[str]]:
    """The document and what is wrong with its HTML."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    return parser.parse(page), [f"{code} {given}" for _, code, given in parser.errors]


def root(page: str) -> Element:
    return read(page)[0]


def text(element: Element) -> str:
    return "".join(element.itertext())


def flat(element: Element) -> str:
    """The text as it is read: what begins a line of its own is parted from what stands before it."""

    def walk(element: Element) -> Iterator[str]:
        apart = " " if element.tag in BLOCKS else ""
        yield apart + (element.text or "")
        for child in element:
            yield from walk(child)
            yield child.tail or ""
        yield apart

    return " ".join("".join(walk(element)).split())


def classes(element: Element) -> set[str]:
    return set(element.get("class", "").split())


def having(top: Element, name: str, tag: str = "*") -> list[Element]:
    """The elements with a class."""
    return [element for element in top.iter() if name in classes(element) and tag in ("*", element.tag)]


def ids(top: Element) -> list[str]:
    return [name for element in top.iter() if (name := element.get("id")) is not None]


def by_id(top: Element, name: str) -> Element:
    (found,) = (element for element in top.iter() if element.get("id") == name)
    return found


def characters(panel: Element) -> Iterator[tuple[str, set[str]]]:
    """Each character of the article on the page, with the names of the marks it lies in."""

    def walk(element: Element, inside: set[str]) -> Iterator[tuple[str, set[str]]]:
        here = inside | {name for name in classes(element) if "-" in name} if element.tag == "mark" else inside
        yield from ((char, here) for char in element.text or "")
        for child in element:
            yield from walk(child, here)
            yield from ((char, here) for char in child.tail or "")

    yield from walk(panel, set())


def with_claims(briefing: Briefing, article: Article, spans: Sequence[tuple[int, int]]) -> Briefing:
    """A briefing of another article, with one claim a span and nothing else."""
    sentence = Span(number=1, start=0, end=len(article.text))
    pattern = briefing.claims[0].model_dump() | {"hedges": [], "when": []}
    claims = []
    for number, (start, end) in enumerate(spans, 1):
        found: dict[str, Any] = {"quote": article.text[start:end], "start": start, "end": end, "sentence": sentence}
        found |= {"prefix": "", "suffix": "", "match": "exact", "moved": False, "occurrences": 1}
        claims.append(Claim.model_validate(pattern | {"id": f"c{number}", "evidence": [Evidence(**found)]}))
    source = briefing.source.model_copy(update={"sha256": article.sha256, "characters": len(article.text)})
    lists = (
        "bottom_line",
        "denials",
        "other_responses",
        "analyst_views",
        "omissions",
        "rejected",
        "warnings",
        "conflicts",
    )
    return briefing.model_copy(update={"source": source, "claims": claims, **{name: [] for name in lists}})


EXTERNAL = re.compile(
    r"url\(|@import|src=|srcset|<link|<iframe|<object|<embed|<base|<script|javascript:", re.IGNORECASE
)
