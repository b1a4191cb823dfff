"""Check a finished briefing against its article again, without a model: quotes, derived fields, rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pydantic import ValidationError

from summarizer.answer import LISTS, MAX_ITEMS, Answer, problems
from summarizer.article import Article
from summarizer.assembly import UNANSWERED, conflicts, covered
from summarizer.briefing import Briefing, Finding, Item
from summarizer.derive import span_of
from summarizer.languages import ENGLISH
from summarizer.omissions import coverage, omissions
from summarizer.review import Reviewed, review

_DERIVED = ("cue", "mode", "sourcing", "hedges", "when", "dates", "negated")


def verify(briefing: Briefing, article: Article) -> list[Finding]:
    """What is wrong, errors and warnings. Raises `EvidenceError` where the briefing is of another article."""
    article.require(briefing.source.sha256)
    article = replace(article, published=briefing.source.published)
    misplaced = [finding for item in briefing.items for finding in _misplaced(item, article)]
    if misplaced:
        return misplaced
    try:
        reviewed = review(as_answer(briefing), article, briefing.provenance.language or ENGLISH)
    except ValidationError as error:
        return [_finding("shape", None, problem) for problem in problems(error)]
    return [*reviewed.findings, *_changed(briefing, reviewed), *_conflicts(briefing), *_untold(briefing, reviewed)]


def as_answer(briefing: Briefing) -> Answer:
    """The answer that would have led to this briefing, its evidence cited by sentence number."""
    value = {name: getattr(briefing.model_copy(deep=True), name) for name in LISTS}
    lists = {name: [_plain(entry.model_dump(mode="json")) for entry in entries] for name, entries in value.items()}
    most = max(map(len, lists.values()))
    parts = [  # a merged answer holds more than one reply may
        Answer.model_validate({name: entries[at : at + MAX_ITEMS] for name, entries in lists.items()})
        for at in range(0, max(most, 1), MAX_ITEMS)
    ]
    whole: dict[str, object] = {name: [entry for part in parts for entry in getattr(part, name)] for name in LISTS}
    return parts[0] if len(parts) == 1 else parts[0].model_copy(update=whole)


def _plain(entry: dict[str, object]) -> dict[str, object]:
    evidence = entry.get("evidence")
    if isinstance(evidence, list):
        entry["evidence"] = [f"[{e['sentence']['number']}] {e['quote']}" for e in evidence]
    return {name: value for name, value in entry.items() if name not in _DERIVED}


def _misplaced(item: Item, article: Article) -> Iterator[Finding]:
    """Evidence whose offsets, sentence or context are not those of the article."""
    if not item.evidence:
        yield _finding("evidence-absent", item.id, "it has no evidence")
    for e in item.evidence:
        if article.text[e.start : e.end] != e.quote or not 0 <= e.start < e.end:
            yield _finding("evidence-offsets", item.id, f"“{e.quote[:80]}” does not stand at {e.start}-{e.end}")
        elif not 1 <= e.sentence.number <= len(article.sentences) or span_of(article, e.sentence.number) != e.sentence:
            yield _finding("evidence-offsets", item.id, f"there is no sentence {e.sentence.number} at these offsets")
        elif not article.text.endswith(e.prefix, 0, e.start) or not article.text.startswith(e.suffix, e.end):
            yield _finding("evidence-offsets", item.id, f"“{e.quote[:80]}” does not stand in the context given")


def _changed(briefing: Briefing, reviewed: Reviewed) -> Iterator[Finding]:
    """Derived fields that code derives differently."""
    fresh = {item.item.id: item.derived for item in reviewed.draft.items}
    for item in briefing.items:
        for name in _DERIVED:
            now, then = getattr(fresh[item.id], name), getattr(item, name)
            if now != then:
                yield _finding("derived", item.id, f"{name} is {now!r} by the article, {then!r} in the briefing")


def _conflicts(briefing: Briefing) -> Iterator[Finding]:
    if briefing.conflicts != conflicts(briefing.denials):
        yield _finding("conflicts", None, "the conflicts are not those that the denials' links give")


def _untold(briefing: Briefing, reviewed: Reviewed) -> Iterator[Finding]:
    """What the article lacks in the briefing, and what a reader must be warned of, that the briefing does not say."""
    draft = reviewed.draft
    touched = covered(draft.items)
    told = {(omission.kind, omission.sentence.number) for omission in briefing.omissions}
    for omission in omissions(draft.article, touched):
        if (omission.kind, omission.sentence.number) not in told:
            yield _finding("omissions", None, f"sentence {omission.sentence.number} is left out, and nothing says so")
    if briefing.coverage != coverage(draft.article, touched.evidence):
        yield _finding("coverage", None, "the coverage is not that of the evidence")
    warned = {(warning.rule, warning.item) for warning in briefing.warnings}
    for finding in reviewed.findings:
        if finding.level == "warning" and finding.rule != UNANSWERED and (finding.rule, finding.item) not in warned:
            yield _finding("warnings", finding.item, f"the warning {finding.rule} is not in the briefing")


def _finding(rule: str, item: str | None, message: str) -> Finding:
    where = f"{item}: " if item else ""
    return Finding(rule=rule, level="error", item=item, message=f"{where}{message}")
