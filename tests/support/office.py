"""LibreOffice, where it is installed: what opens the files in earnest."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

PROGRAM = shutil.which("soffice") or shutil.which("libreoffice")
needed = pytest.mark.skipif(PROGRAM is None, reason="LibreOffice (soffice) is not installed, and only it can show this")


def convert(file: Path, form: str, *options: str) -> Path:
    """The file saved in another of LibreOffice's formats, beside it."""
    assert PROGRAM is not None
    profile = f"-env:UserInstallation={(file.parent / 'profile').as_uri()}"  # its own, so that two runs do not meet
    command = [PROGRAM, profile, "--headless", *options, "--convert-to", form, "--outdir", str(file.parent), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return file.with_suffix(f".{form.partition(':')[0]}")
