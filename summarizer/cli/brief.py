"""`summarizer brief`: an article in, its briefing out."""

from __future__ import annotations

import sys
from typing import Any

import click

from summarizer.cli import session
from summarizer.cli.options import ARTICLE, ENDPOINT, MANY, MAX_CHARS, OUTPUT, QUESTION, QUIET, REASKS, WIRE, options
from summarizer.cli.output import Sink
from summarizer.errors import UsageError

_NOTHING = """\
Usage: summarizer [OPTIONS] ARTICLE

Name an article's file, or pipe its text in:
  summarizer article.txt
  cat article.txt | summarizer
`summarizer --help` lists the other commands, `summarizer brief --help` the options.
"""


@click.command(short_help="Brief an article.")
@click.argument("article", nargs=-1, type=click.Path())
@options(
    QUESTION,
    MAX_CHARS,
    click.option("--offline", is_flag=True, help="Recorded answers only; no connection is opened."),
    click.option("--fresh", is_flag=True, help="Ask again although an answer is recorded."),
    click.option("--no-record", is_flag=True, help="Do not keep the replies."),
    click.option("--no-second-look", is_flag=True, help="Never ask about what an answer left out."),
    click.option("--dry-run", is_flag=True, help="Say what would be asked and what it may cost; ask nothing."),
    click.option("-v", "--verbose", is_flag=True, help="With --dry-run: the messages in full."),
    click.option("--strict", is_flag=True, help="Fail where an item fails a check (exit code 5)."),
    OUTPUT,
    ARTICLE,
    ENDPOINT,
    REASKS,
    WIRE,
    MANY,
    QUIET,
)
def brief(article: tuple[str, ...], **given: Any) -> None:
    """Brief ARTICLE: a text, web page, PDF, Word file, mail, feed or JSON, `-` or a pipe, or a URL with --fetch.

    A recorded answer is used where there is one; otherwise the model is asked, and its replies are kept.

    Several files, a folder, a pattern, or a table with one article a row (.jsonl, .csv, .parquet) are briefed together:
    into the folder -o, one NAME.briefing.json each, or as one JSON object a line on standard output.
    """
    if given["lists"] or given["via"] or len(article) > 1 or (given["entry"] is None and _is_many(article)):
        from summarizer.cli.many import brief_many

        brief_many(article, given)
        return
    path = article[0] if article else ("" if sys.stdin.isatty() else "-")
    if not path:
        sys.stderr.write(_NOTHING)
        raise click.exceptions.Exit(UsageError.exit_code)
    sink = Sink.of(given, path)
    if given["dry_run"]:
        from summarizer.cli.dry_run import plan

        sink.write(plan(path, given))
        return
    summarizer = session.summarizer(given)
    read = session.article(path, given)
    briefing = summarizer.brief(read)
    sink.briefing(briefing, read, path)
    if not given["quiet"]:
        from summarizer.cli.bill import report

        report(briefing)


def _is_many(names: tuple[str, ...]) -> bool:
    from summarizer.batch.names import is_many

    return is_many(names)
