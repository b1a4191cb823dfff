"""`summarizer read`: the article's text exactly as a model would see it, or a list of the articles in a file."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import click

from summarizer.cli import session
from summarizer.cli.options import ARTICLE, QUIET, options
from summarizer.cli.output import as_json, emit, note, printed

if TYPE_CHECKING:
    from summarizer.errors import InputError
    from summarizer.readers import Document


@click.command()
@click.argument("source", type=click.Path())
@options(
    click.option("--json", "json_", is_flag=True, help="Text, metadata, pages and what was left out; a line an entry."),
    ARTICLE,
    QUIET,
)
def read(source: str, json_: bool, **given: Any) -> None:
    """Print the text of SOURCE: a text, web page, PDF, Word file, mail, feed or JSON, `-`, or a URL with --fetch.

    It is all that a model sees of it. A file of several articles is listed; --entry prints one of them.
    """
    from summarizer import readers

    named = given["entry"]
    how = session.how_to_read(source, given)
    if named is not None:
        _one(readers.one(source, named, **how), json_, given)
        return
    errors: list[InputError] = []
    found = readers.read(source, failed=errors.append, **how)
    first = list(islice(found, 2))
    if len(first) + len(errors) > 1:
        _several(chain(first, found), errors, json_, given)
    elif first:
        _one(first[0], json_, given)
    if errors:
        raise errors[0]


def _one(document: Document, json_: bool, given: session.Options) -> None:
    document = document.known(**session.known(given))
    if not given["quiet"]:
        note(f"{document.source}: {_about(document)}")
        for remark in document.notes:
            note(f"{document.source}: {remark}")
    if json_:
        emit(as_json(document.facts()), "json")
        return
    text = document.article.text
    if sys.stdout.isatty():
        emit(printed(text if text.endswith("\n") else text + "\n"))
    else:
        emit(text, "json")  # as UTF-8 and to the byte, whatever the locale says


def _about(document: Document) -> str:
    """Kind, what is known of the article, and what was left out, on one line."""
    facts = document.facts()
    names = ("title", "outlet", "author", "published", "url", "language", "encoding")
    known = [f"{name} {facts[name]}" for name in names if facts[name]]
    pages = [f"{len(document.pages)} pages"] if len(document.pages) > 1 else []
    gone = ", ".join(f"{number:,} {what}" for what, number in document.removed.items())
    parts = [document.kind, f"{facts['characters']:,} characters", *pages, *known, f"left out: {gone or 'nothing'}"]
    return "; ".join(parts)


def _several(
    documents: Iterator[Document], errors: list[InputError], json_: bool, given: session.Options
) -> None:  # fmt: skip
    """A line for each as it is read, so that a long file can be looked into."""
    number = 0
    for number, document in enumerate(documents, 1):  # noqa: B007 (counted)
        if json_:
            emit(json.dumps(document.facts(), ensure_ascii=False) + "\n", "json")
        else:
            emit(printed(_listed(document)))
    if not given["quiet"]:
        for error in errors[1:20]:
            note(str(error))
        note(f"{number:,} articles; `--entry` with a number or an id picks one")


def _listed(document: Document) -> str:
    article = document.article
    title = article.headline or " ".join(article.text[:60].split()) + " …"
    day = (article.published or "-")[:10]
    named = f"  ({document.id})" if document.id else ""
    return f"{document.number:>5}  {day:<10}  {len(article.text):>9,}  {' '.join(title.split())[:100]}{named[:100]}\n"
