"""`summarizer brief --via batch-api`: ask through the Batch API, then brief from what came."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from threading import Event
from typing import TYPE_CHECKING, Any

from summarizer.batch.deferred.run import POLL, Deferred
from summarizer.batch.folder import Folder
from summarizer.batch.inputs import Entry
from summarizer.batch.pace import Pace
from summarizer.cli.dry_run import endpoint_of
from summarizer.cli.output import note
from summarizer.errors import UsageError
from summarizer.exchange import silent
from summarizer.model.batches import SHARE, require

if TYPE_CHECKING:
    from summarizer.pipeline import Summarizer
    from summarizer.settings import Settings


def refuse(names: tuple[str, ...], given: Mapping[str, Any], chosen: Settings) -> None:
    """Fail, before anything is written, for what the Batch API cannot be used with. Raises `UsageError`."""
    kind = endpoint_of(chosen).kind
    require(kind)
    if given["output"] in (None, "-"):
        raise UsageError("--via batch-api needs a folder that holds what is under way: name it with -o")
    if "-" in (*names, *given["lists"]):
        raise UsageError("--via batch-api reads the articles twice: name files, not standard input")
    for name, wanted in (("fresh", given["fresh"]), ("no-record", given["no_record"]), ("offline", chosen.offline)):
        if wanted:
            raise UsageError(
                f"--{name} and --via batch-api exclude each other: its replies are kept as recordings, and only what "
                "has none is asked (another answer to the same question is --sample 2)"
            )
    if given["max_cost"] and kind in SHARE and SHARE[kind] is None:
        raise UsageError(f"no batch price is known for {kind}, so --max-cost cannot be kept: use --max-tokens-total")


def answered(
    wanted: Callable[[], Iterator[Entry]],
    summarizer: Summarizer,
    pace: Pace,
    folder: Folder,
    *,
    given: Mapping[str, Any],
    stop: Event,
) -> Iterator[Entry]:
    """The articles for the run that follows, once their questions have been asked; none where that was stopped."""
    say = silent if given["quiet"] else note
    deferred = Deferred(summarizer, folder, pace, given["poll"] or POLL, notify=say, stop=stop)
    deferred.ask(wanted())
    return iter(()) if stop.is_set() else deferred.answered(wanted())
