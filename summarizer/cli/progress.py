"""How a run is getting on, on stderr: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from summarizer.batch.run import Done, Run
from summarizer.cli.output import note

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

EVERY = 10.0
"""Seconds between two lines where stderr is no terminal."""


class Progress:
    """Shows a run's counts, speed and cost while it goes on. `quiet` shows nothing."""

    def __init__(self, run: Run, *, quiet: bool) -> None:
        self._run, self._quiet = run, quiet
        self._begun = self._told = time.monotonic()
        self._bar: Bar | None = None
        self._task: Any = None

    def __enter__(self) -> Self:
        if not self._quiet and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
            from rich.progress import Progress as Bar

            columns = (
                BarColumn(bar_width=None, pulse_style="cyan"),
                TextColumn("{task.description}"),
                TimeElapsedColumn(),
            )
            self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task(self._line(), total=None)
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
        if done.error is not None:
            self._say(f"{done.entry.id}: {done.error}")
        if self._bar:
            self._bar.update(self._task, description=self._line())
        elif time.monotonic() - self._told >= EVERY:
            self._told = time.monotonic()
            note(self._line())

    def _say(self, line: str) -> None:
        if self._bar is None:
            note(line)
            return
        from rich.markup import escape

        from summarizer.render.escape import terminal

        self._bar.console.print(escape(terminal(line)), highlight=False, soft_wrap=True)

    def _line(self) -> str:
        counts, pace = self._run.tally.counts, self._run.pace
        minutes = max(time.monotonic() - self._begun, 1e-9) / 60
        tokens = pace.tokens_in + pace.tokens_out
        said = [f"{counts['done']:,} done"]
        said += [f"{counts[name]:,} {name}" for name in ("replayed", "skipped", "failed") if counts[name]]
        said.append(f"{pace.running} in flight")
        said.append(f"{counts['articles'] / minutes:,.0f} articles/min")
        if tokens:
            said.append(f"{tokens / minutes:,.0f} tokens/min")
        if pace.cost:
            done = max(counts["done"] - counts["replayed"], 1)
            said.append(f"{pace.cost:.4f} USD ({1000 * pace.cost / done:.2f} for 1,000 articles)")
        return ", ".join(said)
