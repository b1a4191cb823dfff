"""`summarizer show`: a briefing made earlier, in the form its reader wants."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from summarizer.cli import session
from summarizer.cli.options import NO_PAGER, OUTPUT, SOURCE, options
from summarizer.cli.output import Sink, note
from summarizer.errors import UsageError


@click.command()
@click.argument("briefing", type=click.Path())
@options(
    click.option("--html", "page", is_flag=True, help="As a page for a browser; the same as --format html."),
    click.option("--open", "open_", is_flag=True, help="Open the page in a browser."),
    click.option("--article", type=click.Path(), help="The article's file, or `-`, to show or lead to it."),
    SOURCE,
    OUTPUT,
    NO_PAGER,
)
def show(briefing: str, page: bool, open_: bool, article: str | None, **given: Any) -> None:
    """Show BRIEFING, a JSON file made by `summarizer brief`, or `-` for standard input.

    A briefing holds the SHA-256 of its article, not the article: for a page on which every quote leads to its place,
    name the article with --article; its SHA-256 and each quote are checked, and another article leaves with 5. Without
    it the page has the quotes alone and says so. `summarizer brief --format html` has the article already.

    On a terminal it is shown as text, and by $PAGER (else `less -R`) if it is too long for the screen. Where the
    terminal takes links, the title and each quote lead to the article: to its address, else to the file of --article.

    With --open and without -o, the page is a file in the folder for temporary files.
    """
    from summarizer.briefing import Briefing

    if briefing == article == "-":
        raise UsageError("the briefing and the article cannot both come from standard input: name a file for one")
    given["format"] = _format(given, page, open_)
    unnamed = open_ and given["output"] in (None, "-")
    sink = Sink("html", None, 80, color=False) if unnamed else Sink.of(given, briefing, article)
    if article is not None and sink.form not in ("html", "text"):
        raise UsageError(f"--article is for a page or text, and this is {sink.form}: add --html, or drop --article")
    read = Briefing.from_file(briefing)
    source = None if article is None else session.article(article, given)
    if source is not None:
        read.require(source)
    if not unnamed:
        sink.briefing(read, source, article)
    else:
        from summarizer.render import render

        shown = render(read, "html", article=source)  # first, so that what cannot be shown leaves no file behind
        sink = replace(sink, path=_temporary())
        sink.write(shown)
    if open_ and sink.path is not None:
        _open(sink.path)


def _format(given: dict[str, Any], page: bool, open_: bool) -> str | None:
    form, output = given["format"], given["output"]
    if not page and not open_:
        return str(form) if form else None
    if form not in (None, "html"):
        raise UsageError(f"{'--html' if page else '--open'} asks for a page and --format for {form}: drop one of them")
    if open_ and output not in (None, "-") and Path(output).suffix.lower() not in (".html", ".htm"):
        raise UsageError(f"a browser would not take {output} for a page: name it with .html, or drop --open")
    return "html"


def _temporary() -> Path:
    """A new file that only its owner can read."""
    try:
        handle, name = tempfile.mkstemp(prefix="briefing-", suffix=".html")
    except OSError as error:
        raise UsageError(f"there is no place for a temporary page: {error.strerror}; name a file with -o") from None
    os.close(handle)
    return Path(name)


def _open(path: Path) -> None:
    import webbrowser

    note(f"opening {path}")
    if not webbrowser.open(path.resolve().as_uri()):
        raise UsageError(f"there is no browser here to open {path}: open the file yourself")
