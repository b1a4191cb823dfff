"""An endpoint with a delay, in a process of its own, and the shortest time in which its replies can be had."""

from __future__ import annotations

import asyncio
import heapq
import json
import multiprocessing
import random
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection as Pipe
from typing import Any

SEED, JITTER = 7, 0.1
LISTS: dict[str, Any] = {
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
EXTRACTED = {"extractions": [{"claim": LISTS["claims"][0]["statement"].replace("will", "would"),
                              "claim_attributes": {"speaker": "the harbour board"}}]}  # fmt: skip
TEXT = """Night ferry {n} returns

Ferry {n} will run again from April. Boats leave at nine.

Ferry prices would not rise this year, the harbour board said.
"""
PATHS = {"/v1/": LISTS, "/langextract/": EXTRACTED}
"""What is answered, by how the request's path begins: each client gets the answer that its own prompt asks for."""


def body(answer: Any = LISTS) -> bytes:
    """The completion that a request gets."""
    choice = {"index": 0, "message": {"role": "assistant", "content": json.dumps(answer)}, "finish_reason": "stop"}
    usage = {"prompt_tokens": 4000, "completion_tokens": 150, "total_tokens": 4150}
    value = {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage}
    return json.dumps(value).encode()


def delays(delay: float) -> Iterator[float]:
    """The delay of each request in the order in which they come: the same for every runner."""
    jitter = random.Random(SEED)
    while True:
        yield delay * jitter.uniform(1 - JITTER, 1 + JITTER)


def shortest(delay: float, jobs: int, count: int, warm: int) -> float:
    """Seconds that a client without any cost of its own would take: it sends the next request as soon as it may.

    More than articles ÷ in flight × delay, because at the end the slowest reply is waited for.
    """
    drawn = delays(delay)
    for _ in range(warm):
        next(drawn)
    free = [0.0] * jobs
    for _ in range(count):
        heapq.heapreplace(free, free[0] + next(drawn))
    return max(free)


def serve(delay: float, ready: Pipe) -> None:
    """Answer for ever; only what HTTP the clients need."""
    replies = {}
    for path, answer in PATHS.items():
        made = body(answer)
        head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(made)}\r\n\r\n"
        replies[path.encode()] = head.encode() + made
    drawn = delays(delay)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                request = await reader.readuntil(b"\r\n\r\n")
                length = int(request.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0])
                await reader.readexactly(length)
                if delay:
                    await asyncio.sleep(next(drawn))
                path = request.split(b" ", 2)[1]
                writer.write(next(reply for start, reply in replies.items() if path.startswith(start)))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def main() -> None:
        server = await asyncio.start_server(talk, "127.0.0.1", 0, limit=1_000_000, backlog=512)
        ready.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(main())


@contextmanager
def endpoint(delay: float) -> Iterator[str]:
    """The address of a server in a process of its own, without the path."""
    mine, theirs = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(delay, theirs), daemon=True)
    server.start()
    try:
        yield f"http://127.0.0.1:{mine.recv()}"
    finally:
        server.terminate()
        server.join()
