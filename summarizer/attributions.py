"""What the rules alone see of an article's reported speech: sentence, cue, speaker, and what kind of saying it is.

No model and no grammar: a cue of the lexicon, the words before or behind it up to a clause border, and quotation marks.
A speaker that cannot be read off is None. A pronoun is followed to the last named speaker only where one person spoke
in the three sentences before; 24 % of the sources in annotated news are bare pronouns, so this matters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from weakref import WeakKeyDictionary

from summarizer import abroad
from summarizer.article import Article
from summarizer.lexicon.foreign import lexicon_of
from summarizer.marks import PASSIVE, Marks, marks
from summarizer.sentences import Sentence
from summarizer.spans import within
from summarizer.subjects import inverted

Kind = Literal["says", "denies", "declines", "expert"]

SPEECH = 4
"""Words up to which a quotation is taken for a name, a title or scare quotes rather than for speech."""
_LONGEST = 14
"""Most words of a speaker's name with what stands around it; more is a clause, not a name."""
_REACH = 3
"""Sentences back to which a pronoun is followed."""

_BORDER = re.compile(r"[;:—–()\n]|[,.!?…][”\"](?=\s|$)|\b(?:but|while|although|because|that|and then)\b", re.IGNORECASE)
_AUXILIARY = re.compile(
    r"[\s,]*\b(?:has|have|had|also|later|then|repeatedly|would|will|did|does|do|not|is|was|were|are|been|being|still|both"
    r"|previously|already|earlier|again|never|immediately|publicly|once|now|further|meanwhile|only|could)\b[\s,]*$",
    re.IGNORECASE,
)
_ADVERBIAL = re.compile(
    r"(?:in|on|at|by|after|before|during|since|for|with|from|as|when|if|under|over|despite|following|according|asked|"
    r"speaking|writing|responding|meanwhile|however|yesterday|today|earlier|later|last|this|but|and|so|still|then)\b",
    re.IGNORECASE,
)
_BEHIND_END = re.compile(
    r"[,.;:!?“”\"—()\n]|\s(?:on|in|at|during|after|before|when|while|as|to|that|who|which|from|about|by|yesterday|today"
    r"|last|earlier|and)\s"
)
_FINITE = frozenset({"was", "were", "is", "are", "has", "had", "have", "been"})
"""Words that make of what stands before a cue a clause rather than a name."""
_PRONOUN = re.compile(r"(?:he|she|they|it|i|we|who|which)", re.IGNORECASE)
_EXPERT = re.compile(
    r"\b(?:analysts?|professors?|researchers?|experts?|economists?|scientists?|historians?|scholars?|lecturers?"
    r"|institute|university|think tank|geologists?|biologists?|hydrologists?|academics?|fellow)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Attribution:
    """One sentence in which someone's words are reported.

    `speaker` is as the sentence writes it, None where it does not; `named` is that or, for a pronoun, whom it stands
    for where that is safe. `cue` is empty for a quotation without one.
    """

    sentence: int
    cue: str
    kind: Kind
    speaker: str | None
    named: str | None
    at: int
    """Where the cue stands, or the sentence begins where there is none."""


_FOUND: WeakKeyDictionary[Article, tuple[Attribution, ...]] = WeakKeyDictionary()
_BY_SENTENCE: WeakKeyDictionary[Article, dict[int, list[Attribution]]] = WeakKeyDictionary()


def attributions(article: Article) -> tuple[Attribution, ...]:
    """Every sentence that reports someone's words, in order; one entry a speaker and kind in a sentence."""
    known = _FOUND.get(article)
    if known is None:
        known = _FOUND[article] = _attributions(article)
    return known


def by_sentence(article: Article) -> dict[int, list[Attribution]]:
    """The attributions of each sentence that has one, by its number."""
    known = _BY_SENTENCE.get(article)
    if known is None:
        known = _BY_SENTENCE[article] = {}
        for attribution in attributions(article):
            known.setdefault(attribution.sentence, []).append(attribution)
    return known


def _attributions(article: Article) -> tuple[Attribution, ...]:
    other = lexicon_of(article.text)
    if other:
        starts = {sentence.number: sentence.start for sentence in article.sentences}
        said = abroad.reported(article, other)
        return tuple(Attribution(n, cue, kind, None, None, starts[n]) for n, cue, kind in said)
    found: list[Attribution] = []
    known = marks(article)
    for sentence in article.sentences:
        for attribution in _of(sentence, known, found):
            same = (attribution.sentence, attribution.speaker, attribution.kind)
            if same not in {(a.sentence, a.speaker, a.kind) for a in found[-4:]}:
                found.append(attribution)
    return tuple(found)


def _of(sentence: Sentence, known: Marks, before: list[Attribution]) -> Iterator[Attribution]:
    cues = _cues(sentence, known)
    for kind, (start, end) in cues:
        speaker = _speaker(known, sentence, start, end)
        named = _resolve(speaker, sentence, before) if speaker and _PRONOUN.fullmatch(speaker) else speaker
        around = known.text[sentence.start : sentence.end]
        expert = kind == "says" and speaker and not _PRONOUN.fullmatch(speaker) and _is_expert(speaker, around)
        yield Attribution(sentence.number, known.text[start:end], "expert" if expert else kind, speaker, named, start)
    quotations = (known.text[a:b] for a, b in known.quotations if a < sentence.end and sentence.start < b)
    if not cues and any(map(_speech, quotations)):
        yield Attribution(sentence.number, "", "says", None, None, sentence.start)


def _cues(sentence: Sentence, known: Marks) -> list[tuple[Kind, tuple[int, int]]]:
    """The cues that count, each with its kind; a refusal formula swallows the words it is made of."""
    start, end = sentence.start, sentence.end
    refusals = [span for span in within(known.refusals, start, end) if not known.quoted(*span)]
    verbs = [span for span in within(known.denial_verbs, start, end) if not known.quoted(*span)]
    denials = [
        span
        for span in verbs
        if not PASSIVE.search(known.text[start : span[0]]) and not any(a <= span[0] < b for a, b in refusals)
    ]
    cues: list[tuple[Kind, tuple[int, int]]] = [("declines", span) for span in refusals]
    cues += [("declines" if known.undone(span) else "denies", span) for span in denials]
    taken = [span for _, span in cues]
    cues += [
        ("says", span)
        for span in within(known.speech_cues, start, end)
        if not any(a <= span[0] < b for a, b in taken) and known.text[span[0] : span[1]].lower() != "denied"
    ]
    return sorted(cues, key=lambda cue: cue[1])


def _speech(quotation: str) -> bool:
    return len(quotation.split()) > SPEECH


def _speaker(known: Marks, sentence: Sentence, start: int, end: int) -> str | None:
    """The words that name the speaker: behind "according to", a quotation or an inverted cue, else before the cue."""
    text = known.text
    before, behind = text[sentence.start : start], text[end : sentence.end]
    quoted = re.search(r"[”\"’'»][,.]?\s*$", before) and not re.match(r"\s*(?:that\b|[:,“\"])", behind)
    if not quoted and (name := inverted(text, start, end, known.lexicon.sources)):
        return _plausible(name)
    if (" " in text[start:end] and text[start:end].lower().startswith(("according", "in the words"))) or quoted:
        name = _BEHIND_END.split(behind, maxsplit=1)[0].strip()
        return _plausible(name)
    return _plausible(_subject(before))


def _subject(before: str) -> str:
    """The noun phrase that ends a clause: without auxiliaries, appositions and introductory adverbials."""
    clause = _BORDER.split(before)[-1]
    stripped, longer = clause, ""
    while stripped != longer:
        longer, stripped = stripped, _AUXILIARY.sub("", stripped)
    chunks = [chunk.strip() for chunk in stripped.split(",")]
    apposition = clause.rstrip().endswith(",") and len(chunks) > 1
    chunks = [chunk for chunk in chunks if chunk]
    while len(chunks) > 1 and (_ADVERBIAL.match(chunks[0]) or not apposition):
        chunks.pop(0)
    proper = [chunk for chunk in chunks if all(word[:1].isupper() for word in chunk.split())]
    best = proper[0] if proper else "".join(chunks[:1])
    return re.sub(r"^(?:and|but|so|then|yet|as)\s+", "", best, flags=re.IGNORECASE)


def _plausible(name: str) -> str | None:
    words = name.strip(" ,'\"“”").split()
    if len(words) > 1 and (_PRONOUN.fullmatch(words[0]) or _FINITE & {word.lower() for word in words}):
        return None
    if words and _PRONOUN.fullmatch(words[-1]):
        return words[-1]  # "What he disputes"
    return " ".join(words) if 0 < len(words) <= _LONGEST and any(c.isalpha() for c in name) else None


def _resolve(pronoun: str, sentence: Sentence, before: list[Attribution]) -> str | None:
    """The one named speaker of the sentence before, else of the last few, if there is exactly one."""
    if pronoun.lower() in ("i", "we", "who", "which"):
        return None
    for reach in (1, _REACH):
        near = (a.named for a in before if a.named and sentence.number - a.sentence <= reach)
        names = list(dict.fromkeys(near))
        if names:
            return names[0] if len(names) == 1 else None
    return None


def _is_expert(speaker: str, sentence: str) -> bool:
    """Whether the words around a speaker's name mark an expert: "X, an analyst at …" and "the economist X"."""
    at = sentence.find(speaker)
    return bool(_EXPERT.search(sentence[max(at - 10, 0) : at + len(speaker) + 90]))
