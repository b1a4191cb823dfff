"""The body of an answer from the web: of a kind that is read, whole, and no larger than it may be."""

from __future__ import annotations

import http.client
import zlib
from email.message import Message

from summarizer.errors import InputError
from summarizer.limits import Limits, more, too_much

_TYPES = frozenset(
    "text/html application/xhtml+xml text/plain application/pdf application/xml text/xml application/rss+xml "
    "application/atom+xml application/rdf+xml".split()
)
_CHUNK = 65_536
_SPARED = 1_000_000
"""Bytes unpacked before the ratio counts: a short page packs well too."""


def media_type_of(header: str | None, name: str) -> tuple[str, str | None]:
    """The type of an answer and its charset. Raises `InputError` for a type that is not read."""
    message = Message()
    message["Content-Type"] = header or ""
    media_type = message.get_content_type().lower() if header else ""
    if media_type not in _TYPES:
        raise InputError(
            f"{name} is {media_type[:80] or 'of no declared type'}: a page, a text, a PDF or a feed is taken"
        )
    charset = message.get_param("charset")
    return media_type, charset if isinstance(charset, str) else None


def body_of(response: http.client.HTTPResponse, limits: Limits, name: str) -> bytes:
    """All of the body, unpacked. Raises `InputError` for one that is too large, cut off or packed in another way."""
    coding = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if coding not in ("identity", "gzip", "x-gzip", "deflate"):
        raise InputError(f"{name} is packed as {coding[:40]}, which was not asked for: save the page and give its file")
    promised = response.length
    if promised is not None and promised > limits.fetch_bytes:
        raise _too_large(name, limits)
    unpack = None if coding == "identity" else zlib.decompressobj(zlib.MAX_WBITS | 32)
    parts: list[bytes] = []
    packed = unpacked = 0
    while chunk := response.read1(_CHUNK):
        packed += len(chunk)
        while chunk:
            part = chunk if unpack is None else _unpacked(unpack, chunk, name)
            chunk = b"" if unpack is None else unpack.unconsumed_tail
            parts.append(part)
            unpacked += len(part)
            if unpacked > limits.fetch_bytes:
                raise _too_large(name, limits)
            if unpacked > _SPARED and unpacked > limits.ratio * packed:
                raise InputError(
                    f"{name} unpacks to more than {limits.ratio} times its size: it is no page; else {more('ratio')}"
                )
    if (promised is not None and packed < promised) or (unpack is not None and not unpack.eof and packed):
        raise InputError(f"{name} was cut off after {packed:,} bytes: try again, or save the page and give its file")
    return b"".join(parts)


def _unpacked(unpack: zlib._Decompress, chunk: bytes, name: str) -> bytes:
    try:
        return unpack.decompress(chunk, _CHUNK * 16)
    except zlib.error:
        raise InputError(f"{name} cannot be unpacked: try again, or save the page and give its file") from None


def _too_large(name: str, limits: Limits) -> InputError:
    return too_much(name, "bytes", limits, "fetch_bytes", "too large for one article; save the article, give its file")
