"""Words of a text, and phrases found among them: each text is cut into words once and walked once."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"\w+(?:['’]\w+)?")


class Word(NamedTuple):
    """A word of a text: its offsets and its lower-case form with a straight apostrophe."""

    start: int
    end: int
    form: str


Span = tuple[int, int]


@lru_cache(maxsize=512)
def words(text: str) -> tuple[Word, ...]:
    """The words of a text. Kept for a while: a dozen rules read the same sentences of one briefing."""
    plain = text.replace("’", "'")
    lowered = plain.lower()
    if len(lowered) != len(text):  # a letter that grows in lower case
        return tuple(Word(*m.span(), plain[m.start() : m.end()].lower()) for m in _WORD.finditer(text))
    spans = [m.span() for m in _WORD.finditer(text)]
    return tuple([Word(a, b, lowered[a:b]) for a, b in spans])


class Tokens:
    """A text, its words, and where each word form stands among them; made once, matched many times."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = words(text)
        self.places: dict[str, list[int]] = {}
        places = self.places
        for i, (_, _, form) in enumerate(self.words):
            if form in places:
                places[form].append(i)
            else:
                places[form] = [i]

    def beside(self, i: int, step: int) -> str:
        """The form of the word before (-1) or behind (1) a word; empty where anything but a space is between them."""
        j = i + step
        if not 0 <= j < len(self.words):
            return ""
        first, second = self.words[min(i, j)], self.words[max(i, j)]
        return self.words[j].form if self.text[first.end : second.start].isspace() else ""


@lru_cache(maxsize=256)
def tokens(text: str) -> Tokens:
    """The tokens of a short text, kept for a while."""
    return Tokens(text)


class Matcher:
    """Finds any of a set of phrases in a text; with `suffix`, also single words that end so.

    Where the longest phrase at a place is one of `none` ("could not" beside "could"), nothing is found there.
    """

    def __init__(self, phrases: Iterable[str], suffix: str | None = None, none: Iterable[str] = ()) -> None:
        self._suffix = suffix
        self._by_first: dict[str, dict[str, list[tuple[str, ...]]]] = {}
        self._none = {_parts(phrase) for phrase in none}
        wanted = {_parts(phrase) for phrase in phrases}
        for parts in (*wanted, *self._none):
            self._by_first.setdefault(parts[0], {}).setdefault("".join(parts[1:2]), []).append(parts)
        for group in self._by_first.values():
            for listed in group.values():
                listed.sort(key=len, reverse=True)

    def spans(self, tokens: Tokens) -> list[Span]:
        """The spans of the phrases, sorted; the longest at each place, none overlapping."""
        firsts = self._by_first.keys() & tokens.places.keys()
        if not firsts and not self._suffix:
            return []
        found = [span for form in firsts for i in tokens.places[form] if (span := self._at(tokens, i, form))]
        if self._suffix:
            ending = (form for form in tokens.places if form.endswith(self._suffix))
            found += [(*tokens.words[i][:2], True) for form in ending for i in tokens.places[form]]
        kept: list[Span] = []
        behind = 0
        for start, end, counts in sorted(found):
            if start >= behind:
                behind = end
                if counts:
                    kept.append((start, end))
        return kept

    def texts(self, text: str) -> list[str]:
        """The phrases found in a short text, as it writes them."""
        return [text[a:b] for a, b in self.spans(tokens(text))]

    def _at(self, tokens: Tokens, i: int, form: str) -> tuple[int, int, bool] | None:
        """The longest phrase that begins at a word, and whether it counts."""
        group = self._by_first[form]
        second = tokens.words[i + 1].form if i + 1 < len(tokens.words) else ""
        for phrase in (*group.get(second, ()), *group.get("", ())):
            if len(phrase) == 1 or _stands(tokens, i, phrase):
                return tokens.words[i].start, tokens.words[i + len(phrase) - 1].end, phrase not in self._none
        return None


def _parts(phrase: str) -> tuple[str, ...]:
    return tuple(word.form for word in words(phrase))


def _stands(tokens: Tokens, i: int, phrase: tuple[str, ...]) -> bool:
    here = tokens.words[i : i + len(phrase)]
    if tuple(word.form for word in here) != phrase:
        return False
    return all(tokens.text[a.end : b.start].strip(" \t\n\u00a0-‑") == "" for a, b in itertools.pairwise(here))
