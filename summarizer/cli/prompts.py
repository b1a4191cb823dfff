"""`summarizer prompts`: the prompt versions there are, what is in them, and whether they are as they were released."""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from summarizer.cli import session
from summarizer.cli.options import PROMPTS
from summarizer.cli.output import emit, note, printed
from summarizer.errors import InputError, PromptError, UsageError

if TYPE_CHECKING:
    from summarizer.library import Library
    from summarizer.model.replay import Review
    from summarizer.prompts import Prompt


@click.group()
def prompts() -> None:
    """The prompt versions: a released one never changes, `prompts.lock` holds it to that."""


@prompts.command("list")
@PROMPTS
def list_(**given: Any) -> None:
    """Every version: name, status, labels, summary."""
    library = session.library(given)
    labels = library.labels()
    found = [library.get(name) for name in library.names()]
    wide = max((len(prompt.name) for prompt in found), default=0)
    lines = []
    for prompt in found:
        marks = ",".join(label for label, name in labels.items() if name == prompt.name)
        lines.append(f"{prompt.name:<{wide}}  {prompt.status:<8}  {marks or '-':<9}  {prompt.meta['summary']}\n")
    emit(printed("".join(lines)))


@prompts.command()
@click.argument("name")
@PROMPTS
def show(name: str, **given: Any) -> None:
    """Print the files of version NAME."""
    prompt = session.library(given).get(name)
    parts = [f"===== {prompt.name} {file} =====\n\n{text.rstrip()}\n" for file, text in _files(prompt).items()]
    emit(printed("\n".join(parts)))


@prompts.command()
@click.argument("a")
@click.argument("b")
@PROMPTS
def diff(a: str, b: str, **given: Any) -> None:
    """Print what differs between versions A and B, file by file."""
    library = session.library(given)
    old, new = library.get(a), library.get(b)
    before, after = _files(old), _files(new)
    lines: list[str] = []
    for file in sorted(before.keys() | after.keys()):
        texts = before.get(file, "").splitlines(), after.get(file, "").splitlines()
        lines += unified_diff(*texts, f"{old.name}/{file}", f"{new.name}/{file}", lineterm="")
    emit(printed("".join(f"{line}\n" for line in lines)))


@prompts.command()
@PROMPTS
def lock(**given: Any) -> None:
    """Add the lock lines of released versions that have none; a line that is there is never touched."""
    from summarizer.library import lock_line

    library = session.library(given)
    locked = library.locked()
    missing: dict[Path, list[str]] = {}
    for prompt in map(library.get, library.names()):
        if prompt.status != "draft" and prompt.name not in locked:
            if fault := next(_example_faults(prompt), None):
                raise PromptError(f"{prompt.name} is not locked, because a lock is for good: {fault}")
            missing.setdefault(prompt.folder.parent.parent, []).append(lock_line(prompt))
    for root, lines in missing.items():
        _append(root / "prompts.lock", sorted(lines))
    added = [line.split()[0] for lines in missing.values() for line in lines]
    note(f"locked {', '.join(sorted(added))}" if added else "every released version is locked")


@prompts.command()
@PROMPTS
def check(**given: Any) -> None:
    """Check that released versions are unchanged and that every example passes our own checks (exit code 10)."""
    library = session.library(given)
    names = library.names()
    faults = [fault for name in names for fault in _faults(library, name)]
    if not faults or all(_loads(library, name) for name in names):
        faults = [*library.check(), *faults]
    emit(printed("".join(f"{fault}\n" for fault in faults) + f"{len(names)} prompt(s), {len(faults)} fault(s)\n"))
    if faults:
        raise click.exceptions.Exit(PromptError.exit_code)


def _files(prompt: Prompt) -> dict[str, str]:
    """What is sent and what is said about it."""
    return {"prompt.toml": (prompt.folder / "prompt.toml").read_text("utf-8"), **prompt.files}


def _loads(library: Library, name: str) -> bool:
    try:
        library.get(name)
    except PromptError:
        return False
    return True


def _faults(library: Library, name: str) -> Iterator[str]:
    """What is wrong with one version alone; a version that cannot be read must not hide the others' faults."""
    try:
        prompt = library.get(name)
    except PromptError as error:
        yield str(error)
    else:
        yield from _example_faults(prompt)


def _example_faults(prompt: Prompt) -> Iterator[str]:
    """What our own checks find in the answers that the prompt holds up as examples."""
    from summarizer.article import Article
    from summarizer.model.replay import judge

    stems = {name.rsplit(".", 2)[0] for name in prompt.files if name.endswith((".article.txt", ".answer.json"))}
    for stem in sorted(stems):
        where = f"{prompt.name}: {stem}"
        try:
            article = Article(prompt.files[f"{stem}.article.txt"])
            json.loads(prompt.files[f"{stem}.answer.json"])
        except KeyError as missing:
            yield f"{where} has no {missing}"
        except (InputError, ValueError) as error:
            yield f"{where}: {error}"
        else:
            first = prompt.files.get(f"{stem}.first.json")
            review = session.faults_in(article)
            verdict = judge(prompt.files[f"{stem}.answer.json"], _merged_with(first, review) if first else review)
            yield from (f"{where}: {problem}" for problem in verdict.problems)


def _merged_with(first: str, review: Review) -> Review:
    """The review of a follow-up's answer: of what it makes together with the first answer."""
    from summarizer.answer import Answer
    from summarizer.second_look import merge

    known = Answer.model_validate_json(first)
    return lambda answer: review(merge(known, answer))


def _append(path: Path, lines: list[str]) -> None:
    try:
        had = path.read_text("utf-8") if path.is_file() else ""
        ended = "" if had.endswith("\n") or not had else "\n"
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(ended + "".join(f"{line}\n" for line in lines))
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}; lock the prompts in a checkout") from None
