"""The page of differences: complete, marked word by word, taking no side, inert."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.briefing import Briefing
from summarizer.comparing import Comparison, compare
from summarizer.render import differences, marking
from summarizer.render.differences_page import NOTE, TAGS, render
from summarizer.render.markup import tag
from tests.render import pages
from tests.render.conftest import Poison, updated
from tests.render.test_differences import TAKES_SIDES
from tests.render.test_html import PAYLOADS, closed, inert


def cells(top: Element, title: str) -> list[list[str]]:
    """What stands beside a row's title, row by row."""
    rows = [row for row in top.iter("tr") if any(pages.text(head) == title for head in row.iter("th"))]
    return [[pages.flat(cell) for cell in row.iter("td")] for row in rows]


def section(top: Element, title: str) -> Element:
    (found,) = (part for part in top.iter("section") if part.get("aria-labelledby") == title)
    return found


def page(comparison: Comparison) -> Element:
    top, faults = pages.read(render(comparison))
    assert faults == []
    return top


def test_the_sections_in_order(briefing: Briefing) -> None:
    top = page(compare(briefing, updated(briefing)))
    titles = [pages.text(heading) for heading in top.iter("h2")]
    assert titles == ["Bottom line", "Appeared", "Gone", "Changed", "Compared"]
    names = pages.ids(top)
    assert len(names) == len(set(names))
    targets = {link.get("href", "")[1:] for link in top.iter("a")}
    assert targets == {"Bottom-line", *titles[1:]}
    assert targets <= set(names)
    assert pages.flat(next(top.iter("nav"))) == "Bottom line Appeared1 Gone2 Changed2 Compared"


def test_what_stands_in_one_briefing_only_has_its_speaker_and_its_words(briefing: Briefing) -> None:
    top = page(compare(briefing, updated(briefing)))
    (added,) = section(top, "Appeared").iter("tbody")
    assert [pages.flat(row).split(" ", 1)[0] for row in added.iter("tr")] == ["d7"]
    shown = pages.flat(added)
    for wanted in (
        "Denied: Someone plans to open the Karst dam.",
        "partly denied: c1 “The Karst dam was opened on purpose by 2 men.”",
        "“have both denied that anyone opened the dam or plans to” s3",
        "Ora Lindqvist, Veldania’s water minister",
        "flat denial",
    ):
        assert wanted in shown, wanted
    (gone,) = section(top, "Gone").iter("tbody")
    assert [pages.text(next(row.iter("th"))) for row in gone.iter("tr")] == ["d1", "c2"]  # denials first
    assert "denied: c2 “An order to open the dam came from outside" in pages.flat(gone)


def test_what_changed_stands_side_by_side(briefing: Briefing) -> None:
    top = page(compare(briefing, updated(briefing)))
    changed = section(top, "Changed")
    heading, *others = changed.iter("h3")
    assert pages.flat(heading) == (
        "c1 ↓ less sure as reported · negated otherwise · other numbers · other time words · other hedges · "
        "told otherwise · other kind of source · other cue · worded otherwise"
    )
    assert [pages.flat(other) for other in others] == ["d2 answers otherwise"]
    assert cells(changed, "Stated as") == [["Before certain", "Now possible"]]
    assert cells(changed, "Numbers") == [["Before none", "Now 2"]]
    assert cells(changed, "Hedges") == [["Before none", "Now “may”"]]
    assert cells(changed, "Told as") == [["Before claims: assertion", "Now claims: allegation"]]
    said = next(row for row in changed.iter("tr") if pages.flat(row).startswith("What is said"))
    assert [pages.text(mark) for mark in said.iter("ins")] == ["by 2 men"]
    assert not list(said.iter("del"))
    assert cells(changed, "The article’s words")[0] == ["Both “the Karst dam was opened on purpose” s1"]


def test_another_speaker_is_marked(briefing: Briefing) -> None:
    first = briefing.claims[0].model_copy(update={"speaker": "maren"})
    top = page(compare(briefing, briefing.model_copy(update={"claims": [first, *briefing.claims[1:]]})))
    (heading,) = section(top, "Changed").iter("h3")
    assert pages.flat(heading) == "c1 attributed to another speaker"
    assert [pages.text(mark) for mark in top.iter("del")] == ["Ora Lindqvist"]
    assert [pages.text(mark) for mark in top.iter("ins")] == ["Ilse Maren"]
    assert cells(top, "What is said") == [["Both The Karst dam was opened on purpose."]]


def test_nothing_is_said_not_to_differ(briefing: Briefing) -> None:
    top = page(compare(briefing, briefing))
    assert not [mark for name in ("del", "ins") for mark in top.iter(name)]
    assert pages.flat(section(top, "Changed")) == "Changed 6 statements the same in both; nothing differs."
    assert pages.flat(section(top, "Gone")) == "Gone Nothing that is only in the older briefing."
    assert differences.SAME_ARTICLE in pages.flat(next(top.iter("header")))


