"""What can be said of an answer without gold: valid at which attempt, where its quotes stand, what it cost."""

from __future__ import annotations

from collections import Counter

from summarizer.briefing import Briefing
from summarizer.evaluation.leakage import leaked
from summarizer.exchange import Exchange
from summarizer.model.prices import estimate
from summarizer.review import Reviewed

QUOTES = ("exact", "typography", "edges", "elided", "approximate", "absent")


def measure(exchange: Exchange, first: Reviewed | None, briefing: Briefing) -> dict[str, float]:
    """The figures of one answer; `first` is the review of the first attempt, None where that was no answer at all."""
    article = exchange.question.article
    verdicts, second = exchange.outcome.verdicts, briefing.provenance.second_look
    shown = [e for item in briefing.items for e in item.evidence]
    found = {
        "attempts": float(len(verdicts)),
        "valid at first attempt": float(verdicts[0].accepted),
        "valid in the end": float(verdicts[-1].accepted),
        "items": float(len(briefing.items)),
        "rejected": float(len(briefing.rejected)),
        "omissions": float(len(briefing.omissions)),
        "items a 100 words": 100 * len(briefing.items) / max(len(article.text.split()), 1),
        "tokens in": float(briefing.provenance.tokens.input),
        "tokens out": float(briefing.provenance.tokens.output),
        "calls": float(len(verdicts) + (second.attempts if second else 0)),
        "second look": float(second is not None),
        "shown quotes exact": float(all(article.text[e.start : e.end] == e.quote for e in shown)),
    }  # fmt: skip
    answer = exchange.outcome.answer
    written = estimate(_reply(exchange)) if answer else 0
    found["answer tokens ÷ article tokens"] = written / max(estimate(article.text), 1)
    found["names leaked from examples"] = float(len(leaked(exchange.question, answer.model_dump()))) if answer else 0.0
    found["answer tokens an item"] = written / max(len(briefing.items), 1)
    found |= {f"quotes {name}": float(count) for name, count in _quotes(first).items()}
    found["share of sentences in evidence"] = len({e.sentence.number for e in shown}) / max(len(article.sentences), 1)
    return found


def findings(first: Reviewed | None) -> Counter[str]:
    """The errors of the first attempt, by rule."""
    return Counter(finding.rule for finding in first.errors) if first else Counter({"not an answer": 1})


def _reply(exchange: Exchange) -> str:
    """The text of the reply that the answer was read from."""
    replies = zip(exchange.attempts, exchange.outcome.verdicts, strict=False)
    return next(attempt.text for attempt, verdict in replies if verdict.answer is exchange.outcome.answer)


def _quotes(first: Reviewed | None) -> Counter[str]:
    counts = Counter(dict.fromkeys(QUOTES, 0))
    for item in first.draft.items if first else ():
        counts.update(e.match for e in item.evidence)
        counts["absent"] += len(item.absent)
    return counts
