"""Well-known OpenAI-compatible endpoints by name, and where a question for a model goes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal
from urllib.parse import urlsplit

from summarizer.errors import KeyRejected, UsageError

Form = Literal["json_schema", "json_object", "text"]


@dataclass(frozen=True)
class Known:
    """One row of the table: base URL, the environment variable of the key (None: no key), how a schema is asked for."""

    base_url: str
    key_env: str | None
    form: Form = "json_schema"
    prices: str | None = None


KNOWN: Mapping[str, Known] = {
    "openai": Known("https://api.openai.com/v1", "OPENAI_API_KEY", prices="openai"),
    "openrouter": Known("https://openrouter.ai/api/v1", "OPENROUTER_API_KEY", prices="openrouter"),
    "anthropic": Known("https://api.anthropic.com/v1", "ANTHROPIC_API_KEY", "text", "anthropic"),
    "gemini": Known("https://generativelanguage.googleapis.com/v1beta/openai", "GEMINI_API_KEY", prices="google"),
    "groq": Known("https://api.groq.com/openai/v1", "GROQ_API_KEY", prices="groq"),
    "mistral": Known("https://api.mistral.ai/v1", "MISTRAL_API_KEY", prices="mistral"),
    "deepseek": Known("https://api.deepseek.com", "DEEPSEEK_API_KEY", "json_object", "deepseek"),
    "ollama": Known("http://127.0.0.1:11434/v1", None),
    "vllm": Known("http://127.0.0.1:8000/v1", None),
    "llamacpp": Known("http://127.0.0.1:8080/v1", None),
}
"""The name before the slash of `-m NAME/MODEL`. `local/PATH.gguf` is not here: it starts a server of its own."""

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
_NO_KEY = "none"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Endpoint:
    """Where a question goes. `repr` never shows the key or the address."""

    kind: str
    model: str
    base_url: str
    key: str
    form: Form
    prices: str | None

    @property
    def origin(self) -> str:
        """Where an answer of this endpoint comes from, in words for a recording's provenance."""
        if self.kind == "local model":
            return "a language model run on this computer by llama.cpp, not a vendor's API"
        if urlsplit(self.base_url).hostname in _LOOPBACK:
            return "a language model behind an OpenAI-compatible endpoint on this computer, not a vendor's API"
        return f"the API of {self.kind}" if self.prices else "a language model behind a custom endpoint"

    def __repr__(self) -> str:
        return f"Endpoint({self.kind}, {self.model})"


def split_model(reference: str) -> tuple[str, str]:
    """`ollama/llama3.2` to its endpoint's name and the model's; a name without a known prefix is OpenAI's."""
    prefix, _, rest = reference.partition("/")
    return (prefix, rest) if rest and (prefix in KNOWN or prefix == "local") else ("openai", reference)


def resolve(
    reference: str,
    *,
    base_url: str | None = None,
    key_env: str | None = None,
    form: Form | None = None,
    environment: Mapping[str, str] | None = None,
) -> Endpoint:
    """The endpoint for a model. `base_url` stands for another server that speaks the same API.

    Raises `KeyRejected` where a key is needed and its variable is not set, `UsageError` for a URL that is none.
    """
    environment = os.environ if environment is None else environment
    name, model = split_model(reference)
    known = KNOWN[name if name in KNOWN else "openai"]
    kind, variable = name, key_env or known.key_env
    if base_url:
        host = _host(base_url)
        if name == "openai":
            kind = "local endpoint" if host in _LOOPBACK else "custom endpoint"
            known = Known(base_url, known.key_env)
    if variable and not _VARIABLE.fullmatch(variable):
        raise UsageError("the key's variable must be named by letters, digits and _ only: its name, not the key")
    key = environment.get(variable, "") if variable else ""
    if not key and (key_env or (variable and not base_url)):
        raise KeyRejected(
            f"no key for {kind}: set the environment variable {variable}, or name another endpoint "
            "(`-m ollama/…`, `--base-url …`), or paste the answer of any chat (`summarizer render`, then `accept`)"
        )
    if not key.isprintable() or not key.isascii():
        raise KeyRejected(f"the key in {variable} holds characters that no key has: set it again")
    return Endpoint(kind, model, base_url or known.base_url, key or _NO_KEY, form or known.form, known.prices)


def _host(base_url: str) -> str:
    try:
        address = urlsplit(base_url)
        if address.scheme in ("http", "https") and address.hostname:
            return address.hostname
    except ValueError:
        pass
    raise UsageError(
        "the base URL must begin with http:// or https:// and name a host, for example http://127.0.0.1:8000/v1"
    )


@contextmanager
def opened(
    reference: str, *, base_url: str | None = None, key_env: str | None = None, form: Form | None = None
) -> Iterator[Endpoint]:
    """The endpoint of a model for as long as it is asked; `local/PATH.gguf` is served by this process meanwhile."""
    name, model = split_model(reference)
    if name != "local":
        yield resolve(reference, base_url=base_url, key_env=key_env, form=form)
        return
    from summarizer.model.local import serve

    with serve(model) as address:
        yield Endpoint("local model", PurePath(model).name, address, _NO_KEY, form or "json_schema", None)
