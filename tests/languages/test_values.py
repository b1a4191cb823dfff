"""Numbers by value: each language's own digits, words, separators and magnitudes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from summarizer.checks.foreign.values import lost, mentions, values
from summarizer.lexicon.foreign import foreign


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("ru", "1,2 млн рублей", "1200000"),
        ("ru", "двадцать пять человек", "25"),
        ("ru", "полтора миллиона", "1500000"),
        ("ru", "1 250 000 жителей", "1250000"),
        ("uk", "сто сорок вісім осіб", "148"),
        ("uk", "2,3 млн гривень", "2300000"),
        ("zh", "损失1.2亿元", "120000000"),
        ("zh", "三千五百人", "3500"),
        ("zh", "百分之三十", "30"),
        ("zh", "二〇一九年", "2019"),
        ("zh", "３成", "30"),
        ("zh", "七人住院", "7"),
        ("ar", "٣٫٥ مليون", "3500000"),
        ("ar", "وخمسة وعشرون عاملا", "25"),
        ("ar", "ثلاثة ملايين دينار", "3000000"),
        ("ar", "خمسة عشر يوما", "15"),
        ("fr", "deux cent cinquante mille euros", "250000"),
        ("fr", "un million et demi", "1500000"),
        ("fr", "quatre-vingt-dix", "90"),
        ("fr", "350 000 euros", "350000"),
        ("es", "treinta y ocho mil euros", "38000"),
        ("es", "mil millones", "1000000000"),
        ("es", "1.250.000 euros", "1250000"),
        ("de", "fünfundzwanzig Leute", "25"),
        ("de", "2,4 Mio. Euro", "2400000"),
        ("de", "eine halbe Million", "500000"),
        ("de", "38.500 Euro", "38500"),
    ],
)
def test_a_number_has_its_value(language: str, text: str, wanted: str) -> None:
    known = foreign(language)
    assert known is not None
    assert Decimal(wanted) in values(text, known)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1.2 million", ["1200000"]),
        ("half a million", ["500000"]),
        ("one and a half million hryvnias and two and a half", ["1500000", "2.5"]),
        ("twenty-five of 3,500", ["25", "3500"]),
        ("two hundred thousand", ["200000"]),
        ("tens of thousands, once, a third", []),
        ("two and three", ["2", "3"]),
    ],
)
def test_a_number_of_an_english_statement(text: str, wanted: list[str]) -> None:
    assert [min(mention) for mention in mentions(text, None)] == [Decimal(value) for value in wanted]


def test_a_decimal_comma_is_no_list_of_numbers() -> None:
    known = foreign("de")
    assert known is not None
    assert lost("5 million", None, values("3,5 Millionen", known), known) == [Decimal(5_000_000)]
    assert lost("3.5 million", None, values("3,5 Millionen", known), known) == []


def test_a_two_that_arabic_holds_in_a_words_ending_is_not_looked_for() -> None:
    known = foreign("ar")
    assert known is not None
    assert lost("two workers", None, values("عاملان في الموقع", known), known) == []
