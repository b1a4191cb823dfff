"""The command line: a table of commands, each a module of its own that is imported when it is used.

Nothing here imports pydantic, and no command does before it runs: `--help` must cost little more than click.
"""

from __future__ import annotations

import os
import sys

from summarizer.cli.group import LazyGroup

COMMANDS: dict[str, str] = {
    "brief": "Brief an article (the default: `summarizer FILE`).",
    "read": "Print the text of a page, PDF, mail or feed that a model would see.",
    "show": "Show a briefing made earlier.",
    "diff": "Say what differs between two briefings.",
    "verify": "Check a briefing against its article, without a model.",
    "scan": "Say what rules alone see in an article: no model, no key.",
    "render": "Print what to paste into any chat instead of asking.",
    "accept": "Take the chat's reply through the same checks.",
    "schema": "Print the JSON Schema of a briefing or an answer.",
    "prompts": "List, show, compare, lock and check the prompts.",
    "recordings": "List, check, explain and prune recorded answers.",
    "eval": "Measure a prompt version against gold: run, compare, report.",
    "doctor": "Say what would be used, and where each setting is from.",
    "completion": "Print the completion script of a shell.",
}
"""Name to help line; the module of a command has its name, and so has the command in it."""

cli = LazyGroup(
    COMMANDS,
    default="brief",
    name="summarizer",
    help="Turns a news article into a briefing in which every line carries the words of the article that support it.",
    epilog="`summarizer COMMAND --help` explains a command. What is printed on stdout is the result and nothing else.",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def main() -> None:
    """The console entry point. Leaves with one of `summarizer.errors.exit_codes()`."""
    _streams()
    cli.main(prog_name="summarizer")


def _streams() -> None:
    """No character and no closed stream may end in a traceback."""
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123 (open as long as the process)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name) or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
        stream.reconfigure(errors="backslashreplace")
        setattr(sys, name, stream)
