"""Environments under build/ for what a script needs and the project does not: peers to measure beside ours, atheris."""

from __future__ import annotations

import subprocess
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PINS = ("langextract[openai]==1.7.1", "rapidfuzz==3.14.6")


def interpreter() -> Path | None:
    """The peers' Python, or None after a line that says why not."""
    return environment("peers", PINS, ("langextract", "openai", "rapidfuzz"))


def environment(name: str, pins: Sequence[str], modules: Sequence[str]) -> Path | None:
    """The interpreter of `build/NAME`, made when it is missing, with the pinned packages; None after a line why not.

    `modules` are what has to be importable for the packages to be there.
    """
    home = ROOT / "build" / name
    python = home / "bin" / "python"
    try:
        if not python.exists():
            venv.create(home, with_pip=True)
        have = subprocess.run([python, "-c", f"import {', '.join(modules)}"], capture_output=True, check=False)
        if have.returncode:
            pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *pins]
            subprocess.run(pip, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        reason = (getattr(error, "stderr", None) or str(error)).strip().splitlines()[-1]
        print(f"skipped: {' and '.join(pins)} cannot be installed into {home.relative_to(ROOT)}: {reason}")
        return None
    return python
