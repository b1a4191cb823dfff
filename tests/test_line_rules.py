"""One line against one short text: what a rule must catch, and beside it what it must let pass."""

from __future__ import annotations

from typing import Any

import pytest

from summarizer import Article
from summarizer.answer import Answer, AnswerActor
from summarizer.checks.fit import alike
from summarizer.checks.identity import can_be_one
from summarizer.lexicon import lexicon
from summarizer.review import review
from tests.support import answers

HEAD = "Dam talks end\n\n"
PEOPLE: list[tuple[str, str, list[str]]] = [
    ("Ilse Tarn", "person", []),
    ("Odo Varr", "person", ["Mr Varr", "the mayor"]),
    ("Brask Water", "organization", ["the company"]),
    ("the harbour ministry", "government", []),
    ("A harbour ministry official", "person", []),
]


def found(text: str, speaker: str, statement: str, *evidence: str, **more: Any) -> set[str]:
    """The rules that object to one claim (or, with `denied`, one denial) about a text after a headline."""
    value = answers.empty()
    value["actors"] = [
        {"id": f"a{i}", "name": name, "kind": kind, "role": None, "aliases": [a for a in aliases if a in text]}
        for i, (name, kind, aliases) in enumerate(PEOPLE)
        if name.lower() in text.lower() or any(alias in text for alias in aliases)
    ]
    ids = {actor["name"]: actor["id"] for actor in value["actors"]}
    said = {"id": "x1", "speaker": ids[speaker], "evidence": list(evidence)}
    if more.get("response"):
        value["other_responses"] = [{**said, "kind": more["response"], "topic": statement, "answers": []}]
    elif more.get("denied"):
        value["denials"] = [{**said, "kind": "flat", "denied": [statement], "answers": []}]
    else:
        certainty = more.get("certainty", "certain")
        value["claims"] = [{**said, "kind": "assertion", "statement": statement, "certainty": certainty}]
    value["bottom_line"] = [{"text": "The talks ended.", "rests_on": ["x1"]}]
    return {f.rule for f in review(Answer.model_validate(value), Article(HEAD + text)).errors}


SPEAKERS = [
    # the other person is named in the sentence, but the cue is not theirs
    ("Ilse Tarn told the council that Odo Varr had sold the dam.", "Odo Varr", "Ilse Tarn", "Varr had sold the dam"),
    ("“We sold the dam to Brask Water,” Ilse Tarn said.", "Brask Water", "Ilse Tarn", "We sold the dam"),
    ("Ilse Tarn said the dam was full, and said Brask Water had left.", "Brask Water", "Ilse Tarn", "Water had left"),
    ("Brask Water declined. He said the dam was full, Ilse Tarn recalled.", "Brask Water", "Ilse Tarn", "dam was full"),
    # a person's pronoun is no company's
    ("Ilse Tarn met Brask Water. She said the dam was full.", "Brask Water", "Ilse Tarn", "the dam was full"),
    # a subject behind its verb
    (
        "Ilse Tarn left. The county should pay the dam, said Odo Varr, the mayor.",
        "Ilse Tarn",
        "Odo Varr",
        "county should pay the dam",
    ),
    ("Ilse Tarn left. Prices of the water rose, said Odo Varr.", "Ilse Tarn", "Odo Varr", "Prices of the water rose"),
    # clauses parted by a semicolon
    ("Ilse Tarn had spoken of a dam; Odo Varr said it was a wall.", "Odo Varr", "Ilse Tarn", "had spoken of a dam"),
    # the words of a paper are its own, whatever carries them
    (
        "Ilse Tarn left. A page of Brask Water reported that the dam was full.",
        "Ilse Tarn",
        "Brask Water",
        "the dam was full",
    ),
    # several bodies are no single person
    (
        "Ilse Tarn left. Brask Water built it. The companies said the dam was full.",
        "Ilse Tarn",
        "Brask Water",
        "the dam was full",
    ),
    # the whole name of a description
    (
        "Ilse Tarn left. A harbour ministry official, who asked about it, said the dam was full.",
        "Ilse Tarn",
        "A harbour ministry official",
        "the dam was full",
    ),
    # a description with another's noun
    (
        "The harbour ministry and a harbour ministry official spoke. The ministry said the dam was full.",
        "A harbour ministry official",
        "the harbour ministry",
        "the dam was full",
    ),
]


@pytest.mark.parametrize(("text", "wrong", "right", "quote"), SPEAKERS)
def test_the_cue_decides_whose_words_they_are(text: str, wrong: str, right: str, quote: str) -> None:
    number = text.count(". ", 0, text.find(quote)) + 2
    statement = quote.removeprefix("We ").replace("Water had", "Brask Water had")
    assert "speaker-other" in found(text, wrong, statement, f"[{number}] {quote}")
    assert "speaker-other" not in found(text, right, statement, f"[{number}] {quote}")


