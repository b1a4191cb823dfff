"""Sentences of a news text, numbered and with offsets: fixed rules and tables, no model, no settings.

Lines are joined into paragraphs first, so that a headline stands alone and a hard-wrapped paragraph stays whole.
Inside a paragraph every stop is then judged by the word before it and the word after it. Where the signs disagree,
nothing is split: a sentence that is too long still holds its evidence, a cut one does not.

Every pattern looks only a bounded distance back, and forward only over what no other stop looks at: the time
is linear in the length of the text, whatever the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from summarizer.abbreviations import COMMON, OF, Abbreviations
from summarizer.languages import language_of

VERSION = 1
"""Changes whenever an English text is split differently: the numbers are part of what a model was shown.

Texts in the other languages of `summarizer.abbreviations` may be split better without it: what a model was shown is in
the question's key, so that an older recording of such a text is not found, and never read with other numbers.
"""

PRONOUNS = "The|An?|He|She|It|They|We|I|You|His|Her|Its|Their|This|That|But|And"
SAYING = "said|says|asked|asks|added|adds|replied|wrote|told|shouted|cried|tweeted|continued|wondered|answered"
ORDINAL_OF = frozenset(  # a German ordinal ends in a stop: “am 3. Oktober”
    "Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember Jahrhundert Quartal "
    "Weltkrieg Liga Bundesliga Klasse Runde Platz Mal".split()
)
BRANDS = frozenset({"Yahoo", "Jeopardy"})  # the mark is part of the name
DOMAINS = frozenset("com org net gov edu mil int info io co uk eu us de fr ru js ts py html".split())

HARD = "。！？｡؟۔।॥։።"  # these end a sentence with or without a space after them
HIDDEN = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"  # zero width: written after a stop, they belong to it
QUOTES = "\"'”’»›“„«」』"
OPENERS = "\"'“”‘’„«»‹›(\\[{¿¡—–\\-•·*_#@$€£¥「『（《\u2600-\u27bf\U0001f300-\U0001faff" + HIDDEN
STOP = re.compile(
    rf"([.!?…]+|[{HARD}][{HARD}.!?…]*)"
    rf"((?:[”’»›)\]}}」』】）》\"'{HIDDEN}]|[“„«](?=[\s.,;:]|\Z)|[ \u00a0\u202f]»(?!\w))*)"
)
LEAD = re.compile(rf"(\s*)([—–\-]*)[{OPENERS}\s]*(?:(?:\.\.\.|…)(?=\w))?")  # up to the first letter of what follows
WORD = re.compile(r"[^\W_]{1,20}")
SPACE = re.compile(r"\s*")
BEFORE = re.compile(r"[\s\"“”‘„«(\[{—–\-]")
ACRONYM = re.compile(r"(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,3}")
PLAIN = re.compile(r"[^\W\d_]{2,}|\d{4}|[\d.,]+%")
ATTRIBUTION = re.compile(rf"\s+(?!(?:{PRONOUNS})\s)(?:[A-Z][\w'’\-]{{0,30}}\.?,?\s){{1,5}}(?:{SAYING})\b")
LINE_END = re.compile(rf"[.!?…{HARD}][”’»›“)\]」』】）\"'{HIDDEN}]*\Z")
BULLET = re.compile(r"(?:[\-*•·▪◦‣●■]|[–—](?=\s+[^\W\d_a-z])|\(?\d{1,3}[.)]|\(?[a-z]\))\s")


@dataclass(frozen=True)
class Sentence:
    """One sentence: its number (from 1), its offsets in code points (half open), its paragraph's number (from 1)."""

    number: int
    start: int
    end: int
    paragraph: int


