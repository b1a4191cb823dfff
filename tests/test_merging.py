"""Merging: one answer stays as it is, order and repetition change nothing, and two people stay two."""

from __future__ import annotations

import json
import random
from functools import lru_cache
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from summarizer.answer import Answer
from summarizer.article import Article
from summarizer.merging import merge
from summarizer.review import review
from summarizer.sections import Section, full_names, sections, shown
from tests.support import answers
from tests.support.hearing import hearing
from tests.support.sections import cut

HEARING = hearing(30_000)


@lru_cache
def parts(limit: int = 3_000) -> dict[Section, Answer]:
    """The hand-made answer, cut to each section of the invented hearing."""
    article = HEARING.article
    found = {}
    for section in sections(article, limit):
        there = article.sentences[section.first - 1 : section.last]
        texts = {s.number: article.text[s.start : s.end] for s in there}
        value = cut(HEARING.answer, texts, shown(article, section)["known"])
        found[section] = Answer.model_validate(value)
    return found


def one(*lists: dict[str, Any], actors: list[dict[str, Any]] | None = None, **named: Any) -> Answer:
    """A small answer: claims by actor a1, or the lists that are named."""
    value = {**answers.empty(), "actors": actors or [actor()], "claims": list(lists), **named}
    return Answer.model_validate(value)


def actor(
    name: str = "Ola Tarn",
    *,
    ident: str = "a1",
    role: str | None = None,
    kind: str = "person",
    aliases: tuple[str, ...] = (),
) -> dict[str, Any]:
    return {"id": ident, "name": name, "kind": kind, "role": role, "aliases": list(aliases)}


def claim(
    statement: str, *evidence: str, ident: str = "c1", speaker: str = "a1", certainty: str = "certain"
) -> dict[str, Any]:
    return {
        "id": ident,
        "speaker": speaker,
        "kind": "assertion",
        "statement": statement,
        "certainty": certainty,
        "evidence": list(evidence),
    }


def denial(denied: str, *evidence: str, ident: str = "d1", speaker: str = "a1") -> dict[str, Any]:
    return {
        "id": ident,
        "speaker": speaker,
        "kind": "flat",
        "denied": [denied],
        "answers": [],
        "evidence": list(evidence),
    }


FIRST, SECOND, THIRD = Section(1, 1, 10), Section(8, 11, 20), Section(18, 21, 30)


def test_one_section_is_given_back_as_it_is() -> None:
    answer = Answer.model_validate(answers.ANSWER)
    assert merge({FIRST: answer}).answer is answer


@given(st.integers(0, 99), st.sampled_from([1_200, 3_000, 8_000]))
def test_the_order_changes_nothing(seed: int, limit: int) -> None:
    entries = list(parts(limit).items())
    random.Random(seed).shuffle(entries)
    assert merge(dict(entries)).answer == merge(parts(limit)).answer


def test_it_is_idempotent() -> None:
    whole = merge(parts()).answer
    assert merge({Section(1, 1, len(HEARING.article.sentences)): whole}).answer == whole


def test_an_answer_merged_with_itself_says_nothing_twice() -> None:
    whole = merge(parts()).answer
    twice = merge({FIRST: whole, SECOND: whole}).answer
    assert twice.model_copy(update={"bottom_line": whole.bottom_line}) == whole


def test_the_merged_hearing_is_the_whole_one() -> None:
    whole = merge(parts(), full_names(HEARING.article)).answer
    names = {actor.id: actor.name for actor in whole.actors}
    truth = {a["id"]: a["name"] for a in HEARING.answer["actors"]}
    assert sorted(names.values()) == sorted(truth.values())
    for name in ("claims", "denials", "other_responses"):
        made = [(names[item.speaker], *item.evidence) for item in getattr(whole, name)]
        assert made == [(truth[item["speaker"]], *item["evidence"]) for item in HEARING.answer[name]]
    claims = {claim.id: claim.evidence for claim in whole.claims}
    meant = {c["id"]: c["evidence"] for c in HEARING.answer["claims"]}
    for mine, theirs in zip(whole.denials, HEARING.answer["denials"], strict=True):
        linked = {link.claim: link.fit for link in mine.answers}
        exact = [claims[name] for name, fit in linked.items() if fit == "exact"]
        assert exact == [meant[HEARING.denied[theirs["id"]]]]
    assert review(whole, HEARING.article).errors == [f for f in review(whole, HEARING.article).errors if f.item is None]


