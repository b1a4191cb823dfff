"""What is fuzzed: each target takes any bytes and raises only where the program breaks a promise.

The promise: a document, answer or briefing that keeps its own invariants, or one of our errors in one sentence. An
error that our own code did not mean to raise counts as a fault even where the net below all readers would catch it.
"""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import PurePath
from types import TracebackType

from pydantic import ValidationError

import summarizer
from fuzz.seeds import ANSWERED, PROVENANCE, article_of
from summarizer import assembly, forms
from summarizer.answer import problems
from summarizer.briefing import Briefing
from summarizer.cli.verify import _findings
from summarizer.errors import SummarizerError
from summarizer.readers import reading, rows
from summarizer.readers.document import Document
from summarizer.readers.kinds import HEAD, kind_of
from summarizer.readers.source import Source
from summarizer.render import FORMATS, render_bytes
from summarizer.review import review
from summarizer.verification import verify

Target = Callable[[bytes], bool]
"""Gives whether the input was taken: a run in which none is has looked at refusals only."""

_OURS = PurePath(summarizer.__file__).parent
_RARELY = 16
"""One accepted input in so many, if it is small, is also shown in the formats that take long."""
_SLOW, _SMALL = frozenset(("docx", "stix")), 30_000


_ALWAYS = frozenset(("evidence-absent", "evidence-offsets", "derived", "conflicts", "shape"))
"""Rules that hold of whatever is left of an answer."""


class Fault(AssertionError):
    """A promise that was broken."""


def require(holds: object, promise: str) -> None:
    """Raises `Fault`, which names the promise, unless it holds."""
    if not holds:
        raise Fault(promise)


def reads(kind: str, data: bytes) -> bool:
    """Bytes to the reader of one kind."""
    taken = False
    source = Source("a", data)
    try:
        for entry in rows.lines(io.BytesIO(data), source) if kind == "rows" else reading._read(kind, source):
            if isinstance(entry, SummarizerError):
                _refused(entry)
            else:
                taken = True
                _document(entry)
    except SummarizerError as error:
        _refused(error)
    return taken


def is_told(data: bytes) -> bool:
    """Bytes to the module that tells kinds apart, and to the reader it names, under a name the bytes decide."""
    name = ("a", "a.html", "a.json", "a.jsonl", "a.eml", "a.xml")[data[-1] % 6 if data else 0]
    try:
        kind = kind_of(data[:HEAD], name)
    except SummarizerError as error:
        _refused(error)
        return False
    return reads(kind, data)


def _document(document: Document) -> None:
    article = document.article
    require(article.text.strip() and "\0" not in article.text, "an article has a text, without NUL")
    article.text.encode()
    places = [place for page in document.pages for place in (page.start, page.end)]
    require(places == sorted(places), "pages follow each other")
    require(not places or (places[0] >= 0 and places[-1] <= len(article.text)), "pages lie in the text")
    for fact in (article.title, article.outlet, article.published, article.url, article.language, document.author):
        require(fact is None or (fact.isprintable() and fact.strip()), "a fact is one line that can be shown")
    row = json.dumps(document.facts(), ensure_ascii=False).encode()
    require(all("\n" not in remark for remark in document.remarks()), "a remark is one line")
    (again,) = rows.lines(io.BytesIO(row), Source("b", b""))
    require(isinstance(again, Document) and again.article == article, "what --json prints is read as the same article")


def _refused(error: SummarizerError) -> None:
    message = str(error)
    require(message and "\n" not in message, "an error is one sentence")
    message.encode()
    cause = error.__context__
    if " cannot be read as " in message and cause is not None:
        raised = _innermost(cause.__traceback__)
        if raised is not None and PurePath(raised).is_relative_to(_OURS):
            raise Fault(f"our own code failed and did not say so: {type(cause).__name__}: {cause}") from cause


def _innermost(trace: TracebackType | None) -> str | None:
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace.tb_frame.f_code.co_filename if trace is not None else None


def is_a_reply(data: bytes) -> bool:
    """Bytes as a model's reply: no answer, or a briefing whose every quote stands in the article and that verifies."""
    text = data.decode("utf-8", "surrogateescape")
    try:
        answer = forms.read(text)
    except ValidationError as error:
        require(problems(error), "a refused reply says why")
        return False
    article = article_of(answer)
    reviewed = review(answer, article)
    briefing = assembly.assemble(reviewed, PROVENANCE)
    for item in briefing.items:
        require(item.evidence, "no accepted line without evidence")
        for quote in item.evidence:
            require(article.text[quote.start : quote.end] == quote.quote, "a quote is the article's own characters")
    ids = {item.id for item in briefing.items}
    for clash in briefing.conflicts:
        require({clash.claim, clash.denial} <= ids, "a conflict is between accepted lines")
    require(Briefing.from_json(briefing.to_json()) == briefing, "a briefing is read back as it was written")
    failed = [finding for finding in verify(briefing, article) if finding.level == "error"]
    if reviewed.errors:  # after the last reask what is left of it is shown: without a bottom line, or half of a denial
        failed = [finding for finding in failed if finding.rule in _ALWAYS]
    require(not failed, f"a briefing verifies: {failed[:1]}")
    _shown(briefing, data)
    return True


def is_a_briefing(data: bytes) -> bool:
    """Bytes as a briefing file: refused in one sentence, or shown in every format and verified."""
    try:
        briefing = Briefing.from_json(data.decode("utf-8", "replace"))
    except SummarizerError as error:
        _refused(error)
        return False
    _shown(briefing, data)
    quotes = [quote.quote for item in briefing.items for quote in item.evidence]
    article = max(ANSWERED, key=lambda article: sum(quote in article.text for quote in quotes))
    source = briefing.source.model_copy(update={"sha256": article.sha256})  # or else nothing but that is looked at
    try:
        _findings(briefing.model_copy(update={"source": source}), article, "a")
    except SummarizerError as error:
        _refused(error)
    return True


def _shown(briefing: Briefing, data: bytes) -> None:
    rarely = len(data) < _SMALL and zlib.crc32(data) % _RARELY == 0
    for form in FORMATS:
        if form not in _SLOW or rarely:
            shown = _bytes(briefing, form)
            require(form != "text" or b"\x1b" not in shown, "no text drives the terminal")


def _bytes(briefing: Briefing, form: str) -> bytes:
    try:
        return render_bytes(briefing, form)
    except SummarizerError as error:
        _refused(error)
        return b""


@cache
def _reader(kind: str) -> Target:
    return lambda data: reads(kind, data)


TARGETS: dict[str, Target] = {
    "text": _reader("text"),
    "html": _reader("html"),
    "pdf": _reader("pdf"),
    "docx": _reader("docx"),
    "feed": _reader("feed"),
    "mail": _reader("mail"),
    "ninjs": _reader("json"),
    "rows": _reader("rows"),
    "kind": is_told,
    "answer-1": is_a_reply,
    "answer-2": is_a_reply,
    "briefing": is_a_briefing,
}
