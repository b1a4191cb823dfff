"""One line against one short text: what a rule must catch, and beside it what it must let pass."""

from __future__ import annotations

from typing import Any

import pytest

from summarizer import Article
from summarizer.answer import Answer
from summarizer.checks.fit import alike
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
    if more.get("denied"):
        value["denials"] = [{**said, "kind": "flat", "denied": [statement], "answers": []}]
    else:
        value["claims"] = [{**said, "kind": "assertion", "statement": statement, "certainty": "certain"}]
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
