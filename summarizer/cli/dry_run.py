"""What a question would be and what it may cost, without asking it: needs no key and opens no connection."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from summarizer.cli import session
from summarizer.cli.bill import dollars
from summarizer.cli.output import as_json, printed
from summarizer.errors import AnswerError, UsageError
from summarizer.misses import nearest
from summarizer.model.endpoints import KNOWN, Endpoint, resolve, split_model
from summarizer.model.prices import cost, estimate, most_out
from summarizer.model.replay import settle
from summarizer.pipeline import Summarizer
from summarizer.prompts import canonical
from summarizer.question import Question
from summarizer.settings import Settings


def plan(path: str, options: session.Options) -> str:
    """The report of `--dry-run`, as text or JSON."""
    chosen = session.settings(options)
    summarizer = session.summarizer(options, chosen)
    article = session.article(path, options)
    endpoint = endpoint_of(chosen)
    if summarizer.in_sections(article):
        from summarizer.cli.section_plan import plan as plan_sections

        return plan_sections(summarizer, article, endpoint, chosen, options)
    question = summarizer.question(article)
    facts = {
        "model": question.model,
        "endpoint": {"kind": endpoint.kind, "base_url": bare(endpoint.base_url), "response_format": endpoint.form},
        "prompt": question.prompt.name,
        "prompt_digest": question.prompt.digest[:12],
        "parameters": question.parameters,
        "sample": question.sample,
        "question_key": question.key,
        "recording": lookup(summarizer, question),
        "messages": [_message(message, options["verbose"]) for message in question.messages],
        "estimate": estimated(question, endpoint, chosen.reasks),
    }
    return as_json(facts) if options["format"] == "json" else _text(facts)


def endpoint_of(chosen: Settings) -> Endpoint:
    """The endpoint that would be asked, resolved by the same rules but without a key."""
    name, model = split_model(chosen.model)
    if name == "local":
        return Endpoint("local model", model, "", "", chosen.response_format or "json_schema", None)
    variable = chosen.key_env or KNOWN[name].key_env
    stand_in = {variable: "-"} if variable else {}
    return resolve(
        chosen.model,
        base_url=chosen.base_url,
        key_env=chosen.key_env,
        form=chosen.response_format,
        environment=stand_in,
    )


def spendable(chosen: Settings, usd: float | None) -> Decimal | None:
    """What `--max-cost` allows, in US dollars. Raises `UsageError` where it could not be kept: no price is known."""
    endpoint = endpoint_of(chosen)
    if usd is not None and cost(endpoint, endpoint.model, 1, 1) is None:
        raise UsageError(
            f"no price is known for {chosen.model}, so --max-cost cannot be kept: drop it, or name a model with a "
            "price (`brief` of many articles also takes --max-tokens-total)"
        )
    return None if usd is None else Decimal(str(usd))


def bare(url: str) -> str:
    """A URL without what may be secret in it: user, password, query."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()


def lookup(summarizer: Summarizer, question: Question) -> dict[str, Any]:
    """Whether a recording answers a question (`hit`, `partial`, `miss`), which one, or what differs in the nearest."""
    recording = summarizer.recordings.find(question.key)
    if recording is None:
        found = nearest(question, summarizer.recordings)
        if found is None:
            return {"found": "miss", "nearest": None, "differs": []}
        return {"found": "miss", "nearest": found[0].key[:8], "differs": found[1]}
    remark = None
    faults = session.faults_in(question.article, question.language)
    try:
        done = settle(recording.attempts, faults, summarizer.exchanges.reasks).done
    except AnswerError as error:  # a recorded refusal is an answer too: it is not asked for again
        done, remark = True, str(error)
    known = {"key": recording.key[:8], "recorded_at": recording.provenance["recorded_at"], "remark": remark}
    return {"found": "hit" if done else "partial", **known, "attempts": len(recording.attempts)}


def explained(found: dict[str, Any]) -> str:
    """The result of `lookup` as a sentence."""
    if found["found"] == "miss":
        if found["nearest"] is None:
            return "no recording answers it, and there is none to compare with"
        return f"no recording answers it; the nearest, {found['nearest']}, differs in: {', '.join(found['differs'])}"
    which = f"recording {found['key']} of {found['recorded_at'][:10]}"
    if found["found"] == "partial":
        return f"{which} holds {found['attempts']} attempt(s), none accepted: the next one would be asked for"
    return f"{which} answers it{': ' + found['remark'] if found['remark'] else ''}"


def estimated(question: Question, endpoint: Endpoint, reasks: int) -> dict[str, Any]:
    """Tokens and the highest price, all estimates. A reask sends the answer before it along."""
    sent = [message["content"] for message in question.messages]
    tokens_in = sum(map(estimate, [*sent, canonical(question.schema)]))
    tokens_out = most_out(question)
    tokens = (1 + reasks) * tokens_in + reasks * tokens_out, (1 + reasks) * tokens_out
    price: Decimal | None = cost(endpoint, endpoint.model, *tokens)
    return {
        "tokens_in": tokens_in,
        "attempts_at_most": 1 + reasks,
        "usd_at_most": None if price is None else f"{price:f}",
    }


def _message(message: Any, full: bool) -> dict[str, Any]:
    facts = {"role": message["role"], "characters": len(message["content"])}
    return {**facts, "content": message["content"]} if full else facts


def _text(facts: dict[str, Any]) -> str:
    endpoint, figures = facts["endpoint"], facts["estimate"]
    price = figures["usd_at_most"]
    at_most = "no listed price" if price is None else f"at most {dollars(Decimal(price))}"
    lines = [
        f"model      {facts['model']}",
        f"endpoint   {endpoint['kind']} {endpoint['base_url']} ({endpoint['response_format']})",
        f"prompt     {facts['prompt']} {facts['prompt_digest']}",
        f"recording  {explained(facts['recording'])}",
        f"tokens in  about {figures['tokens_in']:,} (an estimate: characters ÷ 4)",
        f"price      {at_most} (an estimate: {figures['attempts_at_most']} attempts, long answers)",
        f"messages   {len(facts['messages'])}, and the JSON Schema of the answer",
    ]
    for message in facts["messages"]:
        lines.append(f"  {message['role']:<9}  {message['characters']:>7,} characters")
        lines += ["", message["content"], ""] if "content" in message else []
    return printed("\n".join(lines) + "\nnothing was asked\n")
