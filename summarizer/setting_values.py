"""What each setting takes, and how the text of a variable is read as one."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit

from summarizer import limits
from summarizer.languages import ASKED

ResponseFormat = Literal["json_schema", "json_object", "text"]
FORMATS: tuple[ResponseFormat, ...] = ("json_schema", "json_object", "text")

SECRETIVE = ("base_url", "key_env")
"""Where a password or a key may have been put by mistake: their values are never repeated in a message."""


class Kind(NamedTuple):
    """What a setting takes: in words, how a variable's text is read (or `ValueError`), and what is valid."""

    allowed: str
    parse: Callable[[str], Any]
    valid: Callable[[Any], bool]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and value.isprintable()


def _is_url(value: Any) -> bool:
    try:
        return _is_text(value) and urlsplit(value).scheme in ("http", "https") and bool(urlsplit(value).hostname)
    except ValueError:
        return False


def _is_variable(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", value) is not None


def _is_folder(value: Any) -> bool:
    return isinstance(value, (str, Path)) and bool(str(value)) and "\0" not in str(value)


def _whole(least: int, most: float) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_seconds(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < math.inf


def _switch(text: str) -> bool:
    word = text.strip().lower()
    if word not in ("1", "true", "yes", "on", "0", "false", "no", "off"):
        raise ValueError(text)
    return word in ("1", "true", "yes", "on")


_TEXT = Kind("a text", str, _is_text)
_COUNT = Kind("a whole number from 0 to 100", int, _whole(0, 100))
KINDS: dict[str, Kind] = {
    "model": _TEXT._replace(allowed="a model's name, for example 'gpt-5-mini' or 'ollama/llama3.2'"),
    "prompt": _TEXT._replace(allowed="a prompt version or label, for example 'briefing@v1'"),
    "base_url": Kind("a URL that begins with http:// or https:// and names a host", str, _is_url),
    "key_env": Kind("the name of the environment variable that holds the key, never a key", str, _is_variable),
    "recordings": Kind("a folder", str, _is_folder),
    "prompts": Kind(
        "a folder or a list of folders",
        lambda text: [part for part in text.split(os.pathsep) if part],
        lambda value: all(map(_is_folder, value)) if isinstance(value, (list, tuple)) else _is_folder(value),
    ),
    "reasks": _COUNT,
    "retries": _COUNT,
    "timeout": Kind("a number of seconds above 0", float, _is_seconds),
    "language": Kind("one of " + ", ".join(ASKED), str, lambda value: value in ASKED),
    "max_chars": Kind("a whole number of at least 1,000", int, _whole(1_000, math.inf)),
    "response_format": Kind("one of " + ", ".join(FORMATS), str, lambda value: value in FORMATS),
    "offline": Kind("true or false", _switch, lambda value: isinstance(value, bool)),
    "fetch": Kind("true or false", _switch, lambda value: isinstance(value, bool)),
    "limits": Kind("NAME=VALUE, NAME one of " + ", ".join(limits.NAMES), limits.parsed, lambda v: not limits.fault(v)),
}


def unusable(name: str, value: object, origin: str) -> str:
    """What is wrong with a value: where it came from, and what is allowed there."""
    if name == "limits" and (fault := limits.fault(value)):
        return f"{origin}: {fault}"
    said = "" if name in SECRETIVE else f" is {str(value)[:80]!r}, but"
    return f"{origin}: {name}{said} takes {KINDS[name].allowed}"
