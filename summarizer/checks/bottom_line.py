"""The bottom line is short, rests on items, and does not hide that a claim is denied."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.briefing import Finding
from summarizer.checks.draft import Draft, error, rule, shorten
from summarizer.checks.quantities import numbers
from summarizer.checks.text import negates
from summarizer.lexicon import words

MAX_SENTENCES, MAX_WORDS = 3, 60
_DISPUTED = re.compile(
    r"\b(?:den(?:y|ies|ied|ying|ials?)|disput\w+|reject\w*|dismiss\w*|rebut\w*|refut\w+|contest\w*|contradict\w*"
    r"|disavow\w*|false|untrue|no truth|baseless|counter\w*)\b",
    re.IGNORECASE,
)


@rule(
    "bottom-line-shape",
    "error",
    f"the bottom line is one to {MAX_SENTENCES} sentences, at most {MAX_WORDS} words together",
    example="a bottom line of 120 words",
    source="I22",
)
def shape(draft: Draft) -> Iterator[Finding]:
    """A bottom line that is missing, too long, or has too many sentences."""
    lines = draft.answer.bottom_line
    count = sum(len(line.text.split()) for line in lines)
    if not lines and draft.items:
        yield error("bottom-line-shape", None, "bottom_line: it is empty; give one to three sentences")
    if len(lines) > MAX_SENTENCES:
        yield error("bottom-line-shape", None, f"bottom_line: {len(lines)} sentences; at most {MAX_SENTENCES}")
    if count > MAX_WORDS:
        yield error("bottom-line-shape", None, f"bottom_line: {count} words together; at most {MAX_WORDS}")


@rule(
    "bottom-line-rests",
    "error",
    "every sentence of the bottom line rests on items that are there",
    example="a sentence resting on c9 where there is no c9",
    source="I22",
)
def rests(draft: Draft) -> Iterator[Finding]:
    """Each sentence that rests on nothing, or on an id that is no item's."""
    ids = {item.item.id for item in draft.items}
    for line in draft.answer.bottom_line:
        unknown = [name for name in line.rests_on if name not in ids]
        if unknown:
            yield error("bottom-line-rests", None, f"bottom_line: it rests on {unknown[0]!r}, which is no item's id")
        elif not line.rests_on and draft.items:
            yield error(
                "bottom-line-rests", None, f"bottom_line: “{shorten(line.text, 60)}” rests on no item; name the ids"
            )


@rule(
    "bottom-line-disputed",
    "error",
    "where a claim it rests on is denied, the bottom line says so",
    example="“Russia bought shells” while d1 denies it",
    source="I22",
)
def disputed(draft: Draft) -> Iterator[Finding]:
    """A bottom line that rests on a denied claim and nowhere says that it is denied."""
    denied = {
        link.claim: denial.id for denial in draft.answer.denials for link in denial.answers if link.fit != "same_topic"
    }
    cited = [name for line in draft.answer.bottom_line for name in line.rests_on]
    hidden = [name for name in cited if name in denied and not _retold(draft, denied[name])]
    own = {found.lower() for claim in draft.answer.claims if claim.id in hidden for found in _said(claim.statement)}
    if hidden and not {found.lower() for line in draft.answer.bottom_line for found in _said(line.text)} - own:
        yield error(
            "bottom-line-disputed",
            None,
            f"bottom_line: it rests on {hidden[0]}, which {denied[hidden[0]]} denies; say that it is denied",
        )


@rule(
    "bottom-line-number",
    "error",
    "a number in the bottom line is in the article",
    example="“30 shells” where the article says 36",
    source="I7",
)
def number(draft: Draft) -> Iterator[Finding]:
    """Each number of the bottom line that the article does not hold."""
    names = draft.number_words
    written = set().union(*(numbers(line.text, names) for line in draft.answer.bottom_line))
    for missing in sorted(written - numbers(draft.article.text, names) if written else ()):
        yield error("bottom-line-number", None, f"bottom_line: the number {missing} is not in the article")


def _retold(draft: Draft, denial: str) -> bool:
    """Whether a line rests on the denial and repeats it in other words: "officials say they have not received it"."""
    lines = [line.text for line in draft.answer.bottom_line if denial in line.rests_on]
    return any(negates(word.form) for text in lines for word in words(text))


def _said(text: str) -> list[str]:
    """The words of a text that say that something is disputed; a claim may hold some itself ("a dismissal")."""
    return [found[0] for found in _DISPUTED.finditer(text)]