def split(text: str, language: str | None = None) -> tuple[Sentence, ...]:
    """Every sentence of `text` in order; none for an empty or white text. Any string is accepted, nothing is raised.

    `language` is a primary tag such as "de"; without it the text's own words tell it.

    The sentences never overlap, begin and end with what is not white space (`str.isspace`), and together cover all
    that is not white space. A blank line always ends a sentence and a paragraph.
    """
    known = OF.get(language or language_of(text) or "", COMMON)
    found: list[Sentence] = []
    for paragraph, (start, end) in enumerate(_paragraphs(text), 1):
        begin = start
        for stop in STOP.finditer(text, start, end):
            cut = _cut(text, start, begin, end, stop, known=known) if stop.end() < end else 0
            if cut:
                found.append(Sentence(len(found) + 1, begin, cut, paragraph))
                begin = SPACE.match(text, cut).end()  # type: ignore[union-attr]  # matches the empty string
        found.append(Sentence(len(found) + 1, begin, end, paragraph))
    return tuple(found)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The offsets of every run of lines that belong together."""
    for block in _blocks(text):
        lines = [text[start:end] for start, end in block]
        width = _wrap_width(lines) if len(lines) > 1 else 0
        first = 0
        for i in range(1, len(lines)):
            if not _goes_on(lines[i - 1], lines[i], width):
                yield block[first][0], block[i - 1][1]
                first = i
        yield block[first][0], block[-1][1]


def _blocks(text: str) -> Iterator[list[tuple[int, int]]]:
    """The offsets of the lines between blank lines, without white space at either end."""
    block: list[tuple[int, int]] = []
    position = 0
    for line in text.splitlines(keepends=True):
        body = line.strip()
        if body:
            start = position + len(line) - len(line.lstrip())
            block.append((start, start + len(body)))
        elif block:
            yield block
            block = []
        position += len(line)
    if block:
        yield block


def _wrap_width(lines: list[str]) -> int:
    """The column at which a block was hard-wrapped, or 0: a block of headline, byline or list lines was not."""
    width = max(map(len, lines))
    if not 40 <= width <= 100 or all(map(_complete, lines[:-1])):
        return 0
    broken = any(after[:1].islower() and not _complete(line) for line, after in pairwise(lines))
    return width if broken or _complete(lines[-1]) or lines[-1][-1] == ":" else 0


def _complete(line: str) -> bool:
    """Whether a line ends as a sentence does."""
    return bool(LINE_END.search(line[-8:])) and _before(line[:-1]) not in COMMON.titles


def _goes_on(line: str, after: str, width: int) -> bool:
    """Whether a single line break is inside a sentence or paragraph. `width` is the block's wrap column, or 0."""
    # Wrapped: the next word did not fit. One sixth is left for ragged lines (proportional type, copied).
    word = len(after[:20].split(None, 1)[0]) if " " in line else 1
    full = bool(width) and (len(line) + 1 + word) * 6 > width * 5
    if BULLET.match(after):  # or, wrapped, a number or a dash from inside the sentence
        return full and line[-1] not in ":;" and not (_complete(line) or BULLET.match(line) or after[0] in "*•·▪◦‣●■")
    if full or _complete(line):
        return full
    if line.endswith((",", ";", "–", "—", "&", "(", " -", ".")):  # a stop that is no sentence's: a title's
        return True
    start = WORD.search(after[:8])
    return bool(start and start[0].islower())


def _before(text: str) -> str:
    """The last word of the last 24 characters, its own stops kept; empty after white space."""
    return BEFORE.split(text[-24:])[-1].strip("'’" + HIDDEN)


def _cut(text: str, paragraph: int, begin: int, end: int, stop: re.Match[str], *, known: Abbreviations) -> int:
    """Where the sentence from `begin` ends at this stop (after its closing marks), or 0 where it goes on."""
    lead = LEAD.match(text, stop.end(), end)
    word = WORD.match(text, lead.end(), end) if lead else None
    i, cut = stop.start(), stop.end()
    if stop[1][0] in HARD:
        ends = text[cut] not in ",，、;:；：" and not (stop[2] and text[cut] == "と")  # 「…。」と: “he said” follows
        ends = ends and not (stop[2] and known.said and known.said.match(text, cut, end))
    elif lead is None or word is None:
        return 0
    elif lead[1] or stop[2].endswith(tuple(HIDDEN)):
        ends = _ends_spaced(text, begin, stop, lead[2], word, known=known)
    else:
        # A straight mark between stop and letter opens a quotation when those before it are paired.
        opens = stop[2] == '"' and text.count('"', max(paragraph, i - 2000), i) % 2 == 0
        cut = stop.end(1) if opens else cut
        ends = _ends_glued(text, begin, stop, word, known)
    # A sentence has a word: “...” or “[...]” alone is none (200: the search back is bounded).
    return cut if ends and (i - begin > 200 or WORD.search(text, begin, i)) else 0


