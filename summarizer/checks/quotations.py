"""Words in quotation marks are the article's words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.briefing import Finding
from summarizer.checks.draft import Draft, error, rule, shorten, warning
from summarizer.evidence import Located, locate
from summarizer.folding import fold

_QUOTED = re.compile(r"“([^“”]{2,})”|\"([^\"]{2,})\"|«([^«»]{2,})»|‘([^‘’]{2,})’(?!\w)")


def quoted(text: str) -> list[str]:
    """What a text puts in quotation marks, without a mark of punctuation pulled inside at the end."""
    return [next(filter(None, found.groups())).rstrip(".,;:!?") for found in _QUOTED.finditer(text)]


@rule(
    "quotation-altered",
    "error",
    "words in quotation marks in a statement occur in its evidence, letter for letter",
    example="a statement quoting “back base” where the evidence says “rear base”",
    source="I6",
)
def altered(draft: Draft) -> Iterator[Finding]:
    """Each quotation in a statement that the sentences of its evidence do not hold."""
    for item in draft.items:
        for words in (words for text in item.generated for words in quoted(text)):
            there = fold(item.text(draft.article)).text
            begun = words[:1].swapcase() + words[1:]  # a quotation that opened a sentence is a small letter in ours
            if not item.evidence or any(fold(form).text.strip() in there for form in (words, begun)):
                continue
            if _stands(words, draft):
                message = f"{item.item.id}: “{shorten(words)}” is quoted from elsewhere in the article"
                yield warning("quotation-altered", item.item.id, message)
                continue
            yield error(
                "quotation-altered",
                item.item.id,
                f"{item.item.id}: “{shorten(words)}” stands in quotation marks but not in its evidence; "
                "quote exactly or drop the marks",
            )


@rule(
    "bottom-line-quotation",
    "error",
    "words in quotation marks in the bottom line occur in the article",
    example="“a new era” quoted in the bottom line, in no sentence of the article",
    source="I6",
)
def bottom_line(draft: Draft) -> Iterator[Finding]:
    """Each quotation in the bottom line that the article does not hold."""
    for line in draft.answer.bottom_line:
        for words in quoted(line.text):
            if not _stands(words, draft):
                yield error(
                    "bottom-line-quotation",
                    None,
                    f"bottom_line: “{shorten(words)}” is not in the article; quote exactly or drop the marks",
                )


def _stands(words: str, draft: Draft) -> bool:
    """Whether the article holds the words letter for letter, typography and a mark at the ends aside."""
    found = locate(words, draft.article)
    return isinstance(found, Located) and found.match in ("exact", "typography", "edges")
