"""A question: a prompt version, an article, a model and its parameters, and which sample of the answer is wanted.

Its key decides which recording answers it. The key is a SHA-256 over our own canonical JSON of what decides the
answer, not over a client library's bytes: an upgrade of a library must not lose a recording.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from summarizer.article import Article
from summarizer.prompts import Message, Prompt, canonical
from summarizer.resources import shipped


@dataclass(frozen=True)
class Question:
    """What is asked. Two questions with the same `key` are the same question."""

    model: str
    prompt: Prompt
    article: Article
    parameters: dict[str, Any]
    sample: int = 1
    beside: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def messages(self) -> tuple[Message, ...]:
        """The messages as they are sent."""
        return self.prompt.render(self.article, self.beside)

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of the answer, as it is sent."""
        return answer_schema()

    @cached_property
    def key(self) -> str:
        """SHA-256 of what decides the answer, in hexadecimal."""
        decisive = {
            "model": self.model,
            "messages": self.messages,
            "schema": self.schema,
            "parameters": self.parameters,
            "sample": self.sample,
        }
        return hashlib.sha256(canonical(decisive).encode()).hexdigest()

    def facts(self) -> dict[str, Any]:
        """What a recording says of its question for a person, and what a miss is explained with."""
        return {
            "model": self.model,
            "prompt": self.prompt.name,
            "prompt_digest": self.prompt.digest,
            "schema_digest": schema_digest(),
            "parameters": self.parameters,
            "sample": self.sample,
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


@cache
def answer_schema() -> dict[str, Any]:
    """The published JSON Schema of the answer. A file, not generated: it is part of every key."""
    schema: dict[str, Any] = json.loads((shipped("schema") / "answer.json").read_text("utf-8"))
    return schema


@cache
def schema_digest() -> str:
    """SHA-256 of the answer's schema, in hexadecimal."""
    return hashlib.sha256(canonical(answer_schema()).encode()).hexdigest()
