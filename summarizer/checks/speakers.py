"""The speaker of an item is whom the article has speaking where its evidence stands.

Two readings, each blind where the other sees: by sentence (every attribution of the sentences names somebody else), and
by clause (the cue that governs the quoted words has another's name, or a pronoun that cannot stand for the speaker).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from summarizer.answer import AnswerActor
from summarizer.attributions import Attribution, by_sentence
from summarizer.briefing import Evidence, Finding
from summarizer.checks.actors import matching, same, same_words
from summarizer.checks.draft import Draft, DraftItem, error, rule, shorten
from summarizer.checks.identity import another, anothers, is_list, is_pronoun
from summarizer.derive import called
from summarizer.marks import Cue
from summarizer.subjects import OPEN, Whose, whose

_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|being)\s+(?:\w+ly\s+)?$")
"""In front of a cue: "the man is widely believed to be …" is not what the man believes."""
_REFUSED = re.compile(r"\b(?:been|was|were)\s+(?:refused|rejected|denied|told|asked|informed|turned down|ordered)\b")
"""Between a cue and the words: a passive whose agent nobody names ("has been refused on the ground that …")."""
_THAT_IT = re.compile(r"(?:\s\w+){0,4}?\s(?:it|he|she|they)\s")
"""Between "said" and "would not": "on Tuesday that it"."""
_HEARSAY = re.compile(r"\b(?:is|are|was|were)\s(?:\w+ly\s)?(?:said|believed|thought|rumou?red|reported|alleged)\sto\b")
_OWN_CLAUSE = re.compile(r"(?:,\s(?:and|but|while|whereas)|;)\s(?P<subject>[^,;:“”\"]{2,60}?)\s?(?:\s\w+ed\s)?$")
"""Before the words quoted, a clause that is joined to the sentence's first and has a subject: ", and the agent"."""
_SILENT = ("refused_to_comment", "no_response", "not_reached", "neither_confirmed_nor_denied")


@rule(
    "speaker-other",
    "error",
    "the speaker is whom the cue of the evidence names",
    example="Hong's words given to Gabuev",
    source="I4",
)
def other(draft: Draft) -> Iterator[Finding]:
    """Each item whose evidence the article gives to somebody else."""
    reported = by_sentence(draft.article)
    for item in draft.items:
        if item.speaker is None or not item.evidence or _acts(draft, item, item.speaker):
            continue
        named = (
            _by_sentence(draft, item, item.speaker, reported)
            or _by_clause(draft, item, item.speaker)
            or _by_silence(draft, item, item.speaker)
            or _by_hearsay(draft, item, item.speaker)
        )
        if named:
            yield error(
                "speaker-other",
                item.item.id,
                f"{item.item.id}: the article gives these words to “{shorten(named, 60)}”, "
                f"not to {shorten(item.speaker.name, 60)}; name who says them",
                item.sentences[0],
            )


def _by_sentence(
    draft: Draft, item: DraftItem, speaker: AnswerActor, reported: dict[int, list[Attribution]]
) -> str | None:
    """Whom all attributions of the item's sentences name, where that is never its speaker."""
    here = [_beside(draft, evidence, reported.get(evidence.sentence.number, [])) for evidence in item.evidence]
    named = [a.named for listed in here for a in listed if a.named]
    if not all(here) or len(named) < sum(map(len, here)) or any(map(is_list, named)) or _unread(draft, item):
        return None
    others = [actor for actor in draft.answer.actors if actor.id != speaker.id]
    mine = any(same(speaker, name) and not anothers(speaker, others, name) for name in named)
    mine = mine or _named_there(draft, item)
    mine = mine or any(a.speaker != a.named and _named_near(draft, item) for listed in here for a in listed)
    if mine:
        return None
    # a name that is no actor's may be the speaker's, written otherwise
    return named[0] if any(matching(draft.answer.actors, name) for name in named) else None


def _beside(draft: Draft, evidence: Evidence, listed: list[Attribution]) -> list[Attribution]:
    """The attributions of the evidence's sentence; where a semicolon parts it, those of its own part.

    All of them where its own part has no cue at all: "The dam leaked; the gates failed, Tarn said".
    """
    text, sentence = draft.article.text, evidence.sentence
    start = max(text.rfind(";", sentence.start, evidence.start) + 1, sentence.start)
    end = text.find(";", evidence.end, sentence.end)
    end = end if end >= 0 else sentence.end
    said = draft.marks.said
    cued = bisect_left(said, (start,)) < bisect_left(said, (end,))
    return [a for a in listed if start <= a.at < end] if cued else listed


def _acts(draft: Draft, item: DraftItem, speaker: AnswerActor) -> bool:
    """Whether an answer's words have the speaker for the subject of a clause of their own: ", and the agent left".

    Only of denials and other responses: what somebody else says of an actor is no claim of theirs.
    """
    if item.list_name not in ("denials", "other_responses"):
        return False
    text = draft.article.text
    starts = (_OWN_CLAUSE.search(text, e.sentence.start, e.start + 1) for e in item.evidence)
    return any(hit and same(speaker, hit["subject"]) for hit in starts)


