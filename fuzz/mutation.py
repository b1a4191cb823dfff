"""Mutations that keep enough of a format to get behind its first check: JSON by its values, Word by its files.

`scramble` changes bytes: libFuzzer's own mutator in the long run, a plain one in the tests.
"""

from __future__ import annotations

import copy
import io
import json
import random
import zipfile
from collections.abc import Callable
from typing import Any

Scramble = Callable[[bytes], bytes]

_ODD: tuple[Any, ...] = (
    None, True, 0, -1, 10**30, 1.5, "", " ", "\0", "\ud800", "\x1b[2J", "\u202e", "=1+1", "</script><script>",
    "| |",
    "[1]", "[99999] x", "a1", "c1", "d1", "🙂" * 3,
    "x" * 1_001, "2031-03-10", "https://a.example/", [], {}, [[]], {"a": {}},
)  # fmt: skip
_PIECES = (
    b"<p", b"<!--", b"]]>", b"<!DOCTYPE a [", b"\xef\xbb\xbf", b"\xff\xfe", b"endobj", b"stream\n",
    b"/Length 99999999",
    b"BT 3 Tr", b"1 1 1 rg", b"PK\x01\x02", b"\n\nContent-Type: multipart/mixed; boundary=x", b"style='", b"9" * 50,
    b"\0",
    b"charset=utf-7", "\u202e\ud7ff".encode(), b"\n", b"---\n", b"{", b"[", b'"', b"\\u0000", b" | ",
    b"<", b">", b"&#x0;",
)  # fmt: skip
_PARTS = ("word/document.xml", "word/styles.xml", "docProps/core.xml", "_rels/.rels", "[Content_Types].xml")


def scrambled(data: bytes, rng: random.Random) -> bytes:
    """Some places cut, doubled or overwritten."""
    for _ in range(rng.randint(1, 6)):
        start = rng.randint(0, len(data))
        end = min(len(data), start + rng.choice((0, 1, 1, 4, 30, 200)))
        piece = rng.choice((rng.choice(_PIECES), rng.randbytes(rng.randint(0, 4)), data[start:end] * 2))
        data = data[:start] + piece + data[end:]
    return data[: len(data) // 2] if rng.random() < 0.1 else data


def mutated(target: str, data: bytes, rng: random.Random, scramble: Scramble) -> bytes:
    """An input near to `data`, in the way that suits a target."""
    if target in ("answer-1", "answer-2", "briefing", "ninjs", "rows") and rng.random() < 0.8:
        return _json(data, rng)
    if target == "feed" and rng.random() < 0.5:
        return _xml(data, rng) or scramble(data)
    if target == "docx" and rng.random() < 0.9:
        return _zipped(data, rng, scramble)
    return scramble(data)


def _json(data: bytes, rng: random.Random) -> bytes:
    lines = data.split(b"\n") if data.count(b"\n{") else [data]
    at = rng.randrange(len(lines))
    try:
        value = json.loads(lines[at])
    except (ValueError, RecursionError):
        return scrambled(data, rng)
    for _ in range(rng.randint(1, 2)):
        value = _changed(value, rng)
    lines[at] = json.dumps(value, ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")
    return b"\n".join(lines)


def _changed(value: Any, rng: random.Random) -> Any:
    """The value with one place of it changed, deep ones as likely as others."""
    places: list[tuple[Any, Any]] = []
    open_ = [value]
    while open_:
        at = open_.pop()
        keys = list(at) if isinstance(at, dict) else range(len(at)) if isinstance(at, list) else ()
        places += [(at, key) for key in keys]
        open_ += [at[key] for key in keys]
    if not places:
        return copy.deepcopy(rng.choice(_ODD))
    holder, key = rng.choice(places)
    other, there = rng.choice(places)
    what = rng.randrange(6)
    if what == 0:
        del holder[key]
    elif what == 1 and isinstance(holder, list):
        holder.insert(rng.randint(0, len(holder)), copy.deepcopy(holder[key]))
    elif what == 2:
        holder[key] = copy.deepcopy(other[there])
    elif what == 3 and isinstance(holder[key], str):
        holder[key] = scrambled(holder[key].encode("utf-8", "replace"), rng).decode("utf-8", "replace")
    elif what == 4 and isinstance(holder, dict):
        holder[str(there)] = holder.pop(key)
    else:
        alike = [odd for odd in _ODD if type(odd) is type(holder[key])]
        holder[key] = copy.deepcopy(rng.choice(alike if alike and rng.random() < 0.7 else _ODD))
    return value


def _xml(data: bytes, rng: random.Random) -> bytes | None:
    """The tree with some of its elements gone, doubled, moved or told otherwise; None where bytes have to do."""
    from lxml import etree

    if rng.random() < 0.3:
        return None
    try:
        root = etree.fromstring(data)
    except etree.LxmlError:
        return None
    elements = list(root.iter())
    for _ in range(rng.randint(1, 5)):
        element, other = rng.choice(elements), rng.choice(elements)
        what, parent = rng.randrange(5), element.getparent()
        if what == 0 and parent is not None:
            parent.remove(element)
        elif what == 1 and parent is not None:
            parent.append(copy.deepcopy(element))
        elif what == 2 and isinstance(other.tag, str) and isinstance(element.tag, str):
            other.append(copy.deepcopy(element))
        elif what == 3 and isinstance(other.tag, str) and isinstance(element.tag, str):
            element.tag = other.tag
        elif isinstance(element.tag, str) and element.attrib and rng.random() < 0.5:
            element.set(rng.choice(list(element.attrib)), rng.choice(("", "0", "-1", "9" * 30, "x")))
        else:
            element.text = rng.choice(("", " ", "\u00ad\u200b", "x" * 500, "\U000e0041", "\u202e"))
    return bytes(etree.tostring(root))


def _zipped(data: bytes, rng: random.Random, scramble: Scramble) -> bytes:
    """The archive with one of its files changed."""
    file = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(data)) as source,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
        ):
            chosen = rng.choice([name for name in source.namelist() if name in _PARTS] or source.namelist())
            for name in source.namelist():
                part = source.read(name)
                target.writestr(name, part if name != chosen else _xml(part, rng) or scramble(part))
    except Exception:  # noqa: BLE001 (whatever a broken archive does to the library, bytes can be changed)
        return scramble(data)
    return file.getvalue()
