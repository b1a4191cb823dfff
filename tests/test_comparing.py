"""Two briefings compared: which statements are the same, what differs in them, and that nothing is lost or told twice."""

from __future__ import annotations

from collections import Counter
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.answer import AnswerLink
from summarizer.briefing import Actor, AnalystView, BottomLine, Briefing, Claim, Denial, Response
from summarizer.comparing import Change, Comparison, Pair, compare, same_speaker
from summarizer.statements import Statement
from tests.render.conftest import evidence, provenance, said, source

QUOTES = (
    evidence(1, "the Karst dam was opened on purpose"),
    evidence(1, "flooding four villages"),
    evidence(2, "will probably come again"),
    evidence(3, "have both denied that anyone opened the dam"),
    evidence(4, "refused to comment"),
    evidence(5, "the gates could have failed by themselves"),
)
TEXTS = (
    "The Karst dam was opened on purpose.",
    "The Karst dam was opened on purpose",
    "The Karst dam was opened by mistake.",
    "The flood reached 4 villages.",
    "The flood reached 5 villages.",
    "Five villages were reached by the flood.",
    "The gates of the dam failed.",
    "It is so.",
    "Ω",
)
NAMES = ("Ora Lindqvist", "Lindqvist", "Officials of Orsk", "Free Rivers League", "Tamsin Orvo", "they")

Made = tuple[str, int, str, str, tuple[int, ...], str, tuple[tuple[str, str], ...]]


def briefing(made: list[Made], bottom_line: tuple[str, ...] = (), **changed: Any) -> Briefing:
    """A briefing of these statements: list, speaker, text, certainty, quotes, hedge, links."""
    lists: dict[str, list[Any]] = {"claims": [], "denials": [], "other_responses": [], "analyst_views": []}
    for number, (name, speaker, text, certainty, quotes, hedge, links) in enumerate(made):
        common = said(
            f"x{number}", f"a{speaker}", "said", *(QUOTES[q] for q in quotes), hedges=[hedge] if hedge else []
        )
        match name:
            case "claims":
                item: Any = Claim(**common, kind="assertion", statement=text, certainty=cast(Any, certainty))
            case "analyst_views":
                item = AnalystView(**common, kind="assertion", statement=text, certainty=cast(Any, certainty))
            case "denials":
                found = [AnswerLink(claim=claim, fit=cast(Any, fit), why=None) for claim, fit in links]
                item = Denial(**common, kind="flat", denied=[text], answers=found)
            case _:
                answers = [claim for claim, _ in links]
                item = Response(**common, kind="refused_to_comment", topic=text, answers=answers)
        lists[name].append(item)
    actors = [Actor(id=f"a{i}", name=name, kind="person", role=None, aliases=[]) for i, name in enumerate(NAMES)]
    nothing: dict[str, Any] = {
        name: [] for name in ("conflicts", "omissions", "coverage", "gaps", "rejected", "warnings")
    }
    lines = [BottomLine(text=text, rests_on=[]) for text in bottom_line]
    whole = {"source": source(), "provenance": provenance(), "actors": actors, "bottom_line": lines, **nothing, **lists}
    return Briefing(**{**whole, **changed})


MADE = st.tuples(
    st.sampled_from(["claims", "denials", "other_responses", "analyst_views"]),
    st.integers(0, len(NAMES) - 1),
    st.sampled_from(TEXTS),
    st.sampled_from(["certain", "probable", "possible", "uncommitted"]),
    st.lists(st.integers(0, len(QUOTES) - 1), max_size=2, unique=True).map(tuple),
    st.sampled_from(["", "probably", "could"]),
    st.lists(
        st.tuples(st.integers(0, 9).map("x{}".format), st.sampled_from(["exact", "partial", "same_topic"])), max_size=2
    ).map(tuple),
)
BRIEFINGS = st.builds(
    briefing, st.lists(MADE, max_size=8), st.lists(st.sampled_from(["One.", "Two."]), max_size=2).map(tuple)
)
OTHER_ARTICLE = source().model_copy(update={"sha256": "f" * 64})


def keys(statements: Any) -> Counter[str]:
    return Counter(statement.item.id for statement in statements)


