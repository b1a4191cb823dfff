"""One question about an article brought to its end: its answer reviewed, and a second look at what that left out."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer import second_look
from summarizer.answer import Answer, AnswerDenial
from summarizer.article import Article
from summarizer.checks.fit import overclaimed
from summarizer.errors import AnswerError, EndpointError, NotRecorded
from summarizer.exchange import Exchange, Exchanges
from summarizer.languages import ENGLISH
from summarizer.question import Question
from summarizer.review import Reviewed, review

LOWERED = {"fit": "same_topic", "why": "given as exact, but in other words: not shown to be the same"}
"""What a link becomes that claims too much."""


class Checker:
    """The review of one article's answers, which remembers the last ones so that none is reviewed twice."""

    def __init__(self, article: Article, language: str = ENGLISH) -> None:
        self._article, self._language = article, language
        self._last: list[tuple[Answer, Reviewed]] = []

    def reviewed(self, answer: Answer) -> Reviewed:
        """The review of an answer."""
        for seen, result in self._last:
            if seen is answer:
                return result
        result = review(answer, self._article, self._language)
        self._last = [*self._last[-3:], (answer, result)]
        return result

    def __call__(self, answer: Answer) -> list[str]:
        """What is wrong with an answer, each fault a line for the model."""
        return [finding.message for finding in self.reviewed(answer).errors]


@dataclass(frozen=True)
class Again:
    """A second look that was taken: its exchange, and both answers as one."""

    exchange: Exchange
    merged: Answer


def answered(exchange: Exchange) -> Answer:
    """The answer of an exchange. Raises `AnswerError` where no reply was one."""
    outcome = exchange.outcome
    if outcome.answer is None:
        first = outcome.problems[0] if outcome.problems else "no reply"
        raise AnswerError(
            f"no valid answer after {len(exchange.attempts)} attempt(s), last problem: {first}; "
            "try another model, or `--fresh` to ask again"
        )
    return outcome.answer


def settled(exchange: Exchange, checker: Checker) -> Answer:
    """The answer of an exchange, with a fit that code does not bear out lowered: a denial is not lost for it.

    Asked again the model may choose `partial` or `same_topic`; where it did not, the one that claims least is taken.
    Raises `AnswerError` where no reply was an answer.
    """
    answer = answered(exchange)
    reviewed = checker.reviewed(answer)
    if not any(finding.rule == "fit-exact" for finding in reviewed.errors):
        return answer
    lower = {(denial.id, link.claim) for denial, link in overclaimed(reviewed.draft)}

    def lowered(denial: AnswerDenial) -> AnswerDenial:
        links = [
            link.model_copy(update=LOWERED) if (denial.id, link.claim) in lower else link for link in denial.answers
        ]
        return denial.model_copy(update={"answers": links})

    return answer.model_copy(update={"denials": [lowered(denial) for denial in answer.denials]})


def look_again(exchanges: Exchanges, question: Question, first: Answer, checker: Checker) -> Again | None:
    """Ask once more, about just what was left out; None where that brings nothing, and the first answer stands."""

    def only_new(second: Answer) -> list[str]:
        merged = second_look.merge(first, second)
        new, old = second_look.added(first, merged), {f.message for f in checker.reviewed(first).errors}
        errors = checker.reviewed(merged).errors
        return [f.message for f in errors if f.item in new or (f.item is None and f.message not in old)]

    try:
        second = exchanges.answer(question, only_new)
    except (NotRecorded, EndpointError, AnswerError) as error:
        exchanges.notify(f"second look not taken: {error}")
        return None
    if second.outcome.answer is None:
        return None
    return Again(second, second_look.merge(first, second.outcome.answer))
