"""Nothing in what the model wrote can act on a screen, a page or a reader."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from summarizer.briefing import Finding
from summarizer.checks.draft import Draft, error, rule, shorten
from summarizer.evidence import Located, locate

_LINK = re.compile(r"https?://\S+|\bwww\.\S+|\b\S+@\S+\.\w+|</?[a-zA-Z][^>]*>|\]\([^)]*\)")


@rule(
    "foreign-matter",
    "error",
    "no link, address, markup or control character that the article does not hold",
    example="“see http://example.org” in a statement",
    source="I23",
)
def foreign(draft: Draft) -> Iterator[Finding]:
    """Each generated field with a link, mark-up or an invisible character of its own."""
    for name, text in _generated(draft):
        hit = _LINK.search(text)
        if hit and not isinstance(locate(hit[0], draft.article), Located):
            yield error(
                "foreign-matter", name, f"{name or 'bottom_line'}: “{shorten(hit[0], 60)}” is not in the article"
            )
        odd = (
            None
            if text.isprintable()
            else next((c for c in text if _invisible(c) and c not in draft.article.text), None)
        )
        if odd:
            yield error(
                "foreign-matter", name, f"{name or 'bottom_line'}: holds the control character U+{ord(odd):04X}"
            )


def _invisible(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf")


def _generated(draft: Draft) -> Iterator[tuple[str | None, str]]:
    for actor in draft.answer.actors:
        yield actor.id, " ".join([actor.name, actor.role or "", *actor.aliases])
    for item in draft.items:
        for text in item.generated:
            yield item.item.id, text
    for denial in draft.answer.denials:
        yield denial.id, " ".join(link.why or "" for link in denial.answers)
    for line in draft.answer.bottom_line:
        yield None, line.text
