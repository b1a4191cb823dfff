"""What a word is where it stands, as far as its neighbours tell: a verb or a noun, the border of a clause or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from summarizer.lexicon import Lexicon, Tokens

_STOPS = re.compile(r"[;()—]|:(?=\s)|\s[–-]\s")
_OPENERS = frozenset(
    """which who whose whom while whilst although though whereas because unless if but when until and or so yet nor as
    since after before where with that""".split()
)
_BORDER = re.compile(
    r"(?:,\s+(?:and\s+)?)?\b(?:(?P<closing>which|who|whose|whom|while|whilst|although|though|whereas|because|unless|if)"
    r"|(?P<conj>but(?!\salso)|when|until))\b"
    r"|,\s+(?:and|or|so|yet|nor|as|since|after|before|where|with)\b(?!\s+(?:\w+\s){0,2}\w+[.,;!?”\"])"
    r"|\band\s+(?=(?:that|he|she|they|it|we|i|there|would|will|could|may|might|should|can|must|is|are|was|were|has|have|had"
    r"|did|does|do)\b)"
    r"|(?P<that>\bthat\b)(?!\s*[.,;:!?”\"])",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\s+(?:\w+ly\s+)?(?:could|may|might|will|would|can|should|must|is|are|was|were|has|have|had|did|do(?:es)?)\b"
)
_NO_CONJUNCTION = re.compile(
    r"(?:of|for|in|on|at|by|to|from|with|like|than|after|before|since|likely|possible|clear)\s+$"
)
_APART = 6
"""Words that can stand between a subject and its verb."""
_CLOSE = re.compile(r"[^,.;:!?“”\"\n]{1,160},")


class Border(NamedTuple):
    """A clause border: the words that make it. A `weak` one ("that") lets what stands before it reach over it."""

    start: int
    end: int
    weak: bool


def verb_shape(known: Lexicon, tokens: Tokens, i: int) -> str | None:
    """The shape in which a word of `saying` is a verb where it stands ("passive" is one more); None for a noun."""
    names, shape = known.names, known.saying[tokens.words[i].form].shape
    before, after = tokens.beside(i, -1), tokens.beside(i, 1)
    if before in names["determiner"] or before.endswith("'s"):
        return None
    if shape == "base":
        return shape if _base(known, tokens, i) else None
    if shape == "past":
        by = after == "by" and not tokens.beside(i + 1, 1)[:1].isdigit()
        to_whom = after == "to" and tokens.words[i].form == "reported"  # "every defect reported to them"
        passive = before in names["be"] or by or to_whom or before in ("when", "if")
        return "passive" if passive else None if before in names["preposition"] else shape
    if before in names["preposition"] and (shape == "third" or before not in ("by", "in", "after", "before")):
        return None
    noun = shape == "third" and tokens.words[i].form in names["noun_too"] and _noun(known, tokens, i)
    return None if noun else shape


def _base(known: Lexicon, tokens: Tokens, i: int) -> bool:
    """Whether an infinitive form is the verb of a plural subject, or stands behind "did not" or "went on to"."""
    names, before, after = known.names, tokens.beside(i, -1), tokens.beside(i, 1)
    if before == "to":
        return i > 1 and tokens.words[i - 2].form in names["before_infinitive"]
    if before in names["between"]:
        start = max(i - _APART, 0)
        return any(word.form.endswith("s") or word.form == "people" for word in tokens.words[start : i - 1])
    plural = before.endswith("s") and before not in names["be"] and before not in ("has", "does", "this")
    fits = not before or plural or before in names["before_base"] or before.endswith("n't")
    return after not in names["finite"] and (fits or (before in ("and", "but") and after in names["pronoun"]))


def _noun(known: Lexicon, tokens: Tokens, i: int) -> bool:
    """Whether a form like "claims" or "reports" is more likely the plural of a noun."""
    said, names, before, after = known.saying, known.names, tokens.beside(i, -1), tokens.beside(i, 1)
    if after in names["finite"] or (after in said and said[after].shape != "ing"):
        return True
    named = i > 0 and tokens.text[tokens.words[i - 1].start].isupper()
    if not before or named or before in names["pronoun"] or before in ("also", "now", "still"):
        return False
    opens = after in ("that", "the", "it", "he", "she", "they", "there")
    return before in said or not (opens or (after and tokens.text[tokens.words[i + 1].start].isupper()))


def borders(tokens: Tokens) -> list[Border]:
    """Clause borders: conjunctions, relative words, stops inside a sentence, and the comma that ends such a clause."""
    text = tokens.text
    found = [Border(*hit.span(), weak=False) for hit in _STOPS.finditer(text)]
    for hit in _openers(tokens):
        weak = bool(hit["that"]) and not _RELATIVE.match(text, hit.end())
        if hit["that"] and _NO_CONJUNCTION.search(text, max(hit.start() - 12, 0), hit.start()):
            continue
        found.append(Border(*hit.span(), weak))
        comma = _CLOSE.match(text, hit.end()) if hit["closing"] else None
        if comma:
            found.append(Border(comma.end() - 1, comma.end(), weak=False))
    return sorted(found)


def _openers(tokens: Tokens) -> Iterator[re.Match[str]]:
    """Looks only at the words that can begin a clause: looking at every character takes five times as long."""
    words, text = tokens.words, tokens.text
    for form in _OPENERS & tokens.places.keys():
        for i in tokens.places[form]:
            comma = i > 0 and text[words[i - 1].end : words[i].start].strip() == ","
            hit = _BORDER.match(text, words[i - 1].end if comma else words[i].start)
            if hit:
                yield hit
