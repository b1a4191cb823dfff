"""What code reads off an article in another language than English: who is reported to say, deny or decline, and where.

Without a grammar of the language nothing is said of who speaks, and of negation only what a denial says by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from summarizer.article import Article
from summarizer.briefing import Evidence
from summarizer.lexicon import words
from summarizer.lexicon.foreign import UNSPACED, Foreign, Span, plain
from summarizer.marks import Marks, marks

Kind = Literal["says", "denies", "declines"]

CLAUSE = re.compile(r"(?<!\d)[,.:،](?!\d)|[;!?…()«»„“”\"—–؛؟。！？，；：、「」]|(?<=\D)[,.]|[,.](?=\D)")
"""The marks that part clauses; not those inside a number."""
OF_FIGURES = frozenset({"about", "at_least", "at_most"})
"""Classes of hedges that soften a figure and nothing else."""
_APART = 2
"""Words, or twice as many characters of Chinese, between "about" and the figure that it softens."""
_FIGURE = re.compile(r"\d|[〇一二三四五六七八九十百千万亿两]")
_SPEECH, _SIGNS = 4, 8
"""Words, or characters of Chinese, up to which a quotation is a name or a title rather than speech."""


class Reported(NamedTuple):
    """A sentence, by its number, in which somebody says, denies or declines, and the word that shows it."""

    sentence: int
    cue: str
    kind: Kind


class Fields(NamedTuple):
    """Of the derived fields those that can be read without a grammar."""

    cue: str | None
    hedges: list[str]
    negated: bool | None


def reported(article: Article, known: Foreign) -> Iterator[Reported]:
    """Each sentence that reports words, once a kind; the headline says again what others do, and is left out."""
    found = marks(article)
    for sentence in article.sentences:
        text = article.text[sentence.start : sentence.end]
        if sentence.number == 1 and article.headline and text.strip() in article.headline:
            continue
        kinds: dict[Kind, str] = {}
        for kind, (start, end) in _cues(found, known, sentence.start, sentence.end):
            kinds.setdefault(kind, article.text[start:end])
        if "denies" in kinds or "declines" in kinds:
            kinds.pop("says", None)
        inside = (article.text[a:b] for a, b in found.quotations if a < sentence.end and sentence.start < b)
        if not kinds and any(_speech(quotation, known) for quotation in inside):
            kinds["says"] = ""
        yield from (Reported(sentence.number, cue, kind) for kind, cue in kinds.items())


def fields(list_name: str, evidence: list[Evidence], article: Article, known: Foreign) -> Fields:
    """The cue nearest to the evidence of an item of this list, and the hedges of its clauses."""
    wanted: Kind = "denies" if list_name == "denials" else "declines" if list_name == "other_responses" else "says"
    cue, hedges = None, []
    for e in evidence:
        cues = _cues(marks(article), known, e.sentence.start, max(e.sentence.end, e.end))
        ranked = sorted(cues, key=lambda c: (c[0] != wanted, max(c[1][0] - e.end, e.start - c[1][1], 0)))
        if ranked and cue is None and (ranked[0][0] == wanted or wanted != "says"):
            cue = article.text[slice(*ranked[0][1])]
        start, end = clause(article.text, e)
        text = article.text[start:end]
        found = known.hedges(plain(text)).items()
        kept = [s for name, spans in found for s in spans if name not in OF_FIGURES or at_figure(text, *s, known)]
        hedges += sorted((a + start, b + start) for a, b in kept)
    texts = list(dict.fromkeys(article.text[a:b] for a, b in hedges))
    denies = any(
        known.denial_verbs(plain(article.text[e.sentence.start : max(e.sentence.end, e.end)])) for e in evidence
    )
    return Fields(cue, texts, True if list_name == "denials" and denies else None)


def clause(text: str, evidence: Evidence) -> Span:
    """The quoted words with the rest of their clause: up to the next mark on either side, within the sentence."""
    start, end = evidence.sentence.start, max(evidence.sentence.end, evidence.end)
    before = [hit.end() for hit in CLAUSE.finditer(text, start, evidence.start)]
    behind = CLAUSE.search(text, evidence.end, end)
    return (before[-1] if before else start, behind.start() if behind else end)


def at_figure(text: str, start: int, end: int, known: Foreign) -> bool:
    """Whether a figure stands beside a word such as "about": behind it, or in Chinese on either side."""
    if known.language in UNSPACED:
        return bool(_FIGURE.search(text[max(start - 2, 0) : start] + " " + text[end : end + 2 * _APART]))
    behind = [plain(word.form) for word in words(text[end : end + 40])[:_APART]]
    return any(form[0].isdigit() or form in known.numbers or form in known.magnitudes for form in behind)


def _cues(found: Marks, known: Foreign, start: int, end: int) -> list[tuple[Kind, Span]]:
    """The cues of a part of the article outside quotations; "does not deny" declines."""
    here = plain(found.text[start:end])
    cues: list[tuple[Kind, Span]] = [("declines", span) for span in known.refusal.spans(here)]
    negators = [b for _, b in known.negators(here)]
    for span in known.denial_verbs(here):
        undone = any(0 <= span[0] - b <= 1 for b in negators)
        cues.append(("declines" if undone else "denies", span))
    taken = [span for _, span in cues]
    cues += [("says", s) for s in known.cue.spans(here) if not any(a <= s[0] < b for a, b in taken)]
    moved: list[tuple[Kind, Span]] = [(kind, (a + start, b + start)) for kind, (a, b) in cues]
    return [cue for cue in moved if not found.quoted(*cue[1])]


def _speech(quotation: str, known: Foreign) -> bool:
    if known.language in UNSPACED:
        return len(quotation) > _SIGNS
    return len(quotation.split()) > _SPEECH
