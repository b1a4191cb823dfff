"""A briefing for a terminal: what is said first, then who says it, then the article's words.

Readable without any colour; indents, not colours, carry the structure. Text is put into rich `Text` objects, never
into markup, so no bracket of an article is taken for an instruction. Where the caller knows that the terminal takes
links (OSC 8) and where the article stands, the title leads there, and each quote to its own words.
"""

from __future__ import annotations

from io import StringIO

from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.text import Text

from summarizer.briefing import Briefing
from summarizer.render import addresses
from summarizer.render.escape import terminal
from summarizer.render.outline import Entry, LineKind, Outline, Section, outline
from summarizer.render.words import SEPARATOR

MIN_WIDTH = 20
"""Cells. Below it a hanging indent leaves no room for words, so narrower terminals are written to as if this wide."""
_MARGIN = 2
_LONGEST_LABEL = 6  # cells; a longer id stands on a line of its own
_ARROW = "↳ "

_TITLE, _SUBTITLE, _HEADING, _LABEL = "bold", "dim", "bold cyan", "cyan"
_STYLES: dict[LineKind, str] = {
    "statement": "bold",
    "source": "",
    "quote": "italic",
    "response": "yellow",
    "silence": "dim",
    "note": "",
    "origin": "dim",
}


def render(briefing: Briefing, *, width: int = 80, color: bool = False, address: str | None = None) -> str:
    """The briefing in lines of at most `width` cells; with `color`, styled by ANSI sequences, otherwise without any.

    With `address`, a URI of the article, title and quotes are links there.
    """
    return page(outline(briefing), width=width, color=color, address=address)


def page(shown: Outline, *, width: int = 80, color: bool = False, address: str | None = None) -> str:
    """Any outline, likewise."""
    file = StringIO()
    # Everything is given, so that neither the environment nor the terminal this runs in can change the result.
    console = Console(
        file=file,
        width=max(width, MIN_WIDTH),
        height=100,
        color_system="standard" if color or address else None,
        no_color=False,
        legacy_windows=False,
        force_jupyter=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
    console.print(Text("\n").join(_Page(console, shown, color, address).lines()), soft_wrap=True)
    return file.getvalue()


class _Page:
    """Wraps and indents the lines of one outline."""

    def __init__(self, console: Console, shown: Outline, color: bool, address: str | None) -> None:
        self.console = console
        self.shown = shown
        self.color = color
        self.address = address
        longest = max((len(entry.label) for section in shown.sections for entry in section.entries), default=0)
        self.column = _MARGIN + min(longest, _LONGEST_LABEL) + 2

    def lines(self) -> list[Text]:
        lines = self.wrapped(self.shown.title, self.style(_TITLE, self.address))
        lines += self.wrapped(self.shown.subtitle, self.style(_SUBTITLE))
        for section in self.shown.sections:
            lines += [Text(), *self.wrapped(section.title.upper(), self.style(_HEADING)), *self.section(section)]
        return lines

    def style(self, name: str, link: str | None = None) -> Style:
        """The look of a line, and where it leads."""
        return Style.parse(name if self.color else "") + Style(link=link)

    def section(self, section: Section) -> list[Text]:
        """Entries of several lines are set apart by blank lines; short ones stay together."""
        apart = any(len(entry.lines) > 1 for entry in section.entries)
        lines: list[Text] = []
        for entry in section.entries:
            lines += [Text()] if apart and lines else []
            lines += self.entry(entry)
        return lines

    def entry(self, entry: Entry) -> list[Text]:
        """The label hangs in the margin beside the first line; what follows is aligned under that line."""
        indent = self.column if entry.label else _MARGIN
        body: list[Text] = []
        for line in entry.lines:
            arrow = _ARROW if line.kind == "response" else ""
            link = addresses.passage(self.address, line.passage) if self.address and line.passage else None
            body += self.wrapped(arrow + line.text, self.style(_STYLES[line.kind], link), indent, len(arrow))
        if not entry.label:
            return body
        label = Text.assemble(" " * _MARGIN, (terminal(entry.label), self.style(_LABEL)))
        if label.cell_len >= indent:  # no room beside it
            return self.wrapped(entry.label, self.style(_LABEL), _MARGIN) + body
        return [Text.assemble(label, " " * (indent - label.cell_len), body[0][indent:]), *body[1:]]

    def wrapped(self, text: str, style: Style, indent: int = 0, hang: int = 0) -> list[Text]:
        """`text` in lines that begin with `indent` blanks, and after the first with `hang` more."""
        room = self.console.width - indent - hang
        lines = Text(_packed(terminal(text), room), style).wrap(self.console, room) or [Text()]
        for line in lines:
            line.rstrip()
        return [Text.assemble(" " * (indent + hang * (number > 0)), line) for number, line in enumerate(lines)]


def _packed(text: str, room: int) -> str:
    """`text` broken before each part that would not fit beside the ones before it, so that short parts stay whole."""
    first, *parts = text.split(SEPARATOR)
    lines = [first]
    for part in parts:
        longer = f"{lines[-1]}{SEPARATOR}{part}{SEPARATOR.rstrip()}"
        if cell_len(longer) > room:
            lines[-1] += SEPARATOR.rstrip()
            lines.append(part)
        else:
            lines[-1] += SEPARATOR + part
    return "\n".join(lines)
