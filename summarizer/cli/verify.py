"""`summarizer verify`: every quote and every rule of a briefing checked again, without a model or a network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from summarizer.cli import session
from summarizer.cli.bill import counted
from summarizer.cli.options import SOURCE, options
from summarizer.cli.output import as_json, emit
from summarizer.errors import EvidenceError, UsageError

if TYPE_CHECKING:
    from summarizer.article import Article
    from summarizer.briefing import Briefing, Finding


@click.command()
@click.argument("briefing", type=click.Path())
@click.option("--article", type=click.Path(), required=True, help="The article's file, or `-`.")
@options(SOURCE)
@click.option("--json", "json_", is_flag=True, help="The findings as JSON.")
def verify(briefing: str, article: str, json_: bool, **given: Any) -> None:
    """Check BRIEFING, a JSON file or `-`, against its article.

    Leaves with 5 where a quote is not in the article or a rule fails, else with 0; warnings do not count.
    """
    from summarizer.briefing import Briefing

    if briefing == article == "-":
        raise UsageError("the briefing and the article cannot both come from standard input: name a file for one")
    read = Briefing.from_file(briefing)
    findings = _findings(read, session.article(article, given), briefing)
    facts = _facts(read, findings)
    emit(as_json(facts) if json_ else _text(facts), "json" if json_ else "text")
    if facts["errors"]:
        raise click.exceptions.Exit(EvidenceError.exit_code)


def _findings(briefing: Briefing, article: Article, name: str) -> list[Finding]:
    from pydantic import ValidationError

    from summarizer.verification import verify as check

    try:
        return check(briefing, article)
    except ValidationError as error:  # a briefing may hold what no answer may, after an edit by hand
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise EvidenceError(f"{name} holds what no answer can: {where}: {first['msg']}; make it again") from None


def _facts(briefing: Briefing, findings: list[Finding]) -> dict[str, Any]:
    from summarizer.checks import RULES

    errors = sum(finding.level == "error" for finding in findings)
    return {
        "quotes": sum(len(item.evidence) for item in briefing.items),
        "rules": len(RULES),
        "errors": errors,
        "warnings": len(findings) - errors,
        "findings": [finding.model_dump(mode="json") for finding in findings],
    }


def _text(facts: dict[str, Any]) -> str:
    from summarizer.render.escape import terminal

    found = facts["findings"]
    wide = max((len(f["item"] or "-") for f in found), default=0), max((len(f["rule"]) for f in found), default=0)
    lines = [f"{f['level']:<7}  {f['item'] or '-':<{wide[0]}}  {f['rule']:<{wide[1]}}  {f['message']}" for f in found]
    checked = f"{counted(facts['quotes'], 'quote')} and {counted(facts['rules'], 'rule')} checked"
    verdict = f"{counted(facts['errors'], 'error')}, {counted(facts['warnings'], 'warning')}"
    return "".join(f"{terminal(line)}\n" for line in [*lines, f"{checked}: {verdict}"])
