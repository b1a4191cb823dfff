"""The account that a briefing gives of itself: what was asked, how often, what it cost, where the replies came from."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from summarizer import forms
from summarizer.exchange import Exchange
from summarizer.languages import ENGLISH
from summarizer.prompts import canonical
from summarizer.provenance import (
    BottomLineAsked,
    Provenance,
    SecondLook,
    Sectioned,
    SectionRead,
    Tokens,
)
from summarizer.question import Question
from summarizer.recordings import Attempt
from summarizer.version import __version__

if TYPE_CHECKING:
    from summarizer.sections import Section

Beside = TypeVar("Beside", SecondLook, BottomLineAsked)


@dataclass(frozen=True)
class Read:
    """What came of asking about one section: an exchange and perhaps a second look, or attempts without an answer."""

    section: Section
    question: Question
    exchange: Exchange | None
    second: Exchange | None = None
    failed: Sequence[Attempt] = ()

    @property
    def attempts(self) -> Sequence[Attempt]:
        """All attempts at the section's own question."""
        return self.exchange.attempts if self.exchange else self.failed


def of_one(exchange: Exchange, second: Exchange | None = None) -> Provenance:
    """The account of an article that was asked about at once."""
    given = [exchange, *([second] if second else [])]
    live = any(each.live for each in given)
    key, asked = exchange.question.key, len(exchange.attempts)
    return _account(exchange, key, asked, attempts=_attempts(given), live=live, second=second)


def of_sections(reads: Sequence[Read], limit: int, last: Exchange | None) -> Provenance:
    """The account of an article that was asked about in sections, of which at least one was answered."""
    exchanges = [read.exchange for read in reads if read.exchange]
    seconds = [read.second for read in reads if read.second]
    closing = [last] if last else []
    asked = sum(len(read.attempts) for read in reads) + sum(len(exchange.attempts) for exchange in closing)
    attempts = [attempt for read in reads for attempt in read.attempts] + _attempts([*seconds, *closing])
    listed = [
        SectionRead(
            first=read.section.first,
            last=read.section.last,
            read=read.exchange is not None,
            question_key=read.question.key,
            attempts=len(read.attempts),
            second_look=_beside(SecondLook, read.second),
        )
        for read in reads
    ]
    key = joint_key([read.question for read in reads])
    live = any(each.live for each in [*exchanges, *seconds, *closing])
    whole = _account(exchanges[0], key, asked, attempts=attempts, live=live)
    sections = Sectioned(limit=limit, read=listed, bottom_line=_beside(BottomLineAsked, last))
    return whole.model_copy(update={"sections": sections})


def joint_key(questions: Sequence[Question]) -> str:
    """One key for the questions about an article's sections: SHA-256 over theirs, in hexadecimal."""
    return hashlib.sha256(canonical([question.key for question in questions]).encode()).hexdigest()


def _attempts(exchanges: Sequence[Exchange]) -> list[Attempt]:
    return [attempt for exchange in exchanges for attempt in exchange.attempts]


def _account(
    exchange: Exchange,
    key: str,
    asked: int,
    *,
    attempts: Sequence[Attempt],
    live: bool,
    second: Exchange | None = None,
) -> Provenance:
    question = exchange.question
    costs = [attempt.cost_usd for attempt in attempts]
    usage = [attempt.usage for attempt in attempts]
    total = None if any(c is None for c in costs) else sum((Decimal(c) for c in costs if c), Decimal(0))
    return Provenance(
        tool=f"summarizer {__version__}",
        prompt=question.prompt.name,
        prompt_digest=question.prompt.digest,
        schema_digest=forms.digest(question.prompt.form),
        model_asked=question.model,
        model_answered=exchange.attempts[-1].model,
        endpoint=exchange.provenance["endpoint"],
        parameters=question.parameters,
        sample=question.sample,
        question_key=key,
        attempts=asked,
        second_look=_beside(SecondLook, second),
        tokens=Tokens(input=sum(i for i, _ in usage), output=sum(o for _, o in usage)),
        cost_usd=None if total is None else f"{total:f}",
        how=exchange.provenance["how"],
        mode="live" if live else "replayed",
        recorded_at=exchange.provenance["recorded_at"],
        language=None if question.language == ENGLISH else question.language,
    )


def _beside(kind: type[Beside], exchange: Exchange | None) -> Beside | None:
    """A question that was asked beside the first one, in a few words."""
    if exchange is None:
        return None
    prompt = exchange.question.prompt
    return kind(
        prompt=prompt.name,
        prompt_digest=prompt.digest,
        question_key=exchange.question.key,
        attempts=len(exchange.attempts),
    )
