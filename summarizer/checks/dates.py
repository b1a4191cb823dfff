"""Dates and units: nothing more exact than the article, and no unit changed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.briefing import Finding
from summarizer.checks.draft import Draft, error, rule, warning

_DATES = {
    "month": re.compile(
        r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    ),
    "weekday": re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"),
    "relative": re.compile(
        r"\b(?:yesterday|today|tomorrow|tonight"
        r"|(?:last|next|this) (?:week|month|year|night|spring|summer|autumn|winter))\b",
        re.IGNORECASE,
    ),
}
_MEASURE = re.compile(
    r"(?P<before>[$€£¥]\s?)?"
    r"(?P<number>\d[\d,.]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred)\b)[\s-]?"
    r"(?P<unit>%|percentage points?|per\s?cent|million|billion|trillion|thousand|hundred|m\b|bn\b"
    r"|km\b|kilomet\w+|met(?:re|er)s?|miles?|feet|tonnes?|tons?|kilos?|kg\b|lit(?:re|er)s?"
    r"|dollars?|euros?|pounds?|crowns?|hours?|minutes?|days?|weeks?|months?|years?"
    r"|degrees?|hectares?|acres?|megawatts?|barrels?)?",
    re.IGNORECASE,
)
_SAME = {
    "per cent": "%",
    "percent": "%",
    "percentage points": "points",
    "percentage point": "points",
    "m": "million",
    "bn": "billion",
    "km": "kilom",
    "kg": "kilos",
}


@rule(
    "date-changed",
    "error",
    "a month, weekday or relative date is the one of the evidence",
    example="“on Wednesday” for “on Tuesday”; “November 2022” for “in November”",
    source="I8",
)
def changed(draft: Draft) -> Iterator[Finding]:
    """Each date word its evidence lacks: an error, unless the article has it and the evidence has no other."""
    for item in draft.items:
        if not item.evidence or item.list_name == "other_responses":
            continue
        source = item.text(draft.article)
        for kind, pattern in _DATES.items():
            written = pattern.findall(" ".join(item.generated))
            there = {found.lower() for found in pattern.findall(source)} if written else set()
            before = {found.lower() for found in pattern.findall(draft.context(item))} if written else set()
            for word in written:
                if word.lower() in before or (kind == "month" and word == "May" and " may " in source):
                    continue
                message = f"{item.item.id}: “{word}” is not in its evidence; write the article's own time words"
                elsewhere = word.lower() in draft.article.text.lower()
                found = warning if elsewhere and not there else error
                yield found("date-changed", item.item.id, message, item.sentences[0])


@rule(
    "unit-changed",
    "error",
    "a figure keeps its unit, currency and order of magnitude",
    example="“5 million” for “5 billion”; “$” for “€”",
    source="I7",
)
def unit(draft: Draft) -> Iterator[Finding]:
    """Each figure that its evidence gives with another unit or currency, or all the article does where it has none."""
    whole: dict[str, set[str]] = {}
    for item in draft.items:
        if not item.evidence:
            continue
        there = _measures(item.text(draft.article))
        for number, units in _measures(" ".join(item.generated)).items():
            known = there.get(number)
            if known is None and units - {""}:
                whole = whole or _measures(draft.article.text)
                known = whole.get(number, {""})
                known = known if "" not in known else None
            wrong = units - (known or set())
            if known and wrong - {""} and known != {""}:
                yield error(
                    "unit-changed",
                    item.item.id,
                    f"{item.item.id}: {number} is in {_listed(known)} in the article, not in {_listed(wrong)}",
                    item.sentences[0],
                )


def _measures(text: str) -> dict[str, set[str]]:
    """Each figure of a text with the units and currencies it stands in."""
    found: dict[str, set[str]] = {}
    for match in _MEASURE.finditer(text):
        number = match["number"].rstrip(".,").lower()
        units = found.setdefault(number, set())
        units.add(_normal(match["unit"] or ""))
        if match["before"]:
            units.add(match["before"].strip())
    return found


def _normal(unit: str) -> str:
    lowered = " ".join(unit.lower().split())
    return _SAME.get(lowered, lowered[:5] if lowered != "%" else "%").rstrip("s")


def _listed(units: set[str]) -> str:
    return " or ".join(sorted(units - {""})) or "no unit"
