"""One run over many articles: each briefed once, written, counted; what stops the run, and what it has come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from threading import Event
from typing import Any

from summarizer.batch.folder import Folder
from summarizer.batch.inputs import Entry
from summarizer.batch.pace import Pace
from summarizer.briefing import Briefing
from summarizer.errors import BudgetReached, KeyRejected, NotKept, QuotaExceeded, SummarizerError, UnknownModel
from summarizer.pipeline import Summarizer
from summarizer.recordings import now
from summarizer.version import __version__
from summarizer.workers import in_threads

TOOL = f"summarizer {__version__}"
STOPPING = (BudgetReached, KeyRejected, NotKept, QuotaExceeded, UnknownModel)
"""Errors that every further article would meet too."""


@dataclass(frozen=True)
class Done:
    """What came of one entry. `skipped`: its briefing was there already."""

    entry: Entry
    briefing: Briefing | None = None
    error: SummarizerError | None = None
    skipped: bool = False


@dataclass
class Tally:
    """What a run has come to so far. Tokens and cost are what was asked for in this run, not what was replayed."""

    started: str = field(default_factory=now)
    counts: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    fatal: SummarizerError | None = None

    def add(self, done: Done) -> None:
        """Count one entry."""
        self.counts["articles"] += 1
        if done.error is not None:
            self.counts["failed"] += 1
            self.errors[type(done.error).__name__] += 1
        elif done.skipped:
            self.counts["skipped"] += 1
        else:
            assert done.briefing is not None
            self.counts["done"] += 1
            self.counts["replayed"] += done.briefing.provenance.mode == "replayed"
            self.counts["rejected items"] += len(done.briefing.rejected)


class Run:
    """Brief entries with a Summarizer at a pace, into a folder where there is one.

    `stop` ends the run after what is in flight; `fail_fast` does so at the first failure.
    """

    def __init__(
        self,
        summarizer: Summarizer,
        pace: Pace,
        folder: Folder | None = None,
        *,
        fail_fast: bool = False,
        stop: Event | None = None,
    ) -> None:
        self.summarizer, self.pace, self.folder = summarizer, pace, folder
        self.fail_fast, self.stop = fail_fast, stop or Event()
        self.tally = Tally()

    def each(self, entries: Iterable[Entry]) -> Iterator[Done]:
        """Each entry's outcome: in the entries' order without a folder, else as it is done.

        What is stopped by an error that every article would meet is not among them: `tally.fatal` says which it was.
        """
        for done in self.outcomes(self._wanted(entries)):
            if isinstance(done.error, STOPPING):
                self.tally.fatal = self.tally.fatal or done.error
                self._heed(done)
                continue
            self.tally.add(done)
            if done.error is not None and self.folder:
                self.folder.note(done.entry.id, done.entry.place, done.error)
            self._heed(done)
            yield done

    def outcomes(self, entries: Iterable[Entry]) -> Iterator[Done]:
        """What comes of each entry, uncounted: asked from this process, in threads."""
        with self.summarizer.connected(self.pace) as connected:
            yield from in_threads(self._work(connected), entries, self.pace.jobs, ordered=self.folder is None)

    def facts(self, state: str) -> dict[str, Any]:
        """The run's own account: `run.json`."""
        pace, asker = self.pace, self.summarizer
        cost = None if pace.tokens_out and not pace.cost else str(pace.cost.quantize(Decimal("0.000001")))
        return {
            "state": state,
            "tool": TOOL,
            "model": asker.model,
            "prompt": asker.prompt.name,
            "prompt_digest": asker.prompt.digest,
            "parameters": asker.parameters,
            "sample": asker.sample,
            "started": self.tally.started,
            "written": now(),
            "counts": {name: self.tally.counts[name] for name in _COUNTED},
            "errors": dict(sorted(self.tally.errors.items())),
            "asked": {
                "requests": pace.requests,
                "tokens_in": pace.tokens_in,
                "tokens_out": pace.tokens_out,
                "cost_usd": cost,
            },
            "stopped_by": str(self.tally.fatal) if self.tally.fatal else None,
        }

    def _wanted(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        for entry in entries:
            if self.stop.is_set():
                return
            yield entry

    def _heed(self, done: Done) -> None:
        """Stop the run where this outcome is one that ends it."""
        if isinstance(done.error, STOPPING) or (self.fail_fast and done.error is not None):
            self.stop.set()

    def _work(self, connected: Summarizer) -> Callable[[Entry], Done]:
        def work(entry: Entry) -> Done:
            done = self._outcome(entry, connected)
            self._heed(done)  # here, before this thread takes another
            return done

        return work

    def _outcome(self, entry: Entry, connected: Summarizer) -> Done:
        try:
            article = entry.load()
            if self.folder and self.folder.current(entry.id, lambda: connected.key(article), TOOL):
                return Done(entry, skipped=True)
            if self.pace.stopped:
                return Done(entry, error=self.pace.stopped)
            found = connected.result(article)
            if found.briefing is not None and self.folder:
                self.folder.write(entry.id, found.briefing)
            return Done(entry, found.briefing, found.error)
        except SummarizerError as error:
            return Done(entry, error=error)


_COUNTED = ("articles", "done", "replayed", "skipped", "failed", "rejected items")


def only(entries: Iterable[Entry], wanted: Container[str]) -> Iterator[Entry]:
    """The entries whose ids are wanted."""
    return (entry for entry in entries if entry.id in wanted)
