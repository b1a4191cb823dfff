"""Why no recording answers a question: the one that comes nearest, and in what it differs."""

from __future__ import annotations

from summarizer.errors import PromptError
from summarizer.languages import ENGLISH
from summarizer.question import Question
from summarizer.recordings import Recording, Recordings, read

_METADATA = "the article's metadata (title, outlet or date)"


def differences(question: Question, recording: Recording) -> list[str]:
    """In what a recorded question differs from this one, most decisive first."""
    ours, theirs = question.facts(), recording.question
    found = []
    if ours["article"]["sha256"] != theirs["article"]["sha256"]:
        found.append(f"article ({theirs['article']['title'] or 'untitled'!r})")
    if (ours["prompt"], ours["prompt_digest"]) != (theirs["prompt"], theirs["prompt_digest"]):
        edited = " as it was before an edit" if ours["prompt"] == theirs["prompt"] else ""
        found.append(f"prompt ({theirs['prompt']}{edited})")
    if ours["model"] != theirs["model"]:
        found.append(f"model ({theirs['model']})")
    if ours["schema_digest"] != theirs["schema_digest"]:
        found.append("answer schema")
    if ours["parameters"] != theirs["parameters"]:
        found.append(f"parameters ({theirs['parameters']})")
    if ours["sample"] != theirs["sample"]:
        found.append(f"sample ({theirs['sample']})")
    if ours.get("language", ENGLISH) != theirs.get("language", ENGLISH):
        found.append(f"language of the statements ({theirs.get('language', ENGLISH)})")
    return found or [_METADATA]


def nearest(question: Question, recordings: Recordings) -> tuple[Recording, list[str]] | None:
    """The recording that differs least, and in what; one of the same article is nearer than any other."""
    best: tuple[tuple[bool, int], Recording, list[str]] | None = None
    for path in recordings.all():
        try:
            candidate = read(path)
            gap = differences(question, candidate)
        except (PromptError, LookupError, TypeError):
            continue
        rank = (gap[0].startswith("article ("), 0 if gap == [_METADATA] else len(gap))
        if best is None or rank < best[0]:
            best = (rank, candidate, gap)
    return best[1:] if best else None
