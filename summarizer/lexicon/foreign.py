"""The words of a language other than English that mark reported speech, denial, refusal, hedging and negation.

One TOML file a language, loaded when an article is in it. A phrase matches whole words in any case; `*` at the end of
a word stands for any ending, ` … ` for up to eight words of the same sentence. In Chinese a phrase is looked for
anywhere, since nothing parts its words; in Arabic the words that are written together with the next one (و ف ب ك ل س
ال) may stand before it, short vowels between its letters, and the spellings of alif, ya and ta marbuta are one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from summarizer.languages import NAMES, language_of
from summarizer.lexicon import lexicon
from summarizer.spans import inside

Span = tuple[int, int]

_EQUAL = str.maketrans({"ё": "е", "’": "'", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه"})
"""Spellings that are one to a reader, character for character."""
_VOWELS = "[\u0640\u064b-\u0652]*"
_CLITICS = f"(?:[وف]{_VOWELS})?(?:(?:[بكل]{_VOWELS})?ا{_VOWELS}ل{_VOWELS}|لل{_VOWELS}|[بكلس]{_VOWELS})?"
_GAP = r"(?:[^\w.!?;\n]+\w+){0,8}?[^\w.!?;\n]+"
_GAP_OF_SIGNS = r"[^。！？；\n]{0,12}?"
UNSPACED = frozenset({"zh"})
"""Languages whose words nothing parts."""


def plain(text: str) -> str:
    """A text in lower case and in one spelling, character for character, so that offsets hold."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lowered.translate(_EQUAL)


class Phrases:
    """Finds any of a language's phrases in a text."""

    def __init__(self, phrases: Iterable[str], language: str) -> None:
        heads: dict[str, list[str]] = {}
        for phrase in sorted({plain(phrase) for phrase in phrases}, key=lambda p: (-len(p), p)):
            heads.setdefault(phrase[0], []).append(_pattern(phrase, language))
        # By first letter, so that most places of a text are passed over at once.
        first = "|".join(f"(?={re.escape(head)})(?:{'|'.join(rest)})" for head, rest in heads.items())
        if language == "ar":
            first = "|".join(part for rest in heads.values() for part in rest)
        before = "" if language in UNSPACED else rf"(?<!\w){_CLITICS if language == 'ar' else ''}"
        self.pattern = f"{before}(?:{first})" if heads else r"(?!)"
        self._compiled = re.compile(self.pattern)

    def spans(self, text: str) -> list[Span]:
        """The spans of the phrases in a `plain` text, sorted, none overlapping."""
        return [found.span() for found in self._compiled.finditer(text)]


def _pattern(phrase: str, language: str) -> str:
    if language in UNSPACED:
        return _GAP_OF_SIGNS.join(re.escape(part.strip()) for part in phrase.split("…"))
    parts = []
    for part in phrase.split(" … "):
        words = (_word(word, language) for word in part.split())
        parts.append(r"[\s\u00a0-]+".join(words))
    return _GAP.join(parts)


def _word(word: str, language: str) -> str:
    stem, ending = (word[:-1], r"\w*") if word.endswith("*") else (word, r"(?!\w)")
    letters = _VOWELS.join(map(re.escape, stem)) + _VOWELS if language == "ar" else re.escape(stem)
    return letters + ending


@dataclass(frozen=True, eq=False)
class Foreign:
    """What the file of a language other than English says, ready to match."""

    language: str
    cue: Phrases
    denial: Phrases
    denial_verb: Phrases
    refusal: Phrases
    undenying: Phrases
    negator: Phrases
    soft_negator: Phrases
    unnegating: Phrases
    hedge_classes: dict[str, Phrases]
    licence: Phrases
    disputed: Phrases
    months: tuple[Phrases, ...]
    weekdays: tuple[Phrases, ...]
    relative: dict[str, Phrases]
    numbers: dict[str, Decimal]
    magnitudes: dict[str, Decimal]
    joiners: frozenset[str]
    unchecked: frozenset[Decimal]

    @property
    def name(self) -> str:
        """The language's English name."""
        return NAMES[self.language]

    def denials(self, text: str) -> list[Span]:
        """Denying words of a `plain` text that are no part of a refusal ("neither confirm nor deny")."""
        return self._denying(self.denial, text)

    def denial_verbs(self, text: str) -> list[Span]:
        """Those of them that are verbs of denying."""
        return self._denying(self.denial_verb, text)

    def _denying(self, phrases: Phrases, text: str) -> list[Span]:
        return outside(outside(phrases.spans(text), self.refusal.spans(text)), self.undenying.spans(text))

    def negators(self, text: str, *, soft: bool = False) -> list[Span]:
        """Negating words of a `plain` text, without "not only" and its like; `soft` ones may negate, or not."""
        found = [*self.negator.spans(text), *(self.soft_negator.spans(text) if soft else ())]
        return sorted(outside(found, self.unnegating.spans(text)))

    def hedges(self, text: str) -> dict[str, list[Span]]:
        """The hedges of a `plain` text by class; a negated one ("cannot") is none."""
        negators = {end for _, end in self.negator.spans(text)}
        found = {name: phrases.spans(text) for name, phrases in self.hedge_classes.items()}
        return {
            name: kept
            for name, spans in found.items()
            if (kept := [s for s in spans if _word_end(text, s[0]) not in negators])
        }

    def signs(self, text: str) -> list[list[str]]:
        """What must be the same in an inexact copy of some words: negation, denial, refusal, hedges."""
        here = plain(text)
        every = [self.negator, self.soft_negator, self.denial, self.refusal, self.licence, *self.hedge_classes.values()]
        return [[here[a:b] for a, b in phrases.spans(here)] for phrases in every]


