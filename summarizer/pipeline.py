"""Article in, briefing out: the whole way, from the question to the checked lines.

Article -> Question -> (recorded or live) attempts -> Answer -> review -> second look -> Briefing

An article longer than `max_chars` goes the same way in sections: see `long_article`.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summarizer import assembly, second_look
from summarizer.account import joint_key, of_one
from summarizer.article import Article
from summarizer.briefing import Briefing
from summarizer.errors import AnswerError, EvidenceError, InputError, SummarizerError
from summarizer.exchange import Exchange, Exchanges, Notify, silent
from summarizer.languages import ENGLISH
from summarizer.library import Library
from summarizer.model.endpoints import Form
from summarizer.model.gate import Gate, Open
from summarizer.model.replay import Outcome
from summarizer.question import Question
from summarizer.reading import Checker, look_again, settled
from summarizer.recordings import Recordings
from summarizer.resources import shipped
from summarizer.settings import DEFAULT_MODEL, DEFAULT_PROMPT, MAX_CHARS, REASKS, RETRIES, TIMEOUT
from summarizer.workers import in_threads

JOBS = 8
"""Articles, or sections of one article, at once where nothing is said."""


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
    one follow-up question where a denial, a refusal or a speaker seems to be left out. `language` is that of what the
    model writes itself: a tag, or `same` for the article's; evidence stays as it is.
    An article of more than `max_chars` characters is asked about in sections of at most so many, `section_jobs` at
    once; one that is recorded as a whole is not.
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
        language: str = ENGLISH,
        max_chars: int = MAX_CHARS,
        section_jobs: int = JOBS,
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
        self.model, self.prompt, self.parameters = model, self.library.speaking(prompt, language), parameters or {}
        self.sample, self.language, self.strict, self.follow_up = sample, language, strict, follow_up
        self.max_chars, self.section_jobs = max_chars, section_jobs
        self.exchanges = Exchanges(
            _places(recordings, record=record),
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
        """What would be asked about an article as a whole."""
        return self.about(self.prompt.name, article, {})

    def questions(self, article: Article) -> list[Question]:
        """What would be asked about an article in any case: one question, or one a section."""
        if not self.in_sections(article):
            return [self.question(article)]
        from summarizer import long_article  # not loaded for what is short: most articles are

        return [question for _, question in long_article.questions(article, self.max_chars, self.about)]

    def key(self, article: Article) -> str:
        """The `question_key` that a briefing of the article would have."""
        asked = self.questions(article)
        return joint_key(asked) if self.in_sections(article) else asked[0].key

    def in_sections(self, article: Article) -> bool:
        """Whether an article is too long for one question, and its answer as a whole not recorded."""
        if len(article.text.strip()) <= self.max_chars:
            return False
        attempts, _ = self.exchanges.recorded(self.question(article))
        try:
            return not (attempts and attempts[-1].text)
        except AnswerError:
            return True

    def brief(self, article: Article) -> Briefing:
        """The briefing of an article: from a recording where there is one, else live.

        Raises `NotRecorded` offline without a recording, `EndpointError` when the wire fails, `AnswerError` when no
        reply was an answer, `EvidenceError` with `strict` when an item was rejected.
        """
        return self.brief_with_exchange(article)[0]

    def brief_with_exchange(self, article: Article) -> tuple[Briefing, Exchange]:
        """The same, with the first exchange behind it: what an evaluation needs to know of each attempt."""
        if self.in_sections(article):
            from summarizer import long_article

            briefing, exchange = long_article.brief(
                article,
                self.max_chars,
                self.about,
                self.exchanges,
                jobs=self.section_jobs,
                follow_up=self.follow_up,
            )
        else:
            briefing, exchange = self._at_once(article)
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
            shared.exchanges, shared.section_jobs = exchanges, 1  # many articles at once are enough
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
        checker = Checker(article, self.language)
        exchange = self.exchanges.paste(self.question(article), checker, reply)
        if not exchange.outcome.done:
            return None, exchange.outcome
        return assembly.assemble(checker.reviewed(settled(exchange, checker)), of_one(exchange)), exchange.outcome

    def _at_once(self, article: Article) -> tuple[Briefing, Exchange]:
        """One question about the whole article, and where something seems to be left out, a second look."""
        checker = Checker(article, self.language)
        exchange = self.exchanges.answer(self.question(article), checker)
        first = settled(exchange, checker)
        briefing = assembly.assemble(checker.reviewed(first), of_one(exchange))
        if not (self.follow_up and second_look.worth_asking(briefing.omissions)):
            return briefing, exchange
        self.exchanges.notify(f"second look: {len(briefing.omissions)} sentence(s) seem to be left out")
        question = self.about(second_look.PROMPT, article, second_look.values(first, briefing.omissions))
        again = look_again(self.exchanges, question, first, checker)
        if again is None:
            return briefing, exchange
        return assembly.assemble(checker.reviewed(again.merged), of_one(exchange, again.exchange)), exchange

    def about(self, prompt: str, article: Article, beside: Mapping[str, str]) -> Question:
        """The question that another prompt than the chosen one asks about an article."""
        used = self.library.get(self.prompt.companion(prompt))
        parameters = {**used.defaults, **self.parameters}
        return Question(self.model, used, article, parameters, self.sample, beside, self.language)


def _places(recordings: str | Path | None, *, record: bool) -> Recordings:
    """The user's folder, if there is one, and the shipped recordings."""
    own = () if recordings is None else (Path(recordings),)
    return Recordings(own[0] if own and record else None, (*own, shipped("recordings")))
