"""`summarizer eval`: how good a prompt version is, against gold, and against another version."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from summarizer.cli import session
from summarizer.cli.options import ENDPOINT, PROMPT, PROMPTS, QUIET, REASKS, RECORDINGS, WIRE, options, text
from summarizer.cli.output import emit, note, printed
from summarizer.errors import BudgetReached, InputError, NotRecorded, Regressed, UsageError

if TYPE_CHECKING:
    from summarizer.evaluation.gold import Gold
    from summarizer.evaluation.results import Result
    from summarizer.evaluation.runner import Gap
    from summarizer.pipeline import Summarizer

GOLD = Path("fixtures") / "gold"
FORMATS = ("text", "md", "json", "html", "junit")


@click.group("eval")
def eval() -> None:  # noqa: A001 (the command's name)
    """Measure a prompt version: run, compare, report, bless."""


@eval.command()
@options(
    PROMPT,
    click.option("-m", "--model", type=text, help="The model whose answers are evaluated."),
    click.option("--gold", type=click.Path(path_type=Path), default=GOLD, show_default=True, help="Folder of gold."),
    click.option("--only", multiple=True, metavar="NAME", help="Only this article; repeatable."),
    click.option("--samples", type=click.IntRange(1, 100), default=1, show_default=True, help="Answers an article."),
    click.option("--offline", is_flag=True, help="Recorded answers only."),
    click.option("--no-second-look", is_flag=True, help="Never ask about what an answer left out."),
    click.option("--max-cost", type=click.FloatRange(min=0, min_open=True), metavar="USD", help="Stop before this."),
    click.option("--out", type=click.Path(path_type=Path), default=Path("build") / "eval", show_default=True,
                 help="Folder of the results."),
    click.option("--against", type=click.Path(path_type=Path), help="Fail (100) where worse than this baseline."),
    RECORDINGS, PROMPTS, ENDPOINT, REASKS, WIRE, QUIET,
)  # fmt: skip
def run(**given: Any) -> None:
    """Ask or replay every gold article, score the answers, and print the table.

    A run that was stopped goes on where it was: what is recorded is not asked again.
    """
    from summarizer.evaluation import gold as gold_module
    from summarizer.evaluation import report, results, runner

    gold = _chosen(gold_module.load(given["gold"]), given["only"])
    chosen = session.settings(given)
    before = _budget(given, chosen)
    make = lambda sample: session.summarizer({**given, "sample": sample, "quiet": True, "parameters": {}}, chosen)  # noqa: E731
    scored: list[Result] = []
    gaps: list[Gap] = []
    try:
        for found in runner.run(make, gold, given["samples"], before):
            if isinstance(found, runner.Gap):
                gaps.append(found)
            else:
                scored.append(found)
                results.write(given["out"], found)
            if not (given["quiet"] or chosen.offline):
                note(f"{len(scored) + len(gaps)} of {len(gold) * given['samples']}")
    finally:
        emit(printed(report.text([*scored, *runner.without_model(gold)])) if scored else "")
    _told(gaps, len(gold) * given["samples"])
    if given["against"]:
        _held(given["against"], scored)


@eval.command()
@click.argument("a", type=click.Path(path_type=Path))
@click.argument("b", type=click.Path(path_type=Path))
@click.option("--other-model", is_flag=True, help="Compare although the models differ.")
def compare(a: Path, b: Path, other_model: bool) -> None:
    """Say whether B is better than A: each a folder of one arm's results, or a blessed baseline.

    Leaves with 100 where B is worse.
    """
    from summarizer.evaluation import comparison, report

    found = comparison.compared(comparison.of(a), comparison.of(b), models_may_differ=other_model)
    emit(printed(report.comparison(found)))
    if comparison.regressed(found):
        raise Regressed(
            f"{b} is worse than {a}: {found.why}; keep the other, or look at `eval report` for the articles"
        )


@eval.command("report")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--gold", type=click.Path(path_type=Path), default=GOLD, show_default=True, help="For the html page.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write there.")
def report_(folder: Path, form: str, gold: Path, output: Path | None) -> None:
    """Print the results in FOLDER again, or as Markdown, JSON, a page or JUnit XML."""
    from summarizer.evaluation import report, results

    found = results.read(folder)
    if form == "html":
        from summarizer.evaluation import gold as gold_module
        from summarizer.evaluation.page import page

        made = page(found, {entry.name: entry.article.text for entry in gold_module.load(gold)})
    else:
        makers: dict[str, Callable[[list[Result]], str]] = {
            "text": report.text, "md": report.markdown, "json": report.as_json, "junit": report.junit,
        }  # fmt: skip
        made = makers[form](found)
    if output is None:
        emit(printed(made))
    else:
        _write(output, made)


@eval.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--baselines", type=click.Path(path_type=Path), default=Path("fixtures") / "baselines", show_default=True)
def bless(folder: Path, baselines: Path) -> None:
    """Make the results in FOLDER, of one arm, the baseline that later runs are held to."""
    from summarizer.evaluation import comparison

    found = comparison.of(folder)
    path = baselines / f"{found.arm.name}.json"
    _write(path, comparison.blessed(found))
    note(f"blessed {path}: {len(found.figures)} articles")


def _chosen(gold: list[Gold], only: tuple[str, ...]) -> list[Gold]:
    unknown = set(only) - {entry.name for entry in gold}
    if unknown:
        raise UsageError(f"there is no gold article {min(unknown)!r}: the folder has {gold[0].name} and others")
    return [entry for entry in gold if not only or entry.name in only]


def _budget(given: dict[str, Any], chosen: Any) -> Callable[[Summarizer, Gold], None]:
    """What stops a run before a question that may pass the budget. Raises `UsageError` for a model without a price."""
    from summarizer.cli.dry_run import endpoint_of, estimated, lookup, spendable

    endpoint, limit, spent = endpoint_of(chosen), spendable(chosen, given["max_cost"]), [Decimal(0)]
    if limit is None:
        return lambda *_: None

    def before(summarizer: Summarizer, entry: Gold) -> None:
        question = summarizer.question(entry.article)
        if lookup(summarizer, question)["found"] == "hit":
            return
        ceiling = Decimal(estimated(question, endpoint, chosen.reasks)["usd_at_most"])
        if spent[0] + ceiling > limit:
            raise BudgetReached(
                f"{entry.name} may cost ${ceiling:.4f} and ${spent[0]:.4f} of ${limit} may be spent: what is done is "
                "kept, raise --max-cost and run the same command again"
            )
        spent[0] += ceiling

    return before


def _told(gaps: list[Gap], wanted: int) -> None:
    """Say what has no result; not recorded is exit code 6."""
    for gap in gaps:
        why = "not recorded" if isinstance(gap.error, NotRecorded) else str(gap.error)
        note(f"no result for {gap.article}, sample {gap.sample}: {why}")
    missing = [gap for gap in gaps if isinstance(gap.error, NotRecorded)]
    if missing:
        raise NotRecorded(
            f"{len(missing)} of {wanted} answers are not recorded, {missing[0].article} first; the others were scored"
        )


def _held(baseline: Path, scored: list[Result]) -> None:
    from summarizer.evaluation import comparison, report

    found = comparison.compared(comparison.of(baseline), comparison.table(scored))
    emit(printed("\n" + report.comparison(found)))
    if comparison.regressed(found):
        raise Regressed(f"worse than the baseline {baseline}: {found.why}")


def _write(path: Path, made: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made, "utf-8")
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror}; name another place") from None