def mirrored(change: Change | None) -> Change | None:
    if change is None:
        return None
    turned = {"weaker": "stronger", "stronger": "weaker"}.get(change.direction or "")
    return Change(change.what, change.after, change.before, cast(Any, turned))


def seen(pairs: tuple[Pair, ...]) -> list[tuple[str, str, tuple[Change | None, ...]]]:
    return sorted((p.before.item.id, p.after.item.id, p.changes) for p in pairs)


@given(BRIEFINGS)
def test_a_briefing_does_not_differ_from_itself(one: Briefing) -> None:
    found = compare(one, one)
    assert not found.differs
    assert [pair.before for pair in found.pairs] == [pair.after for pair in found.pairs]


@given(BRIEFINGS, BRIEFINGS)
def test_every_statement_is_accounted_for_exactly_once(one: Briefing, other: Briefing) -> None:
    found = compare(one, other)
    assert keys(found.gone) + keys(p.before for p in found.pairs) == Counter(item.id for item in one.items)
    assert keys(found.added) + keys(p.after for p in found.pairs) == Counter(item.id for item in other.items)


@given(BRIEFINGS, BRIEFINGS, st.booleans())
def test_the_other_way_round_is_the_mirror_image(one: Briefing, other: Briefing, same_article: bool) -> None:
    if not same_article:
        other = other.model_copy(update={"source": OTHER_ARTICLE})
    there, back = compare(one, other), compare(other, one)
    assert there.same_article == back.same_article == same_article
    assert (keys(there.added), keys(there.gone)) == (keys(back.gone), keys(back.added))
    turned = tuple(Pair(p.after, p.before, tuple(c for c in map(mirrored, p.changes) if c)) for p in back.pairs)
    assert seen(there.pairs) == seen(turned)
    assert there.bottom_line == mirrored(back.bottom_line)
    assert there.differs == back.differs


@given(BRIEFINGS, st.randoms(use_true_random=False))
def test_neither_the_order_nor_the_ids_of_statements_matter(one: Briefing, random: Any) -> None:
    claims = list(one.claims)
    random.shuffle(claims)
    found = compare(one, one.model_copy(update={"claims": claims}))
    assert (found.added, found.gone, found.changed) == ((), (), ())


def only(found: Comparison) -> Pair:
    """The one statement that changed; nothing was added or went."""
    assert (found.added, found.gone) == ((), ())
    (pair,) = found.changed
    return pair


CLAIM: Made = ("claims", 0, TEXTS[0], "probable", (0,), "probably", ())


def changes(*, before: Made = CLAIM, **after: Any) -> dict[str, Change]:
    place = {"speaker": 1, "text": 2, "certainty": 3, "quotes": 4, "hedge": 5, "links": 6}
    changed: list[Any] = list(before)
    for name, value in after.items():
        changed[place[name]] = value
    made = cast(Made, tuple(changed))
    return {change.what: change for change in only(compare(briefing([before]), briefing([made]))).changes}


def test_a_weaker_and_a_stronger_hedge_are_told_by_the_ladder() -> None:
    found = changes(certainty="possible", hedge="could")
    assert found["certainty"] == Change("certainty", ("probable",), ("possible",), "weaker")
    assert found["hedges"] == Change("hedges", ("probably",), ("could",))
    assert changes(certainty="certain", hedge="")["certainty"].direction == "stronger"
    assert changes(certainty="uncommitted")["certainty"].direction == "weaker"


def test_a_number_that_changed_is_named() -> None:
    before: Made = ("claims", 0, "The flood reached 4 villages.", "certain", (1,), "", ())
    found = changes(before=before, text="The flood reached five villages.")
    assert found["numbers"] == Change("numbers", ("4",), ("5",))
    assert "wording" in found


def test_the_same_words_by_another_speaker_are_re_attributed() -> None:
    assert changes(speaker=4)["speaker"] == Change("speaker", ("Ora Lindqvist",), ("Tamsin Orvo",))


def test_a_shorter_name_is_no_other_speaker() -> None:
    assert not compare(briefing([CLAIM]), briefing([(CLAIM[0], 1, *CLAIM[2:])])).differs


def test_a_denial_by_another_party_is_another_denial() -> None:
    first: Made = ("denials", 2, TEXTS[0], "", (3,), "", ())
    second: Made = ("denials", 3, *first[2:])
    found = compare(briefing([first]), briefing([second]))
    assert [s.speaker.name for s in found.gone] == ["Officials of Orsk"]
    assert [s.speaker.name for s in found.added] == ["Free Rivers League"]


