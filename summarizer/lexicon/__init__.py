"""The words of a language that mark attribution, denial, refusal, hedging and negation, as data.

One TOML file a language, loaded once. A verb is listed by its lemma; a phrase matches whole words, in any case, over
any white space or hyphen between them. Matching walks the words of a text once, so it is linear in the text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from summarizer.lexicon.matching import Matcher, Span, Tokens, Word, tokens, words

__all__ = ["Lexicon", "Matcher", "Span", "Tokens", "Verb", "Word", "lexicon", "tokens", "words"]

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


class Verb(NamedTuple):
    """What a form of a cue verb can be: its list (speech, mental, denial, further) and base, third, past or ing."""

    kind: str
    shape: str


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
