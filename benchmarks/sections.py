"""What a long article costs besides the model: CPU time of sections, checks and merging at three lengths, in one run.

The article is the invented hearing of tests/support, its answers cut from the hand-made whole. Caches are emptied
before each length. Twice the length should cost twice the time. Run as `python benchmarks/sections.py`.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from summarizer.answer import Answer
from summarizer.article import Article
from summarizer.checks import negated, text
from summarizer.lexicon import tokens, words
from summarizer.merging import merge
from summarizer.review import review
from summarizer.sections import Section, full_names, sections, shown
from tests.support.hearing import hearing
from tests.support.sections import cut

LENGTHS = (100_000, 200_000, 400_000)
LIMIT = 60_000
CACHES = (text.classes, text.names, text.stems, negated.read, tokens, words)
Done = TypeVar("Done")


def main() -> None:
    """Print a row a length, and how much more the last costs than the first, for each character."""
    print(
        "{:>10} {:>8} {:>6} {:>7} {:>8} {:>8} {:>8} {:>8}".format(
            "characters", "sections", "items", "cutting", "checks", "merging", "whole", "ms/1000"
        )
    )
    each = []
    for length in LENGTHS:
        row = measured(length)
        each.append(row[-1])
        print("{:10,} {:8} {:6} {:7.0f} {:8.0f} {:8.0f} {:8.0f} {:8.2f}".format(*row))
    print(f"CPU ms; a character of the longest costs {each[-1] / each[0]:.2f} times one of the shortest")


def measured(length: int) -> tuple[float, ...]:
    """Characters, sections, items, and CPU milliseconds: cutting, sections' checks, merging, the whole's check."""
    made = hearing(length)
    for cached in CACHES:
        cached.cache_clear()
    article = Article(made.article.text)
    (found, known), cutting = timed(lambda: prepared(article))
    answers = {}
    for section, beside in zip(found, known, strict=True):
        there = article.sentences[section.first - 1 : section.last]
        value = cut(made.answer, {s.number: article.text[s.start : s.end] for s in there}, beside)
        answers[section] = Answer.model_validate(value)
    _, checks = timed(lambda: [review(answer, article) for answer in answers.values()])
    merged, merging = timed(lambda: merge(answers, full_names(article)).answer)
    _, whole = timed(lambda: review(merged, article))
    items = len(merged.claims) + len(merged.denials) + len(merged.other_responses)
    each = (cutting + checks + merging + whole) / len(article.text) * 1_000
    return len(article.text), len(found), items, cutting, checks, merging, whole, each


def prepared(article: Article) -> tuple[tuple[Section, ...], list[str]]:
    """The sections, and what is sent along with each."""
    found = sections(article, LIMIT)
    return found, [shown(article, section)["known"] for section in found]


def timed(work: Callable[[], Done]) -> tuple[Done, float]:
    """What some work gives, and the CPU milliseconds it took."""
    begun = time.process_time()
    done = work()
    return done, 1_000 * (time.process_time() - begun)


if __name__ == "__main__":
    main()
