"""Sorted spans that do not overlap, and what lies in which. A span is half open, in code points."""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right

Spans = list[tuple[int, int]]


def within(spans: Spans, start: int, end: int) -> Spans:
    """Those of the sorted spans that lie in `[start, end)`."""
    first = bisect_left(spans, (start, start))
    return [span for span in spans[first : bisect_left(spans, (end, end))] if span[1] <= end]


def inside(offset: int, spans: Spans) -> bool:
    """Whether one of the sorted spans holds an offset."""
    i = bisect_right(spans, (offset, sys.maxsize)) - 1
    return i >= 0 and offset < spans[i][1]
