"""Run one arm over the gold: every article and sample asked or replayed, scored, and kept as a result.

The recordings are the journal: a run that was stopped goes on where it was, and scoring again never asks the model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from summarizer import forms
from summarizer.errors import AnswerError, NotRecorded
from summarizer.evaluation import attributed, lines, quality, scoring
from summarizer.evaluation.baselines import BASELINES
from summarizer.evaluation.gold import Gold, digest
from summarizer.evaluation.lines import Line
from summarizer.evaluation.results import Arm, Result
from summarizer.pipeline import Summarizer
from summarizer.review import review

Make = Callable[[int], Summarizer]
"""The Summarizer for a sample number."""
Before = Callable[[Summarizer, Gold], None]
"""Called ahead of each question; it may raise, to keep a budget."""


@dataclass(frozen=True)
class Gap:
    """An article and sample without a result: not recorded, or no valid answer, as the error says."""

    article: str
    sample: int
    error: NotRecorded | AnswerError


def run(make: Make, gold: Sequence[Gold], samples: int, before: Before) -> Iterator[Result | Gap]:
    """Each result as it is there, or the gap where there is none.

    Other errors than a missing recording or an answer that stayed invalid end the run: the wire is down, or the
    settings are wrong.
    """
    whole = digest(gold)
    for sample in range(1, samples + 1):
        summarizer = make(sample)
        arm = Arm(summarizer.prompt.name, summarizer.prompt.digest, summarizer.model, forms.digest(forms.OBJECTS))
        for entry in gold:
            before(summarizer, entry)
            try:
                yield _result(summarizer, arm, entry, sample, whole)
            except (NotRecorded, AnswerError) as error:
                yield Gap(entry.name, sample, error)


def without_model(gold: Sequence[Gold]) -> Iterator[Result]:
    """The results of the baselines."""
    whole = digest(gold)
    for name, predict in BASELINES.items():
        arm = Arm(name, "", "", forms.digest(forms.OBJECTS))
        for entry in gold:
            predicted = predict(entry.article)
            bare = Result(entry.name, arm, 1, whole, "no model", {"items": float(len(predicted))})
            yield _scored(bare, entry, predicted)


def _result(summarizer: Summarizer, arm: Arm, entry: Gold, sample: int, whole: str) -> Result:
    briefing, exchange = summarizer.brief_with_exchange(entry.article)
    first = exchange.outcome.verdicts[0].answer
    reviewed = review(first, entry.article, summarizer.language) if first else None
    measured = quality.measure(exchange, reviewed, briefing)
    bare = Result(entry.name, arm, sample, whole, briefing.provenance.mode, measured, dict(quality.findings(reviewed)))
    return _scored(bare, entry, lines.of_briefing(briefing, entry.article))


def _scored(bare: Result, entry: Gold, predicted: Sequence[Line]) -> Result:
    """A result with its scores against whatever gold there is."""
    scores = scoring.score(entry.lines, entry.article, predicted) if entry.answer else None
    second = attributed.score(entry.attributions, entry.article, predicted) if entry.attributions is not None else None
    return replace(
        bare,
        scores=None if scores is None else dict(scores),
        second_opinion=None if second is None else dict(second),
        lines=[_kept(line) for line in predicted],
        gold_lines=[_kept(line) for line in entry.lines],
    )


def _kept(line: Line) -> dict[str, Any]:
    """A line as a result file holds it."""
    return {
        "id": line.id,
        "list": line.list_name,
        "kind": line.kind,
        "text": line.text,
        "certainty": line.certainty,
        "speaker": line.speaker.name if line.speaker else None,
        "spans": [list(span) for span in line.spans],
    }
