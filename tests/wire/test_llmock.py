"""The product against a mock of the API that others wrote: rate limits, outages, hangs, cut-off JSON."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from llmock.pytest_plugin import LLMock

from summarizer import Briefing, Summarizer
from summarizer.errors import EndpointError
from tests.support import answers

pytestmark = pytest.mark.real


def brief(llmock: LLMock, folder: Path, *, timeout: float = 20.0, retries: int = 4) -> Briefing:
    """A briefing of the invented article from the mock."""
    asker = Summarizer("m", base_url=llmock.base_url(), recordings=folder, timeout=timeout, retries=retries)
    return asker.brief(answers.article())


def test_a_rate_limit_is_waited_out(llmock: LLMock, tmp_path: Path) -> None:
    llmock.rate_limit(times=2, retry_after=0.5).reply(answers.reply())
    begun = time.monotonic()
    assert brief(llmock, tmp_path).provenance.attempts == 1
    assert time.monotonic() - begun >= 1.0
    assert [request.status for request in llmock.requests] == [429, 429, 200]
    llmock.assert_resilient()


def test_an_outage_that_passes(llmock: LLMock, tmp_path: Path) -> None:
    llmock.fail(503, times=1).reply(answers.reply())
    assert brief(llmock, tmp_path).rejected == []
    assert [request.status for request in llmock.requests] == [503, 200]


def test_an_outage_that_stays(llmock: LLMock, tmp_path: Path) -> None:
    llmock.outage()
    with pytest.raises(EndpointError, match="status 503"):
        brief(llmock, tmp_path, retries=1)


def test_a_hang(llmock: LLMock, tmp_path: Path) -> None:
    llmock.delay(1.5)
    with pytest.raises(EndpointError, match="did not answer in time"):
        brief(llmock, tmp_path, timeout=0.3, retries=0)


def test_truncated_json_is_reasked(llmock: LLMock, tmp_path: Path) -> None:
    llmock.reply(answers.reply()[:200]).reply(answers.reply())
    assert brief(llmock, tmp_path).provenance.attempts == 2
    last = llmock.last_request.body["messages"][-1]["content"]
    assert "the reply is not complete JSON" in last
