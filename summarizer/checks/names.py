"""Names in what the model wrote are the article's, and stand where the article has them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from summarizer.answer import AnswerActor
from summarizer.briefing import Evidence, Finding
from summarizer.checks.actors import matching, names_of, same, same_words
from summarizer.checks.draft import Draft, DraftItem, error, rule
from summarizer.checks.text import names, stem, stems
from summarizer.lexicon import Word, tokens, words

_BROKEN = re.compile(r"[.,;:“”\"]|\bI\b")
"""What no name holds."""
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St)\.")
_POSSESSIVE = re.compile(r"^['’]s?(?=\s)|['’]s?$")
_ADVERBS = re.compile(r"(?:\s(?:also|later|then|again|still|now|\w+ly))+$")
_RUN = re.compile(r"[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)+")
"""A title and a name, or a name of several words."""
_BACK = 100
"""Characters back to the mark that opens a quotation."""
_DATE = re.compile(r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)")


@rule(
    "name-absent",
    "error",
    "a name in a generated sentence is in the article",
    example="“Sergey Lavrov” in a statement, in no sentence of the article",
    source="I9",
)
def absent(draft: Draft) -> Iterator[Finding]:
    """Each capitalised word that the article holds nowhere."""
    there = {word.form.removesuffix("'s") for word in draft.marks.tokens.words}
    texts: list[tuple[str | None, str]] = [(item.item.id, text) for item in draft.items for text in item.generated]
    texts += [(None, line.text) for line in draft.answer.bottom_line]
    for item_id, text in texts:
        for name in names(text):
            parts = {word.form.removesuffix("'s") for word in words(name)}
            if not parts <= there and not any(_derived(part, there) for part in parts):
                yield error(
                    "name-absent",
                    item_id,
                    f"{item_id or 'bottom_line'}: the name “{name}” is not in the article",
                )


@rule(
    "name-replaced",
    "error",
    "a statement names whom its evidence names",
    example="“Shoigu will visit” for “Kim will visit”",
    source="I4, I9",
)
def replaced(draft: Draft) -> Iterator[Finding]:
    """Each item that leaves out a name of its quoted words and has one instead that its sentences do not hold."""
    for item in draft.items:
        if not item.evidence or item.list_name == "other_responses":
            continue
        written = {name.lower() for text in item.generated for name in names(text)}
        quoted = {name.lower() for e in item.evidence for name in _quoted(draft, e)}
        nearby = {word.form.removesuffix("'s") for word in words(item.text(draft.article))}
        named = (name for name in written if not _DATE.match(name.capitalize()))
        foreign = {name for name in named if name not in nearby and not _known(name, item, nearby)}
        said = " ".join(item.generated)
        lost = {name for name in quoted if not _echoed(name, said) and name not in _own(item)}
        lost -= {name for e in item.evidence for name in _titles(e.quote, said)}
        foreign -= {name for name in foreign for other in lost if _one_actor(draft, name, other)}
        pair = (min(lost), min(foreign)) if foreign and lost else _displaced(draft, item)
        if pair:
            yield error(
                "name-replaced",
                item.item.id,
                f"{item.item.id}: the evidence names “{pair[0]}”, the statement “{pair[1]}” instead; "
                "say it of whom the article says it",
                item.sentences[0],
            )


@rule(
    "order-swapped",
    "error",
    "who does what to whom is as in the evidence",
    example="“Wagner sold munitions to North Korea” for “North Korea sold munitions to Wagner”",
    source="T6; FRANK entity errors",
)
def swapped(draft: Draft) -> Iterator[Finding]:
    """Each statement that repeats its evidence with two names in each other's place."""
    for item in draft.items:
        for text in item.generated:
            pair = _swapped(text, item.text(draft.article)) if item.evidence else None
            if pair:
                yield error(
                    "order-swapped",
                    item.item.id,
                    f"{item.item.id}: “{pair[0]}” and “{pair[1]}” have changed places; keep who does it and to whom",
                    item.sentences[0],
                )


def _titles(quote: str, said: str) -> Iterator[str]:
    """The words of each run of capitals in quoted words of which a text has one: "Russian Defence Minister Shoigu"."""
    for run in _RUN.findall(quote):
        parts = [part.lower() for part in run.split()]
        if any(_echoed(part, said) for part in parts):
            yield from parts


def _displaced(draft: Draft, item: DraftItem) -> tuple[str, str] | None:
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
                there = _subject(forms, behind, item.text(draft.article), source)
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


def _subject(forms: tuple[str, ...], behind: tuple[str, ...], text: str, source: Sequence[Word]) -> str | None:
    """The capitalised words that stand before the first words of a predicate, one of which has content."""
    if not any(map(stem, behind[:2])):
        return None
    for j in range(1, len(forms)):
        if _shared(behind, forms[j:]) >= 2:
            for i in range(max(j - 4, 0), j):
                inner = text[source[i].start : source[j - 1].end]
                if _is_name(inner):
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
    known = matching(draft.answer.actors, there)
    kin = any(_in(other, written) for other in known)  # "Wilhelmina's group" is "Acheron's group"
    return same(actor, there) or bool(stems(there) & stems(written)) or kin or not known


def _swapped(text: str, source: str) -> tuple[str, str] | None:
    """Two names whose order differs, where the statement is otherwise the source's words and is no passive of it."""
    if " by " in f" {text} " or " by " in f" {source} ":
        return None
    both = [name for name in names(" " + text) if name in source and not _DATE.match(name)]
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


def _derived(part: str, there: set[str]) -> bool:
    """Whether a name differs from a word of the article in its ending only: "Russia" and "Russian", "Texan"."""
    return len(part) > 4 and any(word.startswith(part[: max(4, len(part) - 3)]) for word in there)


def _quoted(draft: Draft, found: Evidence) -> Iterator[str]:
    """The names in quoted words; a capital that a sentence begins with makes one only where it stands elsewhere too."""
    before = draft.article.text[max(found.start - _BACK, 0) : found.start].rstrip()
    begins = found.start == found.sentence.start or before[-1:] in '“‘"('
    for i, name in enumerate(names(" " + found.quote)):
        if i or not begins or not found.quote.startswith(name) or name in draft.names:
            yield name


def _one_actor(draft: Draft, name: str, other: str) -> bool:
    """Whether two lower-case words are parts of one actor's names: "Daniel" and "Montalvo"."""
    called = ({word.form for word in words(" ".join(names_of(actor)))} for actor in draft.answer.actors)
    return any({name, other} <= forms for forms in called)


def _known(name: str, item: DraftItem, nearby: set[str]) -> bool:
    """Whether a name is the speaker's own, or another form of a word that stands nearby."""
    return name in _own(item) or _derived(name, nearby)


def _own(item: DraftItem) -> set[str]:
    """The words of the speaker's own names."""
    return {word.form for word in words(" ".join(item.names))}


def _echoed(name: str, text: str) -> bool:
    lowered = text.lower()
    return name in lowered or (len(name) > 4 and name[:4] in lowered)
