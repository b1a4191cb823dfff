"""Article in, briefing out: the whole way, from the question to the checked lines.

Article -> Question -> (recorded or live) attempts -> Answer -> review -> second look -> Briefing
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summarizer import assembly, second_look
from summarizer.answer import Answer
from summarizer.article import Article
from summarizer.briefing import Briefing
from summarizer.errors import AnswerError, EndpointError, EvidenceError, InputError, NotRecorded, SummarizerError
from summarizer.exchange import Exchange, Exchanges, Notify, silent
from summarizer.library import Library
from summarizer.model.endpoints import Form
from summarizer.model.gate import Gate, Open
from summarizer.model.replay import Outcome
from summarizer.question import Question
from summarizer.recordings import Recordings
from summarizer.resources import shipped
from summarizer.review import Reviewed, review
from summarizer.settings import DEFAULT_MODEL, DEFAULT_PROMPT, REASKS, RETRIES, TIMEOUT
from summarizer.workers import in_threads

JOBS = 8
"""Articles at once where nothing is said."""


@dataclass(frozen=True)
class Result:
    """What came of one article: a briefing, or an error."""

    article: Article
    briefing: Briefing | None
    error: SummarizerError | None


class Summarizer:
    """Makes briefings of articles with one model, prompt version and set of parameters.

    `recordings` is the folder that replies are kept in and read from, beside those shipped with the package; None reads
    the shipped ones and keeps nothing. With `offline` no socket is ever opened. `fresh` asks again although there is
    a recording; with `record` false, replies are not kept. `strict` makes a rejected item an error; `follow_up` allows
    one follow-up question where a denial, a refusal or a speaker seems to be left out.
    The other settings are those of `Exchanges`.
    """

    def __init__(
        self,
        model: str = DEFAULT_MODEL,
        prompt: str = DEFAULT_PROMPT,
        *,
        recordings: str | Path | None = None,
        offline: bool = False,
        fresh: bool = False,
        record: bool = True,
        strict: bool = False,
        follow_up: bool = True,
        parameters: dict[str, Any] | None = None,
        sample: int = 1,
        base_url: str | None = None,
        key_env: str | None = None,
        form: Form | None = None,
        prompts: Sequence[str | Path] = (),
        reasks: int = REASKS,
        retries: int = RETRIES,
        timeout: float = TIMEOUT,
        notify: Notify = silent,
    ) -> None:
        self.library = Library([shipped("prompts"), *map(Path, prompts)])
        self.prompt = self.library.get(prompt)
        self.model, self.parameters, self.sample = model, parameters or {}, sample
        self.strict, self.follow_up = strict, follow_up
        folder = Path(recordings) if recordings is not None else None
        readable = (folder, shipped("recordings")) if folder else (shipped("recordings"),)
        self.exchanges = Exchanges(
            Recordings(folder if record else None, readable),
            offline=offline,
            fresh=fresh,
            base_url=base_url,
            key_env=key_env,
            form=form,
            reasks=reasks,
            retries=retries,
            timeout=timeout,
            notify=notify,
        )

    @property
    def recordings(self) -> Recordings:
        """Where replies are kept and read from."""
        return self.exchanges.recordings

    def question(self, article: Article) -> Question:
        """What would be asked about an article."""
        return Question(self.model, self.prompt, article, {**self.prompt.defaults, **self.parameters}, self.sample)

    def brief(self, article: Article) -> Briefing:
        """The briefing of an article: from a recording where there is one, else live.

        Raises `NotRecorded` offline without a recording, `EndpointError` when the wire fails, `AnswerError` when no
        reply was an answer, `EvidenceError` with `strict` when an item was rejected.
        """
        return self.brief_with_exchange(article)[0]

    def brief_with_exchange(self, article: Article) -> tuple[Briefing, Exchange]:
        """The same, with the first exchange behind it: what an evaluation needs to know of each attempt."""
        checker = _Checker(article)
        exchange = self.exchanges.answer(self.question(article), checker)
        briefing = self._finish(exchange, checker)
        if self.follow_up and second_look.worth_asking(briefing.omissions):
            briefing = self._look_again(briefing, exchange, checker)
        if self.strict and briefing.rejected:
            worst = briefing.rejected[0].findings[0]
            raise EvidenceError(f"{len(briefing.rejected)} item(s) rejected (--strict): {worst.message}")
        return briefing, exchange

    def brief_many(
        self, articles: Iterable[Article], jobs: int = JOBS, *, ordered: bool = True, gate: Gate | None = None
    ) -> Iterator[Result]:
        """The briefing or the error of each article, in order or as they are done; `jobs` at once, a few held.

        No article's failure stops the others. One connection serves all; every request passes the `gate`.
        """
        with self.connected(gate or Open()) as connected:
            yield from in_threads(connected.result, articles, jobs, ordered=ordered)

    @contextmanager
    def connected(self, gate: Gate) -> Iterator[Summarizer]:
        """This Summarizer with one connection for all it asks, opened with the first question."""
        with self.exchanges.connected(self.model, gate) as exchanges:
            shared = copy.copy(self)
            shared.exchanges = exchanges
            yield shared

    def result(self, article: Article) -> Result:
        """The briefing of an article, or what went wrong, as a value."""
        try:
            return Result(article, self.brief(article), None)
        except SummarizerError as error:
            return Result(article, None, error)
        except Exception as error:  # noqa: BLE001 (one article's bug must not cost the others their night)
            return Result(article, None, SummarizerError(f"{type(error).__name__}: {error} (a bug: please report it)"))

    def accept(self, article: Article, reply: str) -> tuple[Briefing | None, Outcome]:
        """Take a reply pasted from any chat through the same validation, as one more attempt at the question.

        The briefing is None while the reply has problems and reasks are left; `outcome.problems` says what to mend.
        """
        if not reply.strip():
            raise InputError("the reply is empty: paste the whole answer of the chat")
        checker = _Checker(article)
        exchange = self.exchanges.paste(self.question(article), checker, reply)
        return self._finish(exchange, checker) if exchange.outcome.done else None, exchange.outcome

    def _finish(self, exchange: Exchange, checker: _Checker) -> Briefing:
        outcome = exchange.outcome
        if outcome.answer is None:
            first = outcome.problems[0] if outcome.problems else "no reply"
            raise AnswerError(
                f"no valid answer after {len(exchange.attempts)} attempt(s), last problem: {first}; "
                "try another model, or `--fresh` to ask again"
            )
        return assembly.assemble(checker.reviewed(outcome.answer), exchange)

    def _look_again(self, briefing: Briefing, exchange: Exchange, checker: _Checker) -> Briefing:
        """Ask once more, about just what was left out; the first briefing stands where that brings nothing."""
        first = exchange.outcome.answer
        assert first is not None
        beside = second_look.values(first, briefing.omissions)
        prompt = self.library.get(second_look.PROMPT)
        parameters = {**prompt.defaults, **self.parameters}
        question = Question(self.model, prompt, exchange.question.article, parameters, self.sample, beside)

        def only_new(second: Answer) -> list[str]:
            merged = second_look.merge(first, second)
            new, old = second_look.added(first, merged), {f.message for f in checker.reviewed(first).errors}
            errors = checker.reviewed(merged).errors
            return [f.message for f in errors if f.item in new or (f.item is None and f.message not in old)]

        self.exchanges.notify(f"second look: {len(briefing.omissions)} sentence(s) seem to be left out")
        try:
            second = self.exchanges.answer(question, only_new)
        except (NotRecorded, EndpointError, AnswerError) as error:
            self.exchanges.notify(f"second look not taken: {error}")
            return briefing
        if second.outcome.answer is None:
            return briefing
        merged = second_look.merge(first, second.outcome.answer)
        return assembly.assemble(checker.reviewed(merged), exchange, second)


class _Checker:
    """The review of one article's answers, which remembers the last ones so that none is reviewed twice."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._last: list[tuple[Answer, Reviewed]] = []

    def reviewed(self, answer: Answer) -> Reviewed:
        for seen, result in self._last:
            if seen is answer:
                return result
        result = review(answer, self._article)
        self._last = [*self._last[-3:], (answer, result)]
        return result

    def __call__(self, answer: Answer) -> list[str]:
        return [finding.message for finding in self.reviewed(answer).errors]
