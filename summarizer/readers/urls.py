"""Telling a URL from a file's name, and showing one."""

from __future__ import annotations

import os
from urllib.parse import urlsplit


def is_url(source: str | os.PathLike[str]) -> bool:
    """Whether it is an address in the web and not a file's name."""
    return str(source).lower().startswith(("http://", "https://"))


def shown(url: str) -> str:
    """A URL for a message: short, and without what may be a password."""
    try:
        parts = urlsplit(url)
        bare = parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()
    except ValueError:
        bare = url.rpartition("@")[2]
    return bare if len(bare) <= 200 else bare[:199] + "…"
