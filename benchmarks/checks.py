"""What locating, deriving and checking cost: CPU time a review, for articles of growing length.

The articles are the seed repeated, with as many times the items of its gold answer, and one of 1,000 words with 40
items: the beginning of a longer gold article with its first items and their speakers, for which the limit is 25 ms.
Caches are emptied before each run. Run as `python benchmarks/checks.py`.
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


def begun(name: str, most_words: int, most_items: int) -> tuple[Article, Answer, int]:
    """The first sentences of a gold article, up to so many words, with the first of its items that lie in them."""
    whole = Article((ROOT / "fixtures" / "articles" / f"{name}.txt").read_text("utf-8"))
    value = json.loads((ROOT / "fixtures" / "gold" / f"{name}.answer.json").read_text("utf-8"))
    ends = [s.end for s in whole.sentences if len(whole.text[: s.end].split()) <= most_words]
    kept: dict[str, Any] = {"bottom_line": []}
    left = most_items
    for name_ in LISTS:
        inside = [i for i in value[name_] if all((split_evidence(e)[0] or 1) <= len(ends) for e in i["evidence"])]
        kept[name_] = inside[:left]
        left -= len(kept[name_])
    speakers = {item["speaker"] for name_ in LISTS for item in kept[name_]}
    kept["actors"] = [actor for actor in value["actors"] if actor["id"] in speakers]
    return Article(whole.text[: ends[-1]]), Answer.model_validate(kept), most_items - left


def main() -> None:
    """Print a row a length."""
    print(f"{'words':>6} {'items':>6} {'CPU ms':>8} {'ms an item':>11}")
    for article, answer, items in (*(joined(copies) for copies in (1, 2, 3, 6, 12)), begun("river-science", 1000, 40)):
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