NEGATIONS = [
    ("negation-dropped", "Ilse Tarn said the plan, which does not cover the dam, was law.", "The plan does cover the dam",
     "The plan does not cover the dam", "which does not cover the dam"),
    ("negation-dropped", "Ilse Tarn said tapes were never returned and the case would return.", "Tapes were returned",
     "Tapes were never returned", "tapes were never returned"),
    ("negation-added", "Ilse Tarn, who was not asked, said the dam was most likely full.", "The dam was not most likely full",
     "The dam was most likely full", "the dam was most likely full"),
    ("negation-added", "Ilse Tarn said: “I'll have one vote in each round.”", "Tarn will not have one vote",
     "Tarn will have one vote", "have one vote in each round"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "text", "wrong", "right", "quote"), NEGATIONS)
def test_a_negation_is_seen_where_it_stands(rule: str, text: str, wrong: str, right: str, quote: str) -> None:
    assert rule in found(text, "Ilse Tarn", wrong, f"[2] {quote}")
    assert rule not in found(text, "Ilse Tarn", right, f"[2] {quote}")


def test_a_negation_without_words_of_its_own_may_negate_others() -> None:
    text = "The pump could produce such a flow, Ilse Tarn said, though one valve would not."
    assert (
        found(text, "Ilse Tarn", "One valve would not produce such a flow", "[2] though one valve would not") == set()
    )


PLACES = [
    ("name-replaced", "Ilse Tarn said the dam was sold to Brask Water by Odo Varr in May, after the harbour ministry left.",
     "The dam was sold to Odo Varr by Brask Water in May", "The dam was sold to Brask Water by Varr in May"),
    ("number-absent", "Ilse Tarn said the flow would grow by 6 percent in the year after 9 dry ones.",
     "The flow would grow by 9 percent in the year", "The flow would grow by 6 percent in the year"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "text", "wrong", "right"), PLACES)
def test_nothing_stands_in_another_s_place(rule: str, text: str, wrong: str, right: str) -> None:
    quote = text.split(" said ")[1].partition(",")[0].rstrip(".")
    quote = " ".join(quote.split()[:9])
    assert rule in found(text, "Ilse Tarn", wrong, f"[2] {quote}")
    assert rule not in found(text, "Ilse Tarn", right, f"[2] {quote}")


JOINT = [
    ("Ilse Tarn and Brask Water, the builder, both denied that the dam leaked.", "denied that the dam leaked", True),
    ("“Neither of us has sold the dam,” the directors, Ilse Tarn and Odo Varr, wrote.", "Neither of us has sold", True),
    ("Ilse Tarn denied that Odo Varr and Brask Water had met.", "denied that Odo Varr and Brask Water", False),
]


@pytest.mark.parametrize(("text", "quote", "joint"), JOINT)
def test_two_who_deny_together_are_two(text: str, quote: str, joint: bool) -> None:
    assert ("joint-denial" in found(text, "Ilse Tarn", "The dam leaked", f"[2] {quote}", denied=True)) is joint


@pytest.mark.parametrize(
    ("cue", "refused"), [("was denied a visa by the harbour ministry", True), ("denied that the dam leaked", False)]
)
def test_to_be_denied_something_is_no_denial(cue: str, refused: bool) -> None:
    rules = found(f"Ilse Tarn {cue} and would not say why.", "Ilse Tarn", "The dam leaked", f"[2] {cue}", denied=True)
    assert ("refusal-as-denial" in rules or "denial-uncued" in rules) is refused


def test_a_long_run_of_the_article_s_own_words_is_told() -> None:
    long = " ".join(f"word{'abcdefghijklmnopqrstuvwxyzabcdefgh'[i]}{i}" for i in range(34))
    value = answers.empty()
    value["actors"] = [{"id": "a1", "name": "Ilse Tarn", "kind": "person", "role": None, "aliases": []}]
    claim = {"id": "c1", "speaker": "a1", "kind": "assertion", "statement": long, "certainty": "certain"}
    value["claims"] = [{**claim, "evidence": [f"[1] said {' '.join(long.split()[:5])}"]}]
    value["bottom_line"] = [{"text": "Tarn spoke.", "rests_on": ["c1"]}]

    def told() -> bool:
        findings = review(Answer.model_validate(value), Article(f"Ilse Tarn said {long}.")).findings
        return "copied-long" in {f.rule for f in findings}

    assert told()
    value["claims"][0]["statement"] = f"“{long}”"
    assert not told()


