"""The forms an answer may be written in: as objects (`answer/1`), or one line of text an item (`answer/2`).

Both say the same; a prompt version names the one it asks for. In the line form an item is its fixed fields, then what
is said, then the evidence, parted by bars:

    claims: "c1 a2 assertion certain | Tarsk had closed two gates | [3] had closed two of the dam's five gates"

Keys, quotes and brackets are a third of an answer as objects, and a model writes one token after another: the line
form is shorter by half, and so are the bill and the wait. Its price is that a decoder cannot be held to the
enumerations, so a misspelt kind costs a reask.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from summarizer.answer import Answer, Fit, ListName, loads
from summarizer.resources import shipped

OBJECTS, LINES = "answer/1", "answer/2"
FORMS: Mapping[str, str] = {OBJECTS: "answer", LINES: "answer-lines"}
"""Each form, as `schema` in a prompt.toml names it, with the published JSON Schema that is sent for it."""

BAR = " | "
_EVIDENCE = re.compile(r"\[\d{1,5}\]")
_LINK = re.compile(rf"([a-z][a-z0-9_]{{0,31}}) ({'|'.join(get_args(Fit))})(?::\s*(.+))?", re.DOTALL)
_IDS = re.compile(r"[a-z]\d+(?:[ ,]+[a-z]\d+)*")

Parts = list[str]


@cache
def schema(form: str) -> dict[str, Any]:
    """The published JSON Schema of a form. A file, not generated: it is part of every question's key."""
    loaded: dict[str, Any] = json.loads((shipped("schema") / f"{FORMS[form]}.json").read_text("utf-8"))
    return loaded