def test_the_same_words_in_the_overlap_are_one_item_with_all_its_evidence() -> None:
    first = one(claim("The gate was shut at noon", "[9] the gate was shut at noon"))
    second = one(claim("The gate was closed at noon", "[9] gate was shut at noon", "[12] It was shut"))
    whole = merge({FIRST: first, SECOND: second}).answer
    assert [c.statement for c in whole.claims] == ["The gate was shut at noon"]
    assert whole.claims[0].evidence == ["[9] the gate was shut at noon", "[12] It was shut"]


def test_another_point_from_the_same_sentence_stays_another_item() -> None:
    first = one(claim("The gate was shut at noon", "[9] the gate was shut at noon and would not open"))
    second = one(claim("The valve did not leak", "[9] the gate was shut at noon and would not open"))
    assert len(merge({FIRST: first, SECOND: second}).answer.claims) == 2


def test_a_negation_or_another_number_is_another_item() -> None:
    for other in ("The gate was not shut at 12", "The gate was shut at 13"):
        first, second = (
            one(claim("The gate was shut at 12", "[9] gate was shut")),
            one(claim(other, "[9] gate was shut")),
        )
        assert len(merge({FIRST: first, SECOND: second}).answer.claims) == 2


def test_the_same_point_pages_later_is_one_item() -> None:
    first, third = (
        one(claim("The gate was shut", "[2] was shut")),
        one(claim("The gate was shut", "[25] had been shut")),
    )
    whole = merge({FIRST: first, THIRD: third})
    assert [c.evidence for c in whole.answer.claims] == [["[2] was shut", "[25] had been shut"]]
    assert whole.without(frozenset({"c1"})).claims[0].evidence == ["[2] was shut"]


def joined(first: dict[str, Any], second: dict[str, Any], names: dict[str, dict[str, int]] | None = None) -> list[str]:
    """The names of the actors that two sections' actors become."""
    answers_ = {FIRST: one(actors=[first]), THIRD: one(actors=[second])}
    return [f"{a.name}{a.aliases or ''}" for a in merge(answers_, names or {}).answer.actors]


def test_actors_are_unified_by_name_alias_and_role() -> None:
    assert joined(actor("Ola Tarn"), actor("Ola Tarn", role="a judge")) == ["Ola Tarn"]
    assert joined(actor("Tarn"), actor("Ola Tarn")) == ["Ola Tarn['Tarn']"]
    assert joined(actor("Ola Tarn"), actor("Mr. Tarn")) == ["Ola Tarn"]
    assert joined(
        actor("the Brask company", kind="organization", aliases=("Brask",)), actor("Brask", kind="organization")
    ) == ["the Brask company['Brask']"]
    assert joined(actor("residents", kind="unspecified"), actor("Residents", kind="official_group")) == ["residents"]


def test_two_people_of_one_surname_are_two() -> None:
    two = {"holt": {"Anna Holt": 1, "Ben Holt": 2}}
    assert joined(actor("Anna Holt"), actor("Ben Holt")) == ["Anna Holt", "Ben Holt"]
    assert joined(actor("Anna Holt"), actor("Holt"), two) == ["Anna Holt", "Holt"]
    assert joined(actor("Anna Holt", aliases=("Holt",)), actor("Holt"), two) == ["Anna Holt['Holt']", "Holt"]
    assert joined(actor("Anna Holt", role="a nurse"), actor("Holt", role="a nurse"), two) == ["Anna Holt"]
    assert joined(actor("Brask", kind="organization"), actor("Brask")) == ["Brask", "Brask"]


