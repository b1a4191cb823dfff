"""Article in, briefing out: the whole way, from the question to the checked lines.

Article -> Question -> (recorded or live) attempts -> Answer -> review -> Briefing
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from summarizer import assembly
from summarizer.answer import Answer
from summarizer.article import Article
from summarizer.briefing import Briefing
from summarizer.errors import AnswerError, EvidenceError, InputError, NotRecorded
from summarizer.library import Library
from summarizer.model.endpoints import Form, opened
from summarizer.model.replay import Outcome, settle
from summarizer.question import Question
from summarizer.recordings import Attempt, Recordings, nearest, now
from summarizer.resources import shipped
from summarizer.review import Reviewed, review

DEFAULT_MODEL = "gpt-5-mini"
DEFAULT_PROMPT = "briefing@default"
REASKS, RETRIES, TIMEOUT = 2, 4, 600.0

Notify = Callable[[str], None]


def silent(_: str) -> None:
    """The default `notify`: a library says nothing unless it is asked to."""


class Summarizer:
    """Makes briefings of articles with one model, prompt version and set of parameters.

    `recordings` is the folder that replies are kept in and read from, beside those shipped with the package; None reads
    the shipped ones and keeps nothing. With `offline` no socket is ever opened. `fresh` asks again although there is
    a recording. `reasks` counts questions after an invalid answer, `retries` those after a failure of the wire;
    `timeout` is in seconds. `notify` is told, in a sentence each, what is going on.
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
        folder = Path(recordings) if recordings is not None else None
        readable = (folder, shipped("recordings")) if folder else (shipped("recordings"),)
        self.recordings = Recordings(folder if record else None, readable)
        self.model, self.parameters, self.sample = model, parameters or {}, sample
        self.offline, self.fresh, self.strict = offline, fresh, strict
        self.reasks, self.retries, self.timeout = reasks, retries, timeout
        self._base_url, self._key_env, self._form = base_url, key_env, form
        self._notify = notify

    def question(self, article: Article) -> Question:
        """What would be asked about an article."""
        parameters = {**self.prompt.defaults, **self.parameters}
        return Question(self.model, self.prompt, article, parameters, self.sample)

    def brief(self, article: Article) -> Briefing:
        """The briefing of an article: from a recording where there is one, else live.

        Raises `NotRecorded` offline without a recording, `EndpointError` when the wire fails, `AnswerError` when no
        reply was an answer, `EvidenceError` with `strict` when an item was rejected.
        """
        question, checker = self.question(article), _Checker(article)
        recording = None if self.fresh else self.recordings.find(question.key)
        attempts = list(recording.attempts) if recording else []
        outcome = settle(attempts, checker, self.reasks)
        live = not outcome.done and not (self.offline and attempts)
        if live:
            provenance = self._ask(question, checker, attempts)
            outcome = settle(attempts, checker, self.reasks)
            self.recordings.judge(question.key, [_verdict(v.problems) for v in outcome.verdicts])
        else:
            assert recording is not None
            provenance = recording.provenance
        return self._finish(question, checker, outcome, attempts, provenance, live=live)

    def accept(self, article: Article, reply: str) -> tuple[Briefing | None, Outcome]:
        """Take a reply pasted from any chat through the same validation, as one more attempt at the question.

        The briefing is None while the reply has problems and reasks are left; `outcome.problems` says what to mend.
        """
        if not reply.strip():
            raise InputError("the reply is empty: paste the whole answer of the chat")
        question, checker = self.question(article), _Checker(article)
        recording = None if self.fresh else self.recordings.find(question.key)
        attempts = list(recording.attempts) if recording else []
        if settle(attempts, checker, self.reasks).done:
            attempts, recording = [], None
        provenance = (
            recording.provenance if recording else {"how": "pasted", "endpoint": "pasted", "recorded_at": now()}
        )
        body = {"choices": [{"message": {"role": "assistant", "content": reply}, "finish_reason": "stop"}]}
        attempt = Attempt(body, now())
        self.recordings.append(question, attempt, provenance, fresh=not attempts)
        attempts.append(attempt)
        outcome = settle(attempts, checker, self.reasks)
        self.recordings.judge(question.key, [_verdict(v.problems) for v in outcome.verdicts])
        if not outcome.done:
            return None, outcome
        return self._finish(question, checker, outcome, attempts, provenance, live=True), outcome

    def _ask(self, question: Question, checker: _Checker, attempts: list[Attempt]) -> dict[str, Any]:
        """Ask live, extending `attempts`; the provenance of what came."""
        if self.offline:
            raise NotRecorded(self._miss(question))
        from summarizer.model import live

        with opened(self.model, base_url=self._base_url, key_env=self._key_env, form=self._form) as endpoint:
            provenance = {"how": "api", "endpoint": endpoint.kind, "origin": endpoint.origin, "recorded_at": now()}
            rounds = iter([self.fresh])

            def keep(attempt: Attempt) -> None:
                self.recordings.append(question, attempt, provenance, fresh=next(rounds, False))

            self._notify(f"asking {endpoint.model} at {endpoint.kind}")
            live.ask(
                question,
                checker,
                attempts,
                endpoint,
                keep=keep,
                notify=self._notify,
                reasks=self.reasks,
                retries=self.retries,
                timeout=self.timeout,
            )
        return provenance

    def _finish(
        self,
        question: Question,
        checker: _Checker,
        outcome: Outcome,
        attempts: list[Attempt],
        provenance: dict[str, Any],
        *,
        live: bool,
    ) -> Briefing:
        if outcome.answer is None:
            first = outcome.problems[0] if outcome.problems else "no reply"
            raise AnswerError(
                f"no valid answer after {len(attempts)} attempt(s), last problem: {first}; "
                "try another model, or `--fresh` to ask again"
            )
        briefing = assembly.assemble(checker.reviewed(outcome.answer), question, attempts, provenance, live=live)
        if self.strict and briefing.rejected:
            worst = briefing.rejected[0].findings[0]
            raise EvidenceError(f"{len(briefing.rejected)} item(s) rejected (--strict): {worst.message}")
        return briefing

    def _miss(self, question: Question) -> str:
        """Why nothing recorded answers the question, and what would."""
        found = nearest(question, self.recordings)
        hint = "drop --offline to ask live, or use `summarizer render` and `accept`"
        if found is None:
            return f"nothing is recorded for this question, nor anything at all; {hint}"
        gap = found[1]
        return f"nothing is recorded for this question; the nearest recording differs in: {', '.join(gap)}; {hint}"


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


def _verdict(problems: list[str]) -> dict[str, Any]:
    return {"accepted": not problems, "problems": problems}
