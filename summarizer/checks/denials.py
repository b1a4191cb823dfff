"""A denial is a denial: not a refusal to comment, not two parties in one, and it says what it denies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.answer import AnswerDenial
from summarizer.attributions import by_sentence
from summarizer.briefing import Finding
from summarizer.checks.actors import matching
from summarizer.checks.draft import Draft, DraftItem, error, rule, shorten
from summarizer.checks.identity import PLURAL_BODIES
from summarizer.checks.text import negates
from summarizer.evidence import sentence_at
from summarizer.spans import within

_BOTH = re.compile(r"\bboth\s+(?P<first>[^,.;:]{2,60}?)\s+and\s+(?P<second>[^,.;:]{2,60})", re.IGNORECASE)
_BODIES = re.compile(rf"\b(?:[Tt]he|[Bb]oth|[Tt]he two) (?P<noun>{PLURAL_BODIES})\s+(?:have\s+|both\s+|all\s+)?$")
"""In front of a cue, several bodies without a name."""
_EACH = re.compile(r"\band\b[^.;:]{2,120}\bboth\s+(?:\w+\s+)?$|\btwo\s+[a-z]+s\s+(?:have\s+)?$")
"""In front of a cue, two parties of whom the verb is said: "A and B, …, both", "two museums"."""
_LISTED = re.compile(r"([A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)*)\s+and\s+([A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)*),?\s+$")
"""In front of a cue, two names: "their directors, A and B, "."""


def declined(draft: Draft, item: DraftItem, span: tuple[int, int]) -> Finding:
    """That a denial's words decline to answer; in whatever language that is."""
    name, words = item.item.id, shorten(draft.article.text[slice(*span)])
    message = f"{name}: “{words}” is not a denial; put it in other_responses, or cite the words that deny"
    return error("refusal-as-denial", name, message, span)


def undenied(item: DraftItem, span: tuple[int, int]) -> Finding:
    """That nothing a denial cites denies; in whatever language that is."""
    name = item.item.id
    message = (
        f"{name}: nothing in its evidence denies or negates; cite the denying words, "
        "or put it where it belongs (a claim, another response, or kind counter_claim)"
    )
    return error("denial-uncued", name, message, span)


@rule(
    "refusal-as-denial",
    "error",
    "a refusal to comment, silence or “neither confirm nor deny” is never in `denials`",
    example="“refused to comment” told as a denial",
    source="I14",
)
def refusals(draft: Draft) -> Iterator[Finding]:
    """Each denial whose evidence holds a refusal formula, or "did not deny", and no denial."""
    for item in draft.of("denials"):
        cues = _cued(item, draft.marks.denials)
        instead = _cued(item, draft.marks.unanswered) or cues
        if instead and all(map(draft.marks.undone, cues)) and not _quotes_a_denial(draft, item):
            yield declined(draft, item, instead[0])


@rule(
    "denial-uncued",
    "error",
    "the evidence of a flat or partial denial denies or negates something",
    example="“they are reviewing the report” told as a flat denial",
    source="I13",
)
def uncued(draft: Draft) -> Iterator[Finding]:
    """Each flat or partial denial without a denying or negating word in the sentences of its evidence."""
    for item in draft.of("denials"):
        kind = item.item.kind if isinstance(item.item, AnswerDenial) else None
        if kind in ("flat", "partial") and item.evidence and not _negating(draft, item):
            yield undenied(item, (item.evidence[0].start, item.evidence[0].end))


@rule(
    "joint-denial",
    "error",
    "a joint denial is one denial for each party",
    example="“Both A and B denied it” with one denial",
    source="I15",
)
def joint(draft: Draft) -> Iterator[Finding]:
    """Each sentence in which two parties deny and fewer than two speakers do so in the answer."""
    denials = draft.of("denials")
    for item in denials:
        if item.speaker and re.search(r"\band\b", item.speaker.name) and _joins_parties(draft, item):
            yield error(
                "joint-denial",
                item.item.id,
                f"{item.item.id}: “{shorten(item.speaker.name)}” are two parties; give one denial for each, "
                "with an actor for each",
            )
    for sentence in dict.fromkeys(span for item in denials for span in item.sentences):
        here = [item for item in denials if sentence in item.sentences]
        both = _both(draft, sentence) or _two_actors(draft, sentence) or _each(draft, sentence)
        both = both or _plural(draft, sentence, here)
        if both and len({item.item.speaker for item in here}) < 2:
            yield error(
                "joint-denial",
                here[0].item.id,
                f"{here[0].item.id}: “{both}” deny together; give one denial for each party",
                sentence,
            )


