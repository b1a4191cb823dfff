"""Which days an article's time words mean, where its publication date is known; never a guess.

Only what one reading allows is resolved: "yesterday", "last month", "three days ago", "3 March 2024". "On Tuesday" and
"in November" may be the last or the next one, so they stay the article's own words.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from summarizer.briefing import Dated

_DAYS = {"yesterday": -1, "last night": -1, "today": 0, "tonight": 0, "this morning": 0, "earlier today": 0,
         "later today": 0, "tomorrow": 1}  # fmt: skip
_STEP = {"last": -1, "this": 0, "next": 1}
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
            "nine": 9, "ten": 10}  # fmt: skip
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_PERIOD = re.compile(r"(last|this|next) (week|month|year)")
_AGO = re.compile(r"(\w+) (day|week|month|year)s? ago")
_WHOLE = re.compile(r"(?:\w+ )?(?:(\d{1,2}) )?([a-z]+)(?: (\d{1,2}),?)? (\d{4})")
_YEAR = re.compile(r"(?:in|since|by|until|before|after) (\d{4})")


def resolve(when: list[str], published: str | None) -> list[Dated]:
    """Those of the time words that name days for certain: each with its first and last day, as ISO 8601 dates.

    `published` is the article's ISO 8601 date or date-time, or None; without it only dates with a year are resolved.
    """
    day = _day(published)
    found = [(text, _days(" ".join(text.lower().split()), day)) for text in when]
    return [Dated(text=text, first=days[0].isoformat(), last=days[1].isoformat()) for text, days in found if days]


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _days(text: str, day: date | None) -> tuple[date, date] | None:
    try:
        explicit = _explicit(text)
        return explicit or (_relative(text, day) if day else None)
    except (ValueError, OverflowError):
        return None


def _explicit(text: str) -> tuple[date, date] | None:
    """A date that gives its own year."""
    whole = _WHOLE.fullmatch(text)
    if whole and whole[2] in _MONTHS:
        year, month, number = int(whole[4]), _MONTHS[whole[2]], whole[1] or whole[3]
        return _month(year, month) if number is None else (date(year, month, int(number)),) * 2
    year_only = _YEAR.fullmatch(text)
    if year_only and text.startswith("in "):
        return date(int(year_only[1]), 1, 1), date(int(year_only[1]), 12, 31)
    return None


def _relative(text: str, day: date) -> tuple[date, date] | None:
    """A time told from the day of publication."""
    if text in _DAYS:
        return (day + timedelta(_DAYS[text]),) * 2
    period, ago = _PERIOD.fullmatch(text), _AGO.fullmatch(text)
    if period:
        return _around(day, period[2], _STEP[period[1]])
    if ago and (ago[1] in _NUMBERS or ago[1].isdecimal()):
        count = _NUMBERS.get(ago[1]) or int(ago[1])
        return (day - timedelta(count),) * 2 if ago[2] == "day" else _around(day, ago[2], -count)
    return None


def _around(day: date, unit: str, steps: int) -> tuple[date, date]:
    """The calendar week (Monday to Sunday), month or year that lies so many steps away from a day's own."""
    if unit == "week":
        monday = day - timedelta(day.weekday()) + timedelta(weeks=steps)
        return monday, monday + timedelta(6)
    if unit == "year":
        return date(day.year + steps, 1, 1), date(day.year + steps, 12, 31)
    months = day.year * 12 + day.month - 1 + steps
    return _month(months // 12, months % 12 + 1)


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
