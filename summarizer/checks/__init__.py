"""The rules that decide, from the article's text and a lexicon alone, whether a line may be shown.

Each family is a module; importing it registers its rules. No model judges a model.
"""

from __future__ import annotations

from summarizer.briefing import Finding
from summarizer.checks import (
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
    speakers,
    standing,
)
from summarizer.checks.draft import RULES as _REGISTERED
from summarizer.checks.draft import Draft, DraftItem, Rule

__all__ = ["RULES", "Draft", "DraftItem", "Rule", "run"]

_FAMILIES = (
    grounding,
    references,
    attribution,
    speakers,
    standing,
    certainty,
    negation,
    quantities,
    dates,
    names,
    quotations,
    denials,
    fit,
    bottom_line,
    hygiene,
)
_ORDER = [family.__name__ for family in _FAMILIES]
RULES: tuple[Rule, ...] = tuple(sorted(_REGISTERED, key=lambda rule: _ORDER.index(rule.find.__module__)))
"""Every rule, family by family, in the order in which they run."""
_READING = (certainty, negation, dates, denials, speakers, standing)
LEXICAL = frozenset(rule.id for rule in RULES if rule.find.__module__ in {family.__name__ for family in _READING}) | {
    "bottom-line-disputed",
    "evidence-unrelated",
}
"""The rules that read words of one language; an article in a language without a lexicon is spared them."""


def run(draft: Draft) -> list[Finding]:
    """Every finding of every rule, in the order of the rules; without a lexicon, of those that need none.

    For a language that has a lexicon other than English, some rules have a form of their own, and some are off.
    """
    if draft.lexical:
        finds = [rule.find for rule in RULES]
    else:
        from summarizer.checks.foreign import FINDS, OFF  # an English article need not pay for them

        if draft.foreign:
            finds = [FINDS.get(rule.id, rule.find) for rule in RULES if rule.id not in OFF]
        else:
            finds = [rule.find for rule in RULES if rule.id not in LEXICAL | OFF]
    return [finding for find in finds for finding in find(draft)]