def test_another_figure_is_no_exact_denial() -> None:
    assert not alike("669 bolts of the bridge were loose", "77 bolts of the bridge were loose", frozenset())
    assert alike("669 bolts of the bridge were loose", "669 bolts of the bridge were loose", frozenset())


CERTAIN = [
    # (text, quote, statement, certainty, rules of hedging that object)
    ("Ilse Tarn held minutes suggesting that the dam was sold.", "suggesting that the dam was sold",
     "The minutes suggest that the dam was sold", "possible", set()),
    ("Ilse Tarn held minutes suggesting that the dam was sold.", "suggesting that the dam was sold",
     "The minutes suggest that the dam was sold", "certain", set()),
    ("Ilse Tarn said the dam was sold.", "the dam was sold", "The dam was sold", "possible", {"certainty-unhedged"}),
    ("“The likeliest outcome is a sale,” said Ilse Tarn.", "The likeliest outcome is a sale",
     "The likeliest outcome is a sale", "probable", set()),
    ("“The likeliest outcome is a sale,” said Ilse Tarn.", "The likeliest outcome is a sale",
     "The outcome is a sale", "probable", {"hedge-dropped"}),
    ("“The pump could not do more,” said Ilse Tarn.", "The pump could not do more",
     "The pump could not do more", "certain", set()),
    ("“The pump could not do more,” said Ilse Tarn.", "The pump could not do more",
     "It was not possible for the pump to do more", "certain", set()),
    ("“A leak could not be ruled out,” said Ilse Tarn.", "A leak could not be ruled out",
     "A leak could not be ruled out", "certain", {"certainty-hedged"}),
    ("Ilse Tarn did not rule out a leak.", "did not rule out a leak", "A leak is not ruled out", "possible", set()),
    # a hedge in a clause that is not quoted and not stated
    ("Ilse Tarn said the dam, which he could then use, was able to hold, and prices might rise.", "was able to hold",
     "The dam was able to hold", "certain", set()),
    # another hedge does not make up for the one that is lost
    ("Ilse Tarn said the pages may matter less than they appear to.", "the pages may matter less than they appear",
     "The pages matter less than they appear to", "possible", {"hedge-dropped"}),
    ("Ilse Tarn said the pages may matter less than they appear to.", "the pages may matter less than they appear",
     "The pages may well matter less than they appear to", "possible", set()),
    ("“It's clear that the dam leaks,” said Ilse Tarn.", "It's clear that the dam leaks", "The dam clearly leaks",
     "certain", set()),
    ("“The dam leaks,” said Ilse Tarn.", "The dam leaks", "The dam clearly leaks", "certain", {"booster-added"}),
]  # fmt: skip
HEDGING = {"hedge-dropped", "hedge-added", "certainty-hedged", "certainty-unhedged", "booster-added"}


@pytest.mark.parametrize(("text", "quote", "statement", "certainty", "rules"), CERTAIN)
def test_a_line_is_as_sure_as_its_source(
    text: str, quote: str, statement: str, certainty: str, rules: set[str]
) -> None:
    assert found(text, "Ilse Tarn", statement, f"[2] {quote}", certainty=certainty) & HEDGING == rules


