"""Many articles against one server with a realistic delay: our batch beside openai, instructor and langextract.

One server in a process of its own answers every request after its delay with the same valid answer. Each runner asks
about the same articles, all with the same prompt but langextract, whose prompt is its own. Wall time is given as a
share of the ideal (articles ÷ in flight × delay) and of the shortest time there is (see `_endpoint.shortest`); CPU is
that of the runner's process alone. Ours also keeps every reply on disk, checks each line and writes a briefing;
langextract also finds each quote in the text.

Run as `python benchmarks/batch.py [--quick] [--rounds N]`: of several rounds, one runner after the other, the median is
given. With `--soak N` instead: N short articles from recordings, and whether memory, CPU a briefing and open files stay
what they were.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

from _endpoint import TEXT, body, endpoint, shortest
from _peers import interpreter

from summarizer import Article, Summarizer
from summarizer.answer import Answer
from summarizer.batch.folder import Folder
from summarizer.batch.inputs import Entry, entries
from summarizer.batch.pace import Pace
from summarizer.batch.run import Run
from summarizer.recordings import Attempt, Recordings

SETTINGS = ((2.0, 64, 512), (0.05, 16, 800))
"""Delay in seconds, requests in flight, articles."""
QUICK = ((2.0, 64, 128), (0.05, 16, 160))
WARM = 4
"""Articles before the clock starts."""


def ours(url: str, texts: list[str], jobs: int, home: Path) -> None:
    """The batch, as `summarizer brief FOLDER -o OUT` runs it."""
    rows = home / "articles.jsonl"
    rows.write_text("".join(json.dumps({"id": str(n), "text": text}) + "\n" for n, text in enumerate(texts)), "utf-8")
    asker = Summarizer("m", "briefing@v1", recordings=home / "recordings", base_url=url, follow_up=False)
    with Folder(home / "out") as folder:
        run = Run(asker, Pace(jobs), folder)
        for done in run.each(entries([str(rows)], Article.from_file, {})):
            assert done.error is None, done.error
        folder.account(run.facts("finished"))


def _asked(texts: list[str]) -> list[list[dict[str, str]]]:
    asker = Summarizer("m", "briefing@v1")
    return [[dict(message) for message in asker.question(Article(text)).messages] for text in texts]  # type: ignore[misc]


def plain(url: str, texts: list[str], jobs: int, _: Path) -> None:
    """The openai client in a thread pool; the answer parsed, nothing checked, nothing kept."""
    import openai

    client = openai.OpenAI(base_url=url, api_key="k", max_retries=0)

    def one(messages: list[dict[str, str]]) -> None:
        reply = client.chat.completions.create(model="m", messages=messages)  # type: ignore[arg-type]
        Answer.model_validate_json(reply.choices[0].message.content or "")

    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(one, _asked(texts)))


def instructed(url: str, texts: list[str], jobs: int, _: Path) -> None:
    """Instructor over openai in a thread pool, as its documentation shows it."""
    import instructor
    import openai

    client = instructor.from_openai(openai.OpenAI(base_url=url, api_key="k"), mode=instructor.Mode.JSON_SCHEMA)

    def one(messages: list[dict[str, str]]) -> None:
        client.chat.completions.create(model="m", messages=messages, response_model=Answer)  # type: ignore[arg-type]

    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(one, _asked(texts)))


RUNNERS: dict[str, Callable[[str, list[str], int, Path], None]] = {
    "summarizer": ours, "openai in threads": plain, "instructor in threads": instructed,
}  # fmt: skip
LANGEXTRACT = "langextract, its workers"


def measured(name: str, url: str, texts: list[str], jobs: int, result: Pipe, *, place: str) -> None:
    """One runner in a process of its own, warmed up with a few articles: wall and CPU seconds."""
    os.environ["OPENAI_API_KEY"] = "k"
    RUNNERS[name](url, texts[:WARM], jobs, Path(tempfile.mkdtemp(dir=place)))
    begun, cpu = time.monotonic(), time.process_time()
    RUNNERS[name](url, texts[WARM:], jobs, Path(tempfile.mkdtemp(dir=place)))
    result.send((time.monotonic() - begun, time.process_time() - cpu))


def one(name: str, delay: float, jobs: int, count: int, peers: Path | None, *, place: str) -> tuple[float, float]:
    """Wall and CPU seconds of one runner against a server of its own, which draws the same delays for each."""
    texts = [TEXT.format(n=n) for n in range(count + WARM)]
    with endpoint(delay) as url:
        if name == LANGEXTRACT:
            command = [str(peers), str(Path(__file__).with_name("_langextract.py")), f"{url}/langextract", str(jobs)]
            done = subprocess.run(command, input=json.dumps(texts), stdout=subprocess.PIPE, text=True, check=True)
            wall, cpu = json.loads(done.stdout)
            return wall, cpu
        here, there = multiprocessing.Pipe()
        given = (name, f"{url}/v1", texts, jobs, there)
        runner = multiprocessing.Process(target=measured, args=given, kwargs={"place": place})
        runner.start()
        found: tuple[float, float] = here.recv()
        runner.join()
        return found


def compare(settings: tuple[tuple[float, int, int], ...], rounds: int) -> None:
    """The table."""
    peers = interpreter()
    names = [*RUNNERS, *([LANGEXTRACT] if peers else [])]
    for delay, jobs, count in settings:
        ideal, least = count / jobs * delay, shortest(delay, jobs, count, WARM)
        print(f"\n{count} articles, {jobs} in flight, {1000 * delay:.0f} ms a reply "
              f"(ideal {ideal:.1f} s, shortest {least:.1f} s), median of {rounds}")  # fmt: skip
        print(f"{'':<24}{'of ideal':>10}{'of shortest':>13}{'articles/s':>12}{'CPU ms an article':>20}")
        # The files stay until the end: on ext4 a new one is dear in the minutes after many were deleted.
        with tempfile.TemporaryDirectory() as place:
            found = [{name: one(name, delay, jobs, count, peers, place=place) for name in names} for _ in range(rounds)]
        for name in names:
            wall, cpu = (statistics.median(turn[name][i] for turn in found) for i in (0, 1))
            print(
                f"{name:<24}{ideal / wall:>9.0%} {least / wall:>12.0%} {count / wall:>11.1f}{1000 * cpu / count:>20.1f}"
            )


def soak(count: int) -> None:
    """Many short articles from recordings: memory, CPU and descriptors, first and last thousand."""
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        asker = Summarizer("m", "briefing@v1", recordings=home / "recordings", offline=True, follow_up=False)
        made = Recordings(home / "recordings")
        said = {"how": "written", "endpoint": "none", "recorded_at": "2026-01-01T00:00:00Z"}
        os.fsync = lambda _: None  # type: ignore[assignment]
        for n in range(count):
            made.append(
                asker.question(Article(TEXT.format(n=n))), Attempt(json.loads(body()), said["recorded_at"]), said
            )
        seen: list[tuple[int, int, float]] = []
        with Folder(home / "out") as folder:
            run = Run(asker, Pace(4), folder)
            for done in run.each(Entry(str(n), "", lambda n=n: Article(TEXT.format(n=n))) for n in range(count)):
                assert done.error is None, done.error
                if run.tally.counts["done"] % 1000 == 0:
                    seen.append((_memory(), len([*Path("/proc/self/fd").iterdir()]), time.process_time()))
        (first, files, cpu_1), (last, files_last, cpu_n) = seen[0], seen[-1]
        each = 1000 * (cpu_n - cpu_1) / (count - 1000)
        print(f"{count:,} briefings: {each:.2f} CPU ms each; resident {first:,} KiB after 1,000, {last:,} at the end "
              f"({last / first - 1:+.1%}); {files} and {files_last} open files; "
              f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss:,} KiB")  # fmt: skip


def _memory() -> int:
    return int(Path("/proc/self/statm").read_text("utf-8").split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer articles")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--soak", type=int, metavar="N", help="N articles from recordings instead")
    args = parser.parse_args()
    if args.soak:
        soak(args.soak)
    else:
        compare(QUICK if args.quick else SETTINGS, args.rounds)


if __name__ == "__main__":
    main()