def _unread(draft: Draft, item: DraftItem) -> bool:
    """Whether the words quoted are a silence that is no attribution to the rules: "They did not say how many"."""
    return any(a < e.end and e.start < b for a, b in draft.marks.silences for e in item.evidence)


def _by_clause(draft: Draft, item: DraftItem, speaker: AnswerActor) -> str | None:
    """Whose cue governs the evidence, where that is another's for every piece of it that has one."""
    others = [actor for actor in draft.answer.actors if actor.id != speaker.id]
    wrong = []
    for evidence, governed in zip(item.evidence, item.governed, strict=True):
        if governed is None and _mentioned(draft, evidence.sentence.start, evidence.sentence.end, item):
            return None  # "Two others give the same account"
        headline = evidence.sentence.number == 1  # it shortens whose words they are
        if headline or governed is None or not governed.whose.subject or not _of_list(item, governed.cue.kind):
            continue
        text, cue = draft.article.text, governed.cue
        if _PASSIVE.search(text, evidence.sentence.start, cue.start) or _REFUSED.search(text, cue.end, evidence.start):
            return None
        if another(draft.marks.lexicon, speaker, others, governed.whose):
            wrong.append(governed.whose.subject)
        elif not is_pronoun(draft.marks.lexicon, governed.whose.subject):
            return None
    return wrong[0] if wrong else None


def _by_silence(draft: Draft, item: DraftItem, speaker: AnswerActor) -> str | None:
    """Who is said not to have answered, where the quoted words say so and that is another."""
    if getattr(item.item, "kind", "") not in _SILENT:
        return None
    found, text = draft.marks, draft.article.text
    others = [actor for actor in draft.answer.actors if actor.id != speaker.id]
    for e in item.evidence:
        here = [span for span in found.unanswered if span[0] < e.end and e.start < span[1]]
        for start, end in here[:1]:
            said = found.said[: bisect_left(found.said, (start,))][-1:]
            before = said[0] if said and said[0].start >= e.sentence.start else None
            said_of = before is not None and _THAT_IT.fullmatch(text, before.end, start)
            cue = before if before and said_of else Cue(start, end, "refusal", "")
            earlier = None if said_of else before
            subject = whose(found, cue, e.sentence.start, earlier, called(speaker), same=Whose(OPEN, ""))
            if subject.subject and another(found.lexicon, speaker, others, subject):
                return subject.subject
    return None


def _by_hearsay(draft: Draft, item: DraftItem, speaker: AnswerActor) -> str | None:
    """The words "is said to" of a sentence that names nobody who says it, where the speaker is somebody."""
    if speaker.kind == "unspecified" or item.list_name != "claims":
        return None
    text, found, words = draft.article.text, draft.marks, None
    for e in item.evidence:
        hit = _HEARSAY.search(text, e.sentence.start, e.end)
        said = found.said[bisect_left(found.said, (e.sentence.start,)) : bisect_left(found.said, (e.sentence.end,))]
        alone = all(cue.shape == "passive" for cue in said) and not _named_there(draft, item)
        if not hit or not alone or found.quoted(*hit.span()):
            return None
        words = hit[0].removesuffix(" to")
    return words


def _of_list(item: DraftItem, cue: str) -> bool:
    """Whether a cue of this kind can be the one by which such an item is said.

    "He has not been heard on it", a letter says: the letter's cue is not that of his silence. "Denied a report by X
    that …": what X reports is not the denial.
    """
    if item.list_name == "other_responses":
        return getattr(item.item, "kind", "") not in _SILENT or cue in ("refusal", "denial")
    return item.list_name == "denials" or cue != "denial"


def _named_near(draft: Draft, item: DraftItem) -> bool:
    """Whether the speaker is named in the three sentences before the evidence, so that a pronoun may stand for them."""
    first = min(e.sentence.number for e in item.evidence)
    start = draft.article.sentences[max(first - 4, 0)].start
    text = draft.article.text[start : draft.article.sentences[first - 1].start]
    return any(same_words(name, text) for name in item.names)


def _named_there(draft: Draft, item: DraftItem) -> bool:
    """Whether a sentence of the evidence names the speaker, outside quotation marks."""
    return any(_mentioned(draft, start, end, item) for start, end in item.sentences)


def _mentioned(draft: Draft, start: int, end: int, item: DraftItem) -> bool:
    forms = {form for name in item.names for form in (name, name[:1].upper() + name[1:])}
    for name in forms:
        at = draft.article.text.find(name, start, end)
        if at >= 0 and not draft.marks.quoted(at, at + len(name)):
            return True
    return False