def test_two_witnesses_without_a_name_are_two_unless_the_overlap_shows_one() -> None:
    far = {
        FIRST: one(claim("It fell", "[2] It fell"), actors=[actor("a witness")]),
        THIRD: one(claim("It stood", "[25] It stood"), actors=[actor("a witness")]),
    }
    assert len(merge(far).answer.actors) == 2
    near = {
        FIRST: one(claim("It fell", "[9] It fell"), actors=[actor("a witness")]),
        SECOND: one(claim("It fell", "[9] It fell"), actors=[actor("a witness")]),
    }
    assert (len(merge(near).answer.actors), len(merge(near).answer.claims)) == (1, 1)


def test_what_one_section_keeps_apart_stays_apart() -> None:
    both = [
        actor("Brask", kind="organization"),
        actor("the Brask company", ident="a2", kind="organization", aliases=("Brask",)),
    ]
    whole = merge({FIRST: one(actors=both), THIRD: one(actors=both)}).answer
    assert [a.name for a in whole.actors] == ["Brask", "the Brask company"]


def linked(statement: str, denied: str) -> list[tuple[str, str | None]]:
    first = one(claim(statement, "[2] words"), actors=[actor("Ola Tarn")])
    third = one(denials=[denial(denied, "[25] denied that words")], actors=[actor("Ben Holt")])
    (made,) = merge({FIRST: first, THIRD: third}).answer.denials
    return [(link.fit, link.why) for link in made.answers]


def test_a_denial_is_linked_across_sections_to_the_same_proposition_only() -> None:
    assert linked("Brask closed the gate in Oster", "Brask closed the gate in Oster") == [("exact", None)]
    assert linked("Brask closed 5 gates in Oster", "Brask closed 7 gates in Oster") == []
    assert linked("Brask closed the inner gate in Oster", "Brask closed the outer gate in Oster") == []
    ((fit, why),) = linked("Brask closed the old gate in Oster", "Brask closed the old gate")
    assert (fit, why) == ("same_topic", "only c1 says “Oster”")
    assert linked("Brask closed the gate in Oster", "Lumen paid for the lift") == []
    assert linked("Brask never closed the gate in Oster", "Brask closed the gate in Oster") == []


def test_nobody_denies_what_he_says_himself() -> None:
    first = one(claim("Brask closed the gate", "[2] words"))
    third = one(denials=[denial("Brask closed the gate", "[25] denied that words")])
    assert merge({FIRST: first, THIRD: third}).answer.denials[0].answers == []


def test_an_unknown_id_stays_unknown() -> None:
    first = one(claim("It fell", "[2] It fell", ident="c9"), claim("It stood", "[3] It stood", ident="c1"))
    lost = {
        **denial("It burned", "[25] denied that it burned", speaker="a7"),
        "answers": [{"claim": "c2", "fit": "partial", "why": "x"}],
    }
    whole = merge({FIRST: first, THIRD: one(denials=[lost], bottom_line=[{"text": "It.", "rests_on": ["c2"]}])}).answer
    assert whole.denials[0].speaker not in {a.id for a in whole.actors}
    assert whole.denials[0].answers[0].claim not in {c.id for c in whole.claims}
    errors = {f.rule for f in review(whole, Article(answers.TEXT)).errors}
    assert {"speaker-unknown", "reference-unknown", "bottom-line-rests"} <= errors


def test_merging_is_pure() -> None:
    before = json.dumps([a.model_dump() for a in parts().values()])
    merge(parts())
    assert json.dumps([a.model_dump() for a in parts().values()]) == before


def test_what_only_its_section_can_name_is_not_unified_far_away() -> None:
    assert joined(actor("the company", kind="organization"), actor("the company", kind="organization")) == [
        "the company",
        "the company",
    ]
    assert joined(actor("a spokesman"), actor("a spokesman")) == ["a spokesman", "a spokesman"]
    assert joined(actor("officials", kind="official_group"), actor("officials", kind="official_group")) == ["officials"]


def test_an_item_that_failed_in_its_section_is_joined_with_none() -> None:
    first, third = one(claim("The gate was shut", "[2] was shut")), one(claim("The gate was shut", "[25] may be shut"))
    whole = merge({FIRST: first, THIRD: third}, faulty={THIRD: {"c1"}}).answer
    assert [c.evidence for c in whole.claims] == [["[2] was shut"], ["[25] may be shut"]]
