"""A briefing in the form its reader wants. Renderers only read the briefing; each escapes for its own sink.

Importing this package costs next to nothing: the module of a format is imported when that format is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

from summarizer.errors import UsageError

if TYPE_CHECKING:
    from summarizer.article import Article
    from summarizer.briefing import Briefing


class Format(NamedTuple):
    """One format: the module of this package that renders it, and what files of it are called, the usual name first.

    `takes` are the arguments of `render` that its module wants too. `needs` is what it imports beyond the program's own
    dependencies, and `extra` what of the project installs that. `binary` is no text at all, `exact` text for a program,
    whose bytes do not depend on where they are written; `off_screen` says why it is not printed on a terminal.
    """

    module: str
    suffixes: tuple[str, ...]
    takes: tuple[str, ...] = ()
    needs: str = ""
    extra: str = ""
    binary: bool = False
    exact: bool = False
    off_screen: str = ""


FORMATS: dict[str, Format] = {
    "text": Format("text", (".txt",), takes=("width", "color", "address")),
    "json": Format("", (".json",), exact=True),
    "md": Format("markdown", (".md",)),
    "html": Format("html", (".html", ".htm"), takes=("article",), exact=True, off_screen="a page is for a browser"),
    "csv": Format("spreadsheet", (".csv",), exact=True),
    "docx": Format(
        "word", (".docx",), needs="docx", extra="docs", binary=True, off_screen="a Word document is not text"
    ),
    "jsonld": Format("annotations", (".jsonld",), exact=True),
    "stix": Format("stix", (".stix.json", ".stix"), needs="stix2", extra="stix", exact=True),
    "ndjson": Format("lines", (".ndjson", ".jsonl"), exact=True),
}
"""Name to format. The module has a function `render` that takes the briefing and returns a text, or bytes if binary;
`json` needs none, being the briefing itself."""


def render(
    briefing: Briefing,
    form: str,
    *,
    width: int = 80,
    color: bool = False,
    address: str | None = None,
    article: Article | None = None,
) -> str:
    """The briefing as one string that ends in a line end.

    `width` is in terminal cells and, like `color` and `address` (a URI of the article, for its title and quotes to lead
    to), only matters to `text`; `article`, the one that was briefed, only to `html`. Raises `UsageError` for a format
    that is not in `FORMATS`, is not installed or is no text, `EvidenceError` for another article.
    """
    require(form)
    if FORMATS[form].binary:
        raise UsageError(f"the format {form} is not text: use render_bytes")
    given = {"width": width, "color": color, "address": address, "article": article}
    return _rendered(briefing, form, given).decode()


def render_bytes(
    briefing: Briefing,
    form: str,
    *,
    width: int = 80,
    color: bool = False,
    address: str | None = None,
    article: Article | None = None,
) -> bytes:
    """The briefing in any format as the bytes of a file, text as UTF-8. Raises `UsageError` as `render` does."""
    require(form)
    return _rendered(briefing, form, {"width": width, "color": color, "address": address, "article": article})


def require(form: str) -> None:
    """Raise `UsageError` where a format cannot be had here. Imports nothing, so it can be asked before any work."""
    if form not in FORMATS:
        raise UsageError(f"there is no format {form!r}; use one of {', '.join(FORMATS)}")
    found = FORMATS[form]
    if found.needs and find_spec(found.needs) is None:
        raise UsageError(f"the format {form} is not installed: run pip install 'summarizer[{found.extra}]'")


def by_name(name: str) -> str | None:
    """The format that a file's name asks for; None where it asks for none."""
    named = [(s, form) for form, found in FORMATS.items() for s in found.suffixes if name.lower().endswith(s)]
    return max(named, key=lambda pair: len(pair[0]))[1] if named else None


def _rendered(briefing: Briefing, form: str, given: Mapping[str, Any]) -> bytes:
    found = FORMATS[form]
    if not found.module:
        return briefing.to_json().encode()
    module = import_module(f"{__name__}.{found.module}")
    shown: str | bytes = module.render(briefing, **{name: given[name] for name in found.takes})
    return shown.encode() if isinstance(shown, str) else shown
