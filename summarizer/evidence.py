"""Find the model's words in the article, and give back the article's own.

`locate` tries the sentence that was named, then its neighbours, then the whole article; in each place first the exact
characters, then the same with typography folded (quotation marks, dashes, ellipses, spaces, composed and decomposed
letters, invisible characters), then without a mark added at the ends, then `first … last` as two spans. Only if none
of these stands anywhere, the place that agrees in every word that carries meaning (`alignment`), cut anew from the
article. Each quote is looked up on its own, so the result never depends on other quotes. What cannot be found is
`Absent`: a prefix, part of a word or of a number, or an index taken from folded text, is never accepted.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from weakref import WeakKeyDictionary

from summarizer.alignment import Agreement, Alignment, differences
from summarizer.article import Article
from summarizer.borders import cuts, whole
from summarizer.briefing import Match
from summarizer.folding import Folded, fold
from summarizer.lexicon.foreign import has_negator

LONGEST = 1_000
"""Most characters of a quote that is looked up (rule I1)."""

_EDGES = "\"'.,;:!?()[] -"
_SIGN = re.compile(r"-?\.?\Z")
_GAP = re.compile(r"\s*(?:\[\s*(?:\.\.\.|…)\s*\]|\.\.\.|…)\s*")


@dataclass(frozen=True)
class Located:
    """Where a quote stands: one span, or two for an elision (code points, half open).

    `score` is the share of words in common, 1.0 except for an approximate place; `differences` says what differs there.
    `occurrences` counts equal places in the article; `sentence` is the number of the one the first span begins in.
    """

    spans: tuple[tuple[int, int], ...]
    match: Match
    score: float
    differences: tuple[str, ...]
    occurrences: int
    sentence: int


@dataclass(frozen=True)
class Absent:
    """A quote that is not in the article.

    `nearest` is the number of the sentence that shares most of its words, if any does, `span` where it stands,
    `differences` what it would take.
    """

    nearest: int | None
    differences: tuple[str, ...] = ()
    span: tuple[int, int] | None = None


class _Index:
    """What is worked out once an article, each part when it is first needed."""

    def __init__(self, article: Article) -> None:
        self.text, self.sentences = article.text, article.sentences
        self.starts, self.counts = [s.start for s in self.sentences], dict[str, int]()

    @cached_property
    def folded(self) -> Folded:
        return fold(self.text)

    @cached_property
    def aligned(self) -> Alignment:
        return Alignment(self.folded.text)

    @cached_property
    def borders(self) -> list[int]:
        """Where each sentence begins among the words of `aligned`, and the number of all words."""
        starts = [word.start for word in self.aligned.words]
        return [*(bisect_left(starts, self.folded.index(start)) for start in self.starts), len(starts)]

    @cached_property
    def keys(self) -> list[frozenset[str]]:
        """The words of each sentence."""
        words = self.aligned.words
        return [frozenset(word.key for word in words[a:b]) for a, b in pairwise(self.borders)]

    def sentence_at(self, offset: int) -> int:
        """The number of the sentence an offset lies in (or follows)."""
        return max(bisect_right(self.starts, offset), 1)

    def unfolded(self, start: int, end: int) -> tuple[int, int]:
        """A span of the folded text as a span of the article that cuts no character."""
        return whole(self.text, self.folded.origin(start), self.folded.origin(end - 1) + 1)


_INDEXES: WeakKeyDictionary[Article, _Index] = WeakKeyDictionary()


def _index(article: Article) -> _Index:
    found = _INDEXES.get(article)
    if found is None:
        found = _INDEXES[article] = _Index(article)
    return found


def sentence_at(article: Article, offset: int) -> int:
    """The number of the sentence that holds a code-point offset."""
    return _index(article).sentence_at(offset)


class _Quote:
    """A quote in the forms it is looked for in."""

    def __init__(self, quote: str) -> None:
        self.text = quote.strip()
        self.folded = fold(self.text).text.strip()

    @cached_property
    def bare(self) -> str:
        """Without marks at the ends, of which a number keeps its own; empty where nothing was taken away."""
        inner = self.folded.lstrip(_EDGES)
        sign = _SIGN.search(self.folded[: len(self.folded) - len(inner)]) if inner[:1].isdigit() else None
        bare = (sign[0] if sign else "") + inner.rstrip(_EDGES)
        gap = _GAP.search(self.text.strip(_EDGES + "…"))
        return "" if len(bare) < 3 or gap or bare == self.folded else bare

    @cached_property
    def halves(self) -> tuple[str, str] | None:
        """What stands before and after an ellipsis; each at least two words."""
        halves = _GAP.split(self.text.strip("\"“”'‘’ "), maxsplit=1)
        if len(halves) != 2 or any(len(half.split()) < 2 for half in halves):
            return None
        return fold(halves[0]).text.strip(), fold(halves[1]).text.strip()


def locate(quote: str, article: Article, sentence: int | None = None) -> Located | Absent:
    """Where the quote stands in the article, looked for in `sentence` (its number) first. Never raises."""
    index, wanted = _index(article), _Quote(quote)
    if len(wanted.text) > LONGEST or not wanted.folded:
        return Absent(None)
    places = _places(index, sentence)
    for place in places:
        if found := _verbatim(index, wanted, *place) or _elided(index, wanted, *place):
            return found
    aligned = Alignment(wanted.folded.rstrip("?! \"'"))  # a mark added at the end, as above
    return _approximate(index, wanted, aligned, places) or _absent(index, aligned, sentence)


def _places(index: _Index, sentence: int | None) -> list[tuple[int, int]]:
    """The named sentence, the same with its neighbours, the whole article: as offsets."""
    all_of_it, known = (0, len(index.text)), index.sentences
    if sentence is None or not 1 <= sentence <= len(known):
        return [all_of_it]
    before, named, after = known[max(sentence - 2, 0)], known[sentence - 1], known[min(sentence, len(known) - 1)]
    return [(named.start, named.end), (before.start, after.end), all_of_it]


def _verbatim(index: _Index, quote: _Quote, start: int, end: int) -> Located | None:
    """The exact characters, else with typography folded, else without marks at the ends."""
    span = next(_found(index.text, quote.text, start, end), None)
    if span is not None:
        if quote.text not in index.counts:  # "declined to comment" is cited a hundred times
            index.counts[quote.text] = sum(1 for _ in _found(index.text, quote.text))
        return _located(index, (whole(index.text, *span),), "exact", index.counts[quote.text])
    kinds: tuple[tuple[Match, str], ...] = (("typography", quote.folded), ("edges", quote.bare))
    for match, words in kinds:
        place = next(_folded_spans(index, words, start, end), None)
        if place is not None:
            return _located(index, (place,), match, sum(1 for _ in _folded_spans(index, words, 0, len(index.text))))
    return None


def _elided(index: _Index, quote: _Quote, start: int, end: int) -> Located | None:
    """`first … last`: both halves in order inside one sentence or two neighbours, as close together as they come."""
    if quote.halves is None:
        return None
    found, lasts = None, list(_folded_spans(index, quote.halves[1], start, end))
    starts = [last[0] for last in lasts]
    for first in _folded_spans(index, quote.halves[0], start, end) if lasts else ():
        if found and first[1] > found[1][0]:
            break
        reach = index.sentences[min(index.sentence_at(first[0]), len(index.sentences) - 1)].end
        nth = bisect_left(starts, first[1])
        if nth < len(lasts) and lasts[nth][1] <= reach and not _drops_negation(index.text, first[1], starts[nth]):
            found = (first, lasts[nth])
    return _located(index, found, "elided", 1) if found else None


def _drops_negation(text: str, start: int, end: int) -> bool:
    """Whether what was left out is little more than a negation ("did … ship"), rather than a clause that has one."""
    left_out = text[start:end] if end - start <= 60 else ""
    return len(left_out.split()) <= 3 and has_negator(left_out, text)


def _approximate(index: _Index, quote: _Quote, aligned: Alignment, places: list[tuple[int, int]]) -> Located | None:
    """The place that agrees best in the first of the places that has any; not for what is written without a space."""
    words = index.aligned.words

    def rank(found: tuple[tuple[int, int], Agreement]) -> tuple[int, float]:
        (start, end), agreement = found
        return next(n for n, (a, b) in enumerate(places) if a <= start and end <= b), -agreement.score

    agreements = [
        (index.unfolded(words[found.first].start, words[found.stop - 1].end), found)
        for found in (index.aligned.places(aligned) if " " in quote.folded else ())
    ]
    if not agreements:
        return None
    span, best = min(agreements, key=rank)
    return Located((span,), "approximate", best.score, best.differences, len(agreements), index.sentence_at(span[0]))


def _absent(index: _Index, quote: Alignment, named: int | None) -> Absent:
    """Names the sentence that shares most of the quote's words; of equal ones the named, else the first."""
    wanted = {word.key for word in quote.words}
    shared = [len(wanted & keys) for keys in index.keys]
    best = max(shared, default=0)
    if best * 2 <= len(wanted):
        return Absent(None)
    nearest = named if named and 1 <= named <= len(shared) and shared[named - 1] == best else shared.index(best) + 1
    there = index.aligned.words[index.borders[nearest - 1] : index.borders[nearest]]
    sentence = index.sentences[nearest - 1]
    return Absent(nearest, differences(quote.words, there), (sentence.start, sentence.end))


def _located(index: _Index, spans: tuple[tuple[int, int], ...], match: Match, occurrences: int) -> Located:
    return Located(spans, match, 1.0, (), occurrences, index.sentence_at(spans[0][0]))


def _found(text: str, words: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Each occurrence of the words that cuts no word and no number, in order."""
    at = text.find(words, start, end) if words else -1
    while at >= 0:
        stop = at + len(words)
        if not (cuts(text, at) or cuts(text, stop)):
            yield at, stop
        at = text.find(words, at + 1, end)


def _folded_spans(index: _Index, words: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Each occurrence in the folded text, as a span of the article."""
    folded = index.folded
    for first, stop in _found(folded.text, words, folded.index(start), folded.index(end)):
        if not (folded.parts(first) or folded.parts(stop)):
            yield index.unfolded(first, stop)
