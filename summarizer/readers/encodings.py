"""Bytes to text: what the user says, a byte order mark, what the file declares, UTF-8, and at last a guess."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from summarizer.article import decoded as strictly
from summarizer.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_AS_BROWSERS_DO = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
"""Codec to the larger one that pages so labelled are written in. Source: the label table of the WHATWG Encoding
Standard, which browsers follow: a page that says iso-8859-1 has curly quotes at bytes that are unused there."""
_LEAST = 6
"""Bytes beyond ASCII below which a guess is a toss."""

_WESTERN = frozenset("English German French Spanish Portuguese Italian Dutch Swedish Norwegian Danish Finnish".split())


@dataclass(frozen=True)
class Decoded:
    """A text and how it was told: `encoding` is the codec, `guessed` that nothing named it."""

    text: str
    encoding: str
    guessed: bool = False

    def notes(self) -> list[str]:
        """What a reader should know of it."""
        said = []
        if self.guessed:
            said.append(f"nothing names the encoding, so {self.encoding} is a guess: --encoding says otherwise")
        if lost := self.text.count("\ufffd"):
            said.append(f"{lost:,} characters could not be read and stand as \ufffd: --encoding may help")
        return said


def decode(data: bytes, name: str, *, given: str | None = None, declared: str | None = None) -> Decoded:
    """The text of a file. `given` is the user's word and is held to; `declared` is the file's own, a label of the web.

    Raises `InputError` for binary data, and where neither a mark nor a declaration nor a sure guess helps.
    """
    if given:
        return Decoded(strictly(data, name, given), given)
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return Decoded(data.decode(marked, "replace").removeprefix("\ufeff"), marked.removesuffix("-sig"))
    if codec := web_codec(declared):
        return Decoded(data.decode(codec, "replace").replace("\0", "\ufffd"), codec)
    try:
        if b"\0" not in data:
            return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        if guess := _guess(data, name):
            return Decoded(data.decode(guess, "replace"), guess, guessed=True)
    return Decoded(strictly(data, name, "utf-8"), "utf-8")  # says what is wrong


def web_codec(label: str | None) -> str | None:
    """The codec that a browser would take for a declared label, or None for a label that means nothing."""
    try:
        codec = codecs.lookup((label or "").strip().strip("\"'")).name
        "".encode(codec)  # `hex`, `rot13` and the like are codecs too
        b"".decode(codec)
    except (LookupError, ValueError, TypeError):
        return None
    if codec.startswith(("utf-16", "utf-32")):
        return "utf-8"  # a declaration that could be read as ASCII was not written in them
    return None if codec in ("idna", "punycode", "utf-7", "undefined") else _AS_BROWSERS_DO.get(codec, codec)


def _guess(data: bytes, name: str) -> str | None:
    """The encoding that the bytes look like, None where there is too little to see.

    Raises `InputError` where several are as likely and give other words: the article's words must not be a toss.
    """
    if sum(byte > 127 for byte in data[:100_000]) < _LEAST:
        return None
    from charset_normalizer import from_bytes

    matches = from_bytes(data[:200_000])
    best = matches.best()
    if best is None:
        return None
    rivals = [
        match for match in matches if match.chaos <= best.chaos + 0.01 and match.coherence >= best.coherence - 0.1
    ]
    likely = {codec for match in rivals for codec in match.could_be_from_charset}
    if "cp1252" in best.could_be_from_charset and len(rivals) == 1:
        return "cp1252"
    if likely & {"cp1252", "latin_1"} and all(match.language in _WESTERN for match in rivals):
        return "cp1252"
    if len({str(match) for match in rivals}) > 1:
        named = ", ".join(sorted({match.encoding for match in rivals}))
        raise InputError(f"{name} names no encoding and may be in {named}: say which with --encoding")
    return web_codec(best.encoding)
