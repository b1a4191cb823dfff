"""A mail (`.eml`): its text, or the text of its HTML; what is attached is named and not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from typing import cast

from summarizer.limits import too_much
from summarizer.readers.cleaning import visible
from summarizer.readers.document import Document
from summarizer.readers.encodings import decode, web_codec
from summarizer.readers.markup import fragment, paragraphs
from summarizer.readers.source import Found, Source


def read(source: Source) -> Iterator[Document]:
    """The one article of a mail. Raises `InputError` for one without a text."""
    _bounded(source)
    message = message_from_bytes(source.data, policy=policy.default)
    body = message.get_body(("plain", "html"))
    if body is None:
        raise source.refused("is a mail without a text: save what is attached and give that")
    removed: Counter[str] = Counter()
    text, encoding = _content(cast("EmailMessage", body), source)
    if body.get_content_type() == "text/html":
        text = fragment(text, removed, source.name, source.limits)
    else:
        text = visible(text.replace("\r\n", "\n"), removed).strip("\n") + "\n"
    attached = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
    removed["attachments"] += len(attached)
    notes = [f"attached and not read: {', '.join(map(str, attached))[:200]}"] if attached else []
    name, address = parseaddr(str(message.get("from", "")))
    facts = {
        "title": str(message.get("subject", "")),
        "author": name or address,
        "published": str(message.get("date", "")),
        "language": str(message.get("content-language", "")).split(",")[0],
    }
    yield Found("mail", text, facts, encoding=encoding, removed=removed, notes=notes).document(source)


def _bounded(source: Source) -> None:
    """Raises `InputError` for a mail whose structure alone would take minutes to parse."""
    limits, data = source.limits, source.data
    ends = [end for end in (data.find(b"\n\n"), data.find(b"\r\n\r\n")) if end >= 0]
    if min(ends, default=len(data)) > limits.header_bytes:
        raise too_much(source.name, "bytes in its header", limits, "header_bytes", "save its text and give that")
    if data.count(b"\n--") > limits.entries:
        raise too_much(source.name, "parts", limits, "entries", "save its text and give that")


def _content(body: EmailMessage, source: Source) -> tuple[str, str]:
    """The decoded text of a part, and its encoding."""
    data = body.get_payload(decode=True)
    if not isinstance(data, bytes):
        raise source.refused("is a mail whose text cannot be told: save the text and give that")
    declared = body.get_content_charset()
    flowed = body.get_param("format") == "flowed"
    decoded = decode(data, source.name, given=source.encoding, declared=declared if web_codec(declared) else None)
    return (_unflowed(decoded.text) if flowed else decoded.text), decoded.encoding


def _unflowed(text: str) -> str:
    """Lines that end in a space go on in the next one. Source: RFC 3676."""
    lines: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if lines and lines[-1].endswith(" ") and lines[-1] != "-- ":
            lines[-1] += line.removeprefix(" ")
        else:
            lines.append(line.removeprefix(" "))
    return paragraphs("\n".join(lines))
