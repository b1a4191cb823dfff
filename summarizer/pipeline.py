"""Article in, briefing out: the whole way, from the question to the checked lines.

Article -> Question -> (recorded or live) attempts -> Answer -> review -> second look -> Briefing
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from summarizer import assembly
from summarizer.answer import Answer
from summarizer.article import Article
from summarizer.briefing import Briefing
from summarizer.errors import AnswerError, EvidenceError, InputError
from summarizer.exchange import Exchange, Exchanges, Notify, silent
from summarizer.library import Library
from summarizer.model.endpoints import Form
from summarizer.model.replay import Outcome
from summarizer.question import Question
from summarizer.recordings import Recordings
from summarizer.resources import shipped
from summarizer.review import Reviewed, review
from summarizer.settings import DEFAULT_MODEL, DEFAULT_PROMPT, REASKS, RETRIES, TIMEOUT


class Summarizer:
    """Makes briefings of articles with one model, prompt version and set of parameters.

    `recordings` is the folder that replies are kept in and read from, beside those shipped with the package; None reads
    the shipped ones and keeps nothing. With `offline` no socket is ever opened. `fresh` asks again although there is
    a recording; with `record` false, replies are not kept. `strict` makes a rejected item an error.
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
        self.model, self.parameters, self.sample, self.strict = model, parameters or {}, sample, strict
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
        checker = _Checker(article)
        return self._finish(self.exchanges.answer(self.question(article), checker), checker)

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
        briefing = assembly.assemble(checker.reviewed(outcome.answer), exchange)
        if self.strict and briefing.rejected:
            worst = briefing.rejected[0].findings[0]
            raise EvidenceError(f"{len(briefing.rejected)} item(s) rejected (--strict): {worst.message}")
        return briefing


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
