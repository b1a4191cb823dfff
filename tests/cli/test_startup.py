"""What a command must not import. Times are measured in benchmarks; a test can only hold on to what costs them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.cli.place import Place

READING = {"summarizer.readers", "trafilatura", "lxml", "pypdf", "docx", "feedparser", "charset_normalizer", "ssl"}
PROVIDERS = {"openai", "instructor", "tenacity", "httpx", "httpx2", "jinja2", "genai_prices"}


def imported(place: Place, *arguments: str) -> set[str]:
    """The modules in memory when a command ends."""
    code = (
        "import sys\nfrom summarizer.cli import main\nsys.argv[0] = 'summarizer'\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, env=place.environ(), check=True
    )
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["brief", "--help"],
        ["read", "--help"],
        ["recordings", "--help"],
        ["completion", "zsh"],
    ],
)
def test_help_imports_no_command_and_no_model(place: Place, arguments: list[str]) -> None:
    found = imported(place, *arguments)
    assert not found & {*PROVIDERS, *READING, "pydantic", "rich", "platformdirs", "tomllib", "summarizer.article"}
    if arguments[0].startswith("-"):
        assert {name for name in found if name.startswith("summarizer")} == {
            "summarizer", "summarizer.cli", "summarizer.cli.group", "summarizer.errors", "summarizer.version",
        }  # fmt: skip


def test_an_offline_briefing_needs_no_provider(place: Place) -> None:
    place.record()
    found = imported(place, "--offline", "article.txt")
    assert "summarizer.pipeline" in found
    assert not found & {*PROVIDERS, *READING - {"summarizer.readers"}, "rich"}
    for form in ("md", "html"):
        assert not imported(place, "--offline", "article.txt", "--format", form) & {*PROVIDERS, "rich"}
    assert not imported(place, "--offline", "article.txt", "--format", "text") & PROVIDERS


@pytest.mark.parametrize(
    "arguments", [["doctor"], ["prompts", "list"], ["recordings", "list"], ["render", "article.txt"]]
)
def test_nothing_that_only_looks_needs_a_provider(place: Place, arguments: list[str]) -> None:
    place.record()
    assert not imported(place, *arguments) & {*PROVIDERS, "rich"}
