"""Two texts word by word: a name that stands in another's place, and two names that have changed places."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from summarizer.answer import AnswerActor
from summarizer.checks.actors import matching, names_of, same, same_words
from summarizer.checks.draft import Draft, DraftItem
from summarizer.checks.identity import can_be_one
from summarizer.checks.text import names, stem, stems
from summarizer.lexicon import Word, tokens, words

DATE = re.compile(r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)")
_BROKEN = re.compile(r"[.,;:“”\"]|\bI\b")
"""What no name holds."""
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St)\.")
_POSSESSIVE = re.compile(r"^['’]s?(?=\s)|['’]s?$")
_ADVERBS = re.compile(r"(?:\s(?:also|later|then|again|still|now|\w+ly))+$")


def displaced(draft: Draft, item: DraftItem) -> tuple[str, str] | None:
    """A name of the evidence's sentences and another actor's that stands in its very place in the statement.

    In its place: the same words stand around both, two on either side, or three on one.
    """
    source = tokens(item.text(draft.article)).words
    forms = tuple(word.form for word in source)
    for text in item.generated:
        for actor, start, end in _mentions(draft, text):
            before = tuple(word.form for word in words(text[:start])[-3:])
            behind = tuple(word.form for word in words(_POSSESSIVE.sub("", text[end:], count=1))[:3])
            there = _between(forms, before, behind, item.text(draft.article), source)
            if there is None and not before and not _in(actor, item.text(draft.article)):
                there = _subject(draft, actor, behind, item.text(draft.article))
            if there and not _names_of(draft, actor, there, text[start:end]):
                return there, text[start:end]
    return None


def _mentions(draft: Draft, text: str) -> Iterator[tuple[AnswerActor, int, int]]:
    """The places of actors' capitalised names in a statement, the longest at each place."""
    taken = 0
    listed = [(name, actor) for actor in draft.answer.actors for name in names_of(actor)]
    hits = [
        (found.start(), -len(name), found.end(), actor)
        for name, actor in listed
        if name[:1].isupper() and name in text
        for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    ]
    for start, _, end, actor in sorted(hits, key=lambda hit: hit[:3]):
        if start >= taken:
            taken = end
            yield actor, start, end


def _between(
    forms: tuple[str, ...], before: tuple[str, ...], behind: tuple[str, ...], text: str, source: Sequence[Word]
) -> str | None:
    """The capitalised words of a text that stand where `before` ends and `behind` begins."""
    for i in range(len(forms)):
        left = _shared(reversed(before), reversed(forms[max(i - 3, 0) : i]))
        for j in range(i + 1, min(i + 5, len(forms)) + 1):
            if left < 3 and behind[:1] != forms[j : j + 1]:
                continue
            right = _shared(behind, forms[j:])
            if (left >= 2 and right >= 2) or left >= 3 or right >= 3:
                inner = text[source[i].start : source[j - 1].end]
                if _is_name(inner):
                    return _POSSESSIVE.sub("", inner)
    return None


def _subject(draft: Draft, actor: AnswerActor, behind: tuple[str, ...], text: str) -> str | None:
    """Who stands before the first words of a predicate: a name, an actor's description, or a "he" that is no body's."""
    source = tokens(text).words
    forms = tuple(word.form for word in source)
    listed = {name.lower() for other in draft.answer.actors for name in names_of(other)}
    for j in range(1, len(forms)):
        shared = _shared(behind, forms[j:])
        if shared and forms[j - 1] in ("he", "she") and not can_be_one(draft.marks.lexicon, actor):
            return forms[j - 1]
        if shared < 2 or not any(map(stem, behind[:2])):
            continue
        for i in range(max(j - 4, 0), j):
            inner = text[source[i].start : source[j - 1].end]
            if _is_name(inner) or inner.lower() in listed:
                return inner
    return None


def _is_name(inner: str) -> bool:
    """Whether some words are a name: capitals at both ends, adverbs behind it left aside, and no mark between."""
    parts = _ADVERBS.sub("", inner).split()
    return parts[0][:1].isupper() and parts[-1][:1].isupper() and not _BROKEN.search(_TITLE.sub("", inner))


def _in(actor: AnswerActor, text: str) -> bool:
    """Whether a text holds a word that identifies one of an actor's names."""
    return any(same_words(name, text) for name in names_of(actor))


def _shared(first: Iterable[str], second: Iterable[str]) -> int:
    """How many words two texts have in common from where they begin."""
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))


def _names_of(draft: Draft, actor: AnswerActor, there: str, written: str) -> bool:
    """Whether the words of the article may name the same as the actor's name that the statement writes."""
    if there in ("he", "she"):
        return False
    known = matching(draft.answer.actors, there)
    kin = any(_in(other, written) for other in known)  # "Wilhelmina's group" is "Acheron's group"
    return same(actor, there) or bool(stems(there) & stems(written)) or kin or not known


def reordered(text: str, source: str) -> tuple[str, str] | None:
    """Two names whose order differs, where the statement is otherwise the source's words and is no passive of it."""
    if " by " in f" {text} " or " by " in f" {source} ":
        return None
    both = [name for name in names(" " + text) if name in source and not DATE.match(name)]
    written, said = stems(text), stems(source)
    if len(both) < 2 or len(written & said) < 0.9 * len(written):
        return None
    for i, first in enumerate(both):
        for second in both[i + 1 :]:
            once = text.count(first) == text.count(second) == source.count(first) == source.count(second) == 1
            if once and source.find(first) > source.find(second) and _verb_between(text, source, first, second):
                return first, second
    return None


def _verb_between(text: str, source: str, first: str, second: str) -> bool:
    """Whether the same content words stand between the two names in both texts, in the other order of the names."""
    ours = stems(text[text.find(first) + len(first) : text.find(second)])
    theirs = stems(source[source.find(second) + len(second) : source.find(first)])
    proper = stems(" ".join(names(" " + text)))
    return bool(ours - proper) and ours - proper == theirs - proper
