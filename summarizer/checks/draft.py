"""What the rules look at: the answer with its evidence located, and a way to say what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from summarizer.answer import (
    Answer,
    AnswerActor,
    AnswerClaim,
    AnswerDenial,
    AnswerResponse,
    AnswerView,
    ListName,
)
from summarizer.article import Article
from summarizer.briefing import Evidence, Finding, Level
from summarizer.checks.text import names
from summarizer.clause import Governed
from summarizer.derive import Derived
from summarizer.evidence import Absent
from summarizer.languages import ENGLISH, SAME, likelier
from summarizer.lexicon import Word, words
from summarizer.lexicon.foreign import Foreign, lexicon_of
from summarizer.marks import Marks, marks

_COMMON = frozenset(
    "the of and to in a an that is was for on with as by at from it be are were has have had not".split()
)
"""Words of which English prose has 30 % and other languages next to none."""
_BACKWARD = re.compile(
    r"\b[Tt]his\b(?! (?:newspaper|paper|week|month|year|morning|time|season|spring|summer|autumn|winter)\b)"
    r"|\b[Tt]hat (?:is|was|would|theory|idea|view|account|argument|remark|charge)\b|\bputs? it\b(?! at \d)"
)
_SHORT = 20
"""Words up to which a sentence that points back does so as a whole; in a longer one the words quoted must."""
AnyItem = AnswerClaim | AnswerDenial | AnswerResponse | AnswerView


def propositions(item: AnyItem) -> list[str]:
    """What an item says, in the model's own words."""
    match item:
        case AnswerDenial(denied=denied):
            return list(denied)
        case AnswerResponse(topic=topic):
            return [topic]
        case other:
            return [other.statement]


@dataclass(frozen=True)
class DraftItem:
    """An item of the answer, its speaker if there is one of that id, and where its evidence stands."""

    list_name: ListName
    item: AnyItem
    speaker: AnswerActor | None
    evidence: list[Evidence]
    absent: list[tuple[str, Absent]]
    derived: Derived
    governed: list[Governed | None]
    """The cue that governs each piece of evidence."""

    @cached_property
    def generated(self) -> list[str]:
        """The sentences the model wrote in its own words."""
        return propositions(self.item)

    @cached_property
    def names(self) -> list[str]:
        """What the speaker is called in the article; empty where there is no such actor."""
        return [self.speaker.name, *self.speaker.aliases] if self.speaker else []

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """The spans of the sentences the evidence lies in, without repetition."""
        return list(dict.fromkeys((e.sentence.start, e.sentence.end) for e in self.evidence))

    def text(self, article: Article) -> str:
        """The sentences the evidence lies in, one a line."""
        return "\n".join(article.text[a:b] for a, b in self.sentences)


@dataclass(frozen=True)
class Draft:
    """A whole answer on its way to becoming a briefing."""

    answer: Answer
    article: Article
    items: list[DraftItem]
    language: str = ENGLISH
    """What the model was asked to write in: one of `languages.ASKED`."""

    @cached_property
    def marks(self) -> Marks:
        """The article's cues, quotations, denials and so on."""
        return marks(self.article)

    @cached_property
    def lexical(self) -> bool:
        """Whether article and statements are in English: then every rule runs."""
        return self.english and self.language in (ENGLISH, SAME)

    @cached_property
    def english(self) -> bool:
        """Whether the article is in English."""
        return _in_english(self.marks.tokens.words, self.article.text)

    @property
    def number_words(self) -> dict[str, int]:
        """The number words that statement and evidence share; none where the article's language is not known."""
        return self.marks.lexicon.number if self.lexical else {}

    @cached_property
    def names(self) -> frozenset[str]:
        """The article's capitalised words that do not merely begin a sentence or a quotation."""
        return frozenset(names(self.article.text))

    @cached_property
    def foreign(self) -> Foreign | None:
        """The lexicon of the article's language, where that is one of those beside English."""
        return None if self.english else lexicon_of(self.article.text)

    @cached_property
    def written(self) -> str | None:
        """The language the model wrote its own sentences in: English, the article's, or None where that is not sure.

        None also where a third language was asked for: rules compare with English or with the article's own.
        """
        text = " ".join(
            [*(t for item in self.items for t in item.generated), *(b.text for b in self.answer.bottom_line)]
        )
        own = self.foreign.language if self.foreign else None
        if self.language not in (ENGLISH, SAME, own):
            return None
        return ENGLISH if own is None else likelier(text, ENGLISH, own)

    @cached_property
    def actors(self) -> dict[str, AnswerActor]:
        """The actors by id."""
        return {actor.id: actor for actor in self.answer.actors}

    def context(self, item: DraftItem) -> str:
        """The sentences of the evidence, and the one before each that points back: "He called this a hypothesis"."""
        before = []
        for e in item.evidence:
            short = self.article.text.count(" ", e.sentence.start, e.sentence.end) < _SHORT
            if _BACKWARD.search(self.article.text[e.sentence.start : e.sentence.end] if short else e.quote):
                before.append(self.article.sentences[max(e.sentence.number - 2, 0)])
        return "\n".join(
            [item.text(self.article), *(self.article.text[s.start : s.end] for s in dict.fromkeys(before))]
        )

    def of(self, list_name: ListName) -> list[DraftItem]:
        """The items of one list."""
        return [item for item in self.items if item.list_name == list_name]


@dataclass(frozen=True)
class Rule:
    """A rule: what it demands, at which level, and where it comes from. `find` is a pure function of the draft."""

    id: str
    level: Level
    demand: str
    example: str
    source: str
    find: Callable[[Draft], Iterator[Finding]]


def in_english(text: str) -> bool:
    """Whether a text is in English, by its commonest words."""
    return _in_english(words(text), text)


def _in_english(found: Sequence[Word], text: str) -> bool:
    common = sum(word.form in _COMMON for word in found)
    return common >= 0.1 * len(found) and any(c.isascii() and c.isalpha() for c in text)


RULES: list[Rule] = []
"""Every rule that was registered; `summarizer.checks.RULES` has them in order."""


def rule(
    rule_id: str, level: Level, demand: str, *, example: str, source: str
) -> Callable[[Callable[[Draft], Iterator[Finding]]], Callable[[Draft], Iterator[Finding]]]:
    """Register a rule; the decorated function yields its findings."""

    def register(find: Callable[[Draft], Iterator[Finding]]) -> Callable[[Draft], Iterator[Finding]]:
        RULES.append(Rule(rule_id, level, demand, example, source, find))
        return find

    return register


def error(rule_id: str, item: str | None, message: str, span: tuple[int, int] | None = None) -> Finding:
    """A finding that sends the item back to the model."""
    start, end = span or (None, None)
    return Finding(rule=rule_id, level="error", item=item, message=message, start=start, end=end)


def warning(rule_id: str, item: str | None, message: str, span: tuple[int, int] | None = None) -> Finding:
    """A finding that is shown to the reader."""
    return error(rule_id, item, message, span).model_copy(update={"level": "warning"})


def shorten(text: str, most: int = 120) -> str:
    """A text on one line, cut at a word where it is longer than `most` characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"
