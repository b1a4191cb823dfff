"""Who may speak as what: an item is someone's reported words, said by whoever the cue names, expert or not."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from summarizer.attributions import attributions
from summarizer.briefing import Finding
from summarizer.checks.actors import same_words
from summarizer.checks.draft import Draft, DraftItem, error, rule, shorten, warning
from summarizer.checks.text import classes
from summarizer.spans import within

_HEADED = re.compile(r"reports?:", re.IGNORECASE)
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|been) (?:\w+ly )?(?:said|thought|believed|estimated|valued|rumou?red|reported)\b"
)
_NO_SAYING = re.compile(r"\b(?:to|is|are|was|were|been|being|be)\s+(?:\w+ly\s+)?$")
"""In front of a form of a cue verb that reports nobody's words."""
_ASKING = re.compile(r"\b(?:requests?|petitions?|appeals?|complaints?)\b", re.IGNORECASE)
"""Nouns by which somebody's words are reported: "requests have come from the council"."""
_BACK = 2
"""Sentences back to which a statement without a cue of its own may continue one that has one."""
_NOUNS = frozenset(
    "points point reports reported claims calls questions talks estimates requested comments notes states answers "
    "support supports see project challenge".split()
)
"""Forms of cue verbs that in news are mostly something else."""


@rule(
    "unattributed",
    "error",
    "an item is reported speech: a cue or a quotation stands in its evidence or just before it",
    example="the article's own “a strong sign of outreach” told as a claim of an official",
    source="I4, I20",
)
def unattributed(draft: Draft) -> Iterator[Finding]:
    """Each item whose sentences, and the ones just before them, report nobody's words."""
    reported = {a.sentence for a in attributions(draft.article)}
    for item in draft.items:
        numbers = {e.sentence.number for e in item.evidence}
        around = {n - back for n in numbers for back in range(_BACK + 1)}
        here = any(g and g.cue.shape != "passive" for g in item.governed) or _cued(draft, item)
        if numbers and not around & reported and not here and not _hearsay(draft, item):
            yield error(
                "unattributed",
                item.item.id,
                f"{item.item.id}: nobody says this in the article, it is the article's own voice; drop the item, "
                "or cite the words that report it",
                item.sentences[0],
            )


@rule(
    "analyst-official",
    "error",
    "an analyst is quoted for expertise and does not hold office",
    example="a minister's words among the expert views",
    source="I18",
)
def official(draft: Draft) -> Iterator[Finding]:
    """Each view of a speaker whose name or role shows an office and no expertise."""
    for item in draft.of("analyst_views"):
        described = _described(item)
        office = draft.marks.lexicon.office.texts(described)
        if office and not draft.marks.lexicon.expert.texts(described):
            yield error(
                "analyst-official",
                item.item.id,
                f"{item.item.id}: {office[0]} {shorten(item.speaker.name if item.speaker else '', 40)} is no analyst; "
                "make it a claim",
            )
        elif item.speaker and item.speaker.kind in ("government", "armed_group", "official_group"):
            message = f"{item.item.id}: an official source is no analyst; make it a claim"
            yield error("analyst-official", item.item.id, message)


@rule(
    "analyst-unshown",
    "warning",
    "an analyst's role in the article shows expertise",
    example="a resident's opinion among the expert views",
    source="I18",
)
def unshown(draft: Draft) -> Iterator[Finding]:
    """Each view of a speaker whose role shows no expertise."""
    for item in draft.of("analyst_views"):
        if item.speaker and not draft.marks.lexicon.expert.texts(_described(item)):
            name = shorten(item.speaker.name, 40)
            message = f"{item.item.id}: the article does not show why {name} is an expert"
            yield warning("analyst-unshown", item.item.id, message)


@rule(
    "analyst-as-claim",
    "error",
    "an analyst's words are a view, not a claim",
    example="“Hong Min, an analyst at …” among the claims",
    source="I18",
)
def as_claim(draft: Draft) -> Iterator[Finding]:
    """Each claim of a speaker whose role says analyst."""
    for item in draft.of("claims"):
        if draft.marks.lexicon.strict_expert.texts(_described(item)):
            yield error(
                "analyst-as-claim",
                item.item.id,
                f"{item.item.id}: {shorten(item.speaker.name if item.speaker else '', 40)} is quoted as an analyst; "
                "put it in analyst_views",
            )


def _described(item: DraftItem) -> str:
    return " ".join([item.speaker.name, item.speaker.role or ""]) if item.speaker else ""


def _hearsay(draft: Draft, item: DraftItem) -> bool:
    """Whether the evidence reports without a cue: "reportedly", "is said to be", or a headline's "Reports: ..."."""
    text = item.text(draft.article)
    return "hearsay" in classes(text, draft.marks.lexicon) or bool(_PASSIVE.search(text) or _HEADED.match(text))


def _cued(draft: Draft, item: DraftItem) -> bool:
    """Whether a sentence of the evidence holds a quotation, or names the speaker beside some verb or noun of saying.

    Not beside a passive or an infinitive ("was reported", "woke to find"), nor a form that is mostly a noun.
    """
    marks, text = draft.marks, draft.article.text
    for start, end in item.sentences:
        before = marks.quotations[: bisect_left(marks.quotations, (end,))][-1:]
        if any(start < b for _, b in before):
            return True
        said = (text[a:b].lower() for a, b in within(marks.cues, start, end) if not _NO_SAYING.search(text, start, a))
        asked = _ASKING.search(text, start, end)
        if (asked or any(cue not in _NOUNS for cue in said)) and _named(item, text[start:end]):
            return True
    return False


def _named(item: DraftItem, sentence: str) -> bool:
    return any(same_words(name, sentence) for name in item.names)
