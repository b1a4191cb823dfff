"""The places in an article of what matters for attribution: words, quotations, cues, denials, hedges, dates, names.

All are found once an article; every span is in code points, half open, sorted.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from weakref import WeakKeyDictionary

from summarizer.article import Article
from summarizer.lexicon import Lexicon, Tokens, lexicon, words

_QUOTED = re.compile(r"“[^“”]*(?:”|$)|\"[^\"\n]*(?:\"|$)|«[^«»]*(?:»|$)|„[^“”„]*(?:[“”]|$)", re.MULTILINE)
_SMALL = frozenset({"the", "a", "an", "of", "and", "for", "in", "on", "at", "to", "de", "s"})


class Marks:
    """The places of an article's cues, quotations and so on, found once an article."""

    def __init__(self, article: Article) -> None:
        self.text = article.text
        self._sentences = article.sentences
        self._mentions: dict[str, int | None] = {}
        self.lexicon: Lexicon = lexicon("en")

    def first_mention(self, name: str) -> int | None:
        """Where the article first writes a name: in any case, or its words in this order within one sentence.

        "Russian officials" is named by "Both Russian and North Korean officials". None where it is not named.
        """
        if name not in self._mentions:
            self._mentions[name] = self._find(" ".join(name.replace("’", "'").lower().split()))
        return self._mentions[name]

    def _find(self, name: str) -> int | None:
        at = self._lowered.find(name)
        while at >= 0:
            end = at + len(name)
            if not self._lowered[max(at - 1, 0) : at].isalnum() and not self._lowered[end : end + 1].isalnum():
                return at
            at = self._lowered.find(name, at + 1)
        wanted = [re.escape(word.form) for word in words(name) if word.form not in _SMALL]
        if len(wanted) < 2:
            return None
        spread = re.compile(r"\b" + r"\b[^\n]{0,80}?\b".join(wanted) + r"\b")
        hits = (spread.search(self._lowered, s.start, s.end) for s in self._sentences)
        return next((hit.start() for hit in hits if hit), None)

    @cached_property
    def _lowered(self) -> str:
        """The text in lower case with straight apostrophes, character for character (one that would grow stays)."""
        plain = self.text.replace("’", "'")
        lowered = plain.lower()
        return lowered if len(lowered) == len(plain) else "".join(c if len(c.lower()) > 1 else c.lower() for c in plain)

    @cached_property
    def tokens(self) -> Tokens:
        """The words of the article."""
        return Tokens(self.text)

    @cached_property
    def quotations(self) -> list[tuple[int, int]]:
        """Spans inside quotation marks, marks included."""
        return [found.span() for found in _QUOTED.finditer(self.text)]

    @cached_property
    def cues(self) -> list[tuple[int, int]]:
        """Spans of attribution cues outside quotations; a capital inside a sentence is a name, not a verb."""
        verbs = (s for s in self.lexicon.cue_verb.spans(self.tokens) if self.text[s[0]].islower())
        phrases = self.lexicon.cue_phrase.spans(self.tokens)
        return sorted(s for s in (*verbs, *phrases) if not self.quoted(*s))

    @cached_property
    def speech_cues(self) -> list[tuple[int, int]]:
        """Those of the cues that are certain signs of reported speech: "said", "told", "according to"."""
        return [
            c
            for c in self.cues
            if self.text[slice(*c)].lower() in self.lexicon.names["reporting"] or " " in self.text[slice(*c)]
        ]

    @cached_property
    def refusals(self) -> list[tuple[int, int]]:
        """Spans of refusal and no-response formulas."""
        return self.lexicon.refusal.spans(self.tokens)

    @cached_property
    def denials(self) -> list[tuple[int, int]]:
        """Spans of denial cues that are not part of a refusal formula ("neither confirm nor deny")."""
        found = self.lexicon.denial.spans(self.tokens)
        return [d for d in found if not any(a <= d[0] < b for a, b in self.refusals)]

    @cached_property
    def denial_verbs(self) -> list[tuple[int, int]]:
        """Spans of the verbs of denying alone."""
        return self.lexicon.denial_verb.spans(self.tokens)

    @cached_property
    def hedges(self) -> list[tuple[int, int]]:
        """Spans of hedges; "about" and its like only in front of a number."""
        vague = self.lexicon.approximator.spans(self.tokens)
        counted = [span for span in vague if self._is_number_after(span[1])]
        return sorted([*self.lexicon.hedge.spans(self.tokens), *counted])

    def _is_number_after(self, offset: int) -> bool:
        following = self.tokens.words
        i = bisect_left(following, (offset,))
        return i < len(following) and (following[i].form[0].isdigit() or following[i].form in self.lexicon.number)

    @cached_property
    def negators(self) -> list[tuple[int, int]]:
        """Spans of negating words."""
        return self.lexicon.negator.spans(self.tokens)

    @cached_property
    def times(self) -> list[tuple[int, int]]:
        """Spans of dates and other time words."""
        dates = [m.span() for m in self.lexicon.date.finditer(self.text)]
        others = self.lexicon.when.spans(self.tokens)
        return sorted([*dates, *(o for o in others if not any(a <= o[0] < b for a, b in dates))])

    def quoted(self, start: int, end: int) -> bool:
        """Whether a span lies inside one quotation."""
        i = bisect_right(self.quotations, (start, len(self.text))) - 1
        return i >= 0 and self.quotations[i][0] <= start and end <= self.quotations[i][1]


def within(spans: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """Those of the sorted spans that lie in `[start, end)`."""
    first = bisect_left(spans, (start, start))
    return [span for span in spans[first : bisect_left(spans, (end, end))] if span[1] <= end]


_MARKS: WeakKeyDictionary[Article, Marks] = WeakKeyDictionary()


def marks(article: Article) -> Marks:
    """The article's marks, worked out once."""
    found = _MARKS.get(article)
    if found is None:
        found = _MARKS[article] = Marks(article)
    return found
