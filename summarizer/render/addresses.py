"""What a format that names things by IRI calls the article and what is said in it: the same each time, and harmless."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import UUID, uuid5

from summarizer.briefing import Briefing, Source

_NAMESPACE = UUID("e0cae9f7-d403-49ec-b29d-b7ac45e51fd1")
"""Ours alone, so that no other program gives the same id to something else."""
_FEW_WORDS = 12
"""A longer passage is named by its first and last words: a page may break it where the article read has a space."""
_ENDS = 4  # words
_OUTSIDE_IRI = re.compile(r"[\x00-\x20\x7f-\xa0<>\"{}|\\^`]|%(?![0-9A-Fa-f]{2})|[^\S ]")


def web(url: str | None) -> str | None:
    """An address of a web page that may be given on; None for any other scheme and for what is no IRI at all."""
    if not url or _OUTSIDE_IRI.search(url) or not url.isprintable():
        return None
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
    except ValueError:
        return None
    return url if known else None


def passage(address: str, words: str) -> str:
    """The address of words on a page of the web, where a browser shows them; any other address as it is.

    By the text fragment of the WICG (`#:~:text=`); a browser without it, or that does not find the words, shows the
    page from its top.
    """
    if not address.startswith(("http://", "https://")):
        return address
    several = words.strip("“”‘’\"'").split()  # a page may have other marks where a quotation begins or ends
    ends = [several] if len(several) <= _FEW_WORDS else [several[:_ENDS], several[-_ENDS:]]
    # The hyphen has a meaning of its own in a text fragment, and `quote` leaves it.
    named = ",".join(quote(" ".join(end), safe="").replace("-", "%2D") for end in ends)
    return f"{address}{'' if '#' in address else '#'}:~:text={named}"


def article(source: Source) -> str:
    """The article's address where it has one, else the digest of its text."""
    return web(source.url) or f"urn:sha256:{source.sha256}"


def identifier(briefing: Briefing, *content: Any) -> UUID:
    """The id of a part of a briefing: the same for the same content about the same article, else another."""
    named = json.dumps([briefing.source.sha256, *content], sort_keys=True, separators=(",", ":"))
    return uuid5(_NAMESPACE, named)
