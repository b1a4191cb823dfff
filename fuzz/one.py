"""One target under atheris, in a process of its own: libFuzzer ends the process when it is done.

    python -m fuzz.one TARGET RUNS FOLDER

FOLDER gets the seeds, the corpus and what was found; `stats.json` says what the run has come to so far.
"""

from __future__ import annotations

import json
import random
import sys
import time
from pathlib import Path
from typing import Any

import atheris

with atheris.instrument_imports(include=["summarizer"]):
    from fuzz.targets import TARGETS, Fault
    from summarizer.briefing import Briefing  # noqa: F401 (what is imported late is not instrumented)

from fuzz.mutation import mutated
from fuzz.seeds import seeds

LONGEST = 8_192
"""Bytes of an input: more is found in small ones, and what grows is measured by `fuzz.growth`. A Word file has more."""
ALLOWED = 3.0
"""CPU seconds for one input of that size; the slowest met took a fifth of it."""


class Watched:
    """A target that counts what it is given, and takes slowness for a fault."""

    def __init__(self, name: str, runs: int, folder: Path) -> None:
        self.target, self.runs, self.folder = TARGETS[name], runs, folder
        self.stats: dict[str, Any] = {"inputs": 0, "taken": 0, "cpu": 0.0, "slowest": 0.0, "bytes": 0}

    def __call__(self, data: bytes) -> None:
        """Give it one input."""
        begun = time.process_time()
        self.stats["taken"] += self.target(data)
        took = time.process_time() - begun
        self.stats["inputs"] += 1
        self.stats["cpu"] += took
        if took > self.stats["slowest"]:
            self.stats |= {"slowest": took, "bytes": len(data)}
        if self.stats["inputs"] % 1_000 == 0 or self.stats["inputs"] >= self.runs:
            (self.folder / "stats.json").write_text(json.dumps(self.stats), "utf-8")
        if took > ALLOWED:
            raise Fault(f"{len(data)} bytes took {took:.1f} s of CPU time")


def main() -> None:
    """Fuzz the target that the arguments name; does not return."""
    name, runs, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    for part in ("seeds", "corpus", "found"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(name)):
        (folder / "seeds" / str(number)).write_bytes(seed)

    def mutator(data: bytes, most: int, seed: int) -> bytes:
        rng = random.Random(seed)
        return mutated(name, data, rng, lambda part: bytes(atheris.Mutate(part, max(most, len(part)))))[:longest]

    longest = LONGEST * 8 if name in ("docx", "briefing", "kind") else LONGEST
    flags = [f"-runs={runs}", "-seed=7", f"-max_len={longest}", "-timeout=60", "-rss_limit_mb=4096"]
    flags += [f"-artifact_prefix={folder / 'found'}/", "-print_final_stats=1"]
    atheris.Setup(
        [sys.argv[0], *flags, str(folder / "corpus"), str(folder / "seeds")], Watched(name, runs, folder),
        custom_mutator=mutator,
    )  # fmt: skip
    atheris.Fuzz()


if __name__ == "__main__":
    main()
