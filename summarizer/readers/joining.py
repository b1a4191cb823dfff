"""Printed lines to paragraphs: lines that go on are joined, words broken at a line's end mended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from summarizer.readers.cleaning import squeezed
from summarizer.readers.document import Page

_ENDS = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_BROKEN = re.compile(r"(\w+)[-\u2010\u00ad]$")
_FULL = 0.9
"""Share of a column's width, in letters, that a full line may fall short of: letters are not equally wide."""
_FIRST = re.compile(r"\w+")
_ITEM = re.compile(r"(?:[•‣▪–*]|\d{1,2}[.)])\s")


@dataclass(frozen=True)
class Line:
    """A line of text and the page it stands on. `begins` is None at the top of a column, where code has to guess."""

    text: str
    page: int
    begins: bool | None


def lines(block: list[str], page: int) -> Iterator[Line]:
    """The lines of one column, and which of them begin a paragraph: after a gap, with an indent, after a short end."""
    rows = [(row, line.rstrip()) for row, line in enumerate(block) if line.strip()]
    if not rows:
        return
    indents = [len(line) - len(line.lstrip()) for _, line in rows]
    margin = min(indents, key=lambda indent: (-indents.count(indent), indent))
    gaps = [after[0] - before[0] for before, after in pairwise(rows)]
    usual = min(gaps) if len(gaps) > 2 else 1  # above 1 where all of it is set wide
    width = max(len(line) for _, line in rows) - margin
    for place, (row, line) in enumerate(rows):
        if place == 0:
            yield Line(squeezed(line), page, None)
            continue
        before, earlier = rows[place - 1]
        first = line.split(maxsplit=1)[0]
        short = len(earlier) - margin + 1 + len(first) < _FULL * width  # the next word would have had room in it
        indented = indents[place] - margin in (1, 2, 3, 4, 5, 6) and indents[place - 1] <= margin
        begins = row - before > usual or indented or bool(_ITEM.match(line.lstrip()))
        begins = begins or (short and bool(_ENDS.search(earlier)))
        begins = begins or (len(earlier) - margin < 0.5 * width and line.lstrip()[:1].isupper())
        yield Line(squeezed(line), page, begins)


@dataclass
class Text:
    """A text as it grows, with the pages it came from and the number of words mended."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    starts: dict[int, int] = field(default_factory=dict)
    mended: int = 0

    def add(self, text: str) -> None:
        """Append a piece."""
        self.parts.append(text)
        self.length += len(text)

    def pages(self) -> tuple[Page, ...]:
        """Each page with its share of the text."""
        ends = [*list(self.starts.values())[1:], self.length]
        return tuple(
            Page(number, start, end) for (number, start), end in zip(self.starts.items(), ends, strict=True)
        )  # fmt: skip


def joined(found: Iterable[Line]) -> Text:
    """The lines as paragraphs parted by an empty line."""
    rows = [line for line in found if line.text]
    whole = {word.lower() for line in rows for word in re.findall(r"\w+(?:-\w+)*", line.text)}
    text, last = Text(), ""
    for line in rows:
        piece = line.text
        if last:
            begins = line.begins if line.begins is not None else _finished(last, piece)
            if begins and not (line.begins is None and _BROKEN.search(last)):
                text.add("\n\n")
            else:
                _glue(text, last, piece, whole)
        text.starts.setdefault(line.page, text.length)
        text.add(piece)
        last = piece
    return text


def _finished(last: str, piece: str) -> bool:
    """Whether a paragraph ended with a column or page: its last line ends a sentence, or the next begins one."""
    return bool(_ENDS.search(last)) or not piece[:1].islower()


def _glue(text: Text, last: str, piece: str, whole: set[str]) -> None:
    """What stands between two lines of a paragraph: a space, or nothing where a word was broken."""
    broken, rest = _BROKEN.search(last), _FIRST.match(piece)
    if not broken or not rest:
        text.add("" if last.endswith("—") else " ")
        return
    if last.endswith("\u00ad") or (piece[0].islower() and f"{broken[1]}-{rest[0]}".lower() not in whole):
        text.parts[-1] = text.parts[-1][:-1]
        text.length -= 1
        text.mended += 1