def test_two_articles_are_said_to_be_two_and_each_quote_has_its_own_language(briefing: Briefing) -> None:
    source = briefing.source.model_copy(update={"sha256": "0" * 64, "language": "fr"})
    claim = briefing.claims[0]
    other = claim.evidence[0].model_copy(update={"quote": "the Karst dam was shut on purpose"})
    changed = [claim.model_copy(update={"evidence": [other]}), *briefing.claims[1:]]
    top = page(compare(briefing, briefing.model_copy(update={"source": source, "claims": changed})))
    assert differences.TWO_ARTICLES in pages.flat(next(top.iter("header")))
    quotes = list(section(top, "Changed").iter("q"))
    assert [(quote.get("lang"), quote.get("dir")) for quote in quotes] == [("en", "auto"), ("fr", "auto")]
    assert [pages.text(mark) for quote in quotes for mark in quote if mark.tag in ("del", "ins")] == ["opened", "shut"]


def test_no_word_of_ours_takes_a_side() -> None:
    ours = [NOTE, *TAGS.values(), *differences.LABELS.values(), *differences.SURELY.values()]
    assert [text for text in ours if TAKES_SIDES.search(text)] == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_becomes_markup(briefing: Briefing, poisoned: Poison, payload: str) -> None:
    dirty = poisoned(payload)
    for one, other in ((briefing, dirty), (dirty, updated(dirty)), (dirty, dirty)):
        inert(pages.root(render(compare(one, other))))
    shown = " ".join(pages.text(pages.root(render(compare(dirty, updated(dirty))))).split())
    assert " ".join(dirty.claims[1].statement.replace("\r", "\n").split()) in shown


def test_an_id_that_comes_twice_stands_for_its_own_statement(briefing: Briefing) -> None:
    claims = [claim.model_copy(update={"id": "c1"}) for claim in briefing.claims]
    top = page(compare(briefing.model_copy(update={"claims": []}), briefing.model_copy(update={"claims": claims})))
    shown = pages.flat(section(top, "Appeared"))
    assert all(claim.statement in shown for claim in claims)


def test_the_policy_allows_this_style_and_nothing_else(briefing: Briefing) -> None:
    closed(render(compare(briefing, updated(briefing))))


def sides(before: str, after: str) -> tuple[Element, Element]:
    one, other = (
        pages.root(f"<!doctype html><title>x</title>{tag('main', side)}").find(".//main")
        for side in marking.words(before, after)
    )
    assert one is not None
    assert other is not None
    return one, other


def marked(side: Element, name: str) -> list[str]:
    return [pages.text(mark) for mark in side.iter(name)]


@pytest.mark.parametrize(
    ("before", "after", "gone", "new"),
    [
        ("It may open on Monday.", "It will open on Monday.", ["may"], ["will"]),
        ("He said 14 were hurt", "He said 140 were hurt", ["14"], ["140"]),
        ("He said 3.5 metres", "He said 3.6 metres", ["3.5"], ["3.6"]),
        ("It is expected to open", "It will open", ["is expected to"], ["will"]),
        ("It opened", "It opened on purpose", [], ["on purpose"]),
        ("“It opened”, he said", "“It shut”, he said", ["opened"], ["shut"]),
        ("水道大臣は開けたと述べた", "水道大臣は閉めたと述べた", ["開け"], ["閉め"]),
        ("The dam was opened", "Nobody knows anything", ["The dam was opened"], ["Nobody knows anything"]),
        ("cafe\u0301 one", "cafe one", ["cafe\u0301"], ["cafe"]),
        ("same", "same", [], []),
    ],
)
def test_changed_words_are_marked(before: str, after: str, gone: list[str], new: list[str]) -> None:
    one, other = sides(before, after)
    assert (marked(one, "del"), marked(other, "ins")) == (gone, new)


def test_a_text_without_end_is_marked_as_a_whole() -> None:
    before, after = "a b " * 3 * marking.MOST_WORDS, "a c " * 3 * marking.MOST_WORDS
    one, other = sides(before, after)
    assert marked(one, "del") == [before.strip()]
    assert marked(other, "ins") == [after.strip()]


TEXTS = st.text(st.sampled_from("ab .,-'é\u0301東京<&\u202e\u200d"), max_size=40)


@given(TEXTS, TEXTS)
def test_each_side_reads_as_it_did_and_what_is_not_marked_is_common(before: str, after: str) -> None:
    one, other = sides(before, after)
    assert (pages.text(one), pages.text(other)) == (before, after)
    assert not [*one.iter("ins"), *other.iter("del")]
    common = []
    for side, name in ((one, "del"), (other, "ins")):
        shown = pages.text(side)
        for text in marked(side, name):
            assert text == text.strip() != ""
        common.append(re.sub(r"\s+", "", _unmarked(side, name)))
        assert len(shown) >= len(common[-1])
    assert common[0] == common[1]


def _unmarked(side: Element, name: str) -> str:
    """The text outside the marks."""
    parts = [side.text or ""]
    for child in side:
        parts += ["" if child.tag == name else pages.text(child), child.tail or ""]
    return "".join(parts)


@given(st.lists(TEXTS, max_size=4), st.lists(TEXTS, max_size=4))
def test_lists_keep_their_lines(before: list[str], after: list[str]) -> None:
    for lines, shown in zip((before, after), marking.lines(before, after), strict=True):
        read = [pages.root(f"<!doctype html><title>x</title>{tag('main', line)}").find(".//main") for line in shown]
        assert [pages.text(line) for line in read if line is not None] == lines
