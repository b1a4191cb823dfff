"""The terminal's format: complete, in order, within its width, and unable to drive the terminal."""

from __future__ import annotations

import re
import unicodedata

import pytest
from rich.cells import cell_len

from summarizer.answer import AnswerLink
from summarizer.briefing import Briefing
from summarizer.render import render, words
from tests.render import pages
from tests.render.conftest import Poison

SECTIONS = [
    "CAUTION", "BOTTOM LINE", "CLAIMS", "EXPERT VIEWS", "DENIALS", "OTHER RESPONSES", "WHAT THE ARTICLE DOES NOT SAY",
    "WHAT THIS BRIEFING DOES NOT COVER", "LEFT OUT: FAILED A CHECK", "WARNINGS", "COVERAGE", "PROVENANCE",
]  # fmt: skip
HOSTILE = [
    "\x1b[2J\x1b[31m",
    "\x1b]8;;https://a.example\x1b\\",
    "\x1b]52;c;aGk=\x07",
    "\x9b31m\x9d\x85",
    "\rover\b\b\x7f",
    "\u202egnihtemos\u2066\u200f\u061c",
    "\u200b\u2060\ufeff\xad\U000e0041\U000e007f",
    "\u2028\u2029\v\f\x1c",
    "[bold red]x[/] [link=https://a.example]y[/link] :smile:",
]
WIDE = "東京の水道大臣はダムが故意に開けられたと述べた。" * 4
ANSI = re.compile(r"\x1b\[[\d;]*m")


def flat(text: str) -> str:
    return " ".join(text.split())


def controls(text: str) -> set[str]:
    """The characters of `text` that do more than show, apart from its line ends."""
    return {hex(ord(char)) for char in text if char != "\n" and unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"}}


def with_texts(briefing: Briefing, text: str) -> Briefing:
    """The briefing with `text` as its title, first statement, first actor's name, topic and gap."""
    changed = briefing.model_dump()
    changed["source"]["title"] = changed["claims"][0]["statement"] = changed["actors"][0]["name"] = text
    changed["other_responses"][0]["topic"] = changed["claims"][0]["evidence"][0]["quote"] = text
    changed["gaps"] = [text]
    return Briefing.model_validate(changed)


def test_all_of_it_is_shown(briefing: Briefing) -> None:
    shown = flat(render(briefing, "text"))
    statements = [claim.statement for claim in briefing.claims] + [view.statement for view in briefing.analyst_views]
    wanted = [item.id for item in briefing.items] + statements + briefing.gaps
    wanted += [evidence.quote for item in briefing.items for evidence in item.evidence]
    wanted += [f"Denied: {denied}" for denial in briefing.denials for denied in denial.denied]
    wanted += [f"“{item.cue}”" for item in briefing.items] + [actor.name for actor in briefing.actors]
    wanted += [line.text for line in briefing.bottom_line] + [found.message for found in briefing.warnings]
    wanted += [found.message for rejected in briefing.rejected for found in rejected.findings]
    assert [want for want in wanted if want not in shown] == []


def test_sections_stand_in_their_order(briefing: Briefing) -> None:
    lines = render(briefing, "text").splitlines()
    assert lines[:2] == [
        "Veldania says the Karst dam was opened on purpose",
        "The Port Sael Courier · published 2031-03-10",
    ]
    assert [line for line in lines if line.isupper() and not line.startswith(" ")] == SECTIONS


def test_the_order_is_that_of_the_page(briefing: Briefing) -> None:
    page = pages.root(render(briefing, "html"))
    titles = [pages.text(heading).upper() for heading in page.iter() if heading.tag in ("h2", "h3")]
    assert [title for title in titles if title in SECTIONS] == SECTIONS[1:]  # the page has its caution in the header
    assert pages.flat(next(page.iter("aside"))).startswith("1 item failed a check and is left out.")
    assert "CAUTION\n  –   1 item failed a check and is left out.\n\nBOTTOM LINE\n" in render(briefing, "text")


def test_a_claim_that_nobody_answers_says_so(briefing: Briefing) -> None:
    alone = render(briefing.model_copy(update={"denials": [], "other_responses": []}), "text")
    assert "the Karst dam was opened on purpose” [s1]\n      no response reported\n" in alone
    assert "no response reported" not in render(briefing, "text")


def test_a_claim_shows_its_statement_then_its_source_then_its_words_then_the_responses(briefing: Briefing) -> None:
    assert render(briefing, "text").split("CLAIMS\n")[1].split("\n\n")[0].splitlines() == [
        "  c1  The Karst dam was opened on purpose.",
        "      Ora Lindqvist, Veldania’s water minister · “said” · stated as certain",
        "      “the Karst dam was opened on purpose” [s1]",
        "      ↳ denied by Officials of Orsk (partial: the denial covers any opening,",
        "        by anyone; the claim says it was on purpose) [d1]",
        "      ↳ denied by Free Rivers League (partial: the denial covers any opening,",
        "        by anyone; the claim says it was on purpose) [d2]",
        "      ↳ Tamsin Orvo refused to comment [r1]",
    ]


def test_hedges_stand_in_brackets_and_an_inexact_quote_says_so(briefing: Briefing) -> None:
    claim = flat(render(briefing, "text").split("  c2  ")[1].split("\n\n")[0])
    assert "“told” · expectation, stated as probable [probably]" in claim
    assert "“The order came from outside our borders” [s2]" in claim
    assert "“will probably come again” [s2; approximate match]" in claim


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words", "“plain words”"),
        ("“We know that", "“We know that”"),
        ("as we know”", "“as we know”"),
        ("“all of it”", "“all of it”"),
        ("“rear base” for its war", "““rear base” for its war”"),
        ("called a “rear base”", "“called a “rear base””"),
        ("“", "“”"),
        ("”", "“””"),
    ],
)
def test_a_quote_keeps_its_own_marks_and_gets_no_second_pair(briefing: Briefing, text: str, shown: str) -> None:
    evidence = briefing.claims[0].evidence[0].model_copy(update={"quote": text})
    assert words.quote(evidence) == f"{shown} [s1]"


