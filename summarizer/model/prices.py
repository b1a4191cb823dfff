"""What a reply cost, by the price table that ships with `genai-prices`; None where no price is known, never 0."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from summarizer.model.endpoints import Endpoint
from summarizer.question import Question
from summarizer.recordings import Attempt

_SHARE, _FIXED = 4, 500
"""Tokens out that an answer may take: this many for each of the article's, and these. Answers seen took 1.2 to 3.4."""


def cost(endpoint: Endpoint, model: str, tokens_in: int, tokens_out: int) -> Decimal | None:
    """US dollars for one reply of `model`, or None where the provider or the model has no listed price."""
    if endpoint.prices is None:
        return None
    from genai_prices import Usage, calc_price

    try:
        usage = Usage(input_tokens=tokens_in, output_tokens=tokens_out)
        return calc_price(usage, model, provider_id=endpoint.prices).total_price
    except LookupError:
        return None


def priced(attempt: Attempt, endpoint: Endpoint, share: Decimal = Decimal(1)) -> Attempt:
    """The attempt with what it cost, where a price is known and none is noted yet; `share` of the listed price."""
    if attempt.cost_usd is not None:
        return attempt
    price = cost(endpoint, attempt.model or endpoint.model, *attempt.usage)
    return attempt if price is None else replace(attempt, cost_usd=f"{price * share:f}")


def most_out(question: Question) -> int:
    """Tokens that the answer to a question may take: its limit, or by estimate, long answers seen taken together."""
    limit = question.parameters.get("max_output_tokens")
    shown = question.beside.get("sentences", question.article.text)  # of a long article, a section's own
    return limit if isinstance(limit, int) else _SHARE * estimate(shown) + _FIXED


def estimate(text: str) -> int:
    """Tokens of a text, as characters ÷ 4 rounded up: an estimate for English, and labelled as one wherever shown."""
    return -(-len(text) // 4)
