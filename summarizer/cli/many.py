"""`summarizer brief` of many articles: options to a run, its progress on stderr, its results, its exit code."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from summarizer.batch.folder import Folder, failure
from summarizer.batch.inputs import Entry, Shard, entries
from summarizer.batch.outlook import Total
from summarizer.batch.pace import Pace
from summarizer.batch.run import Done, Run, only
from summarizer.cli import cluster, deferred, session
from summarizer.cli.bill import counted, dollars
from summarizer.cli.dry_run import endpoint_of, spendable
from summarizer.cli.output import emit, note
from summarizer.cli.progress import Progress
from summarizer.errors import BatchFailed, InputError, Interrupted, UsageError
from summarizer.model.prices import cost

if TYPE_CHECKING:
    from summarizer.settings import Settings

_SINGLE = ("title", "outlet", "published", "url")


def brief_many(names: tuple[str, ...], given: Mapping[str, Any]) -> None:
    """Brief what the names lead to. Leaves with the documented exit codes: 8, 9 or 130 where not all is done."""
    chosen = session.settings(given)
    _refuse(given)
    if given["via"]:
        {"batch-api": deferred.refuse, "ray": cluster.refuse}[given["via"]](names, given, chosen)
    summarizer = session.summarizer({**given, "quiet": True}, chosen)
    target = given["output"]
    with Folder(Path(target)) if target not in (None, "-") else nullcontext() as folder:
        failed = _failed(folder) if given["retry_failed"] else None

        def wanted() -> Iterator[Entry]:
            found = _entries(names, given, chosen)
            return found if failed is None else only(found, failed)

        made = partial(cluster.RayRun, given, chosen) if given["via"] == "ray" else Run
        run = made(summarizer, _pace(given, chosen), folder, fail_fast=given["fail_fast"])
        with _interruptible(run.stop) as interrupted:
            if given["via"] == "batch-api":
                assert folder is not None
                found = deferred.answered(wanted, summarizer, run.pace, folder, given=given, stop=run.stop)
            else:
                found = wanted()
            if not interrupted.is_set():  # what failed before is still known, where the wait was given up
                asked = given["via"] != "batch-api"
                progress = Progress(run, _total(names, given, chosen, failed), quiet=given["quiet"], forecast=asked)
                _go_through(run, found, folder, progress, quiet=given["quiet"])
        _end(run, folder, interrupted=interrupted.is_set())


def _go_through(run: Run, wanted: Iterator[Entry], folder: Folder | None, progress: Progress, *, quiet: bool) -> None:
    if folder:
        folder.account(run.facts("running"))
    state = "stopped"
    try:
        with progress:
            for done in run.each(wanted):
                if folder is None:
                    emit(_line(done), "json")
                progress.tell(done)
        state = "stopped" if run.stop.is_set() else "finished"
    finally:
        if not quiet and (state == "finished" or run.tally.counts or run.pace.requests):
            note(_sum(run))
        if folder:
            _account(run, folder, state)


def _line(done: Done) -> str:
    """One result as a line of JSON."""
    if done.briefing is None:
        assert done.error is not None
        said = failure(done.entry.id, done.entry.place, done.error)
        return json.dumps({"id": said.pop("id"), "error": said}, ensure_ascii=False) + "\n"
    value = {"id": done.entry.id, "briefing": json.loads(done.briefing.to_json())}
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def _account(run: Run, folder: Folder, state: str) -> None:
    """Leave the run's account. Raises `BatchFailed` where the disk does not take it: what failed was told already."""
    try:
        folder.account(run.facts(state))
    except InputError as error:
        raise BatchFailed(str(error)) from None