def test_a_quote_from_another_sentence_than_named_says_so(briefing: Briefing) -> None:
    evidence = briefing.claims[0].evidence[0].model_copy(update={"moved": True, "match": "typography"})
    assert words.quote(evidence).endswith("[s1; typography differs; other sentence than named]")


def test_a_long_role_is_cut_between_words(briefing: Briefing) -> None:
    role = "the minister who " + "again " * 30
    actor = briefing.actors[0].model_copy(update={"role": role})
    name = words.names([actor])[actor.id]
    assert name.short == actor.name
    assert name.full == f"{actor.name}, the minister who {'again ' * 7}…"


def test_a_line_of_parts_breaks_between_them(briefing: Briefing) -> None:
    lines = render(briefing, "text").splitlines()
    at = lines.index("      Ora Lindqvist, Veldania’s water minister · “told” ·")
    assert lines[at + 1] == "      expectation, stated as probable [probably]"


def test_a_refusal_is_never_called_a_denial(briefing: Briefing) -> None:
    section = render(briefing, "text").split("OTHER RESPONSES\n")[1].split("\n\n")[0]
    assert "Refused to comment: the flood" in section
    assert "in answer to c1" in section
    assert not re.search("den[iy]", section, re.IGNORECASE)


def test_a_denial_of_the_same_topic_only_is_not_shown_as_a_fitting_one(briefing: Briefing) -> None:
    link = AnswerLink(claim="c1", fit="same_topic", why=None)
    denial = briefing.denials[0].model_copy(update={"answers": [link], "kind": "counter_claim"})
    shown = flat(render(briefing.model_copy(update={"denials": [denial]}), "text"))
    assert "↳ not denied; Officials of Orsk on a related point [d1]" in shown
    assert "countered by" not in shown
    assert "↳ answers c1 (same topic only)" in shown


