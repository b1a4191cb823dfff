"""`summarizer recordings`: the recorded answers there are, whether they are sound, and which one answers a question."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from summarizer.cli import session
from summarizer.cli.options import ARTICLE, ENDPOINT, MAX_CHARS, PROMPTS, QUESTION, REASKS, RECORDINGS, options
from summarizer.cli.output import emit, printed
from summarizer.errors import PromptError, UsageError

if TYPE_CHECKING:
    from summarizer.library import Library
    from summarizer.recordings import Recording

_DAMAGED = (PromptError, KeyError, TypeError, AttributeError)
"""What reading a file raises that is not, or only in part, a recording."""


@click.group()
def recordings() -> None:
    """The recorded answers: yours, and those that came with the program."""


@recordings.command("list")
@RECORDINGS
def list_(**given: Any) -> None:
    """Every recording: key, date, model, prompt, sample, attempts, how it came about, article, folder."""
    rows = [_row(path, root) for root in _roots(given) for path in _files(root)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)) for row in rows]
    emit(printed("".join(f"{line.rstrip()}\n" for line in lines)))


@recordings.command()
@RECORDINGS
@PROMPTS
def check(**given: Any) -> None:
    """Check that every recording belongs to its question, and that the shipped prompts have theirs (exit code 10)."""
    library = session.library(given)
    digests = _digests(library)
    faults: list[str] = []
    number = 0
    for root in _roots(given):
        for path in _files(root):
            number += 1
            faults += _faults(path, digests)
    faults += _unrecorded(library)
    emit(printed("".join(f"{fault}\n" for fault in faults) + f"{number} recording(s), {len(faults)} fault(s)\n"))
    if faults:
        raise click.exceptions.Exit(PromptError.exit_code)


@recordings.command()
@click.argument("article", type=click.Path())
@options(QUESTION, MAX_CHARS, ARTICLE, ENDPOINT, REASKS)
def explain(article: str, **given: Any) -> None:
    """Say which recording answers the question about ARTICLE, or which is nearest and what differs."""
    from summarizer.cli.dry_run import explained, lookup

    summarizer = session.summarizer(given)
    for question in summarizer.questions(session.article(article, given)):
        sentence = explained(lookup(summarizer, question))
        emit(printed(f"question {question.key[:8]} ({question.prompt.name}, {question.model}): {sentence}\n"))


@recordings.command()
@RECORDINGS
@PROMPTS
@click.option("--yes", is_flag=True, help="Delete them; without it they are only listed.")
def prune(yes: bool, **given: Any) -> None:
    """Delete those of your recordings that are damaged or that no question can lead to any more.

    Recordings whose prompt lies in a folder of its own are only safe where --prompts or the settings name that folder.
    """
    from summarizer.resources import shipped

    root = session.settings(given).recordings
    if root.resolve() == shipped("recordings").resolve():
        raise UsageError(f"{root} holds the shipped recordings, which are not pruned: name your own folder")
    digests = _digests(session.library(given))
    useless = [(path, why) for path in _files(root) if (why := _useless(path, digests))]
    lines = [f"{path}: {why}\n" for path, why in useless]
    for path, _ in useless if yes else ():
        try:
            path.unlink()
        except OSError as error:
            raise UsageError(f"cannot delete {path}: {error.strerror}") from None
    done = "deleted" if yes else "would be deleted; --yes deletes them"
    emit(printed("".join(lines) + (f"{len(useless)} {done}\n" if useless else "nothing to delete\n")))


def _roots(options: session.Options) -> list[Path]:
    """The user's folder and the shipped one, or the one folder that is both."""
    roots = session.recordings(session.settings(options)).roots
    return list({root.resolve(): root for root in roots}.values())


def _files(root: Path) -> list[Path]:
    return sorted(root.glob("??/*.json"))


def _row(path: Path, root: Path) -> list[str]:
    from summarizer.recordings import read

    try:
        found = read(path)
        facts, source = found.question, found.provenance
        return [
            found.key[:8],
            source["recorded_at"][:10],
            str(facts["model"]),
            str(facts["prompt"]),
            f"sample {facts['sample']}",
            f"{len(found.attempts)} attempt(s)",
            str(source["how"]),
            textwrap.shorten(str(facts["article"]["title"] or "untitled"), 50, placeholder=" …"),
            str(root),
        ]
    except _DAMAGED:
        return [path.stem[:8], "damaged", *["-"] * 6, str(root)]


def _digests(library: Library) -> dict[str, str]:
    """Version to digest, of the prompts that can be read."""
    found = {}
    for name in library.names():
        try:
            found[name] = library.get(name).digest
        except PromptError:
            continue
    return found


def _faults(path: Path, digests: dict[str, str]) -> Iterator[str]:
    from summarizer.recordings import check as check_file
    from summarizer.recordings import read

    try:
        faults = check_file(path)
        yield from faults
        if not faults and (why := _edited(read(path), digests)):
            yield f"{path}: {why}"
    except _DAMAGED as error:
        yield f"the recording {path} is damaged ({type(error).__name__}): restore or delete it"


def _edited(recording: Recording, digests: dict[str, str]) -> str | None:
    name = recording.question["prompt"]
    if name in digests and digests[name] != recording.question["prompt_digest"]:
        return f"it belongs to {name} as it was before an edit"
    return None


def _useless(path: Path, digests: dict[str, str]) -> str | None:
    """Why no question can lead to this recording, or None where one can."""
    from summarizer import forms
    from summarizer.recordings import read

    try:
        found = read(path)
        if not found.provenance["recorded_at"]:
            return "damaged"
        if found.question["prompt"] not in digests:
            return f"there is no prompt {found.question['prompt']} (name its folder with --prompts to keep it)"
        if found.question["schema_digest"] not in map(forms.digest, forms.FORMS):
            return "it belongs to another schema of the answer"
        return _edited(found, digests)
    except _DAMAGED:
        return "damaged"


def _unrecorded(library: Library) -> Iterator[str]:
    """Released prompts that came with the program without a recorded answer: their offline demonstration is gone."""
    from summarizer.recordings import read
    from summarizer.resources import shipped

    recorded = set()
    for path in _files(shipped("recordings")):
        try:
            recorded.add(read(path).question["prompt"])
        except _DAMAGED:
            continue
    for name in library.names():
        try:
            prompt = library.get(name)
        except PromptError as error:
            yield str(error)
            continue
        if prompt.status == "released" and prompt.folder.is_relative_to(shipped("prompts")) and name not in recorded:
            yield f"{name} is released, but none of the shipped recordings belongs to it"