def _plural(draft: Draft, sentence: tuple[int, int], here: list[DraftItem]) -> str | None:
    """Several bodies ("Both parties", "The companies") as the subject of a denial by a single actor of another name."""
    for cue in within(draft.marks.denial_verbs, *sentence):
        subject = _BODIES.search(draft.article.text, sentence[0], cue[0])
        named = subject and any(subject["noun"] in name.lower() for item in here for name in item.names)
        if subject and not named:
            return shorten(draft.article.text[subject.start() : cue[1]])
    return None


def _each(draft: Draft, sentence: tuple[int, int]) -> str | None:
    """The words "…, both denied", "two museums say" or "directors, A and B, wrote" of a sentence."""
    start, end = sentence
    cues = within(draft.marks.denial_verbs, start, end) + within(draft.marks.cues, start, end)
    for cue in cues:
        found = _EACH.search(draft.article.text, start, cue[0])
        listed = _LISTED.search(draft.article.text, start, cue[0])
        if listed:
            parties = [matching(draft.answer.actors, name)[:1] for name in listed.groups()]
            found = found or (listed if len({actor.id for first in parties for actor in first}) > 1 else None)
        if found:
            return shorten(draft.article.text[found.start() : cue[1]])
    return None


def _two_actors(draft: Draft, sentence: tuple[int, int]) -> str | None:
    """The words "A and B" as the subject of a denial, where A and B are two actors of the answer."""
    for attribution in by_sentence(draft.article).get(sentence_at(draft.article, sentence[0]), ()):
        if attribution.speaker:
            parts = re.split(r"\band\b|,", attribution.speaker)
            found = [matching(draft.answer.actors, part)[:1] for part in parts]
            if len({actor.id for first in found for actor in first}) > 1:
                return shorten(attribution.speaker, 80)
    return None


def _joins_parties(draft: Draft, item: DraftItem) -> bool:
    """Whether the speaker's name joins two names, rather than being one ("the Ministry of Trade and Industry")."""
    name = item.speaker.name if item.speaker else ""
    left, _, right = name.partition(" and ")
    others = [actor.name for actor in draft.answer.actors if actor.name != name]
    starts = any(other and (left.endswith(other) or right.startswith(other)) for other in others)
    return starts or name.lower().startswith("both ") or _both_in(draft, item, name)


def _both_in(draft: Draft, item: DraftItem, name: str) -> bool:
    return any(
        re.search(rf"\bboth\s+{re.escape(name)}", draft.article.text[a:b], re.IGNORECASE) for a, b in item.sentences
    )


def _both(draft: Draft, sentence: tuple[int, int]) -> str | None:
    """The words "both A and B" standing before the first denying verb of a sentence, as it is written."""
    start, end = sentence
    text = draft.article.text[start:end]
    verbs = within(draft.marks.denial_verbs, start, end) or within(draft.marks.cues, start, end)
    first = verbs[0][0] if verbs else None
    found = _BOTH.search(text) if first is not None else None
    if found is None or first is None or start + found.start() > first:
        return None
    return shorten(text[found.start() : first - start].rstrip(), 80)


def _cued(item: DraftItem, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [span for a, b in item.sentences for span in within(spans, a, b)]


def _quotes_a_denial(draft: Draft, item: DraftItem) -> bool:
    """Whether the quoted words negate something themselves, and the refusal in their sentence is none of them."""
    declined = [*draft.marks.unanswered, *filter(draft.marks.undone, draft.marks.denial_verbs)]
    if any(a < e.end and e.start < b for e in item.evidence for a, b in declined):
        return False
    text = draft.article.text
    quoted = (text[a:b].lower() for e in item.evidence for a, b in within(draft.marks.negators, e.start, e.end))
    return any(negates(word.replace("’", "'")) for word in quoted)


def _negating(draft: Draft, item: DraftItem) -> bool:
    return bool(_cued(item, draft.marks.denials) or _cued(item, draft.marks.negators))
