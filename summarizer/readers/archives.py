"""Looking into a file before a library does: zip archives that would fill the memory, XML that defines entities."""

from __future__ import annotations

import io
from zipfile import BadZipFile, ZipFile

from summarizer.errors import InputError
from summarizer.limits import Limits, more, too_much
from summarizer.readers.extras import needed

_SPARED = 1_000_000
"""Bytes unpacked before the ratio counts: a short text in its XML packs well too."""


def checked(data: bytes, name: str, limits: Limits) -> ZipFile:
    """A zip archive that is safe to unpack. Raises `InputError` for any other.

    The sizes are those of the archive's own table; the standard library never unpacks more than they say.
    """
    try:
        archive = ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        raise InputError(f"{name} is a damaged archive: get it again, or give the article's text") from None
    if len(entries) > limits.archive_entries:
        raise too_much(name, "files in it", limits, "archive_entries", "it is no document; give the article's text")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.archive_bytes:
        raise too_much(name, "bytes when unpacked", limits, "archive_bytes", "too large for one article; split it")
    if unpacked > _SPARED and unpacked > limits.ratio * max(len(data), 1):
        raise InputError(
            f"{name} unpacks to more than {limits.ratio} times its size: it is no document; else {more('ratio')}"
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise InputError(f"{name} is encrypted: save it without a password")
    return archive


def no_entities(data: bytes, name: str, extra: str) -> None:
    """Raises `InputError` for XML with a document type, which can define entities that grow or read files.

    XML that is not well formed passes: its reader has to say what is wrong with it.
    """
    sax = needed("defusedxml.sax", extra, "XML")
    common = needed("defusedxml.common", extra, "XML")
    from xml.sax import ContentHandler, SAXException  # defusedxml does the parsing

    try:
        sax.parseString(data, ContentHandler(), forbid_dtd=True)
    except common.DefusedXmlException:
        raise InputError(f"{name} defines entities of its own in its XML, which is refused: give the text") from None
    except (SAXException, ValueError, LookupError):
        return
