"""A statement is as sure as its source: hedges are neither dropped nor added, and nothing is made stronger.

A hedge is compared by its class ("may" stands for "could"), within the words that the cue governs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from summarizer.answer import AnswerClaim, AnswerView
from summarizer.briefing import Finding
from summarizer.checks.draft import Draft, DraftItem, error, rule
from summarizer.checks.text import classes, stems
from summarizer.lexicon import tokens

MODAL = frozenset({"possibility", "probability", "hearsay"})
"""Classes that decide whether a speaker commits; the others only soften a figure."""
_KEPT = MODAL | {"about", "at_least", "at_most"}
"""Classes whose loss changes what is said."""
_ESTIMATED = re.compile(r"\b(?:estimate|estimates|projections?)\b", re.IGNORECASE)
_ADJECTIVES = frozenset({"possible", "potential", "probable", "alleged", "suspected", "purported", "unconfirmed"})
_ADMITTING = stems("admits concedes acknowledges")
"""What a line may say that rests on an acknowledgement, whatever its verb ("says it was wrong to …")."""
_BACKWARD = re.compile(r"\b[Tt]his\b|\b[Tt]hat (?:is|was|would|theory|idea|view|account|argument)\b")
_RELATIVE = re.compile(r"\b(?:who|which|where)(?: \w+){0,2} $")
"""The beginning of a relative clause, up to its verb."""


@rule(
    "hedge-dropped",
    "error",
    "a hedge of the quoted point stands in the statement, in the same class",
    example="“Russia will make the North a base” for “could seek to”",
    source="I10, I11",
)
def dropped(draft: Draft) -> Iterator[Finding]:
    """Each hedge near the evidence whose class no generated sentence of the item holds.

    "Reportedly" beside a denial tells how the news of it came, not what is denied.
    """
    for item in draft.items:
        if item.list_name == "other_responses":
            continue
        have = classes(" ".join(item.generated), draft.marks.lexicon)
        for name, word in _hedges(draft, item).items():
            if item.list_name == "denials" and name == "hearsay":
                continue
            if name in _KEPT and name not in have and not _excused(name, have) and not _unstated(draft, item, word):
                yield error(
                    "hedge-dropped",
                    item.item.id,
                    f"{item.item.id}: the hedge “{word}” of the article is missing from what is stated; keep it",
                    item.sentences[0] if item.sentences else None,
                )


@rule(
    "hedge-added",
    "error",
    "a statement hedges only what its evidence hedges",
    example="“may have visited” for “has visited”",
    source="I10",
)
def added(draft: Draft) -> Iterator[Finding]:
    """Each hedge of a generated sentence of whose class the evidence's sentences hold none."""
    for item in draft.items:
        if not item.evidence or item.list_name in ("denials", "other_responses"):
            continue
        source = _with_before(draft, item)
        there = set(classes(source, draft.marks.lexicon)) | _expectations(draft, item)
        if draft.marks.lexicon.inability.texts(source):
            there.add("possibility")  # "it was not possible to" for "could not"
        if _ESTIMATED.search(source):
            there.add("about")  # "it estimates the cost at 95 crowns": the cost is estimated
        for name, word in classes(" ".join(item.generated), draft.marks.lexicon).items():
            if name in _KEPT and name not in there and not _excused(name, there):
                yield error(
                    "hedge-added",
                    item.item.id,
                    f"{item.item.id}: “{word}” hedges what its evidence does not hedge; say it as the article does",
                )


@rule(
    "certainty-hedged",
    "error",
    "`certain` is only what is said without a hedge",
    example="certain for “could give a boost”",
    source="I10",
)
def hedged(draft: Draft) -> Iterator[Finding]:
    """Each item called certain although its own statement or evidence hedges."""
    for item in draft.items:
        if not isinstance(item.item, AnswerClaim | AnswerView) or item.item.certainty != "certain":
            continue
        there = {word.lower() for hedge in item.derived.hedges for word in draft.marks.lexicon.weak.texts(hedge)}
        for word in draft.marks.lexicon.weak.texts(item.item.statement):
            if there and not _nested(draft, item.item.statement, word):
                yield error(
                    "certainty-hedged",
                    item.item.id,
                    f"{item.item.id}: certainty is `certain`, but the speaker says “{word}”; "
                    "it is probable or possible",
                )
                break


