"""Where quotes are found, what is never accepted, and what holds for any text."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from summarizer import resources
from summarizer.alignment import LIGHT
from summarizer.article import Article
from summarizer.borders import cuts
from summarizer.evidence import Absent, Located, locate
from summarizer.folding import fold
from summarizer.inflection import key

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
        ("a man in black said so", "approximate", ["A man\u00a0in black said so"]),
        ("She said the bill passed on 3 May", "approximate", ["She said the bill, passed on 3 May"]),
        ("said that the bill, passed on 3 May, cost", "approximate", ["said the bill, passed on 3 May, cost"]),
        ("said a bill, passed on 3 May, cost", "approximate", ["said the bill, passed on 3 May, cost"]),
        ("the bills, passed on 3 May, cost", "approximate", ["the bill, passed on 3 May, cost"]),
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
        "We will now go",
        "We would not go",
        "We will not come",
        "passed on 4 May",
        "passed on 13 May",
        "Ida Roe the mayor’s aide",
        "Ada Ro the mayor’s aide",
        "cost $1.3bn",
        "cost $1",
        "cost $12bn",
        "cost 1.2bn nothing",
        "It may cost nothing again",
        "She denied the bill, passed on 3 May",
        "She said the loud bill, passed on 3 May",
        "She said the May bill",
        "the bill, passed to 3 May",
        "othing again",
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


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("The claims are founded", "The claims are unfounded."),
        ("founded claims", "They spoke of unfounded claims."),
        ("founded claims", "They spoke of un\u00adfounded claims."),
        ("they can", "Surely they can’t go."),
        ("they do", "Surely they don't go."),
        ("the dead are 1", "In all the dead are 1,000 men."),
        ("000 men", "In all the dead are 1,000 men."),
        ("5 degrees", "It was -5 degrees."),
        ("-5 degrees", "It was 5 degrees."),
        (".5 degrees", "It was 5 degrees."),
        ("20 people", "There were 10–20 people."),
        ("They did ... ship any arms", "They did not ship any arms."),
        ("the vote was confirmed by Oslo", "Later the vote was denied by Oslo."),
        ("prices rose before the vote", "Then prices rose after the vote."),
        ("prices rose 5 percent", "Then prices rose to 5 percent."),
        ("police killed by the gang", "In all police killed the gang."),
        ("the men accusing the court", "It named the men accused the court."),
        ("They told us to go", "They told US to go."),
        ("he won the match?", "Was it true, he won? the match is over"),
        ("the plan was delayed again", "It said the plane was delayed again."),
        ("The Russian officials said so", "The officials said so."),
        ("The officials said so", "The Russian officials said so."),
        ("he was guilty of it", "The court said he was innocent of it."),
        ("rocket fired on Tuesday by Iran", "The rocket fired on Tuesday by Iraq fell."),
        ("rocket fired on Tuesday and fell", "The rocket fired on Thursday and fell."),
        ("about 1.2 percent of men", "It is about 1,2 percent of men."),
        ("Group A won the cup", "Then Group won the cup."),
        ("\uac00", "\uac01\ub2c8\ub2e4"),
    ],
)
def test_what_turns_the_meaning_is_not_accepted(quote: str, text: str) -> None:
    assert isinstance(locate(quote, Article(text)), Absent)


@pytest.mark.parametrize(
    ("quote", "differences"),
    [
        ("a man in black said so", ("case differs",)),
        ("She said the bill passed on 3 May", ("punctuation differs",)),
        ("said that the bill, passed on 3 May", ("‘that’ is added",)),
        ("She said bill, passed on 3 May, cost", ("‘the’ is left out",)),
        ("the bills, passed on 3 May", ("‘bills’ stands for ‘bill’",)),
    ],
)
def test_an_approximate_place_says_what_differs(quote: str, differences: tuple[str, ...]) -> None:
    found = locate(quote, Article(TEXT))
    assert isinstance(found, Located)
    assert (found.match, found.differences) == ("approximate", differences)
    assert 0.75 <= found.score <= 1
    exact = locate("She said the bill", Article(TEXT))
    assert isinstance(exact, Located)
    assert (exact.score, exact.differences) == (1, ())


def test_words_as_they_stand_anywhere_come_before_words_that_nearly_stand_where_they_were_named() -> None:
    article = Article("He said the men had left. Nobody knew of it. He said that the men had left.")
    found = locate("He said that the men had left", article, 1)
    assert isinstance(found, Located)
    assert (found.sentence, found.match) == (3, "exact")


def test_of_approximate_places_the_named_sentence_comes_first_and_all_are_counted() -> None:
    article = Article("He said the men had left. Nobody knew of it. He said the man had left. So they say.")
    first, third = locate("he said the men had left", article), locate("he said the men had left", article, 3)
    assert isinstance(first, Located)
    assert isinstance(third, Located)
    assert (first.sentence, first.occurrences) == (1, 1)
    assert third.sentence == 1
    twice = Article("He said the men had left. Nobody knew of it. He said the men had left. So they say.")
    named = locate("he said the men had left", twice, 3)
    assert isinstance(named, Located)
    assert (named.sentence, named.occurrences) == (3, 2)


def test_an_elision_is_as_short_as_it_can_be() -> None:
    article = Article("The men said little. The men said much. Then they left at noon.")
    found = locate("The men said ... left at noon", article)
    assert isinstance(found, Located)
    assert found.spans == ((21, 33), (50, 62))


def test_absent_names_the_nearest_sentence_and_what_it_would_take() -> None:
    found = locate("She said that the loud bill cost $1.2bn", Article(TEXT))
    assert isinstance(found, Absent)
    assert found.nearest == 2
    assert found.span
    assert TEXT[slice(*found.span)].startswith("She said the bill")
    assert "‘loud’ is not in that sentence" in found.differences
    assert locate("Nobody laughed at penguins", Article(TEXT)) == Absent(None)


@pytest.mark.parametrize(
    ("quote", "text", "words"),
    [
        ("two lines of it", "There are two\r\nlines of it.", "two\nlines of it"),
        ("two\r\nlines of it", "There are two lines of it.", "two lines of it"),
        ("中文报道说", "据中文报道说，今天。", "中文报道说"),
        ("قال الوزير إن", "أمس قال الوزير إن الحكومة", "قال الوزير إن"),
        ("said no 👩‍⚕️", "She said no 👩‍⚕️ today", "said no 👩‍⚕️"),
        ("said no 👩", "She said no 👩‍⚕️ today", "said no 👩‍⚕️"),
        ("love ❤ it", "We love ❤️ it", "love ❤️ it"),
        ("the first official", "It is the ﬁrst oﬃcial act", "the ﬁrst oﬃcial"),
        ("de\u0301ja\u0300 vu", "It was déjà vu.", "déjà vu"),
        ("zero width", "It is zero\u200b wi\u2060dth", "zero\u200b wi\u2060dth"),
        ("кто-то сказал", "Вчера кто‑то сказал это", "кто‑то сказал"),
        ("the U.S. army left", "Then the US army left.", "the US army left"),
        ("moved to the U.S.", "They Moved to the U.S. then.", "Moved to the U.S."),
    ],
)
def test_scripts_and_encodings(quote: str, text: str, words: str) -> None:
    article = Article(text)
    assert text_of(locate(quote, article), article.text) == [words]


SEED = (resources.shipped("seeds") / "unconventional-alliance.txt").read_text("utf-8")
WORDS = [match.span() for match in re.finditer(r"\S+", SEED)]


@st.composite
def real_span(draw: st.DrawFn, least: int = 4, most: int = 16) -> tuple[int, int]:
    """Whole words of real prose, beginning and ending with a letter or a digit."""
    first = draw(st.integers(0, len(WORDS) - most - 1))
    a, b = WORDS[first][0], WORDS[first + draw(st.integers(least, most)) - 1][1]
    assume(SEED[a].isalnum() and SEED[b - 1].isalnum())
    return a, b


@st.composite
def slips(draw: st.DrawFn, quote: str) -> str:
    """The quote with a slip or two of copying."""
    words = quote.split()
    if draw(st.booleans()):
        words = [words[0].swapcase() if len(words[0]) > 3 and words[0].istitle() else words[0], *words[1:]]
    if draw(st.booleans()):
        words = [word.rstrip(",") for word in words]
    return draw(st.sampled_from([" ", "  ", "\n"])).join(words).translate({ord("’"): "'", ord("“"): '"', ord("”"): '"'})


@given(st.data())
def test_a_quote_with_slips_is_found_and_given_back_as_the_article_has_it(data: st.DataObject) -> None:
    start, end = data.draw(real_span())
    found = locate(data.draw(slips(SEED[start:end])), Article(SEED))
    assert isinstance(found, Located)
    ((a, b),) = found.spans
    assert SEED[a:b].casefold() == SEED[start:end].casefold()


@st.composite
def spoilt(draw: st.DrawFn) -> str:
    """Real prose in which, somewhere inside, a number, negator, hedge, name or other word was changed."""
    start, end = draw(real_span(5))
    words = SEED[start:end].split()
    i = draw(st.integers(1, len(words) - 2))
    kind = draw(st.sampled_from(["put in", "left out", "other", "number"]))
    if kind == "put in":
        carrying = "not never no may could might reportedly denied allegedly two 7 Lima without only".split()
        words.insert(i, draw(st.sampled_from(carrying)))
    elif kind == "left out":
        assume(key(words[i].strip(",.“”’")) not in LIGHT and any(map(str.isalnum, words[i])))
        del words[i]
    elif kind == "number":
        digits = [n for n in range(1, len(words) - 1) if any(map(str.isdigit, words[n]))]
        assume(digits)
        i = draw(st.sampled_from(digits))
        words[i] = re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), words[i], count=1)
    else:
        assume(key(words[i].strip(",.“”’")) not in LIGHT and any(map(str.isalnum, words[i])))
        words[i] = draw(st.sampled_from("Lima Kowalski denied confirmed fewer guilty trade before after".split()))
    return " ".join(words)


@settings(max_examples=300)
@given(spoilt(), st.integers(1, 40), st.booleans())
def test_a_quote_that_says_something_else_is_never_accepted(quote: str, sentence: int, small: bool) -> None:
    plain = " ".join(re.findall(r"\w+", quote.lower()))
    assume(plain not in " ".join(re.findall(r"\w+", SEED.lower())))
    assert isinstance(locate(quote.lower() if small else quote, Article(SEED), sentence), Absent)


@given(st.data())
def test_real_prose_twice_as_long_gives_the_same_place(data: st.DataObject) -> None:
    start, end = data.draw(real_span())
    quote = data.draw(slips(SEED[start:end]))
    once, twice = locate(quote, Article(SEED)), locate(quote, Article(f"{SEED}\n\n{SEED}"))
    assert isinstance(once, Located)
    assert isinstance(twice, Located)
    assert (once.spans, once.match, once.score, once.differences) == (
        twice.spans,
        twice.match,
        twice.score,
        twice.differences,
    )
    assert twice.occurrences == 2 * once.occurrences


ALPHABET = list("abc de.,\"'“”’…—-\n\u00ad\u200b é\u0301ê\u0323ệ中文عדא😀1 \u00a0«»")
texts = st.text(ALPHABET, min_size=2, max_size=80).filter(lambda text: bool(text.strip()))


@st.composite
def text_and_part(draw: st.DrawFn) -> tuple[str, str]:
    """A text and a part of it that cuts no word and no number where it stands first."""
    text = draw(texts)
    borders = [i for i in range(len(text) + 1) if not cuts(text, i)]
    start = draw(st.sampled_from(borders[:-1]))
    end = draw(st.sampled_from([i for i in borders if i > start]))
    part = text[start:end].strip()
    at = text.find(part)
    assume(fold(part).text.strip() and not cuts(text, at) and not cuts(text, at + len(part)))
    return text, part


@given(text_and_part())
def test_any_part_of_a_text_is_found_as_it_stands(case: tuple[str, str]) -> None:
    text, part = case
    found = locate(part, Article(text))
    assert isinstance(found, Located)
    assert found.match == "exact"
    assert part in text[slice(*found.spans[0])]


@given(text_and_part(), st.sampled_from(["NFC", "NFD"]))
def test_composed_and_decomposed_letters_are_the_same(case: tuple[str, str], form: Literal["NFC", "NFD"]) -> None:
    text, part = case
    behind = text[text.find(part) + len(part) :][:1]
    whole = not unicodedata.combining(part[0]) and not (behind and unicodedata.combining(behind))
    changed = unicodedata.normalize(form, part)
    if whole and fold(changed).text.strip():
        assert isinstance(locate(changed, Article(text)), Located)


@given(st.sampled_from(["NFC", "NFD"]), st.sampled_from(["NFC", "NFD"]), st.data())
def test_real_prose_in_either_form_is_found_in_either_form(
    one: Literal["NFC", "NFD"], other: Literal["NFC", "NFD"], data: st.DataObject
) -> None:
    start, end = data.draw(real_span())
    text = unicodedata.normalize(one, SEED.replace("Russia", "Rüssìa"))
    quote = unicodedata.normalize(other, SEED[start:end].replace("Russia", "Rüssìa"))
    found = locate(quote, Article(text))
    assert isinstance(found, Located)
    assert unicodedata.normalize(other, text[slice(*found.spans[0])]) == quote


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


@given(st.data())
def test_quotes_in_any_order_are_found_in_the_same_places(data: st.DataObject) -> None:
    spans = data.draw(st.lists(real_span(), min_size=2, max_size=5))
    quotes = [data.draw(slips(SEED[a:b])) for a, b in spans]
    one, other = Article(SEED), Article(SEED)
    forth = [locate(quote, one) for quote in quotes]
    back = [locate(quote, other) for quote in reversed(quotes)]
    assert forth == back[::-1]


@given(text_and_part())
def test_a_text_twice_as_long_gives_the_same_place(case: tuple[str, str]) -> None:
    text, part = case
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
