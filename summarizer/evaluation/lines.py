"""A statement reduced to what is compared: its list, kind, speaker, sentences and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from summarizer.answer import Answer, AnswerActor, AnswerDenial, AnswerResponse, ListName
from summarizer.article import Article
from summarizer.briefing import Briefing, Denial, Item, Response
from summarizer.checks.text import stems
from summarizer.review import review

SILENT = ("refused_to_comment", "no_response", "not_reached", "neither_confirmed_nor_denied")
"""Kinds of responses that must never be told as a denial."""


@dataclass(frozen=True)
class Line:
    """One statement of a gold answer, a briefing or a baseline; spans are code points, half open."""

    id: str
    list_name: ListName
    kind: str
    speaker: AnswerActor | None
    text: str
    sentences: frozenset[int]
    spans: tuple[tuple[int, int], ...]
    certainty: str | None = None
    answers: dict[str, str] = field(default_factory=dict, hash=False)
    words: frozenset[str] = frozenset()


def of_answer(answer: Answer, article: Article) -> list[Line]:
    """The lines of an answer, a gold one for example, its evidence located."""
    found = []
    for item in review(answer, article).draft.items:
        said = item.item
        links = {link.claim: str(link.fit) for link in said.answers} if isinstance(said, AnswerDenial) else {}
        links |= dict.fromkeys(said.answers, "answers") if isinstance(said, AnswerResponse) else {}
        text = "; ".join(item.generated)
        spans = tuple((e.start, e.end) for e in item.evidence)
        found.append(
            Line(
                said.id, item.list_name, said.kind, item.speaker, text,
                frozenset(e.sentence.number for e in item.evidence), spans,
                getattr(said, "certainty", None), links, _words(text, spans, article),
            )
        )  # fmt: skip
    return found


def of_briefing(briefing: Briefing, article: Article) -> list[Line]:
    """The lines of a briefing; what was rejected is not among them."""
    actors = {actor.id: AnswerActor(**actor.model_dump()) for actor in briefing.actors}
    lists: tuple[tuple[ListName, Sequence[Item]], ...] = (
        ("claims", briefing.claims),
        ("denials", briefing.denials),
        ("other_responses", briefing.other_responses),
        ("analyst_views", briefing.analyst_views),
    )
    return [_of_item(name, item, actors.get(item.speaker), article) for name, items in lists for item in items]


def _of_item(name: ListName, item: Item, speaker: AnswerActor | None, article: Article) -> Line:
    """The line of one item of a briefing."""
    text = (
        "; ".join(item.denied)
        if isinstance(item, Denial)
        else str(getattr(item, "statement", getattr(item, "topic", "")))
    )
    links = {link.claim: str(link.fit) for link in item.answers} if isinstance(item, Denial) else {}
    links |= dict.fromkeys(item.answers, "answers") if isinstance(item, Response) else {}
    spans = tuple((e.start, e.end) for e in item.evidence)
    return Line(
        item.id, name, str(getattr(item, "kind", "")), speaker, text,
        frozenset(e.sentence.number for e in item.evidence), spans,
        getattr(item, "certainty", None), links, _words(text, spans, article),
    )  # fmt: skip


def _words(text: str, spans: Sequence[tuple[int, int]], article: Article) -> frozenset[str]:
    return stems(text).union(*(stems(article.text[a:b]) for a, b in spans))