def _ends_glued(text: str, begin: int, stop: re.Match[str], word: re.Match[str], known: Abbreviations) -> bool:
    """A stop with no space after it: only between an ordinary word and a capitalised one (not `ASP.NET`, `e.g.Foo`)."""
    capital = word[0][0].isupper() and (len(word[0]) == 1 or word[0][1].islower())
    after = text[word.end() : word.end() + 2]
    if not capital or (after and not after[0].isspace() and after[0] not in ",.;:'’”\"…!?)—–-"):
        return False
    if word[0].lower() in DOMAINS or (after[:1] == "." and (len(word[0]) == 1 or after[1:].isalnum())):
        return False
    token = _before(text[max(begin, stop.start() - 24) : stop.start()])
    if stop[2] or len(stop[1]) > 1:
        return _kind(token, known) is None
    return bool(PLAIN.fullmatch(token.replace("’", "").replace("'", ""))) and _kind(token, known) is None


def _ends_spaced(
    text: str, begin: int, stop: re.Match[str], dash: str, word: re.Match[str], *, known: Abbreviations
) -> bool:
    """A stop with a space after it, and then (after opening marks) a word."""
    start, after = word[0], text[word.end() : word.end() + 1]
    quoted = any(c in QUOTES for c in stop[2])
    if start[0].islower():  # a new sentence only for “iPhone” and “b) ...”
        return (len(start) > 1 and start[1].isupper()) or after == ")"
    starter = after == ":" or (start in known.starters and (not after or after.isspace() or after in ",'’"))
    token = _before(text[max(begin, stop.start() - 24) : stop.start()])
    if quoted and (dash or (stop[1][-1] in "!?…" and ATTRIBUTION.match(text, stop.end()))):
        return False  # “Why?” — Ann Lee; “Why?” Ann Lee asked
    if stop[2] and not quoted and stop[2][-1] in ")]":
        opened = max(text.rfind(c, max(begin, stop.start() - 200), stop.start()) for c in "([")
        if opened > begin and not starter:
            return False  # an aside: “the band (remember Wham!) Smith likes”
    if stop[1] != ".":
        return token not in BRANDS
    if token.isdecimal():
        ordinal = len(token) < 3 and (start in ORDINAL_OF or (known.ordinals and not starter))
        return stop.start() - begin > 3 and not ordinal
    if known.elides:
        token = token.replace("'", "’").rpartition("’")[2]
    kind = None if known.endings and text.endswith(known.endings, 0, stop.start()) else _kind(token, known)
    if kind is None or quoted:
        return True
    if kind is known.numbered:
        return not (start[0].isdecimal() or set(start) <= set("IVXLC"))
    enumerated = len(token) == 1 and stop.start() - begin < 3
    return (
        kind is known.either
        and not dash
        and not enumerated
        and (starter or not (start[0].isupper() or start.isdecimal()))
    )


def _kind(token: str, known: Abbreviations) -> frozenset[str] | None:
    """The table a word before a stop belongs to; initials and acronyms are of `either`."""
    names = (token, token.capitalize()) if len(token) > 1 and token.isupper() else (token,)
    for table in (known.titles, known.numbered, known.either):
        if any(name in table for name in names):
            return table
    initial = token[:1].isupper() and (len(token) == 1 or ACRONYM.fullmatch(token))
    return known.either if initial else None
