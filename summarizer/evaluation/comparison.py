"""Two arms side by side: article by article, with a verdict that may be that nothing was shown."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summarizer.errors import InputError
from summarizer.evaluation import scoring
from summarizer.evaluation.results import Arm, Result, read
from summarizer.evaluation.statistics import Difference, Verdict, compare

PRIMARY = "f1, right speaker"
"""The one figure that decides, declared beforehand: statements found, with the right speaker, and none invented."""
POOLED = "denial recall, pooled"
"""Of the denials of all articles together: in a mean over articles the one denial of a short article weighs as much as
the twelve of a long one. One that stands beside another in the same line is not lost: prompts ask for that."""
GUARDS: dict[str, float] = {POOLED: -0.02, "shown quotes exact": 0.0}
"""Figures that may not fall by more than this while the primary one rises."""
ZEROES = ("refusals told as denials", "invented items")
"""Counts that may not rise at all."""
LENGTH = "answer tokens ÷ article tokens"
"""What an answer costs in money and waiting."""
AS_GOOD = 0.02
"""A primary figure that surely fell by no more than this is as good: then the shorter answer is the better one."""
COSTS = (LENGTH, "tokens out")
_FOUND, _THERE = "denials found", "denials to find"
BLESSED = 1


@dataclass(frozen=True)
class Table:
    """What is compared of an arm: for each article the mean over its samples of each figure."""

    arm: Arm
    gold_digest: str
    modes: tuple[str, ...]
    figures: Mapping[str, Mapping[str, float]]

    @property
    def articles(self) -> list[str]:
        """The articles, by name."""
        return sorted(self.figures)


@dataclass(frozen=True)
class Comparison:
    """B against A: the verdict, why, and the difference of each figure that both arms have."""

    a: Table
    b: Table
    verdict: Verdict
    why: str
    differences: dict[str, Difference]


def table(results: Sequence[Result]) -> Table:
    """The figures of one arm. Raises `InputError` where results of several arms or gold sets are mixed."""
    arms, digests = {r.arm for r in results}, {r.gold_digest for r in results}
    if len(arms) != 1 or len(digests) != 1:
        names = ", ".join(sorted(arm.name for arm in arms))
        raise InputError(f"results of several arms or gold sets cannot be one side ({names}): name one arm's folder")
    samples: dict[str, list[dict[str, float]]] = defaultdict(list)
    for result in results:
        known = {**_scores(result), **result.quality} if result.scores is not None else result.quality
        samples[result.article].append({name: value for name, value in known.items() if value is not None})
    figures = {article: _means(listed) for article, listed in samples.items()}
    return Table(arms.pop(), digests.pop(), tuple(sorted({r.mode for r in results})), figures)


def of(path: Path) -> Table:
    """The table of a results folder or of a blessed baseline file. Raises `InputError`."""
    if not path.is_file():
        return table(read(path))
    try:
        value = json.loads(path.read_text("utf-8"))
        if value["blessed"] != BLESSED:
            raise InputError(f"{path} was blessed by another version: bless the results again")
        return Table(Arm(**value["arm"]), value["gold_digest"], tuple(value["modes"]), value["figures"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} is no blessed baseline ({error}): make one with `summarizer eval bless`") from None


def blessed(found: Table) -> str:
    """A baseline file: what later runs are held to."""
    value: dict[str, Any] = {
        "blessed": BLESSED, "arm": vars(found.arm), "gold_digest": found.gold_digest, "modes": found.modes,
        "figures": {name: dict(sorted(found.figures[name].items())) for name in found.articles},
    }  # fmt: skip
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def compared(a: Table, b: Table, *, models_may_differ: bool = False) -> Comparison:
    """B against A, on the articles that both have."""
    both = [name for name in a.articles if name in b.figures]
    differences = {
        name: compare([a.figures[x][name] for x in there], [b.figures[x][name] for x in there])
        for name in _shared(a, b, both)
        if (there := [x for x in both if name in a.figures[x] and name in b.figures[x]])
    }
    differences |= _pooled(a, b, both)
    reason = _incomparable(a, b, both, models_may_differ)
    if reason:
        return Comparison(a, b, "not comparable", reason, differences)
    return Comparison(a, b, *_verdict(differences), differences)


def regressed(found: Comparison) -> bool:
    """Whether B is worse than a baseline that it is held to."""
    return found.verdict == "worse"


def _scores(result: Result) -> dict[str, float | None]:
    """The figures against gold, and the two counts that are pooled over articles."""
    counts = result.counts
    denials = {_FOUND: float(counts["gold denials covered"]), _THERE: float(counts["gold denials"])}
    return {**scoring.ratios(counts), **denials}


def _pooled(a: Table, b: Table, both: Sequence[str]) -> dict[str, Difference]:
    """The difference in the recall of all denials, as a mean over articles weighted by the denials they have."""
    scored = [x for x in both if a.figures[x].get(_THERE) and b.figures[x].get(_THERE)]
    if not scored:
        return {}
    weight = len(scored) / sum(a.figures[x][_THERE] for x in scored)
    return {POOLED: compare(*([side.figures[x][_FOUND] * weight for x in scored] for side in (a, b)))}


def _means(samples: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The mean over the samples of an article: they are not articles of their own."""
    values: dict[str, list[float]] = defaultdict(list)
    for sample in samples:
        for name, value in sample.items():
            values[name].append(value)
    return {name: sum(listed) / len(listed) for name, listed in values.items()}


def _shared(a: Table, b: Table, both: Sequence[str]) -> list[str]:
    mine = {name for article in both for name in a.figures[article]}
    return sorted((mine & {name for article in both for name in b.figures[article]}) - {_FOUND, _THERE})


def _incomparable(a: Table, b: Table, both: Sequence[str], models_may_differ: bool) -> str | None:
    checks: list[tuple[bool, str]] = [
        (a.gold_digest == b.gold_digest, "the gold is not the same"),
        (a.arm.schema_digest == b.arm.schema_digest, "the schema of the answer is not the same"),
        (models_may_differ or a.arm.model == b.arm.model or not a.arm.model, "the model is not the same"),
        (bool(both), "no article is in both"),
    ]
    return next((why for holds, why in checks if not holds), None)


def _verdict(differences: Mapping[str, Difference]) -> tuple[Verdict, str]:
    """By the primary figure; a guard that falls, or a count that must be zero and rises, makes it worse."""
    for name in ZEROES:
        if (found := differences.get(name)) and found.mean > 0:
            return "worse", f"{name} rose"
    for name, tolerance in GUARDS.items():
        if (found := differences.get(name)) and found.mean < tolerance:
            return "worse", f"{name} fell by {-found.mean:.3f}"
    primary = differences.get(PRIMARY)
    if primary is None:
        return "not comparable", f"neither has {PRIMARY!r}: the articles have no gold answers"
    why = f"{PRIMARY} {primary.mean:+.3f} [{primary.low:+.3f}, {primary.high:+.3f}]"
    length = differences.get(LENGTH)
    if primary.verdict == "no evidence of a difference" and length and primary.low >= -AS_GOOD and length.high < 0:
        return (
            "better",
            f"as good within {AS_GOOD} and shorter: {why}, {LENGTH} {length.mean:+.2f} (to {length.high:+.2f})",
        )
    return primary.verdict, why