def _sum(run: Run) -> str:
    """What the run came to."""
    counts, pace = run.tally.counts, run.pace
    parts = [f"{counts[name]:,} {name}" for name in ("done", "replayed", "skipped", "failed") if counts[name]]
    line = f"{counted(counts['articles'], 'article')}: {', '.join(parts) or 'none'}"
    if pace.requests:
        spent = f", {dollars(pace.cost)}" if pace.cost else ""
        tokens = f"{pace.tokens_in:,} tokens in, {pace.tokens_out:,} out"
        line += f"; asked {counted(pace.requests, 'time')}, {tokens}{spent}"
    return line


def _end(run: Run, folder: Folder | None, *, interrupted: bool) -> None:
    """Raise where not everything is done."""
    failed = run.tally.counts["failed"]
    if interrupted:
        raise Interrupted(f"{Interrupted.meaning}; the same command goes on where it stopped")
    if run.tally.fatal:
        raise run.tally.fatal
    if failed:
        where = f"{folder.path / 'failures.jsonl'} says why" if folder else "each says why in its line"
        again = " (`--retry-failed` tries them again)" if folder else ""
        raise BatchFailed(f"{counted(failed, 'article')} failed; {where}{again}")


def _entries(names: tuple[str, ...], given: Mapping[str, Any], chosen: Settings) -> Iterator[Entry]:
    found = entries(
        names,
        partial(session.article, options=given, chosen=chosen),
        given["columns"],
        given["lists"],
        each=partial(session.articles, options=given, chosen=chosen),
        limits=chosen.limits,
    )
    if not given["shard"]:
        return found
    shard = Shard.parse(given["shard"])
    return (entry for entry in found if entry.id in shard)


def _total(
    names: tuple[str, ...], given: Mapping[str, Any], chosen: Settings, failed: set[str] | None
) -> Callable[[], int | None]:
    """The number of the articles, once it is known."""
    if given["quiet"]:
        return lambda: None
    return Total(
        names,
        given["lists"],
        of=Shard.parse(given["shard"]).of if given["shard"] else 1,
        most=None if failed is None else len(failed),
        each=partial(session.articles, options={**given, "quiet": True}, chosen=chosen),
        limits=chosen.limits,
    )


def _failed(folder: Folder | None) -> set[str]:
    if folder is None:
        raise UsageError("--retry-failed needs the folder of the run before: name it with -o")
    return folder.failed()


def _refuse(given: Mapping[str, Any]) -> None:
    """Fail for options that mean nothing for many articles, rather than let them be forgotten."""
    for name in _SINGLE:
        if given[name]:
            raise UsageError(f"--{name} is of one article: leave it away, or put it in a table's column {name!r}")
    for name, way in (("poll", "batch-api"), ("address", "ray"), ("actors", "ray")):
        if given[name] and given["via"] != way:
            raise UsageError(f"--{name} is of --via {way}: name that too, or leave it away")
    if given["dry_run"]:
        raise UsageError("--dry-run takes one article: pick one of a table with --entry, or try it on one file")
    if given["format"] not in (None, "json"):
        raise UsageError(f"many briefings are written as JSON: `summarizer show` turns one into {given['format']}")


def _pace(given: Mapping[str, Any], chosen: Settings) -> Pace:
    endpoint = endpoint_of(chosen)
    return Pace(
        given["jobs"],
        rpm=given["rpm"],
        tpm=given["tpm"],
        max_tokens=given["max_tokens_total"],
        max_cost=spendable(chosen, given["max_cost"]),
        price=lambda sent, received: cost(endpoint, endpoint.model, sent, received),
    )


@contextmanager
def _interruptible(stop: Event) -> Iterator[Event]:
    """Ctrl-C once ends the run after what is in flight; twice, at once. Replies that came are on disk either way."""
    interrupted = Event()

    def on_signal(number: int, _: object) -> None:
        if interrupted.is_set():
            sys.stderr.write("stopped; the same command goes on where it stopped\n")
            sys.stderr.flush()
            os._exit(128 + number)
        interrupted.set()
        stop.set()
        note("finishing what is in flight; press Ctrl-C again to stop now")

    before = {number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield interrupted
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
