"""The values of the numbers in a text, whatever digits, words and separators its language writes them with.

"1,2 млн", "120万", "ألف ومئتان" and "1.2 million" are compared by what they are worth. A mark between digits may part
thousands or decimals ("3.500"): then a number has both values, and agrees with either.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from summarizer.lexicon import lexicon
from summarizer.lexicon.foreign import Foreign, plain

Mention = frozenset[Decimal]
"""What one number may be worth."""

_TOKEN = re.compile(
    r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,٫٬]\d+)*|[^\W\d_]+(?:['’-][^\W\d_]+)*|[^\w\s]", re.UNICODE
)
_SIGNS = dict(zip("〇零一二三四五六七八九两", [0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2], strict=True))
_UNITS = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
_CHINESE = re.compile(r"(?P<digits>\d+(?:[.,]\d+)*)?(?P<signs>[〇零一二三四五六七八九十百千万亿两]*)(?P<tenths>成)?")
_VAGUE = frozenset(
    """one first second third fourth fifth sixth seventh eighth ninth tenth once twice half quarter dozen dozens
    zero""".split()
)
_MAGNITUDES = {"thousand", "million", "billion", "trillion", "thousands", "millions", "billions"}
_CLITIC = re.compile(r"[وف]?(?:ال|لل|[بكل])?")
_HALF = Decimal("0.5")


@lru_cache(maxsize=256)
def mentions(text: str, known: Foreign | None) -> tuple[Mention, ...]:
    """Each number of a text in the language of a lexicon, or in English for None; without vague words ("once")."""
    if known and known.language == "zh":
        return tuple(_of_signs(text))
    return tuple(_of_words(text, known))


@lru_cache(maxsize=256)
def values(text: str, known: Foreign) -> frozenset[Decimal]:
    """All values that the numbers of an article's text may have, each by itself and with its magnitude."""
    found = set().union(*mentions(text, known))
    for token in _TOKEN.findall(text):
        found |= _readings(token) if token[0].isdigit() else set()
    here = plain(text)
    if known.language == "zh":
        found |= {value for word, value in known.numbers.items() if word in here}
        found |= {Decimal(_SIGNS[sign]) for sign in here if sign in _SIGNS}
        found |= {Decimal(_UNITS[sign]) for sign in here if sign in _UNITS}
        return frozenset(found)
    for token in _TOKEN.findall(here):
        value = _worth(token, known)
        found |= {value[0]} if value else set()
    return frozenset(found)


def lost(text: str, written: Foreign | None, source: frozenset[Decimal], known: Foreign) -> list[Decimal]:
    """The numbers of a statement none of whose readings the source has."""
    return [
        min(mention)
        for mention in mentions(text, written)
        if not mention & source and not mention & known.unchecked and mention
    ]


def _readings(token: str) -> set[Decimal]:
    """What digits with marks between them may stand for; the parts where they are a date or a time of day."""
    digits = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in token)
    digits = re.sub(r"[ \u00a0\u202f]", "", digits).replace("٫", ".").replace("٬", ",")
    parts = re.split(r"[.,]", digits)
    if len(parts) == 1:
        return {Decimal(digits)}
    thousands = len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:])
    found = {Decimal("".join(parts))} if thousands else set()
    if len(parts) == 2 or (len(set(re.findall(r"[.,]", digits))) == 2):
        found.add(Decimal(f"{''.join(parts[:-1])}.{parts[-1]}"))
    clock = len(parts) == 2 and "." in digits and len(parts[1]) == 2 and int(parts[0]) < 25 and int(parts[1]) < 60
    return found | {Decimal(part) for part in parts} if clock or (len(parts) > 2 and not thousands) else found


def _written(token: str, *, english: bool) -> set[Decimal]:
    """What digits stand for in a statement: in English a comma parts thousands and a stop decimals."""
    if not english:
        return _readings(token)
    digits = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in token)
    plainly = re.sub(r"[, \u00a0\u202f٬]", "", digits).replace("٫", ".")
    return {Decimal(plainly)} if plainly.count(".") < 2 else _readings(token)


def _of_words(text: str, known: Foreign | None) -> Iterator[Mention]:
    """Runs of digits and number words, each run one number: "двадцать пять", "2,5 millones", "cent vingt"."""
    tokens, i = _TOKEN.findall(plain(text) if known else text.lower()), 0
    while i < len(tokens):
        if tokens[i][0].isdigit():
            base, i = _written(tokens[i], english=known is None), i + 1
            factor, i = _factors(tokens, i, known)
            yield frozenset(value * factor for value in base)
            continue
        half = None if known else _and_a_half(tokens, i)
        if half is not None:
            factor, i = _factors(tokens, i + 4, known)
            yield frozenset({half * factor})
            continue
        total, used, vague = _run(tokens, i, known)
        if used and not vague:
            yield frozenset({total})
        i += max(used, 1)


