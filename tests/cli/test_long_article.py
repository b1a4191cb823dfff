"""A long article on the command line: the option, the setting, what a dry run says, and what comes of a failed section."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from summarizer.errors import NotRecorded
from summarizer.sections import sections
from tests.cli.place import Place
from tests.support.hearing import Hearing, hearing
from tests.support.sections import SectionServer
from tests.support.servers import error


@lru_cache
def short() -> Hearing:
    return hearing(12_000)


@pytest.fixture
def long(place: Place) -> Path:
    path = place.folder / "hearing.txt"
    path.write_text(short().article.text, "utf-8")
    return path


def planned(place: Place, *args: object) -> dict[str, Any]:
    result = place.run("brief", *args, "--dry-run", "--format", "json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_the_calls_and_tokens_of_a_dry_run_are_those_of_the_run(place: Place, long: Path) -> None:
    with SectionServer(short().answer) as server:
        args = (long, "--max-chars", 3000, "--base-url", server.base_url)
        plan = planned(place, *args)
        assert server.requests == []
        result = place.run("brief", *args, "--format", "json")
    assert result.exit_code == 0, result.output
    assert plan["estimate"]["calls"] == len(server.requests) == len(plan["sections"]) + 1
    used = json.loads(result.stdout)["provenance"]["tokens"]["input"]
    last = server.tokens_of["bottom line"]
    assert plan["estimate"]["tokens_in_sections"] == used - last == server.tokens_of["section"]
    assert 0 < last <= plan["estimate"]["tokens_in_bottom_line_at_most"]
    read = json.loads(result.stdout)["provenance"]["sections"]["read"]
    assert [row["question_key"] for row in plan["sections"]] == [each["question_key"] for each in read]


def test_a_dry_run_counts_only_what_is_not_recorded(place: Place, long: Path) -> None:
    found = sections(short().article, 3000)
    failing = found[1].first
    with SectionServer(short().answer, lambda first, body: error(400) if first == failing else body) as server:
        args = (long, "--max-chars", 3000, "--base-url", server.base_url)
        result = place.run("brief", *args, "--format", "json")
        plan = planned(place, *args)
    assert f"sentences {found[1].core} to {found[1].last} were not read" in result.stderr
    assert [row["found"] for row in plan["sections"]].count("miss") == 1
    assert plan["estimate"]["calls"] == 2
    text = place.run("brief", *args, "--dry-run").stdout
    assert f"sections   {len(found)}, of at most 3,000 characters; {len(found) - 1} answered by a recording" in text
    assert text.endswith("nothing was asked\n")


def test_the_limit_is_a_setting_too(place: Place, long: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "sections" not in planned(place, long)
    monkeypatch.setenv("SUMMARIZER_MAX_CHARS", "3000")
    assert planned(place, long)["max_chars"] == 3000
    monkeypatch.setenv("SUMMARIZER_MAX_CHARS", "30")
    result = place.run("brief", long, "--dry-run")
    assert result.exit_code == 2
    assert "max_chars is '30', but takes a whole number of at least 1,000" in result.stderr


def test_offline_without_a_recorded_section_is_not_recorded(place: Place, long: Path) -> None:
    result = place.run("brief", long, "--max-chars", 3000, "--offline")
    assert result.exit_code == NotRecorded.exit_code
    assert len(result.stderr.strip().splitlines()[-1]) < 300
    assert "Traceback" not in result.output


def test_explain_names_each_section(place: Place, long: Path) -> None:
    result = place.run("recordings", "explain", long, "--max-chars", 3000)
    assert result.stdout.count("(section@v1, test-model)") == len(sections(short().article, 3000))


def test_a_folder_of_long_articles_is_done_again_only_where_a_section_was_not_read(place: Place, long: Path) -> None:
    failing = sections(short().article, 3000)[1].first
    out = place.folder / "out"
    with SectionServer(short().answer, lambda first, body: error(400) if first == failing else body) as server:
        args = ("brief", long, place.article, "-o", out, "--max-chars", 3000, "-j", 2, "--base-url")
        place.record()
        assert place.run(*args, server.base_url).exit_code == 0
    with SectionServer(short().answer) as server:
        assert place.run(*args, server.base_url).exit_code == 0
        assert server.kinds == ["section", "bottom line"]
        assert "2 skipped" in place.run(*args, server.base_url).stderr
    assert len(server.requests) == 2
