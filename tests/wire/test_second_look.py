"""The follow-up question: asked when a denial, a refusal or a speaker is missing, once, and merged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from summarizer import Summarizer
from summarizer.recordings import Recordings
from tests.support import answers
from tests.support.servers import ScriptedServer, completion, error


def without_denials(value: dict[str, Any]) -> None:
    """The first answer: both denials lost, and the bottom line silent about them."""
    value["denials"] = []
    value["bottom_line"] = [{"text": "Union leaders say 14 miners could still be inside.", "rests_on": ["c1"]}]


def only_denials(value: dict[str, Any]) -> None:
    """The second answer: what was missing, under ids of its own, and a new bottom line."""
    denials = [{**d, "id": f"n{i}"} for i, d in enumerate(value["denials"], 1)]
    line = value["bottom_line"][0] | {"rests_on": ["c1", "n1", "n2"]}
    value.update(claims=[], actors=[], other_responses=[], analyst_views=[], denials=denials, bottom_line=[line])


def nothing(value: dict[str, Any]) -> None:
    """The second answer of a model that sees nothing more."""
    value.update({name: [] for name in value})


def test_a_lost_denial_is_asked_about_and_merged(tmp_path: Path) -> None:
    script = [completion(answers.reply(without_denials)), completion(answers.reply(only_denials))]
    with ScriptedServer(script) as server:
        briefing = Summarizer("m", base_url=server.base_url, recordings=tmp_path).brief(answers.article())
    assert len(server.requests) == 2
    asked = server.requests[1].body["messages"][-1]["content"]
    assert asked.endswith("Left out:\n[5] a denial\n")
    assert '"statement":"14 miners could still be inside the Brask mine"' in asked
    names = {actor.id: actor.name for actor in briefing.actors}
    assert {names[denial.speaker] for denial in briefing.denials} == {"the Brask company", "ministry officials"}
    assert briefing.omissions == []
    assert briefing.bottom_line[0].rests_on == ["c1", "d1", "d2"]
    assert briefing.rejected == []
    assert briefing.provenance.second_look is not None
    assert briefing.provenance.second_look.prompt == "second-look@v2"
    assert (briefing.provenance.attempts, briefing.provenance.tokens.input) == (1, 200)
    replayed = Summarizer("m", recordings=tmp_path, offline=True).brief(answers.article())
    assert replayed.to_json() == briefing.to_json().replace('"mode": "live"', '"mode": "replayed"')
    assert len(list(Recordings(tmp_path).all())) == 2


def test_a_second_look_that_finds_nothing_changes_nothing_and_is_the_last(tmp_path: Path) -> None:
    script = [completion(answers.reply(without_denials)), completion(answers.reply(nothing))]
    with ScriptedServer(script) as server:
        briefing = Summarizer("m", base_url=server.base_url, recordings=tmp_path).brief(answers.article())
    assert len(server.requests) == 2
    assert [omission.kind for omission in briefing.omissions] == ["denial"]


def test_its_items_go_through_the_same_checks(tmp_path: Path) -> None:
    def wrong(value: dict[str, Any]) -> None:
        only_denials(value)
        value["denials"][0]["evidence"] = ["[5] denied that everyone was missing"]

    script = [completion(answers.reply(c)) for c in (without_denials, wrong, only_denials)]
    with ScriptedServer(script) as server:
        briefing = Summarizer("m", base_url=server.base_url, recordings=tmp_path).brief(answers.article())
    assert len(server.requests) == 3
    assert "these words are not in the article" in server.requests[2].body["messages"][-1]["content"]
    assert len(briefing.denials) == 2


@pytest.mark.parametrize("settings", [{"follow_up": False}, {}])
def test_it_can_be_switched_off_and_is_not_asked_for_nothing(settings: dict[str, Any], tmp_path: Path) -> None:
    reply = answers.reply(without_denials if settings else None)
    with ScriptedServer([completion(reply)]) as server:
        Summarizer("m", base_url=server.base_url, recordings=tmp_path, **settings).brief(answers.article())
    assert len(server.requests) == 1


def test_the_first_briefing_stands_where_the_second_look_fails(tmp_path: Path) -> None:
    told: list[str] = []
    with ScriptedServer([completion(answers.reply(without_denials)), error(401)]) as server:
        asker = Summarizer("m", base_url=server.base_url, recordings=tmp_path, notify=told.append)
        briefing = asker.brief(answers.article())
    assert briefing.provenance.second_look is None
    assert [omission.kind for omission in briefing.omissions] == ["denial"]
    assert any("second look not taken" in line for line in told)
