"""English inflection by the regular rules of spelling: enough to tell a slip of copying from another word.

What the rules do not cover ("said" for "says") is another word here: a quote is then not found, which is the safe side.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SUFFIX = re.compile(r"(?<=[a-z]{3})(?:ing|ies|ied|es|ed|s)$")
_DOUBLE = re.compile(r"([b-df-hj-np-tv-z])\1$")
_SHORT = re.compile(r"[^aeiou]*[aeiou][b-df-hj-np-tvz]")
_SAME_SPELLING = frozenset("news goods arms customs found founded fell felled".split())


@lru_cache(50_000)
def key(form: str) -> str:
    """Equal for all inflections of a word (and for some other words: `inflected` looks closely). Lower case."""
    word = form.casefold()
    if not (word.isascii() and word.isalpha()):
        return word
    if len(word) > 3 and not word.endswith("ss"):
        word = _SUFFIX.sub(lambda suffix: "y" if suffix[0] in ("ies", "ied") else "", word)
        word = _DOUBLE.sub(r"\1", word.rstrip("e"))
    return word[:-1] + "i" if word.endswith("y") else word


def inflected(one: str, other: str) -> bool:
    """Whether two words are regular inflections of one; `accused` and `accusing` turn round who does what to whom."""
    voices = {one.endswith("ed") - one.endswith("ing"), other.endswith("ed") - other.endswith("ing")}
    return voices != {1, -1} and not {one, other} & _SAME_SPELLING and not _bases(one).isdisjoint(_bases(other))


def _bases(word: str) -> set[str]:
    """What a word may be an inflection of, by the regular rules of English spelling; always the word itself."""
    bases = {word}
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        bases |= {word[:-1], word[:-3] + "y" if word.endswith("ies") else word}
        if word[:-2].endswith(("s", "sh", "ch", "x", "z", "o")) and word.endswith("es"):
            bases.add(word[:-2])
    for suffix in ("ed", "ing"):
        stem = word.removesuffix(suffix)
        if stem == word or len(stem) < 3:
            continue
        bases.add(stem + "e")
        if not _SHORT.fullmatch(stem):  # "planed" is of "plane", "planned" of "plan"
            bases.add(_DOUBLE.sub(r"\1", stem))
            bases.add(stem)
        if suffix == "ed" and stem.endswith("i"):
            bases.add(stem[:-1] + "y")
    return bases