CONTRASTS = [
    # (text, quote, what the statement says, the rule of negation that objects, or none)
    ("“It was not the wind but a paper in a drawer,” said Ilse Tarn.", "but a paper in a drawer",
     "It was a paper in a drawer", None),
    ("“It was not the wind but a paper in a drawer,” said Ilse Tarn.", "but a paper in a drawer",
     "It was the wind but a paper in a drawer", "negation-dropped"),
    ("“The honest figure is 50,” said Ilse Tarn.", "The honest figure is 50", "The honest figure is 50, not the 80 of the radio",
     None),
    ("“The honest figure is 50,” said Ilse Tarn.", "The honest figure is 50", "The honest figure is not 50", "negation-added"),
    ("“You cannot walk into a house and blame the ash,” said Ilse Tarn.", "walk into a house and blame",
     "One cannot blame the ash in a house", None),
    ("“How can people look if one side is gone?” said Ilse Tarn.", "How can people look if one side",
     "People cannot look if one side is gone", None),
    ("Ilse Tarn said the flow was less than four and that Varr had been told of it.", "Varr had been told of it",
     "Varr had not been told of it", "negation-added"),
    ("It could produce such a flow, Ilse Tarn said, though one valve would not.", "though one valve would not",
     "One valve would produce such a flow", "negation-dropped"),
    ("It was not foam, as Ilse Tarn had thought, but fish.", "foam, as Ilse Tarn had thought", "It was foam", None),
    ("It was not foam, as Ilse Tarn had thought, but fish.", "foam, as Ilse Tarn had thought", "It was not foam",
     "negation-added"),
    ("“I used to think that too,” said Ilse Tarn.", "I used to think that too", "Tarn did not think that",
     "negation-added"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quote", "statement", "rule"), CONTRASTS)
def test_a_contrast_negates_one_side_of_it(text: str, quote: str, statement: str, rule: str | None) -> None:
    rules = found(text, "Ilse Tarn", statement, f"[2] {quote}") & {"negation-dropped", "negation-added"}
    assert rules == ({rule} if rule else set())


RESPONSES = [
    ("Odo Varr did not deny that the dam leaked, and the company brushed aside questions about it.",
     "brushed aside questions about it", "deflection", "Brask Water", "Ilse Tarn"),
    ("Odo Varr did not deny that the dam leaked, and Ilse Tarn changed the subject.", "changed the subject", "deflection",
     "Ilse Tarn", "Brask Water"),
    ("Odo Varr said on Monday that he would not discuss the dam.", "would not discuss the dam", "refused_to_comment",
     "Odo Varr", "Ilse Tarn"),
    ("The mayor, Odo Varr, does not comment on the dam, and a clerk declined to say more.", "does not comment on the dam",
     "refused_to_comment", "Odo Varr", "Ilse Tarn"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quote", "kind", "right", "wrong"), RESPONSES)
def test_who_did_not_answer_is_the_subject_of_that_clause(
    text: str, quote: str, kind: str, right: str, wrong: str
) -> None:
    named = f"{text} Brask Water, the company, and Ilse Tarn built the dam."
    assert "speaker-other" not in found(named, right, "the dam", f"[2] {quote}", response=kind)
    assert "speaker-other" in found(named, wrong, "the dam", f"[2] {quote}", response=kind)


FITS = [
    ("The inner winch failed at noon", "The inner winch failed at noon", True),
    ("The inner winch failed at noon", "The outer winch failed at noon", False),
    ("Crews closed the northern bridge", "Crews closed the southern bridge", False),
    ("The firm sold shells to Wagner", "The firm shipped shells to Wagner", False),
    ("The firm was selling shells to Wagner", "The firm sells shells to Wagner", True),
    ("A fast-track system for Afghan refugees would be amnesty", "A fast-track system would be amnesty", False),
    ("A fast-track system for the Afghan refugees of May would amount to a new amnesty for all of them",
     "A fast-track system for the refugees of May would amount to a new amnesty for all of them", True),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "denied", "same"), FITS)
def test_another_word_in_the_same_place_is_another_thing(claim: str, denied: str, same: bool) -> None:
    assert alike(claim, denied, frozenset()) is same


def test_several_bodies_deny_for_each() -> None:
    text = "Both companies denied that the dam leaked. Brask Water built it."
    assert "joint-denial" in found(text, "Brask Water", "The dam leaked", "[2] denied that the dam leaked", denied=True)


def test_what_is_only_said_to_be_is_nobody_s_claim() -> None:
    text = "Ilse Tarn left. The lake is said to have swallowed a village."
    rules = found(text, "Ilse Tarn", "The lake has swallowed a village", "[3] is said to have swallowed a village")
    assert "speaker-other" in rules


@pytest.mark.parametrize(
    ("text", "statement", "replaced"),
    [
        ("Ilse Tarn also believes the dam was full.", "Odo Varr believes the dam was full", True),
        ("Ilse Tarn also believes the dam was full.", "Ilse Tarn believes the dam was full", False),
        ("Ilse Tarn said she felt the dam was full.", "Brask Water felt the dam was full", True),
        ("Ilse Tarn’s model assumed the dam was full.", "Odo Varr’s model assumed the dam was full", True),
    ],
)
def test_another_s_name_is_seen_in_the_place_of_the_subject(text: str, statement: str, replaced: bool) -> None:
    named = f"{text} It rained. Odo Varr and Brask Water left."
    quote = text.removesuffix(".")
    assert ("name-replaced" in found(named, "Ilse Tarn", statement, f"[2] {quote}")) is replaced


@pytest.mark.parametrize(
    ("name", "kind", "one"),
    [
        ("A city official involved in the tender", "official_group", True),
        ("a senior official familiar with the talks", "official_group", True),
        ("US officials", "official_group", False),
        ("Brask Water", "organization", False),
        ("Odo Varr", "person", True),
    ],
)
def test_who_can_be_a_she(name: str, kind: str, one: bool) -> None:
    actor = AnswerActor.model_validate({"id": "a1", "name": name, "kind": kind, "role": None, "aliases": []})
    assert can_be_one(lexicon("en"), actor) is one
