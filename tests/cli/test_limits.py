"""`--limit NAME=VALUE`: what reading a file may cost, by flag, variable and the user's own file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from summarizer.limits import DEFAULT, NAMES
from tests.cli.place import ROOT, Place
from tests.readers.made import ROWS, pdf, prose, put


def test_a_limit_is_lowered_and_raised_and_named_where_it_is_met(place: Place) -> None:
    path = put(place.folder, "a.pdf", pdf([prose()] * 3))
    refused = place.run("read", path, "--limit", "pages=2")
    assert refused.exit_code == 3
    assert refused.stderr == (
        f"summarizer: error: {path} has more than 2 pages: take out the pages of the article, "
        "or allow more with `--limit pages=N`\n"
    )
    assert place.run("read", path, "--limit", "pages=3", "--limit", "seconds=30").exit_code == 0
    for command in (["brief", path, "--dry-run"], ["scan", path], ["render", path], ["recordings", "explain", path]):
        assert "allow more with `--limit pages=N`" in place.run(*command, "--limit", "pages=2").stderr


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("pagez=2", f"flag --limit: there is no limit 'pagez'; there are: {', '.join(NAMES)}"),
        ("pages=0", "flag --limit: the limit pages is '0', but takes a whole number above 0"),
        ("pages=many", "flag --limit: the limit pages is 'many', but takes a whole number above 0"),
        ("seconds=nan", "flag --limit: the limit seconds is 'nan', but takes a number of seconds above 0"),
        ("pages", f"give it as NAME=VALUE, NAME one of {', '.join(NAMES)}"),
    ],
)
def test_a_limit_that_is_none_is_a_usage_error(place: Place, given: str, words: str) -> None:
    for command in ("read", "brief"):
        result = place.run(command, place.article, "--limit", given)
        assert result.exit_code == 2
        assert words in result.stderr


def test_a_variable_and_the_users_own_file_set_limits(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Path(place.folder, "home", "summarizer")
    home.mkdir(parents=True)
    (home / "config.toml").write_text("[limits]\ncharacters = 10\nentries = 7\n", "utf-8")
    assert "has more than 10 characters" in place.run("read", place.article).stderr
    monkeypatch.setenv("SUMMARIZER_LIMITS", "characters=1,000,000")
    assert place.run("read", place.article).exit_code == 0
    assert "characters=1000000 entries=7" not in place.run("doctor").stdout  # only what differs from the default
    assert "limits           entries=7 " in place.run("doctor").stdout


def test_the_documentation_names_every_limit_with_its_default() -> None:
    page = (ROOT / "docs" / "inputs.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| .* \| ([\d,]+)(?: bytes)? \|$", page, re.MULTILINE)
    assert {name: float(most.replace(",", "")) for name, most in rows} == {n: float(getattr(DEFAULT, n)) for n in NAMES}


def test_a_table_is_held_to_the_limits_row_by_row(place: Place) -> None:
    put(place.folder, "a.jsonl", ROWS)
    result = place.run("a.jsonl", "--offline", "--limit", "characters=50")
    assert result.exit_code == 8
    assert result.stdout.count("has more than 50 characters: too large for one article; split it") == 2
