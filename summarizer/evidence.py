"""Find the model's words in the article, and give back the article's own.

`locate` tries the sentence that was named, then its neighbours, then the whole article; in each place first the exact
characters, then the same with typography folded (quotation marks, dashes, ellipses, spaces, composed and decomposed
letters, invisible characters), then without a mark added at the ends, then `first … last` as two spans. Each quote is
looked up on its own, so the result never depends on other quotes. What cannot be found is `Absent`: a prefix, or an
index taken from folded text, is never accepted.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

from summarizer.article import Article
from summarizer.briefing import Match
from summarizer.folding import Folded, fold

LONGEST = 1_000
"""Most characters of a quote that is looked up (rule I1)."""

_EDGES = "\"'.,;:!?()[] -"
_GAP = re.compile(r"\s*(?:\[\s*(?:\.\.\.|…)\s*\]|\.\.\.|…)\s*")


@dataclass(frozen=True)
class Located:
    """Where a quote stands: one span, or two for an elision. `occurrences` counts equal places in the article."""

    spans: tuple[tuple[int, int], ...]
    match: Match
    occurrences: int
    sentence: int


@dataclass(frozen=True)
class Absent:
    """A quote that is not in the article; `nearest` is the sentence that shares most of its words, if any does."""

    nearest: int | None


class _Index:
    """What is worked out once an article."""

    def __init__(self, article: Article) -> None:
        self.text = article.text
        self.sentences = article.sentences
        self.starts = [s.start for s in self.sentences]

    @cached_property
    def folded(self) -> Folded:
        return fold(self.text)

    @cached_property
    def words(self) -> list[set[str]]:
        return [set(_words(self.text[s.start : s.end])) for s in self.sentences]

    def sentence_at(self, offset: int) -> int:
        """The number of the sentence an offset lies in (or follows)."""
        return max(bisect_right(self.starts, offset), 1)


_INDEXES: WeakKeyDictionary[Article, _Index] = WeakKeyDictionary()


def _index(article: Article) -> _Index:
    found = _INDEXES.get(article)
    if found is None:
        found = _INDEXES[article] = _Index(article)
    return found


def sentence_at(article: Article, offset: int) -> int:
    """The number of the sentence that holds a code-point offset."""
    return _index(article).sentence_at(offset)


def locate(quote: str, article: Article, sentence: int | None = None) -> Located | Absent:
    """Where the quote stands in the article, looked for in `sentence` (its number) first. Never raises."""
    index = _index(article)
    quote = quote.strip()
    if len(quote) > LONGEST or not fold(quote).text.strip():
        return Absent(None)
    for start, end in _places(index, sentence):
        found = _exact(index, quote, start, end) or _typography(index, quote, start, end)
        if found is None:
            found = _edges(index, quote, start, end) or _elided(index, quote, start, end)
        if found is not None:
            return found
    return Absent(_nearest(index, quote))


def _places(index: _Index, sentence: int | None) -> Iterator[tuple[int, int]]:
    """The named sentence, the same with its neighbours, the whole article: as offsets."""
    n = len(index.sentences)
    if sentence is not None and 1 <= sentence <= n:
        yield index.sentences[sentence - 1].start, index.sentences[sentence - 1].end
        yield index.sentences[max(sentence - 2, 0)].start, index.sentences[min(sentence, n - 1)].end
    yield 0, len(index.text)


def _exact(index: _Index, quote: str, start: int, end: int) -> Located | None:
    span = _search(index.text, quote, start, end)
    return _located(index, (span,), "exact", quote) if span else None


def _typography(index: _Index, quote: str, start: int, end: int, match: Match = "typography") -> Located | None:
    folded = fold(quote).text.strip()
    span = _folded_span(index, folded, start, end) if folded else None
    if span is None:
        return None
    return _located(index, (span,), match, folded)


def _edges(index: _Index, quote: str, start: int, end: int) -> Located | None:
    bare = fold(quote).text.strip(_EDGES)
    if len(bare) < 3 or _GAP.search(quote.strip(_EDGES + "…")):
        return None
    return _typography(index, bare, start, end, "edges")


def _elided(index: _Index, quote: str, start: int, end: int) -> Located | None:
    """`first … last`: both halves in order inside one sentence or two neighbours, each at least two words."""
    halves = _GAP.split(quote.strip("\"“”'‘’ "), maxsplit=1)
    if len(halves) != 2 or any(len(half.split()) < 2 for half in halves):
        return None
    first = _folded_span(index, fold(halves[0]).text.strip(), start, end)
    if first is None:
        return None
    reach = index.sentences[min(index.sentence_at(first[0]), len(index.sentences) - 1)].end
    last = _folded_span(index, fold(halves[1]).text.strip(), first[1], min(end, reach))
    return _located(index, (first, last), "elided", quote) if last else None


def _located(index: _Index, spans: tuple[tuple[int, int], ...], match: Match, words: str) -> Located:
    grown = tuple(_whole(index.text, start, end) for start, end in spans)
    text = index.text if match == "exact" else index.folded.text
    return Located(grown, match, max(text.count(words), 1), index.sentence_at(grown[0][0]))


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """The span grown so that it does not cut a letter from its combining marks."""
    while start > 0 and unicodedata.combining(text[start]):
        start -= 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return start, end


def _search(text: str, words: str, start: int, end: int) -> tuple[int, int] | None:
    """The first occurrence that begins and ends at word borders, else the first."""
    first, at = -1, text.find(words, start, end)
    while at >= 0:
        first = at if first < 0 else first
        stop = at + len(words)
        if not (_inside_word(text, at) or _inside_word(text, stop)):
            return at, stop
        at = text.find(words, at + 1, end)
    return (first, first + len(words)) if first >= 0 else None


def _inside_word(text: str, border: int) -> bool:
    return 0 < border < len(text) and text[border - 1].isalnum() and text[border].isalnum()


def _folded_span(index: _Index, words: str, start: int, end: int) -> tuple[int, int] | None:
    folded = index.folded
    if not words:
        return None
    found = _search(folded.text, words, folded.index(start), folded.index(end))
    if found is None:
        return None
    first, last = folded.origin(found[0]), folded.origin(found[1] - 1)
    return first, last + 1


def _nearest(index: _Index, quote: str) -> int | None:
    wanted = set(_words(quote))
    shared = [len(wanted & words) for words in index.words]
    best = max(shared, default=0)
    return shared.index(best) + 1 if best * 2 > len(wanted) else None


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
