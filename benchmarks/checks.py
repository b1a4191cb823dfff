"""What locating, deriving and checking cost: CPU time a review, for articles of growing length.

The articles are the long ones of fixtures/articles joined, the items those of their gold answers where there
are any, else the seed's. Caches are emptied before each run. Run as `python benchmarks/checks.py`.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from summarizer.answer import Answer, split_evidence
from summarizer.article import Article
from summarizer.checks import negated, text
from summarizer.lexicon import tokens, words
from summarizer.review import review

ROOT = Path(__file__).resolve().parent.parent
LISTS = ("claims", "denials", "other_responses", "analyst_views")
CACHES = (text.classes, text.names, text.stems, negated.read, tokens, words)


def joined(copies: int) -> tuple[Article, Answer, int]:
    """The gold answers of the seed repeated: an article `copies` times as long, with as many times the items."""
    source = (ROOT / "seeds" / "unconventional-alliance.txt").read_text("utf-8")
    value = json.loads((ROOT / "fixtures" / "gold" / "unconventional-alliance.answer.json").read_text("utf-8"))
    count = len(Article(source).sentences)
    whole: dict[str, Any] = {"actors": value["actors"], "bottom_line": value["bottom_line"], **{n: [] for n in LISTS}}
    for copy in range(copies):
        for name in LISTS:
            for item in value[name]:
                cited = (split_evidence(entry) for entry in item["evidence"])
                moved = [f"[{(number or 1) + copy * count}] {quote}" for number, quote in cited]
                fresh = {**item, "id": f"{item['id']}_{copy}", "evidence": moved}
                whole[name].append(fresh | ({"answers": []} if "answers" in item else {}))
    return Article("\n\n".join([source] * copies)), Answer.model_validate(whole), sum(len(whole[n]) for n in LISTS)


def main() -> None:
    """Print a row a length."""
    print(f"{'words':>6} {'items':>6} {'CPU ms':>8} {'ms an item':>11}")
    for copies in (1, 2, 3, 6, 12):
        article, answer, items = joined(copies)
        best = min(run(article.text, answer) for _ in range(5))
        print(f"{len(article.text.split()):6} {items:6} {best:8.1f} {best / items:11.2f}")


def run(source: str, answer: Answer) -> float:
    """CPU milliseconds of one review of a new article."""
    for cached in CACHES:
        cached.cache_clear()
    article = Article(source)
    begun = time.process_time()
    review(answer, article)
    return 1000 * (time.process_time() - begun)


if __name__ == "__main__":
    main()
