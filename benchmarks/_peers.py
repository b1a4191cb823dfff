"""The peers that are measured beside ours, in an environment of their own: what they need is nobody else's business."""

from __future__ import annotations

import subprocess
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / "build" / "peers"
PINS = ("langextract[openai]==1.7.1", "rapidfuzz==3.14.6")


def interpreter() -> Path | None:
    """The peers' Python, installed when it is missing; None, with a line that says why, where that cannot be done."""
    python = PEERS / "bin" / "python"
    try:
        if not python.exists():
            venv.create(PEERS, with_pip=True)
        have = subprocess.run([python, "-c", "import langextract, openai, rapidfuzz"], capture_output=True, check=False)
        if have.returncode:
            pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PINS]
            subprocess.run(pip, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        reason = (getattr(error, "stderr", None) or str(error)).strip().splitlines()[-1]
        print(f"skipped: {' and '.join(PINS)} cannot be installed into {PEERS.relative_to(ROOT)}: {reason}")
        return None
    return python
