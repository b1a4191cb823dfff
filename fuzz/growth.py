"""Inputs that can be grown without end, and how the CPU time for them grows: twice the input, twice the time."""

from __future__ import annotations

import gc
import json
import math
import time
from collections.abc import Callable
from typing import Any

from fuzz.seeds import seeds
from fuzz.targets import TARGETS
from summarizer.briefing import Briefing
from summarizer.render import FORMATS, render_bytes
from tests.readers.made import altered, drawn, pdf, prose, rows, word
from tests.support import answers

Grown = Callable[[int], bytes]

SUPERLINEAR = 2.8
"""Twice the input may take so many times as long; a square takes four times."""
ENOUGH = 0.03
"""CPU seconds below which the noise is larger than what is measured."""
BOUNDED = {"folded header": "header_bytes", "encoded words": "header_bytes"}
"""What grows faster than its size in a library, and the limit that keeps it small."""
LARGEST = 1_000_000
"""Bytes that an input is grown to at most."""


_MIXED = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; "
_RUN = "<w:r><w:t>a</w:t></w:r>"


def _reply(**lists: object) -> bytes:
    return json.dumps({**answers.empty(), **lists}).encode()


def _many(name: str, n: int) -> bytes:
    """A reply with a list of n entries like the first of a good one."""
    whole = answers.answer()
    first = whole[name][0]
    return json.dumps({**whole, name: _copies(first, n)}).encode()


def _copies(first: dict[str, Any], n: int) -> list[dict[str, Any]]:
    return [{**first, "id": f"x{number}"} if "id" in first else first for number in range(n)]