def _word_end(text: str, start: int) -> int:
    """Where the word before an offset ends; of white space at most two characters are passed over."""
    return max(start - 2, 0) + len(text[max(start - 2, 0) : start].rstrip())


def outside(spans: list[Span], others: list[Span]) -> list[Span]:
    """Those of the spans that begin in none of the sorted others."""
    return [span for span in spans if not inside(span[0], others)]


@cache
def foreign(language: str | None) -> Foreign | None:
    """The lexicon of a language other than English; None where there is none."""
    if language is None or language == "en" or language not in NAMES:
        return None
    data: dict[str, Any] = tomllib.loads(Path(__file__).with_name(f"{language}.toml").read_text("utf-8"))
    phrases: dict[str, list[str]] = data["phrases"]

    def of(listed: Iterable[str]) -> Phrases:
        return Phrases(listed, language)

    verbs, numbers = phrases["denial_verb"], data["numbers"]
    return Foreign(
        language=language,
        cue=of(phrases["cue"]),
        denial=of([*verbs, *phrases["denial"]]),
        denial_verb=of(verbs),
        refusal=of(phrases["refusal"]),
        undenying=of(phrases["undenying"]),
        negator=of(phrases["negator"]),
        soft_negator=of(phrases["soft_negator"]),
        unnegating=of(phrases["unnegating"]),
        hedge_classes={name: of(listed) for name, listed in data["hedge_classes"].items()},
        licence=of(phrases["licence"]),
        disputed=of([*verbs, *phrases["denial"], *phrases["negator"]]),
        months=tuple(of(forms.split("|")) for forms in data["dates"]["months"]),
        weekdays=tuple(of(forms.split("|")) for forms in data["dates"]["weekdays"]),
        relative={name: of(forms.split("|")) for name, forms in data["dates"]["relative"].items()},
        numbers=_numbers(numbers),
        magnitudes={plain(form): Decimal(value) for form, value in _forms(data["magnitudes"])},
        joiners=frozenset(numbers.get("joiners", [])),
        unchecked=frozenset(map(Decimal, numbers.get("unchecked", []))),
    )


def lexicon_of(text: str) -> Foreign | None:
    """The lexicon of the language, other than English, that a text is in; None where there is none, or no certainty."""
    return foreign(language_of(text))


def has_negator(part: str, text: str) -> bool:
    """Whether a part of a text holds a negator of the text's language; of English, where that has no lexicon."""
    known = lexicon_of(text)
    return bool(known.negators(plain(part)) if known else lexicon("en").negator.texts(part))


def _numbers(data: dict[str, Any]) -> dict[str, Decimal]:
    """Number words by value, and those that grow together from a unit and a ten ("fünfundzwanzig")."""
    words = {plain(form): Decimal(value) for form, value in _forms(data["words"])}
    joint = data.get("joint")
    if joint:
        tens = [(form, value) for form, value in words.items() if 20 <= value < 100 and value % 10 == 0]
        units = [(form, value) for form, value in words.items() if 1 <= value < 10]
        words |= {f"{unit}{joint}{ten}": a + b for unit, a in units for ten, b in tens}
    return words


def _forms(table: dict[str, str]) -> Iterable[tuple[str, str]]:
    """Each form of each value of a table like `"2" = "two twain"`."""
    return ((form, value) for value, forms in table.items() for form in forms.split())
