"""A quote's words beside the article's: which differences are slips of copying, and which make another statement.

Forgiven are case, punctuation, regular inflection and the coming and going of a few words that carry nothing
(`LIGHT`). Every other word has to stand there, in order; so a word put in, left out or put for another one is never
forgiven, whatever it means, and no list of opposites is needed. Over and above that the numbers, negators, hedges and
denial verbs of the lexicon must be the same, word by word.

Since all other words must agree, candidate places are found by searching for them alone: complete, where voting by
word pairs can miss a place among near-copies of it, and as fast as a search for a string. Linear in the article.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import NamedTuple

from summarizer.inflection import inflected, key
from summarizer.lexicon import Tokens, lexicon

ENOUGH = 0.75
"""Least share of words in common, over all words of quote and place; `benchmarks/locate.py --sweep` shows why."""

LIGHT = frozenset("a an the that and of in on".split())
"""Words that may come or go. Not `to` ("rose to 5 %"), `by`, `for`, `from`, `with`, nor a form of be, have or do."""

ARTICLES = frozenset({"a", "an", "the"})
"""The only words that may stand for one another, or come and go beside a number."""

_MARKS = r"""\s.,;:!"'`()\[\]{}*_/\\|\-~·•¡¿、。，；：！「」『』（）《》〈〉【】،؛۔।"""
_ALONE = r"?？؟\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"  # a question is not a statement; no spaces in Han and kana
_TOKEN = re.compile(
    r"(?P<number>(?:(?<![\w.])[-+±]?[$€£¥]?\.?)?\d[\d.,:/\-]*(?<=\d)[^\W_]*[%‰°]?)"
    r"|(?P<dotted>(?<!\w)(?:[^\W\d_]\.)+[^\W\d_](?!\w)\.?)"
    rf"|[{_ALONE}]|[^{_MARKS}{_ALONE}\d]+(?:'[^{_MARKS}{_ALONE}\d]+)*"
)


class Word(NamedTuple):
    """A word of a folded text: its offsets there, how it is written, and what it is looked up by."""

    start: int
    end: int
    form: str
    key: str


@dataclass(frozen=True)
class Agreement:
    """A place that says the same: its words by number (half open), the score (0 to 1), and what differs."""

    first: int
    stop: int
    score: float
    differences: tuple[str, ...]


def words(folded: str) -> list[Word]:
    """The words of a text that `folding.fold` has folded; a number keeps its sign, currency, marks and unit."""
    found = []
    for match in _TOKEN.finditer(folded):
        form = match[0].replace(".", "") if match["dotted"] else match[0]
        found.append(Word(match.start(), match.end(), form, key(form)))
    return found


class Alignment:
    """The words of one text, made once and compared with many quotes."""

    def __init__(self, folded: str) -> None:
        self.folded = folded
        self.words = words(folded)
        self.heavy = [i for i, word in enumerate(self.words) if word.key not in LIGHT]

    @cached_property
    def line(self) -> tuple[str, list[int]]:
        """The keys of the heavy words in a row, each between two spaces, and where each begins."""
        starts, length = [], 0
        for i in self.heavy:
            starts.append(length)
            length += len(self.words[i].key) + 1
        return " " + "".join(self.words[i].key + " " for i in self.heavy), starts

    @cached_property
    def signs(self) -> list[list[str]]:
        """The numbers, negators, hedges and denial verbs, in their order."""
        return _signs(self.folded)

    def places(self, quote: Alignment) -> Iterator[Agreement]:
        """Every place that agrees with the quote, in the order of the text; at least two heavy words are needed."""
        if len(quote.heavy) < 2:
            return
        line, starts = self.line
        wanted = quote.line[0]
        at = line.find(wanted)
        while at >= 0:
            agreement = self._agreement(quote, bisect_left(starts, at))
            if agreement is not None:
                yield agreement
            at = line.find(wanted, at + 1)

    def _agreement(self, quote: Alignment, nth: int) -> Agreement | None:
        here = self.heavy[nth : nth + len(quote.heavy)]
        first, stop = self._ends(quote, nth)
        known, differences = 0.0, []
        for i, j in zip(quote.heavy, here, strict=True):
            worth, difference = _pair(quote.words[i].form, self.words[j].form)
            if not worth:
                return None
            known += worth
            differences += difference
        for ours, its in zip(_gaps(quote, 0, len(quote.words)), _gaps(self, first, stop, here), strict=True):
            same, gap = _light(ours, its)
            if gap is None:
                return None
            known += same
            differences += gap
        score = 2 * known / (len(quote.words) + stop - first)
        place = self.folded[self.words[first].start : self.words[stop - 1].end]
        if score < ENOUGH or quote.signs != _signs(place):
            return None
        return Agreement(first, stop, score, tuple(dict.fromkeys(differences)) or ("punctuation differs",))

    def _ends(self, quote: Alignment, nth: int) -> tuple[int, int]:
        """The place's words by number: the heavy ones, and those light ones around them that the quote has too."""
        before = _stand_ins(quote.words[: quote.heavy[0]])
        after = _stand_ins(quote.words[quote.heavy[-1] + 1 :])
        first, last = self.heavy[nth], self.heavy[nth + len(quote.heavy) - 1]
        begins = self.heavy[nth - 1] if nth else -1
        ends = self.heavy[nth + len(quote.heavy)] if nth + len(quote.heavy) < len(self.heavy) else len(self.words)
        around = range(max(begins, first - 2 - len(before)) + 1, min(ends, last + 2 + len(after)))
        kept = [i for i in around if self.words[i].key in (before if i < first else after if i > last else ())]
        return min([first, *kept]), max([last, *kept]) + 1


