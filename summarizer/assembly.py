"""The briefing put together from a reviewed answer: what passed, what was rejected and why, and where it came from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from summarizer.answer import AnswerActor, AnswerClaim, AnswerDenial, AnswerLink, AnswerResponse, AnswerView, ListName
from summarizer.article import Article
from summarizer.briefing import (
    Actor,
    AnalystView,
    BottomLine,
    Briefing,
    Claim,
    Conflict,
    Denial,
    Finding,
    Rejected,
    Response,
    Source,
)
from summarizer.checks.draft import DraftItem
from summarizer.omissions import Covered, coverage, omissions
from summarizer.provenance import Provenance
from summarizer.review import Reviewed

UNANSWERED = "allegation-unanswered"
"""The rule whose findings are gaps of the article, not faults of a line."""


def assemble(reviewed: Reviewed, provenance: Provenance, unread: Sequence[str] = ()) -> Briefing:
    """The briefing of a reviewed answer; `unread` says what of the article was not read. Pure."""
    draft, article = reviewed.draft, reviewed.draft.article
    faults = _faults(reviewed)
    kept = passed(reviewed)
    claims = [_claim(item, item.item) for item in kept if isinstance(item.item, AnswerClaim)]
    views = [_view(item, item.item) for item in kept if isinstance(item.item, AnswerView)]
    ids = {said.id for said in (*claims, *views)}
    kept_ids = {item.item.id for item in kept}
    denials = [_denial(item, item.item, ids) for item in kept if isinstance(item.item, AnswerDenial)]
    responses = [_response(item, item.item, ids) for item in kept if isinstance(item.item, AnswerResponse)]
    lines, dropped = _bottom_line(reviewed, kept_ids)
    touched = covered(kept)
    return Briefing(
        source=_source(article),
        bottom_line=lines,
        actors=[_actor(actor) for actor in draft.answer.actors if not faults.get(actor.id)],
        claims=claims,
        denials=denials,
        other_responses=responses,
        analyst_views=views,
        conflicts=conflicts(denials),
        omissions=omissions(article, touched),
        coverage=coverage(article, touched.evidence),
        gaps=[
            *unread,
            *_gaps(article),
            *(f.message for f in reviewed.findings if f.rule == UNANSWERED and f.item in kept_ids),
        ],
        rejected=[*_rejected(reviewed, faults), *dropped],
        warnings=[f for f in reviewed.findings if f.level == "warning" and f.rule != UNANSWERED],
        provenance=provenance,
    )


def passed(reviewed: Reviewed) -> list[DraftItem]:
    """The items that no rule rejects and whose evidence was found."""
    faults = _faults(reviewed)
    return [item for item in reviewed.draft.items if not faults.get(item.item.id) and item.evidence]


def covered(kept: Sequence[DraftItem]) -> Covered:
    """What these items touch and who speaks in them."""
    return Covered(
        speakers=[name for item in kept for name in item.names],
        evidence=[e for item in kept for e in item.evidence],
        responses=[e for item in kept if item.list_name in ("denials", "other_responses") for e in item.evidence],
    )


def conflicts(denials: Sequence[Denial]) -> list[Conflict]:
    """The claim and denial pairs; a denial that only touches a claim's topic contradicts nothing."""
    return [
        Conflict(claim=link.claim, denial=denial.id, fit=link.fit)
        for denial in denials
        for link in denial.answers
        if link.fit != "same_topic"
    ]


def _faults(reviewed: Reviewed) -> dict[str, list[Finding]]:
    """The errors by actor or item; an item whose speaker is rejected is rejected with it."""
    faults: dict[str, list[Finding]] = {}
    for finding in reviewed.errors:
        if finding.item is not None:
            faults.setdefault(finding.item, []).append(finding)
    for item in reviewed.draft.items:
        if item.item.speaker in faults and item.item.id not in faults:
            faults[item.item.id] = faults[item.item.speaker]
    return faults


def _rejected(reviewed: Reviewed, faults: dict[str, list[Finding]]) -> list[Rejected]:
    listed: list[tuple[ListName, Any]] = [("actors", actor) for actor in reviewed.draft.answer.actors]
    listed += [(item.list_name, item.item) for item in reviewed.draft.items]
    return [
        Rejected(list_name=name, item=item.model_dump(mode="json"), findings=faults[item.id])
        for name, item in listed
        if item.id in faults
    ]


def _bottom_line(reviewed: Reviewed, kept: set[str]) -> tuple[list[BottomLine], list[Rejected]]:
    """The sentences that still rest on something; all are rejected where the bottom line as a whole failed a rule."""
    errors = [finding for finding in reviewed.errors if finding.item is None]
    lines, dropped = [], []
    for line in reviewed.draft.answer.bottom_line:
        rests = [name for name in line.rests_on if name in kept]
        if errors or (line.rests_on and not rests):
            reasons = errors or [_unfounded(line.text)]
            dropped.append(Rejected(list_name="bottom_line", item=line.model_dump(mode="json"), findings=reasons))
        else:
            lines.append(BottomLine(text=line.text, rests_on=rests))
    return lines, dropped


def _unfounded(text: str) -> Finding:
    message = f"bottom_line: everything “{text[:60]}” rests on was rejected"
    return Finding(rule="bottom-line-rests", level="error", item=None, message=message)


def _actor(actor: AnswerActor) -> Actor:
    return Actor(**actor.model_dump())


def _derived(item: DraftItem) -> dict[str, Any]:
    found = item.derived
    return {
        "id": item.item.id,
        "speaker": item.item.speaker,
        "evidence": item.evidence,
        "cue": found.cue,
        "mode": found.mode,
        "sourcing": found.sourcing,
        "hedges": found.hedges,
        "when": found.when,
        "dates": found.dates,
        "negated": found.negated,
    }


def _claim(item: DraftItem, said: AnswerClaim) -> Claim:
    return Claim(**_derived(item), kind=said.kind, statement=said.statement, certainty=said.certainty)


def _view(item: DraftItem, said: AnswerView) -> AnalystView:
    return AnalystView(**_derived(item), kind=said.kind, statement=said.statement, certainty=said.certainty)


def _denial(item: DraftItem, said: AnswerDenial, stated: set[str]) -> Denial:
    links: list[AnswerLink] = [link for link in said.answers if link.claim in stated]
    return Denial(**_derived(item), kind=said.kind, denied=said.denied, answers=links)


def _response(item: DraftItem, said: AnswerResponse, stated: set[str]) -> Response:
    answered = [name for name in said.answers if name in stated]
    return Response(**_derived(item), kind=said.kind, topic=said.topic, answers=answered)


def _source(article: Article) -> Source:
    return Source(
        sha256=article.sha256,
        characters=len(article.text),
        title=article.headline,
        outlet=article.outlet,
        published=article.published,
        url=article.url,
        language=article.language,
    )


def _gaps(article: Article) -> list[str]:
    known = {"outlet": article.outlet, "publication date": article.published}
    return [f"{name} not stated" for name, value in known.items() if not value]
