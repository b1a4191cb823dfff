"""The whole product on top of real servers: llama.cpp's constrained decoder, and llmock's faults.

The tiny model writes nonsense, but nonsense of our schema; what is proven is the wire, the schema and the reask chain.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from summarizer import Article, Summarizer
from summarizer.answer import LISTS, Answer, loads
from summarizer.errors import AnswerError, InputError
from summarizer.recordings import Recordings, read
from tests.support import answers

pytestmark = pytest.mark.real

SHORT = Article("The mayor said no. The bank refused to comment.")


def asked(summarizer: Summarizer, folder: Path) -> list[str]:
    """Brief the short article whatever comes of it, and give the replies."""
    with contextlib.suppress(AnswerError):
        summarizer.brief(SHORT)
    recording = read(next(Recordings(folder).all()))
    return [attempt.body["choices"][0]["message"]["content"] for attempt in recording.attempts]


def test_a_real_constrained_decoder_takes_our_schema(llama: str, tmp_path: Path) -> None:
    settings = {"max_output_tokens": 6000, "temperature": 0.7, "seed": 4}
    replies = asked(Summarizer("tiny", base_url=llama, recordings=tmp_path, parameters=settings, reasks=1), tmp_path)
    shapes = [loads(reply) for reply in replies if reply.rstrip().endswith("}")]
    assert shapes, "no reply came to its end"
    for shape in shapes:
        assert list(shape) == list(Answer.model_fields)
        assert set(shape) == set(LISTS)
        assert all(
            set(claim) == {"id", "speaker", "kind", "statement", "certainty", "evidence"} for claim in shape["claims"]
        )


def test_a_model_file_runs_with_nothing_else_installed(tiny_gguf: Path, tmp_path: Path) -> None:
    settings = {"max_output_tokens": 400, "temperature": 0}
    summarizer = Summarizer(f"local/{tiny_gguf}", recordings=tmp_path, parameters=settings, reasks=0, timeout=120)
    asked(summarizer, tmp_path)
    recording = read(next(Recordings(tmp_path).all()))
    assert recording.provenance["endpoint"] == "local model"
    assert recording.attempts[0].usage[0] > 1000
    assert recording.attempts[0].cost_usd is None


def test_a_model_file_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.gguf").write_bytes(b"not a model")
    with pytest.raises(InputError, match="not a GGUF model"):
        Summarizer(f"local/{tmp_path / 'a.gguf'}", recordings=tmp_path).brief(answers.article())
