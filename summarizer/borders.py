"""Where a span may begin and end: between words, numbers and whole characters.

A quote that ends inside a word or a number can turn its meaning ("founded" of "unfounded", "they can" of "they can't",
"1" of "1,000"). Scripts written without spaces between words, or with words that grow together, have no such borders
that code could see; there every place between two characters will do.
"""

from __future__ import annotations

import re
import unicodedata

_JOINER = "\u200d"
_BEFORE = re.compile(r"(?:\d[.,:/\-‐-―−]|(?<![^\W_])[-−])\Z")
_AFTER = re.compile(r"[.,:/\-‐-―−]\d|['’ʼ]t\b")


def cuts(text: str, border: int) -> bool:
    """Whether a border at this offset parts a word or a number. Looks at a bounded number of characters."""
    if not 0 < border < len(text):
        return False
    left, right = border, border
    while left > 1 and _unseen(text[left - 1]) and border - left < 8:
        left -= 1
    while right < len(text) - 1 and _unseen(text[right]) and right - border < 8:
        right += 1
    before, after = text[left - 1], text[right]
    if after.isdigit() and _BEFORE.search(text[max(left - 3, 0) : left]):
        return True
    if before.isalnum() and _AFTER.match(text, right) and (before.isdigit() or after in "'’ʼ"):
        return True
    return before.isalnum() and after.isalnum() and _spaced(before) and _spaced(after)


def whole(text: str, start: int, end: int) -> tuple[int, int]:
    """The span grown so that it does not part a letter from its marks, or an emoji from what it is joined to."""
    while start > 0 and (_mark(text[start]) or text[start - 1] == _JOINER):
        start -= 1
    while end < len(text) and (_mark(text[end]) or text[end - 1] == _JOINER):
        end += 1
    return start, end


def _mark(char: str) -> bool:
    if char < "\u0300":
        return False
    return unicodedata.category(char)[0] == "M" or char == _JOINER or "\U0001f3fb" <= char <= "\U0001f3ff"


def _unseen(char: str) -> bool:
    return not char.isascii() and unicodedata.category(char) in ("Cf", "Mn", "Me")


def _spaced(char: str) -> bool:
    """Whether a letter or digit is of a script whose words stand apart: Latin, Greek, Cyrillic, Armenian."""
    return char < "\u0590" or "\u1e00" <= char < "\u2000"
