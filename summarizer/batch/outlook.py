"""How many articles a run has before it, how fast it gets on, and what time and money the rest will take."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from threading import Thread

from summarizer import readers
from summarizer.batch.inputs import ReadEach, held
from summarizer.batch.names import Source, sources
from summarizer.batch.run import Done, Run
from summarizer.batch.tables import length, lines
from summarizer.errors import AnswerError, EndpointError, EvidenceError
from summarizer.limits import DEFAULT, Limits

ROUNDS, LEAST = 8, 200
"""The speed is that of the last so many articles for each request in flight, and of no fewer than so many."""


class Total:
    """How many articles the names lead to, counted beside the run; None until that is known, or where it cannot be.

    `most` is what there can be at most, where that is known otherwise; `of` the number of shards, this run being one.
    `each` and `limits` are as for `entries`.
    """

    def __init__(
        self,
        names: Iterable[str],
        lists: Iterable[str],
        *,
        of: int = 1,
        most: int | None = None,
        each: ReadEach = readers.each,
        limits: Limits = DEFAULT,
    ) -> None:
        self._names, self._lists, self._of = [*names], [*lists], of
        self._each, self._limits = each, limits
        self.value = most
        if most is None:  # a daemon: nobody waits for it, and it holds nothing that must be closed
            Thread(target=self._count, name="count", daemon=True).start()

    def __call__(self) -> int | None:
        """The number so far known."""
        return self.value

    def _count(self) -> None:
        found = counted(self._names, self._lists, each=self._each, limits=self._limits)
        self.value = None if found is None else round(found / self._of)


def counted(
    names: Iterable[str], lists: Iterable[str], *, each: ReadEach = readers.each, limits: Limits = DEFAULT
) -> int | None:
    """The entries that the names lead to; None where that would take what is read once.

    Only a file that may hold several articles is opened as the run does; a list's names are taken for one each.
    """
    lists = [*lists]
    if "-" in lists:
        return None
    try:
        found = sum(_articles(source, each, limits) for name in names for source in sources(name))
        return found + sum(lines(Path(path)) for path in lists)
    except Exception:  # noqa: BLE001 (the run itself says what is wrong, whatever a library calls it)
        return None


def _articles(source: Source, each: ReadEach, limits: Limits) -> int:
    """How many there are in one source."""
    if source.may_hold_several:
        return sum(1 for _ in held(each(source.path)))
    if not source.is_table:
        return 1
    if not Path(source.path).is_file():
        raise FileNotFoundError(source.path)  # or a pipe, which is read once
    return length(Path(source.path), limits)


class Outlook:
    """The speed of a run, and what the articles that are left will take if they go on as those asked about so far.

    What is replayed or there already costs nothing and takes no time, so the forecast is made from the others alone. It
    takes all that is left to be asked about: it errs towards more. Without `forecast` there is none, as for a run whose
    replies are there already. `clock` is in seconds.
    """

    def __init__(
        self,
        run: Run,
        total: Callable[[], int | None],
        clock: Callable[[], float] = time.monotonic,
        *,
        forecast: bool = True,
    ) -> None:
        self._run, self._total, self._clock, self._forecast = run, total, clock, forecast
        self._before = run.pace.tokens_in + run.pace.tokens_out
        self._begun = self._asking = clock()
        self._recent: deque[float] = deque(maxlen=max(LEAST, ROUNDS * run.pace.jobs))
        self.asked = 0

    def add(self, done: Done) -> None:
        """One more is done."""
        now = self._clock()
        if _was_asked(done):
            self.asked += 1
            self._recent.append(now)
        elif not self._run.pace.requests:
            self._asking = now  # nothing has been asked yet: what came so far says nothing of the speed

    @property
    def total(self) -> int | None:
        """All articles of the run, where their number is known."""
        found, there = self._total(), self._run.tally.counts["articles"]
        return None if found is None else max(found, there)

    @property
    def speed(self) -> float:
        """Articles a minute: of those asked about, or where there are none yet, of all."""
        now = self._clock()
        if not self.asked:
            return 60 * self._run.tally.counts["articles"] / max(now - self._begun, 1e-9)
        whole = self.asked > len(self._recent)  # the window has moved on from the begin
        since, number = (self._recent[0], len(self._recent) - 1) if whole else (self._asking, self.asked)
        return 60 * number / max(now - since, 1e-9)

    @property
    def tokens(self) -> float:
        """Tokens in and out a minute, since the first request."""
        pace = self._run.pace
        return 60 * (pace.tokens_in + pace.tokens_out - self._before) / max(self._clock() - self._asking, 1e-9)

    @property
    def seconds_left(self) -> float | None:
        """Until all are done; None before as many were asked about as are asked about at once: they say too little."""
        left = self._left()
        if not left or self.asked < self._run.pace.jobs:
            return None
        return 60 * left / self.speed

    @property
    def cost(self) -> Decimal | None:
        """US dollars of the whole run; None where no price or no total is known, or nothing was asked yet."""
        left, spent = self._left(), self._run.pace.cost
        return None if left is None or not spent or not self.asked else spent + left * spent / self.asked

    def _left(self) -> int | None:
        total = self.total
        return None if total is None or not self._forecast else total - self._run.tally.counts["articles"]


def _was_asked(done: Done) -> bool:
    """Whether an article took a request."""
    if done.briefing is not None:
        return done.briefing.provenance.mode == "live"
    return isinstance(done.error, (AnswerError, EndpointError, EvidenceError))
