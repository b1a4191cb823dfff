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
_POINTS = re.compile(r"(?<=\d)[.\u00a0\u202f](?=\d{3}(?!\d))")
_WORD = re.compile(r"[^\W\d_]+")
_VAGUE = frozenset({"one", "first", "second", "once", "half", "quarter", "third"})


def numbers(text: str, names: dict[str, int]) -> set[str]:
    """The numbers of a text in one form: digits of any script, separators of thousands dropped, words as digits.

    Words that are more often not a number ("one", "second") are left out. Without `names` the language is not known,
    and a point may part thousands too.
    """
    found = set()
    for token in _DIGITS.findall(text if names else _POINTS.sub("", text)):
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
    names = draft.number_words
    whole: set[str] | None = None
    for item in draft.items:
        written = set().union(*(numbers(text, names) for text in item.generated))
        if not written or not item.evidence:
            continue
        source = item.text(draft.article)
        missing = written - numbers(source, names)
        if missing and whole is None:
            whole = numbers(draft.article.text, names)
        for number in sorted(written):
            other = _instead(number, item, source, names)
            if other or (number in missing and number not in (whole or ())):
                where = f"its evidence has {other} there" if other else "it is not in the article"
                yield error(
                    "number-absent",
                    item.item.id,
                    f"{item.item.id}: the number {number} is not the article's ({where}); write only numbers it gives",
                )
            elif number in missing:
                yield warning(
                    "number-absent",
                    item.item.id,
                    f"{item.item.id}: the number {number} stands elsewhere in the article, not in its evidence",
                )


def _instead(number: str, item: DraftItem, source: str, names: dict[str, int]) -> str | None:
    """The other number that the evidence has in this one's very place, between the same words."""
    there = [word.form for word in words(source)]
    for text in item.generated:
        ours = [word.form for word in words(text)]
        for i in range(2, len(ours)):
            if numbers(ours[i], names) != {number}:
                continue
            before, behind = ours[i - 2 : i], ours[i + 1 : i + 2]
            places = [k for k in range(2, len(there)) if there[k - 2 : k] == before and there[k + 1 : k + 2] == behind]
            found = [there[k] for k in places if numbers(there[k], names)]
            if found and not any(number in numbers(form, names) for form in found):
                return found[0]
    return None
