"""The places in an article of what matters for attribution: words, quotations, cues, denials, hedges, dates, names.

All are found once an article; every span is in code points, half open, sorted.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import NamedTuple
from weakref import WeakKeyDictionary

from summarizer.article import Article
from summarizer.lexicon import Lexicon, Tokens, lexicon, words
from summarizer.lexicon.grammar import Border, borders, verb_shape
from summarizer.spans import inside

_QUOTED = re.compile(
    r"“[^“”]*(?:”|$)|\"[^\"\n]*(?:\"|$)|«[^«»]*(?:»|$)|„[^“”„]*(?:[“”]|$)"
    # Single marks are also apostrophes: one that opens stands before a letter, the one that closes not inside a word.
    r"|(?<![\w’])‘(?=[^\W\d])[^“”‘\n]{1,600}?(?:[.,!?…]’|\w’(?=[\s.,;:!?)—–]))",
    re.MULTILINE,
)
_FAIL = re.compile(r"fail", re.IGNORECASE)
PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are|be)\s+(?:\w+\s+)?$")
"""In front of a form of "deny": someone was refused something, and nothing is denied."""
_STOP = re.compile(r"[.!?]\s+[A-Z“]")
_NUMBERED = re.compile(r"Nos?\. ?\d")
_NOT = re.compile(r"(?:\bnot|n['’]t) $")
_SMALL = frozenset({"the", "a", "an", "of", "and", "for", "in", "on", "at", "to", "de", "s"})


class Cue(NamedTuple):
    """A possible cue: its place, its kind (a verb's list, formula, source, aside, refusal), the shape of the verb."""

    start: int
    end: int
    kind: str
    shape: str


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
        if len(wanted) < 2 or not all(word in self._lowered for word in wanted):
            return None  # a cheap look before one in every sentence
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
    def said(self) -> list[Cue]:
        """What may be the cue of some words, outside quotations: no noun ("the claims"), no name, no infinitive."""
        tokens, known = self.tokens, self.lexicon
        fixed, taken = [Cue(*span, "refusal", "") for span in self.refusals], self.refusals
        for kind, matcher in (("source", known.source_phrase), ("formula", known.formula), ("aside", known.cue_phrase)):
            fixed += [Cue(*span, kind, "") for span in matcher.spans(tokens) if not inside(span[0], taken)]
            taken = sorted(cue[:2] for cue in fixed)
        found = []
        for form in known.saying.keys() & tokens.places.keys():
            for i in tokens.places[form]:
                start, end, _ = tokens.words[i]
                shape = verb_shape(known, tokens, i) if self.text[start].islower() else None
                if shape and not inside(start, taken):
                    found.append(Cue(start, end, known.saying[form].kind, shape))
        return sorted(cue for cue in (*fixed, *found) if not self.quoted(cue.start, cue.end))

    @cached_property
    def fragments(self) -> frozenset[tuple[int, int]]:
        """Those of the quotations that are a part of the sentence around them: said the dam was “safe” for now."""
        starts = {sentence.start for sentence in self._sentences}
        return frozenset(q for q in self.quotations if q[0] not in starts and self._is_fragment(*q))

    def _is_fragment(self, start: int, end: int) -> bool:
        before, inner = self.text[max(start - 30, 0) : start].rstrip(), self.text[start + 1 : end - 1]
        count = inner.count(" ") + 1
        stopped = inner[-1:] in (".", ",", "!", "?", "…", "—") or self.text[end : end + 1] == ","
        if not before or before[-1] in '.!?”"’…\n' or _STOP.search(inner):
            return False
        if before[-1] in ":,—":
            return count < 3 and not stopped
        word = before.rsplit(None, 1)[-1].lower()
        return not (word in self.lexicon.saying and (count > 3 or stopped))

    @cached_property
    def borders(self) -> list[Border]:
        """The clause borders."""
        return borders(self.tokens)

    @cached_property
    def negations(self) -> list[tuple[int, int]]:
        """Spans of words that negate what follows them; "not only", "no doubt", "No. 4" are none."""
        none = self.lexicon.unnegating.spans(self.tokens)
        found = [*self.lexicon.negator.spans(self.tokens), *self.lexicon.negating.spans(self.tokens)]
        return sorted(
            n
            for n in found
            if not inside(n[0], none)
            and not _NUMBERED.match(self.text[n[0] : n[0] + 6])
            and not (_FAIL.match(self.text, n[0]) and self.text[n[1] : n[1] + 4] != " to ")
        )

    @cached_property
    def refusals(self) -> list[tuple[int, int]]:
        """Spans of refusal and no-response formulas."""
        return self.lexicon.refusal.spans(self.tokens)

    @cached_property
    def silences(self) -> list[tuple[int, int]]:
        """Spans of words such as "did not say how": no refusal formula, so no attribution, and no denial either."""
        return [span for span in self.lexicon.unanswered.spans(self.tokens) if not inside(span[0], self.refusals)]

    @cached_property
    def unanswered(self) -> list[tuple[int, int]]:
        """Spans of refusal formulas and silences."""
        return sorted([*self.refusals, *self.silences])

    @cached_property
    def denials(self) -> list[tuple[int, int]]:
        """Spans of denial cues that are not part of a refusal formula ("neither confirm nor deny")."""
        found = self.lexicon.denial.spans(self.tokens)
        return [d for d in found if not inside(d[0], self.refusals) and not self._refused(d)]

    def _refused(self, denial: tuple[int, int]) -> bool:
        """Whether "denied" says that somebody was refused something ("was denied a visa"): nothing is denied."""
        start, end = denial
        passive = self.text[start:end] == "denied" and PASSIVE.search(self.text, max(start - 30, 0), start)
        return bool(passive) and not self.text.startswith(" by ", end)

    @cached_property
    def denial_verbs(self) -> list[tuple[int, int]]:
        """Spans of the verbs of denying alone."""
        return self.lexicon.denial_verb.spans(self.tokens)

    def undone(self, denial: tuple[int, int]) -> bool:
        """Whether a denial cue stands right behind a negator: whoever "did not deny" something only declines to."""
        return _NOT.search(self.text, max(denial[0] - 12, 0), denial[0]) is not None

    @cached_property
    def hedges(self) -> list[tuple[int, int]]:
        """Spans of hedges; "about" and its like only in front of a number, and not "as soon as possible"."""
        vague = self.lexicon.approximator.spans(self.tokens)
        counted = [span for span in vague if self._is_number_after(span[1])]
        hedges = [span for span in self.lexicon.hedge.spans(self.tokens) if not self.text.endswith(" as ", 0, span[0])]
        return sorted([*hedges, *counted])

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
        dates = [span for start, end in self._calendar() for span in _spans(self.lexicon.date, self.text, start, end)]
        others = self.lexicon.when.spans(self.tokens)
        return sorted([*dates, *(o for o in others if not inside(o[0], dates))])

    def _calendar(self) -> list[tuple[int, int]]:
        """The stretches around calendar words and years: only there can a date be."""
        words, places = self.tokens.words, self.tokens.places
        forms = [f for f in places if f in self.lexicon.names["calendar"] or (len(f) == 4 and f.isdigit())]
        found: list[tuple[int, int]] = []
        for i in sorted(i for form in forms for i in places[form]):
            start, end = words[max(i - 7, 0)].start, words[min(i + 2, len(words) - 1)].end
            if found and start <= found[-1][1]:
                start = found.pop()[0]
            found.append((start, end))
        return found

    def quoted(self, start: int, end: int) -> bool:
        """Whether a span lies inside one quotation."""
        i = bisect_right(self.quotations, (start, len(self.text))) - 1
        return i >= 0 and self.quotations[i][0] <= start and end <= self.quotations[i][1]

    def speech(self, start: int, end: int) -> tuple[int, int] | None:
        """The quotation around a span, where it is speech of its own and not a fragment of an indirect sentence."""
        i = bisect_right(self.quotations, (start, len(self.text))) - 1
        quotation = self.quotations[i] if i >= 0 and end <= self.quotations[i][1] else None
        return None if quotation in self.fragments else quotation


def _spans(pattern: re.Pattern[str], text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [hit.span() for hit in pattern.finditer(text, start, end)]


_MARKS: WeakKeyDictionary[Article, Marks] = WeakKeyDictionary()


def marks(article: Article) -> Marks:
    """The article's marks, worked out once."""
    found = _MARKS.get(article)
    if found is None:
        found = _MARKS[article] = Marks(article)
    return found