def _and_a_half(tokens: list[str], i: int) -> Decimal | None:
    """The number in front of "and a half", and that half with it ("one and a half million")."""
    value = lexicon("en").number.get(tokens[i])
    return value + _HALF if value is not None and tokens[i + 1 : i + 4] == ["and", "a", "half"] else None


def _factors(tokens: list[str], i: int, known: Foreign | None) -> tuple[Decimal, int]:
    """The magnitudes behind digits: "2 Millionen", "mil millones"."""
    factor = Decimal(1)
    while i < len(tokens):
        if tokens[i] == "." and factor > 1:
            break
        worth = _worth(tokens[i], known)
        if not worth or not worth[1]:
            break
        factor, i = factor * worth[0], i + 1
    return factor, i


def _run(tokens: list[str], i: int, known: Foreign | None) -> tuple[Decimal, int, bool]:
    """The number that begins with this word, how many tokens it has, and whether it is too vague to be compared."""
    total, current, last, used = Decimal(0), Decimal(0), Decimal(1), 0
    single: list[str] = []
    joiners = known.joiners if known else frozenset({"and"})
    while i + used < len(tokens):
        form = tokens[i + used]
        worth = _worth(form, known)
        if worth is None:
            skip = (
                (form in joiners and (total > 0 or current >= 20))
                or form == "-"
                or (known is None and form == "a" and single == ["half"])
            )
            if not (used and skip and i + used + 1 < len(tokens) and _worth(tokens[i + used + 1], known)):
                break
            used += 1
            continue
        value, magnitude = worth
        single.append(form)
        if magnitude:  # "two thousand", and "mil millones"
            total = total * value if total and not current else total + (current or 1) * value
            current, last = Decimal(0), value
        elif value == _HALF and total and not current:
            total += _HALF * last
        elif value == 100 and 0 < current < 10:
            current *= 100
        else:
            current += value
        used += 1
    vague = len(single) == 1 and (known is None and single[0] in _VAGUE)
    tens = known is None and i >= 2 and tokens[i - 1] == "of" and tokens[i - 2] in ("tens", "hundreds", "dozens")
    return total + current, used, vague or tens or (known is not None and len(single) == 1 and total + current <= 1)


def _worth(word: str, known: Foreign | None) -> tuple[Decimal, bool] | None:
    """The value of a number word, and whether it multiplies what stands before it; None for another word."""
    if known is None:
        if word == "half":
            return _HALF, False
        value = lexicon("en").number.get(word)
        if value is None and "-" in word:
            parts = [lexicon("en").number.get(part) for part in word.split("-")]
            both = [part for part in parts if part is not None]
            value = sum(both) if len(both) == len(parts) == 2 and both[0] < 100 else None
        return None if value is None or word in _VAGUE - {"half"} else (Decimal(value), word in _MAGNITUDES)
    for form in (word, _CLITIC.sub("", word, count=1) if known.language == "ar" else word):
        for candidate in (form, form.removeprefix("و")):
            if candidate in known.magnitudes:
                return known.magnitudes[candidate], True
            if candidate in known.numbers:
                return known.numbers[candidate], False
    return None


def _of_signs(text: str) -> Iterator[Mention]:
    """The numbers of a Chinese text; one sign alone (一 of 一些) is too often no number."""
    for found in _CHINESE.finditer(text):
        digits, signs = found["digits"], found["signs"]
        if digits:
            factor = Decimal(1)
            for sign in signs:
                factor *= _UNITS.get(sign) or _LARGE.get(sign) or 1
            factor *= 10 if found["tenths"] else 1
            yield frozenset(value * factor for value in _readings(digits))
        elif len(signs) > 1 or (signs and found["tenths"]):
            yield frozenset({_chinese(signs) * (10 if found["tenths"] else 1)})


def _chinese(signs: str) -> Decimal:
    """The value of a Chinese numeral such as 三千五百万."""
    if not any(sign in _UNITS or sign in _LARGE for sign in signs):  # 二〇一九
        return Decimal("".join(str(_SIGNS[sign]) for sign in signs))
    total = section = digit = 0
    for sign in signs:
        if sign in _SIGNS:
            digit = _SIGNS[sign]
        elif sign in _UNITS:
            section, digit = section + (digit or 1) * _UNITS[sign], 0
        else:
            total, section, digit = (total + (section + digit or 1)) * _LARGE[sign], 0, 0
    return Decimal(total + section + digit)
