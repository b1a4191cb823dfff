"""A briefing as NDJSON: one statement a line, each with its speaker, what answers it, and the article it is from.

A line needs nothing beside it, so files of many briefings can be put together, sorted, sampled and loaded anywhere.
"""

from __future__ import annotations

import json
import re
from typing import Any

from summarizer.briefing import Briefing
from summarizer.render import words
from summarizer.statements import Link, Statement, statements

_MADE = ("tool", "prompt", "model_asked", "model_answered", "how", "recorded_at", "question_key")
_LINE_ENDS = re.compile("[\x7f-\x9f\u2028\u2029]")


def render(briefing: Briefing) -> str:
    """One JSON object a statement, in the order of the briefing; nothing at all where it has none."""
    found = statements(briefing)
    by_id = {statement.item.id: statement for statement in found}
    return "".join(_line(_object(statement, briefing, by_id)) for statement in found)


def _line(value: dict[str, Any]) -> str:
    # JSON leaves NEL, LS and PS as they are, and many readers of lines end one there.
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _LINE_ENDS.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def _object(statement: Statement, briefing: Briefing, by_id: dict[str, Statement]) -> dict[str, Any]:
    """The item as in the briefing, with the ids looked up; `text` is what it says in words that stand alone."""
    item = statement.item
    made = briefing.provenance.model_dump(mode="json")
    head = {"schema_version": briefing.schema_version, "list": statement.list_name, "id": item.id}
    looked_up = {
        "text": "; ".join(words.said(item)),
        "speaker": statement.speaker.model_dump(mode="json"),
        "answers": [_link(link, link.claim, by_id) for link in statement.answers],
        "answered_by": [_link(link, link.answer, by_id) for link in statement.answered_by],
        "source": briefing.source.model_dump(mode="json"),
        "provenance": {name: made[name] for name in _MADE},
    }
    return head | item.model_dump(mode="json") | looked_up


def _link(link: Link, other: str, by_id: dict[str, Statement]) -> dict[str, Any]:
    """The statement at the other end of a link; null where a briefing edited by hand has none of that id."""
    found = by_id.get(other)
    return {
        "id": other,
        "list": found.list_name if found else None,
        "kind": found.kind if found else None,
        "speaker": found.speaker.name if found else None,
        "text": "; ".join(words.said(found.item)) if found else None,
        "fit": link.fit,
        "why": link.why,
    }
