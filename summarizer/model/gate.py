"""What each request over the wire passes: nothing by default; a batch paces, counts and stops its requests here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Load:
    """What a request may use, in tokens: those sent, and the most that the reply may have. Both are estimates."""

    sent: int
    most: int


class Gate(Protocol):
    """Passed before and after each try of each request, from many threads at once."""

    def enter(self, load: Load) -> None:
        """Wait until the request may go. Raises `BudgetReached` where it may not."""

    def leave(self, load: Load, used: tuple[int, int] | None, status: int | None, headers: Mapping[str, str]) -> None:
        """The try is over. `used` is tokens in and out, None without a reply; `status` None without an answer."""


class Open:
    """The gate of a single question: it stands open."""

    def enter(self, load: Load) -> None:
        """Go."""

    def leave(self, load: Load, used: tuple[int, int] | None, status: int | None, headers: Mapping[str, str]) -> None:
        """Gone."""
