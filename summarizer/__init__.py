"""News article in, briefing out that can be trusted line by line: who says what, who denies it, in the article's words.

The public names are loaded when first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from summarizer.version import __version__

if TYPE_CHECKING:
    from summarizer.article import Article
    from summarizer.briefing import Briefing
    from summarizer.errors import SummarizerError
    from summarizer.pipeline import Summarizer

__all__ = ["Article", "Briefing", "Summarizer", "SummarizerError", "__version__"]

_HOMES = {"Article": "article", "Briefing": "briefing", "Summarizer": "pipeline", "SummarizerError": "errors"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
