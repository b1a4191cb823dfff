"""`summarizer prompts` and `summarizer recordings`: what is listed, what is refused, what is deleted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.place import FAULTY, MODEL, REPLY, Place
from tests.cli.place import FILES as PROMPT_FILES

RELEASED = PROMPT_FILES["prompt.toml"].replace("draft", "released")


@pytest.fixture
def alone(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in the place of what ships, so that these tests see only what they write."""
    empty = tmp_path / "shipped"
    empty.mkdir()
    monkeypatch.setattr("summarizer.resources.shipped", lambda name: empty)
    return empty


def test_list_show_and_diff(place: Place) -> None:
    place.prompt(2, system="Say who denies what.\n")
    (place.prompts / "labels.toml").write_text('trial = "trial@v2"\n', "utf-8")
    lines = [line.split(maxsplit=3) for line in place.run("prompts", "list").stdout.splitlines()]
    assert ["trial@v1", "draft", "-", "A prompt for tests"] in lines
    assert ["trial@v2", "draft", "trial", "A prompt for tests"] in lines
    shown = place.run("prompts", "show", "trial").stdout
    assert "===== trial@v2 system.md =====\n\nSay who denies what.\n" in shown
    assert "===== trial@v2 examples/01-mine.answer.json =====" in shown
    diff = place.run("prompts", "diff", "trial@v1", "trial@v2").stdout.splitlines()
    assert diff[-5:] == [
        "--- trial@v1/system.md",
        "+++ trial@v2/system.md",
        "@@ -1 +1 @@",
        "-Say who says what.",
        "+Say who denies what.",
    ]
    assert place.run("prompts", "show", "trial@v7").exit_code == 2


def test_lock_adds_lines_and_never_changes_one(place: Place, alone: Path) -> None:
    lock = place.prompts / "prompts.lock"
    place.prompt(1, prompt=RELEASED)
    assert place.run("prompts", "check").exit_code == 10
    assert place.run("prompts", "lock").stderr == "locked trial@v1\n"
    first = lock.read_text("utf-8")
    place.prompt(2)
    place.prompt(3, prompt=RELEASED)
    assert place.run("prompts", "check").exit_code == 10
    assert place.run("prompts", "lock").exit_code == 0
    assert lock.read_text("utf-8").startswith(first)
    assert [line.split()[0] for line in lock.read_text("utf-8").splitlines()] == ["trial@v1", "trial@v3"]
    assert place.run("prompts", "check").stdout == "3 prompt(s), 0 fault(s)\n"
    assert place.run("prompts", "lock").stderr == "every released version is locked\n"


def test_an_edited_release_fails_the_check(place: Place, alone: Path) -> None:
    place.prompt(1, prompt=RELEASED)
    place.run("prompts", "lock")
    (place.prompts / "trial" / "v1" / "system.md").write_text("Say nothing.\n", "utf-8")
    result = place.run("prompts", "check")
    assert result.exit_code == 10
    assert "trial@v1 is released and was edited" in result.stdout
    locked = (place.prompts / "prompts.lock").read_text("utf-8")
    place.run("prompts", "lock")
    assert (place.prompts / "prompts.lock").read_text("utf-8") == locked


def test_every_fault_of_every_example_is_reported(place: Place, alone: Path) -> None:
    home = place.prompt(1, prompt=RELEASED)
    (home / "examples/01-mine.answer.json").write_text(FAULTY, "utf-8")
    (home / "examples/02-alone.article.txt").write_text("Nobody spoke.\n", "utf-8")
    (home / "examples/03-list.article.txt").write_text("Nobody spoke.\n", "utf-8")
    (home / "examples/03-list.answer.json").write_text("[]", "utf-8")
    broken = place.prompt(2)
    (broken / "prompt.toml").write_text("id = ", "utf-8")
    result = place.run("prompts", "check")
    assert result.exit_code == 10
    for part in ("01-mine: c2: ", "02-alone has no ", "03-list: ", "is not valid TOML"):
        assert part in result.stdout
    (broken / "prompt.toml").unlink()
    broken.rename(place.folder / "away")
    assert place.run("prompts", "lock").exit_code == 10
    assert not (place.prompts / "prompts.lock").exists()


