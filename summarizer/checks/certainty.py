"""A statement is as sure as its source: hedges are neither dropped nor added, and nothing is made stronger.

A hedge is compared by its class ("may" stands for "could"), within the words that the cue governs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from summarizer.answer import AnswerClaim, AnswerView
from summarizer.briefing import Finding
from summarizer.checks.draft import Draft, DraftItem, error, rule
from summarizer.checks.hedges import MODAL, bare, gained, lost, oversure, unstated
from summarizer.checks.text import classes, stems
from summarizer.lexicon import tokens

_KEPT = MODAL | {"about", "at_least", "at_most"}
"""Classes whose loss changes what is said."""
_ESTIMATED = re.compile(r"\bestimates?\b|\baccording to [^,.]{0,30}\bprojections?\b", re.IGNORECASE)
_RANKED = re.compile(r"\b(?:puts?|ranks?|rates?) it\b(?! at \d)")
"""How likely something is, which the sentence before says: "a study puts it rather higher"."""
_CLEAR = re.compile(r"\b(clear|certain|obvious|plain|evident|definite) that\b")
"""What a "clearly" or "certainly" may stand for."""
_ABLE = stems("possible possibility able")
"""By what a statement may say that somebody "could not" do something."""
_ADMITTING = stems("admits concedes acknowledges")
"""What a line may say that rests on an acknowledgement, whatever its verb ("says it was wrong to …")."""
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
            kept = name not in _KEPT or name in have or _excused(name, have)
            if (not kept and not unstated(draft, item, word)) or bare(draft, item, word):
                yield lost(item, word, item.sentences[0] if item.sentences else None)


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
        source = draft.context(item)
        there = set(classes(source, draft.marks.lexicon))
        if _tentative(draft, item.text(draft.article)):
            there.add("probability")  # a cue of expecting or believing licenses one
        unable = bool(draft.marks.lexicon.inability.texts(source))
        if _ESTIMATED.search(source):
            there.add("about")  # "it estimates the cost at 95 crowns": the cost is estimated
        for name, word in classes(" ".join(item.generated), draft.marks.lexicon).items():
            if (
                name in _KEPT
                and name not in there
                and not _excused(name, there)
                and not (unable and stems(word) & _ABLE)
            ):
                yield gained(item, word)


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
                yield oversure(item, word)
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
        source = draft.context(item) if _RANKED.search(item.text(draft.article)) else item.text(draft.article)
        if (
            item.item.certainty in ("possible", "probable")
            and not _ESTIMATED.search(source)
            and not _tentative(draft, source)
        ):
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
        source = item.text(draft.article)
        there = stems(" ".join([*booster.texts(source), *_CLEAR.findall(source)]))
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


def _hedges(draft: Draft, item: DraftItem) -> dict[str, str]:
    """The classes of the hedges that derivation found near the evidence, with the words; the cue itself is none."""
    cue = (item.derived.cue or "").lower()
    found: dict[str, str] = {}
    for hedge in item.derived.hedges:
        if hedge.lower() != cue:
            for name in classes(hedge, draft.marks.lexicon):
                found.setdefault(name, hedge)
    return found


def _nested(draft: Draft, statement: str, hedge: str) -> bool:
    """Whether the hedge is of a relative clause, or lies inside what someone is said, for certain, to hope or fear."""
    before = statement[: statement.lower().find(hedge.lower())]
    return bool(_RELATIVE.search(before) or draft.marks.lexicon.attitude.texts(before))


def _excused(name: str, other: Iterable[str]) -> bool:
    """Whether another class says as much: "likely" for "may", "reportedly" for "seems"."""
    return name in MODAL and bool(MODAL & set(other))


def _tentative(draft: Draft, text: str) -> bool:
    """Whether a text holds a hedge, a conditional or a verb of thinking, hoping or fearing."""
    hedge = draft.marks.lexicon.hedge.spans(tokens(text))
    return bool(hedge or MODAL & set(classes(text, draft.marks.lexicon)))
