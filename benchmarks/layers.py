"""Where the CPU of a question goes: microseconds by layer, for openai alone, instructor, and one article of our batch.

One thread and a server without a delay, so that nothing is counted but work. Every layer's time is what passes between
its functions' begin and end less what the layers below take of it; the reads of the clock are in it (a few microseconds
a row). Runs by turns; of several rounds the median. `python benchmarks/layers.py [--articles N] [--rounds N]`.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from functools import partial, wraps
from pathlib import Path
from typing import Any

os.environ["OPENAI_API_KEY"] = "k"

import h11
import httpcore2
import httpx2
import instructor
import openai
from _endpoint import TEXT, endpoint
from openai._base_client import SyncAPIClient

from summarizer import Article, Summarizer, assembly, reading
from summarizer.answer import Answer
from summarizer.batch.folder import Folder
from summarizer.batch.inputs import Entry
from summarizer.batch.pace import Pace
from summarizer.batch.run import Run
from summarizer.briefing import Briefing
from summarizer.model import connection, live
from summarizer.question import Question
from summarizer.recordings import Recordings

LAYERS: dict[str, list[tuple[Any, str]]] = {
    "h11: the bytes of HTTP": [(h11.Connection, name) for name in ("send", "receive_data", "next_event")],
    "httpcore: connections, socket": [(httpcore2.ConnectionPool, "handle_request")],
    "httpx: request and response": [(httpx2.Client, "send"), (httpx2.Client, "build_request")],
    "openai: build, options, response": [(SyncAPIClient, "request")],
    "openai: the typed method": [(openai.resources.chat.Completions, "create")],
    "pydantic: the answer (peers)": [(Answer, "model_validate_json")],
    "ours: retry, gate, JSON of the reply": [(connection.Connection, "send")],
    "instructor": [(live, "ask")],
    "ours: the question": [(Question, "complete"), (Summarizer, "question"), (live, "request")],
    "ours: reply on disk, synced": [(Recordings, "append"), (Recordings, "judge")],
    "ours: evidence, derivation, 52 rules": [(reading, "review")],
    "ours: the briefing": [(assembly, "assemble"), (Briefing, "to_json")],
    "ours: the briefing's file": [(Folder, "write")],
    "ours: the rest of the way": [(Run, "_outcome")],
}


class Meter:
    """CPU nanoseconds by layer, each without what the layers it calls take."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()
        self._below = [0]

    def around(self, layer: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same work, its time counted."""

        @wraps(work)
        def done(*args: Any, **named: Any) -> Any:
            begun = time.thread_time_ns()
            self._below.append(0)
            try:
                return work(*args, **named)
            finally:
                took = time.thread_time_ns() - begun
                self.spent[layer] += took - self._below.pop()
                self._below[-1] += took

        return done

    def install(self) -> None:
        """Put itself around every layer's functions."""
        for layer, places in LAYERS.items():
            for owner, name in places:
                work = self.around(layer, getattr(owner, name))
                bound = isinstance(vars(owner).get(name), classmethod)  # its class is in it already
                setattr(owner, name, staticmethod(work) if bound else work)


def asked(texts: list[str]) -> list[Any]:
    asker = Summarizer("m", "briefing@v1")
    return [[dict(message) for message in asker.question(Article(text)).messages] for text in texts]


def plain(url: str, texts: list[str], meter: Meter) -> None:
    client = openai.OpenAI(base_url=url, api_key="k", max_retries=0)
    messages = asked(texts)
    meter.spent.clear()
    for said in messages:
        reply = client.chat.completions.create(model="m", messages=said)
        Answer.model_validate_json(reply.choices[0].message.content or "")


def instructed(url: str, texts: list[str], meter: Meter) -> None:
    client = instructor.from_openai(openai.OpenAI(base_url=url, api_key="k"), mode=instructor.Mode.JSON_SCHEMA)
    messages = asked(texts)
    create = meter.around("instructor", client.chat.completions.create)
    create(model="m", messages=messages[0], response_model=Answer)
    meter.spent.clear()
    for said in messages:
        create(model="m", messages=said, response_model=Answer)


def ours(url: str, texts: list[str], meter: Meter, place: str) -> None:
    home = Path(tempfile.mkdtemp(dir=place))
    asker = Summarizer("m", "briefing@v1", recordings=home / "recordings", base_url=url, follow_up=False)
    with Folder(home / "out") as folder:
        run = Run(asker, Pace(1), folder)
        with asker.connected(run.pace) as connected:
            run._outcome(Entry("warm", "", lambda: Article("It is warm.\n\n" + texts[0])), connected)  # noqa: SLF001
            meter.spent.clear()
            for n, text in enumerate(texts):
                done = run._outcome(Entry(str(n), "", lambda text=text: Article(text)), connected)  # noqa: SLF001
                assert done.error is None, done.error


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    meter, texts = Meter(), [TEXT.format(n=n) for n in range(args.articles)]
    meter.install()
    found: dict[str, list[Counter[str]]] = {"openai": [], "instructor": [], "ours": []}
    # The files stay until the end: on ext4 a new one is dear in the minutes after many were deleted.
    with endpoint(0) as address, tempfile.TemporaryDirectory() as place:
        runners = (("openai", plain), ("instructor", instructed), ("ours", partial(ours, place=place)))
        for _ in range(args.rounds):
            for name, runner in runners:
                runner(f"{address}/v1", texts, meter)
                found[name].append(meter.spent.copy())
    print(f"CPU µs a question in one thread, {args.articles} questions, median of {args.rounds}\n")
    print(f"{'':<38}" + "".join(f"{name:>12}" for name in found))
    for layer in [*LAYERS, "in all"]:
        each = (
            statistics.median(turn.total() if layer == "in all" else turn[layer] for turn in turns)
            for turns in found.values()
        )
        print(f"{layer:<38}" + "".join(f"{n / args.articles / 1000:>12,.0f}" if n else f"{'':>12}" for n in each))


if __name__ == "__main__":
    main()
