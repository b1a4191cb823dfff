"""A second opinion: predicted lines against gold attributions that are only character spans.

The measures are those of the attribution scorer that comes with the development articles: a statement counts as found
where half of its visible characters, or of the sentence with its cue, lie inside one predicted item. An item's place is
its sentences. Recall means little without `text share`: whoever predicts the whole article finds everything.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial

from summarizer.article import Article
from summarizer.checks.actors import identifying, names_of
from summarizer.evaluation.gold import Attributed
from summarizer.evaluation.lines import Line
from summarizer.evaluation.scoring import share_of

HALF = 0.5
Spans = Sequence[tuple[int, int]]
_PRONOUN = re.compile(
    r"(?:i|me|we|us|you|he|him|she|her|it|they|them|who|which|that|this|those|these|one|some|many|others?)",
    re.IGNORECASE,
)


def score(gold: Sequence[Attributed], article: Article, predicted: Sequence[Line]) -> Counter[str]:
    """The counts of one article; `ratios` makes figures of them."""
    counts: Counter[str] = Counter()
    sentences = [(s.start, s.end) for s in article.sentences]
    items = [([sentences[n - 1] for n in sorted(line.sentences)], line) for line in predicted]
    hit: set[str] = set()
    sources: set[str] = set()
    for entry in gold:
        if not entry.content:
            continue
        best = _best(entry, article, items, sentences)
        names = [name for name in entry.names if not _PRONOUN.fullmatch(name.strip())]
        counts["attributions"] += 1
        counts["found"] += best is not None
        if names:
            source = min(identifying(names[0]) or {names[0]})
            sources.add(source)
            if best:
                hit.add(source)
        if best and best.speaker and names:
            given = names_of(best.speaker)
            counts["speakers"] += 1
            counts["speakers agree"] += any(identifying(a) & identifying(b) for a in names for b in given)
    counts["sources"], counts["sources found"] = len(sources), len(hit)
    reported = _holding([span for e in gold for span in (*e.content, *e.cue, *e.source)], sentences)
    counts["items"] = len(items)
    counts["items with reported words"] = sum(
        _shared(spans, reported, article.text) >= HALF * _size(spans, article.text) for spans, _ in items
    )
    counts["characters"] = _size([(0, len(article.text))], article.text)
    counts["characters inside items"] = _size(_merged(span for spans, _ in items for span in spans), article.text)
    return counts


def ratios(counts: Counter[str]) -> dict[str, float | None]:
    """The figures of the second opinion."""
    share = partial(share_of, counts)
    return {
        "recall": share("found", "attributions"),
        "source recall": share("sources found", "sources"),
        "precision": share("items with reported words", "items"),
        "speaker accuracy": share("speakers agree", "speakers"),
        "text share": share("characters inside items", "characters"),
    }


def _best(
    entry: Attributed, article: Article, items: Sequence[tuple[list[tuple[int, int]], Line]], sentences: Spans
) -> Line | None:
    """The item that holds most of an attribution, where one holds enough of it."""
    text, size = article.text, _size(entry.content, article.text)
    anchor = _holding(entry.cue or entry.content, sentences)[:1]
    best, most = None, -1
    for spans, line in items:
        shared = _shared(spans, entry.content, text)
        cued = bool(anchor) and _shared(spans, anchor, text) >= HALF * _size(anchor, text)
        if (shared >= HALF * size or cued) and shared > most:
            best, most = line, shared
    return best


def _holding(spans: Spans, sentences: Spans) -> list[tuple[int, int]]:
    return [s for s in sentences if any(a < s[1] and s[0] < b for a, b in spans)]


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for a, b in sorted(spans):
        if found and a <= found[-1][1]:
            found[-1] = (found[-1][0], max(b, found[-1][1]))
        else:
            found.append((a, b))
    return found


def _size(spans: Spans, text: str) -> int:
    return sum(len("".join(text[a:b].split())) for a, b in spans)


def _shared(first: Spans, second: Spans, text: str) -> int:
    return _size([(max(a, c), min(b, d)) for a, b in first for c, d in second if max(a, c) < min(b, d)], text)
