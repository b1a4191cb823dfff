"""What a long article's questions would be and what they may cost, without asking any of them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from summarizer import bottom_line, long_article, second_look
from summarizer.cli.bill import dollars
from summarizer.cli.output import as_json, printed
from summarizer.model.prices import cost, estimate, most_out
from summarizer.prompts import canonical

if TYPE_CHECKING:
    from summarizer.article import Article
    from summarizer.model.endpoints import Endpoint
    from summarizer.pipeline import Summarizer
    from summarizer.question import Question
    from summarizer.settings import Settings


def plan(
    summarizer: Summarizer, article: Article, endpoint: Endpoint, chosen: Settings, options: Mapping[str, Any]
) -> str:
    """The report of `--dry-run` for an article in sections, as text or JSON."""
    from summarizer.cli.dry_run import bare, lookup

    asked = long_article.questions(article, summarizer.max_chars, summarizer.about)
    rows = []
    for section, question in asked:
        found = summarizer.recordings.find(question.key) and lookup(summarizer, question)["found"]
        rows.append(
            {
                "sentences": [section.first, section.last],
                "question_key": question.key,
                "found": found or "miss",
                "tokens_in": tokens_in(question),
                "tokens_out_at_most": most_out(question),
            }
        )
    prompt = summarizer.library.get(long_article.PROMPT)
    facts = {
        "model": summarizer.model,
        "endpoint": {"kind": endpoint.kind, "base_url": bare(endpoint.base_url), "response_format": endpoint.form},
        "prompt": prompt.name,
        "prompt_digest": prompt.digest[:12],
        "max_chars": summarizer.max_chars,
        "sections": rows,
        "estimate": _estimate(summarizer, article, rows, endpoint, chosen.reasks),
    }
    return as_json(facts) if options["format"] == "json" else _text(facts)


def tokens_in(question: Question) -> int:
    """Tokens of a question by estimate, the schema of the answer included."""
    sent = [message["content"] for message in question.messages]
    return sum(map(estimate, [*sent, canonical(question.schema)]))


def _estimate(
    summarizer: Summarizer, article: Article, rows: list[dict[str, Any]], endpoint: Endpoint, reasks: int
) -> dict[str, Any]:
    """Calls and tokens: what is asked in any case, and the most where everything is asked for again."""
    due = [row for row in rows if row["found"] != "hit"]
    closing = summarizer.about(bottom_line.PROMPT, article, {"known": "", "sentences": ""})
    last_in = (tokens_in(closing) + estimate("x" * bottom_line.MOST)) * (len(rows) > 1)
    least_in = sum(row["tokens_in"] for row in due)
    out, last_out = sum(row["tokens_out_at_most"] for row in due), most_out(closing) * (len(rows) > 1)
    tries, looks = 1 + reasks, 2 if summarizer.follow_up else 1
    tokens = tries * (looks * (least_in + out) + last_in + last_out), tries * (looks * out + last_out)
    price: Decimal | None = cost(endpoint, endpoint.model, *tokens)
    return {
        "calls": len(due) + (len(rows) > 1),
        "second_looks_at_most": len(rows) if summarizer.follow_up else 0,
        "second_look_prompt": summarizer.library.get(second_look.PROMPT).name,
        "tokens_in_sections": least_in,
        "tokens_in_bottom_line_at_most": last_in,
        "attempts_at_most": 1 + reasks,
        "usd_at_most": None if price is None else f"{price:f}",
    }


def _text(facts: Mapping[str, Any]) -> str:
    endpoint, figures, rows = facts["endpoint"], facts["estimate"], facts["sections"]
    price = figures["usd_at_most"]
    at_most = "no listed price" if price is None else f"at most {dollars(Decimal(price))}"
    hits = sum(row["found"] == "hit" for row in rows)
    lines = [
        f"model      {facts['model']}",
        f"endpoint   {endpoint['kind']} {endpoint['base_url']} ({endpoint['response_format']})",
        f"prompt     {facts['prompt']} {facts['prompt_digest']}",
        f"sections   {len(rows)}, of at most {facts['max_chars']:,} characters; {hits} answered by a recording",
        f"calls      {figures['calls']}, and at most {figures['second_looks_at_most']} about what is left out",
        f"tokens in  about {figures['tokens_in_sections']:,} for the sections (an estimate: characters ÷ 4), "
        f"at most {figures['tokens_in_bottom_line_at_most']:,} for the bottom line",
        f"price      {at_most} (an estimate: {figures['attempts_at_most']} attempts, long answers, every second look)",
    ]
    for row in rows:
        first, last = row["sentences"]
        lines.append(f"  sentences {first:>6,} to {last:>6,}  {row['question_key'][:8]}  {row['found']}")
    return printed("\n".join(lines) + "\nnothing was asked\n")
