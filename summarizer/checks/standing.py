"""Who may speak as what: an item is someone's reported words, said by whoever the cue names, expert or not."""

from __future__ import annotations

from collections.abc import Iterator

from summarizer.answer import AnswerActor
from summarizer.attributions import Attribution, attributions
from summarizer.briefing import Finding
from summarizer.checks.draft import Draft, DraftItem, error, rule, shorten, warning
from summarizer.lexicon import words
from summarizer.marks import within

_BACK = 2
"""Sentences back to which a statement without a cue of its own may continue one that has one."""
_SMALL = frozenset("the a an of and for in on at to his her its their mr mrs ms dr s".split())


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
        if numbers and not around & reported and not any(_cued(draft, *span) for span in item.sentences):
            yield error(
                "unattributed",
                item.item.id,
                f"{item.item.id}: nobody says this in the article, it is the article's own voice; drop the item, "
                "or cite the words that report it",
                item.sentences[0],
            )


@rule(
    "speaker-other",
    "error",
    "the speaker is whom the cue of the evidence names",
    example="Hong's words given to Gabuev",
    source="I4",
)
def other(draft: Draft) -> Iterator[Finding]:
    """Each item all of whose sentences name their speakers, none of them the item's."""
    by_sentence: dict[int, list[Attribution]] = {}
    for attribution in attributions(draft.article):
        by_sentence.setdefault(attribution.sentence, []).append(attribution)
    for item in draft.items:
        here = [by_sentence.get(n, []) for n in {e.sentence.number for e in item.evidence}]
        named = [a.named for listed in here for a in listed]
        if item.speaker is None or not here or not all(here) or not all(named):
            continue
        if not any(same(item.speaker, name or "") for name in named) and not _named_there(draft, item):
            yield error(
                "speaker-other",
                item.item.id,
                f"{item.item.id}: the article gives these words to “{shorten(named[0] or '', 60)}”, "
                f"not to {shorten(item.speaker.name, 60)}; name who says them",
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


def same(actor: AnswerActor, name: str) -> bool:
    """Whether a name as a sentence writes it can be this actor's: a shared word of its names, or a part of its role."""
    said = _tokens(name)
    own = set().union(*(_tokens(part) for part in (actor.name, *actor.aliases)))
    role = _tokens(actor.role or "")
    return bool(said & own) or said <= role | own or (name == name.lower() and bool(said & role))


def _named_there(draft: Draft, item: DraftItem) -> bool:
    """Whether a sentence of the evidence names the speaker, outside quotation marks."""
    names = [item.speaker.name, *item.speaker.aliases] if item.speaker else []
    for start, end in item.sentences:
        for name in names:
            at = draft.article.text.find(name, start, end)
            if at >= 0 and not draft.marks.quoted(at, at + len(name)):
                return True
    return False


def _described(item: DraftItem) -> str:
    return " ".join([item.speaker.name, item.speaker.role or ""]) if item.speaker else ""


def _tokens(name: str) -> set[str]:
    return {word.form.removesuffix("'s") for word in words(name)} - _SMALL


def _cued(draft: Draft, start: int, end: int) -> bool:
    """Whether a sentence holds any cue, a mental verb included, or any quotation."""
    marks = draft.marks
    return bool(within(marks.cues, start, end)) or any(a < end and start < b for a, b in marks.quotations)
