"""Small readings of a text that several rules share: hedge classes, names, content words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from summarizer.lexicon import Lexicon, tokens

_CAPITAL = re.compile(r"[^\W\d_][\w'’-]*")
_POSSESSIVE = re.compile(r"['’]s?$")
_WORD = re.compile(r"\w+")
NEGATORS = frozenset({"not", "no", "never", "cannot", "nobody", "none", "nothing", "nor", "neither"})
_OF_FIGURES = frozenset({"about", "at_least", "at_most"})
_STOP = frozenset(
    """a an the of to in on at by for with from as and or but nor so yet that this these those it its is are was were be
    been being has have had do does did will would shall should can could may might must not no he she they them his her
    their who whom which what when where while if than then there here also more most into over under out up down about
    after before between during said says say told tells according s t we our us you your i me my any some all
    neither either both each every other others another one""".split()
)


@lru_cache(maxsize=256)
def classes(text: str, lexicon: Lexicon) -> Mapping[str, str]:
    """The hedge classes of a text, each with the first word that shows it."""
    here = tokens(text)
    found = {}
    for name, matcher in lexicon.hedge_classes.items():
        spans = matcher.spans(here)
        if name in _OF_FIGURES:
            spans = [span for span in spans if _figure_follows(text[span[1] :], lexicon)]
        if spans:
            found[name] = text[slice(*spans[0])]
    return found


def _figure_follows(behind: str, lexicon: Lexicon) -> bool:
    """Whether one of the next two words is a number: "about 300", "more than a dozen", but not "talks about"."""
    words = re.findall(r"\w+", behind[:40].lower())[:2]
    if words[:1] == ["the"]:
        return False  # "a statement about the two drones"
    return any(word[0].isdigit() or word in lexicon.number for word in words)


@lru_cache(maxsize=256)
def names(text: str) -> tuple[str, ...]:
    """Capitalised words that do not merely begin a sentence or a quotation, and acronyms; possessives stripped."""
    found = []
    for match in _CAPITAL.finditer(text):
        if not match[0][0].isupper():
            continue
        word = _POSSESSIVE.sub("", match[0])
        starts = _starts(text, match.start())
        if len(word) > 1 and word.lower() not in _STOP and (not starts or word[1:2].isupper()):
            found.append(word)
    return tuple(dict.fromkeys(found))


def _starts(text: str, at: int) -> bool:
    """Whether a sentence or a quotation begins at an offset. Looks back no further than the white space reaches."""
    before = at
    while before and text[before - 1].isspace():
        before -= 1
    if not before:
        return at == 0 or text[:at] == "\n"
    return text[before - 1] in '“"‘(' or (before < at and text[before - 1] in ".!?…:")


@lru_cache(maxsize=256)
def stems(text: str) -> frozenset[str]:
    """Content words, cut to their first five letters: inflection and most derivation fall away."""
    return frozenset(word[:5] for word in _WORD.findall(text.lower()) if word not in _STOP)


def negates(form: str) -> bool:
    """Whether a lower-case word with a straight apostrophe is a negator of its own, "n't" included."""
    return form in NEGATORS or form.endswith("n't")


def stem(word: str) -> str:
    """The stem of one lower-case word; empty for a word without content."""
    return "" if word in _STOP else word[:5]