def differences(quote: Sequence[Word], place: Sequence[Word], most: int = 4) -> tuple[str, ...]:
    """What a quote has that a passage has not, and what it leaves out between words they share; at most `most`."""
    ours, its = [word.form.lower() for word in quote[:100]], [word.form.lower() for word in place[:200]]
    steps = SequenceMatcher(None, its, ours, autojunk=False).get_opcodes()
    found = []
    for kind, a, b, c, d in steps[:-1] if steps and steps[-1][0] == "delete" else steps:
        put_in, left_out = _shorten(quote[c:d]), _shorten(place[a:b])
        if kind == "replace" and a and b < len(its) and b - a <= 3:
            found.append(f"‘{put_in}’ stands for ‘{left_out}’")
        elif kind in ("replace", "insert"):
            found.append(f"‘{put_in}’ is not in that sentence")
        elif kind == "delete" and a:
            found.append(f"‘{left_out}’ is left out")
    return tuple(found[:most])


def _shorten(some: Sequence[Word]) -> str:
    return " ".join(word.form for word in some[:6]) + (" …" if len(some) > 6 else "")


def _gaps(text: Alignment, first: int, stop: int, heavy: list[int] | None = None) -> Iterator[list[Word | None]]:
    """The light words before, between and after the heavy ones, each run between its two heavy neighbours."""
    borders = [first - 1, *(text.heavy if heavy is None else heavy), stop]
    for n in range(len(borders) - 1):
        a, b = borders[n], borders[n + 1]
        left = text.words[a] if n else None
        right = text.words[b] if n < len(borders) - 2 else None
        yield [left, *text.words[a + 1 : b], right]


def _light(ours: list[Word | None], its: list[Word | None]) -> tuple[int, list[str] | None]:
    """How many light words of a gap agree, and what differs; None where that cannot be forgiven."""
    quoted, written = [w for w in ours[1:-1] if w], [w for w in its[1:-1] if w]
    if [w.key for w in quoted] == [w.key for w in written]:
        return len(quoted), _case(zip(quoted, written, strict=True))
    left, right = Counter(w.key for w in quoted), Counter(w.key for w in written)
    put_in, left_out = left - right, right - left
    changed = put_in + left_out
    numbers = any(w and _is_number(w.form) for w in (ours[0], ours[-1]))
    if ((put_in and left_out) or numbers) and not changed.keys() <= ARTICLES:
        return 0, None
    # At an end, a light word of the quote ties it to a word beyond that was left out: "were a" of "were reportedly a".
    if put_in.total() > left_out.total() and None in (ours[0], ours[-1]):
        return 0, None
    # "Group A" is not a group: with a capital, such a word is more than it seems, except where a quote begins.
    begins = quoted[:1] if ours[0] is None else []
    if any(w.key in changed and not w.form.islower() for w in [*quoted, *written] if w not in begins):
        return 0, None
    notes = [f"‘{word}’ is added" for word in put_in] + [f"‘{word}’ is left out" for word in left_out]
    return (left & right).total(), notes


def _stand_ins(some: Sequence[Word]) -> set[str]:
    keys = {word.key for word in some}
    return keys | ARTICLES if keys & ARTICLES else keys


def _case(pairs: Iterable[tuple[Word, Word]]) -> list[str]:
    return ["case differs"] if any(a.form != b.form for a, b in pairs) else []


def _pair(quoted: str, written: str) -> tuple[float, list[str]]:
    """What two words of one key are worth: the same 1, an inflection 1/2, else 0 (US and us, too); and what differs."""
    if quoted == written:
        return 1.0, []
    if quoted.casefold() == written.casefold():
        # "US" is not "us", "May" is not "may"; a whole line in capitals is not seen here and is not forgiven.
        acronym = (
            quoted.isupper() != written.isupper() and len(quoted) > 1 and "us may it who".find(quoted.lower()) >= 0
        )
        return (0.0, []) if acronym or quoted.lower() == "may" else (1.0, ["case differs"])
    if quoted.islower() and written.islower() and inflected(quoted, written):
        return 0.5, [f"‘{quoted}’ stands for ‘{written}’"]
    return 0.0, []


def _is_number(form: str) -> bool:
    return any(char.isdigit() for char in form) or form.lower() in lexicon("en").number


def _signs(folded: str) -> list[list[str]]:
    known = lexicon("en")
    tokens = Tokens(folded)
    kinds = [known.negator, known.hedge, known.approximator, known.denial_verb]
    found = [[re.sub(r"\W+", " ", folded[a:b].lower()) for a, b in kind.spans(tokens)] for kind in kinds]
    return [*found, [word.form for word in tokens.words if _is_number(word.form)]]