def test_what_is_missing_is_said(briefing: Briefing) -> None:
    nothing: dict[str, object] = {
        name: []
        for name in (
            "bottom_line", "actors", "claims", "denials", "other_responses", "analyst_views", "conflicts", "omissions",
            "gaps", "rejected", "warnings",
        )
    }  # fmt: skip
    source = briefing.source.model_copy(update={"title": None, "outlet": None, "published": None})
    shown = render(briefing.model_copy(update=nothing | {"source": source}), "text")
    assert shown.split("\n\nPROVENANCE")[0] == (
        "Untitled\noutlet not stated · publication date not stated\n\n"
        "BOTTOM LINE\n  None: nothing that it could rest on was found.\n\nCLAIMS\n  No claims reported.\n\n"
        "EXPERT VIEWS\n  No experts quoted.\n\nDENIALS\n  No denials reported.\n\n"
        "OTHER RESPONSES\n  No other responses reported.\n\nWHAT THE ARTICLE DOES NOT SAY\n  Nothing was noted.\n\n"
        "WHAT THIS BRIEFING DOES NOT COVER\n  Every sentence found to report words is covered.\n\n"
        "COVERAGE\n  0 of 6 sentences carry evidence. 6 were found to report someone’s words; 6 of\n  those are covered."
    )


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (
            {"how": "api", "mode": "live", "cost_usd": "0.0142"},
            ["recorded over the wire", "asked live", "cost USD 0.0142"],
        ),
        ({"how": "pasted"}, ["pasted in by a person", "replayed from a recording", "cost unknown"]),
        (
            {"how": "written", "attempts": 1},
            ["written by hand for a test", "1 attempt ·", "5,210 tokens in, 1,043 out"],
        ),
        ({"model_answered": None}, ["model example-model, answered by not stated"]),
    ],
)
def test_provenance_is_honest(briefing: Briefing, changed: dict[str, object], words: list[str]) -> None:
    made = briefing.provenance.model_copy(update=changed)
    shown = flat(render(briefing.model_copy(update={"provenance": made}), "text").split("PROVENANCE")[1])
    assert [word for word in [*words, f"sha256 {briefing.source.sha256[:12]},"] if word not in shown] == []


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120])
@pytest.mark.parametrize("text", ["the dam was opened", WIDE, "x" * 300, "ab · " * 60, "e\u0301 " * 90, "👩 ❤️ " * 40])
def test_no_line_is_wider_than_the_terminal(briefing: Briefing, width: int, text: str) -> None:
    shown = render(with_texts(briefing, text), "text", width=width)
    assert [line for line in shown.splitlines() if cell_len(line) > width] == []
    assert "".join(shown.split()).count("".join(text.split())) >= 4  # wrapped, and not a character lost


def test_lines_are_filled(briefing: Briefing) -> None:
    """Else a width of one word a line would pass for a layout."""
    for width in (40, 80):
        shown = render(with_texts(briefing, WIDE), "text", width=width)
        assert max(map(cell_len, shown.splitlines())) >= width - 1


def test_a_long_or_strange_id_keeps_the_layout(briefing: Briefing) -> None:
    claim = briefing.claims[0].model_copy(update={"id": "the_minister_says_it_was_opened"})
    lines = render(briefing.model_copy(update={"claims": [claim]}), "text", width=60).splitlines()
    start = lines.index("  the_minister_says_it_was_opened")
    assert lines[start + 1].strip() == "The Karst dam was opened on purpose."


def test_colour_only_adds(briefing: Briefing) -> None:
    plain, colored = render(briefing, "text"), render(briefing, "text", color=True)
    assert "\x1b" not in plain
    assert "\x1b[1m" in colored
    assert ANSI.sub("", colored) == plain


@pytest.mark.parametrize(
    ("name", "value"), [("NO_COLOR", "1"), ("FORCE_COLOR", "1"), ("TERM", "dumb"), ("COLUMNS", "30")]
)
def test_the_environment_changes_nothing(
    briefing: Briefing, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    expected = [render(briefing, "text", color=color) for color in (False, True)]
    monkeypatch.setenv(name, value)
    assert [render(briefing, "text", color=color) for color in (False, True)] == expected


@pytest.mark.parametrize("payload", HOSTILE)
def test_no_payload_reaches_the_terminal(poisoned: Poison, payload: str) -> None:
    dirty = poisoned(payload)
    assert payload in dirty.claims[0].statement  # the fixture did its work
    assert payload in dirty.denials[0].id
    shown = render(dirty, "text")
    assert controls(shown) == set()
    assert controls(ANSI.sub("", render(dirty, "text", color=True))) == set()
    assert ANSI.sub("", render(dirty, "text", color=True)) == shown


def test_rich_markup_in_a_text_is_text(poisoned: Poison) -> None:
    assert "[bold red]x[/]" in render(poisoned(HOSTILE[-1]), "text")


def test_all_that_was_rejected_is_shown_whatever_its_shape(briefing: Briefing) -> None:
    items = [
        {},
        {"id": None, "denied": ["one", 2]},
        {"id": ["x"], "topic": {"a": 1}},
        {"statement": "", "text": "three"},
    ]
    rejected = [briefing.rejected[0].model_copy(update={"item": item}) for item in items]
    shown = render(briefing.model_copy(update={"rejected": rejected}), "text").split("LEFT OUT: FAILED A CHECK")[1]
    assert shown.count("Not part of the briefing") == len(items)
    assert [word for word in ("without words", "“one; 2”", "“{'a': 1}”", "“three”") if word not in shown] == []
