"""What the fuzzers start from: the files that the tests make, and answers and briefings of invented articles."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

from summarizer import assembly, forms
from summarizer.answer import Answer
from summarizer.article import Article
from summarizer.prompts import compact
from summarizer.provenance import Provenance, Tokens
from summarizer.review import review
from tests.readers import made
from tests.support import answers

_FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
_GOLD = ("dam-release", "harbour-audit", "zh-bridge-cracks")
"""Invented articles with answers made by hand."""

PROVENANCE = Provenance(
    tool="fuzz", prompt="fuzz@v1", prompt_digest="0", schema_digest="0", model_asked="fuzz", model_answered=None,
    endpoint="none", parameters={}, sample=1, question_key="0", attempts=1, second_look=None,
    tokens=Tokens(input=1, output=1), cost_usd=None, how="written", mode="replayed", recorded_at="2031-03-11T08:15:00Z",
)  # fmt: skip


def _answered() -> dict[Article, Answer]:
    """Articles with an answer to each."""
    found = {answers.article(): Answer.model_validate(answers.answer())}
    for name in _GOLD:
        place = _FIXTURES / "gold" / f"{name}.answer.json"
        if place.exists():
            text = (_FIXTURES / "articles" / f"{name}.txt").read_text("utf-8")
            found[Article(text)] = Answer.model_validate_json(place.read_text("utf-8"))
    return found


ANSWERED = _answered()


def article_of(answer: Answer) -> Article:
    """The article that most of an answer's names stand in."""
    return max(ANSWERED, key=lambda article: sum(actor.name in article.text for actor in answer.actors))


@cache
def seeds(target: str) -> tuple[bytes, ...]:
    """Good inputs of a target."""
    if target == "answer-1":
        return tuple(answer.model_dump_json().encode() for answer in ANSWERED.values())
    if target == "answer-2":
        return tuple(compact(forms.lines(answer)).encode() for answer in ANSWERED.values())
    if target == "briefing":
        made_ = (assembly.assemble(review(answer, article), PROVENANCE) for article, answer in ANSWERED.items())
        return tuple(briefing.to_json().encode() for briefing in made_)
    if target == "kind":
        return tuple(seed for name in _FILES for seed in _FILES[name]())
    return tuple(_FILES[target]())


_FRONT = f"---\ntitle: {made.TITLE}\npublished: 2031-03-10\nurl: https://courier.example/mine\ntags:\n- a\n---\n"
_HIDING = "<p style='display:none'>x</p><p style='color:#fff;background:white'>y</p><p hidden>z</p>"
_LISTED = json.dumps({"items": [made.NINJS2, made.NINJS3]}).encode()
_DRAWN = made.drawn(
    "q 600 0 0 800 0 0 cm /Pic Do Q 0 g 9 9 99 99 re f BT /F1 10 Tf 3 Tr 20 700 Td (Shut.) Tj 0 Tr 1 g (It is.) ' ET "
    "q /Clear gs /Icc cs 1 1 1 sc /Form Do Q",
    forms={"Form": "BT /F1 10 Tf 1 0 0 1 20 600 Tm [(Nobody) -250 (is missing.)] TJ ET"},
    states="/Clear << /ca 0.5 >>",
    spaces="/Icc [/ICCBased 5 0 R]",
)
_FILES: dict[str, Callable[[], tuple[bytes, ...]]] = {
    "text": lambda: (
        (_FRONT + answers.TEXT).encode(),
        answers.TEXT.encode("utf-16"),
        ("Die Löwen brüllten über die Dächer. " * 9).encode("cp1252"),
    ),
    "html": lambda: (made.page(_HIDING).encode(), made.page(charset="cp1252").encode("cp1252")),
    "pdf": lambda: (made.columns(by_row=True), made.pdf([made.prose(), made.prose(40)], title=made.TITLE), _DRAWN),
    "docx": lambda: (made.word(made.FIRST, made.DENIAL, author="Ann Ob", language="en-GB"),),
    "feed": lambda: (made.RSS.encode(), made.ATOM.encode()),
    "mail": lambda: (made.mail(), made.mail(html=True)),
    "ninjs": lambda: (json.dumps(made.NINJS2).encode(), json.dumps(made.NINJS3).encode(), _LISTED),
    "rows": lambda: (made.ROWS, made.rows(made.NINJS2, made.NINJS3)),
}
