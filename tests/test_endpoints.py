"""Where a question goes: names, addresses, keys; and what a reply costs."""

from __future__ import annotations

from decimal import Decimal

import pytest

from summarizer.errors import KeyRejected, UsageError
from summarizer.model.endpoints import KNOWN, resolve
from summarizer.model.prices import cost, estimate


@pytest.mark.parametrize(
    ("reference", "kind", "model", "host"),
    [
        ("gpt-5-mini", "openai", "gpt-5-mini", "https://api.openai.com/v1"),
        ("ollama/llama3.2", "ollama", "llama3.2", "http://127.0.0.1:11434/v1"),
        ("openrouter/meta-llama/llama-4", "openrouter", "meta-llama/llama-4", "https://openrouter.ai/api/v1"),
        ("meta-llama/llama-4", "openai", "meta-llama/llama-4", "https://api.openai.com/v1"),
        ("vllm/x", "vllm", "x", "http://127.0.0.1:8000/v1"),
    ],
)
def test_a_name_before_the_slash_is_an_endpoint(reference: str, kind: str, model: str, host: str) -> None:
    keys = {known.key_env: "k" for known in KNOWN.values() if known.key_env}
    found = resolve(reference, environment=keys)
    assert (found.kind, found.model, found.base_url) == (kind, model, host)


@pytest.mark.parametrize("name", KNOWN)
def test_each_endpoint_takes_its_own_key_and_asks_for_it(name: str) -> None:
    known = KNOWN[name]
    if known.key_env is None:
        assert resolve(f"{name}/m", environment={}).key == "none"
        return
    assert resolve(f"{name}/m", environment={known.key_env: "mine", "OTHER": "x"}).key == "mine"
    with pytest.raises(KeyRejected, match=f"no key for {name}: set the environment variable {known.key_env}"):
        resolve(f"{name}/m", environment={})


def test_a_server_of_ones_own_needs_no_key_unless_one_is_named() -> None:
    assert resolve("m", base_url="http://127.0.0.1:9/v1", environment={}).key == "none"
    assert resolve("m", base_url="http://127.0.0.1:9/v1", environment={}).kind == "local endpoint"
    assert resolve("m", base_url="https://llm.example/v1", environment={}).kind == "custom endpoint"
    assert resolve("m", base_url="https://llm.example/v1", key_env="K", environment={"K": "v"}).key == "v"
    with pytest.raises(KeyRejected, match="variable K"):
        resolve("m", base_url="https://llm.example/v1", key_env="K", environment={})


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://x/v1", "http://", "http://[", "file:///etc/passwd"])
def test_a_base_url_must_be_one(url: str) -> None:
    with pytest.raises(UsageError, match="must begin with http"):
        resolve("m", base_url=url, environment={})


def test_a_key_is_never_shown_and_must_be_one() -> None:
    found = resolve("m", environment={"OPENAI_API_KEY": "sk-secret"})
    assert "sk-secret" not in repr(found)
    for key in ("sk-a\n", "sk-ä", "sk\x00"):
        with pytest.raises(KeyRejected) as caught:
            resolve("m", environment={"OPENAI_API_KEY": key})
        assert key not in str(caught.value)


def test_where_an_answer_came_from_is_said_in_words() -> None:
    assert "on this computer, not a vendor's API" in resolve("vllm/m", environment={}).origin
    remote = resolve("vllm/m", base_url="https://gpu.example/v1", environment={})
    assert remote.origin == "a language model behind a custom endpoint"
    assert resolve("gpt-5-mini", environment={"OPENAI_API_KEY": "k"}).origin == "the API of openai"


def test_a_price_is_known_or_unknown_but_never_nothing() -> None:
    openai = resolve("gpt-4o-mini", environment={"OPENAI_API_KEY": "k"})
    assert cost(openai, "gpt-4o-mini", 1_000_000, 0) == Decimal("0.15")
    assert cost(openai, "no-such-model", 1000, 10) is None
    assert cost(resolve("gpt-4o-mini", base_url="http://127.0.0.1:9/v1", environment={}), "gpt-4o-mini", 9, 9) is None
    assert cost(resolve("ollama/gpt-4o-mini", environment={}), "gpt-4o-mini", 9, 9) is None
    assert [estimate(text) for text in ("", "a", "abcd", "abcde")] == [0, 1, 1, 2]
