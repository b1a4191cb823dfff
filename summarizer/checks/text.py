"""Small readings of a text that several rules share: hedge classes, names, content words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.lexicon import Lexicon, Tokens

_CAPITAL = re.compile(r"[^\W\d_][\w'’-]*")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:]\s+|[“\"‘(]\s*)$")
_STOP = frozenset(
    """a an the of to in on at by for with from as and or but nor so yet that this these those it its is are was were be
    been being has have had do does did will would shall should can could may might must not no he she they them his her
    their who whom which what when where while if than then there here also more most into over under out up down about
    after before between during said says say told tells according s t we our us you your i me my any some all
    one""".split()
)


def classes(text: str, lexicon: Lexicon) -> dict[str, str]:
    """The hedge classes of a text, each with the first word that shows it."""
    tokens = Tokens(text)
    found = {}
    for name, matcher in lexicon.hedge_classes.items():
        if spans := matcher.spans(tokens):
            found[name] = text[slice(*spans[0])]
    return found


def names(text: str) -> list[str]:
    """Capitalised words that do not merely begin a sentence or a quotation, and acronyms; possessives stripped."""
    found = []
    for match in _CAPITAL.finditer(text):
        word = re.sub(r"['’]s?$", "", match[0])
        starts = _SENTENCE_START.search(text[: match.start()])
        if word[:1].isupper() and len(word) > 1 and (not starts or word[1:2].isupper()):
            found.append(word)
    return list(dict.fromkeys(found))


def stems(text: str) -> set[str]:
    """Content words, cut to their first five letters: inflection and most derivation fall away."""
    return {word[:5] for word in _words(text) if word not in _STOP}


def _words(text: str) -> Iterator[str]:
    for match in re.finditer(r"\w+", text.lower()):
        yield match[0]
