"""The last lines on stderr: what was rejected, where the answer came from, what it cost."""

from __future__ import annotations

from decimal import Decimal

from summarizer.briefing import Briefing
from summarizer.cli.output import note
from summarizer.provenance import Provenance


def report(briefing: Briefing) -> None:
    """Say how a briefing came about."""
    if briefing.rejected:
        note(f"{counted(len(briefing.rejected), 'item')} failed a check; the briefing lists each with its reason")
    note(_bill(briefing.provenance))


def counted(number: int, noun: str) -> str:
    """`1 item`, `1,234 items`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def dollars(cost: Decimal) -> str:
    """US dollars to a hundredth of a cent; a smaller amount is not shown as nothing."""
    return f"{cost:.4f} USD" if cost == 0 or cost >= Decimal("0.00005") else "less than 0.0001 USD"


def _bill(source: Provenance) -> str:
    model = source.model_answered or source.model_asked
    parts = f" in {counted(len(source.sections.read), 'section')}" if source.sections else ""
    if source.mode == "replayed" and parts:
        return f"replayed the recordings of {parts[4:]} (model {model}); nothing asked, nothing paid"
    if source.mode == "replayed":
        recording = f"recording {source.question_key[:8]} of {source.recorded_at[:10]}"
        return f"replayed {recording} (model {model}); nothing asked, nothing paid"
    if source.how == "pasted":
        return f"took a pasted reply; `summarizer brief --offline --model {source.model_asked} …` replays it"
    cost = "cost unknown (no listed price)" if source.cost_usd is None else dollars(Decimal(source.cost_usd))
    tokens = f"{source.tokens.input:,} tokens in, {source.tokens.output:,} out"
    return f"asked {model}{parts}: {counted(source.attempts, 'attempt')}, {tokens}, {cost}"
