"""A briefing as CSV for a spreadsheet: one row a statement, made so that no cell can run.

The file is UTF-8 with a byte order mark, because a spreadsheet takes one without for the machine's old code page and
shows “ ” as â€œ; readers of CSV skip the mark (`utf-8-sig` in Python). Cells are for people: a control or an invisible
character is spelt out, a line end is a space, and what a spreadsheet would take for a formula begins with an
apostrophe. The article's exact characters are in the JSON formats, or in the article between `start` and `end`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from io import StringIO

from summarizer.briefing import Briefing
from summarizer.render import words
from summarizer.render.escape import terminal
from summarizer.render.outline import responses
from summarizer.statements import Statement, statements

BOM = "\ufeff"
BETWEEN = " | "
"""Between the parts of a cell that holds several; quotes, starts, ends and sentences are in the same order."""
COLUMNS = (
    "id", "list", "kind", "statement", "certainty", "speaker", "speaker_role", "speaker_kind", "sourcing", "mode",
    "cue", "hedges", "negated", "when", "quotes", "starts", "ends", "sentences", "answers", "answered_by", "title",
    "outlet", "published", "url", "sha256",
)  # fmt: skip

# Also behind blanks and opening quotation marks; behind a semicolon too, which many a country's spreadsheet takes for
# the end of a cell; and in the full-width forms, which a spreadsheet set to Chinese or Japanese takes for the others.
_FORMULA = re.compile(r"(^|;)(?=[\s\"]*[=+\-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋−])")


def cell(text: str) -> str:
    """`text` as a cell that no spreadsheet takes for a formula, on one line, nothing in it invisible."""
    return _FORMULA.sub(r"\1'", terminal(text))


def render(briefing: Briefing) -> str:
    """The briefing as RFC 4180 has it: CRLF, every cell quoted, the first row the names of the columns."""
    names = words.names(briefing.actors)
    file = StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for statement in statements(briefing):
        writer.writerow(map(cell, _row(statement, briefing, names)))
    return BOM + file.getvalue()


def _row(statement: Statement, briefing: Briefing, names: Mapping[str, words.Name]) -> list[str]:
    item, speaker, article = statement.item, statement.speaker, briefing.source
    answers = (_answer(link.claim, link.fit, link.why) for link in statement.answers)
    negated = {True: "yes", False: "no", None: None}[item.negated]
    return [
        item.id,
        statement.list_name,
        statement.kind,
        _joined(words.said(item)),
        statement.certainty or "",
        speaker.name,
        speaker.role or "",
        speaker.kind,
        item.sourcing or "",
        item.mode or "",
        item.cue or "",
        _joined(item.hedges),
        negated or "",
        _joined(item.when),
        _joined(e.quote for e in item.evidence),
        _joined(str(e.start) for e in item.evidence),
        _joined(str(e.end) for e in item.evidence),
        _joined(str(e.sentence.number) for e in item.evidence),
        _joined(answers),
        _joined(responses(item, briefing, names)),
        *(text or "" for text in (article.title, article.outlet, article.published, article.url)),
        article.sha256,
    ]


def _answer(claim: str, fit: str | None, why: str | None) -> str:
    noted = ": ".join(part for part in (fit, why) if part)
    return f"{claim} ({noted})" if noted else claim


def _joined(parts: Iterable[str]) -> str:
    return BETWEEN.join(parts)
