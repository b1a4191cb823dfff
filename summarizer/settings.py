"""What to use where nothing is said: flag > environment > project file > user file > default, and which one it was.

The project file is `summarizer.toml`, or `[tool.summarizer]` in `pyproject.toml`, in the nearest folder upwards that
has one, not beyond the repository's root. The user file is `config.toml` in the user's configuration folder.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit

from summarizer.errors import UsageError
from summarizer.languages import ASKED, ENGLISH

DEFAULT_MODEL = "gpt-5-mini"
DEFAULT_PROMPT = "briefing@default"
REASKS, RETRIES, TIMEOUT, MAX_CHARS = 2, 4, 600.0, 60_000

ENDPOINTS = frozenset("openai openrouter anthropic gemini groq mistral deepseek ollama vllm llamacpp local".split())
"""The names that can stand before the slash of a model. The layer below the table of endpoints, so spelt out again."""

ResponseFormat = Literal["json_schema", "json_object", "text"]
FORMATS: tuple[ResponseFormat, ...] = ("json_schema", "json_object", "text")

_PREFIX = "SUMMARIZER_"
_OPENAI = "environment OPENAI_BASE_URL"
_SECRETIVE = ("base_url", "key_env")
"""Where a password or a key may have been put by mistake: their values are never repeated in a message."""
_OWN = (*_SECRETIVE, "fetch")
"""What only the user decides, never a project."""


@dataclass(frozen=True)
class Settings:
    """The settings of one run; `origin` says of each where it came from. `timeout` is in seconds."""

    recordings: Path
    origin: Mapping[str, str]
    model: str = DEFAULT_MODEL
    prompt: str = DEFAULT_PROMPT
    base_url: str | None = None
    key_env: str | None = None
    prompts: tuple[Path, ...] = ()
    reasks: int = REASKS
    retries: int = RETRIES
    timeout: float = TIMEOUT
    language: str = ENGLISH
    max_chars: int = MAX_CHARS
    response_format: ResponseFormat | None = None
    offline: bool = False
    fetch: bool = False


class _Kind(NamedTuple):
    """What a setting takes: in words, how a variable's text is read (or `ValueError`), and what is valid."""

    allowed: str
    parse: Callable[[str], Any]
    valid: Callable[[Any], bool]


class _Found(NamedTuple):
    """A value, where it came from, and the folder that relative paths in it start from."""

    value: Any
    origin: str
    base: Path


def load(flags: Mapping[str, Any], environ: Mapping[str, str], cwd: Path) -> Settings:
    """The settings that hold in `cwd`. A flag that is None or empty was not given.

    Raises `UsageError` for a value or a file that cannot be used, naming it and what is allowed.
    """
    entries = [*_flags(flags, cwd), *_environment(environ, cwd), *_project(cwd), *_user()]
    model = next((str(entry.value) for name, entry in entries if name == "model"), DEFAULT_MODEL)
    if model.partition("/")[0] in ENDPOINTS:  # the variable is about models that name no endpoint of their own
        entries = [(name, entry) for name, entry in entries if entry.origin != _OPENAI]
    found: dict[str, _Found] = {}
    for name, entry in entries:
        found.setdefault(name, entry)
    values = {name: _checked(name, entry) for name, entry in found.items()}
    if "recordings" not in values:
        values["recordings"] = _own_folder("user_data_dir") / "recordings"
    origin = {name: found[name].origin if name in found else "default" for name in _KINDS}
    return Settings(**values, origin=origin)


def _flags(flags: Mapping[str, Any], cwd: Path) -> Iterator[tuple[str, _Found]]:
    given = ((name, value) for name, value in flags.items() if value is not None and value != ())
    return ((name, _Found(value, f"flag --{name.replace('_', '-')}", cwd)) for name, value in given)


def _environment(environ: Mapping[str, str], cwd: Path) -> Iterator[tuple[str, _Found]]:
    for name, kind in _KINDS.items():
        variable = _PREFIX + name.upper()
        if text := environ.get(variable):
            try:
                yield name, _Found(kind.parse(text), f"environment {variable}", cwd)
            except ValueError:
                raise UsageError(_unusable(name, text, f"environment {variable}")) from None
    if text := environ.get("OPENAI_BASE_URL"):
        yield "base_url", _Found(text, _OPENAI, cwd)


def _project(cwd: Path) -> Iterator[tuple[str, _Found]]:
    for folder in (cwd, *cwd.parents):
        for path in (folder / "summarizer.toml", folder / "pyproject.toml"):
            table = _table(path)
            if table is not None:
                for name in _OWN:
                    if name in table:  # a cloned repository must not decide what is sent where, or what is fetched
                        raise UsageError(
                            f"{path}: {name} is not taken from a project file; give --{name.replace('_', '-')}, "
                            f"{_PREFIX}{name.upper()}, or put it into your own config.toml"
                        )
                yield from _entries(table, path, "project file")
                return
        if _there(folder / ".git"):
            return


