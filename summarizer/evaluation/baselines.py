"""What needs no model, in the same table: a prompt that does not beat these clearly is not worth its tokens."""

from __future__ import annotations

from collections.abc import Callable

from summarizer.answer import AnswerActor
from summarizer.article import Article
from summarizer.attributions import Attribution, attributions
from summarizer.checks.text import stems
from summarizer.evaluation.lines import Line

FIRST = 10
"""Sentences that the first baseline takes."""


def first_cued(article: Article) -> list[Line]:
    """The first sentences with a cue, each told by whom the rules read off it."""
    return [_line(article, entry) for entry in _one_a_sentence(article) if entry.cue][:FIRST]


def all_reported(article: Article) -> list[Line]:
    """Every sentence with a cue or a quotation."""
    return [_line(article, entry) for entry in _one_a_sentence(article)]


BASELINES: dict[str, Callable[[Article], list[Line]]] = {
    f"the first {FIRST} sentences with a cue": first_cued,
    "all sentences with a cue or a quotation": all_reported,
}


def _one_a_sentence(article: Article) -> list[Attribution]:
    found: dict[int, Attribution] = {}
    for attribution in attributions(article):
        found.setdefault(attribution.sentence, attribution)
    return list(found.values())


def _line(article: Article, found: Attribution) -> Line:
    sentence = article.sentences[found.sentence - 1]
    text = article.text[sentence.start : sentence.end]
    name = found.named or found.speaker
    speaker = AnswerActor(id="a1", name=name, kind="unspecified", role=None, aliases=[]) if name else None
    kinds = {"denies": ("denials", "flat"), "declines": ("other_responses", "refused_to_comment"),
             "expert": ("analyst_views", "assertion"), "says": ("claims", "assertion")}  # fmt: skip
    list_name, kind = kinds[found.kind]
    return Line(
        f"s{found.sentence}", list_name, kind, speaker, text,  # type: ignore[arg-type]  # the table's own words
        frozenset({found.sentence}), ((sentence.start, sentence.end),),
        "certain" if list_name in ("claims", "analyst_views") else None, words=stems(text),
    )  # fmt: skip
