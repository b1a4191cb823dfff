"""Where prompt versions are kept: folders of plain files, found by name or label, and held to their lock."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from summarizer import forms
from summarizer.errors import PromptError, UsageError
from summarizer.languages import ASKED, ENGLISH
from summarizer.prompts import LANGUAGE, SLOT, VARIABLES, Prompt

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_REQUIRED = {"id", "version", "status", "summary", "schema", "variables"}
_KEYS = _REQUIRED | {"parent", "created", "tuned_for", "defaults", "evaluated", "companions"}


class Library:
    """The prompts of one or more folders. A folder may add prompts, never shadow those of another."""

    def __init__(self, roots: list[Path]) -> None:
        self.roots = roots
        self._loaded: dict[str, Prompt] = {}
        self._named: dict[str, Prompt] = {}

    def names(self) -> list[str]:
        """Every version there is, in order."""
        found: dict[str, Path] = {}
        for name, folder in self._folders():
            if name in found:
                raise PromptError(f"{name} stands in {found[name]} and in {folder}: rename one of them")
            found[name] = folder
        return sorted(found, key=lambda name: (name.split("@v")[0], int(name.split("@v")[1])))

    def get(self, reference: str) -> Prompt:
        """The version a reference names: `briefing@v1`, a label such as `default`, or `briefing` for its label.

        Raises `UsageError` naming what there is; nothing is ever guessed.
        """
        if reference not in self._named:  # a batch asks for the same one at every article
            self._named[reference] = self._read(reference)
        return self._named[reference]

    def _read(self, reference: str) -> Prompt:
        labels = self.labels()
        name = labels.get(reference.removeprefix("briefing@"), reference)
        name = labels.get("default", name) if reference == "briefing" else name
        if name not in self._loaded:
            folder = dict(self._folders()).get(name)
            if folder is None:
                known = ", ".join([*self.names(), *labels])
                raise UsageError(f"there is no prompt {reference!r}; there are: {known}")
            self._loaded[name] = load(folder)
        return self._loaded[name]

    def speaking(self, reference: str, language: str) -> Prompt:
        """The same, where it can ask for statements in one of `languages.ASKED`; else `UsageError`."""
        prompt = self.get(reference)
        if language not in ASKED:
            raise UsageError(f"statements can be asked for in {', '.join(ASKED)}, not in {language!r}")
        if language != ENGLISH and not prompt.multilingual:
            others = [name for name in self.names() if name.startswith(f"{prompt.id}@")]
            able = ", ".join(name for name in others if self.get(name).multilingual)
            raise UsageError(f"{prompt.name} asks for statements in English only; in another language: {able}")
        return prompt

    def labels(self) -> dict[str, str]:
        """Label to version, from every root's labels.toml."""
        found: dict[str, str] = {}
        for root in self.roots:
            if (root / "labels.toml").is_file():
                found |= _toml(root / "labels.toml")
        return found

    def locked(self) -> dict[str, str]:
        """Version to lock line, from every root's prompts.lock."""
        lines = (line for root in self.roots for line in _read_lines(root / "prompts.lock"))
        return {line.split()[0]: line for line in lines}

    def check(self) -> list[str]:
        """What is wrong with the prompts, their labels and their lock; an empty list where nothing is."""
        faults, locked = [], self.locked()
        for name in self.names():
            prompt = self.get(name)
            line = lock_line(prompt)
            if prompt.status != "draft" and name not in locked:
                faults.append(f"{name} is {prompt.status} but not locked: run `summarizer prompts lock`")
            elif name in locked and locked[name] != line:
                faults.append(_drift(prompt, locked[name], line))
        faults += [
            f"{name} is locked but its folder is gone: restore it" for name in locked if name not in self.names()
        ]
        faults += [
            f"{name} names its {label} {other}, which is not there"
            for name in self.names()
            for label, other in self.get(name).meta.get("companions", {}).items()
            if other not in self.names()
        ]
        faults += [
            f"label {a!r} names {b}, which is not there" for a, b in self.labels().items() if b not in self.names()
        ]
        return faults

    def _folders(self) -> Iterator[tuple[str, Path]]:
        for root in self.roots:
            if not root.is_dir():
                raise UsageError(f"there is no prompt folder {root}: check the setting `prompts`")
            for folder in sorted(root.glob("*/v*")):
                if _NAME.fullmatch(folder.parent.name) and re.fullmatch(r"v[1-9][0-9]*", folder.name):
                    yield f"{folder.parent.name}@{folder.name}", folder


def load(folder: Path) -> Prompt:
    """Read one version's folder. Raises `PromptError` for an unknown or missing key, file or variable."""
    path, name = folder / "prompt.toml", f"{folder.parent.name}@{folder.name}"
    meta = _toml(path)
    if unknown := set(meta) - _KEYS:
        raise PromptError(f"{path} has the unknown key {min(unknown)!r}; it takes {sorted(_KEYS)}")
    if missing := _REQUIRED - set(meta):
        raise PromptError(f"{path} lacks {min(missing)!r}")
    if f"{meta['id']}@v{meta['version']}" != name:
        raise PromptError(f"{path} calls itself {meta['id']}@v{meta['version']}: the folder says {name}")
    if meta["schema"] not in forms.FORMS:
        raise PromptError(f"{path} asks for the answer as {meta['schema']!r}; there are: {', '.join(forms.FORMS)}")
    files = _sent(folder)
    user, system = (set(SLOT.findall(files[name])) for name in ("user.md", "system.md"))
    if SLOT.findall(files["reask.md"]) != ["problems"] or not system <= {LANGUAGE}:
        raise PromptError(f"{folder}: reask.md takes {{{{ problems }}}} once, system.md at most {{{{ language }}}}")
    if user | system != set(meta["variables"]) or not user <= VARIABLES:
        uses = sorted(user | system)
        raise PromptError(f"{folder / 'user.md'} uses {uses}; prompt.toml declares {sorted(meta['variables'])}")
    return Prompt(meta["id"], meta["version"], meta, files, folder)


def _sent(folder: Path) -> dict[str, str]:
    """The files that are sent, byte for byte, by their path in the folder."""
    files = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".md", ".txt", ".json") and path.name != "CHANGELOG.md":
            with path.open(encoding="utf-8", newline="") as file:
                files[path.relative_to(folder).as_posix()] = file.read()
    for needed in ("system.md", "user.md", "reask.md"):
        if needed not in files:
            raise PromptError(f"{folder} lacks {needed}")
    if any("\r" in text for text in files.values()):
        raise PromptError(f"{folder} has a file with CR line ends: prompts are sent byte for byte; use LF")
    return files


def lock_line(prompt: Prompt) -> str:
    """The line that pins a released version to its text and to the schema of the answer."""
    return f"{prompt.name} text={prompt.digest} schema={forms.digest(prompt.form)}"


def _drift(prompt: Prompt, was: str, now: str) -> str:
    if was.split()[1] != now.split()[1]:
        return f"{prompt.name} is released and was edited: undo the edit, or copy the folder to v{prompt.version + 1}"
    return f"{prompt.name} is locked to another answer schema: a new schema needs a new prompt version"


def _read_lines(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").splitlines() if line.strip()] if path.is_file() else []


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise PromptError(f"cannot read {path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PromptError(f"{path} is not valid TOML: {error}") from None
