"""A result: what one prompt version and model made of one article in one sample, scored. One file each."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from summarizer.errors import InputError

SUFFIX = ".result.json"
VERSION = 1


@dataclass(frozen=True)
class Arm:
    """A prompt version (or a baseline without a model), a model, and the schema of what an answer can say."""

    prompt: str
    prompt_digest: str
    model: str
    schema_digest: str

    @property
    def name(self) -> str:
        """For a file or a heading: `briefing@v1--gpt-5-mini`."""
        return re.sub(r"[^\w.@+-]+", "-", f"{self.prompt}--{self.model}" if self.model else self.prompt)


@dataclass(frozen=True)
class Result:
    """One article × arm × sample.

    `scores` and `second_opinion` are counts; None where the article has no such gold. `quality` holds what needs no
    gold. `mode` is `replayed`, `live` or `no model`. `lines` and `gold_lines` are kept for the report's pages.
    """

    article: str
    arm: Arm
    sample: int
    gold_digest: str
    mode: str
    quality: dict[str, float]
    findings: dict[str, int] = field(default_factory=dict)
    scores: dict[str, int] | None = None
    second_opinion: dict[str, int] | None = None
    lines: list[dict[str, Any]] = field(default_factory=list)
    gold_lines: list[dict[str, Any]] = field(default_factory=list)
    version: int = VERSION

    @property
    def counts(self) -> Counter[str]:
        """The counts against the gold answer."""
        return Counter(self.scores or {})


def write(folder: Path, result: Result) -> Path:
    """Keep a result in a folder, whole or not at all."""
    path = folder / result.arm.name / f"{result.article}.s{result.sample}{SUFFIX}"
    path.parent.mkdir(parents=True, exist_ok=True)
    staged = path.with_suffix(".part")
    staged.write_text(json.dumps(asdict(result), ensure_ascii=False, indent=1) + "\n", "utf-8")
    staged.replace(path)
    return path


def read(folder: Path) -> list[Result]:
    """The results in a folder and the folders in it. Raises `InputError` where there are none, or one is damaged."""
    paths = sorted(folder.rglob(f"*{SUFFIX}")) if folder.is_dir() else []
    if not paths:
        raise InputError(f"there are no results in {folder}: make some with `summarizer eval run --out {folder}`")
    return [_read(path) for path in paths]


def _read(path: Path) -> Result:
    try:
        value = json.loads(path.read_text("utf-8"))
        if value["version"] != VERSION:
            raise InputError(f"{path} is a result of version {value['version']}: score it again with `eval run`")
        return Result(**{**value, "arm": Arm(**value["arm"])})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} is not a result ({error}): remove it and run `eval run` again") from None
