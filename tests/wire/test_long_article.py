"""A long article over the wire: sections answered from a hand-made whole, merged, resumed, and what fails named."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from summarizer import Article, Summarizer
from summarizer.briefing import Briefing
from summarizer.errors import KeyRejected, ModelRefused, NotRecorded
from summarizer.recordings import Recordings
from summarizer.render import render
from summarizer.sections import sections
from summarizer.verification import verify
from tests.support import answers
from tests.support.dying import Died, dying
from tests.support.hearing import Hearing, hearing
from tests.support.sections import SectionServer
from tests.support.servers import completion, error

SHORT = 3_000
"""Characters in a section of the short hearing."""
TOO_LONG = {**answers.empty(), "bottom_line": [{"text": "word " * 61, "rests_on": ["c1"]}]}
Change = Callable[[int, dict[str, Any]], Any]


@lru_cache
def short() -> Hearing:
    return hearing(20_000)


def asker(server: SectionServer | None, recordings: Path, **settings: Any) -> Summarizer:
    """A Summarizer of the short hearing's sections; without a server, offline."""
    base = {"offline": True} if server is None else {"base_url": server.base_url}
    return Summarizer("m", recordings=recordings, **{"max_chars": SHORT, **base, **settings})


def plain(briefing: Briefing) -> str:
    """A briefing without what differs between a live run and a replay, and the day."""
    text = briefing.to_json().replace('"mode": "live"', '"mode": "replayed"')
    return text.replace(f'"recorded_at": "{briefing.provenance.recorded_at}"', '"recorded_at": ""')


def names(briefing: Briefing) -> dict[str, str]:
    return {actor.id: actor.name for actor in briefing.actors}


def test_the_sections_are_merged_into_one_briefing(tmp_path: Path) -> None:
    article = short().article
    with SectionServer(short().answer) as server:
        briefing = asker(server, tmp_path).brief(article)
    made = briefing.provenance.sections
    assert made is not None
    assert [(each.first, each.last) for each in made.read] == [(s.first, s.last) for s in sections(article, SHORT)]
    assert Counter(server.kinds) == {"section": len(made.read), "bottom line": 1}
    assert briefing.provenance.attempts == len(server.requests)
    assert briefing.provenance.tokens.input == server.tokens_of.total()
    assert briefing.provenance.prompt == "section@v1"
    assert not briefing.omissions
    assert not briefing.rejected
    assert [len(briefing.claims), len(briefing.denials)] == [len(short().answer[n]) for n in ("claims", "denials")]
    assert verify(briefing, article) == [f for f in verify(briefing, article) if f.level == "warning"]
    assert render(briefing, "text", article=article)
    assert Briefing.from_json(briefing.to_json()) == briefing


def test_the_bottom_line_is_asked_for_last_and_rests_on_the_whole(tmp_path: Path) -> None:
    with SectionServer(short().answer) as server:
        briefing = asker(server, tmp_path).brief(short().article)
    assert server.kinds[-1] == "bottom line"
    assert len(briefing.bottom_line) == 2
    first, last = briefing.bottom_line[0].rests_on[0], briefing.bottom_line[-1].rests_on[0]
    evidence = {item.id: item.evidence[0].sentence.number for item in briefing.items}
    assert evidence[first] < len(short().article.sentences) / 2 < evidence[last]


@pytest.mark.parametrize("jobs", [1, 3, 8])
def test_neither_the_order_of_arrival_nor_the_number_of_jobs_changes_the_result(jobs: int, tmp_path: Path) -> None:
    with SectionServer(short().answer) as server:
        expected = asker(server, tmp_path / "a", section_jobs=1).brief(short().article)
    chance = random.Random(jobs)
    with SectionServer(short().answer, delays=lambda _: chance.random() / 20) as server:
        briefing = asker(server, tmp_path / "b", section_jobs=jobs).brief(short().article)
    assert plain(briefing) == plain(expected)
    assert plain(asker(None, tmp_path / "b").brief(short().article)) == plain(expected)


def test_up_to_the_limit_there_is_one_question_as_ever(tmp_path: Path) -> None:
    article = hearing(2_000).article
    with SectionServer(hearing(2_000).answer) as server:
        sectioned, whole = asker(server, tmp_path), asker(server, tmp_path, max_chars=10**6)
        briefing = sectioned.brief(Article(article.text[:2_000]))
    assert not sectioned.in_sections(Article(article.text[:2_000]))
    assert not sectioned.in_sections(Article(article.text[:2_000] + " " * SHORT))
    assert sectioned.question(article).key == whole.question(article).key == whole.key(article)
    assert "sections" not in briefing.to_json()
    assert briefing.provenance.prompt == "briefing@v5"


