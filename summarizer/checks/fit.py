"""What answers what: a denial's fit to a claim, evidence's bearing on its statement, and items said twice."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from summarizer.answer import AnswerDenial, AnswerLink
from summarizer.briefing import Finding
from summarizer.checks.actors import names_of
from summarizer.checks.draft import Draft, DraftItem, error, rule, shorten, warning
from summarizer.checks.quantities import numbers
from summarizer.checks.text import names, stem, stems
from summarizer.inflection import key

EXACT = 0.6
"""Share of a claim's content words that a denied proposition must share, and the reverse, to answer it exactly."""
NAMED, CONTAINED = 0.8, 0.7
"""The same where their names differ, and where what is denied says nothing that the claim does not."""
_POINTING = re.compile(
    r"\b(?:it|that(?!\s+(?:a|an|the|[a-z]+[^s\W]s)\b)|they|them|this|her|him|those|these|here|there"
    r"|so (?:do|does|did|is|are|have|has|will))\b",
    re.IGNORECASE,
)
"""Words by which a quotation leans on the sentences before it."""
_BACK, _ELLIPTIC = 4, 5
"""Sentences back on which such a quotation may lean; words up to which any may ("Calvenia had agreed")."""
_FIGURE = re.compile(r"\d[\d.,]*(?<![.,])")
_QUOTED = re.compile(r"[“\"]([^“”\"]+)[”\"]")
_BEGUN = 3
"""Letters by which a denied proposition's words are known again."""
BEARING = 0.34
"""Share of a statement's content words that its evidence's sentences must hold."""


@rule(
    "fit-exact",
    "error",
    "`exact` is only a denial of the same agent, act, object and recipient",
    example="exact for shipped to Russia against sold to Wagner",
    source="I16, T6",
)
def exact(draft: Draft) -> Iterator[Finding]:
    """Each exact link between a claim and denied propositions none of which says the same."""
    for denial, link in overclaimed(draft):
        yield error(
            "fit-exact",
            denial.id,
            f"{denial.id}: it does not deny {link.claim} exactly (other words for agent, act, object or "
            "recipient); the fit is partial or same_topic, with why",
        )


def overclaimed(draft: Draft) -> Iterator[tuple[AnswerDenial, AnswerLink]]:
    """Each exact link of a denial that shares too few words with what it answers."""
    claims = {said.id: said for said in draft.answer.stated}
    for denial in draft.answer.denials:
        own = _called(draft, denial.speaker)
        for link in denial.answers:
            claim = claims.get(link.claim)
            if link.fit == "exact" and claim and not any(alike(claim.statement, d, own) for d in denial.denied):
                yield denial, link


@rule(
    "fit-unexplained",
    "warning",
    "a fit that is not exact says why",
    example="partial with why null",
    source="I16",
)
def unexplained(draft: Draft) -> Iterator[Finding]:
    """Each partial or same_topic link without a reason."""
    for denial in draft.answer.denials:
        for link in denial.answers:
            if link.fit != "exact" and not (link.why or "").strip():
                yield warning("fit-unexplained", denial.id, f"{denial.id}: it answers {link.claim} only in part; why?")


@rule(
    "evidence-unrelated",
    "error",
    "a statement's words are those of its evidence",
    example="a statement about drills with the evidence of a visit",
    source="design 5",
)
def unrelated(draft: Draft) -> Iterator[Finding]:
    """Each claim or view that shares next to nothing with the sentences of its evidence, or with one piece of it."""
    for item in draft.items:
        if isinstance(item.item, AnswerDenial):
            yield from _never_said(draft, item, item.item)
        if item.list_name in ("denials", "other_responses") or not item.evidence:
            continue
        stated = set().union(*(stems(text) for text in item.generated))
        further = stated - stems(" ".join(item.names))  # who speaks is in the evidence anyhow
        there = stems(item.text(draft.article)) | stems(" ".join(item.names))
        brief = all(len(e.quote.split()) <= _ELLIPTIC for e in item.evidence)
        for e in item.evidence:
            back = _BACK if _POINTING.search(e.quote) else 1 if brief else 0
            if back:
                first = draft.article.sentences[max(e.sentence.number - 1 - back, 0)].start
                there |= stems(draft.article.text[first : e.sentence.start])
        repeated = all(stems(e.quote) and stems(e.quote) <= stated for e in item.evidence)  # "Others are more doubtful"
        apart = bool(further) and not further & there
        if stated and not repeated and (apart or len(stated & there) < BEARING * len(stated)):
            quote = item.evidence[0].quote
            yield error(
                "evidence-unrelated",
                item.item.id,
                f"{item.item.id}: its evidence is about something else (“{shorten(quote, 60)}”); "
                "cite the words that carry the point",
                item.sentences[0],
            )


