"""What the rules about facts ask of an article in another language: numbers, dates, quotations, names, bottom line.

Numbers are compared by value, months and weekdays by which one it is, quotations letter for letter. A name in Latin
letters cannot be compared with one in another script: about such a name the rules say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from summarizer.briefing import Finding
from summarizer.checks import bottom_line as english
from summarizer.checks import fit, grounding, quotations
from summarizer.checks.draft import Draft, error, shorten, warning
from summarizer.checks.foreign.reading import known_of
from summarizer.checks.foreign.values import lost, values
from summarizer.languages import script_of
from summarizer.lexicon import words
from summarizer.lexicon.foreign import UNSPACED, Foreign, Phrases, plain

Find = Callable[[Draft], Iterator[Finding]]

_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MAY = re.compile(
    r"\b(?:in|of|by|on|since|until|till|early|late|mid|last|next|this|before|after|from|to|\d{1,2}) May\b"
)
_NUMERIC_DATE = re.compile(r"\b\d{1,2}[./]\d{1,2}[./](?:\d{2,4})?|\b\d{4}-\d\d-\d\d|(?<!\d)\d{1,2}[./]\d{1,2}[./]")
_MORE_MARKS = re.compile(r"„([^“”„]{2,})[“”]|「([^「」]{2,})」|『([^『』]{2,})』")
_STEM, _ENDING = 3, 4
"""Letters of a name that no inflection touches ("Павел", "Павла"), and the most that an ending has."""
SHORTEST_OF_SIGNS = 4
"""Characters of a quote in a language whose words nothing parts."""
_INFLECTED = frozenset({"ru", "uk", "de"})


def numbers(draft: Draft) -> Iterator[Finding]:
    """Each number of a statement whose value its evidence does not hold: an error where the article does not either."""
    known = known_of(draft)
    written = None if draft.written == "en" else known
    for item in draft.items if draft.written else ():
        if not item.evidence:
            continue
        source = values(item.text(draft.article), known)
        for value in (v for text in item.generated for v in lost(text, written, source, known)):
            elsewhere = value in values(draft.article.text, known)
            where = "stands elsewhere in the article, not in its evidence" if elsewhere else "is not the article's"
            found = warning if elsewhere else error
            message = f"{item.item.id}: the number {_shown(value)} {where}; write only numbers it gives"
            yield found("number-absent", item.item.id, message)


def bottom_line_numbers(draft: Draft) -> Iterator[Finding]:
    """Each number of the bottom line whose value the article does not hold."""
    known = known_of(draft)
    written = None if draft.written == "en" else known
    for line in draft.answer.bottom_line if draft.written else ():
        for value in lost(line.text, written, values(draft.article.text, known), known):
            message = f"bottom_line: the number {_shown(value)} is not in the article"
            yield error("bottom-line-number", None, message)


def dates(draft: Draft) -> Iterator[Finding]:
    """Each month, weekday, or "yesterday" of a statement that its evidence lacks; silent beside a date in figures."""
    known = known_of(draft)
    for item in draft.items if draft.written == "en" else ():
        source = item.text(draft.article)
        if not item.evidence or item.list_name == "other_responses" or _NUMERIC_DATE.search(source):
            continue
        for names, forms in (
            (_MONTHS, known.months),
            (_DAYS, known.weekdays),
            (list(known.relative), _relative(known)),
        ):
            there = {name for name, phrases in zip(names, forms, strict=True) if _stands(phrases, source, known)}
            for name, phrases in zip(names, forms, strict=True):
                if name in there or not _says(name, " ".join(item.generated)):
                    continue
                found = warning if _stands(phrases, draft.article.text, known) and not there else error
                message = f"{item.item.id}: “{name}” is not in its evidence; write the article's own time words"
                yield found("date-changed", item.item.id, message, item.sentences[0])


def quoted(draft: Draft) -> Iterator[Finding]:
    """What the rule for English finds, and the same in „…“, 「…」 and 『…』."""
    yield from quotations.altered(draft)
    for item in draft.items:
        for text in item.generated:
            for hit in _MORE_MARKS.finditer(text):
                there = next(filter(None, hit.groups())).rstrip(".,;:!?。，")
                if there not in item.text(draft.article):
                    message = (
                        f"{item.item.id}: “{shorten(there)}” stands in quotation marks but not in its evidence; "
                        "quote exactly or drop the marks"
                    )
                    yield error("quotation-altered", item.item.id, message)


def actors(draft: Draft) -> Iterator[Finding]:
    """Each actor whose name the article does not hold in any inflection; names in another script are left alone."""
    for actor in draft.answer.actors:
        if not named(draft, actor.name):
            yield error(
                "actor-absent",
                actor.id,
                f"{actor.id}: the name “{shorten(actor.name)}” is not in the article; copy it as the article writes it",
            )


def aliases(draft: Draft) -> Iterator[Finding]:
    """Each alias or role that the article does not hold in any inflection."""
    for actor in draft.answer.actors:
        for alias in [*actor.aliases, *([actor.role] if actor.role and actor.role.strip() else [])]:
            if not named(draft, alias):
                message = f"{actor.id}: “{shorten(alias)}” is not in the article as it stands"
                yield warning("alias-absent", actor.id, message)


def disputed(draft: Draft) -> Iterator[Finding]:
    """What the rule for English finds; in the article's language, a bottom line without any denial or negation."""
    if draft.written == "en":
        yield from english.disputed(draft)
    elif draft.written:
        known = known_of(draft)
        denied = {link.claim for d in draft.answer.denials for link in d.answers if link.fit != "same_topic"}
        lines = draft.answer.bottom_line
        cited = denied & {name for line in lines for name in line.rests_on}
        if cited and not any(known.disputed.spans(plain(line.text)) for line in lines):
            message = f"bottom_line: it rests on {min(cited)}, which is denied; say that it is denied"
            yield error("bottom-line-disputed", None, message)


