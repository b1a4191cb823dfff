"""Names in what the model wrote are the article's, and stand where the article has them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.briefing import Evidence, Finding
from summarizer.checks.actors import names_of
from summarizer.checks.draft import Draft, DraftItem, error, rule
from summarizer.checks.places import DATE, displaced, reordered
from summarizer.checks.text import names
from summarizer.lexicon import words

_RUN = re.compile(r"[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)+")
"""A title and a name, or a name of several words."""
_BACK = 100
"""Characters back to the mark that opens a quotation."""


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
        named = (name for name in written if not DATE.match(name.capitalize()))
        foreign = {name for name in named if name not in nearby and not _known(name, item, nearby)}
        said = " ".join(item.generated)
        lost = {name for name in quoted if not _echoed(name, said) and name not in _own(item)}
        lost = {name for name in lost if not DATE.match(name.capitalize())}
        lost -= {name for e in item.evidence for name in _titles(e.quote, said)}
        foreign -= {name for name in foreign for other in lost if _one_actor(draft, name, other)}
        pair = (min(lost), min(foreign)) if foreign and lost else displaced(draft, item)
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
            pair = reordered(text, item.text(draft.article)) if item.evidence else None
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
    return set(name.split("-")) <= _own(item) or name in _own(item) or _derived(name, nearby)


def _own(item: DraftItem) -> set[str]:
    """The words of the speaker's own names."""
    return {word.form for word in words(" ".join(item.names))}


def _echoed(name: str, text: str) -> bool:
    lowered = text.lower()
    return name in lowered or (len(name) > 4 and name[:4] in lowered)
