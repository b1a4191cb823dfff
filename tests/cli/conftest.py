"""Every test of the command line runs in a place of its own: no setting, recording or key of the machine gets in."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.place import MODEL, PROMPT, Place


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    for name in list(os.environ):
        if name.startswith(("SUMMARIZER_", "OPENAI_", "_SUMMARIZER")) or name.endswith("_API_KEY"):
            monkeypatch.delenv(name)
    made = Place(tmp_path)
    settings = {"MODEL": MODEL, "PROMPT": PROMPT, "PROMPTS": made.prompts, "RECORDINGS": made.recordings}
    for name, value in settings.items():
        monkeypatch.setenv(f"SUMMARIZER_{name}", str(value))
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    (tmp_path / ".git").mkdir()  # where the search for a project file ends
    monkeypatch.chdir(tmp_path)
    made.make()
    return made
