"""A briefing as Markdown, for a wiki or a pull request. Lists, not tables: statements are too long for cells.

Every text is escaped whole; the marks of the Markdown are all written here.
"""

from __future__ import annotations

from summarizer.briefing import Briefing
from summarizer.render.escape import markdown
from summarizer.render.outline import BULLET, Entry, Outline, outline


def render(briefing: Briefing) -> str:
    """The briefing as CommonMark: one heading a section, one list item an entry, its sources and quotes nested."""
    return page(outline(briefing))


def page(shown: Outline) -> str:
    """Any outline, likewise."""
    blocks = [f"# {markdown(shown.title)}", markdown(shown.subtitle)]
    for section in shown.sections:
        blocks += [f"## {section.title}", "\n".join(map(_entry, section.entries))]
    return "\n\n".join(blocks) + "\n"


def _entry(entry: Entry) -> str:
    first, *rest = (markdown(line.text) for line in entry.lines)
    label = "" if entry.label in ("", BULLET) else f"**{markdown(entry.label)}** "
    return "\n".join([f"- {label}{first}", *(f"  - {line}" for line in rest)])
