"""`summarizer accept`: a reply pasted from any chat, through the same checks as one that came over the wire."""

from __future__ import annotations

from typing import Any

import click

from summarizer.cli import session
from summarizer.cli.options import ARTICLE, OUTPUT, QUESTION, QUIET, REASKS, options
from summarizer.cli.output import Sink, emit, note, printed
from summarizer.errors import AnswerError, UsageError
from summarizer.files import read_text

MODEL = "pasted"
"""The model's name where none is given: the settings' model is the one that is asked over the wire, not this one."""


@click.command()
@click.argument("article", type=click.Path())
@click.argument("reply", type=click.Path())
@options(
    QUESTION,
    click.option("--fresh", is_flag=True, help="Begin again: set the replies taken so far aside."),
    click.option("--strict", is_flag=True, help="Fail where an item fails a check (exit code 5)."),
    OUTPUT,
    ARTICLE,
    REASKS,
    QUIET,
)
def accept(article: str, reply: str, **given: Any) -> None:
    """Take REPLY, a chat's answer to `summarizer render ARTICLE`, as a file or `-`.

    Where the reply has faults, what to paste back is printed and the exit code is 4; give every call the same options.
    """
    if article == reply == "-":
        raise UsageError("the article and the reply cannot both come from standard input: name a file for one")
    sink = Sink.of(given, article)
    summarizer = session.summarizer({**given, "model": given["model"] or MODEL})
    read = session.article(article, given)
    briefing, outcome = summarizer.accept(read, _answer_in(read_text(reply, "reply")))
    if briefing is None:
        emit(printed(summarizer.prompt.reask(outcome.problems)["content"].rstrip("\n") + "\n"))
        if not given["quiet"]:
            left = summarizer.exchanges.reasks + 1 - len(outcome.verdicts)
            note(
                f"the reply has {len(outcome.problems)} problem(s): paste the text above into the chat "
                f"and bring its next reply back with the same command ({left} left)"
            )
        raise click.exceptions.Exit(AnswerError.exit_code)
    sink.briefing(briefing, read, article)
    if not given["quiet"]:
        from summarizer.cli.bill import report

        report(briefing)


def _answer_in(reply: str) -> str:
    """What a chat put between code fences, where it wrote something around them; else all of it."""
    first, last = reply.find("```"), reply.rfind("```")
    return reply[first : last + 3] if 0 <= first < last else reply
