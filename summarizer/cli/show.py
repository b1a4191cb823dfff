"""`summarizer show`: a briefing made earlier, in the form its reader wants."""

from __future__ import annotations

from typing import Any

import click

from summarizer.cli.options import OUTPUT, options
from summarizer.cli.output import Sink


@click.command()
@click.argument("briefing", type=click.Path())
@options(OUTPUT)
def show(briefing: str, **given: Any) -> None:
    """Show BRIEFING, a JSON file made by `summarizer brief`, or `-` for standard input."""
    from summarizer.briefing import Briefing

    sink = Sink.of(given, briefing)
    sink.briefing(Briefing.from_file(briefing))
