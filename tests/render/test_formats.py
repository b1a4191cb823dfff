"""The one door to all formats."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from summarizer.briefing import Briefing
from summarizer.cli.doctor import EXTRAS
from summarizer.errors import UsageError
from summarizer.render import FORMATS, by_name, render, render_bytes

ROOT = Path(__file__).parents[2]
TEXTS = [form for form, found in FORMATS.items() if not found.binary]


@pytest.mark.parametrize("form", TEXTS)
def test_every_text_ends_in_one_newline_and_is_that_of_its_file(briefing: Briefing, form: str) -> None:
    shown = render(briefing, form)
    assert shown.endswith("\n")
    assert not shown.endswith(("\n\n", "\n\r\n"))
    assert render_bytes(briefing, form).decode() == shown


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_the_same_each_time_and_in_each_process(briefing: Briefing, form: str, tmp_path: Path) -> None:
    """Whatever the order of a set is under this process's hash seed."""
    made = render_bytes(briefing, form)
    assert render_bytes(briefing, form) == made
    (tmp_path / "briefing.json").write_text(briefing.to_json(), "utf-8")
    code = (
        "import sys; from summarizer.briefing import Briefing; from summarizer.render import render_bytes; "
        "sys.stdout.buffer.write(render_bytes(Briefing.from_file(sys.argv[1]), sys.argv[2]))"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "briefing.json"), form]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout == made


def test_json_is_the_briefing_itself(briefing: Briefing) -> None:
    assert render(briefing, "json") == briefing.to_json()


def test_an_unknown_format_is_a_usage_error_that_names_the_others(briefing: Briefing) -> None:
    with pytest.raises(UsageError, match=r"'pdf'.*text, json, md"):
        render(briefing, "pdf")


@pytest.mark.parametrize("form", [form for form, found in FORMATS.items() if found.needs])
def test_a_format_that_is_not_installed_says_what_to_install(
    briefing: Briefing, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    found = FORMATS[form]
    monkeypatch.setitem(sys.modules, found.needs, None)
    with pytest.raises(UsageError, match=rf"pip install 'summarizer\[{found.extra}\]'"):
        render_bytes(briefing, form)
    assert found.extra in EXTRAS


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.txt", "text"),
        ("a.json", "json"),
        ("a.md", "md"),
        ("a.csv", "csv"),
        ("A.DOCX", "docx"),
        ("a.jsonld", "jsonld"),
        ("a.stix.json", "stix"),
        ("a.b.stix", "stix"),
        ("a.ndjson", "ndjson"),
        ("a.jsonl", "ndjson"),
        ("csv", None),
        ("a.pages", None),
        ("", None),
    ],
)
def test_a_file_is_written_in_the_format_of_its_name(name: str, form: str | None) -> None:
    assert by_name(name) == form


def test_no_two_formats_share_a_suffix() -> None:
    suffixes = [suffix for found in FORMATS.values() for suffix in found.suffixes]
    assert len(set(suffixes)) == len(suffixes)


def test_nothing_is_imported_before_it_is_needed() -> None:
    code = (
        "import sys, summarizer.render as r; [r.require(form) for form in r.FORMATS]; "
        "sys.exit(bool({'rich', 'docx', 'stix2', 'pydantic', 'csv'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
