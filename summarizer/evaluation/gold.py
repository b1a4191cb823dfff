"""Gold: what a complete and correct answer to an article looks like, and which words of it are attributed to whom.

Two formats are read: `NAME.answer.json` in the shape of `docs/schema/answer.json`, its article `NAME.txt` beside it or
in a neighbouring folder; and `NAME.json` with attributions as character spans beside `NAME.txt`. A fault in a file is
an `InputError` that names file, line and reason, before anything is asked.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from summarizer.answer import LISTS, Answer, loads, problems, split_evidence
from summarizer.article import Article
from summarizer.errors import InputError
from summarizer.evaluation.lines import Line, of_answer
from summarizer.evidence import Absent, locate

ANSWER = ".answer.json"
_NEIGHBOURS = ("articles", "attribution-dev", "../seeds", "seeds")
"""Folders beside the gold's in which an article may lie."""


@dataclass(frozen=True)
class Attributed:
    """One attribution of the span format: what is said, who says it, by which names, with which cue."""

    content: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...]
    source: tuple[tuple[int, int], ...]
    names: tuple[str, ...]


@dataclass(frozen=True)
class Gold:
    """One gold article; `answer` or `attributions` is None where that gold is not there."""

    name: str
    article: Article
    answer: Answer | None
    attributions: tuple[Attributed, ...] | None

    @cached_property
    def lines(self) -> list[Line]:
        """The lines of the gold answer, worked out once for all arms and samples; none without one."""
        return of_answer(self.answer, self.article) if self.answer else []

    @property
    def empty(self) -> bool:
        """Whether the article has nothing to report."""
        return self.answer is not None and not any(getattr(self.answer, name) for name in LISTS if name != "actors")


def load(folder: Path) -> list[Gold]:
    """All gold of a folder, by name. Raises `InputError` for a folder without any, and for a faulty file."""
    if not folder.is_dir():
        raise InputError(f"there is no gold folder {folder}: name one with NAME.answer.json or NAME.json files")
    answers = {path.name.removesuffix(ANSWER): path for path in sorted(folder.glob(f"*{ANSWER}"))}
    spans = {path.stem: path for path in _span_files(folder)}
    found = [_gold(folder, name, answers.get(name), spans.get(name)) for name in sorted({*answers, *spans})]
    if not found:
        raise InputError(f"{folder} holds no gold: a gold file is NAME.answer.json or NAME.json beside NAME.txt")
    return found


def digest(gold: Sequence[Gold]) -> str:
    """SHA-256 over the articles and their gold: two results are compared only where it is the same."""
    parts = [
        [g.name, g.article.sha256, g.answer.model_dump_json() if g.answer else None, repr(g.attributions)] for g in gold
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _span_files(folder: Path) -> Iterator[Path]:
    beside = folder.parent / "attribution-dev"
    for place in dict.fromkeys((folder, beside)):
        for path in sorted(place.glob("*.json")):
            # gold answers take their second opinion from the neighbour, where the same article lies there
            wanted = place == folder or (folder / f"{path.stem}{ANSWER}").is_file()
            if wanted and not path.name.endswith(ANSWER) and path.with_suffix(".txt").is_file():
                yield path


def _gold(folder: Path, name: str, answer: Path | None, spans: Path | None) -> Gold:
    article = Article.from_file(_article(folder, name))
    return Gold(
        name,
        article,
        _answer(answer, article) if answer else None,
        _attributions(spans, article) if spans else None,
    )


def _article(folder: Path, name: str) -> Path:
    places = [folder, *(folder.parent / beside for beside in _NEIGHBOURS)]
    for place in places:
        if (place / f"{name}.txt").is_file():
            return place / f"{name}.txt"
    raise InputError(f"there is no article {name}.txt for the gold in {folder}: put it beside the gold file")


def _answer(path: Path, article: Article) -> Answer:
    text = path.read_text("utf-8")
    try:
        answer = Answer.model_validate(loads(text))
    except ValidationError as error:
        raise InputError(f"{path}: {problems(error)[0]}") from None
    seen: set[str] = set()
    for entry in (entry for name in LISTS if name != "bottom_line" for entry in getattr(answer, name)):
        if entry.id in seen:
            raise _fault(path, text, f'"{entry.id}"', f"the id {entry.id} stands twice", last=True)
        seen.add(entry.id)
    for item in (item for name in LISTS[1:5] for item in getattr(answer, name)):
        if item.speaker not in {actor.id for actor in answer.actors}:
            raise _fault(path, text, item.speaker, f"{item.id}: there is no actor {item.speaker}")
        for claim in _answered(item):
            if claim not in {said.id for said in answer.stated}:
                raise _fault(path, text, claim, f"{item.id}: there is no claim or view {claim}")
        for entry in item.evidence:
            number, quote = split_evidence(entry)
            if isinstance(locate(quote, article, number), Absent):
                raise _fault(path, text, entry, f"{item.id}: “{quote}” is not in the article")
    return answer


def _answered(item: Any) -> list[str]:
    links = getattr(item, "answers", [])
    return [link if isinstance(link, str) else link.claim for link in links]


def _fault(path: Path, text: str, words: str, why: str, *, last: bool = False) -> InputError:
    escaped = json.dumps(words, ensure_ascii=False)[1:-1] if not words.startswith('"') else words
    at = text.rfind(escaped) if last else text.find(escaped)
    line = text.count("\n", 0, max(at, 0)) + 1
    return InputError(f"{path}:{line}: {why}; mend the gold file")


def _attributions(path: Path, article: Article) -> tuple[Attributed, ...]:
    text = path.read_text("utf-8")
    try:
        value = json.loads(text)
        found = tuple(_attributed(entry) for entry in value["attributions"])
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{path}: not a file of attributions ({error}); see docs/evaluation.md for the format"
        ) from None
    for entry, given in zip(found, value["attributions"], strict=True):
        for spans, part in ((entry.content, given.get("content")), (entry.cue, given.get("cue"))):
            words = " ".join(" ".join(article.text[a:b] for a, b in spans).split())
            if part and "".join(words.split()) != "".join(str(part["text"]).split()):
                raise _fault(path, text, str(part["text"]), f"{given.get('id')}: these words are not at {spans}")
    return found


def _attributed(entry: dict[str, Any]) -> Attributed:
    def spans(part: str) -> tuple[tuple[int, int], ...]:
        return tuple((int(a), int(b)) for a, b in (entry.get(part) or {}).get("spans", ()))

    source = entry.get("source") or {}
    names = (*source.get("resolved", ()), *([source["text"]] if source else ()))
    return Attributed(spans("content"), spans("cue"), spans("source"), tuple(map(str, names)))
