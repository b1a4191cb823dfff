"""What the escapes let through, decided here by Unicode's categories and by a real Markdown parser."""

from __future__ import annotations

import re
import string
import sys
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from summarizer.render.escape import markdown, terminal

UNPRINTABLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
BIDI = [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]

# What GitHub links in the text of the finished page, where backslashes and entities are long gone.
LINKED_LATER = re.compile(r"\w@\w|@\w|://|www\.\w|#\d|\bGH-\d", re.IGNORECASE)

ACTIVE = st.text(st.sampled_from("\\`*_{}[]()<>#+-.!|~&:@/=\"'$^%1aw \t\n\r\u3000\xa0"), max_size=40)
FRAGMENTS = st.lists(
    st.sampled_from(
        ["www.", "http://", "a.com", "b@c.com", "[x](y)", "![", "&amp;", "&#64;", "<b>", "<!--", "```", "~~~",
         "1. ", "- ", "# ", "> ", "| a |", "|-|", "---", "***", "::: ", "    ", "\\", "[^1]", "#12", "GH-7", "\u202e",
         "“a”", "mailto:", "xmpp:", "//", "@", "{{ x }}"]
    ),
    max_size=12,
).map("".join)  # fmt: skip


def test_every_unprintable_character_is_spelt_out() -> None:
    through = [
        f"{code:04X}"
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) in UNPRINTABLE
        and unicodedata.category(terminal(chr(code))[0]) in UNPRINTABLE
    ]
    assert through == []


@pytest.mark.parametrize("code", BIDI)
def test_bidi_controls_are_shown_by_their_number(code: int) -> None:
    assert terminal(f"a{chr(code)}b") == f"a\\u{code:04x}b"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\x9b31m", "\\x9b31m"),
        ("over\rwritten", "over\\x0dwritten"),
        ("one\r\ntwo\nthree\tfour", "one two three four"),
        ("tag \U000e0041", "tag \\U000e0041"),
        ("\ud800", "\\ud800"),
        ("zero\u200bwidth\u2060 \ufeff", "zero\\u200bwidth\\u2060 \\ufeff"),
        ("filler\u3164", "filler\\u3164"),
        ("Zoë’s “naïve” 東京 ❤️ — 5 %", "Zoë’s “naïve” 東京 ❤️ — 5 %"),
    ],
)
def test_terminal_examples(text: str, shown: str) -> None:
    assert terminal(text) == shown


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_terminal_leaves_no_unprintable_character(text: str) -> None:
    assert not {unicodedata.category(char) for char in terminal(text)} & UNPRINTABLE


@given(st.text(string.ascii_letters + string.digits + " ,;'\"?%()", max_size=60))
def test_plain_words_are_unchanged_in_a_terminal(text: str) -> None:
    assert terminal(text) == text


@given(st.lists(st.text(string.ascii_letters, min_size=1), min_size=1).map(" ".join))
def test_plain_words_are_unchanged_in_markdown(text: str) -> None:
    assert markdown(text) == text


def test_a_plain_sentence_stays_readable_as_source() -> None:
    sentence = "In 1950-53, “the North” paid $5; it could (most likely) repeat that, Hong said."
    assert markdown(sentence) == sentence.replace("$", "\\$")


@pytest.mark.parametrize("linkify", [False, True])
@pytest.mark.parametrize("before", ["", "- ", "- **c1** ", "# ", "  - "])
@given(text=ACTIVE | FRAGMENTS | st.text(max_size=40))
def test_markdown_renders_as_the_text_itself(before: str, linkify: bool, text: str) -> None:
    expected = re.sub(" {2,}", " ", terminal(text)).strip()
    if not expected:
        return
    inline = parsed(before + markdown(text), linkify)
    label = "c1" if "c1" in before else ""
    assert len(inline) == 1
    children = inline[0].children or []
    kinds = {child.type for child in children} - ({"strong_open", "strong_close"} if label else set())
    assert kinds <= {"text", "code_inline"}
    assert "".join(child.content for child in children) == f"{label} {expected}".lstrip(" ")
    assert not LINKED_LATER.search("\0".join(text_nodes(children)))


@given(text=ACTIVE | FRAGMENTS)
def test_markdown_stays_in_its_table_cell(text: str) -> None:
    """For a wiki into whose tables a line is pasted; the formats here have none."""
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    found = parser.parse(f"| one | two |\n|---|---|\n| {markdown(text)} | last |\n")
    cells = [token.content for before, token in pairwise(found) if before.type == "td_open"]
    assert len(cells) == 2
    assert cells[1] == "last"


@pytest.mark.parametrize("address", ["https://a.com/b", "www.a.com", "b@c.com", "a.com", "//localhost"])
def test_the_parser_links_what_is_not_escaped(address: str) -> None:
    """The test above would pass for any text if its parser did not know these links."""
    assert any(child.type == "link_open" for inline in parsed(address, True) for child in inline.children or [])


@pytest.mark.parametrize("unit", ["a", "\x1b", "@", ":/", "www.", "1", "://", ".", "gh-1", " ", "\\", "[", "\u202e"])
def test_a_long_run_of_anything_is_escaped(unit: str) -> None:
    """Finishes at all: a pattern that backtracks would take hours. No figure, the benchmarks have those."""
    long = unit * (200_000 // len(unit))
    assert len(terminal(long)) >= len(long)
    markdown(long)


def parsed(source: str, linkify: bool) -> list[Token]:
    """The inline tokens of `source`; fails where it is not a single paragraph, item or heading."""
    if linkify:
        pytest.importorskip("linkify_it")
    parser = MarkdownIt("commonmark", {"html": True, "linkify": linkify}).enable(["table", "strikethrough"])
    tokens = parser.enable("linkify").parse(source) if linkify else parser.parse(source)
    allowed = {"inline", *(f"{kind}_{end}" for kind in CONTAINERS for end in ("open", "close"))}
    assert {token.type for token in tokens} <= allowed, source
    assert sum(token.type == "list_item_open" for token in tokens) == source.lstrip().startswith("- ")
    return [token for token in tokens if token.type == "inline"]


CONTAINERS = ("paragraph", "bullet_list", "list_item", "heading")


def text_nodes(children: list[Token]) -> list[str]:
    """The text between other elements, in runs, as a page holds it."""
    return "".join(child.content if child.type == "text" else "\0" for child in children).split("\0")
