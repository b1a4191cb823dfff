"""An invented article with a hand-made answer to it, and small ways to spoil the answer. Every reply here is `written`."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

from summarizer import Article

TEXT = """Mine shuts after roof fall

Two of the four shafts of the Brask mine were shut on Friday. Union leaders said 14 miners could still be inside. “We \
heard knocking at dawn,” said Ilse Tarn, who leads the union.

Both the Brask company and ministry officials denied that anyone was missing. Asked about earlier warnings, company \
spokesman Odo Varr refused to comment.

Lena Okt, a geologist at Port Hale University, said the roof “probably” fell because of water.

Tarn said Brask had never paid Lumen 3 million crowns for the lift, which had not been checked since March.
"""

ANSWER: dict[str, Any] = {
    "actors": [
        {"id": "a1", "name": "Union leaders", "kind": "official_group", "role": None, "aliases": []},
        {"id": "a2", "name": "Ilse Tarn", "kind": "person", "role": "who leads the union", "aliases": []},
        {"id": "a3", "name": "the Brask company", "kind": "organization", "role": None, "aliases": []},
        {"id": "a4", "name": "ministry officials", "kind": "official_group", "role": None, "aliases": []},
        {"id": "a5", "name": "Odo Varr", "kind": "person", "role": "company spokesman", "aliases": []},
        {
            "id": "a6",
            "name": "Lena Okt",
            "kind": "person",
            "role": "a geologist at Port Hale University",
            "aliases": [],
        },
    ],
    "claims": [
        {
            "id": "c1",
            "speaker": "a1",
            "kind": "estimate",
            "statement": "14 miners could still be inside the Brask mine",
            "certainty": "possible",
            "evidence": ["[3] 14 miners could still be inside"],
        },
        {
            "id": "c2",
            "speaker": "a2",
            "kind": "assertion",
            "statement": "Knocking was heard at dawn",
            "certainty": "certain",
            "evidence": ["[4] We heard knocking at dawn"],
        },
        {
            "id": "c3",
            "speaker": "a2",
            "kind": "assertion",
            "statement": "Brask had never paid Lumen 3 million crowns for the lift",
            "certainty": "certain",
            "evidence": ["[8] Brask had never paid Lumen 3 million crowns for the lift"],
        },
        {
            "id": "c4",
            "speaker": "a2",
            "kind": "assertion",
            "statement": "The lift had not been checked since March",
            "certainty": "certain",
            "evidence": ["[8] which had not been checked since March"],
        },
    ],
    "denials": [
        {
            "id": name,
            "speaker": speaker,
            "kind": "flat",
            "denied": ["Someone was missing"],
            "answers": [{"claim": "c1", "fit": "partial", "why": "missing is not the same as inside"}],
            "evidence": ["[5] denied that anyone was missing"],
        }
        for name, speaker in (("d1", "a3"), ("d2", "a4"))
    ],
    "other_responses": [
        {
            "id": "r1",
            "speaker": "a5",
            "kind": "refused_to_comment",
            "topic": "earlier warnings",
            "answers": [],
            "evidence": ["[6] company spokesman Odo Varr refused to comment"],
        }
    ],
    "analyst_views": [
        {
            "id": "v1",
            "speaker": "a6",
            "kind": "interpretation",
            "statement": "The roof “probably” fell because of water",
            "certainty": "probable",
            "evidence": ["[7] the roof “probably” fell because of water"],
        }
    ],
    "bottom_line": [
        {
            "text": "Union leaders say 14 miners could still be inside the mine; the company and officials deny that "
            "anyone is missing.",
            "rests_on": ["c1", "d1", "d2"],
        }
    ],
}


def article() -> Article:
    """The invented article."""
    return Article(TEXT)


def answer(change: Callable[[dict[str, Any]], object] | None = None) -> dict[str, Any]:
    """The hand-made answer, or a copy of it that `change` has spoilt."""
    value = copy.deepcopy(ANSWER)
    if change:
        change(value)
    return value


def reply(change: Callable[[dict[str, Any]], object] | None = None) -> str:
    """The same as the text of a reply."""
    return json.dumps(answer(change), ensure_ascii=False)


def empty() -> dict[str, Any]:
    """The answer for an article in which nobody says anything."""
    return {name: [] for name in ANSWER}
