"""The words of a language that mark attribution, denial, refusal, hedging and negation, as data.

One TOML file a language, loaded once. A verb is listed by its lemma; a phrase matches whole words, in any case, over
any white space or hyphen between them. Matching walks the words of a text once, so it is linear in the text.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

_WORD = re.compile(r"\w+(?:['’]\w+)?")
_MONTH = (
    "(?:(?:early|late|mid)[ -])?"
    "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_DAY = "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?: (?:morning|afternoon|evening|night))?"
_UNIT = "(?:day|week|weekend|month|year|decade|century|hour|spring|summer|autumn|winter)"
_COUNT = r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|few|several|many|some|\d+)"
_AT = "(?:[Ii]n|[Oo]n|[Bb]y|[Ss]ince|[Uu]ntil|[Bb]efore|[Aa]fter)"
_DATES = (
    rf"{_AT} (?:{_MONTH}|{_DAY})(?: \d{{1,2}}\b)?(?:,? \d{{4}})?",
    rf"{_AT} \d{{4}}",
    rf"(?:{_AT} )?\d{{1,2}} {_MONTH}(?: \d{{4}})?",
    rf"{_MONTH} \d{{1,2}}(?:, \d{{4}})?",
    rf"(?:[Ll]ast|[Nn]ext|[Tt]his) (?:{_MONTH}|{_DAY}|{_UNIT})",
    _DAY,
    rf"(?:[Aa] )?{_COUNT} {_UNIT}s? (?:ago|earlier|later)",
    r"(?:[Bb]y|[Aa]t|[Bb]efore|[Ss]ince|[Uu]ntil) the (?:end|start|beginning|middle) of "
    rf"(?:the |this |next |last )?(?:{_UNIT}|{_MONTH})",
    rf"(?:[Ii]n|[Oo]ver|[Dd]uring|[Ff]or) (?:the )?(?:past|last|next|coming|recent) (?:{_COUNT} )?{_UNIT}s?",
)
_SAME_PAST = frozenset({"cast", "forecast", "read"})
"""Verbs whose past has the form of the infinitive."""


class Word(NamedTuple):
    """A word of a text: its offsets and its lower-case form with a straight apostrophe."""

    start: int
    end: int
    form: str


class Verb(NamedTuple):
    """What a form of a cue verb can be: its list (speech, mental, denial, further) and base, third, past or ing."""

    kind: str
    shape: str


Span = tuple[int, int]


@lru_cache(maxsize=512)
def words(text: str) -> tuple[Word, ...]:
    """The words of a text. Kept for a while: a dozen rules read the same sentences of one briefing."""
    plain = text.replace("’", "'")
    lowered = plain.lower()
    if len(lowered) != len(text):  # a letter that grows in lower case
        return tuple(Word(*m.span(), plain[m.start() : m.end()].lower()) for m in _WORD.finditer(text))
    return tuple(Word(a, b, lowered[a:b]) for a, b in (m.span() for m in _WORD.finditer(text)))


class Tokens:
    """A text, its words, and where each word form stands among them; made once, matched many times."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = words(text)
        self.places: dict[str, list[int]] = {}
        for i, word in enumerate(self.words):
            self.places.setdefault(word.form, []).append(i)

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


@dataclass(frozen=True, eq=False)
class Lexicon:
    """What one language's file says, ready to match."""

    language: str
    cue_verb: Matcher
    cue_phrase: Matcher
    saying: dict[str, Verb]
    source_phrase: Matcher
    formula: Matcher
    denial: Matcher
    denial_verb: Matcher
    refusal: Matcher
    unanswered: Matcher
    hedge: Matcher
    inability: Matcher
    approximator: Matcher
    negator: Matcher
    negating: Matcher
    unnegating: Matcher
    joint: Matcher
    when: Matcher
    date: re.Pattern[str]
    number: dict[str, int]
    names: dict[str, frozenset[str]]
    hedge_classes: dict[str, Matcher]
    weak: Matcher
    booster: Matcher
    attitude: Matcher
    expert: Matcher
    strict_expert: Matcher
    office: Matcher

    @cached_property
    def sources(self) -> frozenset[str]:
        """The nouns of offices, bodies, documents and people by which a source without a name is called."""
        kinds = ("official", "institution", "unnamed", "media", "document")
        return frozenset().union(*(self.names[kind] for kind in kinds))


