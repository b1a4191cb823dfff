"""What is under way at the Batch API: one small file, written whole at every step, so that any step may be the last."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from summarizer.errors import InputError, UsageError
from summarizer.files import write_whole
from summarizer.model.endpoints import Endpoint

FOLDER, STATE = "batch-api", "state.json"
VERSION = 1
Stage = Literal["written", "uploaded", "created", "ended", "collected"]
KINDS = ("requests.jsonl", "questions.jsonl", "output.jsonl", "errors.jsonl", "failures.jsonl")


@dataclass
class Part:
    """One file of requests and the batch made of it. `file`, `batch`, `output`, `errors` are the endpoint's ids.

    `tokens_in`, `tokens_out` and `cost_usd` (a decimal in text; None where no price is known) are those of all its
    replies; `strange` counts lines of its results that could not be used.
    """

    name: str
    requests: int
    stage: Stage = "written"
    file: str | None = None
    batch: str | None = None
    status: str | None = None
    output: str | None = None
    errors: str | None = None
    reason: str | None = None
    answered: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost_usd: str | None = None
    strange: int = 0


@dataclass
class State:
    """A round: its parts, in the folder `home`. `endpoint` is a digest of where it went; `earlier` names batches."""

    home: Path
    endpoint: str = ""
    number: int = 0
    parts: list[Part] = field(default_factory=list)
    earlier: list[str] = field(default_factory=list)

    @property
    def under_way(self) -> bool:
        """Whether anything is not collected yet."""
        return any(part.stage != "collected" for part in self.parts)

    @classmethod
    def load(cls, out: Path) -> State:
        """The state in a run's folder; an empty one where there is none. Raises `UsageError` for a damaged one."""
        home = out / FOLDER
        try:
            value = json.loads((home / STATE).read_text("utf-8"))
            if value.pop("version") != VERSION:
                raise ValueError  # noqa: TRY301 (the same sentence for whatever cannot be read)
            parts = [Part(**part) for part in value.pop("parts")]
            return cls(home, parts=parts, **value)
        except FileNotFoundError:
            return cls(home)
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            raise UsageError(
                f"{home / STATE} cannot be read: restore it, or delete the folder {home} to ask anew (a batch that is "
                "under way would be paid for and lost)"
            ) from None

    def save(self) -> None:
        """Write it down, all of it or nothing; on the disk when this returns. Raises `InputError`."""
        value: dict[str, Any] = {"version": VERSION, **asdict(self)}
        del value["home"]
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            write_whole(self.home / STATE, json.dumps(value, indent=1) + "\n")
        except OSError as error:
            raise full(self.home, error) from None

    def path(self, part: Part, kind: str) -> Path:
        """One of a part's files; `kind` is one of `KINDS`."""
        return self.home / f"{part.name}.{kind}"

    def tidy(self) -> None:
        """Remove what is not needed any more: the recordings hold it. Results that could not be used are kept."""
        for part in self.parts:
            if part.stage == "collected":
                for kind in KINDS[: 2 if part.strange else 4]:
                    self.path(part, kind).unlink(missing_ok=True)
        names = {part.name for part in self.parts}
        for kind in (*KINDS[:2], KINDS[-1]):  # of earlier rounds, and of one that was given up before it was sent
            for path in self.home.glob(f"*.{kind}"):
                if path.name.removesuffix(f".{kind}") not in names:
                    path.unlink(missing_ok=True)

    def failures(self) -> dict[str, str]:
        """By question key, why a request of this round brought no reply."""
        found: dict[str, str] = {}
        for part in self.parts:
            path = self.path(part, "failures.jsonl")
            if path.is_file():
                with path.open(encoding="utf-8") as lines:
                    found.update(json.loads(line) for line in lines)
        return found


def digest(endpoint: Endpoint) -> str:
    """Where requests were sent, without saying it: an address may hold what is secret."""
    return hashlib.sha256(endpoint.base_url.encode()).hexdigest()[:16]


def full(home: Path, error: OSError) -> InputError:
    """The error for a disk that does not take or give what has to be on it."""
    return InputError(f"cannot use the files in {home}: {error.strerror}; see to the disk and run again")
