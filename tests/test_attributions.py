"""What rules alone see of reported speech, and what a briefing leaves out of it."""

from __future__ import annotations

import pytest

from summarizer.answer import Answer
from summarizer.article import Article
from summarizer.attributions import attributions
from summarizer.omissions import Covered, coverage, omissions
from summarizer.resources import shipped
from summarizer.review import review
from summarizer.second_look import added, merge, missing, worth_asking
from tests.support import answers


@pytest.mark.parametrize(
    ("text", "kind", "speaker", "cue"),
    [
        ("Ilse Tarn said the shaft was safe.", "says", "Ilse Tarn", "said"),
        ("“It is safe,” said Ilse Tarn, who leads the union.", "says", "Ilse Tarn", "said"),
        ("The shaft, Ilse Tarn said, was safe.", "says", "Ilse Tarn", "said"),
        ("On Tuesday, the mine's owner said it was safe.", "says", "the mine's owner", "said"),
        ("According to the inspectors, it was safe.", "says", "the inspectors", "According to"),
        ("Lena Okt, a geologist at the institute, said it was safe.", "expert", "Lena Okt", "said"),
        ("Its director, Odo Varr, told reporters it was safe.", "says", "Odo Varr", "told"),
        ("Union leaders have repeatedly denied it.", "denies", "Union leaders", "denied"),
        ("Both the firm and the union denied it.", "denies", "Both the firm and the union", "denied"),
        ("Asked about the fall, Odo Varr refused to comment.", "declines", "Odo Varr", "refused to comment"),
        ("Odo Varr did not deny it.", "declines", "Odo Varr", "deny"),
        ("The ministry did not respond to a request.", "declines", "The ministry", "did not respond"),
        ("Neither could be reached.", None, None, None),
        ("Two women were denied entry.", None, None, None),
        ("The mine has four shafts.", None, None, None),
        ("The “rear base” was shut.", None, None, None),
        ("“We heard knocking all night long.”", "says", None, ""),
    ],
)
def test_one_sentence(text: str, kind: str | None, speaker: str | None, cue: str | None) -> None:
    found = attributions(Article(text))
    if kind is None:
        assert found == ()
    else:
        assert [(a.kind, a.speaker, a.cue) for a in found] == [(kind, speaker, cue)]


def test_a_pronoun_is_followed_only_where_it_is_safe() -> None:
    safe = attributions(Article("Odo Varr refused to comment. But he said the mine was safe."))
    assert [a.named for a in safe] == ["Odo Varr", "Odo Varr"]
    unsafe = attributions(Article("Odo Varr said no. Per Ask said yes. It rained. He said more."))
    assert unsafe[-1].named is None


def test_the_seed() -> None:
    found = attributions(Article.from_file(shipped("seeds") / "unconventional-alliance.txt"))
    assert [a.sentence for a in found if a.kind == "denies"] == [18]
    assert [(a.sentence, a.named) for a in found if a.kind == "declines"] == [
        (11, "Kremlin spokesperson Dmitry Peskov")
    ]
    assert {a.named for a in found if a.kind == "expert"} == {"Hong Min"}


def covered(answer: Answer) -> Covered:
    """What an answer to the invented article covers."""
    items = review(answer, answers.article()).draft.items
    return Covered(
        speakers=[item.speaker.name for item in items if item.speaker],
        evidence=[e for item in items for e in item.evidence],
        responses=[e for item in items if item.list_name in ("denials", "other_responses") for e in item.evidence],
    )


def test_a_complete_answer_omits_nothing() -> None:
    whole = covered(Answer.model_validate(answers.answer()))
    assert omissions(answers.article(), whole) == []
    assert [third.covered == third.reported for third in coverage(answers.article(), whole.evidence)] == [True] * 3


@pytest.mark.parametrize(
    ("drop", "kind", "sentence", "asked"),
    [
        ("denials", "denial", 5, True),
        ("other_responses", "refusal", 6, True),
        ("analyst_views", "speaker", 7, True),
    ],
)
def test_what_is_left_out_is_listed(drop: str, kind: str, sentence: int, asked: bool) -> None:
    left = covered(Answer.model_validate(answers.answer(lambda v: v.update({drop: []}))))
    found = omissions(answers.article(), left)
    assert [(o.kind, o.sentence.number) for o in found] == [(kind, sentence)]
    assert worth_asking(found) is asked
    assert missing(found).startswith(f"[{sentence}] ")


def test_a_statement_of_someone_who_speaks_elsewhere_is_listed_but_not_asked_about() -> None:
    left = covered(Answer.model_validate(answers.answer(lambda v: v["claims"].pop(1))))
    found = omissions(answers.article(), left)
    assert [(o.kind, o.speaker, o.sentence.number) for o in found] == [("statement", "Ilse Tarn", 4)]
    assert not worth_asking(found)


def test_merging_unifies_actors_and_says_nothing_twice() -> None:
    whole = Answer.model_validate(answers.answer())
    first = Answer.model_validate(answers.answer(lambda v: (v["denials"].clear(), v["actors"].pop(3))))
    second = Answer.model_validate(
        answers.answer(
            lambda v: (
                v["claims"].__delitem__(slice(1, None)),
                v["other_responses"].clear(),
                v["analyst_views"].clear(),
                v["bottom_line"].clear(),
            )
        )
    )
    merged = merge(first, second)
    assert len(merged.claims) == len(first.claims)
    assert [denial.evidence for denial in merged.denials] == [denial.evidence for denial in whole.denials]
    names = [actor.name for actor in merged.actors]
    assert len(names) == len(set(names)) == 6
    assert merge(merged, second) == merged
    ids = [actor.id for actor in merged.actors] + [item.id for item in (*merged.claims, *merged.denials)]
    assert len(ids) == len(set(ids))
    assert {d.id for d in merged.denials} <= added(first, merged)
    assert merged.bottom_line == first.bottom_line