def test_a_refusal_never_becomes_a_denial() -> None:
    refusal: Made = ("other_responses", 4, TEXTS[0], "", (4,), "", ())
    denial: Made = ("denials", *refusal[1:])
    found = compare(briefing([refusal]), briefing([denial]))
    assert ([s.list_name for s in found.gone], [s.list_name for s in found.added]) == (["other_responses"], ["denials"])


def test_a_denial_that_answers_the_claim_otherwise_says_so_whatever_the_ids() -> None:
    claim: Made = ("claims", 0, TEXTS[0], "certain", (0,), "", ())
    more: Made = ("claims", 4, TEXTS[6], "certain", (5,), "", ())

    def denial(*links: tuple[str, str]) -> Made:
        return ("denials", 2, TEXTS[0], "", (3,), "", links)

    before = briefing([claim, denial(("x0", "partial"))])
    assert not compare(before, briefing([claim, denial(("x0", "partial"))])).differs
    moved = briefing([more, claim, denial(("x1", "partial"))])
    assert compare(before, moved).changed == ()  # the claim has another id there
    pair = only(compare(before, briefing([claim, denial(("x0", "exact"))])))
    assert pair.changes == (Change("answers", (f"{TEXTS[0]} (partial)",), (f"{TEXTS[0]} (exact)",)),)
    assert only(compare(before, briefing([claim, denial()]))).changes[0].after == ()


def test_what_was_called_a_view_is_still_the_same_statement() -> None:
    found = compare(briefing([CLAIM]), briefing([("analyst_views", *CLAIM[1:])]))
    assert only(found).changes == (Change("kind", ("claims", "assertion"), ("analyst_views", "assertion")),)


def test_two_points_of_one_speaker_in_one_sentence_are_two() -> None:
    one: Made = ("claims", 0, "The Karst dam was opened on purpose.", "certain", (0,), "", ())
    two: Made = ("claims", 0, "The flood reached four villages.", "certain", (1,), "", ())
    found = compare(briefing([one]), briefing([two]))
    assert (len(found.added), len(found.gone)) == (1, 1)


def test_in_another_version_of_the_article_words_tell_and_places_do_not() -> None:
    moved = QUOTES[0].model_copy(update={"sentence": QUOTES[5].sentence, "start": 900, "end": 935})
    updated = briefing([CLAIM], source=OTHER_ARTICLE)
    claim = updated.claims[0].model_copy(update={"evidence": [moved]})
    found = compare(briefing([CLAIM]), updated.model_copy(update={"claims": [claim]}))
    assert not found.same_article
    assert not found.differs


def test_another_bottom_line_is_a_difference_of_its_own() -> None:
    found = compare(briefing([CLAIM], ("One.",)), briefing([CLAIM], ("One.", "Two.")))
    assert found.bottom_line == Change("wording", ("One.",), ("One.", "Two."))
    assert found.differs
    assert found.changed == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ora Lindqvist", "Lindqvist", True),
        ("ora lindqvist", "Ora Lindqvist", True),
        ("Kim Jong Un", "Kim Yo Jong", False),
        ("Russian officials", "North Korean officials", False),
        ("Officials of Orsk", "the Orsk officials", True),
        ("the ministry", "the minister", False),
        ("The", "They", False),
        ("", "Orsk", False),
    ],
)
def test_which_names_are_one_speaker(one: str, other: str, same: bool) -> None:
    first, second = (Actor(id="a", name=name, kind="person", role=None, aliases=[]) for name in (one, other))
    assert same_speaker(first, second) is same_speaker(second, first) is same


def test_an_alias_is_a_name() -> None:
    league = Actor(id="a", name="Free Rivers League", kind="organization", role=None, aliases=["FRL"])
    assert same_speaker(league, Actor(id="b", name="frl", kind="organization", role=None, aliases=[]))


def test_the_statement_is_that_of_the_briefing() -> None:
    found = compare(briefing([CLAIM]), briefing([]))
    (gone,) = found.gone
    assert isinstance(gone, Statement)
    assert gone.texts == (TEXTS[0],)
