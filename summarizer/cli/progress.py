"""How a run is getting on, on stderr: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from summarizer.batch.outlook import Outlook
from summarizer.batch.run import Done, Run
from summarizer.cli.output import note

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

EVERY = 10.0
"""Seconds between two lines where stderr is no terminal."""
_A_SECOND = 4
"""Times that the bar is drawn anew."""


class Progress:
    """Shows a run's counts, speed, cost and outlook while it goes on. `quiet` shows nothing.

    `total` tells the number of all articles as soon as it is known; `forecast` and `clock` are those of `Outlook`.
    """

    def __init__(
        self,
        run: Run,
        total: Callable[[], int | None],
        *,
        quiet: bool,
        forecast: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._run, self._quiet, self._clock = run, quiet, clock
        self._outlook = Outlook(run, total, clock, forecast=forecast)
        self._told = clock()
        self._bar: Bar | None = None

    def __enter__(self) -> Self:
        if not self._quiet and sys.stderr.isatty():
            self._bar = _bar(self)
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def tell(self, done: Done) -> None:
        """One more is done."""
        if self._quiet:
            return
        self._outlook.add(done)
        if done.error is not None:
            self._say(f"{done.entry.id}: {done.error}")
        if self._bar is None and self._clock() - self._told >= EVERY:
            self._told = self._clock()
            note(", ".join([*self.counts(), *self.figures()]))

    @property
    def share(self) -> tuple[int, int | None]:
        """How many articles of how many are over and done with."""
        return self._run.tally.counts["articles"], self._outlook.total

    def counts(self) -> list[str]:
        """What became of how many articles."""
        counts, total = self._run.tally.counts, self._outlook.total
        said = [f"{counts['done']:,} done" if total is None else f"{counts['done']:,} of {total:,} done"]
        said += [f"{counts[name]:,} {name}" for name in ("replayed", "skipped", "failed") if counts[name]]
        return [*said, f"{self._run.pace.running} in flight"]

    def figures(self) -> list[str]:
        """Speed, cost, and what is to be expected."""
        outlook, pace = self._outlook, self._run.pace
        said = [f"{outlook.speed:,.0f} articles/min"] if outlook.speed else []
        if outlook.tokens:
            said.append(f"{outlook.tokens:,.0f} tokens/min")
        if pace.cost:
            whole = outlook.cost
            said.append(f"{pace.cost:.4f} USD" + (f" of about {whole:.4f}" if whole is not None else ""))
        left = outlook.seconds_left
        return said if left is None else [*said, f"{_duration(left)} left"]

    def _say(self, line: str) -> None:
        if self._bar is None:
            note(line)
            return
        from rich.markup import escape

        from summarizer.render.escape import terminal

        self._bar.console.print(escape(terminal(line)), highlight=False, soft_wrap=True)


def _bar(shown: Progress) -> Bar:
    """Three lines that are worked out each time they are drawn: while replies are waited for, nothing is told."""
    from rich.console import Console, Group, RenderableType
    from rich.progress import BarColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar
    from rich.text import Text

    class Lines(Bar):
        def get_renderable(self) -> RenderableType:
            done, total = shown.share
            for task in self.task_ids:
                self.update(task, completed=done, total=total)
            lines = (Text(", ".join(said), overflow="ellipsis", no_wrap=True) for said in _both(shown))
            return Group(*self.get_renderables(), *lines)

    columns: tuple[Any, ...] = (BarColumn(bar_width=None, pulse_style="cyan"), TimeElapsedColumn())
    made = Lines(*columns, console=Console(stderr=True), transient=True, expand=True, refresh_per_second=_A_SECOND)
    made.add_task("", total=None)
    return made


def _both(shown: Progress) -> tuple[list[str], list[str]]:
    return shown.counts(), shown.figures()


def _duration(seconds: float) -> str:
    """`40 s`, `12 min`, `3 h 20 min`, `2 d 4 h`: as exact as a forecast can be."""
    minutes = round(seconds / 60)
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours < 24 else f"{hours // 24} d {hours % 24} h"
