"""The rules that decide, from the article's text and a lexicon alone, whether a line may be shown.

Each family is a module; importing it registers its rules. No model judges a model.
"""

from __future__ import annotations

from summarizer.briefing import Finding
from summarizer.checks import (  # noqa: F401  (imported for the rules they register, in the order they run)
    attribution,
    bottom_line,
    certainty,
    dates,
    denials,
    fit,
    grounding,
    hygiene,
    names,
    negation,
    quantities,
    quotations,
    references,
    standing,
)
from summarizer.checks.draft import RULES, Draft, DraftItem, Rule

__all__ = ["RULES", "Draft", "DraftItem", "Rule", "run"]


def run(draft: Draft) -> list[Finding]:
    """Every finding of every rule, in the order of the rules."""
    return [finding for rule in RULES for finding in rule.find(draft)]
