"""Offline, warm, in one process: CPU time a briefing, everything included from the text to the JSON, and what it is of.

Also what an answer costs in tokens beside its article, and whether the checks call anything false in answers that were
read against their article by hand (the prompts' examples and the shipped recordings).
Run as `python benchmarks/replay.py [BRIEFINGS]`.
"""

from __future__ import annotations

import json
import sys
import time

from summarizer import Article, Summarizer
from summarizer.answer import Answer
from summarizer.checks import negated, text
from summarizer.lexicon import tokens, words
from summarizer.library import Library
from summarizer.model.prices import estimate
from summarizer.prompts import numbered
from summarizer.recordings import Recordings, read
from summarizer.resources import shipped
from summarizer.review import review

CACHES = (text.classes, text.names, text.stems, negated.read, tokens, words)
MODEL = "unnamed-language-model"


def throughput(count: int) -> None:
    """Briefings a second of one core."""
    source = (shipped("seeds") / "unconventional-alliance.txt").read_text("utf-8")
    summarizer = Summarizer(MODEL, offline=True)
    summarizer.brief(Article(source))
    begun = time.process_time()
    for _ in range(count):
        for cached in CACHES:  # every article of a batch is a new one
            cached.cache_clear()
        summarizer.brief(Article(source)).to_json()
    each = (time.process_time() - begun) / count
    print(f"offline, warm: {1000 * each:.2f} CPU ms a briefing = {1 / each:.0f} a second a core (target 300)")


def sizes() -> None:
    """Prompt and answer beside the article, in estimated tokens (characters ÷ 4)."""
    for path in Recordings(None, (shipped("recordings"),)).all():
        recording = read(path)
        question = recording.question
        fixed = sum(estimate(turn["content"]) for turn in question["messages"][:-1])
        article = question["article"]["characters"] / 4
        sent = estimate(question["messages"][-1]["content"])
        answered = estimate(recording.attempts[-1].text)
        print(
            f"{question['article']['title'][:40]!r}: prompt = {fixed} fixed + {sent / article:.2f} x article "
            f"(target 1.3), answer = {answered / article:.2f} x article (target 1.2), {len(recording.attempts)} call(s)"
        )


def false_alarms() -> None:
    """Findings in gold answers; each one would be a false alarm."""
    examples = [e for name in _prompts().names() for e in _prompts().get(name).examples]
    cases = [(e.article, e.answer) for e in examples if e.first is None]
    seed = Summarizer(MODEL, offline=True)
    article = Article.from_file(shipped("seeds") / "unconventional-alliance.txt")
    recorded = seed.recordings.find(seed.question(article).key)
    if recorded:
        cases.append((article, json.loads(recorded.attempts[-1].text)))
    errors = items = 0
    for checked, answer in cases:
        reviewed = review(Answer.model_validate(answer), checked)
        errors += len(reviewed.errors)
        items += len(reviewed.draft.items)
    print(f"false alarms: {errors} errors on {items} items of {len(cases)} gold answers (target 0)")


def overhead() -> None:
    """What numbering adds to an article."""
    article = Article.from_file(shipped("seeds") / "unconventional-alliance.txt")
    print(f"numbering: {len(numbered(article)) / len(article.text):.3f} x the article's characters")


def _prompts() -> Library:
    return Library([shipped("prompts")])


if __name__ == "__main__":
    throughput(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
    sizes()
    overhead()
    false_alarms()
