"""Cold start: CPU time of whole processes (user + system), the median of several runs after a warm-up.

Run as `python benchmarks/startup.py [RUNS]` where the project is installed.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEED = str(ROOT / "seeds" / "unconventional-alliance.txt")
TOOL = [sys.executable, "-m", "summarizer"]
BRIEF = [*TOOL, "brief", SEED, "--offline", "--model", "unnamed-language-model", "--format"]
COMMANDS: list[tuple[str, list[str], float | None]] = [
    ("python -c pass", [sys.executable, "-c", "pass"], None),
    ("import summarizer", [sys.executable, "-c", "import summarizer"], None),
    ("summarizer --help", [*TOOL, "--help"], 110),
    ("summarizer brief, offline, JSON", [*BRIEF, "json"], 300),
    ("summarizer brief, offline, text", [*BRIEF, "text"], 300),
]


def cpu_ms(command: list[str]) -> float:
    """CPU time of one finished process and its children, in milliseconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT, env=os.environ)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def main(runs: int) -> None:
    """Print the table."""
    print(f"{'command':34} {'median':>8} {'min':>8} {'max':>8}   target (CPU ms, {runs} runs)")
    for name, command, target in COMMANDS:
        cpu_ms(command)
        times = [cpu_ms(command) for _ in range(runs)]
        goal = f"{target:>6.0f}" if target else ""
        print(f"{name:34} {statistics.median(times):8.0f} {min(times):8.0f} {max(times):8.0f}   {goal}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
