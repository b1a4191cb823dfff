"""An article too long for one question: asked about in sections, the answers merged, reviewed as one, summed up.

Sections -> an answer each (and a second look each, where the whole lacks a denial, a refusal or a speaker) -> one
answer -> its bottom line -> review over the whole article. A section without an answer is named and costs no other its
own. The next run asks it again, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial

from summarizer import assembly, bottom_line, second_look
from summarizer.account import Read, of_sections
from summarizer.answer import Answer
from summarizer.article import Article
from summarizer.briefing import Briefing, Omission
from summarizer.errors import (
    AnswerError,
    EndpointError,
    KeyRejected,
    NotRecorded,
    QuotaExceeded,
    SummarizerError,
    UnknownModel,
)
from summarizer.exchange import Exchange, Exchanges
from summarizer.merging import merge
from summarizer.model.gate import Open
from summarizer.model.replay import settle
from summarizer.omissions import ASKED_ABOUT, Covered, omissions
from summarizer.prompts import known
from summarizer.question import Question
from summarizer.reading import Checker, answered, look_again, settled
from summarizer.sections import Section, full_names, sections, shown
from summarizer.workers import in_threads

PROMPT = "section"
_FOR_ALL = (KeyRejected, UnknownModel, QuotaExceeded)
"""Failures of the wire that every further section would meet too."""

Ask = Callable[[str, Article, Mapping[str, str]], Question]
"""The question that a prompt asks about an article, given what the prompt asks for beside it."""


@dataclass(frozen=True)
class _Failed:
    """Why a section has no answer; with `stops`, the others will have none either."""

    read: Read
    error: SummarizerError
    stops: bool


def questions(article: Article, limit: int, ask: Ask) -> list[tuple[Section, Question]]:
    """Each section with its question: what is asked in any case, before the bottom line."""
    return [(section, ask(PROMPT, article, shown(article, section))) for section in sections(article, limit)]


def brief(
    article: Article, limit: int, ask: Ask, exchanges: Exchanges, *, jobs: int, follow_up: bool
) -> tuple[Briefing, Exchange]:
    """The briefing of an article in sections, `jobs` asked about at once, and the first exchange behind it.

    Raises what the first section failed with where none was answered, and at once what every section would meet.
    """
    asked = questions(article, limit, ask)
    shared = nullcontext(exchanges) if exchanges.shared else exchanges.connected(asked[0][1].model, Open())
    with shared as connected:
        reading = _Reading(article, limit, ask, connected, jobs)
        reads = reading.first(asked)
        if follow_up:
            reads = reading.again(reads)
        return reading.whole(reads), next(read.exchange for read in reads if read.exchange)


class _Reading:
    def __init__(self, article: Article, limit: int, ask: Ask, exchanges: Exchanges, jobs: int) -> None:
        self._article, self._limit, self._ask = article, limit, ask
        self._exchanges, self._jobs = exchanges, jobs
        self._checkers: dict[Section, Checker] = {}
        self._answers: dict[Section, Answer] = {}
        self._stopped: _Failed | None = None

    def first(self, asked: Sequence[tuple[Section, Question]]) -> list[Read]:
        """Every section's own question, answered or not."""
        self._checkers = {section: Checker(self._article, question.language) for section, question in asked}
        how = f"{len(asked)} section(s) with {asked[0][1].prompt.name}"
        self._exchanges.notify(f"{len(self._article.text):,} characters are too many for one question: {how}")
        found = list(in_threads(self._one, asked, self._jobs))
        failed = [each for each in found if isinstance(each, _Failed)]
        for each in failed:
            if each.stops or len(failed) == len(found):
                raise each.error
            self._exchanges.notify(f"{_unread(each.read.section)} ({each.error})")
        return [each.read if isinstance(each, _Failed) else each for each in found]

    def again(self, reads: Sequence[Read]) -> list[Read]:
        """A second look at each section in which the whole lacks what is worth asking about."""
        kept = {
            section: assembly.passed(self._checkers[section].reviewed(answer))
            for section, answer in self._answers.items()
        }
        missing = _worth_asking(self._article, assembly.covered([item for items in kept.values() for item in items]))
        looks = []
        for read in reads:
            own = range(read.section.core, read.section.last + 1)
            if read.exchange and any(number in own for number in missing):
                omitted = omissions(self._article, assembly.covered(kept[read.section]), own)
                looks.append((read, omitted))
        seen = dict(zip((r.section for r, _ in looks), in_threads(self._look, looks, self._jobs), strict=True))
        return [seen.get(read.section, read) for read in reads]

    def whole(self, reads: Sequence[Read]) -> Briefing:
        """The briefing of all that was read."""
        checker = Checker(self._article, reads[0].question.language)
        faulty = {
            section: {finding.item for finding in self._checkers[section].reviewed(given).errors if finding.item}
            for section, given in self._answers.items()
        }
        merged = merge(self._answers, full_names(self._article), faulty)
        answer = merged.answer
        spoilt = frozenset(f.item for f in checker.reviewed(answer).errors if f.item in merged.alone)
        if spoilt:
            answer = merged.without(frozenset(name for name in spoilt if name))
        last = None
        if len(reads) > 1 and assembly.passed(checker.reviewed(answer)):
            answer, last = self._summed_up(answer, checker)
        provenance = of_sections(reads, self._limit, last)
        unread = [_unread(read.section) for read in reads if not read.exchange]
        return assembly.assemble(checker.reviewed(answer), provenance, unread)

    def _one(self, asked: tuple[Section, Question]) -> Read | _Failed:
        section, question = asked
        checker = self._checkers[section]
        if self._stopped:
            return replace(self._stopped, read=Read(section, question, None))
        again = self._failed_before(question, checker)
        exchanges = replace(self._exchanges, fresh=True) if again else self._exchanges
        try:
            exchange = exchanges.answer(question, checker)
            self._answers[section] = settled(exchange, checker)
            return Read(section, question, exchange)
        except (NotRecorded, EndpointError, AnswerError) as error:
            recorded = self._exchanges.recordings.find(question.key)
            read = Read(section, question, None, failed=recorded.attempts if recorded else ())
            failed = _Failed(read, error, stops=isinstance(error, _FOR_ALL) and not again)
        except SummarizerError as error:  # the budget is used up, the disk is full
            failed = _Failed(Read(section, question, None), error, stops=True)
        if failed.stops:
            self._stopped = failed
        return failed

    def _failed_before(self, question: Question, checker: Checker) -> bool:
        """Whether only a failure is recorded and another try is allowed: it is why the same command is run again."""
        attempts, _ = self._exchanges.recorded(question)
        if self._exchanges.offline or not attempts:
            return False
        try:
            outcome = settle(attempts, checker, self._exchanges.reasks)
        except AnswerError:
            return True
        return outcome.done and outcome.answer is None

    def _look(self, look: tuple[Read, Sequence[Omission]]) -> Read:
        read, omitted = look
        first = self._answers[read.section]
        beside = {
            "sentences": shown(self._article, read.section)["sentences"],
            "known": known(first.model_dump(mode="json")),
            "missing": second_look.missing(omitted),
        }
        question = self._ask(second_look.PROMPT, self._article, beside)
        again = look_again(self._exchanges, question, first, self._checkers[read.section])
        if again is None:
            return read
        self._answers[read.section] = again.merged
        return replace(read, second=again.exchange)

    def _summed_up(self, answer: Answer, checker: Checker) -> tuple[Answer, Exchange | None]:
        question = self._ask(bottom_line.PROMPT, self._article, bottom_line.values(answer))
        try:
            last = self._exchanges.answer(question, partial(bottom_line.faults, answer, checker=checker))
            lines = answered(last)
        except _FOR_ALL:
            raise
        except (NotRecorded, EndpointError, AnswerError) as error:
            self._exchanges.notify(f"bottom line made of the sections' own: {error}")
            return bottom_line.standing_in(answer), None
        faulty = bottom_line.faults(answer, lines, checker)  # after every reask
        return bottom_line.standing_in(answer) if faulty else bottom_line.given(answer, lines), last


def _worth_asking(article: Article, covered: Covered) -> list[int]:
    """The numbers of the sentences that hold what is missing and worth another question."""
    found = omissions(article, covered)
    return [omission.sentence.number for omission in found if omission.kind in ASKED_ABOUT]


def _unread(section: Section) -> str:
    return f"sentences {section.core} to {section.last} were not read: run the same command again to ask about them"
