"""What an evaluation found, as text, Markdown, JSON and JUnit XML. It says whether answers were replayed or live."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from xml.etree import ElementTree

from summarizer.evaluation.comparison import COSTS, GUARDS, PRIMARY, ZEROES, Comparison
from summarizer.evaluation.matching import SENTENCES, WORDS
from summarizer.evaluation.results import Result
from summarizer.evaluation.scoring import ratios
from summarizer.evaluation.statistics import DRAWS, SEED
from summarizer.evaluation.summary import Summary, summaries

AGAINST_GOLD = (
    "recall", "recall, merges allowed", "precision", "precision, splits allowed", PRIMARY, "speaker accuracy",
    "list accuracy", "kind accuracy", "certainty accuracy", "claims f1", "denials f1", "other_responses f1",
    "analyst_views f1", "denial recall", "denial recall, merges allowed", "refusals told as denials",
    "joint denials split", "links recall", "link fit accuracy", "invented items", "recall, third 1",
    "recall, third 2", "recall, third 3",
)  # fmt: skip
WITHOUT_GOLD = (
    "valid at first attempt", "valid in the end", "attempts", "calls", "items", "rejected", "omissions",
    "items a 100 words", "share of sentences in evidence", "tokens in", "tokens out", "answer tokens ÷ article tokens",
    "answer tokens an item", "shown quotes exact", "quotes exact", "quotes typography", "quotes edges",
    "quotes approximate", "quotes absent", "second look", "names leaked from examples",
)  # fmt: skip
SECOND = ("recall", "source recall", "precision", "speaker accuracy", "text share")
NOTE = (
    f"A line is matched to one of the gold that shares at least {SENTENCES:.0%} of the sentences of the shorter of the "
    f"two and {WORDS} of their content words (Dice); one to one, the most alike first. Tokens are characters ÷ 4 where "
    "the endpoint counts so. Replayed answers prove the code and the scoring; a new prompt needs live ones."
)
Row = tuple[str, list[str]]


def rows(found: Sequence[Summary]) -> list[tuple[str, list[Row]]]:
    """The sections of the table: a title, and for each figure its value in every arm."""
    return [
        ("against gold", [(name, [figure(s.scores.get(name)) for s in found]) for name in AGAINST_GOLD]),
        ("without gold", [(name, [figure(s.quality.get(name)) for s in found]) for name in WITHOUT_GOLD]),
        ("second opinion", [(name, [figure(s.second_opinion.get(name)) for s in found]) for name in SECOND]),
    ]


def figure(value: float | None) -> str:
    """A figure for a table: counts whole, shares with three decimals, a dash where there is none."""
    if value is None:
        return "-"
    return f"{value:,.0f}" if (value > 1.5 and value == int(value)) or value in (0, 1) else f"{value:.3f}"


def heading(summary: Summary) -> str:
    """An arm in a column's head."""
    samples = f" × {summary.samples} samples" if summary.samples > 1 else ""
    return f"{summary.arm.name}: {summary.articles} articles{samples}, {' and '.join(summary.modes)}"


def text(results: Sequence[Result]) -> str:
    """The table for a terminal, 100 columns."""
    found = summaries(results)
    lines = [f"[{chr(65 + i)}] {heading(summary)}" for i, summary in enumerate(found)]
    for title, section in rows(found):
        lines += ["", f"{title:<34}" + "".join(f"{f'[{chr(65 + i)}]':>12}" for i in range(len(found)))]
        lines += [f"  {name:<32}" + "".join(f"{value:>12}" for value in values) for name, values in section]
    for summary in found:
        if summary.findings:
            listed = ", ".join(f"{rule} {count}" for rule, count in summary.findings.items())
            lines += ["", f"first attempts of {summary.arm.name} failed: {listed}"]
        if summary.worst:
            listed = ", ".join(f"{name} {value:.3f}" for name, value in summary.worst)
            lines += ["", f"lowest {PRIMARY} of {summary.arm.name}: {listed}"]
    return "\n".join([*lines, "", NOTE, ""])


