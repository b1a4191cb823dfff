"""`summarizer render`: the exact messages, for a person to carry to any chat."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from summarizer.cli import session
from summarizer.cli.options import ARTICLE, LANGUAGE, PROMPT, PROMPTS, options
from summarizer.cli.output import Sink, as_json, note, printed

if TYPE_CHECKING:
    from summarizer.prompts import Message

_ORDER = "Answer with one JSON object that satisfies this JSON Schema, and nothing else."


@click.command()
@click.argument("article", type=click.Path())
@options(
    PROMPT,
    LANGUAGE,
    PROMPTS,
    click.option("--format", type=click.Choice(["text", "json"]), default="text", help="json: the messages as a list."),
    click.option("-o", "--output", type=click.Path(), metavar="FILE", help="Write there, whole or not at all."),
    ARTICLE,
)
def render(article: str, **given: Any) -> None:
    """Print what to paste into any chat about ARTICLE, a file or `-`.

    Bring the reply back with `summarizer accept`.
    """
    from summarizer import forms
    from summarizer.languages import called

    sink = Sink.of({**given, "width": None, "color": "never"}, article)
    chosen = session.settings(given)
    prompt = session.library(given).speaking(chosen.prompt, chosen.language)
    messages = prompt.render(session.article(article, given), language=called(chosen.language))
    if given["format"] == "json":
        sink.write(as_json(list(messages)))
        return
    text = pasteable(messages, forms.schema(prompt.form))
    shown = text if sink.path else printed(text)
    if shown != text:
        note("some characters of this text drive a terminal and are shown escaped; use -o FILE for the exact text")
    sink.write(shown)


def pasteable(messages: tuple[Message, ...], schema: dict[str, Any]) -> str:
    """The messages in order as one text: instructions, examples marked as such, the article, the schema."""
    first, *examples, last = messages
    parts = [_part("INSTRUCTIONS", first["content"])]
    for number, message in enumerate(examples):
        kind = "EXAMPLE {}, THE ARTICLE" if message["role"] == "user" else "EXAMPLE {}, THE ANSWER"
        parts.append(_part(kind.format(number // 2 + 1), message["content"]))
    parts.append(_part("THE ARTICLE TO ANSWER", last["content"]))
    parts.append(_part("THE FORM OF THE ANSWER", f"{_ORDER}\n\n{json.dumps(schema, separators=(',', ':'))}"))
    return "\n".join(parts)


def _part(title: str, content: str) -> str:
    return f"===== {title} =====\n\n{content.rstrip(chr(10))}\n"
