"""Many articles against one server with a realistic delay: our batch beside plain openai and instructor in threads.

One server in a process of its own answers every request after its delay with the same valid answer. Each runner asks
about the same articles with the same prompt. Wall time is given as a share of the ideal (articles ÷ in flight × delay);
CPU is that of the runner's process alone. Ours also keeps every reply on disk, checks each line and writes a briefing.

Run as `python benchmarks/batch.py [--quick]`; with `--soak N` instead: N short articles from recordings, and whether
memory, CPU a briefing and open files stay what they were.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

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
LISTS = {
    "actors": [{"id": "a1", "name": "the harbour board", "kind": "organization", "role": None, "aliases": []}],
    "claims": [
        {
            "id": "c1", "speaker": "a1", "kind": "commitment", "statement": "Ferry prices will not rise this year",
            "certainty": "certain", "evidence": ["[4] prices would not rise this year"],
        }
    ],
    "denials": [], "other_responses": [], "analyst_views": [],
    "bottom_line": [{"text": "The harbour board says ferry prices will not rise this year.", "rests_on": ["c1"]}],
}  # fmt: skip
TEXT = """Night ferry {n} returns

Ferry {n} will run again from April. Boats leave at nine.

Ferry prices would not rise this year, the harbour board said.
"""
REPLY = json.dumps(LISTS)


def body() -> bytes:
    """The completion that every request gets."""
    choice = {"index": 0, "message": {"role": "assistant", "content": REPLY}, "finish_reason": "stop"}
    usage = {"prompt_tokens": 4000, "completion_tokens": 150, "total_tokens": 4150}
    value = {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage}
    return json.dumps(value).encode()


def serve(delay: float, ready: Pipe) -> None:
    """Answer for ever; only what HTTP the clients need."""
    answer = body()
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(answer)}\r\n\r\n".encode()
    jitter = random.Random(7)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                request = await reader.readuntil(b"\r\n\r\n")
                length = int(request.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0])
                await reader.readexactly(length)
                await asyncio.sleep(delay * jitter.uniform(0.9, 1.1))
                writer.write(head + answer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def main() -> None:
        server = await asyncio.start_server(talk, "127.0.0.1", 0, limit=1_000_000, backlog=512)
        ready.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(main())


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


def measured(name: str, url: str, texts: list[str], jobs: int, result: Pipe) -> None:
    """One runner in a process of its own, warmed up with a few articles: wall and CPU seconds."""
    os.environ["OPENAI_API_KEY"] = "k"
    with tempfile.TemporaryDirectory() as home:
        RUNNERS[name](url, texts[:4], jobs, _made(Path(home, "warm")))
        begun, cpu = time.monotonic(), time.process_time()
        RUNNERS[name](url, texts[4:], jobs, _made(Path(home, "run")))
        result.send((time.monotonic() - begun, time.process_time() - cpu))


def _made(home: Path) -> Path:
    home.mkdir()
    return home


def compare(settings: tuple[tuple[float, int, int], ...]) -> None:
    """The table."""
    for delay, jobs, count in settings:
        texts = [TEXT.format(n=n) for n in range(count + 4)]
        ideal = count / jobs * delay
        print(f"\n{count} articles, {jobs} in flight, {1000 * delay:.0f} ms a reply (ideal {ideal:.1f} s)")
        print(f"{'':<24}{'of ideal':>10}{'articles/s':>12}{'CPU ms an article':>20}")
        mine, theirs = multiprocessing.Pipe()
        server = multiprocessing.Process(target=serve, args=(delay, theirs), daemon=True)
        server.start()
        url = f"http://127.0.0.1:{mine.recv()}/v1"
        for name in RUNNERS:
            here, there = multiprocessing.Pipe()
            runner = multiprocessing.Process(target=measured, args=(name, url, texts, jobs, there))
            runner.start()
            wall, cpu = here.recv()
            runner.join()
            print(f"{name:<24}{ideal / wall:>9.0%} {count / wall:>11.1f}{1000 * cpu / count:>20.1f}")
        server.terminate()


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


if __name__ == "__main__":
    if "--soak" in sys.argv:
        soak(int(sys.argv[sys.argv.index("--soak") + 1]))
    else:
        compare(QUICK if "--quick" in sys.argv else SETTINGS)