def markdown(results: Sequence[Result]) -> str:
    """The same for a pull request."""
    found = summaries(results)
    lines = ["# Evaluation", ""]
    lines += [f"- {chr(65 + i)}: {heading(summary)}" for i, summary in enumerate(found)]
    for title, section in rows(found):
        columns = " | ".join(chr(65 + i) for i in range(len(found)))
        lines += ["", f"| {title} | {columns} |", f"|---|{'--:|' * len(found)}"]
        lines += [f"| {name} | {' | '.join(values)} |" for name, values in section]
    worst = [(name, value) for summary in found[:1] for name, value in summary.worst]
    if worst:
        lines += ["", f"Lowest {PRIMARY}: " + ", ".join(f"{name} {value:.3f}" for name, value in worst) + "."]
    return "\n".join([*lines, "", NOTE, ""])


def as_json(results: Sequence[Result]) -> str:
    """All figures, of the arms and of each article, with what is needed to make them again."""
    value: dict[str, Any] = {
        "matching": {"sentences": SENTENCES, "words": WORDS},
        "statistics": {"draws": DRAWS, "seed": SEED},
        "arms": [asdict(summary) for summary in summaries(results)],
        "articles": [
            {"article": r.article, "arm": r.arm.name, "sample": r.sample, "mode": r.mode, "gold_digest": r.gold_digest,
             "scores": ratios(r.counts) if r.scores is not None else None, "quality": r.quality, "findings": r.findings}
            for r in results
        ],
    }  # fmt: skip
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def junit(results: Sequence[Result]) -> str:
    """One test case an article and sample.

    It fails where a refusal became a denial, an item was invented, or no attempt passed the checks.
    """
    suites = ElementTree.Element("testsuites")
    for summary in summaries(results):
        own = [result for result in results if result.arm == summary.arm]
        suite = ElementTree.SubElement(suites, "testsuite", name=summary.arm.name, tests=str(len(own)))
        failures = 0
        for result in own:
            case = ElementTree.SubElement(
                suite, "testcase", classname=summary.arm.name, name=f"{result.article} s{result.sample}"
            )
            why = _failure(result)
            if why:
                failures += 1
                ElementTree.SubElement(case, "failure", message=why)
        suite.set("failures", str(failures))
    ElementTree.indent(suites)
    return ElementTree.tostring(suites, encoding="unicode", xml_declaration=True) + "\n"


def _failure(result: Result) -> str | None:
    wrong = [
        f"{name}: {result.counts[short]}"
        for name, short in zip(ZEROES, ("refusals told as denials", "invented"), strict=True)
        if result.counts[short]
    ]
    if result.quality.get("valid in the end", 1.0) < 1:
        wrong.append("no attempt passed every check")
    return "; ".join(wrong) or None


def comparison(found: Comparison) -> str:
    """A comparison for a terminal: the verdict first, then the figures that decide, then the costs, then the rest."""
    a, b = found.a, found.b
    lines = [
        f"A  {a.arm.name}: {len(a.figures)} articles, {' and '.join(a.modes)}",
        f"B  {b.arm.name}: {len(b.figures)} articles, {' and '.join(b.modes)}",
        "",
        f"B is {found.verdict}" if found.verdict in ("better", "worse") else found.verdict,
        f"   {found.why}",
        "",
        f"{'B - A, mean over articles':<34}{'difference':>11}  {'95 % interval':^18}   +   -   =      p  visible",
    ]
    first = [PRIMARY, *GUARDS, *ZEROES, *COSTS]
    for name in [*first, *(n for n in found.differences if n not in first)]:
        if (d := found.differences.get(name)) is not None:
            visible = "-" if d.visible is None else f"{d.visible:.3f}"
            lines.append(
                f"{name[:33]:<34}{d.mean:>+11.3f}  [{d.low:>+7.3f}, {d.high:>+7.3f}] "
                f"{d.wins:>3} {d.losses:>3} {d.ties:>3} {d.p:>6.3f} {visible:>8}"
            )
    note = "“visible” is the smallest difference that four of five such comparisons would have shown."
    return "\n".join(
        [*lines, "", f"Paired by article, samples averaged first; bootstrap of {DRAWS:,} draws. {note}", ""]
    )