@cache
def lexicon(language: str = "en") -> Lexicon:
    """The lexicon of a language (BCP 47 primary tag). Raises `KeyError` where there is none."""
    path = Path(__file__).with_name(f"{language}.toml")
    if not re.fullmatch("[a-z]{2,3}", language) or not path.is_file():
        raise KeyError(language)
    data = tomllib.loads(path.read_text("utf-8"))
    irregular, phrases = data["irregular"], data["phrases"]
    verbs = {
        kind: [form for verb in listed.split() for form in _forms(verb, irregular)]
        for kind, listed in data["verbs"].items()
    }
    return Lexicon(
        language=data["language"],
        cue_verb=Matcher([*verbs["speech"], *verbs["mental"]]),
        cue_phrase=Matcher(phrases["cue"]),
        saying=_saying(data["verbs"], irregular),
        source_phrase=Matcher(phrases["source"]),
        formula=Matcher(phrases["formula"]),
        denial=Matcher([*verbs["denial"], *phrases["denial"]]),
        denial_verb=Matcher(verbs["denial"]),
        refusal=Matcher(phrases["refusal"]),
        unanswered=Matcher(_unanswered(phrases)),
        hedge=Matcher(phrases["hedge"], none=phrases["unhedging"]),
        inability=Matcher(phrases["unhedging"]),
        approximator=Matcher(phrases["approximator"]),
        negator=Matcher(phrases["negator"], suffix="n't"),
        negating=Matcher(phrases["negating"]),
        unnegating=Matcher(phrases["unnegating"]),
        joint=Matcher(phrases["joint"]),
        when=Matcher(phrases["when"]),
        date=re.compile("|".join(rf"\b(?:{part})\b" for part in _DATES)),
        number=data["numbers"],
        hedge_classes={
            name: Matcher(listed, none=phrases["unhedging"]) for name, listed in data["hedge_classes"].items()
        },
        attitude=Matcher(verbs["mental"]),
        weak=Matcher(data["commitment"]["weak"], none=phrases["unhedging"]),
        booster=Matcher(data["added"]["booster"]),
        expert=Matcher(data["standing"]["expert"]),
        strict_expert=Matcher(data["standing"]["strict_expert"]),
        office=Matcher(data["standing"]["office"]),
        names={kind: frozenset(listed) for kind, listed in data["names"].items()},
    )


def _unanswered(phrases: dict[str, list[str]]) -> Iterator[str]:
    """Every way to say that a question was not answered ("did not address", "would not say how"), or not put."""
    yield from phrases["unreached"]
    yield from (f"{no} {act}" for no in phrases["refusal_not"] for act in phrases["refusal_act"])


def _saying(verbs: dict[str, str], irregular: dict[str, list[str]]) -> dict[str, Verb]:
    """Every form of every cue verb; a verb of denying is of that kind whatever other list has it."""
    found: dict[str, Verb] = {}
    for kind in ("further", "mental", "speech", "denial"):
        for verb in verbs[kind].split():
            for form in _forms(verb, irregular):
                found[form] = Verb(kind, _shape(form, verb))
    return found


def _shape(form: str, verb: str) -> str:
    if form == verb:
        return "past" if verb in _SAME_PAST else "base"
    return "ing" if form.endswith("ing") else "third" if form.endswith("s") else "past"


def _forms(verb: str, irregular: dict[str, list[str]]) -> list[str]:
    """A verb's forms: as listed, else by the regular rules of spelling."""
    if verb in irregular:
        return [verb, *irregular[verb]]
    stem = verb.removesuffix("e")
    third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s")
    return [verb, third, stem + "ed", stem + "ing"]
