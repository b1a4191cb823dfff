"""Many articles on many machines with Ray Data: one row in, one row out, whatever goes wrong with it.

Ray hands out work and does some of it again when a machine dies. That a reply is paid for once is not its doing: the
recordings, in a folder that all machines share, are looked into before anything is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

from summarizer.batch.pace import Pace
from summarizer.batch.run import STOPPING
from summarizer.batch.tables import article_of
from summarizer.errors import SummarizerError, UsageError
from summarizer.model.endpoints import resolve
from summarizer.model.prices import cost
from summarizer.pipeline import JOBS, Summarizer
from summarizer.workers import in_threads

COLUMNS = ("id", "briefing", "error", "message")
"""What a row comes back as, all texts: the briefing as JSON, or null and the error's class and message."""
_AHEAD = 4
"""Rows handed to an actor at once, for each it has in flight."""


@dataclass(frozen=True)
class Limits:
    """What all actors together may have in flight, ask a minute, and use. None: no limit; `max_cost` in US dollars."""

    jobs: int = JOBS
    rpm: int | None = None
    tpm: int | None = None
    max_tokens: int | None = None
    max_cost: Decimal | None = None

    def divided(self, actors: int) -> Limits:
        """One actor's part of each. Raises `UsageError` for a limit that is smaller than the number of actors."""
        for name in ("jobs", "rpm", "tpm", "max_tokens"):
            whole = getattr(self, name)
            if whole is not None and whole < actors:
                raise UsageError(
                    f"{name} is {whole}, which {actors} actors cannot share: raise it, or use fewer actors"
                )
        parts = {name: _part(getattr(self, name), actors) for name in ("rpm", "tpm", "max_tokens")}
        return replace(
            self,
            jobs=self.jobs // actors,
            max_cost=None if self.max_cost is None else self.max_cost / actors,
            **parts,
        )

    def pace(self, price: Any) -> Pace:
        """The gate of one actor."""
        return Pace(
            self.jobs,
            rpm=self.rpm,
            tpm=self.tpm,
            max_tokens=self.max_tokens,
            max_cost=self.max_cost,
            price=price,
        )


def brief_dataset(
    ds: Any,
    *,
    model: str,
    prompt: str,
    recordings: str | Path,
    jobs: int = JOBS,
    actors: int = 1,
    rpm: int | None = None,
    tpm: int | None = None,
    max_tokens: int | None = None,
    max_cost: Decimal | None = None,
    columns: Mapping[str, str] | None = None,
    cpus: float = 0.5,
    **settings: Any,
) -> Any:
    """A Ray dataset of briefings (`COLUMNS`), one row for each of `ds`, which has the columns of a table of articles.

    `jobs`, `rpm`, `tpm`, `max_tokens` and `max_cost` hold for all `actors` together and are divided among them; an
    actor that dies begins its part of the budget anew. `recordings` is a folder that every machine sees under this
    name, `cpus` what an actor takes of a machine's. `columns` maps our names of columns to the dataset's; the other
    settings are those of `Summarizer`. An error is a row. Raises `UsageError` without Ray or for a limit too small.
    """
    limits = Limits(jobs, rpm, tpm, max_tokens, max_cost).divided(actors)
    asker = {"model": model, "prompt": prompt, "recordings": str(recordings), **settings}
    data = installed("ray.data")
    return ds.map_batches(
        Briefer,
        fn_constructor_args=(asker, limits, dict(columns or {})),
        batch_size=_AHEAD * limits.jobs,
        batch_format="pyarrow",
        compute=data.ActorPoolStrategy(size=actors),
        num_cpus=cpus,
        udf_modifying_row_count=False,
    )


class Briefer:
    """An actor: a Summarizer with one connection, its part of the limits, and threads for what it has in flight."""

    def __init__(self, asker: Mapping[str, Any], limits: Limits, columns: Mapping[str, str]) -> None:
        self._limits, self._columns = limits, columns
        self._fatal: SummarizerError | None = None
        self._stack = ExitStack()
        summarizer = Summarizer(**asker)
        self._asker = self._stack.enter_context(summarizer.connected(limits.pace(_price(summarizer))))

    def __call__(self, batch: Any) -> Any:
        """A table of articles to a table of briefings, row by row."""
        import pyarrow

        rows = list(in_threads(self._row, batch.to_pylist(), self._limits.jobs))
        return pyarrow.table({name: pyarrow.array([r[name] for r in rows], pyarrow.string()) for name in COLUMNS})

    def _row(self, row: Mapping[str, Any]) -> dict[str, str | None]:
        called = row.get(self._columns.get("id", "id"))
        name = "" if called is None else str(called)
        error = self._fatal
        if error is None:
            try:
                result = self._asker.result(article_of(row, self._columns, f"the row {name!r}"))
                if result.briefing is not None:
                    return {"id": name, "briefing": result.briefing.to_json(), "error": None, "message": None}
                error = result.error
            except SummarizerError as caught:
                error = caught
            if isinstance(error, STOPPING):
                self._fatal = error
        return {"id": name, "briefing": None, "error": type(error).__name__, "message": str(error)}


def error_of(row: Mapping[str, Any]) -> SummarizerError:
    """The error that a row tells of, as the class it was."""
    return _classes(SummarizerError).get(row["error"], SummarizerError)(row["message"])


def _part(whole: int | None, actors: int) -> int | None:
    return None if whole is None else whole // actors


def _classes(root: type[SummarizerError]) -> dict[str, type[SummarizerError]]:
    found = {root.__name__: root}
    for kind in root.__subclasses__():
        found |= _classes(kind)
    return found


def _price(summarizer: Summarizer) -> Any:
    """The price of tokens in and out, by the endpoint that will be asked."""

    def price(sent: int, received: int) -> Decimal | None:
        asker = summarizer.exchanges
        endpoint = resolve(summarizer.model, base_url=asker.base_url, key_env=asker.key_env, form=asker.form)
        return cost(endpoint, endpoint.model, sent, received)

    return price


def installed(name: str = "ray") -> Any:
    """A module of Ray's. Raises `UsageError` where Ray is not installed."""
    try:
        return import_module(name)
    except ImportError:
        raise UsageError("Ray is not installed: pip install 'summarizer[ray]'") from None
