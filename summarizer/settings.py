"""What to use where nothing is said: flag > environment > project file > user file > default, and which one it was.

The project file is `summarizer.toml`, or `[tool.summarizer]` in `pyproject.toml`, in the nearest folder upwards that
has one, not beyond the repository's root. The user file is `config.toml` in the user's configuration folder.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

from summarizer.errors import UsageError
from summarizer.languages import ENGLISH
from summarizer.limits import DEFAULT, Limits
from summarizer.setting_values import KINDS, SECRETIVE, ResponseFormat, unusable

DEFAULT_MODEL = "gpt-5-mini"
DEFAULT_PROMPT = "briefing@default"
REASKS, RETRIES, TIMEOUT, MAX_CHARS = 2, 4, 600.0, 60_000

ENDPOINTS = frozenset("openai openrouter anthropic gemini groq mistral deepseek ollama vllm llamacpp local".split())
"""The names that can stand before the slash of a model. The layer below the table of endpoints, so spelt out again."""

_PREFIX = "SUMMARIZER_"
_OPENAI = "environment OPENAI_BASE_URL"
_OWN = (*SECRETIVE, "fetch", "limits")
"""What only the user decides, never a project."""
_OPTIONS = {"limits": "limit"}
"""What a flag is called where it can be given several times."""


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
    limits: Limits = DEFAULT


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
    if "limits" in values:  # each by itself: a flag for one leaves the others as a file has them
        given = [_checked(name, entry) for name, entry in entries if name == "limits"]
        values["limits"] = Limits(**{name: value for layer in reversed(given) for name, value in layer.items()})
    if "recordings" not in values:
        values["recordings"] = _own_folder("user_data_dir") / "recordings"
    origin = {name: found[name].origin if name in found else "default" for name in KINDS}
    return Settings(**values, origin=origin)


def _flags(flags: Mapping[str, Any], cwd: Path) -> Iterator[tuple[str, _Found]]:
    given = ((name, value) for name, value in flags.items() if value is not None and value not in ((), {}))
    return ((name, _Found(value, f"flag --{_option(name)}", cwd)) for name, value in given)


def _option(name: str) -> str:
    return _OPTIONS.get(name, name).replace("_", "-")


def _environment(environ: Mapping[str, str], cwd: Path) -> Iterator[tuple[str, _Found]]:
    for name, kind in KINDS.items():
        variable = _PREFIX + name.upper()
        if text := environ.get(variable):
            try:
                yield name, _Found(kind.parse(text), f"environment {variable}", cwd)
            except ValueError:
                raise UsageError(unusable(name, text, f"environment {variable}")) from None
    if text := environ.get("OPENAI_BASE_URL"):
        yield "base_url", _Found(text, _OPENAI, cwd)


def _project(cwd: Path) -> Iterator[tuple[str, _Found]]:
    for folder in (cwd, *cwd.parents):
        for path in (folder / "summarizer.toml", folder / "pyproject.toml"):
            table = _table(path)
            if table is not None:
                for name in _OWN:
                    if name in table:  # a cloned repository must not decide what is sent where, or fetched, or how much
                        raise UsageError(
                            f"{path}: {name} is not taken from a project file; give --{_option(name)}, "
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
        if name not in KINDS:
            raise UsageError(f"{path}: there is no setting {name!r}; there are: {', '.join(KINDS)}")
        entry = _Found(value, f"{kind} {path}", path.parent)
        _checked(name, entry)  # also where another layer wins: a wrong line in a file is said at once
        yield name, entry


def _checked(name: str, found: _Found) -> Any:
    kind = KINDS[name]
    if not kind.valid(found.value):
        raise UsageError(unusable(name, found.value, found.origin))
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
        raise UsageError(unusable(name, value, found.origin)) from None
