"""Prompt versions: folders of plain files, loaded, rendered and held to their lock.

A released version never changes: its digest covers everything that is sent, the sentence splitter's version included,
and `prompts.lock` keeps it. `labels.toml` is the only movable thing.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypedDict

from summarizer import sentences
from summarizer.article import Article
from summarizer.errors import PromptError, UsageError

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_SLOT = re.compile(r"\{\{ ([a-z_]+) \}\}")
_REQUIRED = {"id", "version", "status", "summary", "schema", "variables"}
_KEYS = _REQUIRED | {"parent", "created", "tuned_for", "defaults", "evaluated"}
_VARIABLES = {"about", "article", "fence", "sentences"}


class Message(TypedDict):
    """One chat turn."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True)
class Prompt:
    """One version of one prompt. `files` holds what is sent, by path relative to the version's folder."""

    id: str
    version: int
    meta: Mapping[str, Any]
    files: Mapping[str, str]
    folder: Path = field(compare=False)

    @property
    def name(self) -> str:
        """For example `briefing@v1`."""
        return f"{self.id}@v{self.version}"

    @property
    def status(self) -> str:
        """`draft`, `released` or `retired`."""
        return str(self.meta["status"])

    @property
    def defaults(self) -> dict[str, Any]:
        """Request parameters that this version sends unless the user sets them."""
        return dict(self.meta.get("defaults", {}))

    @cached_property
    def digest(self) -> str:
        """SHA-256 over everything that decides what is sent for a given article, in hexadecimal."""
        sent = {**self.files, "[defaults]": canonical(self.defaults), "[sentences]": str(sentences.VERSION)}
        parts = "".join(f"{name}\n{len(text)}\n{text}" for name, text in sorted(sent.items()))
        return hashlib.sha256(parts.encode()).hexdigest()

    @cached_property
    def examples(self) -> tuple[tuple[Article, dict[str, Any]], ...]:
        """The few-shot examples: an article and the answer as it stands in the file."""
        stems = sorted(name.removesuffix(".article.txt") for name in self.files if name.endswith(".article.txt"))
        return tuple(
            (Article(self.files[f"{s}.article.txt"]), json.loads(self.files[f"{s}.answer.json"])) for s in stems
        )

    @cached_property
    def _opening(self) -> tuple[Message, ...]:
        """The part that is the same for every article; first, so that providers' prompt caches hit."""
        turns: list[Message] = [{"role": "system", "content": self.files["system.md"]}]
        for article, answer in self.examples:
            turns.append({"role": "user", "content": self._user(article)})
            turns.append(
                {"role": "assistant", "content": json.dumps(answer, ensure_ascii=False, separators=(",", ":"))}
            )
        return tuple(turns)

    def render(self, article: Article) -> tuple[Message, ...]:
        """The messages for an article: system, the examples as real turns, the article last."""
        return (*self._opening, {"role": "user", "content": self._user(article)})

    def reask(self, problems: list[str]) -> Message:
        """The turn that follows an answer with these problems."""
        listed = "\n".join(f"- {problem}" for problem in problems)
        return {"role": "user", "content": fill(self.files["reask.md"], {"problems": listed})}

    def _user(self, article: Article) -> str:
        known = {name: getattr(article, name) for name in ("title", "outlet", "published")}
        about = "".join(f"{name}: {' '.join(value.split())}\n" for name, value in known.items() if value)
        values = {
            "about": about,
            "fence": fence(article.text + about),
            "article": article.text,
            "sentences": numbered(article),
        }
        return fill(self.files["user.md"], values)


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces: what digests and keys are taken over."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def fill(template: str, values: Mapping[str, str]) -> str:
    """Replace `{{ name }}` in one pass; a value is never scanned again, so an article cannot be a template."""
    return _SLOT.sub(lambda slot: values[slot[1]], template)


def fence(text: str) -> str:
    """A tag name whose closing tag does not occur in the text: `article`, else `article-2`, `article-3`, …"""
    lowered = text.lower()
    tag, n = "article", 1
    while f"</{tag}" in lowered or f"<{tag}>" in lowered:
        n += 1
        tag = f"article-{n}"
    return tag


def numbered(article: Article) -> str:
    """Each sentence's own characters behind its number, one a line, a blank line between paragraphs."""
    lines, paragraph = [], 1
    for s in article.sentences:
        if s.paragraph != paragraph:
            lines.append("")
            paragraph = s.paragraph
        lines.append(f"[{s.number}] {article.text[s.start : s.end]}")
    return "\n".join(lines)


class Library:
    """The prompts of one or more folders. A folder may add prompts, never shadow those of another."""

    def __init__(self, roots: list[Path]) -> None:
        self.roots = roots
        self._loaded: dict[str, Prompt] = {}

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
        name = self.labels().get(reference.removeprefix("briefing@"), reference)
        name = self.labels().get("default", name) if reference == "briefing" else name
        if name not in self._loaded:
            folder = dict(self._folders()).get(name)
            if folder is None:
                known = ", ".join([*self.names(), *self.labels()])
                raise UsageError(f"there is no prompt {reference!r}; there are: {known}")
            self._loaded[name] = load(folder)
        return self._loaded[name]

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

    def check(self, schema_digest: str) -> list[str]:
        """What is wrong with the prompts, their labels and their lock; an empty list where nothing is."""
        faults, locked = [], self.locked()
        for name in self.names():
            prompt = self.get(name)
            line = lock_line(prompt, schema_digest)
            if prompt.status != "draft" and name not in locked:
                faults.append(f"{name} is {prompt.status} but not locked: run `summarizer prompts lock`")
            elif name in locked and locked[name] != line:
                faults.append(_drift(prompt, locked[name], line))
        faults += [
            f"{name} is locked but its folder is gone: restore it" for name in locked if name not in self.names()
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
    files = _sent(folder)
    used = set(_SLOT.findall(files["user.md"]))
    if used != set(meta["variables"]) or not used <= _VARIABLES:
        raise PromptError(f"{folder / 'user.md'} uses {sorted(used)}; prompt.toml declares {sorted(meta['variables'])}")
    if _SLOT.findall(files["reask.md"]) != ["problems"] or _SLOT.search(files["system.md"]):
        raise PromptError(f"{folder}: reask.md takes {{{{ problems }}}} once, system.md takes no variable")
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


def lock_line(prompt: Prompt, schema_digest: str) -> str:
    """The line that pins a released version to its text and to the schema of the answer."""
    return f"{prompt.name} text={prompt.digest} schema={schema_digest}"


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
