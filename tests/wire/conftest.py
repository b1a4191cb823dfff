"""A real llama.cpp server on a tiny random model, started once for all tests that ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from summarizer.model import local
from tests.support import tiny_model


@pytest.fixture(scope="session")
def tiny_gguf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The GGUF file of the tiny model."""
    return tiny_model.make(tmp_path_factory.mktemp("model") / "tiny.gguf")


@pytest.fixture(scope="session")
def llama(tiny_gguf: Path) -> Iterator[str]:
    """The base URL of the server, ending in `/v1`. Four slots, so that tests of concurrency find some."""
    with local.serve(tiny_gguf, slots=4) as base_url:
        yield base_url
