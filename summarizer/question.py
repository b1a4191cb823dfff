"""A question: a prompt version, an article, a model and its parameters, and which sample of the answer is wanted.

Its key decides which recording answers it. The key is a SHA-256 over our own canonical JSON of what decides the
answer, not over a client library's bytes: an upgrade of a library must not lose a recording.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from summarizer import forms
from summarizer.article import Article
from summarizer.languages import ENGLISH, called
from summarizer.prompts import LANGUAGE, Message, Prompt, canonical


class Asked(Protocol):
    """A question as far as a recording needs it: its key, and all of it."""

    @property
    def key(self) -> str:
        """SHA-256 of what decides the answer, in hexadecimal."""

    def complete(self) -> dict[str, Any]:
        """The whole question, from which `key_of` can build the key again."""


@dataclass(frozen=True)
class Question:
    """What is asked. Two questions with the same `key` are the same question."""

    model: str
    prompt: Prompt
    article: Article
    parameters: dict[str, Any]
    sample: int = 1
    beside: Mapping[str, str] = field(default_factory=dict)
    language: str = ENGLISH
    """What the model is to write in: one of `languages.ASKED`."""

    @cached_property
    def messages(self) -> tuple[Message, ...]:
        """The messages as they are sent."""
        return self.prompt.render(self.article, self.beside, called(self.language))

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of the answer, as it is sent."""
        return forms.schema(self.prompt.form)

    @cached_property
    def key(self) -> str:
        """SHA-256 of what decides the answer, in hexadecimal."""
        decisive = {
            "model": self.model,
            "messages": self.messages,
            "parameters": self.parameters,
            "sample": self.sample,
        }
        # The schema is the last of the sorted names, and always the same text.
        text = f'{canonical(decisive)[:-1]},"schema":{forms.text(self.prompt.form)}}}'
        return hashlib.sha256(text.encode()).hexdigest()

    def facts(self) -> dict[str, Any]:
        """What a recording says of its question for a person, and what a miss is explained with."""
        return {
            "model": self.model,
            "prompt": self.prompt.name,
            "prompt_digest": self.prompt.digest,
            "schema_digest": forms.digest(self.prompt.form),
            "parameters": self.parameters,
            "sample": self.sample,
            **({LANGUAGE: self.language} if self.prompt.multilingual else {}),
            "article": {
                "sha256": self.article.sha256,
                "characters": len(self.article.text),
                "title": self.article.headline,
            },
        }

    def complete(self) -> dict[str, Any]:
        """The whole question, from which `key_of` can build the key again."""
        return {**self.facts(), "messages": list(self.messages), "schema": self.schema}


def key_of(complete: dict[str, Any]) -> str:
    """The key of a question as a recording holds it."""
    decisive = {name: complete[name] for name in ("model", "messages", "schema", "parameters", "sample")}
    return hashlib.sha256(canonical(decisive).encode()).hexdigest()
