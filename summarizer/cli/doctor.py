"""`summarizer doctor`: what would be used, and where each setting came from.

It shows whether there is a key, never the key.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from importlib import metadata
from typing import Any

import click

import summarizer
from summarizer.cli import session
from summarizer.cli.options import ENDPOINT, LIMIT, PROMPTS, QUESTION, REASKS, RECORDINGS, WIRE, options
from summarizer.cli.output import emit, printed
from summarizer.errors import SummarizerError
from summarizer.settings import Settings

PACKAGES = ("openai", "instructor", "pydantic", "tenacity")
EXTRAS = {
    "local": ("xllamacpp",),
    "parquet": ("pyarrow",),
    "web": ("cssselect", "defusedxml", "feedparser", "lxml", "lxml-html-clean", "tinycss2", "trafilatura"),
    "docs": ("defusedxml", "pypdf", "python-docx"),
    "stix": ("stix2",),
    "ray": ("ray",),
}
"""What each extra of the project installs."""

_MODEL, _PROMPT = QUESTION[:2]


@click.command()
@options(_MODEL, _PROMPT, RECORDINGS, PROMPTS, ENDPOINT, REASKS, WIRE, LIMIT)
def doctor(**given: Any) -> None:
    """Say what would be used: settings and their origin, endpoint, prompt, recordings, versions."""
    chosen = session.settings(given)
    prompt, code = _prompt(chosen, given)
    sections = {
        "settings": _settings(chosen),
        "endpoint": _endpoint(chosen),
        "prompt": [prompt],
        "recordings": _recordings(chosen),
        "versions": _versions(),
        "extras": _extras(),
    }
    lines = []
    for title, rows in sections.items():
        lines += [title, *(f"  {row}" for row in rows)]
    emit(printed("\n".join(lines) + "\n"))
    if code:
        raise click.exceptions.Exit(code)


def _settings(chosen: Settings) -> Iterator[str]:
    from summarizer.cli.dry_run import bare

    for name, origin in chosen.origin.items():
        value = getattr(chosen, name)
        if name == "prompts":
            value = ", ".join(map(str, value))
        elif name == "base_url" and value:
            value = bare(value)
        elif name == "limits":
            value = " ".join(f"{limit}={set_}" for limit, set_ in value.changed().items())
        shown = "-" if value in (None, "") else str(value)
        yield f"{name:<16} {shown:<24} ({origin})"


def _endpoint(chosen: Settings) -> Iterator[str]:
    from summarizer.cli.dry_run import bare, endpoint_of
    from summarizer.model.endpoints import KNOWN, split_model

    name, _ = split_model(chosen.model)
    endpoint = endpoint_of(chosen)
    yield f"kind             {endpoint.kind}"
    yield f"model            {endpoint.model}"
    yield f"base URL         {bare(endpoint.base_url) or 'a server of its own, started when it is asked'}"
    yield f"response format  {endpoint.form}"
    variable = chosen.key_env or (KNOWN[name].key_env if name in KNOWN else None)
    if variable is None:
        yield "key              none needed"
    else:
        yield f"key              {variable} is {'set' if os.environ.get(variable) else 'not set'}"


def _prompt(chosen: Settings, options: session.Options) -> tuple[str, int]:
    """The prompt and 0, or what is wrong with it and the exit code of that."""
    try:
        prompt = session.library(options).get(chosen.prompt)
    except SummarizerError as error:
        return f"error: {error}", error.exit_code
    return f"{prompt.name} ({prompt.status}) {prompt.digest[:12]} in {prompt.folder}", 0


def _recordings(chosen: Settings) -> Iterator[str]:
    for kind, root in zip(("yours", "shipped"), session.recordings(chosen).roots, strict=False):
        number = sum(1 for _ in root.glob("??/*.json"))
        yield f"{kind:<8} {root}: {f'{number:,}' if root.is_dir() else 'not there yet'}"


def _versions() -> Iterator[str]:
    yield f"{'summarizer':<12} {summarizer.__version__}"
    yield f"{'python':<12} {platform.python_version()}"
    for package in PACKAGES:
        yield f"{package:<12} {_version(package) or 'not installed'}"


def _extras() -> Iterator[str]:
    for extra, packages in EXTRAS.items():
        missing = [package for package in packages if _version(package) is None]
        yield f"{extra:<12} " + (f"not installed ({', '.join(missing)})" if missing else "installed")


def _version(package: str) -> str | None:
    """The installed version, without importing the package: openai alone takes a second."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