def fits(draft: Draft) -> Iterator[Finding]:
    """What the rule for English finds, where the statements are in English."""
    if draft.written == "en":
        yield from fit.exact(draft)


def short(draft: Draft) -> Iterator[Finding]:
    """What the rule for English finds; in Chinese, where four characters can be a clause, only what is shorter."""
    for finding in grounding.short(draft):
        length = (finding.end or 0) - (finding.start or 0)
        if known_of(draft).language not in UNSPACED or length < SHORTEST_OF_SIGNS:
            yield finding


def named(draft: Draft, name: str) -> bool:
    """Whether the article has a name, whole or with other endings within one sentence; True where that is not known."""
    text, known = draft.article.text, known_of(draft)
    if draft.marks.first_mention(name) is not None or plain(name) in plain(text):
        return True
    script = script_of(name)
    if script is None or script != script_of(text):
        return True
    stems = [_form(word.form, known) for word in words(plain(name)) if len(word.form) > 1]
    sentences = (plain(text[s.start : s.end]) for s in draft.article.sentences)
    return any(all(re.search(stem, sentence) for stem in stems) for sentence in sentences)


def _form(word: str, known: Foreign) -> str:
    """A pattern for a word of a name in any inflection."""
    if known.language == "zh":
        return re.escape(word)
    if known.language == "ar":
        return Phrases([word.removeprefix("ال") or word], "ar").pattern
    if known.language in _INFLECTED and len(word) > 2:
        stem = word[: max(min(_STEM, len(word) - 1), len(word) - _ENDING)]
        return rf"(?<!\w){re.escape(stem)}\w{{0,{len(word) - len(stem) + _ENDING}}}(?!\w)"
    return rf"(?<!\w){re.escape(word)}(?!\w)"


def _relative(known: Foreign) -> list[Phrases]:
    return list(known.relative.values())


def _stands(phrases: Phrases, text: str, known: Foreign) -> bool:
    """Whether a date word stands in a text; in Chinese 1月 is no part of 11月."""
    here = plain(text)
    spans = phrases.spans(here)
    return any(known.language != "zh" or not (a and (here[a - 1].isdigit() or here[a - 1] == "十")) for a, _ in spans)


def _says(name: str, stated: str) -> bool:
    """Whether an English statement has this month, weekday or relative day; "May" only where it can be no verb."""
    if name == "May":
        return bool(_MAY.search(stated))
    return bool(re.search(rf"\b{name}\b", stated, re.IGNORECASE if name.islower() else 0))


def _shown(value: Decimal) -> str:
    return f"{value:f}".rstrip("0").rstrip(".") if value % 1 else f"{int(value)}"


FINDS: dict[str, Find] = {
    "evidence-short": short,
    "number-absent": numbers,
    "bottom-line-number": bottom_line_numbers,
    "date-changed": dates,
    "quotation-altered": quoted,
    "actor-absent": actors,
    "alias-absent": aliases,
    "bottom-line-disputed": disputed,
    "fit-exact": fits,
}
"""The rules of this module, by the id of the English rule whose place they take."""
