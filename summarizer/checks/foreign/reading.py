"""How an article in another language and a statement about it are read: clause, hedges, negation, figures."""

from __future__ import annotations

import re
from collections.abc import Callable

from summarizer import abroad
from summarizer.briefing import Evidence
from summarizer.checks.draft import Draft, DraftItem
from summarizer.checks.foreign.values import mentions
from summarizer.checks.hedges import MODAL
from summarizer.checks.negated import IMPLIED
from summarizer.checks.text import classes, negates
from summarizer.lexicon import lexicon, tokens, words
from summarizer.lexicon.foreign import Foreign, Span, plain
from summarizer.spans import inside

_UNABLE = re.compile(r"\bcould(?:n['’]t| not| neither)\b", re.IGNORECASE)
_ABLE = re.compile(
    r"\b(?:able|capable|possib\w*|potential\w*|chance|risk\w*|fear\w*|suspect\w*|alleg\w*|claim\w*|believ\w*)\b",
    re.IGNORECASE,
)
_WITHOUT = re.compile(r"\bun(?!i|der|til)[a-z]{3,}|\b[a-z]{3,}less\b|\bshort (?:of|supply)\b", re.IGNORECASE)
"""Further English words in which another language's "not" may be: "unfit", "homeless"."""
_NUMBERED = re.compile(r"\bNos?\. ?\d+")
_NO_NEGATION = re.compile(rf"{_NUMBERED.pattern}|\bnot (?:be |been )?(?:ruled out|excluded)\b")
"""What looks like a negation and is none: a number, and what stays possible."""
_OF_QUANTITY = frozenset(
    {"some", "many", "most", "several", "tens of", "dozens of", "a number of", "up to", "at least", "at most",
     "more than", "less than", "as many as", "fewer than", "no fewer than", "no more than", "no less than", "would",
     "should"}
)  # fmt: skip
"""Words among the hedges of English that do not make the statement itself less certain."""
_SOFTENED = re.compile(
    r"\b(?:some|most|nearly|almost|close to|or so|or more|or less|upwards|up to|several|dozens)\b", re.IGNORECASE
)


def clause(draft: Draft, evidence: Evidence) -> Span:
    """The quoted words with the rest of their clause, as offsets into the article."""
    return abroad.clause(draft.article.text, evidence)


def known_of(draft: Draft) -> Foreign:
    """The lexicon of the article's language."""
    assert draft.foreign is not None, "these rules run for an article in a language that has a lexicon"
    return draft.foreign


def stating(draft: Draft) -> list[DraftItem]:
    """The claims and views; none where the language of the statements is not known."""
    return draft.of("claims") + draft.of("analyst_views") if draft.written else []


def spans_in(spans: Callable[[str], list[Span]], draft: Draft, start: int, end: int) -> list[Span]:
    """Spans found in a part of the article, as offsets into it."""
    return [(a + start, b + start) for a, b in spans(plain(draft.article.text[start:end]))]


def negators_of(known: Foreign, draft: Draft, evidence: Evidence, *, outside_refusals: bool) -> list[Span]:
    """The negators of the quoted words themselves; read in their sentence, where "not only" is known for what it is."""
    start, end = evidence.sentence.start, max(evidence.sentence.end, evidence.end)
    found = spans_in(known.negators, draft, start, end)
    refused = spans_in(known.refusal.spans, draft, start, end) if outside_refusals else []
    return [
        (a, b)
        for a, b in found
        if evidence.start <= a and b <= evidence.end and not any(c <= a < d for c, d in refused)
    ]


def hedged(draft: Draft, stated: str) -> bool:
    """Whether a statement hedges in any way."""
    if draft.written == "en":
        known = lexicon("en")
        softer = {word.lower() for word in known.hedge.texts(stated)} - _OF_QUANTITY
        return bool(MODAL & classes(stated, known).keys() or softer or _ABLE.search(stated))
    text = plain(stated)
    return bool(known_of(draft).hedges(text).keys() & MODAL or known_of(draft).licence.spans(text))


def weak(draft: Draft, stated: str) -> list[str]:
    """The words of a statement that make it less than certain; "could not" tells of an attempt."""
    if draft.written == "en":
        return (
            [word for word in lexicon("en").weak.texts(stated) if word != "May"] if not _UNABLE.search(stated) else []
        )
    found, text = known_of(draft).hedges(plain(stated)), stated
    return [text[a:b] for name in ("possibility", "probability") for a, b in found.get(name, [])]


def figured(draft: Draft, stated: str) -> bool:
    """Whether a statement has a number."""
    return bool(mentions(stated, None if draft.written == "en" else known_of(draft)))


def softened(draft: Draft, stated: str) -> bool:
    """Whether a statement says of any figure that it is not exact."""
    if draft.written == "en":
        return bool(abroad.OF_FIGURES & classes(stated, lexicon("en")).keys() or _SOFTENED.search(stated))
    return bool(known_of(draft).hedges(plain(stated)).keys() & abroad.OF_FIGURES)


def strictly_negative(draft: Draft, stated: str) -> bool:
    """Whether a statement has a word that is a negator and nothing else."""
    if draft.written == "en":
        known = lexicon("en")
        apart = {word.start for word in words(stated) if inside(word.start, known.unnegating.spans(tokens(stated)))}
        here = _NO_NEGATION.sub(lambda hit: " " * len(hit[0]), stated)
        return any(negates(word.form) and word.start not in apart for word in words(here))
    return bool(known_of(draft).negators(plain(stated)))


def negative(stated: str, draft: Draft | None = None) -> bool:
    """Whether a statement holds a negation: with a draft, also a word that may imply one ("failed")."""
    if draft and draft.written != "en":
        text = plain(stated)
        return bool(known_of(draft).negators(text, soft=True) or known_of(draft).denials(text))
    stated = _NUMBERED.sub("", stated)
    implied = IMPLIED.search(stated) or _WITHOUT.search(stated)
    return any(negates(word.form) for word in words(stated)) or (draft is not None and implied is not None)
