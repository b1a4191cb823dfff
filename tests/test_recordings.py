"""Recordings: written whole or not at all, read strictly, explained."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from summarizer import Summarizer
from summarizer.errors import InputError, PromptError
from summarizer.misses import nearest
from summarizer.question import Question
from summarizer.recordings import Attempt, Recordings, check, now, read
from summarizer.resources import shipped
from tests.support import answers
from tests.support.servers import completion

WRITTEN = {"how": "written", "endpoint": "written", "recorded_at": "2026-11-23T00:00:00Z"}


def question(model: str = "m") -> Question:
    """What would be asked about the invented article."""
    return Summarizer(model, offline=True).question(answers.article())


def attempt(content: str = "{}") -> Attempt:
    """A reply made by hand."""
    return Attempt(completion(content), now())


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """A folder with one recording; its file."""
    recordings = Recordings(tmp_path)
    recordings.append(question(), attempt(answers.reply()), WRITTEN)
    return next(recordings.all())


def test_a_recording_is_one_readable_file_under_its_key(one: Path, tmp_path: Path) -> None:
    key = question().key
    assert one == tmp_path / key[:2] / f"{key}.json"
    value = json.loads(one.read_text("utf-8"))
    assert list(value) == ["recording", "key", "provenance", "question", "attempts"]
    assert value["question"]["messages"][-1]["content"].startswith("<article>\n[1] Mine shuts after roof fall")
    assert check(one) == []


def test_attempts_are_kept_in_order(tmp_path: Path) -> None:
    recordings = Recordings(tmp_path)
    for content in ("one", "two", "three"):
        recordings.append(question(), attempt(content), WRITTEN)
    found = recordings.find(question().key)
    assert found is not None
    assert [a.text for a in found.attempts] == ["one", "two", "three"]


def test_the_users_folder_comes_before_the_shipped_one(tmp_path: Path) -> None:
    for name in ("mine", "shipped"):
        Recordings(tmp_path / name).append(question(), attempt(name), WRITTEN)
    found = Recordings(tmp_path / "mine", (tmp_path / "shipped",)).find(question().key)
    assert found is not None
    assert found.attempts[0].text == "mine"


@pytest.mark.parametrize("fault", ["open", "fsync", "replace"])
def test_a_write_that_fails_leaves_the_old_file_whole(
    fault: str, one: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = one.read_bytes()

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(f"os.{fault}", fail)
    with pytest.raises(InputError, match="No space left on device; free the disk"):
        Recordings(tmp_path).append(question(), attempt("more"), WRITTEN)
    monkeypatch.undo()
    assert one.read_bytes() == before
    assert [path for path in tmp_path.rglob("*") if path.suffix == ".tmp"] == []


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="cannot write the recording"):
        Recordings(tmp_path / "file").append(question(), attempt(), WRITTEN)


DAMAGE: list[tuple[str, Any]] = [
    ("cut off", lambda text: text[:200]),
    ("not JSON", lambda _: "hello"),
    ("a list", lambda _: "[]"),
    ("another version", lambda text: text.replace('"recording": 1', '"recording": 9')),
    ("no attempts", lambda text: text.replace('"attempts"', '"attempt"')),
    ("deep", lambda _: "[" * 100_000),
    ("how it came about", lambda text: text.replace('"how": "written"', '"how": "somehow"')),
    ("provenance", lambda text: text.replace('"how": "written",', "")),
    ("question", lambda text: re.sub(r'"article": \{[^}]*\}', '"article": 3', text)),
    ("body", lambda text: text.replace('"choices"', '"choice"')),
    ("message", lambda text: text.replace('"message"', '"massage"')),
]


@pytest.mark.parametrize(("name", "change"), DAMAGE, ids=[name for name, _ in DAMAGE])
def test_a_damaged_file_is_named_not_skipped(name: str, change: Any, one: Path, tmp_path: Path) -> None:
    one.write_text(change(one.read_text("utf-8")), "utf-8")
    with pytest.raises(PromptError, match=one.name[:8]):
        Recordings(tmp_path).find(question().key)
    assert len(check(one)) == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text.replace("Mine shuts", "Mine shut"), "it was edited"),
        (lambda text: text.replace('"model": "m"', '"model": "n"', 1), "it was edited"),
    ],
)
def test_an_edited_question_is_found(change: Any, words: str, one: Path) -> None:
    one.write_text(change(one.read_text("utf-8")), "utf-8")
    assert any(words in fault for fault in check(one))


def test_the_nearest_recording_is_of_the_same_article_first(tmp_path: Path) -> None:
    recordings = Recordings(tmp_path)
    assert nearest(question(), recordings) is None
    other = Summarizer("m", offline=True).question(type(answers.article())("Another article, said Bo Ek."))
    recordings.append(other, attempt(), WRITTEN)
    recordings.append(question("other"), attempt(), WRITTEN)
    found = nearest(question(), recordings)
    assert found is not None
    assert found[1] == ["model (other)"]


def test_recordings_are_private_to_the_user(one: Path) -> None:
    assert one.stat().st_mode & 0o077 == 0


def test_every_shipped_recording_is_whole_and_honest() -> None:
    files = list(Recordings(None, (shipped("recordings"),)).all())
    assert files
    for path in files:
        assert check(path) == []
        recording = read(path)
        assert recording.provenance["how"] in ("api", "pasted")
        assert recording.provenance["recorded_at"].startswith("20")