@cache
def text(form: str) -> str:
    """A form's schema as canonical JSON: sorted keys, no spaces."""
    return json.dumps(schema(form), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@cache
def digest(form: str) -> str:
    """SHA-256 of a form's schema, in hexadecimal."""
    return hashlib.sha256(text(form).encode()).hexdigest()


@lru_cache(maxsize=128)
def read(reply: str) -> Answer:
    """The answer in a reply of either form. Raises `pydantic.ValidationError`, whatever is wrong with it.

    Remembered, because a live reply is judged when it comes and again for the outcome; an answer cannot be changed.
    """
    return Answer.model_validate(unfolded(loads(reply)))


def lines(whole: Answer) -> dict[str, list[str]]:
    """An answer in the line form."""
    given = whole.model_dump()
    return {name: [_WRITERS[name](entry) for entry in given[name]] for name in _WRITERS}


def unfolded(value: Any) -> Any:
    """The JSON value of a reply with objects in place of lines, for the validation of `Answer`.

    Whatever is not a line in one of its lists is left for that validation to name. Raises `pydantic.ValidationError`
    for a line that does not begin with its fixed fields.
    """
    if not isinstance(value, dict):
        return value
    faults: list[InitErrorDetails] = []
    unfolded = dict(value)
    for name, reader in _READERS.items():
        if isinstance(entries := value.get(name), list):
            unfolded[name] = [_entry(name, n, entry, reader, faults) for n, entry in enumerate(entries)]
    if faults:
        raise ValidationError.from_exception_data("Answer", faults)
    return unfolded


def _entry(
    name: ListName, n: int, entry: Any, reader: Callable[[Parts], dict[str, Any]], faults: list[InitErrorDetails]
) -> Any:
    if not isinstance(entry, str):
        return entry
    try:
        return reader([part.strip() for part in entry.split("|")])
    except ValueError as error:
        fault = PydanticCustomError("line", "{why}", {"why": str(error)})
        faults.append({"type": fault, "loc": (name, n), "input": None})
        return entry


def _head(parts: Parts, *names: str) -> dict[str, Any]:
    """The fixed fields of a line: as many words as names, in their order."""
    words = parts[0].split()
    if len(words) != len(names):
        raise ValueError(f"the line begins {parts[0][:60]!r}; it must begin with {', '.join(names)}, then a bar")
    return dict(zip(names, words, strict=True))


def _body(parts: Parts) -> tuple[Parts, Parts]:
    """What stands before the evidence, and the evidence; a bar among an entry's own words stays in it."""
    said: Parts = []
    evidence: Parts = []
    for part in parts[1:]:
        if _EVIDENCE.match(part):
            evidence.append(part)
        elif evidence:
            evidence[-1] += BAR + part
        else:
            said.append(part)
    return said, evidence


def _actor(parts: Parts) -> dict[str, Any]:
    name, role, aliases = (*parts[1:], "", "", "")[:3]
    called = [alias.strip() for alias in aliases.split(";")]
    role = "" if role == "-" else role
    return {
        **_head(parts, "id", "kind"),
        "name": name,
        "role": role or None,
        "aliases": [alias for alias in called if alias and alias != "-"],
    }


def _statement(parts: Parts) -> dict[str, Any]:
    said, evidence = _body(parts)
    return {**_head(parts, "id", "speaker", "kind", "certainty"), "statement": BAR.join(said), "evidence": evidence}


def _denial(parts: Parts) -> dict[str, Any]:
    said, evidence = _body(parts)
    links = [_LINK.fullmatch(part) for part in said]
    return {
        **_head(parts, "id", "speaker", "kind"),
        "denied": [part for part, link in zip(said, links, strict=True) if not link],
        "answers": [{"claim": link[1], "fit": link[2], "why": link[3]} for link in links if link],
        "evidence": evidence,
    }


def _response(parts: Parts) -> dict[str, Any]:
    said, evidence = _body(parts)
    answers = said.pop() if len(said) > 1 and _IDS.fullmatch(said[-1]) else ""
    return {
        **_head(parts, "id", "speaker", "kind"),
        "topic": BAR.join(said),
        "answers": re.findall(r"\w+", answers),
        "evidence": evidence,
    }


def _sentence(parts: Parts) -> dict[str, Any]:
    ids = parts.pop() if len(parts) > 1 and _IDS.fullmatch(parts[-1]) else ""
    return {"text": BAR.join(parts), "rests_on": re.findall(r"\w+", ids)}


_READERS: dict[ListName, Callable[[Parts], dict[str, Any]]] = {
    "actors": _actor,
    "claims": _statement,
    "denials": _denial,
    "other_responses": _response,
    "analyst_views": _statement,
    "bottom_line": _sentence,
}


def _line(entry: dict[str, Any], *head: str, said: Parts) -> str:
    fixed = " ".join(entry[name] for name in head)
    return BAR.join([fixed, *said, *entry.get("evidence", [])])


def _link(link: dict[str, Any]) -> str:
    return f"{link['claim']} {link['fit']}" + (f": {link['why']}" if link["why"] else "")


def _of_actor(entry: dict[str, Any]) -> str:
    said = [entry["name"], entry["role"] or "-", "; ".join(entry["aliases"]) or "-"]
    while said[-1] == "-":
        said.pop()
    return _line(entry, "id", "kind", said=said)


def _of_statement(entry: dict[str, Any]) -> str:
    return _line(entry, "id", "speaker", "kind", "certainty", said=[entry["statement"]])


def _of_denial(entry: dict[str, Any]) -> str:
    return _line(entry, "id", "speaker", "kind", said=[*entry["denied"], *map(_link, entry["answers"])])


def _of_response(entry: dict[str, Any]) -> str:
    said = [entry["topic"], *([" ".join(entry["answers"])] if entry["answers"] else [])]
    return _line(entry, "id", "speaker", "kind", said=said)


def _of_sentence(entry: dict[str, Any]) -> str:
    return BAR.join([entry["text"], " ".join(entry["rests_on"])])


_WRITERS: dict[ListName, Callable[[dict[str, Any]], str]] = {
    "actors": _of_actor,
    "claims": _of_statement,
    "denials": _of_denial,
    "other_responses": _of_response,
    "analyst_views": _of_statement,
    "bottom_line": _of_sentence,
}
