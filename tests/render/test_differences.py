"""The differences on a page: all of them, in words that take no side, and safe for each sink."""

from __future__ import annotations

import json
import re

import pytest

from summarizer.briefing import Briefing
from summarizer.comparing import compare
from summarizer.render import differences, markdown, text
from tests.render.conftest import Poison, updated
from tests.render.payloads import PAYLOADS
from tests.render.test_markdown import STRAY, kinds, shape, tokens
from tests.render.test_text import controls, flat

TAKES_SIDES = re.compile(
    r"mind|back(ed)? (down|track)|revers|flip|walk(ed)? back|contradict|admit|true|false|wrong|right|correct|lie[ds]?\b"
    r"|prove|debunk|cave|retreat|double[ds]? down",
    re.IGNORECASE,
)


def test_every_difference_is_on_the_page(briefing: Briefing) -> None:
    shown = flat(text.page(differences.outline(compare(briefing, updated(briefing))), width=100))
    for wanted in (
        differences.SAME_ARTICLE,
        "DENIALS APPEARED d7 Denied: Someone opened the Karst dam.",
        "DENIALS GONE d1 Denied: Someone opened the Karst dam.",
        "STATEMENTS GONE c2 An order to open the dam",
        "CHANGED c1 The Karst dam was opened on purpose by 2 men.",
        "less sure as reported: stated as certain before, possible now",
        "what the cue governs not negated before, negated now",
        "numbers none before, 2 now",
        "time words “on Monday” before, “on Tuesday” now",
        "hedges none before, “may” now",
        "told as claims: assertion before, claims: allegation now",
        "source named before, document now",
        "cue “said” before, “suggested” now",
        "worded before: “The Karst dam was opened on purpose”",
        "answers The Karst dam was opened on purpose. (partial);",
        "before, none now",
        "– 2 statements the same in both",
    ):
        assert wanted in shown, wanted


def test_no_word_of_ours_takes_a_side(briefing: Briefing) -> None:
    for one, other in ((briefing, updated(briefing)), (updated(briefing), briefing)):
        shown = differences.outline(compare(one, other))
        ours = [
            line.text
            for s in shown.sections
            for e in s.entries
            for line in e.lines
            if line.kind in ("response", "note")
        ]
        assert not [line for line in [*ours, *(s.title for s in shown.sections)] if TAKES_SIDES.search(line)]


def test_nothing_is_said_not_to_differ(briefing: Briefing) -> None:
    shown = differences.outline(compare(briefing, briefing))
    assert [section.title for section in shown.sections] == ["Compared", "Unchanged"]
    assert shown.sections[1].entries[0].lines[0].text == "6 statements the same in both; nothing differs"


def test_two_articles_are_said_to_be_two(briefing: Briefing) -> None:
    source = briefing.source.model_copy(update={"sha256": "0" * 64, "title": "Another"})
    shown = text.page(differences.outline(compare(briefing, briefing.model_copy(update={"source": source}))), width=200)
    assert differences.TWO_ARTICLES in shown
    assert "sha256 000000000000" in shown


def test_ids_that_differ_are_both_shown(briefing: Briefing) -> None:
    claims = [claim.model_copy(update={"id": f"n{claim.id}", "cue": "noted"}) for claim in briefing.claims]
    shown = differences.outline(compare(briefing, briefing.model_copy(update={"claims": claims})))
    changed = next(section for section in shown.sections if section.title == "Changed")
    assert [entry.label for entry in changed.entries if entry.label.startswith("c")] == ["c1→nc1", "c2→nc2"]


def test_the_json_holds_every_statement_once(briefing: Briefing) -> None:
    value = differences.as_value(compare(briefing, updated(briefing)))
    assert json.loads(json.dumps(value)) == value
    before = [s["id"] for s in value["gone"]] + [p["before"]["id"] for p in value["changed"]]
    assert sorted(before + [p["before"] for p in value["unchanged"]]) == sorted(item.id for item in briefing.items)
    (certainty,) = [c for p in value["changed"] for c in p["changes"] if c["what"] == "certainty"]
    assert certainty == {"what": "certainty", "before": ["certain"], "after": ["possible"], "direction": "weaker"}
    assert value["bottom_line"]["after"] == [briefing.bottom_line[1].text]
    assert value["differs"] is value["same_article"] is True


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_breaks_out_of_the_page(briefing: Briefing, poisoned: Poison, payload: str) -> None:
    dirty = poisoned(payload)
    for one, other in ((briefing, dirty), (dirty, dirty)):
        shown = differences.outline(compare(one, other))
        assert controls(text.page(shown)) == set()
        source = markdown.page(shown)
        assert controls(source) == set()
        for linkify in (False, True):
            assert kinds(tokens(source, linkify)) & STRAY == set()
    plain = differences.outline(compare(briefing, briefing))
    dirty_to_itself = differences.outline(compare(dirty, dirty))
    assert shape(tokens(markdown.page(dirty_to_itself), False)) == shape(tokens(markdown.page(plain), False))
