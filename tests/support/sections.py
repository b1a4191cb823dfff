"""A server that has a whole hand-made answer and gives, to each question, the part of it that the question shows.

It knows a question only by its messages, as a model does. Ids are a section's own, so that only unifying by name can put
actors together; where neither the section nor what is sent along has a full name, it gives the surname. All replies are
`written`.
"""

from __future__ import annotations

import json
import re
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from summarizer.answer import split_evidence
from summarizer.model.prices import estimate
from summarizer.prompts import canonical
from tests.support.servers import Reply, Request, ScriptedServer, completion

LISTS = ("claims", "denials", "other_responses", "analyst_views")
_SENTENCE = re.compile(r"^\[(\d+)\] (.*)$", re.MULTILINE)
_SHOWN = re.compile(r"<(article(?:-\d+)?)>\n(.*)\n</\1>", re.DOTALL)
_KNOWN = re.compile(r"<(article(?:-\d+)?)-(?:known|elsewhere)>\n(.*)\n</\1-(?:known|elsewhere)>", re.DOTALL)
Whole = Mapping[str, Any]
Change = Callable[[int, dict[str, Any]], Any]


def cut(whole: Whole, shown: Mapping[int, str], elsewhere: str = "") -> dict[str, Any]:
    """The part of a whole answer that these sentences, by number, carry."""
    kept: dict[str, list[dict[str, Any]]] = {name: [] for name in LISTS}
    for name in LISTS:
        for item in whole[name]:
            evidence = [entry for entry in item["evidence"] if split_evidence(entry)[0] in shown]
            if evidence:
                kept[name].append({**item, "evidence": evidence})
    ids: dict[str, str] = {}
    speakers = {item["speaker"] for name in LISTS for item in kept[name]}
    text = "\n".join([*shown.values(), elsewhere])
    actors = [_called(actor, text) for actor in whole["actors"] if actor["id"] in speakers]
    for prefix, entries in zip("acdrv", (actors, *kept.values()), strict=True):
        ids |= {entry["id"]: f"{prefix}{n}" for n, entry in enumerate(entries, 1)}
    lists = {name: [_renamed(item, ids) for item in kept[name]] for name in LISTS}
    return {
        "actors": [{**actor, "id": ids[actor["id"]]} for actor in actors],
        **lists,
        "bottom_line": _line(lists, actors, ids),
    }


def _called(actor: dict[str, Any], text: str) -> dict[str, Any]:
    """The actor as a text names it."""
    role = actor["role"] if actor["role"] and actor["role"] in text else None
    if actor["name"] in text or actor["kind"] != "person":
        return {**actor, "role": role}
    surname = actor["name"].split()[-1]
    return {**actor, "name": surname if surname in text else actor["name"], "role": role}


def _renamed(item: dict[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    item = {**item, "id": ids[item["id"]], "speaker": ids[item["speaker"]]}
    if "denied" in item:
        item["answers"] = [{**link, "claim": ids[link["claim"]]} for link in item["answers"] if link["claim"] in ids]
    elif "answers" in item:
        item["answers"] = [ids[name] for name in item["answers"] if name in ids]
    return item


def _line(lists: Mapping[str, Any], actors: list[dict[str, Any]], ids: Mapping[str, str]) -> list[dict[str, Any]]:
    denied = {link["claim"] for denial in lists["denials"] for link in denial["answers"]}
    names = {ids[actor["id"]]: actor["name"] for actor in actors}
    for item in (item for name in ("claims", "analyst_views", "denials", "other_responses") for item in lists[name]):
        if item["id"] not in denied:
            return [{"text": f"{names[item['speaker']]} speaks of it.", "rests_on": [item["id"]]}]
    return []


class SectionServer(ScriptedServer):
    """Answers every question from one whole answer; `change` may alter a reply, told the first sentence's number.

    `change` gets the number and the completion's body and gives a body, a `Reply`, or None for it as it is.
    """

    def __init__(
        self, whole: Whole, change: Change | None = None, delays: Callable[[int], float] | None = None
    ) -> None:
        super().__init__([completion("")])
        self.whole, self.change, self.delays = whole, change, delays
        self.kinds: list[str] = []
        self.tokens_of: Counter[str] = Counter()
        self._noting = threading.Lock()

    def take(self, request: Request) -> Reply:
        """The part of the whole answer that is asked for."""
        messages = request.body["messages"]
        asked = [m["content"] for m in messages if m["role"] == "user"]
        last = next(text for text in asked[::-1] if _SHOWN.search(text) or _KNOWN.search(text))
        shown = _SHOWN.search(last)
        sentences = {int(n): text for n, text in _SENTENCE.findall(shown[2])} if shown else {}
        beside = _KNOWN.search(last)
        kind = "bottom line" if shown is None else "second look" if "Left out:\n" in last else "section"
        answer = self._answer(kind, sentences, beside[2] if beside else "", last)
        schema = request.body["response_format"]["json_schema"]["schema"]
        tokens = sum(map(estimate, [*(m["content"] for m in messages), canonical(schema)]))
        first = min(sentences, default=0)
        with self._noting:
            self.requests.append(request)
            self.kinds.append(kind)
            self.tokens_of[kind] += tokens
        body = completion(json.dumps(answer, ensure_ascii=False), usage=(tokens, 100))
        changed = self.change(first, body) if self.change else None
        body = body if changed is None else changed
        reply = body if isinstance(body, Reply) else Reply(body)
        return Reply(reply.body, reply.status, reply.headers, self.delays(first)) if self.delays else reply

    def _answer(self, kind: str, sentences: Mapping[int, str], known: str, last: str) -> dict[str, Any]:
        empty: dict[str, Any] = {name: [] for name in ("actors", *LISTS, "bottom_line")}
        if kind == "bottom line":
            noted = json.loads(known)
            denied = {name for denial in noted["denials"] for name in denial["answers"]}
            lines = [line for line in noted["bottom_line"] if not denied & set(line["rests_on"])]
            return {**empty, "bottom_line": [lines[0], lines[-1]] if len(lines) > 1 else lines}
        if kind == "section":
            return cut(self.whole, sentences, known)
        missing = {int(n) for n, _ in _SENTENCE.findall(last.rpartition("Left out:\n")[2])}
        there = {n: text for n, text in sentences.items() if n in missing}
        added = cut(self.whole, there, "\n".join(sentences.values()))
        old = {actor["name"]: actor["id"] for actor in json.loads(known)["actors"]}
        return _beside(added, old)


def _beside(added: dict[str, Any], old: Mapping[str, str]) -> dict[str, Any]:
    """A second look's answer: new ids, noted actors under theirs."""
    ids = {actor["id"]: old.get(actor["name"], f"b{n}") for n, actor in enumerate(added["actors"], 1)}
    actors = [{**actor, "id": ids[actor["id"]]} for actor in added["actors"] if actor["name"] not in old]
    n = 0
    lists: dict[str, Any] = {}
    for name in LISTS:
        lists[name] = []
        for item in added[name]:
            n += 1
            lists[name].append(
                {
                    **item,
                    "id": f"n{n}",
                    "speaker": ids[item["speaker"]],
                    **({"answers": []} if "answers" in item else {}),
                }
            )
    return {"actors": actors, **lists, "bottom_line": []}