def _user() -> Iterator[tuple[str, _Found]]:
    path = _own_folder("user_config_dir") / "config.toml"
    yield from _entries(_table(path) or {}, path, "user file")


def _own_folder(kind: Literal["user_data_dir", "user_config_dir"]) -> Path:
    import platformdirs

    return Path(getattr(platformdirs, kind)("summarizer", appauthor=False))


def _there(path: Path) -> bool:
    """Whether the path leads anywhere; unlike `Path.exists`, no error in a folder that must not be searched."""
    return os.access(path, os.F_OK)


def _table(path: Path) -> dict[str, Any] | None:
    """The settings in a file; None where there is no such file, or a `pyproject.toml` that says nothing of ours."""
    if not _there(path):
        return None
    try:
        text = path.read_text("utf-8")
        if path.name == "pyproject.toml" and "summarizer" not in text:
            return None
        import tomllib

        value = tomllib.loads(text)
    except OSError as error:
        raise UsageError(f"cannot read the settings in {path}: {error.strerror}") from None
    except (ValueError, RecursionError) as error:  # not UTF-8, not TOML, nested without end
        raise UsageError(f"{path} is not valid TOML: {error}") from None
    if path.name != "pyproject.toml":
        return value
    tool = value.get("tool")
    ours = tool.get("summarizer") if isinstance(tool, dict) else None
    if not isinstance(ours, dict | None):
        raise UsageError(f"{path}: tool.summarizer is not a table of settings")
    return ours


def _entries(table: Mapping[str, Any], path: Path, kind: str) -> Iterator[tuple[str, _Found]]:
    for name, value in table.items():
        if name not in _KINDS:
            raise UsageError(f"{path}: there is no setting {name!r}; there are: {', '.join(_KINDS)}")
        entry = _Found(value, f"{kind} {path}", path.parent)
        _checked(name, entry)  # also where another layer wins: a wrong line in a file is said at once
        yield name, entry


def _checked(name: str, found: _Found) -> Any:
    kind = _KINDS[name]
    if not kind.valid(found.value):
        raise UsageError(_unusable(name, found.value, found.origin))
    if name == "recordings":
        return _folder(name, found.value, found)
    if name == "prompts":
        listed = [found.value] if isinstance(found.value, (str, Path)) else found.value
        return tuple(_folder(name, entry, found) for entry in listed)
    return float(found.value) if name == "timeout" else found.value


def _folder(name: str, value: str | Path, found: _Found) -> Path:
    try:
        return found.base / Path(value).expanduser()
    except RuntimeError:  # `~nobody`
        raise UsageError(_unusable(name, value, found.origin)) from None


def _unusable(name: str, value: object, origin: str) -> str:
    said = "" if name in _SECRETIVE else f" is {str(value)[:80]!r}, but"
    return f"{origin}: {name}{said} takes {_KINDS[name].allowed}"


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


_TEXT = _Kind("a text", str, _is_text)
_COUNT = _Kind("a whole number from 0 to 100", int, _whole(0, 100))
_KINDS: dict[str, _Kind] = {
    "model": _TEXT._replace(allowed="a model's name, for example 'gpt-5-mini' or 'ollama/llama3.2'"),
    "prompt": _TEXT._replace(allowed="a prompt version or label, for example 'briefing@v1'"),
    "base_url": _Kind("a URL that begins with http:// or https:// and names a host", str, _is_url),
    "key_env": _Kind("the name of the environment variable that holds the key, never a key", str, _is_variable),
    "recordings": _Kind("a folder", str, _is_folder),
    "prompts": _Kind(
        "a folder or a list of folders",
        lambda text: [part for part in text.split(os.pathsep) if part],
        lambda value: all(map(_is_folder, value)) if isinstance(value, (list, tuple)) else _is_folder(value),
    ),
    "reasks": _COUNT,
    "retries": _COUNT,
    "timeout": _Kind("a number of seconds above 0", float, _is_seconds),
    "language": _Kind("one of " + ", ".join(ASKED), str, lambda value: value in ASKED),
    "max_chars": _Kind("a whole number of at least 1,000", int, _whole(1_000, math.inf)),
    "response_format": _Kind("one of " + ", ".join(FORMATS), str, lambda value: value in FORMATS),
    "offline": _Kind("true or false", _switch, lambda value: isinstance(value, bool)),
    "fetch": _Kind("true or false", _switch, lambda value: isinstance(value, bool)),
}
