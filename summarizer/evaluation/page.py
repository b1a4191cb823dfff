"""The report as one HTML file: for each article the gold and the predicted lines beside it, to be filtered by error.

No script and nothing from elsewhere: filters are radio buttons and style sheet rules.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from summarizer.evaluation.report import NOTE, heading, rows
from summarizer.evaluation.results import Result
from summarizer.evaluation.summary import summaries

Line = Mapping[str, Any]
_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:78rem;padding:0 1rem;color:#1a1a1a;background:#fff}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2.5rem;border-top:1px solid #bbb;padding-top:1rem}
table{border-collapse:collapse;margin:1rem 0}th,td{padding:.2rem .8rem;border-bottom:1px solid #ddd;text-align:right}
th:first-child,td:first-child{text-align:left}.sides{display:grid;grid-template-columns:1fr 1fr 1fr;gap:1.5rem}
.text{white-space:pre-wrap;font:15px/1.6 Georgia,serif}
.line{margin:0 0 .6rem;padding-left:.6rem;border-left:4px solid #2e6b2e}
.line.missed{border-left:4px dashed #b3261e}.line.extra{border-left:4px dotted #8a6100}.who{color:#444;font-size:.9rem}
mark.gold{background:#dcf2dc;border-bottom:2px solid #2e6b2e}
mark.both{background:#cfe3ff;border-bottom:2px solid #1f5fbf}
mark.predicted{background:#fff0c2;border-bottom:2px dotted #8a6100}
#missed:checked~main article:not(.has-missed),#extra:checked~main article:not(.has-extra){display:none}
@media (max-width:60rem){.sides{grid-template-columns:1fr}}
@media (prefers-color-scheme:dark){body{background:#121212;color:#e6e6e6}.who{color:#bbb}
mark{color:#e6e6e6}mark.gold{background:#1f3d1f}mark.both{background:#16324f}mark.predicted{background:#4a3a10}}
"""


def page(results: Sequence[Result], texts: Mapping[str, str]) -> str:
    """The page; `texts` holds the articles by name."""
    found = summaries(results)
    shown = [result for result in results if result.arm.model]
    filters = "".join(
        f'<input type="radio" name="show" id="{name}"{" checked" if name == "all" else ""}>'
        f'<label for="{name}">{label}</label> '
        for name, label in (("all", "all articles"), ("missed", "with missed lines"), ("extra", "with further lines"))
    )
    body = [f"<h1>Evaluation</h1><ul>{''.join(f'<li>{escape(heading(s))}</li>' for s in found)}</ul>", _table(results)]
    body += [f"<p>{escape(NOTE)}</p>", filters, "<main>"]
    body += [_article(result, texts.get(result.article, "")) for result in shown]
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Evaluation</title>'
        f'<meta name="viewport" content="width=device-width">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<style>{_STYLE}</style></head><body>{''.join(body)}</main></body></html>\n"
    )


def _table(results: Sequence[Result]) -> str:
    found = summaries(results)
    head = "".join(f'<th scope="col">{escape(s.arm.name)}</th>' for s in found)
    parts = []
    for title, section in rows(found):
        parts.append(f'<tr><th scope="col">{escape(title)}</th>{head}</tr>')
        parts += [
            f'<tr><th scope="row">{escape(name)}</th>{"".join(f"<td>{value}</td>" for value in values)}</tr>'
            for name, values in section
        ]
    return f"<table>{''.join(parts)}</table>"


def _article(result: Result, text: str) -> str:
    """One article: its text with the evidence of both sides, the gold lines, the predicted ones."""
    gold, predicted = result.gold_lines, result.lines
    missed = {line["id"] for line in gold if not any(_touch(line, other) for other in predicted)}
    extra = {line["id"] for line in predicted if not any(_touch(line, other) for other in gold)}
    names = " ".join(name for name, ids in (("has-missed", missed), ("has-extra", extra)) if ids)
    title = f"{result.article}, sample {result.sample}, {result.arm.name}"
    sides = (
        f'<div class="text" lang="en">{_marked(text, gold, predicted)}</div>'
        f"<div><h3>Gold</h3>{_side(gold, missed, 'missed')}</div>"
        f"<div><h3>Predicted</h3>{_side(predicted, extra, 'extra')}</div>"
    )
    return f'<article class="{names}"><h2>{escape(title)}</h2><div class="sides">{sides}</div></article>'


def _side(listed: Sequence[Line], alone: set[str], mark: str) -> str:
    return "".join(_line(line, mark if line["id"] in alone else "") for line in listed)


def _line(line: Line, mark: str) -> str:
    words = {"missed": "missed: ", "extra": "not in the gold: "}.get(mark, "")
    who = " · ".join(str(part) for part in (line["speaker"], line["list"], line["kind"], line["certainty"]) if part)
    below = f'<div class="who">{escape(line["id"])} · {escape(who)}</div>'
    return f'<div class="line {mark}">{words}{escape(line["text"])}{below}</div>'


def _touch(line: Line, other: Line) -> bool:
    return any(a < d and c < b for a, b in line["spans"] for c, d in other["spans"])


def _marked(text: str, gold: Sequence[Line], predicted: Sequence[Line]) -> str:
    """The text with the spans of both sides marked, cut at every border so that no mark lies in another."""
    return "".join(
        f'<mark class="{kind}">{escape(part)}</mark>' if kind else escape(part)
        for kind, part in _pieces(text, gold, predicted)
    )


def _pieces(text: str, gold: Sequence[Line], predicted: Sequence[Line]) -> Iterator[tuple[str, str]]:
    spans = [(list(map(tuple, line["spans"])), side) for lines, side in ((gold, 1), (predicted, 2)) for line in lines]
    borders = sorted({0, len(text), *(min(edge, len(text)) for s, _ in spans for span in s for edge in span)})
    inside = [0] * (len(borders))
    at = {border: i for i, border in enumerate(borders)}
    for listed, side in spans:
        for a, b in listed:
            for i in range(at[min(a, len(text))], at[min(b, len(text))]):
                inside[i] |= side
    for i, (a, b) in enumerate(itertools.pairwise(borders)):
        yield ("", "gold", "predicted", "both")[inside[i]], text[a:b]
