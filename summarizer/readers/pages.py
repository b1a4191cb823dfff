"""The order of reading of a printed page, told from its text set out on a grid: columns, running heads, numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile

_LEAST = 5
"""Lines with text on both sides that make a gutter; fewer may be a table or an accident."""
_DEPTH = 2
"""Times a page is split: four columns at most."""
_NUMBER = re.compile(r"\W*(?:(?:page|seite|p\.)\s*)?\d{1,4}(?:\s*(?:/|of|von|–|-)\s*\d{1,4})?\W*", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_LONGEST_HEAD = 60
_EDGE = 2
"""Lines at the top and at the bottom of a page among which a running head is looked for."""

Block = list[str]


def blocks(lines: Sequence[str], depth: int = 0) -> Iterator[Block]:
    """Runs of lines of a grid in the order of reading, each the whole width or one column of it."""
    gutter = _gutter(lines) if depth < _DEPTH else None
    if gutter is None:
        yield list(lines)
        return
    full: Block = []
    left: Block = []
    right: Block = []
    for line in lines:
        if _crosses(line, gutter):
            yield from _columns(left, right, depth)
            left, right = [], []
            full.append(line)
            continue
        if full and line.strip():
            yield full
            full = []
        if full:
            full.append(line)
        else:
            left.append(line[:gutter].rstrip())
            right.append(line[gutter:].rstrip())
    yield from _columns(left, right, depth)
    if full:
        yield full


def _columns(left: Block, right: Block, depth: int) -> Iterator[Block]:
    for column in (left, right):
        if any(line.strip() for line in column):
            yield from blocks(column, depth + 1)


def _crosses(line: str, gutter: int) -> bool:
    """Whether a line of text runs through the gutter, which is two cells wide."""
    return bool(line[gutter - 2 : gutter].strip())


def _gutter(lines: Sequence[str]) -> int | None:
    """The cell at which the right column begins, or None where there is one column only."""
    texts = [line for line in lines if line.strip()]
    width = max(map(len, texts), default=0)
    starts: Counter[int] = Counter()
    for line in texts:
        starts.update(found.end() for found in re.finditer(r"(?<=\S) {2,}(?=\S)", line))
        indent = len(line) - len(line.lstrip())
        starts[indent] += indent > 0
    likely = [cell for cell, _ in starts.most_common(12) if 0.2 * width < cell < 0.8 * width]
    return max((cell for cell in likely if _is_gutter(texts, cell)), key=starts.__getitem__, default=None)


def _is_gutter(texts: Sequence[str], cell: int) -> bool:
    """Whether running text stands on both sides: a table has short cells, and a list one long side."""
    clear = [line for line in texts if not _crosses(line, cell)]
    both = [line for line in clear if line[:cell].strip() and line[cell:].strip()]
    if len(both) < _LEAST or 3 * len(clear) < 2 * len(texts):
        return False
    straight = sum(not line[cell].isspace() for line in both)
    sides = [[side.split() for side in (line[:cell], line[cell:])] for line in both]
    words = [sum(len(line[side]) for line in sides) / len(sides) for side in (0, 1)]
    return 3 * straight >= 2 * len(both) and min(words) >= 3


def without_running_heads(pages: Sequence[Block]) -> tuple[list[Block], int]:
    """The pages without the short lines that stand at the edge of many of them, and without page numbers; how many."""
    edges = [_edges(page) for page in pages]
    seen = Counter(
        head
        for page, both in zip(pages, edges, strict=True)
        for head in {_head(page[row]) for edge in both for row in edge}
    )
    least = max(2, (len(pages) + 1) // 2)

    def runs(line: str) -> bool:
        text = line.strip()
        return bool(_NUMBER.fullmatch(text)) or (
            len(pages) > 1 and len(text) <= _LONGEST_HEAD and seen[_head(line)] >= least
        )

    kept, gone = [], 0
    for page, both in zip(pages, edges, strict=True):
        # From the edge inwards and no further than the first line of the text: a line of that is never taken out.
        drop = {row for edge in both for row in takewhile(lambda row: runs(page[row]), edge)}  # noqa: B023 (used at once)
        gone += len(drop)
        kept.append(["" if row in drop else line for row, line in enumerate(page)])
    return kept, gone


def _edges(page: Block) -> tuple[list[int], list[int]]:
    """The rows at the top from above, and those at the bottom from below."""
    rows = [row for row, line in enumerate(page) if line.strip()]
    return (rows[:_EDGE], rows[: -_EDGE - 1 : -1]) if len(rows) > 2 * _EDGE else ([], [])


def _head(line: str) -> str:
    return _DIGITS.sub("#", " ".join(line.split())).lower()
