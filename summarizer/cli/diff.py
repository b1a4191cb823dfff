"""`summarizer diff`: what differs between two briefings of an article, or of two versions of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from summarizer.cli.options import NO_PAGER, OUTPUT, options
from summarizer.cli.output import Sink, as_json
from summarizer.errors import UsageError

if TYPE_CHECKING:
    from summarizer.comparing import Comparison

FORMATS = ("text", "json", "md", "html")
DIFFERENT = 1
"""The exit code with --exit-code where something differs: as `diff` and `git diff` have it."""


@click.command()
@click.argument("old", type=click.Path())
@click.argument("new", type=click.Path())
@options(
    click.option("--format", type=click.Choice(FORMATS), help="Default: by the name of -o, else text."),
    OUTPUT[1:],
    NO_PAGER,
    click.option("--exit-code", is_flag=True, help=f"Leave with {DIFFERENT} where they differ, with 0 where not."),
)
def diff(old: str, new: str, **given: Any) -> None:
    """Say what differs from OLD to NEW, two briefings as JSON files; `-` is standard input.

    Statements are matched by speaker, words and evidence. What is reported before and now is said, and not why it
    differs. Leaves with 3 where a file is no briefing of this version.
    """
    from summarizer.briefing import Briefing
    from summarizer.comparing import compare

    if old == new == "-":
        raise UsageError("the two briefings cannot both come from standard input: name a file for one")
    sink = _sink(given, old, new)
    found = compare(Briefing.from_file(old), Briefing.from_file(new))
    sink.write(_shown(found, sink))
    if given["exit_code"] and found.differs:
        raise click.exceptions.Exit(DIFFERENT)


def _sink(given: dict[str, Any], old: str, new: str) -> Sink:
    from summarizer.render import by_name

    form = given["format"] or by_name(given["output"] or "") or "text"
    if form not in FORMATS:
        raise UsageError(f"differences are not written as {form}: use --format with one of {', '.join(FORMATS)}")
    return Sink.of({**given, "format": form}, old, new)  # neither of the two may be overwritten


def _shown(found: Comparison, sink: Sink) -> str:
    if sink.form == "html":
        from summarizer.render import differences_page

        return differences_page.render(found)
    from summarizer.render import differences, markdown, text

    if sink.form == "json":
        return as_json(differences.as_value(found))
    shown = differences.outline(found)
    return markdown.page(shown) if sink.form == "md" else text.page(shown, width=sink.width, color=sink.color)
