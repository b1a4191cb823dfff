"""Two versions of a text side by side: the words that are gone marked as deleted, those that are new as inserted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from summarizer.render.markup import Html, join, tag

ALIKE = 0.35
"""Share of common words below which two texts are marked as wholes: scattered marks would hide what is said."""
MOST_WORDS = 120
"""Longer texts are marked as wholes: statements have some twenty words, and comparing can take the square of it."""

# Scripts that are written without blanks between words: a character is what may differ.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_MARKS = r"\"'“”‘’«»„‚.,;:!?()\[\]…–—-"
# A mark between two letters belongs to the word: 3.5, don’t, non-denial.
_PIECE = re.compile(rf"\s+|[{_UNSPACED}]|(?:[^\s{_UNSPACED}{_MARKS}]|(?<=\w)[{_MARKS}](?=\w))+|[{_MARKS}]")

Sides = tuple[Html, Html]


def words(before: str, after: str) -> Sides:
    """Both texts, marked word by word where they are alike, else as wholes. Each reads as it did, mark for mark."""
    if before == after:
        return join([before]), join([after])
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    if max(len(old), len(new)) <= 2 * MOST_WORDS:  # blanks between words are pieces too
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        common = sum(len(old[at].strip()) for block in matcher.get_matching_blocks() for at in _range(block))
        if 2 * common >= ALIKE * (len("".join(before.split())) + len("".join(after.split()))):
            return _marked(old, new, matcher)
    return _one("del", before), _one("ins", after)


def lines(before: Sequence[str], after: Sequence[str]) -> tuple[list[Html], list[Html]]:
    """Two lists of texts: those in both are plain, the others marked against each other in their order."""
    here = [text for text in before if text not in after]
    there = [text for text in after if text not in before]
    pairs = [words(*pair) for pair in zip(here, there, strict=False)]
    old = iter([pair[0] for pair in pairs] + [_one("del", text) for text in here[len(pairs) :]])
    new = iter([pair[1] for pair in pairs] + [_one("ins", text) for text in there[len(pairs) :]])
    return (
        [join([text]) if text in after else next(old) for text in before],
        [join([text]) if text in before else next(new) for text in after],
    )


def listed(before: Sequence[str], after: Sequence[str], between: str) -> Sides:
    """Two lists of values in a row each: one that is not in the other list is marked."""
    return (
        join([value if value in after else _one("del", value) for value in before], between),
        join([value if value in before else _one("ins", value) for value in after], between),
    )


def _marked(old: Sequence[str], new: Sequence[str], matcher: SequenceMatcher[str]) -> Sides:
    shown: tuple[list[Html], list[Html]] = ([], [])
    for same, gone, added in _joined(old, new, matcher):
        for side, name, text in zip(shown, ("del", "ins"), (gone, added), strict=True):
            side.append(join([same, _one(name, text)]))
    return join(shown[0]), join(shown[1])


def _joined(old: Sequence[str], new: Sequence[str], matcher: SequenceMatcher[str]) -> Iterator[tuple[str, str, str]]:
    """What is common, gone and added, in turn; a blank between two changes is part of one change."""
    gone = added = ""
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        first, second = "".join(old[i1:i2]), "".join(new[j1:j2])
        if kind != "equal" or (not first.strip() and (gone or added) and i2 < len(old) and j2 < len(new)):
            gone, added = gone + first, added + second
            continue
        if gone or added:
            yield "", gone, added
        yield first, "", ""
        gone = added = ""
    if gone or added:
        yield "", gone, added


def _one(name: str, text: str) -> Html:
    """A mark without the blanks at its ends, which would be struck through or underlined."""
    core = text.strip()
    start = text.index(core)
    return join([text[:start], tag(name, core) if core else "", text[start + len(core) :]])


def _range(block: Iterable[int]) -> range:
    start, _, size = block
    return range(start, start + size)
