"""`summarizer brief --via ray`: the articles of a run, briefed by the actors of a Ray cluster."""

from __future__ import annotations

import logging
import os
import socket
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stdout
from decimal import Decimal
from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING, Any

from summarizer.batch.inputs import Entry
from summarizer.batch.ray import brief_dataset, error_of, installed
from summarizer.batch.run import TOOL, Done, Run
from summarizer.briefing import Briefing
from summarizer.errors import EndpointError, SummarizerError, UsageError

if TYPE_CHECKING:
    from summarizer.settings import Settings

_REACHED = 10.0
"""Seconds in which a cluster's address must take a connection."""
Row = dict[str, Any]
WINDOW = 10_000
"""Articles that are handed to the cluster at once: no more are in its memory."""
_QUIET = {"RAY_BACKEND_LOG_LEVEL": "fatal"}
"""Its own lines would stand between ours."""
_ALONE = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0", "RAY_USAGE_STATS_ENABLED": "0"}
"""What keeps a cluster of one machine on loopback, as it is on Windows and macOS anyway, and from calling home."""
_TRIES = 2
"""Ray gives a cluster 30 seconds to start, which on a busy machine is too little the first time."""


def refuse(_: tuple[str, ...], given: Mapping[str, Any], chosen: Settings) -> None:
    """Fail, before anything is written, for what Ray cannot be used with. Raises `UsageError`."""
    if given["output"] in (None, "-"):
        raise UsageError("--via ray needs a folder for the briefings: name it with -o")
    for name, wanted in (("fresh", given["fresh"]), ("no-record", given["no_record"])):
        if wanted:
            raise UsageError(
                f"--{name} and --via ray exclude each other: what a machine that died had asked is known from the "
                "recordings alone"
            )
    if given["address"] and chosen.origin["recordings"] == "default":
        raise UsageError("--address needs a folder of recordings that every machine sees: name it with --recordings")
    if find_spec("ray") is None:  # not imported yet: what keeps it on loopback has to be set before
        installed()


class RayRun(Run):
    """A run whose articles are briefed on a cluster; this process reads them and writes what comes back."""

    def __init__(self, given: Mapping[str, Any], chosen: Settings, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._given, self._chosen = given, chosen

    def outcomes(self, entries: Iterable[Entry]) -> Iterator[Done]:
        """What comes of each entry, as it is done."""
        source, ray = iter(entries), None
        with ExitStack() as stack:
            while window := list(islice(source, WINDOW)):
                found = [(entry, self._row(entry)) for entry in window]
                yield from (row for _, row in found if isinstance(row, Done))
                rows = {entry.id: (entry, row) for entry, row in found if not isinstance(row, Done)}
                if rows:
                    ray = ray or stack.enter_context(_joined(self._given["address"]))
                    yield from self._briefed(ray, rows)

    def _row(self, entry: Entry) -> Row | Done:
        """An article as a row, or what is done already."""
        try:
            article = entry.load()
        except SummarizerError as error:
            return Done(entry, error=error)
        assert self.folder is not None
        if self.folder.current(entry.id, lambda: self.summarizer.key(article), TOOL):
            return Done(entry, skipped=True)
        known = ("text", "title", "outlet", "published", "url", "language")
        return {"id": entry.id, **{name: getattr(article, name) for name in known}}

    def _briefed(self, ray: Any, rows: dict[str, tuple[Entry, Row]]) -> Iterator[Done]:
        actors = self._given["actors"] or sum(1 for node in ray.nodes() if node["Alive"])
        actors = min(actors, self.pace.jobs)
        blocks = min(len(rows), 4 * actors)
        ds = ray.data.from_items([row for _, row in rows.values()], override_num_blocks=blocks)
        for row in brief_dataset(ds, actors=actors, **self._settings()).iter_rows():
            yield self._done(rows.pop(row["id"])[0], row)
            if self.stop.is_set():
                return
        for entry, _ in rows.values():
            yield Done(entry, error=EndpointError("the cluster lost this article: run the same command again"))

    def _done(self, entry: Entry, row: Row) -> Done:
        """Write what a row holds, and count what it cost."""
        if row["briefing"] is None:
            return Done(entry, error=error_of(row))
        try:
            briefing = Briefing.model_validate_json(row["briefing"])
            assert self.folder is not None
            self.folder.write(entry.id, briefing)
        except SummarizerError as error:
            return Done(entry, error=error)
        source = briefing.provenance
        if source.mode == "live":
            used = source.tokens.input, source.tokens.output
            self.pace.spent(source.attempts, used, Decimal(source.cost_usd or 0))
        return Done(entry, briefing)

    def _settings(self) -> dict[str, Any]:
        given, chosen = self._given, self._chosen
        return {
            "model": chosen.model,
            "prompt": self.summarizer.prompt.name,
            "recordings": chosen.recordings.absolute(),
            "jobs": given["jobs"],
            "rpm": given["rpm"],
            "tpm": given["tpm"],
            "max_tokens": given["max_tokens_total"],
            "max_cost": None if given["max_cost"] is None else Decimal(str(given["max_cost"])),
            "offline": chosen.offline,
            "language": self.summarizer.language,
            "max_chars": self.summarizer.max_chars,
            "strict": given["strict"],
            "follow_up": not given["no_second_look"],
            "parameters": given["parameters"],
            "sample": given["sample"],
            "base_url": chosen.base_url,
            "key_env": chosen.key_env,
            "form": chosen.response_format,
            "prompts": [path.absolute() for path in chosen.prompts],
            "reasks": chosen.reasks,
            "retries": chosen.retries,
            "timeout": chosen.timeout,
        }


@contextmanager
def _joined(address: str | None) -> Iterator[Any]:
    """A cluster: the one at an address, or one of this machine for as long as it is used."""
    for name, value in (_QUIET if address else _QUIET | _ALONE).items():  # read by Ray when it is imported
        os.environ.setdefault(name, value)
    if address:
        _reach(address)
    ray = installed()
    installed("ray.data")
    _started(ray, address)
    logging.getLogger("ray.data").setLevel(logging.ERROR)  # its lines would stand between our own
    ray.data.DataContext.get_current().enable_progress_bars = False
    try:
        with redirect_stdout(sys.stderr):  # where a worker died, Ray says so on stdout, which is for results alone
            yield ray
    finally:
        ray.shutdown()


def _started(ray: Any, address: str | None) -> None:
    alone = {} if address else {"include_dashboard": False, "_node_ip_address": "127.0.0.1"}
    for left in reversed(range(1 if address else _TRIES)):
        try:
            ray.init(address=address or "local", logging_level="error", log_to_driver=False, **alone)
        except Exception as error:  # noqa: BLE001 (a cluster that does not come up in time is a plain Exception)
            ray.shutdown()
            if not left:
                raise _unjoined(address or "this machine", error) from None
        else:
            return


def _reach(address: str) -> None:
    """Raise `EndpointError` at once where nobody listens: Ray itself tries for minutes."""
    host, colon, port = address.rpartition("://")[2].rpartition(":")
    if not colon or not port.isdecimal():  # `auto`
        return
    try:
        socket.create_connection((host.strip("[]"), int(port)), _REACHED).close()
    except (OSError, OverflowError) as error:
        raise _unjoined(address, error) from None


def _unjoined(where: str, error: Exception) -> EndpointError:
    said = " ".join(str(error).split())[:200]
    return EndpointError(f"cannot join the Ray cluster at {where} ({said}): check the address and that it runs")