def _never_said(draft: Draft, item: DraftItem, denial: AnswerDenial) -> Iterator[Finding]:
    """Each denied proposition of which no word stands near, nor in the claim that is answered, nor in the headline."""
    numbers = [e.sentence.number for e in item.evidence]
    if not numbers:
        return
    sentences = draft.article.sentences
    start, end = sentences[max(min(numbers) - 1 - _BACK, 0)].start, sentences[max(numbers) - 1].end
    answered = {link.claim for link in denial.answers}
    there = stems(draft.article.text[start:end]) | stems(draft.article.text[: sentences[0].end])
    there |= set().union(*(stems(said.statement) for said in draft.answer.stated if said.id in answered))
    begun, own = {word[:_BEGUN] for word in there}, stems(" ".join(item.names))
    for proposition in denial.denied:
        words = {word[:_BEGUN] for word in stems(proposition) - own}
        if words and not words & begun:  # "doped" for "doping", and other words for most of it, are a denial still
            yield error(
                "evidence-unrelated",
                denial.id,
                f"{denial.id}: nothing near its evidence says “{shorten(proposition, 60)}”; write what is denied",
                item.sentences[0],
            )


@rule(
    "said-twice",
    "error",
    "no two items say the same by the same speaker from the same words",
    example="c3 and c7 with one statement and one quote",
    source="I26",
)
def twice(draft: Draft) -> Iterator[Finding]:
    """Each item that repeats an earlier one."""
    seen: dict[tuple[object, ...], str] = {}
    for item in draft.items:
        kind = item.item.kind if item.list_name == "other_responses" else None  # one question, brushed off and refused
        said = (item.list_name, kind, item.item.speaker, tuple(" ".join(t.lower().split()) for t in item.generated))
        if said in seen:
            yield error("said-twice", item.item.id, f"{item.item.id}: it says the same as {seen[said]}; keep one")
        seen.setdefault(said, item.item.id)


@rule(
    "allegation-unanswered",
    "warning",
    "an allegation comes with the response of the accused, or the briefing says that none is reported",
    example="“the firm dumped waste”, and nothing by the firm",
    source="I17",
)
def unanswered(draft: Draft) -> Iterator[Finding]:
    """Each allegation that no denial and no other response answers."""
    answered = {link.claim for denial in draft.answer.denials for link in denial.answers}
    answered |= {name for response in draft.answer.other_responses for name in response.answers}
    for claim in draft.answer.claims:
        if claim.kind == "allegation" and claim.id not in answered:
            yield warning("allegation-unanswered", claim.id, f"{claim.id}: no response to this allegation is reported")


def _called(draft: Draft, speaker: str) -> frozenset[str]:
    """The stems of a speaker's names: who denies may say "it"."""
    return stems(" ".join(names(" " + " ".join(names_of(draft.actors.get(speaker))))))


def alike(claim: str, denied: str, own: frozenset[str]) -> bool:
    """Whether two propositions share their content words, numbers and names; the denier's `own` may be left out."""
    if not all(_letters(words) in _letters(denied) for words in _QUOTED.findall(claim)):
        return False
    counted, other = set(_FIGURE.findall(claim)), set(_FIGURE.findall(denied))
    if counted - other and other - counted:
        return False  # "669 bolts" is not "77 bolts", however much else they share
    if _differ_in_one(claim, denied, own):
        return False  # "the inner winch" is not "the outer winch"
    ours, theirs = stems(claim) - own, stems(denied) - own
    shared = len(ours & theirs)
    if not ours or not theirs or shared < EXACT * len(ours) or shared < EXACT * len(theirs):
        return False
    least = CONTAINED if theirs <= ours else NAMED
    return _names(claim) - own == _names(denied) - own or shared >= least * max(len(ours), len(theirs))


def _differ_in_one(claim: str, denied: str, own: frozenset[str]) -> bool:
    """Whether one content word stands in another's place between the same words, and is no form of it."""
    first, second = _letters(claim).split(), _letters(denied).split()
    matched = difflib.SequenceMatcher(None, first, second, autojunk=False)
    for kind, a, b, c, d in matched.get_opcodes():
        if kind != "replace" or b - a != 1 or d - c != 1:
            continue
        one, other = stem(first[a]), stem(second[c])
        if one and other and one != other and not {one, other} & own and key(first[a]) != key(second[c]):
            return True
    return False


def _letters(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _names(text: str) -> set[str]:
    return {name.lower()[:5] for name in names(text)} | numbers(text, {})
