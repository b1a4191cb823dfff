"""Numbers in what the model wrote are numbers of the evidence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from summarizer.briefing import Finding
from summarizer.checks.draft import Draft, DraftItem, error, rule, warning
from summarizer.lexicon import words

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_WORD = re.compile(r"[^\W\d_]+")
_VAGUE = frozenset({"one", "first", "second", "once", "half", "quarter", "third"})


def numbers(text: str, names: dict[str, int]) -> set[str]:
    """The numbers of a text in one form: digits of any script, separators of thousands dropped, words as digits.

    Words that are more often not a number ("one", "second") are left out.
    """
    found = set()
    for token in _DIGITS.findall(text):
        ascii_token = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in token)
        if _THOUSANDS.fullmatch(ascii_token):
            ascii_token = ascii_token.replace(",", "")
        found.add(ascii_token.rstrip("0").rstrip(".") if "." in ascii_token else ascii_token)
    found |= {str(names[word]) for word in _WORD.findall(text.lower()) if word in names and word not in _VAGUE}
    return found


@rule(
    "number-absent",
    "error",
    "a number in a statement stands in its evidence",
    example="“12 people” where the evidence says 11",
    source="I7",
)
def absent(draft: Draft) -> Iterator[Finding]:
    """Each number that its evidence does not hold: an error where the article does not either, else a warning."""
    names = draft.marks.lexicon.number
    whole: set[str] | None = None
    for item in draft.items:
        written = set().union(*(numbers(text, names) for text in item.generated))
        missing = written - numbers(item.text(draft.article), names) if written and item.evidence else set()
        if not missing:
            continue
        whole = numbers(draft.article.text, names) if whole is None else whole
        for number in sorted(missing):
            if number in whole and not _instead(number, item, draft, names):
                yield warning(
                    "number-absent",
                    item.item.id,
                    f"{item.item.id}: the number {number} stands elsewhere in the article, not in its evidence",
                )
            else:
                yield error(
                    "number-absent",
                    item.item.id,
                    f"{item.item.id}: the number {number} is not in its evidence; write only numbers it gives",
                )


def _instead(number: str, item: DraftItem, draft: Draft, names: dict[str, int]) -> bool:
    """Whether the evidence has another number in this one's very place, between the same words."""
    there = [word.form for word in words(item.text(draft.article))]
    for text in item.generated:
        ours = [word.form for word in words(text)]
        for i, form in enumerate(ours):
            if numbers(form, names) == {number} and i >= 2:
                around = (ours[i - 2 : i], ours[i + 1 : i + 2])
                if any(
                    numbers(there[k], names) - {number} and (there[k - 2 : k], there[k + 1 : k + 2]) == around
                    for k in range(2, len(there))
                ):
                    return True
    return False
