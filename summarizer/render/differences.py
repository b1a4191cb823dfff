"""What differs between two briefings, in words that take no side, as an outline for a page and as JSON for a program.

It says what is reported before and now. Who changed it (a speaker, an editor, a model) is not in two briefings, so it
is not said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from summarizer.briefing import Briefing
from summarizer.comparing import Change, Comparison, Direction, Pair, What
from summarizer.render import words
from summarizer.render.outline import BULLET, Entry, Line, LineKind, Outline, Section, quotes
from summarizer.statements import Statement

SAME_ARTICLE = "Both briefings are of the same article, so no difference comes from it."
TWO_ARTICLES = (
    "The two briefings are of different articles, or of two versions of one:"
    " some differences may come from the article."
)
LABELS: dict[What, str] = {
    "speaker": "attributed to",
    "certainty": "stated as",
    "negation": "what the cue governs",
    "numbers": "numbers",
    "time": "time words",
    "hedges": "hedges",
    "kind": "told as",
    "answers": "answers",
    "sourcing": "source",
    "cue": "cue",
    "wording": "worded",
    "quotes": "quoted",
}
SURELY: dict[Direction | None, str] = {
    "weaker": "less sure as reported",
    "stronger": "surer as reported",
    None: "",
}
NO_VALUE = "none"
_DENIALS, _STATED = ("denials",), ("claims", "analyst_views", "other_responses")


def outline(comparison: Comparison) -> Outline:
    """What is shown of a comparison, in order: what stands in one briefing only, then what stands in both otherwise."""
    sections = (
        Section("Compared", tuple(_compared(comparison))),
        Section("Bottom line", tuple(_bottom_line(comparison.bottom_line))),
        Section("Denials appeared", _listed(comparison.after, comparison.added, _DENIALS)),
        Section("Denials gone", _listed(comparison.before, comparison.gone, _DENIALS)),
        Section("Statements appeared", _listed(comparison.after, comparison.added, _STATED)),
        Section("Statements gone", _listed(comparison.before, comparison.gone, _STATED)),
        Section("Changed", tuple(_pair(pair, comparison.after) for pair in comparison.changed)),
        Section("Unchanged", (_note(BULLET, unchanged(comparison)),)),
    )
    title = (comparison.after.source.title or "").strip() or "Untitled"
    return Outline("Differences between two briefings", title, tuple(s for s in sections if s.entries))


def as_value(comparison: Comparison) -> dict[str, Any]:
    """The comparison as JSON has it. `before` and `after` of a change are lists, empty where there was nothing."""
    changed = [
        {
            "before": _statement(pair.before),
            "after": _statement(pair.after),
            "changes": [_change(change) for change in pair.changes],
        }
        for pair in comparison.changed
    ]
    same = [{"before": p.before.item.id, "after": p.after.item.id} for p in comparison.pairs if not p.changes]
    return {
        "differs": comparison.differs,
        "same_article": comparison.same_article,
        "before": _of(comparison.before),
        "after": _of(comparison.after),
        "bottom_line": _change(comparison.bottom_line) if comparison.bottom_line else None,
        "added": [_statement(statement) for statement in comparison.added],
        "gone": [_statement(statement) for statement in comparison.gone],
        "changed": changed,
        "unchanged": same,
    }


def _compared(comparison: Comparison) -> Iterator[Entry]:
    for label, briefing in (("old", comparison.before), ("new", comparison.after)):
        article, made = briefing.source, briefing.provenance
        digest = f"sha256 {article.sha256[: words.SHORT_HASH]}"
        how = f"prompt {made.prompt}", f"model {made.model_asked}", made.recorded_at
        yield _note(label, words.SEPARATOR.join([words.source(article), digest, *how]))
    yield _note(BULLET, SAME_ARTICLE if comparison.same_article else TWO_ARTICLES)


def _bottom_line(change: Change | None) -> Iterator[Entry]:
    if change:
        for label, lines in (("old", change.before), ("new", change.after)):
            yield _note(label, " ".join(lines) or "none", "statement")


def _listed(briefing: Briefing, statements: Iterable[Statement], lists: tuple[str, ...]) -> tuple[Entry, ...]:
    return tuple(_entry(s.item.id, s, briefing) for s in statements if s.list_name in lists)


def _entry(label: str, statement: Statement, briefing: Briefing, after: Iterable[str] = ()) -> Entry:
    item = statement.item
    source = words.sourcing(item, words.names(briefing.actors), words.how(item))
    return Entry(
        label,
        (
            *(Line("statement", text) for text in words.said(item)),
            Line("source", source),
            *quotes(item),
            *(Line("response", text) for text in after),
        ),
    )


def _pair(pair: Pair, briefing: Briefing) -> Entry:
    """The statement as it is now, then each difference to what it was."""
    ids = pair.before.item.id, pair.after.item.id
    label = ids[0] if ids[0] == ids[1] else "→".join(ids)
    return _entry(label, pair.after, briefing, map(_told, pair.changes))


def _told(change: Change) -> str:
    """One difference in a line. What is now the statement or the quote stands above it and is not repeated."""
    label = ": ".join(part for part in (SURELY[change.direction], LABELS[change.what]) if part)
    before, after = (
        between(change.what).join(values(change.what, side)) or NO_VALUE for side in (change.before, change.after)
    )
    if change.what in ("wording", "quotes"):
        return f"{label} before: {before}"
    return f"{label} {before} before, {after} now"


def values(what: What, told: tuple[str, ...]) -> list[str]:
    """One side of a change in words; the article's own stand in quotation marks."""
    if what in ("hedges", "time", "cue", "quotes", "wording"):
        return [f"“{value}”" for value in told]
    if what in ("certainty", "negation", "kind", "sourcing"):  # words of ours
        return [value.replace("_", " ") for value in told]
    return list(told)


def between(what: What) -> str:
    """What stands between the values of one side."""
    return ": " if what == "kind" else "; " if what in ("answers", "wording", "quotes") else ", "


def unchanged(comparison: Comparison) -> str:
    """How many statements are the same in both, and whether anything differs at all."""
    same = len(comparison.pairs) - len(comparison.changed)
    count = f"{same:,} statement{'s' * (same != 1)} the same in both"
    return count if comparison.differs else f"{count}; nothing differs"


def _note(label: str, text: str, kind: LineKind = "note") -> Entry:
    return Entry(label, (Line(kind, text),))


def _of(briefing: Briefing) -> dict[str, Any]:
    made = briefing.provenance
    return {
        "source": briefing.source.model_dump(mode="json"),
        "prompt": made.prompt,
        "model": made.model_asked,
        "recorded_at": made.recorded_at,
        "question_key": made.question_key,
        "statements": len(briefing.items),
    }


def _statement(statement: Statement) -> dict[str, Any]:
    item = statement.item
    return {
        "id": item.id,
        "list": statement.list_name,
        "kind": statement.kind,
        "speaker": statement.speaker.name,
        "certainty": statement.certainty,
        "text": "; ".join(words.said(item)),
        "quotes": [{"quote": e.quote, "start": e.start, "end": e.end} for e in item.evidence],
    }


def _change(change: Change) -> dict[str, Any]:
    made = {"what": change.what, "before": list(change.before), "after": list(change.after)}
    return made | ({"direction": change.direction} if change.direction else {})
