"""Making extracted text fit to be an article: what nobody can see goes, and is counted."""

from __future__ import annotations

import re
from collections import Counter

_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\U000e0000-\U000e007f]")
"""Soft hyphens, zero-width spaces, and the tag characters that can carry a whole hidden text. Joiners stay: they are
part of how Persian, Hindi and others are written; so do marks of direction, which the renderers show escaped."""
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_HALVES = re.compile("[\ud800-\udfff]")
_SPACES = re.compile(r"[^\S\n]+")


def visible(text: str, removed: Counter[str]) -> str:
    """The text without characters that no reader sees; how many they were is added to `removed`."""
    text, invisible = _INVISIBLE.subn("", text)
    text, controls = _CONTROLS.subn("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n"))
    text = whole(text)
    removed["invisible characters"] += invisible
    removed["control characters"] += controls
    return text


def whole(text: str) -> str:
    """The text with a mark in the place of each half of a character, which cannot be written to any file."""
    return _HALVES.sub("\ufffd", text)


def flowing(text: str) -> str:
    """One block of running text: white space of any kind is one space."""
    return " ".join(text.split())


def squeezed(line: str) -> str:
    """One line with its runs of spaces as one space each, and none at its ends."""
    return _SPACES.sub(" ", line).strip()


def counted(removed: Counter[str]) -> dict[str, int]:
    """What was removed at all, the most first."""
    return {what: number for what, number in removed.most_common() if number}
