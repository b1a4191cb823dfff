"""The figures of an arm over all its articles, added up before they are divided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.evaluation import attributed, scoring
from summarizer.evaluation.results import Arm, Result

SUMMED = ("items", "rejected", "omissions", "tokens in", "tokens out", "calls", "names leaked from examples")


@dataclass(frozen=True)
class Summary:
    """One arm: its figures against gold, without gold, and by the second opinion; and the articles that did worst."""

    arm: Arm
    articles: int
    samples: int
    modes: tuple[str, ...]
    scores: dict[str, float | None]
    quality: dict[str, float]
    second_opinion: dict[str, float | None]
    findings: dict[str, int]
    worst: list[tuple[str, float]]


def summaries(results: Sequence[Result]) -> list[Summary]:
    """One summary an arm, in the order in which the arms appear."""
    arms = dict.fromkeys(result.arm for result in results)
    return [_summary(arm, [result for result in results if result.arm == arm]) for arm in arms]


def _summary(arm: Arm, results: Sequence[Result]) -> Summary:
    counts: Counter[str] = Counter()
    second: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for result in results:
        counts.update(result.scores or {})
        second.update(result.second_opinion or {})
        found.update(result.findings)
    return Summary(
        arm,
        len({result.article for result in results}),
        max(result.sample for result in results),
        tuple(sorted({result.mode for result in results})),
        scoring.ratios(counts),
        _quality(results),
        attributed.ratios(second),
        dict(found.most_common()),
        _worst(results),
    )


def _quality(results: Sequence[Result]) -> dict[str, float]:
    """Sums of what is counted, means of what is a share."""
    names = dict.fromkeys(name for result in results for name in result.quality)
    found = {}
    for name in names:
        values = [result.quality[name] for result in results if name in result.quality]
        summed = name in SUMMED or name.startswith("quotes ")
        found[name] = sum(values) if summed else sum(values) / len(values)
    return found


def _worst(results: Sequence[Result]) -> list[tuple[str, float]]:
    """The five articles with the lowest speaker-correct F1."""
    known = [(r.article, scoring.ratios(r.counts)["f1, right speaker"]) for r in results if r.scores is not None]
    ranked = sorted((value, name) for name, value in known if value is not None)
    return [(name, value) for value, name in ranked[:5]]
