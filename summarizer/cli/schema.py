"""`summarizer schema`: the published JSON Schemas."""

from __future__ import annotations

import click

from summarizer.cli.output import emit
from summarizer.resources import shipped


@click.command()
@click.argument("which", type=click.Choice(["answer", "answer-lines", "briefing"]), default="briefing")
def schema(which: str) -> None:
    """Print the JSON Schema of a briefing, or of the answer that a model gives (as objects, or a line an item)."""
    emit((shipped("schema") / f"{which}.json").read_text("utf-8"), "json")
