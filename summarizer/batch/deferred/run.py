"""A round from its articles to its recordings, begun anew or gone on with wherever it was left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from threading import Event

from summarizer.article import Article
from summarizer.batch.deferred.collect import collect
from summarizer.batch.deferred.plan import Ceiling, Limits, plan, unanswered
from summarizer.batch.deferred.state import Part, State, digest
from summarizer.batch.folder import Folder
from summarizer.batch.inputs import Entry
from summarizer.batch.pace import Pace
from summarizer.batch.run import STOPPING, TOOL
from summarizer.errors import BudgetReached, EndpointError, UsageError
from summarizer.exchange import Notify, silent
from summarizer.model.batches import SHARE, Batches, Status, require
from summarizer.model.endpoints import resolve
from summarizer.pipeline import Summarizer

POLL = 60.0
"""Seconds between two looks at a batch. It has a day."""
PATIENCE = 10
"""Looks in a row that may fail before the wait is given up; the batch goes on without us."""
_NOT_ASKED = (
    "its request is not in the batch (it was changed or added since, or is too large); run the same command again"
)


@dataclass
class Deferred:
    """Asks what entries lead to through the Batch API, into a run's folder, within the budget of its `pace`.

    `poll` is in seconds. `stop` ends the waiting: the batch goes on, and the same call later goes on with it.
    """

    summarizer: Summarizer
    folder: Folder
    pace: Pace
    poll: float = POLL
    limits: Limits = field(default_factory=Limits)
    notify: Notify = silent
    stop: Event = field(default_factory=Event)

    def ask(self, entries: Iterable[Entry]) -> None:
        """Go on with the round that is under way, else begin one; returns when it is collected or `stop` is set.

        Raises `UsageError` without a Batch API, `BudgetReached` before anything is sent, `EndpointError`.
        """
        with self._connected() as batches:
            state = State.load(self.folder.path)
            if state.under_way:
                self._same_place(state, batches)
                state.tidy()
                self.notify(f"going on with {_counted(state)} asked for before")
            else:
                self._begin(state, batches, entries)
            for part in state.parts:
                if not self.stop.is_set():
                    self._sent(part, state, batches)
            self._wait(state, batches)
            self._count(state)

    def answered(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """The entries for the run that follows: one with a question without a reply fails with the reason, unasked."""
        whys = State.load(self.folder.path).failures()

        def load(entry: Entry) -> Article:
            article = entry.load()
            asked = unanswered(article, self.summarizer)
            if asked and not self.folder.current(entry.id, partial(self.summarizer.key, article), TOOL):
                number = len(self.summarizer.questions(article))
                of = f"without a reply: {len(asked)} of its {number} sections; " if number > 1 else ""
                raise EndpointError(of + whys.get(asked[0].key, _NOT_ASKED))
            return article

        return (Entry(entry.id, entry.place, partial(load, entry)) for entry in entries)

    @contextmanager
    def _connected(self) -> Iterator[Batches]:
        asker = self.summarizer.exchanges
        endpoint = resolve(self.summarizer.model, base_url=asker.base_url, key_env=asker.key_env, form=asker.form)
        require(endpoint.kind)
        batches = Batches(endpoint, retries=asker.retries, timeout=asker.timeout, notify=self.notify)
        try:
            yield batches
        finally:
            batches.close()

    def _same_place(self, state: State, batches: Batches) -> None:
        if state.endpoint != digest(batches.endpoint):
            raise UsageError(
                f"{state.home} holds a batch that is under way at another endpoint: run the command with the model and "
                "base URL it was begun with, or name another folder with -o"
            )

    def _begin(self, state: State, batches: Batches, entries: Iterable[Entry]) -> None:
        """Write a round's requests down, once it is known that they keep the budget."""
        endpoint = batches.endpoint
        ceiling = plan(entries, self.summarizer, self.folder, endpoint, state, limits=self.limits)
        try:
            self._afford(ceiling, endpoint.kind)
        except BudgetReached:
            state.parts = []  # never saved: only their files are there
            state.tidy()
            raise
        state.endpoint = digest(endpoint)
        state.save()
        state.tidy()
        if state.parts:
            self.notify(f"{_counted(state)} for {endpoint.model}, in {len(state.parts)} batch(es)")

    def _afford(self, ceiling: Ceiling, kind: str) -> None:
        self.pace.afford(ceiling.tokens, ceiling.cost * (SHARE.get(kind) or 1))

    def _sent(self, part: Part, state: State, batches: Batches) -> None:
        """Upload a part and make a batch of it, as far as that is not done."""
        if part.stage == "written":
            part.file = batches.upload(state.path(part, "requests.jsonl"))
            part.stage = "uploaded"
            state.save()
        if part.stage == "uploaded":
            assert part.file is not None
            status = batches.start(part.file)
            part.batch, part.status, part.stage = status.id, status.state, "created"
            state.save()
            self.notify(f"{status.id}: {part.requests:,} requests, {status.state}")

    def _wait(self, state: State, batches: Batches) -> None:
        """Look at what is under way until nothing is; collect each part as soon as it has ended."""
        look = _Looks(batches, self.notify)
        while True:
            for part in state.parts:
                if part.stage == "created" and not self.stop.is_set() and (status := look.at(part)):
                    part.status, part.output, part.errors = status.state, status.output, status.errors
                    part.reason, part.stage = status.reason, "ended"
                    state.save()
                if part.stage == "ended":
                    kept = self.summarizer.recordings
                    collect(part, state, batches, kept, jobs=self.pace.jobs, notify=self.notify)
            if not state.under_way or self.stop.wait(self.poll):
                return

    def _count(self, state: State) -> None:
        for part in state.parts:
            cost = Decimal(part.cost_usd or 0)
            self.pace.spent(part.answered, (part.tokens_in, part.tokens_out), cost)


class _Looks:
    """Looks at batches, telling what changed, and bearing a connection that fails for a while."""

    def __init__(self, batches: Batches, notify: Callable[[str], None]) -> None:
        self._batches, self._notify, self._failed = batches, notify, 0
        self._said: dict[str, str] = {}

    def at(self, part: Part) -> Status | None:
        """The status of a part's batch once it has ended, else None. Raises `EndpointError` when patience is over."""
        assert part.batch is not None
        try:
            status = self._batches.look(part.batch)
        except STOPPING:
            raise
        except EndpointError as error:
            self._failed += 1
            if self._failed >= PATIENCE:
                raise
            self._notify(f"{part.batch}: {error}; looking again")
            return None
        self._failed = 0
        line = f"{status.id}: {status.state}, {status.completed:,} of {part.requests:,} done"
        line += f", {status.failed:,} failed" if status.failed else ""
        if self._said.get(part.name) != line:
            self._said[part.name] = line
            self._notify(line)
        return status if status.ended else None


def _counted(state: State) -> str:
    number = sum(part.requests for part in state.parts)
    return f"{number:,} request{'' if number == 1 else 's'}"
