"""What is shipped: the wheel's contents, the locks, the bounds of the dependencies."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

import summarizer

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-ray.lock")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ZipFile]:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    with ZipFile(path) as opened:
        yield opened


@pytest.mark.parametrize(
    ("folder", "home"),
    [
        ("prompts", "prompts"),
        ("seeds", "seeds"),
        ("fixtures/recordings", "recordings"),
        ("docs/schema", "schema"),
    ],
)
def test_wheel_ships_every_data_file_unchanged(wheel: ZipFile, folder: str, home: str) -> None:
    files = [p for p in (ROOT / folder).rglob("*") if p.is_file() and not p.name.startswith(".")]
    here = {p.relative_to(ROOT / folder).as_posix(): p.read_bytes() for p in files}
    prefix = f"summarizer/data/{home}/"
    shipped = {name.removeprefix(prefix): wheel.read(name) for name in wheel.namelist() if name.startswith(prefix)}
    assert here
    assert shipped == here


def test_wheel_holds_the_package_and_nothing_else(wheel: ZipFile) -> None:
    tops = {name.partition("/")[0] for name in wheel.namelist()}
    assert tops == {"summarizer", f"summarizer-{summarizer.__version__}.dist-info"}
    ours = [path for kind in ("py", "toml", "css") for path in (ROOT / "summarizer").rglob(f"*.{kind}")]
    assert {path.relative_to(ROOT).as_posix() for path in ours} <= set(wheel.namelist())


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_pins_with_hashes_and_names_no_place(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert not re.search(
        r"://|\bfile:|--(?:extra-)?index|--find-links|(?:^|[\s=@])(?:[A-Za-z]:)?[/\\]\w", text, re.MULTILINE
    )
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9.-]+==[^ ]+ ", entry), entry.splitlines()[0]
        assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_the_locks_agree() -> None:
    runtime, dev, ray = (
        set(re.findall(r"^([a-z0-9.-]+==[^ ]+)", (ROOT / lock).read_text("utf-8"), re.MULTILINE)) for lock in LOCKS
    )
    assert runtime < dev
    assert runtime < ray
    pinned = {name: {entry for entry in dev if entry.startswith(f"{name}==")} for name in _names(dev) & _names(ray)}
    assert all(entries <= ray for entries in pinned.values())  # both can be installed into one place


def _names(entries: set[str]) -> set[str]:
    return {entry.partition("==")[0] for entry in entries}


def test_ray_is_in_no_other_extra() -> None:
    """It takes 600 MB."""
    extras = PROJECT["project"]["optional-dependencies"]
    assert [name for name, listed in extras.items() if any("ray" in entry for entry in listed)] == ["ray"]
    assert not re.search(r"^ray==", (ROOT / LOCKS[1]).read_text("utf-8"), re.MULTILINE)


def test_every_dependency_is_locked_and_has_a_lower_bound() -> None:
    project = PROJECT["project"]
    extras = [entry for listed in project["optional-dependencies"].values() for entry in listed]
    text = "".join((ROOT / lock).read_text("utf-8") for lock in LOCKS)
    names = set(re.findall(r"^([a-z0-9.-]+)==", text, re.MULTILINE))
    for entry in [*project["dependencies"], *extras, *PROJECT["dependency-groups"]["build"]]:
        if not entry.startswith("summarizer["):
            bounded = re.match(r"([a-z0-9-]+)(?:\[[a-z]+\])?>=\d", entry)
            assert bounded, f"{entry}: no lower bound"
            assert bounded[1] in names, f"{entry}: not locked, run `make lock`"


def test_every_module_has_a_layer() -> None:
    (layers,) = [c for c in PROJECT["tool"]["importlinter"]["contracts"] if c["type"] == "layers"]
    listed = set(re.findall(r"\w+", " ".join(layers["layers"])))
    modules = {
        p.stem if p.is_file() else p.name for p in (ROOT / "summarizer").iterdir() if not p.name.startswith("__")
    }
    assert layers["exhaustive"]
    assert modules <= listed
