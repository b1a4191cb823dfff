"""The folder of a run: every name stays in it, one run has it, nothing torn counts as done."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.batch.folder import Folder
from summarizer.errors import InputError, UsageError

HOSTILE = [
    "..",
    "../../etc/passwd",
    "/etc/passwd",
    "a//b",
    "",
    ".",
    "a/../b",
    "x" * 5000,
    "é" * 300,
    "a\\b",
    "c:d",
    "nul\0l",
    "\ud800",
]


@given(st.lists(st.text(max_size=60) | st.sampled_from(HOSTILE), max_size=30))
def test_every_id_has_a_place_of_its_own_in_the_folder(ids: list[str]) -> None:
    root = Path("/srv/out")
    places = {name: Folder(root).place(name) for name in ids}
    assert len(set(places.values())) == len(places)
    for place in places.values():
        assert root in Path(*[part for part in place.parts if part != "."]).parents
        assert ".." not in place.parts
        assert all(len(part.encode("utf-8", "surrogateescape")) <= 255 for part in place.parts)


def test_plain_ids_keep_their_names() -> None:
    assert Folder(Path("out")).place("2026/11/boat leaves, late") == Path("out/2026/11/boat leaves, late.briefing.json")


def test_one_run_at_a_time(tmp_path: Path) -> None:
    with (
        Folder(tmp_path / "out"),
        pytest.raises(UsageError, match="another run is writing to"),
        Folder(tmp_path / "out"),
    ):
        pass
    with Folder(tmp_path / "out"):
        pass


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="cannot write to the folder"), Folder(tmp_path / "file" / "out"):
        pass


@pytest.mark.parametrize("text", ["", "{", '{"provenance": {"question_key": "k"}}', '{"provenance": []}', "[]"])
def test_a_torn_briefing_is_not_current(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.briefing.json").write_text(text)
    assert not Folder(tmp_path).current("a", lambda: "k", "summarizer 1")


def test_what_failed_before(tmp_path: Path) -> None:
    with Folder(tmp_path) as folder:
        assert folder.failed() == set()
        folder.note("b", "b.txt", InputError("it is empty"))
        folder.note("a", "a.txt", InputError("it is empty"))
        folder.account({"state": "finished"})
    assert Folder(tmp_path).failed() == {"a", "b"}
    (tmp_path / "failures.jsonl").write_text("{")
    with pytest.raises(UsageError, match="run without --retry-failed"):
        Folder(tmp_path).failed()
