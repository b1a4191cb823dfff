"""The sections that a long article is asked about in, and what the model is told of the rest of it.

A section is a run of the article's own sentences under their own numbers, so evidence found in it is evidence in the
whole. What is sent with it is worked out from the article alone: the headline, and the sentences that introduce people
whom the section calls by their surname only. Nothing of it depends on what was answered about another section. That is
why sections can be asked about in any order or at the same time, why one that failed is asked about again alone, and
why a run that died finds every reply it had: no section's question ever changes with another section's answer.
(Handing on the actors as the model named them would let every answer decide the key of each later question.)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

from summarizer.abbreviations import COMMON
from summarizer.article import Article
from summarizer.prompts import numbered

OVERLAP = 3
"""Most sentences of the section before that a section shows again, together at most a quarter of the limit."""
INTRODUCTIONS = 40
"""Most introducing sentences that are sent with a section."""
_LONGEST = 400
"""Characters of the longest sentence that is sent along for a name in it."""
_CAPITALS = "A-Z" + "".join(chr(c) for c in range(0xC0, 0x530) if chr(c).isupper())  # Latin, Greek, Cyrillic
_CAPITAL = rf"\b[{_CAPITALS}][\w’'-]*"
_RUN = re.compile(rf"{_CAPITAL}(?: (?:(?:de|da|di|del|der|den|van|von|al|bin|la|le|dos) )?{_CAPITAL})*")
TITLES = frozenset(
    "mr mrs ms mx dr prof sir dame lord lady judge justice sen senator rep gov governor gen general col colonel capt "
    "captain sgt lt president minister chairman chairwoman chair mayor pastor rev".split()
)
"""Words before a surname that are no first name."""


@dataclass(frozen=True, order=True)
class Section:
    """The numbers of its first and last sentence; those before `core` end the section before it too."""

    first: int
    core: int
    last: int


def sections(article: Article, limit: int) -> tuple[Section, ...]:
    """The article in sections of at most `limit` characters (only a single sentence may be longer), in order.

    A section ends with a paragraph, or with a sentence where no paragraph ends within the limit.
    """
    found, there = [], article.sentences
    core = 0
    while core < len(there):
        first = _lead(article, core, limit)
        last = border = core
        while last + 1 < len(there) and there[last + 1].end - there[first].start <= limit:
            last += 1
            if last + 1 < len(there) and there[last + 1].paragraph != there[last].paragraph:
                border = last
        if last + 1 < len(there) and (border > core or there[core].paragraph != there[core + 1].paragraph):
            last = border
        found.append(Section(first + 1, core + 1, last + 1))
        core = last + 1
    return tuple(found)


def shown(article: Article, section: Section) -> dict[str, str]:
    """What a section's prompt is filled with: its sentences, and what is known from elsewhere."""
    return {"sentences": numbered(article, section.first, section.last), "known": _introductions(article, section)}


def full_names(article: Article) -> Mapping[str, Mapping[str, int]]:
    """By surname in lower case, the full names that end in it, each with the sentence that has it first."""
    return _names(article).full


def _lead(article: Article, core: int, limit: int) -> int:
    """Where a section whose own sentences begin at `core` begins to show some: indices, not numbers."""
    there, first = article.sentences, core
    for start in range(core - 1, max(core - OVERLAP, 0) - 1, -1):
        long = there[core - 1].end - there[start].start > limit // 4
        if long or there[core].end - there[start].start > limit:
            break
        first = start
    return first


def _introductions(article: Article, section: Section) -> str:
    """The headline, and where people are introduced whom the section only calls by their surname."""
    known = _names(article)
    wanted = {1} if known.headed else set()
    begin, end = article.sentences[section.first - 1].start, article.sentences[section.last - 1].end
    for run in _RUN.finditer(article.text, begin, end):
        surname, *more = _bare(run[0])[::-1] or [""]
        if surname and not more:
            wanted |= set(known.full.get(surname.lower(), {}).values())
    there = article.sentences
    outside = [n for n in sorted(wanted) if not section.first <= n <= section.last]
    short = [n for n in outside if there[n - 1].end - there[n - 1].start <= _LONGEST]
    return "\n".join(numbered(article, n, n) for n in short[:INTRODUCTIONS])


class _Names:
    """The people's full names in an article, found once."""

    def __init__(self, article: Article) -> None:
        self._article = article

    @cached_property
    def headed(self) -> bool:
        """Whether the first sentence is a headline that stands alone."""
        first = self._article.sentences[0]
        return self._article.headline == self._article.text[first.start : first.end]

    @cached_property
    def full(self) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        for sentence in self._article.sentences:
            for run in _RUN.finditer(self._article.text, sentence.start, sentence.end):
                words = _bare(run[0])
                if len(words) > 1:
                    found.setdefault(words[-1].lower(), {}).setdefault(" ".join(words), sentence.number)
        return found


def _bare(run: str) -> list[str]:
    """The words of a run of capitalised words without the titles and the small words before a name."""
    words = re.sub(r"['’]s?$", "", run).split()
    while words and (words[0] in COMMON.starters or words[0].lower() in TITLES):
        words.pop(0)
    return words


_FOUND: WeakKeyDictionary[Article, _Names] = WeakKeyDictionary()


def _names(article: Article) -> _Names:
    found = _FOUND.get(article)
    if found is None:
        found = _FOUND[article] = _Names(article)
    return found
