"""Where the files that ship with the project are: in a checkout beside the package, in a wheel inside it."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_HOMES = {"prompts": "prompts", "seeds": "seeds", "recordings": "fixtures/recordings", "schema": "docs/schema"}


def shipped(name: str) -> Path:
    """The folder `prompts`, `seeds`, `recordings` or `schema` that came with this installation."""
    installed = _PACKAGE / "data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / _HOMES[name]
