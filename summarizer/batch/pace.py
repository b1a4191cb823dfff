"""How fast and for how much: requests in flight, requests and tokens a minute, and what may be spent.

Additive increase, multiplicative decrease, as TCP does it (Chiu and Jain 1989): a rate limit halves the requests in
flight, each success raises them a little. A budget counts every request in flight at its ceiling, so that it cannot
be passed by what is still under way.
"""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Callable, Mapping
from decimal import Decimal
from threading import Condition

from summarizer.errors import BudgetReached
from summarizer.model.gate import Load
from summarizer.model.transport import LONGEST_WAIT

LIMITED = frozenset({429, 529})
"""Statuses that say "too fast"."""
MINUTE = 60.0
_CALM = 1.0
"""Seconds in which several refusals count as one: they were sent at the same speed."""
_DURATION = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?")

Price = Callable[[int, int], Decimal | None]


class Pace:
    """A gate for the requests of one run; safe from many threads.

    `jobs` is the most requests at once; `rpm` and `tpm` requests and tokens a minute; `max_tokens` and `max_cost` (in
    US dollars) what the run may use. `price` gives the cost of tokens in and out.
    """

    def __init__(
        self,
        jobs: int,
        *,
        rpm: int | None = None,
        tpm: int | None = None,
        max_tokens: int | None = None,
        max_cost: Decimal | None = None,
        price: Price = lambda _in, _out: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.jobs, self._rpm, self._tpm = jobs, rpm, tpm
        self._max_tokens, self._max_cost, self._price, self._clock = max_tokens, max_cost, price, clock
        self._changed = Condition()
        self._recent: deque[tuple[float, int]] = deque()
        self._resume, self._calm = 0.0, 0.0
        self._reserved = (0, Decimal(0))
        self.limit, self.running = float(jobs), 0
        self.tokens_in = self.tokens_out = self.requests = 0
        self.cost: Decimal = Decimal(0)
        self.stopped: BudgetReached | None = None

    def enter(self, load: Load) -> None:
        """Wait until a request may go. Raises `BudgetReached` where it might pass the budget, once and for all."""
        with self._changed:
            self._reserve(load)
            while True:
                pause = self._pause(load)
                if pause <= 0 and self.running < max(1, int(self.limit)):
                    break
                self._changed.wait(pause if pause > 0 else None)
            self.running += 1
            self.requests += 1
            self._recent.append((self._clock(), load.sent + load.most))

    def leave(self, load: Load, used: tuple[int, int] | None, status: int | None, headers: Mapping[str, str]) -> None:
        """Count what was used, and go slower or faster by what the endpoint says."""
        with self._changed:
            self.running -= 1
            tokens, cost = self._ceiling(load)
            self._reserved = (self._reserved[0] - tokens, self._reserved[1] - cost)
            if used:
                self.tokens_in, self.tokens_out = self.tokens_in + used[0], self.tokens_out + used[1]
                self.cost += self._price(*used) or 0
                self.limit = min(float(self.jobs), self.limit + 1 / self.limit)
            self._heed(status, headers)
            self._changed.notify_all()

    def afford(self, tokens: int, cost: Decimal) -> None:
        """Raise `BudgetReached` where so many tokens or US dollars at most, asked for together, may pass the budget."""
        for name, limit, most in (
            ("--max-tokens-total", self._max_tokens, tokens),
            ("--max-cost", self._max_cost, cost),
        ):
            if limit is not None and most > limit:
                raise BudgetReached(
                    f"nothing was asked: together the requests may take {most:,} and {name} is {limit:,}; raise it, "
                    "or brief fewer articles at once, as with --shard"
                )

    def spent(self, requests: int, used: tuple[int, int], cost: Decimal) -> None:
        """Count what was asked for in another way than through this gate."""
        with self._changed:
            self.requests += requests
            self.tokens_in, self.tokens_out = self.tokens_in + used[0], self.tokens_out + used[1]
            self.cost += cost

    def _ceiling(self, load: Load) -> tuple[int, Decimal]:
        return load.sent + load.most, self._price(load.sent, load.most) or Decimal(0)

    def _reserve(self, load: Load) -> None:
        tokens, cost = self._ceiling(load)
        tokens, cost = tokens + self._reserved[0], cost + self._reserved[1]
        used = self.tokens_in + self.tokens_out
        if self.stopped is None and self._max_tokens is not None and used + tokens > self._max_tokens:
            self.stopped = BudgetReached(
                f"stopped before passing --max-tokens-total {self._max_tokens:,}: {used:,} tokens used, the next "
                "request may not fit; what is done is kept, raise it and run the same command again"
            )
        if self.stopped is None and self._max_cost is not None and self.cost + cost > self._max_cost:
            self.stopped = BudgetReached(
                f"stopped before passing --max-cost {self._max_cost}: {self.cost:.4f} USD spent, the next request may "
                "not fit; what is done is kept, raise it and run the same command again"
            )
        if self.stopped:
            raise self.stopped
        self._reserved = tokens, cost

    def _pause(self, load: Load) -> float:
        """Seconds until the minute's requests and tokens, and a server that asked to wait, let one more go."""
        now = self._clock()
        while self._recent and self._recent[0][0] <= now - MINUTE:
            self._recent.popleft()
        pause = self._resume - now
        if self._rpm and len(self._recent) >= self._rpm:
            pause = max(pause, self._recent[-self._rpm][0] + MINUTE - now)
        if self._tpm and self._recent:
            room = self._tpm - load.sent - load.most
            total = sum(tokens for _, tokens in self._recent)
            for at, tokens in self._recent:  # a request larger than the limit goes alone, once nothing is recent
                if total <= room:
                    break
                total -= tokens
                pause = max(pause, at + MINUTE - now)
        return pause

    def _heed(self, status: int | None, headers: Mapping[str, str]) -> None:
        now = self._clock()
        if status in LIMITED:
            if now >= self._calm:
                self.limit, self._calm = max(1.0, self.limit / 2), now + _CALM
            told = headers.get("retry-after", "")
            seconds = float(told) if re.fullmatch(r"\d+(?:\.\d+)?", told) else 0.0
            self._wait(now, seconds)
        for kind in ("requests", "tokens"):
            if headers.get(f"x-ratelimit-remaining-{kind}") == "0":
                self._wait(now, _seconds(headers.get(f"x-ratelimit-reset-{kind}", "")))

    def _wait(self, now: float, seconds: float) -> None:
        """Let nothing go for so long; as in `transport`, a server that asks for more than that is not waited for."""
        if seconds <= LONGEST_WAIT:
            self._resume = max(self._resume, now + seconds)


def _seconds(duration: str) -> float:
    """Seconds of a duration as OpenAI writes it: `1s`, `6m0s`, `350ms`; 0 for anything else."""
    found = _DURATION.fullmatch(duration)
    if not found:
        return 0.0
    units = (3600.0, 60.0, 1.0, 0.001)
    return sum(float(value) * unit for value, unit in zip(found.groups(), units, strict=True) if value)
