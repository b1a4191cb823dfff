"""The options that several commands share, so that each means the same everywhere. Needs little but click."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

import click

from summarizer.languages import ASKED
from summarizer.render import FORMATS

_HALF = re.compile("[\ud800-\udfff]")
Command = TypeVar("Command", bound=Callable[..., Any])

_RESERVED = frozenset(
    "model messages response_format stream stream_options n tools tool_choice functions function_call api_key timeout "
    "extra_headers extra_query extra_body max_completion_tokens".split()
)
"""Parameters that decide what is asked or how its reply is read; the question sets them itself."""


def text(value: str) -> str:
    """A text that can be encoded: an argument that is not valid UTF-8 arrives with half characters in it."""
    if not value.strip() or _HALF.search(value):
        raise click.BadParameter("it must not be empty, and must be valid UTF-8")
    return value


def _parameters(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> dict[str, Any]:
    """`--set name=value` to a dict; a value that is not JSON is a text."""
    found: dict[str, Any] = {}
    for entry in given:
        name, equals, value = entry.partition("=")
        if not equals or not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name):
            raise click.BadParameter("give it as NAME=VALUE, for example --set temperature=0", ctx, param)
        if name in _RESERVED:
            raise click.BadParameter(f"{name} is not yours to set: the question sets it itself", ctx, param)
        found[name] = _value(value)
        if _HALF.search(str(found[name])):
            raise click.BadParameter(f"the value of {name} holds half of a character", ctx, param)
    return found


def _value(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return text


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)  # NaN and Infinity are no JSON and could not be sent


def _limits(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> dict[str, Any]:
    """`--limit pages=1000` to a dict."""
    from summarizer.limits import NAMES, parsed

    try:
        return parsed(" ".join(given))
    except ValueError:
        raise click.BadParameter(f"give it as NAME=VALUE, NAME one of {', '.join(NAMES)}", ctx, param) from None


def _columns(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """`--column text=body` to a dict."""
    known = ("id", "text", "title", "outlet", "published", "url", "language")
    found = dict(entry.partition("=")[::2] for entry in given)
    for name, column in found.items():
        if name not in known or not column:
            raise click.BadParameter(f"give it as NAME=COLUMN, NAME one of {', '.join(known)}", ctx, param)
    return found


def _date(ctx: click.Context, param: click.Parameter, given: str | None) -> str | None:
    from datetime import datetime

    try:
        if given is not None:
            datetime.fromisoformat(given)
    except ValueError:
        raise click.BadParameter("give it as an ISO date, for example 2026-11-23", ctx, param) from None
    return given


def _prompt_names(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    from summarizer.cli.session import library

    found = library(ctx.params)
    return [name for name in (*found.names(), *found.labels()) if name.startswith(incomplete)]


PROMPT = click.option("-p", "--prompt", type=text, shell_complete=_prompt_names, help="Prompt version or label.")
PROMPTS = click.option("--prompts", type=click.Path(), multiple=True, help="A folder of further prompts.")
RECORDINGS = click.option("--recordings", type=click.Path(), help="Folder that replies are kept in.")
QUIET = click.option("-q", "--quiet", is_flag=True, help="Nothing on stderr but errors.")

LIMIT = click.option(
    "--limit", "limits", multiple=True, metavar="NAME=VALUE", type=text, callback=_limits,
    help="What reading a file may cost, for example pages=1000; repeatable. docs/inputs.md lists them.",
)  # fmt: skip
SOURCE = (
    click.option("--encoding", type=text, help="Of the article's file, if what it says or seems to be is wrong."),
    click.option("--entry", type=text, metavar="ID|N", help="Which article, where a file or feed holds several."),
    click.option("--fetch", is_flag=True, help="Get a URL; without this nothing is fetched."),
    LIMIT,
)
ARTICLE = (
    *SOURCE,
    click.option("--title", type=text, help="The article's title, if neither file nor first line says it."),
    click.option("--outlet", type=text, help="Who published it."),
    click.option("--published", type=text, callback=_date, help="When, as an ISO date."),
    click.option("--url", type=text, help="Where it stands."),
)
LANGUAGE = click.option(
    "--language", type=click.Choice(ASKED), metavar="TAG",
    help=f"What statements are written in: {', '.join(ASKED)} (the article's own) [en].",
)  # fmt: skip
QUESTION = (
    click.option("-m", "--model", type=text, help="For example gpt-5-mini, ollama/llama3.2, local/model.gguf."),
    PROMPT,
    LANGUAGE,
    click.option("--set", "parameters", multiple=True, metavar="NAME=VALUE", type=text, callback=_parameters,
                 help="A parameter of the request; repeatable."),
    click.option("--sample", type=click.IntRange(min=1), default=1, help="Which of several answers to one question."),
    RECORDINGS,
    PROMPTS,
)  # fmt: skip
ENDPOINT = (
    click.option("--base-url", help="Another server that speaks the same API."),
    click.option("--key-env", metavar="NAME", help="Name of the variable that holds the key."),
    click.option("--response-format", type=click.Choice(["json_schema", "json_object", "text"]),
                 help="For servers that cannot hold an answer to a schema."),
)  # fmt: skip
MAX_CHARS = click.option(
    "--max-chars", type=click.IntRange(min=1_000), metavar="N",
    help="A longer article is asked about in sections of at most N characters [60000].",
)  # fmt: skip
REASKS = click.option(
    "--reasks", type=click.IntRange(0, 100), metavar="N", help="Asked again after an invalid answer [2]."
)
WIRE = (
    click.option("--retries", type=click.IntRange(0, 100), metavar="N", help="Tries after a failed connection [4]."),
    click.option("--timeout", type=float, metavar="SECONDS", help="For one reply [600]."),
)
FORMAT = click.option(
    "--format", type=click.Choice(list(FORMATS)), help="Default: by the name of -o; text on a terminal, else json."
)
OUTPUT = (
    FORMAT,
    click.option("-o", "--output", type=click.Path(), metavar="FILE", help="Write there, whole or not at all."),
    click.option("--width", type=click.IntRange(20, 1000), metavar="N", help="Cells in a line of text."),
    click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Of text."),
)
NO_PAGER = click.option("--no-pager", is_flag=True, help="Print what is long on a terminal at once; else $PAGER.")
MANY = (
    click.option("-j", "--jobs", type=click.IntRange(1, 1024), default=8, show_default=True, metavar="N",
                 help="Many articles, or the sections of a long one: how many at once."),
    click.option("--list", "lists", multiple=True, type=click.Path(), metavar="FILE",
                 help="A file of names, one a line."),
    click.option("--column", "columns", multiple=True, metavar="NAME=COLUMN", type=text, callback=_columns,
                 help="Where a table's rows have their id, text, title, outlet, published, url, language."),
    click.option("--max-cost", type=click.FloatRange(min=0, min_open=True), metavar="USD",
                 help="Stop before more is spent."),
    click.option("--max-tokens-total", type=click.IntRange(min=1), metavar="N", help="Stop before more are used."),
    click.option("--rpm", type=click.IntRange(min=1), metavar="N", help="Requests a minute at most."),
    click.option("--tpm", type=click.IntRange(min=1), metavar="N", help="Tokens a minute at most."),
    click.option("--shard", type=text, metavar="I/N", help="Only this machine's part of the articles."),
    click.option("--retry-failed", is_flag=True, help="Only what failed in the run before, into the same folder."),
    click.option("--fail-fast", is_flag=True, help="Stop at the first article that fails."),
    click.option("--via", type=click.Choice(["batch-api", "ray"]),
                 help="Ask through the provider's Batch API, or from many machines with Ray; needs -o FOLDER."),
    click.option("--poll", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS",
                 help="--via batch-api: between two looks at the batch [60]."),
    click.option("--address", type=text, metavar="ADDRESS",
                 help="--via ray: of the cluster; without it, one on this machine alone."),
    click.option("--actors", type=click.IntRange(1, 1024), metavar="N",
                 help="--via ray: processes that -j, --rpm, --tpm and the budget are divided among [one a machine]."),
)  # fmt: skip


def options(*groups: Any) -> Callable[[Command], Command]:
    """Decorate a command with options and tuples of options, shown in this order."""
    flat = [entry for group in groups for entry in (group if isinstance(group, tuple) else (group,))]

    def decorate(command: Command) -> Command:
        for option in reversed(flat):
            command = option(command)
        return command

    return decorate
