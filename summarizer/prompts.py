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
VARIABLES = frozenset({"about", "article", "fence", "known", "missing", "sentences"})
"""What a user.md may ask for."""
LANGUAGE = "language"
"""What a system.md may ask for: the language of what the model writes itself."""
INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]")
"""Zero-width, bidirectional and tag characters; not the joiners that some scripts and emoji need."""

MOST_PROBLEMS = 100
"""Lines about what is wrong with a reply. One that can be mended at all has a few."""


class Message(TypedDict):
    """One chat turn."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True)
class Example:
    """A few-shot example: an article and its answer, and what its prompt asks for beside the article.

    For a follow-up there is also the first answer.
    """

    article: Article
    answer: dict[str, Any]
    first: dict[str, Any] | None = None
    beside: Mapping[str, str] = field(default_factory=dict)


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
    def form(self) -> str:
        """The form of the answer it asks for: a key of `forms.FORMS`."""
        return str(self.meta["schema"])

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
    def examples(self) -> tuple[Example, ...]:
        """The few-shot examples."""
        stems = sorted(name.removesuffix(".article.txt") for name in self.files if name.endswith(".article.txt"))
        return tuple(self._example(stem) for stem in stems)

    def _example(self, stem: str) -> Example:
        first = json.loads(self.files.get(f"{stem}.first.json", "null"))
        given = {name: self.files.get(f"{stem}.{name}.txt") for name in ("known", "missing", "sentences")}
        beside = {name: text.rstrip("\n") for name, text in given.items() if text is not None}
        if first is not None:
            beside = {"known": known(first), "missing": "", **beside}
        article = Article(self.files[f"{stem}.article.txt"])
        return Example(article, json.loads(self.files[f"{stem}.answer.json"]), first, beside)

    @property
    def multilingual(self) -> bool:
        """Whether it says which language to write in."""
        return LANGUAGE in self.meta["variables"]

    def companion(self, label: str) -> str:
        """The prompt that goes with this version for a further question: the one it names, else what the label says."""
        return str(self.meta.get("companions", {}).get(label, label))

    @cached_property
    def _openings(self) -> dict[str, tuple[Message, ...]]:
        return {}

    def _opening(self, language: str) -> tuple[Message, ...]:
        """The part that is the same for every article; first, so that providers' prompt caches hit."""
        if language not in self._openings:
            self._openings[language] = tuple(self._turns(language))
        return self._openings[language]

    def _turns(self, language: str) -> list[Message]:
        turns: list[Message] = [{"role": "system", "content": fill(self.files["system.md"], {LANGUAGE: language})}]
        for example in self.examples:
            turns.append({"role": "user", "content": self._user(example.article, example.beside)})
            turns.append({"role": "assistant", "content": compact(example.answer)})
        return turns

    def render(
        self, article: Article, beside: Mapping[str, str] | None = None, language: str = "English"
    ) -> tuple[Message, ...]:
        """The messages for an article: system, the examples as real turns, the article last.

        `beside` fills what a prompt asks for beyond the article (`known`, `missing`); with `sentences` in it, those are
        shown and no others. A multilingual prompt asks for statements in `language`, in English words.
        """
        return (*self._opening(language), {"role": "user", "content": self._user(article, beside or {})})

    def reask(self, problems: list[str]) -> Message:
        """The turn that follows an answer with these problems."""
        listed = "\n".join(f"- {problem}" for problem in problems[:MOST_PROBLEMS])
        if len(problems) > MOST_PROBLEMS:  # a reply that is wrong all over must not make a question that costs more
            listed += f"\n- and {len(problems) - MOST_PROBLEMS:,} more"
        return {"role": "user", "content": fill(self.files["reask.md"], {"problems": listed})}

    def _user(self, article: Article, beside: Mapping[str, str]) -> str:
        stated = {name: getattr(article, name) for name in ("title", "outlet", "published")}
        about = "".join(f"{name}: {' '.join(value.split())}\n" for name, value in stated.items() if value)
        # What is not shown is not rendered either: the sections of an article take as long as the article.
        text, own = ("", {}) if "sentences" in beside else (article.text, {"sentences": numbered(article)})
        values = {
            "about": about,
            "fence": fence(text + about + "".join(beside.values())),
            "article": article.text,
            **own,
            **beside,
        }
        return fill(self.files["user.md"], values)


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces: what digests and keys are taken over."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def compact(value: Any) -> str:
    """JSON without spaces, keys in their own order: how answers are shown to a model."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def known(answer: Mapping[str, Any]) -> str:
    """What a follow-up is told of a first answer: its actors, claims, denials and bottom line."""
    shown = {
        "actors": [{"id": actor["id"], "name": actor["name"]} for actor in answer["actors"]],
        "claims": [{name: claim[name] for name in ("id", "speaker", "statement")} for claim in answer["claims"]],
        "denials": [{name: denial[name] for name in ("id", "speaker", "denied")} for denial in answer["denials"]],
        "bottom_line": answer["bottom_line"],
    }
    return compact(shown)


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


def numbered(article: Article, first: int = 1, last: int | None = None) -> str:
    """Each sentence's own characters behind its number, one a line, a blank line between paragraphs.

    From the sentence of one number to that of another, both included. Only invisible characters are left out: they show
    nobody anything and can carry text to a model unseen.
    """
    there = article.sentences[first - 1 : last]
    lines, paragraph = [], there[0].paragraph if there else 1
    for s in there:
        if s.paragraph != paragraph:
            lines.append("")
            paragraph = s.paragraph
        lines.append(f"[{s.number}] {INVISIBLE.sub('', article.text[s.start : s.end])}")
    return "\n".join(lines)