GROWN: dict[str, tuple[str, Grown]] = {
    "nested": ("html", lambda n: b"<div>" * n + b"x"),
    "nested in a list": ("html", lambda n: b"<ul><li>" * n + b"x"),
    "unclosed": ("html", lambda n: b"<p><a <b <i " * n),
    "attributes": ("html", lambda n: b"<p " + b"a=b " * n + b">x"),
    "comments": ("html", lambda n: b"<!--" * n),
    "closed comments": ("html", lambda n: b"<p>a" + b"<!---->" * n),
    "hidden inside hidden": ("html", lambda n: b"<div hidden>" * n + b"x" + b"</div>" * n + b"<p>y"),
    "hidden beside hidden": ("html", lambda n: b"<p hidden>x</p><p>y</p>" * n),
    "font sizes inside": ("html", lambda n: b"<div style='font-size:0'>" * n + b"x" + b"</div>" * n + b"<p>y"),
    "scripts": ("html", lambda n: b"<p>a<script>x</script></p>" * n),
    "rules": ("html", lambda n: b"<style>" + b".a .b .c{display:none}" * n + b"</style>" + b"<p class=a>x" * n),
    "rules in media": ("html", lambda n: b"<style>" + b"@media all{.a{display:none}" * n + b"</style><p class=a>x"),
    "spaces": ("html", lambda n: b"<p>" + b" \n" * n + b"x"),
    "linked data": ("html", lambda n: b"<script type='application/ld+json'>" + b"[" * n + b"</script><p>x"),
    "paragraphs": ("html", lambda n: b"<p>Two shafts were shut on Friday, the company said.</p>" * n),
    "front matter": ("text", lambda n: b"---\n" + b"a: b\n" * n),
    "dashes": ("text", lambda n: b"---\n" * n),
    "unknown encoding": ("text", lambda n: "Löwe in der Höhle. ".encode("cp1252") * n),
    "returns": ("text", lambda n: b"\r" * n + b"x"),
    "header": ("mail", lambda n: b"From: a\n" * n + b"\nx"),
    "folded header": ("mail", lambda n: b"Subject: a\n" + b" b\n" * n + b"\nx"),
    "encoded words": ("mail", lambda n: b"From: a\nSubject: " + b"=?utf-8?q?a?= " * n + b"\n\nx"),
    "addresses": ("mail", lambda n: b"From: " + b"(" * n + b"\nSubject: a\n\nx"),
    "parts": ("mail", lambda n: _MIXED + b"boundary=a\n\n" + b"--a\n\nx\n" * n),
    "parts in parts": (
        "mail",
        lambda n: b"MIME-Version: 1.0\n"
        + b"".join(b"Content-Type: multipart/mixed; boundary=a%d\n\n--a%d\n" % (m, m) for m in range(n)),
    ),
    "objects": ("pdf", lambda n: b"%PDF-1.4\n" + b"1 0 obj\n<<>>\nendobj\n" * n),
    "texts on a page": ("pdf", lambda n: pdf([[(5 + m % 16 * 12, 10 + m // 16 % 90 * 3, "a b c") for m in range(n)]])),
    "boxes under texts": ("pdf", lambda n: drawn("0 0 9 9 re f BT /F1 9 Tf 9 9 Td (a) Tj ET\n" * n)),
    "saved states": ("pdf", lambda n: drawn("q " * n + "BT /F1 9 Tf 9 9 Td 3 Tr (a) Tj ET\n" * n)),
    "pages": ("pdf", lambda n: pdf([prose()] * n)),
    "empty paragraphs": ("docx", lambda n: altered(word(), "word/document.xml", "<w:body>", "<w:body>" + "<w:p/>" * n)),
    "runs": (
        "docx",
        lambda n: altered(word(), "word/document.xml", "<w:body>", f"<w:body><w:p>{_RUN * n}</w:p>"),
    ),
    "entries": ("feed", lambda n: b"<rss><channel>" + b"<item><title>x</title></item>" * n + b"</channel></rss>"),
    "one long entry": (
        "feed",
        lambda n: b"<rss><channel><item><description>" + b"&lt;p&gt;a " * n + b"</description></item></channel></rss>",
    ),
    "brackets": ("ninjs", lambda n: b"[" * n),
    "a list": ("ninjs", lambda n: b"[" + b",".join([b'{"text": "x"}'] * n) + b"]"),
    "row by row": ("rows", lambda n: rows({"text": "The ferry was late."}) * n),
    "markup prelude": ("kind", lambda n: b"<!-- a -->" * n + b"<p>x"),
    "open prelude": ("kind", lambda n: b"<?xml " * n),
    "header or not": ("kind", lambda n: b"a: b\n c\n" * n),
    "folded headers": ("mail", lambda n: b"a: b\n c\n" * n + b"\nx"),
    "json or not": ("kind", lambda n: b"{" * n),
    "blank": ("kind", lambda n: b" \n" * n + b"<p>x"),
    "not JSON": ("answer-1", lambda n: b"{" * n),
    "fences": ("answer-1", lambda n: b"```json\n" * n),
    "spaces in a fence": ("answer-1", lambda n: b"```json\n" + b" \n" * n + b"x"),
    "keys": ("answer-1", lambda n: b"{" + b",".join(b'"k%d": 1' % m for m in range(n)) + b"}"),
    "claims": ("answer-1", lambda n: _many("claims", min(n, 200))),
    "denials": ("answer-1", lambda n: _many("denials", min(n, 200))),
    "faults": ("answer-1", lambda n: _reply(claims=[{} for _ in range(n)])),
    "bars": ("answer-2", lambda n: _reply(claims=["c1 a1 assertion certain" + " | x" * n])),
    "spaces before a bar": ("answer-2", lambda n: _reply(claims=["c1 a1 assertion certain" + " " * n + "x"])),
    "ids": ("answer-2", lambda n: _reply(bottom_line=["x | " + "c1, " * n + "!"])),
    "links": ("answer-2", lambda n: _reply(denials=["d1 a1 flat" + " | c1 exact: " * n])),
    "warnings": ("briefing", lambda n: _longer("warnings", n)),
    "statements": ("briefing", lambda n: _longer("claims", n)),
    "aliases": ("briefing", lambda n: _longer("actors", n)),
}  # fmt: skip
"""What grows, its target, and the input of n pieces."""


def _longer(name: str, n: int) -> bytes:
    """A briefing with n entries like the first of one list."""
    value = json.loads(seeds("briefing")[0])
    first = (value[name] or [{"rule": "r", "level": "warning", "item": None, "message": "m"}])[0]
    value[name] = _copies(first, n)
    return json.dumps(value).encode()


def report() -> int:
    """Print each whose time grows faster than its size, and the steepest of the others; how many there are."""
    for target, run in TARGETS.items():  # what is imported late would be measured too
        for seed in seeds(target):
            run(seed)
    for form in FORMATS:
        render_bytes(Briefing.from_json(seeds("briefing")[0].decode()), form)
    ratios = {name: _ratio(target, grown) for name, (target, grown) in GROWN.items()}
    steep = {name: ratio for name, ratio in ratios.items() if ratio[0] > SUPERLINEAR and name not in BOUNDED}
    measured = {name: ratio for name, ratio in ratios.items() if ratio[0]}
    print(
        f"growth: {len(ratios)} kinds of input, {len(measured)} slow enough to be measured (CPU time of twice the size)"
    )
    for name, (ratio, size, took) in sorted(measured.items(), key=lambda entry: -entry[1][0])[: max(5, len(steep))]:
        marked = f"  bounded by {BOUNDED[name]}" if name in BOUNDED else "  super-linear" * (name in steep)
        print(f"  {GROWN[name][0]:9} {name:22} {ratio:5.2f}  ({size:,} bytes in {took:.2f} s){marked}")
    return len(steep)


def _ratio(target: str, grown: Grown) -> tuple[float, int, float]:
    """What doubling costs, from two doublings in a row; size and time of the largest. 0.0: too fast to tell."""
    n, times, size = 8, [0.0, 0.0], 0
    while True:
        data = grown(n)
        if len(data) == size:  # what is bounded does not grow any more
            return 0.0, size, times[-1]
        size = len(data)
        times.append(min(_timed(target, data) for _ in range(3 if times[-1] < 1 else 1)))
        if times[-3] > ENOUGH:
            return math.sqrt(times[-1] / times[-3]), len(data), times[-1]
        if len(data) > LARGEST or n > LARGEST:
            return 0.0, len(data), times[-1]
        n *= 2


def _timed(target: str, data: bytes) -> float:
    gc.collect()
    begun = time.process_time()
    TARGETS[target](data)
    return time.process_time() - begun
