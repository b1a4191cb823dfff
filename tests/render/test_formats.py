"""The one door to all formats."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from summarizer.briefing import Briefing
from summarizer.errors import UsageError
from summarizer.render import FORMATS, render

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_ends_in_one_newline_and_is_the_same_each_time(briefing: Briefing, form: str) -> None:
    shown = render(briefing, form)
    assert shown.endswith("\n")
    assert not shown.endswith("\n\n")
    assert render(briefing, form) == shown


def test_json_is_the_briefing_itself(briefing: Briefing) -> None:
    assert render(briefing, "json") == briefing.to_json()


def test_an_unknown_format_is_a_usage_error_that_names_the_others(briefing: Briefing) -> None:
    with pytest.raises(UsageError, match=r"'pdf'.*text, json, md"):
        render(briefing, "pdf")


def test_rich_is_not_imported_before_it_is_needed() -> None:
    code = "import sys, summarizer.render; sys.exit('rich' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
