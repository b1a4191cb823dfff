"""A round at the Batch API as the command line makes it, over a few invented articles."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from summarizer import Summarizer
from summarizer.article import Article
from summarizer.batch.deferred.plan import Limits
from summarizer.batch.deferred.run import Deferred
from summarizer.batch.deferred.state import Stage, State
from summarizer.batch.folder import Folder
from summarizer.batch.inputs import Entry, entries
from summarizer.batch.pace import Pace
from summarizer.batch.run import Run
from tests.support.batches import Results, answered

LIMITS = Limits()
LISTS = ("actors", "claims", "denials", "other_responses", "analyst_views", "bottom_line")
NOTHING = json.dumps({name: [] for name in LISTS})
Request = dict[str, Any]


def articles(home: Path, count: int) -> None:
    (home / "in").mkdir(exist_ok=True)
    for n in range(count):
        (home / "in" / f"a{n}.txt").write_text(f"Ferry {n} returns\n\nThe ferry leaves at {n} past nine.\n", "utf-8")


def listed(home: Path) -> Iterator[Entry]:
    return entries([str(home / "in")], Article.from_file, {})


def brief(
    home: Path, url: str, pace: Pace | None = None, limits: Limits = LIMITS, stop: bool = False, **settings: Any
) -> dict[str, str]:
    """One run, as the command line makes it; what each article came to: "" or why it failed."""
    asker = Summarizer("m", "briefing@v1", recordings=home / "rec", base_url=url, retries=1, **settings)
    pace = pace or Pace(3)
    with Folder(home / "out") as folder:
        deferred = Deferred(asker, folder, pace, 0.02, limits)
        if stop:
            deferred.stop.set()
        deferred.ask(listed(home))
        if stop:
            return {}
        found = Run(asker, pace, folder).each(deferred.answered(listed(home)))
        return {done.entry.id: str(done.error or "") for done in found}


def all_of(requests: list[Request]) -> Results:
    return Results(output=[answered(request, NOTHING) for request in requests])


def stage(home: Path) -> list[Stage]:
    return [part.stage for part in State.load(home / "out").parts]


def recorded(home: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text("utf-8")) for path in sorted((home / "rec").glob("??/*.json"))]


def made(home: Path) -> dict[str, str]:
    """The briefings by name, without what tells when they were asked for and that they were replayed."""
    found = {}
    for path in sorted((home / "out").rglob("*.briefing.json")):
        value = json.loads(path.read_text("utf-8"))
        value["provenance"].update(mode="", recorded_at="")
        found[path.name] = json.dumps(value)
    return found


def articles_in(home: Path) -> Path:
    home.mkdir()
    articles(home, 4)
    return home
