"""Judge replies as the live path would have: the first that passes is the answer, else the one with fewest faults.

The live path only gathers attempts; the outcome is always computed here, so that a replay cannot drift from it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from summarizer.answer import Answer, problems
from summarizer.forms import read
from summarizer.recordings import Attempt

Review = Callable[[Answer], list[str]]
"""What is wrong with an answer, each fault a line for the model; empty where nothing is."""


@dataclass(frozen=True)
class Verdict:
    """One reply judged. `answer` is None where the reply is not an answer of the schema."""

    answer: Answer | None
    problems: list[str]

    @property
    def accepted(self) -> bool:
        """Whether the reply passed every rule."""
        return self.answer is not None and not self.problems


@dataclass(frozen=True)
class Outcome:
    """What a list of attempts amounts to. `done` unless another attempt is wanted and allowed."""

    verdicts: list[Verdict]
    answer: Answer | None
    done: bool

    @property
    def problems(self) -> list[str]:
        """What was wrong with the last reply."""
        return self.verdicts[-1].problems if self.verdicts else []


def judge(text: str, review: Review) -> Verdict:
    """Parse and review one reply."""
    try:
        answer = read(text)
    except ValidationError as error:
        return Verdict(None, problems(error))
    return Verdict(answer, review(answer))


def settle(attempts: Sequence[Attempt], review: Review, reasks: int) -> Outcome:
    """The outcome of the attempts so far, with at most `reasks` further attempts after the first.

    Raises `ModelRefused`, `AnswerCutOff` or `ContentFiltered` for a reply that holds no answer.
    """
    verdicts: list[Verdict] = []
    for attempt in attempts:
        verdicts.append(judge(attempt.text, review))
        if verdicts[-1].accepted:
            return Outcome(verdicts, verdicts[-1].answer, done=True)
    answers = [v for v in reversed(verdicts) if v.answer is not None]
    best = min(answers, key=lambda v: len(v.problems), default=None)
    return Outcome(verdicts, best.answer if best else None, done=len(attempts) > reasks)
