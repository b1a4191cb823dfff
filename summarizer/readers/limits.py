"""What reading an article may cost at most: one place for every bound, and the sentence that names the one met."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.errors import InputError


@dataclass(frozen=True)
class Limits:
    """Bounds of reading one file or URL. Sizes are in bytes, `characters` in code points, times in seconds.

    The defaults are ten times what a long feature needs and small enough that no file can fill memory.
    """

    file_bytes: int = 50_000_000
    """A PDF, a Word file, a mail with its attachments."""
    text_bytes: int = 5_000_000
    """A text, a web page, a feed, a JSON file, one row of a JSONL file. A JSONL file itself may have any size."""
    elements: int = 200_000
    """Tags and comments of a web page. A large one has 20,000."""
    characters: int = 1_000_000
    """Of one article's text. A long feature has 100,000."""
    pages: int = 500
    """Of a PDF."""
    entries: int = 10_000
    """Articles in a feed or a JSON file, parts of a mail; a JSONL file may have any number."""
    header_bytes: int = 100_000
    """Of a mail's header, which takes more than twice the time when it is twice as long. A large one has 30,000."""
    archive_entries: int = 2_000
    """Files in a Word file, which is a zip archive."""
    archive_bytes: int = 100_000_000
    """Of all of them unpacked."""
    xml_bytes: int = 20_000_000
    """Of one XML file in it, which is parsed as a whole."""
    ratio: int = 200
    """Unpacked bytes for each packed one, once more than a million have come out."""
    page_bytes: int = 5_000_000
    """Of the drawing orders of one page of it, unpacked; a page of text has 10,000, one with a map a million."""
    seconds: float = 60.0
    """For reading the pages of a PDF; looked at between two pages."""
    fetch_bytes: int = 10_000_000
    """Of what a URL gives, unpacked."""
    fetch_seconds: float = 30.0
    """For all of it: look-up, connections, redirects, body."""
    redirects: int = 5


DEFAULT = Limits()


def too_much(name: str, what: str, most: float, next_step: str) -> InputError:
    """The error for a bound that was met: what, where, and what to do next."""
    return InputError(f"{name} has more than {most:,} {what}: {next_step}")
