"""JSON, and nothing that only seems to be it: of a model's reply, of a briefing file."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

_HALF = re.compile(r"[\ud800-\udfff]|\\u[dD][89a-fA-F]")


def exactly(text: str) -> Any:
    """The value of a JSON text, and of nothing that only seems to be one.

    Raises `ValueError`, or `RecursionError`, where `json.loads` does, and for what that would change in silence.
    """
    value = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    if _HALF.search(text):  # or of a pair, which is a whole one
        try:
            json.dumps(value, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise ValueError("half of a character (a lone surrogate) stands in it") from None
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice!r} stands twice in one object")
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON value")
