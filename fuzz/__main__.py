"""Fuzz every target with atheris, then look how the time of grown inputs grows; prints a table.

    python -m fuzz [--share 0.1] [--targets html,pdf] [--growth]

atheris is no dependency of the project: it lives in an environment of its own under build/, made when it is missing.
Where that cannot be made, it is said and only the growth is measured. Inputs that break a promise lie in
`build/fuzz/TARGET/found`; the exit code is 1 where there is one.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import site
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks._environment import ROOT, environment
from fuzz import growth

PINS = ("atheris==3.0.0",)
RUNS = {
    "text": 400_000, "rows": 100_000, "answer-1": 100_000, "answer-2": 100_000, "ninjs": 100_000, "mail": 60_000,
    "kind": 40_000, "feed": 40_000, "briefing": 20_000, "html": 20_000, "pdf": 20_000, "docx": 20_000,
}  # fmt: skip
"""Inputs of each target: a million in all, the slow ones 20,000 each."""
HOME = ROOT / "build" / "fuzz"


def main() -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--share", type=float, default=1.0, help="of a million inputs")
    parser.add_argument("--targets", default=",".join(RUNS), help="which, by name")
    parser.add_argument("--growth", action="store_true", help="only measure how time grows")
    args = parser.parse_args()
    found = 0
    python = None if args.growth else environment("fuzz/environment", PINS, ("atheris",))
    if python is not None:
        heads = ("inputs", "taken", "CPU s", "ms each", "slowest ms", "of bytes")
        print("target    " + "".join(f"{head:>11}" for head in heads) + "  found")
        for name in args.targets.split(","):
            found += _fuzzed(python, name, max(1, int(RUNS[name] * args.share)))
    return 1 if found + growth.report() else 0


def _fuzzed(python: Path, name: str, runs: int) -> int:
    """Run one target and print its row; how many inputs break a promise."""
    folder = HOME / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    paths = [str(ROOT), *site.getsitepackages()]  # the project's own packages, beside the one that is ours
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    with (folder / "log").open("wb") as log:
        subprocess.run(
            [python, "-m", "fuzz.one", name, str(runs), str(folder)],
            stdout=log, stderr=log, env=environ, cwd=ROOT, check=False,
        )  # fmt: skip
    found = sorted(path.name for path in (folder / "found").glob("*") if not path.name.startswith("slow-unit"))
    stats: dict[str, Any] = {"inputs": 0, "taken": 0, "cpu": 0.0, "slowest": 0.0, "bytes": 0}
    if (folder / "stats.json").exists():
        stats |= json.loads((folder / "stats.json").read_text("utf-8"))
    inputs, cpu = stats["inputs"], stats["cpu"]
    if not inputs and not found:
        found = [f"nothing ran: {folder / 'log'} says why"]
    print(
        f"{name:10}{inputs:11,}{stats['taken']:11,}{cpu:11.1f}{1000 * cpu / max(inputs, 1):11.2f}"
        f"{1000 * stats['slowest']:11.0f}{stats['bytes']:11,}  {', '.join(found) or '-'}",
        flush=True,
    )
    return len(found)


if __name__ == "__main__":
    sys.exit(main())