def test_list_has_a_line_for_each_recording_even_a_damaged_one(place: Place, alone: Path) -> None:
    place.record()
    other = place.record(model="other-model")
    other.write_text("{", "utf-8")
    lines = sorted(place.run("recordings", "list").stdout.splitlines(), key=lambda line: "damaged" in line)
    assert len(lines) == 2
    for part in (
        "2031-03-11",
        MODEL,
        "trial@v1",
        "sample 1",
        "1 attempt(s)",
        "written",
        "Mine shuts",
        str(place.recordings),
    ):
        assert part in lines[0]
    assert lines[1].split()[:2] == [other.stem[:8], "damaged"]


def test_check_passes_sound_recordings(place: Place, alone: Path) -> None:
    assert place.run("recordings", "check").stdout == "0 recording(s), 0 fault(s)\n"
    place.record()
    assert place.run("recordings", "check").stdout == "1 recording(s), 0 fault(s)\n"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda v: v["question"].update(model="another"), "its key is not that of its question"),
        (lambda v: v["provenance"].update(how="dreamt"), "does not say how"),
        (lambda v: v.update(provenance="x"), "damaged"),
        (lambda v: v.update(question=[]), "damaged"),
        (lambda v: v.update(recording=99), "version 99"),
    ],
)
def test_check_finds_what_was_changed_by_hand(place: Place, alone: Path, change: object, message: str) -> None:
    path = place.record()
    value = json.loads(path.read_text("utf-8"))
    assert callable(change)
    change(value)
    path.write_text(json.dumps(value), "utf-8")
    result = place.run("recordings", "check")
    assert result.exit_code == 10
    assert message in result.stdout


def test_check_finds_recordings_of_an_edited_prompt_and_prompts_without_recordings(place: Place, alone: Path) -> None:
    place.record()
    place.prompt(1, system="Say it all.\n")
    result = place.run("recordings", "check")
    assert result.exit_code == 10
    assert "belongs to trial@v1 as it was before an edit" in result.stdout
    (alone / "basic" / "v1").mkdir(parents=True)
    for name, text in PROMPT_FILES.items():
        if not name.startswith("examples"):
            (alone / "basic/v1" / name).write_text(
                text.replace('"trial"', '"basic"').replace("draft", "released"), "utf-8"
            )
    result = place.run("recordings", "check")
    assert "basic@v1 is released, but none of the shipped recordings belongs to it" in result.stdout


def test_explain_says_hit_or_what_differs(place: Place) -> None:
    key = place.record().stem
    assert f"recording {key[:8]} of 2031-03-11 answers it" in place.run("recordings", "explain", "article.txt").stdout
    missed = place.run("recordings", "explain", "article.txt", "-m", "other", "--sample", "3", "--set", "temperature=1")
    assert missed.exit_code == 0
    assert f"the nearest, {key[:8]}, differs in: model ({MODEL}), parameters ({{}}), sample (1)" in missed.stdout


def test_explain_tells_of_a_recorded_refusal(place: Place) -> None:
    path = place.record()
    value = json.loads(path.read_text("utf-8"))
    value["attempts"][0]["body"]["choices"][0]["message"] = {"refusal": "I must not."}
    path.write_text(json.dumps(value), "utf-8")
    assert "answers it: the model refused" in place.run("recordings", "explain", "article.txt").stdout


def test_prune_deletes_only_what_no_question_leads_to_and_only_when_told(place: Place, alone: Path) -> None:
    place.prompt(2)
    kept, stale, damaged = place.record(), place.record(model="stale"), place.record(model="damaged")
    value = json.loads(stale.read_text("utf-8"))
    value["question"]["prompt"] = "trial@v9"
    stale.write_text(json.dumps(value), "utf-8")
    damaged.write_text("{", "utf-8")
    listed = place.run("recordings", "prune")
    assert "2 would be deleted" in listed.stdout
    assert all(path.exists() for path in (kept, stale, damaged))
    assert "there is no prompt trial@v9" in listed.stdout
    assert place.run("recordings", "prune", "--yes").stdout.endswith("2 deleted\n")
    assert (kept.exists(), stale.exists(), damaged.exists()) == (True, False, False)
    assert place.run("recordings", "prune").stdout == "nothing to delete\n"


def test_prune_leaves_the_shipped_recordings_alone(place: Place, alone: Path) -> None:
    assert place.run("recordings", "prune", "--yes", "--recordings", alone).exit_code == 2


def test_a_recording_of_several_replies_is_replayed_to_the_accepted_one(place: Place) -> None:
    place.record("no answer", REPLY)
    result = place.run("--offline", "article.txt")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["provenance"]["attempts"] == 2
