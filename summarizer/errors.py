"""Every error a user can cause, as one tree; it is also the table of exit codes.

A message is one sentence: what was wrong, where, and what to do next. `cli` prints it and leaves with `exit_code`;
as a library, catch `SummarizerError`.
"""

from __future__ import annotations

from typing import ClassVar


class SummarizerError(Exception):
    """Base of every error raised on purpose. `exit_code` is what the command line returns for it."""

    exit_code: ClassVar[int] = 1
    meaning: ClassVar[str] = "unexpected internal error (a bug: please report it)"


class UsageError(SummarizerError):
    """A setting, option or argument that cannot be used as given."""

    exit_code = 2
    meaning = "usage error"


class InputError(SummarizerError):
    """An article, briefing or reply file that cannot be read, is empty, or is not what it should be."""

    exit_code = 3
    meaning = "input unreadable, empty or not an article"


class NotKept(InputError):
    """A reply cannot be written down; nothing more is asked, since it would be paid for and lost."""


class AnswerError(SummarizerError):
    """No valid briefing after all attempts."""

    exit_code = 4
    meaning = "no valid briefing after all attempts"


class ModelRefused(AnswerError):
    """The model declined to answer; it is not asked again."""


class AnswerCutOff(AnswerError):
    """The reply stopped at a token limit; asking again would cost the same and stop at the same place."""


class ContentFiltered(AnswerError):
    """The endpoint's content filter withheld the reply."""


class EvidenceError(SummarizerError):
    """Evidence or a rule failed, with `--strict` or `verify`."""

    exit_code = 5
    meaning = "a quote or a rule failed, with --strict, verify or show --article"


class NotRecorded(SummarizerError):
    """Offline, and the question has no usable recording."""

    exit_code = 6
    meaning = "offline and nothing recorded"


class EndpointError(SummarizerError):
    """The endpoint could not be reached, or failed after all retries."""

    exit_code = 7
    meaning = "provider, network or authentication failure after retries"


class KeyRejected(EndpointError):
    """No key, a wrong key, or a key without access to this model."""


class UnknownModel(EndpointError):
    """The endpoint has no model of this name."""


class QuotaExceeded(EndpointError):
    """The account has no credit left; retrying cannot help."""


class RequestRejected(EndpointError):
    """The endpoint refused the request itself (a parameter it does not take, an article longer than its context)."""


class BatchFailed(SummarizerError):
    """Some articles of a batch failed; the rest is on disk."""

    exit_code = 8
    meaning = "batch partly failed"


class BudgetReached(SummarizerError):
    """The budget is used up; finished work is kept."""

    exit_code = 9
    meaning = "budget reached; finished work kept"


class PromptError(SummarizerError):
    """A prompt, its lock or a recording failed its check."""

    exit_code = 10
    meaning = "prompt, lock or recording check failed"


class Regressed(SummarizerError):
    """An evaluation is worse than its blessed baseline."""

    exit_code = 100
    meaning = "evaluation regressed"


class Interrupted(SummarizerError):
    """Stopped by the user; completed outputs are on disk."""

    exit_code = 130
    meaning = "interrupted; completed outputs are on disk"


def exit_codes() -> dict[int, str]:
    """Code to meaning, 0 included, in ascending order: the table printed in the README and walked by a test."""
    table = {0: "every input produced a valid briefing", SummarizerError.exit_code: SummarizerError.meaning}
    table |= {cls.exit_code: cls.meaning for cls in SummarizerError.__subclasses__()}
    return dict(sorted(table.items()))