def test_an_article_recorded_as_a_whole_is_replayed_as_a_whole(tmp_path: Path) -> None:
    with SectionServer(short().answer) as server:
        first = asker(server, tmp_path, max_chars=10**6).brief(short().article)
    assert plain(asker(None, tmp_path).brief(short().article)) == plain(first)
    assert asker(None, tmp_path, fresh=False).key(short().article) == first.provenance.question_key


def refused(section: int) -> Change:
    """The section that begins with this sentence is refused."""
    return lambda first, body: completion(None, refusal="I will not.") if first == section else body


FAILURES: dict[str, Callable[[int], Change]] = {
    "refused": refused,
    "cut off": lambda n: lambda first, body: completion("{", finish_reason="length") if first == n else body,
    "invalid": lambda n: lambda first, body: completion("no JSON") if first == n else body,
    "the wire": lambda n: lambda first, body: error(400) if first == n else body,
}


@pytest.mark.parametrize("how", FAILURES)
def test_a_section_that_fails_is_named_and_asked_again_alone(how: str, tmp_path: Path) -> None:
    found = sections(short().article, SHORT)
    told: list[str] = []
    with SectionServer(short().answer, FAILURES[how](found[2].first)) as server:
        briefing = asker(server, tmp_path, notify=told.append, reasks=1).brief(short().article)
    gap = f"sentences {found[2].core} to {found[2].last} were not read: run the same command again to ask about them"
    assert briefing.gaps[0] == gap
    assert any(line.startswith(gap) for line in told)
    made = briefing.provenance.sections
    assert made is not None
    assert [each.read for each in made.read].count(False) == 1
    assert made.read[2].attempts == {"refused": 1, "cut off": 1, "invalid": 2, "the wire": 0}[how]
    assert briefing.denials
    assert all(
        e.sentence.number not in range(found[2].core, found[3].first) for i in briefing.items for e in i.evidence
    )
    replayed = asker(None, tmp_path, reasks=1).brief(short().article)
    assert plain(replayed) == plain(briefing)
    with SectionServer(short().answer) as server:
        mended = asker(server, tmp_path, reasks=1).brief(short().article)
    assert server.kinds == ["section", "bottom line"]
    assert gap not in mended.gaps
    assert len(mended.claims) == len(short().answer["claims"])


def test_a_recorded_failure_needs_no_key_to_be_told_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = sections(short().article, SHORT)
    with SectionServer(short().answer, refused(found[2].first)) as server:
        first = asker(server, tmp_path).brief(short().article)
    with SectionServer(short().answer, lambda *_: error(401)) as server:
        again = asker(server, tmp_path).brief(short().article)
    assert again.gaps == first.gaps


def test_where_no_section_is_answered_the_first_failure_is_the_error(tmp_path: Path) -> None:
    with (
        SectionServer(short().answer, lambda *_: completion(None, refusal="No.")) as server,
        pytest.raises(ModelRefused),
    ):
        asker(server, tmp_path).brief(short().article)
    with pytest.raises(NotRecorded):
        asker(None, tmp_path / "empty").brief(short().article)


def test_what_every_section_would_meet_ends_the_run_at_once(tmp_path: Path) -> None:
    with SectionServer(short().answer, lambda *_: error(401)) as server, pytest.raises(KeyRejected):
        asker(server, tmp_path, section_jobs=1).brief(short().article)
    assert len(server.requests) == 1


def without(section: int, name: str) -> Change:
    """The section that begins with this sentence leaves out a list, the first time it is asked."""

    def change(first: int, body: dict[str, Any]) -> Any:
        if first != section or asked:
            return body
        asked.append(first)
        value = json.loads(body["choices"][0]["message"]["content"])
        value[name] = []
        kept = {item["id"] for key in ("claims", "denials", "other_responses", "analyst_views") for item in value[key]}
        value["bottom_line"] = [line for line in value["bottom_line"] if kept >= set(line["rests_on"])]
        speakers = {item["speaker"] for key in ("claims", "denials", "other_responses") for item in value[key]}
        value["actors"] = [actor for actor in value["actors"] if actor["id"] in speakers]
        return completion(json.dumps(value))

    asked: list[int] = []
    return change


