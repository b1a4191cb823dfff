"""The Batch API of a mock that others wrote: our idea of files and batches is theirs too."""

from __future__ import annotations

from pathlib import Path

import pytest
from llmock.pytest_plugin import LLMock
from llmock.routers import batch as mocked

from summarizer import Summarizer
from summarizer.article import Article
from summarizer.batch.deferred.run import Deferred
from summarizer.batch.folder import Folder
from summarizer.batch.inputs import entries
from summarizer.batch.pace import Pace
from summarizer.batch.run import Run
from tests.support import answers

pytestmark = [
    pytest.mark.real,
    # The mock's own server leaves the uploaded file to the garbage collector.
    pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"),
]


def test_a_batch_and_the_reasks_after_it(llmock: LLMock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mock answers a batch with words that are no answer, so each article is asked about once more, live."""
    monkeypatch.setattr(mocked, "_BATCH_DELAY", 0.2)
    llmock.reply(answers.reply(), times=None)  # any request counts as one, an upload too
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(answers.TEXT, "utf-8")
    asker = Summarizer("m", base_url=llmock.base_url(), recordings=tmp_path / "rec")
    pace = Pace(2)
    with Folder(tmp_path / "out") as folder:
        deferred = Deferred(asker, folder, pace, 0.1)
        deferred.ask(entries([str(tmp_path / "in")], Article.from_file, {}))
        found = deferred.answered(entries([str(tmp_path / "in")], Article.from_file, {}))
        (done,) = Run(asker, pace, folder).each(found)
    assert done.briefing is not None
    assert done.briefing.provenance.attempts == 2
    assert [r.path for r in llmock.requests if r.path.endswith("/completions")] == ["/v1/chat/completions"]
