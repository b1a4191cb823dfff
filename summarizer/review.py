"""From an answer to checked items: locate the evidence, derive what code can derive, run the rules.

The same review judges a live reply, a recorded one and a pasted one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from summarizer import checks
from summarizer.answer import Answer, AnswerActor, ListName, split_evidence
from summarizer.article import Article
from summarizer.briefing import Evidence, Finding
from summarizer.checks.draft import AnyItem, Draft, DraftItem
from summarizer.derive import cues, derive, span_of
from summarizer.evidence import Absent, Located, locate, sentence_at
from summarizer.languages import ENGLISH

CONTEXT = 32
"""Characters of context kept on either side of a quote."""
_GAP = 3
"""Most characters between two pieces of evidence that are one: a space, a comma or a quotation mark with it."""


@dataclass(frozen=True)
class Reviewed:
    """An answer with its evidence located, and everything the rules found."""

    draft: Draft
    findings: list[Finding]

    @property
    def errors(self) -> list[Finding]:
        """The findings that send an answer back."""
        return [finding for finding in self.findings if finding.level == "error"]


def review(answer: Answer, article: Article, language: str = ENGLISH) -> Reviewed:
    """Locate, derive, check. Pure: the same answer and article give the same result.

    `language` is what the answer was asked to be written in: one of `languages.ASKED`.
    """
    draft = Draft(answer, article, [_item(name, item, answer, article) for name, item in _items(answer)], language)
    return Reviewed(draft, checks.run(draft))


def located(entry: str, article: Article) -> list[Evidence] | Absent:
    """The evidence one entry of the answer ("[7] words copied") stands for; two pieces for an elision."""
    number, quote = split_evidence(entry)
    found = locate(quote, article, number)
    if isinstance(found, Absent):
        return found
    return [_evidence(span, found, number, article) for span in found.spans]


def _items(answer: Answer) -> Iterator[tuple[ListName, AnyItem]]:
    yield from (("claims", item) for item in answer.claims)
    yield from (("denials", item) for item in answer.denials)
    yield from (("other_responses", item) for item in answer.other_responses)
    yield from (("analyst_views", item) for item in answer.analyst_views)


def _item(name: ListName, item: AnyItem, answer: Answer, article: Article) -> DraftItem:
    speaker: AnswerActor | None = next((actor for actor in answer.actors if actor.id == item.speaker), None)
    evidence: list[Evidence] = []
    absent: list[tuple[str, Absent]] = []
    for entry in item.evidence:
        found = located(entry, article)
        if isinstance(found, Absent):
            absent.append((split_evidence(entry)[1], found))
        else:
            evidence += found
    unique = _joined(list(dict.fromkeys(evidence)), article)
    governed = cues(name, speaker, unique, article)
    return DraftItem(name, item, speaker, unique, absent, derive(name, speaker, unique, article, governed), governed)


def _joined(evidence: list[Evidence], article: Article) -> list[Evidence]:
    """Pieces that follow on one another in a sentence as one: models cite a long run of words in short pieces."""
    kept: list[Evidence] = []
    for piece in evidence:
        last = kept[-1] if kept else None
        if last and last.sentence == piece.sentence and last.match == piece.match and last.moved == piece.moved:
            between = article.text[last.end : piece.start]
            if 0 < len(between) <= _GAP and not any(map(str.isalnum, between)):
                quote = article.text[last.start : piece.end]
                joined = {"quote": quote, "end": piece.end, "suffix": piece.suffix}
                kept[-1] = last.model_copy(update={**joined, "occurrences": article.text.count(quote)})
                continue
        kept.append(piece)
    return kept


def _evidence(span: tuple[int, int], found: Located, named: int | None, article: Article) -> Evidence:
    start, end = span
    number = sentence_at(article, start)
    return Evidence(
        quote=article.text[start:end],
        start=start,
        end=end,
        sentence=span_of(article, number),
        prefix=article.text[max(start - CONTEXT, 0) : start],
        suffix=article.text[end : end + CONTEXT],
        match=found.match,
        moved=named is not None and named != number,
        occurrences=found.occurrences,
    )
