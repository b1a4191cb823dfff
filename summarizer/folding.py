"""Text with its typography folded, and the way back to the original offsets.

Folded are quotation marks, dashes, ellipses, white space and composed letters; invisible characters are dropped.
Case is kept: folding never makes two different words equal.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_SPECIAL = re.compile(r" *[^\x20-\x7e][^\x21-\x7e]*|  +")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
_SINGLE = dict.fromkeys(map(ord, "‘’‚‛′ʼ´"), "'")
_DOUBLE = dict.fromkeys(map(ord, "“”„‟″«»"), '"')
_LIGATURES = dict(zip(range(0xFB00, 0xFB07), "ff fi fl ffi ffl st st".split(), strict=True))  # as PDF files set them
_FOLD: dict[int, str] = {**_DASHES, **_SINGLE, **_DOUBLE, **_LIGATURES, ord("…"): "..."}


@dataclass(frozen=True)
class Folded:
    """Text with its typography folded, and the way back: folded character i came from `origin(i)`."""

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]
    steps: tuple[int, ...]

    def origin(self, index: int) -> int:
        """The original offset of the folded character at `index`."""
        run = bisect_right(self.starts, index) - 1
        return self.origins[run] + (index - self.starts[run]) * self.steps[run]

    def parts(self, index: int) -> bool:
        """Whether a border before the folded character at `index` is inside one original character; marks aside."""
        if not 0 < index < len(self.text) or unicodedata.combining(self.text[index]):
            return False
        return self.origin(index - 1) == self.origin(index)

    def index(self, origin: int) -> int:
        """The folded offset of the first folded character that comes from `origin` or later."""
        run = bisect_left(self.origins, origin)
        if run == len(self.origins) or self.origins[run] != origin:
            run = max(run - 1, 0)
        beyond = max(origin - self.origins[run], 0)
        end = self.starts[run + 1] if run + 1 < len(self.starts) else len(self.text)
        return min(self.starts[run] + beyond, end) if self.steps[run] or not beyond else end


def fold(text: str) -> Folded:
    """Fold typography. Linear in the text; what maps one to one is kept as one run."""
    parts: list[str] = []
    starts, origins, steps = [0], [0], [1]
    length = position = 0

    def put(piece: str, origin: int) -> None:
        nonlocal length
        step = 1 if len(piece) == 1 or (piece.isascii() and piece != "...") else 0
        follows = step and steps[-1] and origins[-1] + length - starts[-1] == origin
        if not follows:
            if starts[-1] == length:
                del starts[-1], origins[-1], steps[-1]
            starts.append(length)
            origins.append(origin)
            steps.append(step)
        parts.append(piece)
        length += len(piece)

    for special in _SPECIAL.finditer(text):
        if special.start() > position:
            put(text[position : special.start()], position)
        for origin, piece in _folded_run(text, special.start(), special.end()):
            if piece != " " or not parts or not parts[-1].endswith(" "):
                put(piece, origin)
        position = special.end()
    if position < len(text):
        put(text[position:], position)
    return Folded("".join(parts), tuple(starts), tuple(origins), tuple(steps))


def _folded_run(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Each character of a non-ASCII run folded, with combining marks in canonical order."""
    marks: list[tuple[int, int, str]] = []
    for origin in range(start, end):
        char = text[origin]
        if char.isspace():
            pieces = " "
        elif ord(char) in _FOLD:
            pieces = _FOLD[ord(char)]
        elif unicodedata.category(char) == "Cf" or "\ufe00" <= char <= "\ufe0f":
            continue  # invisible, or only says how the character before it is drawn
        else:
            pieces = unicodedata.normalize("NFD", char)
        for piece in [pieces] if pieces == "..." else pieces:
            rank = unicodedata.combining(piece[0])
            if rank:
                marks.append((rank, origin, piece))
                continue
            yield from ((o, p) for _, o, p in sorted(marks, key=lambda mark: mark[0]))
            marks = []
            yield origin, piece
    yield from ((o, p) for _, o, p in sorted(marks, key=lambda mark: mark[0]))
