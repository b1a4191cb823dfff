"""A prompt version: the files that are sent, and how an article becomes messages with them.

A released version never changes: its digest covers everything that is sent, the sentence splitter's version included.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypedDict

from summarizer import sentences
from summarizer.article import Article

SLOT = re.compile(r"\{\{ ([a-z_]+) \}\}")
VARIABLES = frozenset({"about", "article", "fence", "sentences"})
"""What a user.md may ask for."""


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
    return SLOT.sub(lambda slot: values[slot[1]], template)


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
