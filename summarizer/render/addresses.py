"""What a format that names things by IRI calls the article and what is said in it: the same each time, and harmless."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid5

from summarizer.briefing import Briefing, Source

_NAMESPACE = UUID("e0cae9f7-d403-49ec-b29d-b7ac45e51fd1")
"""Ours alone, so that no other program gives the same id to something else."""
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


def article(source: Source) -> str:
    """The article's address where it has one, else the digest of its text."""
    return web(source.url) or f"urn:sha256:{source.sha256}"


def identifier(briefing: Briefing, *content: Any) -> UUID:
    """The id of a part of a briefing: the same for the same content about the same article, else another."""
    named = json.dumps([briefing.source.sha256, *content], sort_keys=True, separators=(",", ":"))
    return uuid5(_NAMESPACE, named)
