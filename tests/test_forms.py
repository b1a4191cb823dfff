"""An answer says the same in either form, and a line that cannot be read is named."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from summarizer.answer import Answer, problems
from summarizer.forms import LINES, OBJECTS, lines, read, schema
from summarizer.library import Library
from summarizer.prompts import compact
from summarizer.resources import shipped
from tests.support import answers

# Words as a model writes them; a bar among them is rare, but a headline may hold one ("Storm hits coast | Gazette").
_WORDS = st.lists(st.sampled_from(["Tarsk", "“most", "likely”", "4.5%", "«не»", "[sic]", "c1", "a:b", "|"]), min_size=1)
_SENTENCE = _WORDS.map(" ".join).filter(lambda text: "| |" not in text and not {text[0], text[-1]} & {"|"})
_PLAIN = _SENTENCE.filter(lambda text: "|" not in text and text != "c1")


def _whole() -> dict[str, Any]:
    return answers.answer()


@given(_SENTENCE, _SENTENCE, _PLAIN, _PLAIN)
def test_lines_say_what_objects_say(statement: str, quote: str, topic: str, why: str) -> None:
    value = _whole()
    for claim in value["claims"]:
        claim["statement"], claim["evidence"] = statement, [f"[3] {quote}", f"[4] {quote}"]
    for denial in value["denials"]:
        denial["denied"] = [f"X {topic}", f"Y {why}"]
        denial["answers"] = [
            {"claim": "c1", "fit": "partial", "why": why},
            {"claim": "c2", "fit": "exact", "why": None},
        ]
    for response in value["other_responses"]:
        response["topic"] = f"about {topic}"
    answer = Answer.model_validate(value)
    assert read(compact(lines(answer))) == answer


def test_every_list_has_a_line_for_each_entry() -> None:
    answer = Answer.model_validate(_whole())
    folded = lines(answer)
    assert list(folded) == list(Answer.model_fields) == list(schema(LINES)["properties"])
    assert {name: len(entries) for name, entries in folded.items()} == {
        name: len(entries) for name, entries in answer.model_dump().items()
    }
    assert len(compact(folded)) < 0.75 * len(compact(answer.model_dump()))


def test_what_may_be_left_out() -> None:
    reply = {
        **{name: [] for name in Answer.model_fields},
        "actors": ["a1 person | Ann Ob", "a2 person | Ib Ye | - | Mr Ye; Ye", "a3 document|The report |a note"],
        "other_responses": ["r1 a1 no_response | the drills | [2] did not reply"],
    }
    answer = read(json.dumps(reply))
    assert [(a.role, a.aliases) for a in answer.actors] == [(None, []), (None, ["Mr Ye", "Ye"]), ("a note", [])]
    assert answer.other_responses[0].answers == []


@pytest.mark.parametrize(
    ("name", "line", "fault"),
    [
        (
            "claims",
            "c1 a1 assertion | X | [1] x y z",
            "claims.0: the line begins 'c1 a1 assertion'; it must begin with",
        ),
        ("claims", "c1 a1 asertion certain | X | [1] x y z", "claims.0.kind: Input should be 'assertion'"),
        ("claims", "c1 a1 assertion certain | X", "claims.0.evidence: must hold at least one entry"),
        ("claims", "c1 a1 assertion certain | [1] x y z", "claims.0.statement: must not be empty"),
        ("denials", "d1 a1 flat | c1 exact | [1] x y z", "denials.0.denied: must hold at least one entry"),
        ("actors", "a1 person", "actors.0.name: must not be empty"),
        ("actors", "", "actors.0: the line begins ''"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(name: str, line: str, fault: str) -> None:
    with pytest.raises(ValidationError) as caught:
        read(json.dumps({**{listed: [] for listed in Answer.model_fields}, name: [line]}))
    assert any(problem.startswith(fault) for problem in problems(caught.value)), problems(caught.value)


@given(st.lists(st.text(max_size=40), max_size=3), st.sampled_from(list(Answer.model_fields)))
def test_any_lines_are_read_or_refused(listed: list[str], name: str) -> None:
    reply = json.dumps({**{other: [] for other in Answer.model_fields}, name: listed})
    with contextlib.suppress(ValidationError):
        assert len(getattr(read(reply), name)) == len(listed)


def test_each_form_is_asked_for_by_a_prompt() -> None:
    library = Library([shipped("prompts")])
    assert {library.get(name).form for name in library.names()} == {OBJECTS, LINES}
