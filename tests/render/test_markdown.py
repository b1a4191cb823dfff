"""The Markdown: the same content as the terminal's, and one that no text can break out of."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from summarizer.briefing import Briefing
from summarizer.render import render
from summarizer.render.outline import BULLET, outline
from tests.render.conftest import Poison
from tests.render.test_text import HOSTILE, controls

ACTIVE = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "\n\n<div>\n\n</div>\n",
    "[a](javascript:alert(1)) ![b](https://a.com/i.png) [c]: https://a.com",
    "https://a.com/b www.a.com b@c.com a.com ftp://a.com mailto:b@c.com",
    "<https://a.com> <b@c.com>",
    "| a | b |\n|---|---|\n| c | d |\n",
    "`code` ```\nfence\n``` ~~~\n",
    "\n# heading\n\n- item\n\n1. one\n\n> quote\n\n---\n\n===\n",
    "    indented",
    "**bold** _it_ ~~gone~~ \\",
    "- ",
    "1. ",
    "1) ",
    "+ ",
]
PAYLOADS = [*HOSTILE, *ACTIVE, "&lt;b&gt; &#64; &copy;", "@someone #12 GH-12 a/b#12 [[page]] {{ site.x }} [^1]"]
STRAY = {"link_open", "image", "html_inline", "html_block", "table_open", "fence", "code_block", "hr", "softbreak"}
STRAY |= {"em_open", "s_open", "blockquote_open", "ordered_list_open", "hardbreak"}


def tokens(source: str, linkify: bool) -> list[Token]:
    if linkify:
        pytest.importorskip("linkify_it")
    parser = MarkdownIt("commonmark", {"html": True, "linkify": linkify}).enable(["table", "strikethrough"])
    return (parser.enable("linkify") if linkify else parser).parse(source)


def shape(found: list[Token]) -> list[tuple[str, str]]:
    """The blocks: headings by their level, lists and items by their nesting."""
    return [(token.type, f"{token.tag}{token.level}") for token in found if token.type != "inline"]


def kinds(found: list[Token]) -> set[str]:
    return {token.type for token in found} | {child.type for token in found for child in token.children or []}


def lines(found: list[Token]) -> list[str]:
    """What a reader sees of each block."""
    blocks = [token.children or [] for token in found if token.type == "inline"]
    return ["".join(child.content for child in block) for block in blocks]


def test_what_is_seen_is_the_outline(briefing: Briefing) -> None:
    shown = outline(briefing)
    expected = [shown.title, shown.subtitle]
    for section in shown.sections:
        expected.append(section.title)
        for entry in section.entries:
            label = "" if entry.label in {"", BULLET} else f"{entry.label} "
            expected += [label + entry.lines[0].text, *(line.text for line in entry.lines[1:])]
    assert lines(tokens(render(briefing, "md"), linkify=False)) == expected


def test_one_item_an_entry(briefing: Briefing) -> None:
    source = render(briefing, "md")
    for title, count in [
        ("Claims", 2),
        ("Denials", 2),
        ("Other responses", 1),
        ("Expert views", 1),
        ("Left out: failed a check", 1),
    ]:
        section = source.split(f"## {title}\n")[1].split("\n## ")[0]
        assert sum(line.startswith("- **") for line in section.splitlines()) == count
    assert (
        "- **c1** The Karst dam was opened on purpose.\n  - Ora Lindqvist, Veldania’s water minister · “said”" in source
    )
    assert "  - “the Karst dam was opened on purpose” \\[s1\\]\n" in source


@pytest.mark.parametrize("linkify", [False, True])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_becomes_markdown(briefing: Briefing, poisoned: Poison, payload: str, linkify: bool) -> None:
    source = render(poisoned(payload), "md")
    found = tokens(source, linkify)
    assert controls(source) == set()
    assert kinds(found) & STRAY == set()
    assert shape(found) == shape(tokens(render(briefing, "md"), linkify))


@pytest.mark.parametrize("payload", ACTIVE)
def test_the_payloads_are_active_when_not_escaped(
    briefing: Briefing, poisoned: Poison, monkeypatch: pytest.MonkeyPatch, payload: str
) -> None:
    """Else the test above would prove nothing."""
    monkeypatch.setattr("summarizer.render.markdown.markdown", str)
    found = tokens(render(poisoned(payload), "md"), linkify=True)
    assert kinds(found) & STRAY or shape(found) != shape(tokens(render(briefing, "md"), linkify=True))


def test_a_page_without_a_title_still_begins_with_a_heading(briefing: Briefing) -> None:
    source = briefing.source.model_copy(update={"title": " \n", "url": "https://a.com/b"})
    shown = render(briefing.model_copy(update={"source": source}), "md")
    assert shown.startswith("# Untitled\n\nThe Port Sael Courier")
    assert "https`://`a\\.com/b" in shown
