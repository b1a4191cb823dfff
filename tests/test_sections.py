"""Sections: every sentence once in order, never above the limit, overlapping as stated, and what is sent with them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.article import Article
from summarizer.library import Library
from summarizer.prompts import numbered
from summarizer.resources import shipped
from summarizer.sections import OVERLAP, Section, full_names, sections, shown
from tests.support.hearing import hearing

WORDS = st.lists(
    st.sampled_from(["Ann said so.", "It rained.", "The long road goes on and on past the mill."]),
    min_size=1,
    max_size=9,
)
TEXTS = st.lists(WORDS.map(" ".join), min_size=1, max_size=12).map("\n\n".join)
LIMITS = st.integers(min_value=1, max_value=400)


def span(article: Article, first: int, last: int) -> int:
    return article.sentences[last - 1].end - article.sentences[first - 1].start


@given(TEXTS, LIMITS)
def test_every_sentence_is_some_section_s_own_in_order(text: str, limit: int) -> None:
    article = Article(text)
    found = sections(article, limit)
    own = [number for section in found for number in range(section.core, section.last + 1)]
    assert own == list(range(1, len(article.sentences) + 1))


@given(TEXTS, LIMITS)
def test_no_section_exceeds_the_limit_unless_one_sentence_does(text: str, limit: int) -> None:
    article = Article(text)
    for section in sections(article, limit):
        assert span(article, section.first, section.last) <= limit or section.first == section.last


@given(TEXTS, LIMITS)
def test_they_overlap_as_stated(text: str, limit: int) -> None:
    article = Article(text)
    for before, section in pairwise(sections(article, limit)):
        lead = section.core - section.first
        assert section.first <= section.core == before.last + 1
        assert lead <= OVERLAP
        assert not lead or span(article, section.first, before.last) <= limit // 4
        longer = section.first - 1
        if lead < OVERLAP and longer:  # one more would not have been allowed
            assert span(article, longer, before.last) > limit // 4 or span(article, longer, section.core) > limit


@given(TEXTS, LIMITS)
def test_they_end_with_a_paragraph_where_one_ends_within_the_limit(text: str, limit: int) -> None:
    article = Article(text)
    there = article.sentences
    for section in sections(article, limit)[:-1]:
        if there[section.last].paragraph == there[section.last - 1].paragraph:
            own = {there[n - 1].paragraph for n in range(section.core, section.last + 1)}
            assert len(own) == 1


@given(TEXTS)
def test_up_to_the_limit_there_is_one(text: str) -> None:
    article = Article(text)
    assert sections(article, len(text)) == (Section(1, 1, len(article.sentences)),)


def test_a_section_shows_its_sentences_under_the_article_s_numbers() -> None:
    article = Article("One a. Two b.\n\nThree c. Four d.\n\nFive e.")
    assert shown(article, Section(2, 3, 4))["sentences"] == "[2] Two b.\n\n[3] Three c.\n[4] Four d."
    whole = shown(article, Section(1, 1, 5))
    assert whole == {"sentences": numbered(article), "known": ""}


def test_people_called_by_their_surname_come_with_where_they_are_introduced() -> None:
    article = Article(
        "Gate closed\n\nOla Tarn, who leads the union, sat in front. Ben Holt and Anna Holt came too.\n\n"
        "Tarn said it was late. Mr. Holt agreed. But Anna Holt did not. On Monday Tarn left."
    )
    known = shown(article, Section(4, 4, 7))["known"]
    assert known.splitlines() == [
        "[1] Gate closed",
        "[2] Ola Tarn, who leads the union, sat in front.",
        "[3] Ben Holt and Anna Holt came too.",
    ]
    assert set(full_names(article)["holt"]) == {"Ben Holt", "Anna Holt"}


@pytest.mark.parametrize("number", [0, 1])
def test_the_prompt_s_examples_show_what_is_really_sent(number: int) -> None:
    example = Library([shipped("prompts")]).get("section@v1").examples[number]
    numbers = [int(line[1 : line.index("]")]) for line in example.beside["sentences"].splitlines() if line]
    assert shown(example.article, Section(numbers[0], numbers[0], numbers[-1])) == dict(example.beside)


def test_a_hearing_of_two_hundred_pages() -> None:
    article = hearing().article
    found = sections(article, 60_000)
    assert len(article.text) > 400_000
    assert len(found) == 7
    assert all(len(shown(article, section)["known"]) < 10_000 for section in found)


def test_a_name_is_told_by_its_capitals_in_other_scripts_too() -> None:
    article = Article("В зале был Иван Петров. Он молчал.\n\nПетров сказал нет. Émile Zola sat down; état was said.")
    assert dict(full_names(article)) == {"петров": {"Иван Петров": 1}, "zola": {"Émile Zola": 4}}
    assert shown(article, Section(3, 3, 4))["known"] == "[1] В зале был Иван Петров."
