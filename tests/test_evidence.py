"""Where quotes are found, what is never accepted, and what holds for any text."""

from __future__ import annotations

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.article import Article
from summarizer.evidence import Absent, Located, locate
from summarizer.folding import fold

TEXT = (
    "“We will not go,” said Ida Ro — the mayor’s aide. She said the bill, passed on 3 May, cost $1.2bn… "
    "It cost nothing. A man\u00a0in black said so. It cost nothing again. Caf\u00e9 Nor\u00adte stayed shut."
)


def text_of(found: Located | Absent, text: str = TEXT) -> list[str]:
    """The article's own characters at each span."""
    assert isinstance(found, Located)
    return [text[a:b] for a, b in found.spans]


@pytest.mark.parametrize(
    ("quote", "match", "words"),
    [
        ("We will not go", "exact", ["We will not go"]),
        ("“We will not go,” said Ida Ro", "exact", ["“We will not go,” said Ida Ro"]),
        ('"We will not go," said Ida Ro', "typography", ["“We will not go,” said Ida Ro"]),
        ("Ida Ro - the mayor's aide", "typography", ["Ida Ro — the mayor’s aide"]),
        ("cost $1.2bn...", "typography", ["cost $1.2bn…"]),
        ("A man in black", "typography", ["A man\u00a0in black"]),
        ("A man  in\nblack", "typography", ["A man\u00a0in black"]),
        ("Cafe\u0301 Norte", "typography", ["Caf\u00e9 Nor\u00adte"]),
        ("We will not go.", "edges", ["We will not go"]),
        ("'the mayor's aide'", "edges", ["the mayor’s aide"]),
        ("She said the bill ... cost $1.2bn", "elided", ["She said the bill", "cost $1.2bn"]),
        ("She said […] passed on 3 May", "elided", ["She said", "passed on 3 May"]),
    ],
)
def test_what_is_found(quote: str, match: str, words: list[str]) -> None:
    found = locate(quote, Article(TEXT))
    assert isinstance(found, Located)
    assert (found.match, text_of(found)) == (match, words)


@pytest.mark.parametrize(
    "quote",
    [
        "We will go",
        "We will not go away",
        "She said the bill, passed on 4 May",
        "cost $1.2bn ... She said the bill",
        "the mayor's aid ... nothing again",
        "We ... go",
        "",
        "  ",
        "x" * 2000,
    ],
)
def test_what_is_not_accepted(quote: str) -> None:
    assert isinstance(locate(quote, Article(TEXT)), Absent)


def test_the_named_sentence_comes_first_then_its_neighbours_then_the_rest() -> None:
    article = Article(TEXT)
    second = locate("It cost nothing", article, 5)
    assert isinstance(second, Located)
    assert (second.sentence, second.occurrences) == (5, 2)
    elsewhere = locate("We will not go", article, 6)
    assert isinstance(elsewhere, Located)
    assert elsewhere.sentence == 1


def test_a_whole_word_is_preferred_to_a_part_of_one() -> None:
    found = locate("art", Article("The artist met art."))
    assert isinstance(found, Located)
    assert found.spans == ((15, 18),)


def test_a_letter_is_never_cut_from_its_marks() -> None:
    text = "He said cafe\u0301 twice."
    assert text_of(locate("He said cafe", Article(text)), text) == ["He said cafe\u0301"]


def test_absent_names_the_nearest_sentence() -> None:
    assert locate("She said that the bill cost $1.2bn in May", Article(TEXT)) == Absent(2)
    assert locate("Nobody laughed at penguins", Article(TEXT)) == Absent(None)


ALPHABET = list("abc de.,\"'“”’…—-\n\u00ad\u200b é\u0301ê\u0323ệ中文عדא😀1 \u00a0«»")
texts = st.text(ALPHABET, min_size=2, max_size=80).filter(lambda text: bool(text.strip()))


@st.composite
def text_and_part(draw: st.DrawFn) -> tuple[str, str]:
    text = draw(texts)
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    return text, text[start:end].strip()


@given(text_and_part())
def test_any_part_of_a_text_is_found_as_it_stands(case: tuple[str, str]) -> None:
    text, part = case
    if not fold(part).text.strip():
        return
    found = locate(part, Article(text))
    assert isinstance(found, Located)
    assert found.match == "exact"
    assert part in text[slice(*found.spans[0])]


@given(text_and_part(), st.sampled_from(["NFC", "NFD"]))
def test_composed_and_decomposed_letters_are_the_same(case: tuple[str, str], form: Literal["NFC", "NFD"]) -> None:
    text, part = case
    behind = text[text.find(part) + len(part) :][:1]
    whole = part and not unicodedata.combining(part[0]) and not (behind and unicodedata.combining(behind))
    changed = unicodedata.normalize(form, part)
    if whole and fold(changed).text.strip():
        assert isinstance(locate(changed, Article(text)), Located)


@given(texts)
def test_folding_keeps_the_way_back(text: str) -> None:
    folded = fold(text)
    origins = [folded.origin(i) for i in range(len(folded.text))]
    assert all(0 <= origin < len(text) for origin in origins)
    for char, origin in zip(folded.text, origins, strict=True):
        if char.isascii() and char.isalnum() and text[origin].isascii():
            assert char == text[origin]


@given(texts, st.lists(texts, max_size=3), st.randoms())
def test_a_quote_is_found_alike_whatever_else_is_looked_up(text: str, others: list[str], random: object) -> None:
    alone = locate(text[: len(text) // 2 + 1], Article(text))
    article = Article(text)
    for other in others:
        locate(other, article)
    assert locate(text[: len(text) // 2 + 1], article) == alone


@given(text_and_part())
def test_a_text_twice_as_long_gives_the_same_place(case: tuple[str, str]) -> None:
    text, part = case
    if not fold(part).text.strip():
        return
    once, twice = locate(part, Article(text)), locate(part, Article(f"{text}\n\n{text}"))
    assert isinstance(once, Located)
    assert isinstance(twice, Located)
    assert once.spans == twice.spans


@given(texts, st.text(max_size=30))
def test_nothing_is_located_that_is_not_the_article_s_own(text: str, quote: str) -> None:
    found = locate(quote, Article(text))
    if isinstance(found, Located):
        for start, end in found.spans:
            assert 0 <= start < end <= len(text)
            assert fold(text[start:end]).text.strip()