def test_what_a_section_left_out_is_asked_about_in_that_section(tmp_path: Path) -> None:
    found = sections(short().article, SHORT)
    with SectionServer(short().answer, without(found[1].first, "denials")) as server:
        briefing = asker(server, tmp_path).brief(short().article)
    assert Counter(server.kinds)["second look"] == 1
    looked = next(r for r, kind in zip(server.requests, server.kinds, strict=True) if kind == "second look")
    assert f"[{found[1].first}] " in looked.body["messages"][-1]["content"]
    assert "[1] " not in looked.body["messages"][-1]["content"]
    assert len(briefing.denials) == len(short().answer["denials"])
    assert briefing.omissions == []
    made = briefing.provenance.sections
    assert made is not None
    assert [each.second_look is not None for each in made.read].count(True) == 1
    assert plain(asker(None, tmp_path).brief(short().article)) == plain(briefing)


@pytest.mark.parametrize(("closing", "asked"), [(error(400), 0), (completion(json.dumps(TOO_LONG)), 3)])
def test_the_sections_lines_stand_in_where_no_bottom_line_comes(closing: Any, asked: int, tmp_path: Path) -> None:
    with SectionServer(short().answer, lambda first, body: body if first else closing) as server:
        briefing = asker(server, tmp_path).brief(short().article)
    assert briefing.bottom_line
    assert not briefing.rejected
    made = briefing.provenance.sections
    assert made is not None
    assert (made.bottom_line.attempts if made.bottom_line else 0) == asked


@pytest.mark.parametrize("jobs", [1, 3])
def test_killed_at_any_point_it_goes_on_and_asks_for_no_recorded_reply_again(jobs: int, tmp_path: Path) -> None:
    with SectionServer(short().answer) as server:
        whole = asker(server, tmp_path / "whole", section_jobs=jobs).brief(short().article)
        wanted = len(server.requests)
    for at in range(1, 40, 11):
        place = tmp_path / str(at)
        with SectionServer(short().answer) as server:
            with dying(at), pytest.raises(Died):
                asker(server, place, section_jobs=jobs).brief(short().article)
            kept = len(list(Recordings(place).all()))
            before = len(server.requests)
            briefing = asker(server, place, section_jobs=jobs).brief(short().article)
            assert len(server.requests) - before == wanted - kept
        assert plain(briefing) == plain(whole)


def test_many_long_articles_are_briefed_like_one(tmp_path: Path) -> None:
    with SectionServer(short().answer) as server:
        alone = asker(server, tmp_path / "a").brief(short().article)
        (result,) = asker(server, tmp_path / "b").brief_many([short().article], jobs=2)
    assert result.briefing is not None
    assert plain(result.briefing) == plain(alone)


@lru_cache
def long() -> Hearing:
    return hearing()


def test_two_hundred_pages(tmp_path: Path) -> None:
    article, answer = long().article, long().answer
    server = SectionServer(answer)
    with server:
        briefing = asker(server, tmp_path, max_chars=60_000).brief(article)
    assert Counter(server.kinds) == {"section": 7, "bottom line": 1}
    called = names(briefing)
    truth = {actor["id"]: actor["name"] for actor in answer["actors"]}
    assert sorted(called.values()) == sorted(truth.values())
    assert len(called) == 40
    meant = [(truth[d["speaker"]], *d["denied"]) for d in answer["denials"]]
    assert [(called[d.speaker], *d.denied) for d in briefing.denials] == meant
    evidence = {claim.id: claim.evidence[0].quote for claim in briefing.claims}
    stated = {claim["id"]: claim["evidence"][0].partition("] ")[2] for claim in answer["claims"]}
    linked = [[evidence[link.claim] for link in d.answers if link.fit == "exact"] for d in briefing.denials]
    assert linked == [[stated[long().denied[d["id"]]]] for d in answer["denials"]]
    assert not briefing.omissions
    assert not briefing.rejected
    shares = [third.covered / third.reported for third in briefing.coverage]
    assert shares == [1.0, 1.0, 1.0]
    assert max(t.reported for t in briefing.coverage) < 1.2 * min(t.reported for t in briefing.coverage)
    assert briefing.provenance.tokens.input == server.tokens_of.total()
