"""What an article takes, by the recordings that ship with the program, and what a million would take by that.

Each recording of the prompt `briefing` stands for an article; its first attempt is what a batch would ask, its other
attempts and the recordings of `second-look` are asked live. Tokens are the endpoint's own counts where the recordings
hold them (those shipped were counted as characters ÷ 4). Prices are those listed by genai-prices for the model named.

Run as `python benchmarks/scale.py [MODEL [RPM [TPM [RECORDINGS]]]]`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from summarizer.batch.deferred.plan import Limits
from summarizer.model.endpoints import KNOWN, Endpoint
from summarizer.model.prices import cost

MILLION = 1_000_000
SHIPPED = Path(__file__).resolve().parents[1] / "fixtures" / "recordings"


def recordings(folder: Path) -> list[tuple[int, dict[str, Any]]]:
    """Size and content of each recording of an endpoint's reply."""
    paths = folder.glob("??/*.json")
    found = [(path.stat().st_size, json.loads(path.read_text("utf-8"))) for path in sorted(paths)]
    return [(size, value) for size, value in found if value["provenance"]["how"] == "api"]


def used(attempt: dict[str, Any]) -> tuple[int, int]:
    """Tokens in and out."""
    return attempt["body"]["usage"]["prompt_tokens"], attempt["body"]["usage"]["completion_tokens"]


def line_of(question: dict[str, Any]) -> int:
    """Bytes of a request in a batch's file, as it is sent with a schema."""
    schema = {"type": "json_schema", "json_schema": {"name": "Answer", "strict": True, "schema": question["schema"]}}
    body = {"model": "m", "messages": question["messages"], "response_format": schema}
    line = {"custom_id": "k" * 64, "method": "POST", "url": "/v1/chat/completions", "body": body}
    return len(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode()) + 1


def main(model: str = "gpt-5-mini", rpm: str = "5000", tpm: str = "4000000", folder: Path | str = SHIPPED) -> None:
    """Print the figures."""
    found = recordings(Path(folder))
    briefings = [(size, value) for size, value in found if value["question"]["prompt"].startswith("briefing@")]
    looks = [(size, value) for size, value in found if value["question"]["prompt"].startswith("second-look@")]
    n = len(briefings)
    first = [used(value["attempts"][0]) for _, value in briefings]
    reasks = [used(attempt) for _, value in briefings for attempt in value["attempts"][1:]]
    second = [used(attempt) for _, value in looks for attempt in value["attempts"]]
    print(f"{n} briefings of {len({v['question']['article']['sha256'] for _, v in briefings})} articles, on average "
          f"{sum(v['question']['article']['characters'] for _, v in briefings) / n:,.0f} characters")  # fmt: skip
    print(f"{'':<14}{'calls':>8}{'tokens in':>12}{'tokens out':>12}   an article")
    totals = [0.0, 0.0, 0.0]
    for name, calls in (("first", first), ("reasks", reasks), ("second looks", second)):
        row = [len(calls) / n, sum(c[0] for c in calls) / n, sum(c[1] for c in calls) / n]
        totals = [a + b for a, b in zip(totals, row, strict=True)]
        print(f"{name:<14}{row[0]:>8.2f}{row[1]:>12,.0f}{row[2]:>12,.0f}")
    print(f"{'all':<14}{totals[0]:>8.2f}{totals[1]:>12,.0f}{totals[2]:>12,.0f}")
    size = sum(size for size, _ in found) / n
    line = sum(line_of(value["question"]) for _, value in briefings) / n
    files = MILLION / min(Limits().requests, Limits().size / line)
    print(f"recordings: {size:,.0f} bytes in {len(found) / n:.2f} files an article; a million: {size / 1000:,.0f} GB")
    print(f"a request's line: {line:,.0f} bytes; a million: {line / 1000:,.0f} GB in {files:,.0f} files")
    _million(totals, [sum(c[k] for c in first) / n for k in (0, 1)], model, int(rpm), int(tpm))


def _million(totals: list[float], first: list[float], model: str, rpm: int, tpm: int) -> None:
    calls, sent, received = (MILLION * total for total in totals)
    hours = max(calls / rpm, (sent + received) / tpm) / 60
    print(f"a million articles: {calls:,.0f} calls, {sent / 1e9:.2f} + {received / 1e9:.2f} billion tokens, "
          f"{hours:.0f} hours at {rpm:,} requests and {tpm:,} tokens a minute")  # fmt: skip
    endpoint = Endpoint("openai", model, "", "", "json_schema", KNOWN["openai"].prices)
    live = cost(endpoint, model, int(sent), int(received))
    batch = cost(endpoint, model, int(MILLION * first[0]), int(MILLION * first[1]))
    if live is None or batch is None:
        print(f"no price is listed for {model}")
    else:
        print(f"{model}: {live:,.0f} USD live, {live - batch / 2:,.0f} USD with the first calls by batch")


if __name__ == "__main__":
    main(*sys.argv[1:])
