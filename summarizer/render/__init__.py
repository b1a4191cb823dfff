"""A briefing in the form its reader wants. Renderers only read the briefing; each escapes for its own sink.

Importing this package costs next to nothing: the module of a format is imported when that format is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.errors import UsageError

if TYPE_CHECKING:
    from summarizer.briefing import Briefing

FORMATS: tuple[str, ...] = ("text", "json", "md")


def render(briefing: Briefing, form: str, *, width: int = 80, color: bool = False) -> str:
    """The briefing as one string that ends in a newline.

    `width` is in terminal cells and, like `color`, only matters to `text`.
    Raises `UsageError` for a format that is not in `FORMATS`.
    """
    if form == "json":
        return briefing.to_json()
    if form == "text":
        from summarizer.render import text

        return text.render(briefing, width=width, color=color)
    if form == "md":
        from summarizer.render import markdown

        return markdown.render(briefing)
    raise UsageError(f"there is no format {form!r}; use one of {', '.join(FORMATS)}")
