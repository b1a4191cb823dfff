"""Time words and the days they mean."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import Article
from summarizer.answer import Answer
from summarizer.review import review
from summarizer.timing import resolve
from tests.support import answers

CERTAIN = [
    ("yesterday", "2024-02-29", "2024-02-29"),
    ("last night", "2024-02-29", "2024-02-29"),
    ("today", "2024-03-01", "2024-03-01"),
    ("tomorrow", "2024-03-02", "2024-03-02"),
    ("last week", "2024-02-19", "2024-02-25"),
    ("this week", "2024-02-26", "2024-03-03"),
    ("last month", "2024-02-01", "2024-02-29"),
    ("next month", "2024-04-01", "2024-04-30"),
    ("Last year", "2023-01-01", "2023-12-31"),
    ("three days ago", "2024-02-27", "2024-02-27"),
    ("two months ago", "2024-01-01", "2024-01-31"),
    ("a year ago", "2023-01-01", "2023-12-31"),
    ("10 years ago", "2014-01-01", "2014-12-31"),
    ("on 3 March 2021", "2021-03-03", "2021-03-03"),
    ("September 29, 2021", "2021-09-29", "2021-09-29"),
    ("In November 2022", "2022-11-01", "2022-11-30"),
    ("in 2019", "2019-01-01", "2019-12-31"),
]
OPEN = ["on Tuesday", "in November", "since March", "recently", "in the coming days", "by 2030", "since 2019", "Friday",
        "several years ago", "on 31 February 2021", "early 2021", "999999999 years ago"]  # fmt: skip


@pytest.mark.parametrize(("words", "first", "last"), CERTAIN)
def test_certain_days(words: str, first: str, last: str) -> None:
    (found,) = resolve([words], "2024-03-01T09:30:00Z")
    assert (found.text, found.first, found.last) == (words, first, last)


@pytest.mark.parametrize("words", OPEN)
def test_what_may_be_another_day_is_left_alone(words: str) -> None:
    assert resolve([words], "2024-03-01") == []


@pytest.mark.parametrize("published", [None, "", "yesterday", "2024-13-01"])
def test_without_a_known_day_only_dates_with_a_year_are_resolved(published: str | None) -> None:
    assert [d.text for d in resolve(["yesterday", "last month", "in May 2020"], published)] == ["in May 2020"]


@given(st.dates(date(1, 1, 2), date(9999, 12, 30)), st.sampled_from([words for words, _, _ in CERTAIN]))
def test_the_first_day_is_never_after_the_last(day: date, words: str) -> None:
    assert all(found.first <= found.last for found in resolve([words], day.isoformat()))


def test_an_item_has_the_days_of_its_time_words() -> None:
    text = "Odo Varr said on Monday that the mine was shut last month."
    value = answers.empty()
    value["actors"] = [{"id": "a1", "name": "Odo Varr", "kind": "person", "role": None, "aliases": []}]
    value["claims"] = [
        {
            "id": "c1",
            "speaker": "a1",
            "kind": "assertion",
            "statement": "The mine was shut last month",
            "certainty": "certain",
            "evidence": ["[1] the mine was shut last month"],
        }
    ]
    value["bottom_line"] = [{"text": "Varr says the mine was shut last month.", "rests_on": ["c1"]}]
    (item,) = review(Answer.model_validate(value), Article(text, published="2024-03-01")).draft.items
    assert [(d.text, d.first) for d in item.derived.dates] == [("last month", "2024-02-01")]
    (item,) = review(Answer.model_validate(value), Article(text)).draft.items
    assert item.derived.dates == []
    assert item.derived.when == ["last month"]
