"""The longest openly licensed text there is here: all the development articles, joined, read in sections.

The answer is made of their annotations: a claim for each attributed passage that passes our own checks. It is `written`.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from summarizer import Article, Summarizer
from summarizer.answer import Answer
from summarizer.review import review
from summarizer.sections import sections
from tests.support import answers
from tests.support.sections import SectionServer

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "attribution-dev"
LIMIT = 6_000


@lru_cache
def joined() -> tuple[Article, dict[str, Any]]:
    """The text, and an answer to it without a fault."""
    text, places = "", []
    for path in sorted(FOLDER.glob("*.txt")):
        places.append((len(text), json.loads(path.with_suffix(".json").read_text("utf-8"))))
        text += path.read_text("utf-8").rstrip() + "\n\n"
    article = Article(text)
    value = {**answers.empty(), "actors": [], "claims": []}
    ids: dict[str, str] = {}
    for offset, found in places:
        for entry in found["attributions"]:
            _add(value, ids, article, offset, entry)
    while faults := {f.item for f in review(Answer.model_validate(value), article).errors if f.item}:
        value["claims"] = [claim for claim in value["claims"] if claim["id"] not in faults]
        value["actors"] = [actor for actor in value["actors"] if actor["id"] not in faults]
    speakers = {claim["speaker"] for claim in value["claims"]}
    value["actors"] = [actor for actor in value["actors"] if actor["id"] in speakers]
    return article, value


def _add(value: dict[str, Any], ids: dict[str, str], article: Article, offset: int, entry: dict[str, Any]) -> None:
    """A claim of one annotated passage, if it has a name and lies in one sentence."""
    names = (entry.get("source") or {}).get("resolved") or []
    spans = (entry.get("content") or {}).get("spans") or []
    if not names or not spans:
        return
    start, end = spans[0][0] + offset, spans[0][1] + offset
    sentence = next((s for s in article.sentences if s.start <= start and end <= s.end), None)
    if sentence is None or end - start < 20:
        return
    name = max(names, key=len)
    if name not in ids:
        ids[name] = f"a{len(ids) + 1}"
        value["actors"].append({"id": ids[name], "name": name, "kind": "person", "role": None, "aliases": names[:-1]})
    said = article.text[start:end].strip(" .,“”\"'")
    claim = {"id": f"c{len(value['claims']) + 1}", "speaker": ids[name], "kind": "assertion", "certainty": "certain"}
    value["claims"].append({**claim, "statement": said, "evidence": [f"[{sentence.number}] {said}"]})


def test_the_answer_is_worth_the_name() -> None:
    article, value = joined()
    assert len(article.text) > 45_000
    assert len(sections(article, LIMIT)) > 8
    assert len(value["claims"]) > 20


@pytest.mark.parametrize("jobs", [1, 4])
def test_everything_comes_back_at_its_place(jobs: int, tmp_path: Path) -> None:
    article, value = joined()
    with SectionServer(value) as server:
        asker = Summarizer(
            "m", base_url=server.base_url, recordings=tmp_path, max_chars=LIMIT, section_jobs=jobs, follow_up=False
        )
        briefing = asker.brief(article)
    assert len(server.requests) == len(sections(article, LIMIT)) + 1
    assert not briefing.rejected
    made = [(claim.statement, claim.evidence[0].sentence.number) for claim in briefing.claims]
    meant = [(c["statement"], int(c["evidence"][0][1:].partition("]")[0])) for c in value["claims"]]
    assert sorted(made) == sorted(meant)
    assert all(article.text[e.start : e.end] == e.quote for item in briefing.items for e in item.evidence)
    again = Summarizer("m", recordings=tmp_path, offline=True, max_chars=LIMIT, follow_up=False).brief(article)
    assert again.to_json() == briefing.to_json().replace('"mode": "live"', '"mode": "replayed"')
