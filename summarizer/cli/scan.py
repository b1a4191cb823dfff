"""`summarizer scan`: what the rules alone see of an article's reported speech. No model, no key, no network."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from summarizer.cli import session
from summarizer.cli.options import ARTICLE, options
from summarizer.cli.output import as_json, emit, printed

if TYPE_CHECKING:
    from summarizer.article import Article
    from summarizer.attributions import Attribution


@click.command()
@click.argument("article", type=click.Path())
@click.option("--json", "json_", is_flag=True, help="One object a finding.")
@options(ARTICLE)
def scan(article: str, json_: bool, **given: Any) -> None:
    """List who seems to say, deny or decline what in ARTICLE, by rules alone: a free first look, not a briefing."""
    from summarizer.attributions import attributions

    read = session.article(article, given)
    found = attributions(read)
    emit(as_json([asdict(a) for a in found]) if json_ else printed(_text(found, read)), "json" if json_ else "text")


def _text(found: tuple[Attribution, ...], article: Article) -> str:
    from summarizer.checks.draft import shorten

    lines = []
    for a in found:
        sentence = article.sentences[a.sentence - 1]
        words = shorten(article.text[sentence.start : sentence.end], 100)
        who = a.speaker or "speaker not named here"
        if a.named and a.named != a.speaker:
            who = f"{who} = {a.named}"
        lines.append(f"[{a.sentence}] {a.kind:<8} {who} {f'“{a.cue}”' if a.cue else '(quotation)'}\n    {words}\n")
    count = f"{len(found)} found by rules alone; some are missed and some are wrong (docs/checks.md has the figures)\n"
    return "".join(lines) + count
