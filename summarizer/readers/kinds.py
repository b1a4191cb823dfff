"""Which kind of file it is, told by what is in it; a name's suffix only decides between kinds of text."""

from __future__ import annotations

import codecs
import re
from pathlib import PurePath

from summarizer.errors import InputError

HEAD = 65_536
"""Bytes that are looked at."""

_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or encrypted Office file: save it as .docx without a password"),
    (b"{\\rtf", "an RTF file: save it as .docx or text"),
    (b"\x1f\x8b", "a gzip archive: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it first"),
    (b"Rar!", "a RAR archive: unpack it first"),
    (b"BZh", "a bzip2 archive: unpack it first"),
    (b"\xfd7zXZ\0", "an xz archive: unpack it first"),
    (b"\x89PNG\r\n\x1a\n", "an image: give the article's text"),
    (b"\xff\xd8\xff", "an image: give the article's text"),
    (b"GIF8", "an image: give the article's text"),
    (b"RIFF", "an image, a sound or a film: give the article's text"),
    (b"%!PS", "a PostScript file: save it as PDF"),
)
_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_PRELUDE = re.compile(r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE\s+([\w:-]+)", re.IGNORECASE)
_ROOT = re.compile(r"<([A-Za-z][\w:.-]*)")
_FEED = frozenset(("rss", "feed", "rdf:rdf"))
_PAGE = frozenset("html head body meta title div article section main p h1 h2 span table script style link".split())
_HEADER = re.compile(r"[!-9;-~]+:[ \t]?.*(?:\n[ \t].*)*\n", re.ASCII)
_MAIL = re.compile(r"^(?:message-id|mime-version|received|return-path|delivered-to):", re.IGNORECASE | re.MULTILINE)
_BY_TYPE = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text", "application/pdf": "pdf"}


def kind_of(head: bytes, name: str, media_type: str | None = None) -> str:
    """One of text, html, feed, pdf, docx, mail, rows, json. `head` is the first `HEAD` bytes, or all there are.

    Raises `InputError` for a kind that is not taken, and says what to do with it.
    """
    for signature, what in _SIGNATURES:
        if head.startswith(signature):
            raise InputError(f"{name} is {what}")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "docx"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    suffix = PurePath(name).suffix.lower()
    codec = next((codec for mark, codec in _MARKS.items() if head.startswith(mark)), "utf-8")
    text = head.decode(codec, "replace").lstrip("\ufeff")
    return _of_text(text, name, suffix, _BY_TYPE.get(media_type or ""))


def _of_text(text: str, name: str, suffix: str, declared: str | None) -> str:
    start = text.lstrip()
    if start.startswith("<"):
        kind = _of_markup(start, name, suffix)
        if kind:
            return kind
    if suffix in (".jsonl", ".ndjson"):
        return "rows"
    if start.startswith(("{", "[")) and (suffix == ".json" or _is_json(start)):
        return "rows" if _is_rows(start) else "json"
    if suffix == ".eml" or _is_mail(text):
        return "mail"
    if declared == "html" or (suffix in (".html", ".htm", ".xhtml") and "<" in text):
        return "html"
    return "text"


def _of_markup(start: str, name: str, suffix: str) -> str | None:
    """The kind of a text that begins with a tag, None where the tag is none of markup."""
    rest = start[_PRELUDE.match(start).end() :]  # type: ignore[union-attr]  # it matches the empty text
    found = _DOCTYPE.match(rest) or _ROOT.match(rest)
    root = found[1].lower() if found else ""
    if root in _FEED:
        return "feed"
    if root in _PAGE or suffix in (".html", ".htm", ".xhtml"):
        return "html"
    if start.startswith("<?xml") or suffix in (".xml", ".rss", ".atom"):
        raise InputError(
            f"{name} is XML, but no feed and no web page ({root or 'no'} element): give the article's text"
        )
    return None


def _is_json(start: str) -> bool:
    """Whether it may be JSON: an article too can begin with a bracket."""
    return re.match(r'\{\s*(?:"|\})|\[\s*(?:\{|\])', start) is not None


def _is_rows(start: str) -> bool:
    """Whether the first line is a whole object and something follows."""
    import json

    first, _, rest = start.partition("\n")
    if not rest.strip():
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _is_mail(text: str) -> bool:
    """Whether it begins with a mail's header that holds a field which only software writes."""
    end = 0
    text = text.replace("\r\n", "\n")
    while found := _HEADER.match(text, end):
        end = found.end()
    return end > 0 and text[end : end + 1] in ("\n", "") and _MAIL.search(text[:end]) is not None
