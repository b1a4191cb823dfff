"""A briefing as W3C Web Annotations (JSON-LD): one annotation for each piece of evidence, in one collection.

The target is the quote in the article, by position (Unicode code points, half open) and by its words and what stands
around them. The bodies are the statement, who says it and how, and what sort of statement it is. An evidence and its
statement have the same ids each time, and two quotes of one statement share its bodies.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from summarizer.briefing import Briefing, Evidence
from summarizer.render import addresses, words
from summarizer.statements import Statement, statements

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
SORTS = {"claims": "claim", "denials": "denial", "other_responses": "response", "analyst_views": "analyst view"}


def render(briefing: Briefing) -> str:
    """An annotation collection with all its annotations in one page."""
    annotations = list(_annotations(briefing))
    name = f"urn:uuid:{addresses.identifier(briefing, briefing.provenance.model_dump(mode='json'), 'collection')}"
    collection: dict[str, Any] = {
        "@context": CONTEXT,
        "id": name,
        "type": "AnnotationCollection",
        "label": f"Who says what in: {briefing.source.title or 'an article without a title'}",
        "generator": {"type": "Software", "name": briefing.provenance.tool},
        "generated": briefing.provenance.recorded_at,
        "total": len(annotations),
    }
    if annotations:  # a page must not be empty
        page = f"urn:uuid:{addresses.identifier(briefing, name, 'page')}"
        collection["first"] = {"id": page, "type": "AnnotationPage", "startIndex": 0, "items": annotations}
    return json.dumps(collection, ensure_ascii=False, indent=1) + "\n"


def _annotations(briefing: Briefing) -> Iterator[dict[str, Any]]:
    names = words.names(briefing.actors)
    for statement in statements(briefing):
        said = statement.item.model_dump(mode="json")
        bodies = _bodies(briefing, statement, names)
        for number, evidence in enumerate(statement.item.evidence):
            yield {
                "id": f"urn:uuid:{addresses.identifier(briefing, said, number)}",
                "type": "Annotation",
                "motivation": "describing",
                "body": bodies,
                "target": _target(briefing, evidence),
            }


def _bodies(briefing: Briefing, statement: Statement, names: Mapping[str, words.Name]) -> list[dict[str, Any]]:
    item = statement.item
    said = item.model_dump(mode="json")
    texts = (
        ("describing", "; ".join(words.said(item))),
        ("commenting", words.sourcing(item, names, words.how(item))),
        ("classifying", f"{SORTS[statement.list_name]}: {statement.kind}"),
        ("tagging", item.id),
    )
    return [
        {
            "id": f"urn:uuid:{addresses.identifier(briefing, said, purpose)}",
            "type": "TextualBody",
            "purpose": purpose,
            "value": value,
            "format": "text/plain",
        }
        for purpose, value in texts
    ]


def _target(briefing: Briefing, evidence: Evidence) -> dict[str, Any]:
    """Two selectors of the same characters: where a page has changed, the words find what the position lost."""
    quoted = {"exact": evidence.quote, "prefix": evidence.prefix, "suffix": evidence.suffix}
    return {
        "source": addresses.article(briefing.source),
        "selector": [
            {"type": "TextPositionSelector", "start": evidence.start, "end": evidence.end},
            {"type": "TextQuoteSelector", **quoted},
        ],
    }