@rule(
    "certainty-unhedged",
    "error",
    "`possible` and `probable` need a hedge or a verb of thinking in the evidence",
    example="possible for “the deal was signed”",
    source="I10",
)
def unhedged(draft: Draft) -> Iterator[Finding]:
    """Each item called possible or probable whose evidence shows no reason for it."""
    for item in draft.items:
        if not isinstance(item.item, AnswerClaim | AnswerView) or not item.evidence:
            continue
        if item.item.certainty in ("possible", "probable") and not _tentative(draft, item):
            yield error(
                "certainty-unhedged",
                item.item.id,
                f"{item.item.id}: certainty is `{item.item.certainty}`, but nothing in its evidence hedges; "
                "it is `certain` (said without a hedge), or other words are its evidence",
            )


@rule(
    "booster-added",
    "error",
    "a statement uses no word that is stronger than its source's (confirmed, admitted, clearly, always …)",
    example="“Peskov admitted that drills are planned” for “said … were possible”",
    source="1.6, I11",
)
def boosted(draft: Draft) -> Iterator[Finding]:
    """Each strengthening word of a generated sentence that the evidence, or for the bottom line the article, lacks."""
    booster = draft.marks.lexicon.booster
    for item in draft.items:
        there = stems(" ".join(booster.texts(item.text(draft.article))))
        for word in booster.texts(" ".join(item.generated)):
            if item.evidence and not stems(word) & there:
                yield error(
                    "booster-added",
                    item.item.id,
                    f"{item.item.id}: “{word}” is stronger than what its evidence says; use the article's own word",
                )
    there = stems(" ".join(draft.article.text[a:b] for a, b in booster.spans(draft.marks.tokens)))
    owned = {r.id for r in draft.answer.other_responses if r.kind in ("acknowledgement", "retraction")}
    for line in draft.answer.bottom_line:
        allowed = there | _ADMITTING if owned & set(line.rests_on) else there
        for word in booster.texts(line.text):
            if not stems(word) & allowed:
                yield error("booster-added", None, f"bottom_line: “{word}” is stronger than anything the article says")


def _with_before(draft: Draft, item: DraftItem) -> str:
    """The sentences of the evidence, and the one before each that points back: "He called this a hypothesis"."""
    back = [e for e in item.evidence if _BACKWARD.search(draft.article.text, e.sentence.start, e.sentence.end)]
    before = [draft.article.sentences[max(e.sentence.number - 2, 0)] for e in back]
    return "\n".join([item.text(draft.article), *(draft.article.text[s.start : s.end] for s in before)])


def _hedges(draft: Draft, item: DraftItem) -> dict[str, str]:
    """The classes of the hedges that derivation found near the evidence, with the words; the cue itself is none."""
    cue = (item.derived.cue or "").lower()
    found: dict[str, str] = {}
    for hedge in item.derived.hedges:
        if hedge.lower() != cue:
            for name in classes(hedge, draft.marks.lexicon):
                found.setdefault(name, hedge)
    return found


def _unstated(draft: Draft, item: DraftItem, hedge: str) -> bool:
    """Whether the hedge is of something that the statement leaves out.

    An adjective's noun ("the enemy's possible answer"), or an aside between the quoted words (", where he could …,").
    """
    text, word = item.text(draft.article), re.escape(hedge)
    aside = re.search(rf",\s(?:where|who|which)\b[^,.;]*\b{word}\s+(\w+)[^,.;]*,", text)
    if aside and text.count(hedge) == 1 and not any(hedge in e.quote for e in item.evidence):
        return not stems(aside[1]) & stems(" ".join(item.generated))
    if hedge.lower() not in _ADJECTIVES:
        return False
    nouns = re.findall(rf"\b{word}\s+(\w+)", text, re.IGNORECASE)
    return bool(nouns) and not stems(" ".join(nouns)) & stems(" ".join(item.generated))


def _nested(draft: Draft, statement: str, hedge: str) -> bool:
    """Whether the hedge is of a relative clause, or lies inside what someone is said, for certain, to hope or fear."""
    before = statement[: statement.lower().find(hedge.lower())]
    return bool(_RELATIVE.search(before) or draft.marks.lexicon.attitude.texts(before))


def _excused(name: str, other: Iterable[str]) -> bool:
    """Whether another class says as much: "likely" for "may", "reportedly" for "seems"."""
    return name in MODAL and bool(MODAL & set(other))


def _expectations(draft: Draft, item: DraftItem) -> set[str]:
    """A cue of expecting or believing licenses a hedge of probability in the statement."""
    return {"probability"} if _tentative(draft, item) else set()


def _tentative(draft: Draft, item: DraftItem) -> bool:
    """Whether the sentences hold a hedge, a conditional or a verb of thinking, hoping or fearing."""
    text = item.text(draft.article)
    if MODAL & set(classes(text, draft.marks.lexicon)) or _ESTIMATED.search(text):
        return True
    return bool(draft.marks.lexicon.hedge.spans(tokens(text)))
