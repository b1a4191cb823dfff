"""The derived cue against gold attributions: how often it lies on the gold cue, is null, or is another word.

For each gold attribution with a cue, a quote of 3 to 12 words of its content stands for an item's evidence and its
source for the speaker. Run as `python benchmarks/derive.py [--gold DIR] [--wrong]`; the folder has ID.txt and ID.json.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from summarizer import Article
from summarizer.answer import AnswerActor
from summarizer.briefing import Evidence
from summarizer.derive import cue_of, span_of

GOLD = Path(__file__).parent.parent / "fixtures" / "attribution-dev"
SPEECH = re.compile(
    r"\b(?:sa(?:y|id|ys|ying)|t[eo]ld?|tell\w*|writ\w+|wrote|add\w*|not(?:es|ed)|report\w*|announc\w+|argu\w+|claim\w*"
    r"|explain\w*|observ\w+|comment\w*|tweet\w*|assert\w*|stat(?:es?|ed|ing)|accord\w+|den(?:y|ied|ies)|continu\w+"
    r"|admit\w*|suggest\w*|estimat\w+|read[s]?|cit\w+|reveal\w*|emailed|theoriz\w+|reason\w*)\b",
    re.IGNORECASE,
)


def quote_of(text: str, spans: list[list[int]]) -> tuple[int, int] | None:
    """The span of the words 3 to 12 of the longest part of a content, or of all of it where it is shorter."""
    start, end = max(spans, key=lambda span: span[1] - span[0])
    words = [m.span() for m in re.finditer(r"\w[\w'’.-]*", text[start:end])]
    if len(words) < 3:
        return None
    first = 2 if len(words) > 6 else 0
    last = words[min(first + 9, len(words) - 1)]
    return start + words[first][0], start + last[1]


def evidence_at(article: Article, start: int, end: int) -> Evidence:
    """The evidence that stands there."""
    number = max(s.number for s in article.sentences if s.start <= start)
    quote = article.text[start:end]
    span = span_of(article, number)
    return Evidence(
        quote=quote,
        start=start,
        end=end,
        sentence=span,
        prefix="",
        suffix="",
        match="exact",
        moved=False,
        occurrences=1,
    )


def measure(folder: Path, *, show: bool) -> dict[str, Counter[str]]:
    """Counts of right, null and wrong cues, over all attributions and over those of speech."""
    counts: dict[str, Counter[str]] = {"all": Counter(), "speech": Counter()}
    for path in sorted(folder.glob("*.json")):
        article = Article(path.with_suffix(".txt").read_text("utf-8"))
        for gold in json.loads(path.read_text("utf-8"))["attributions"]:
            span = quote_of(article.text, gold["content"]["spans"]) if gold["cue"] and gold["content"] else None
            if span is None:
                continue
            found = cue_of("claims", speaker_of(gold), [evidence_at(article, *span)], article)
            result = outcome(found, gold["cue"]["spans"])
            counts["all"][result] += 1
            counts["speech"][result] += bool(SPEECH.search(gold["cue"]["text"]))
            if show and result != "right":
                got = article.text[slice(*found)] if found else None
                print(
                    f"  {path.stem} {gold['id']} {result}: {got!r}, gold {gold['cue']['text']!r}, "
                    f"quote {article.text[slice(*span)]!r}"
                )
    return counts


def speaker_of(gold: dict[str, Any]) -> AnswerActor | None:
    """The gold source, with the names a pronoun stands for, as an actor."""
    if not gold["source"]:
        return None
    names = [*gold["source"].get("resolved", []), gold["source"]["text"]]
    return AnswerActor(id="a1", name=names[0], kind="unspecified", role=None, aliases=names[1:])


def outcome(found: tuple[int, int] | None, spans: list[list[int]]) -> str:
    """Whether a cue overlaps the gold one."""
    if found is None:
        return "null"
    return "right" if any(a < found[1] and found[0] < b for a, b in spans) else "wrong"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--gold", type=Path, default=GOLD, help="folder of ID.txt with ID.json")
    parser.add_argument("--wrong", action="store_true", help="print each attribution whose cue is not right")
    asked = parser.parse_args()
    if not any(asked.gold.glob("*.json")):
        sys.exit(f"no gold articles in {asked.gold}: pass --gold DIR, a folder of ID.txt with ID.json")
    for name, counts in measure(asked.gold, show=asked.wrong).items():
        total = counts.total()
        shares = ", ".join(f"{kind} {counts[kind] / total:.1%}" for kind in ("right", "null", "wrong"))
        print(f"{name}: {total} cues: {shares}")


if __name__ == "__main__":
    main()
