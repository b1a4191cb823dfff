"""The JSON Schemas of the answer and the briefing, made from the models; `docs/schema/` holds them as published."""

from __future__ import annotations

from typing import Any

from summarizer.answer import Answer
from summarizer.briefing import Briefing


def answer() -> dict[str, Any]:
    """The answer's schema as it is sent: inlined, closed, everything required, no titles, no descriptions.

    Providers differ in what they accept (`$ref`, `default`), and words in a schema are tokens paid for on every call.
    """
    raw = Answer.model_json_schema()
    inlined: dict[str, Any] = _strict(raw, raw.get("$defs", {}))
    return inlined


def answer_lines() -> dict[str, Any]:
    """The schema of an answer in lines: the same lists in the same order, each of strings."""
    of_lines = {"type": "array", "items": {"type": "string"}}
    return {**answer(), "properties": dict.fromkeys(Answer.model_fields, of_lines)}


def briefing() -> dict[str, Any]:
    """The briefing's schema, for those who read briefings: as pydantic writes it, with its descriptions."""
    schema = Briefing.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _strict(node: Any, definitions: dict[str, Any]) -> Any:
    if isinstance(node, list):
        return [_strict(entry, definitions) for entry in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _strict(definitions[node["$ref"].rsplit("/", 1)[1]], definitions)
    if node.get("type") == "object":
        properties = {name: _strict(sub, definitions) for name, sub in node["properties"].items()}
        return {
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        }
    return {
        k: _strict(v, definitions) for k, v in node.items() if k not in ("title", "description", "$defs", "default")
    }
