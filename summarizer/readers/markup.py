"""HTML to text: what nobody sees is taken out and counted, blocks become paragraphs, cells stay in their rows."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import Any

from summarizer.limits import Limits, too_much
from summarizer.readers.cleaning import squeezed, visible
from summarizer.readers.extras import needed

_APART = {
    "script": "scripts",
    "style": "style sheets",
    "noscript": "scripts",
    "template": "scripts",
    "svg": "pictures and frames",
    "canvas": "pictures and frames",
    "iframe": "pictures and frames",
    "object": "pictures and frames",
    "embed": "pictures and frames",
    "button": "form fields",
    "select": "form fields",
    "textarea": "form fields",
    "datalist": "form fields",
}
"""Elements whose text is none of the page's, and what they are counted as."""
_PARAGRAPHS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 ul ol dl blockquote table section article header footer main aside nav figure figcaption "
    "pre address form fieldset details summary hr title body head list quote".split()
)
"""Elements that begin and end a paragraph; `head`, `list` and `quote` are trafilatura's."""
_LINES = frozenset("li dt dd tr item row caption".split())
_BREAKS = frozenset(("br", "lb"))
_CELLS = frozenset(("td", "th", "cell"))
_SPACE = re.compile(r"\s+")


def parsed(markup: str, name: str, limits: Limits) -> Any:
    """The tree of a page or a part of one, empty where nothing can be made of it.

    Raises `InputError` for one with more elements than are allowed: what libraries do with them takes time.
    """
    html = needed("lxml.html", "web", "HTML")
    etree = needed("lxml.etree", "web", "HTML")
    data = markup.replace("\0", "").encode("utf-8", "replace")
    try:
        # The text is decoded already: whatever the page declares, the parser reads UTF-8.
        tree = html.document_fromstring(data or b"<p>", parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return html.document_fromstring(b"<p></p>")
    if sum(1 for _ in islice(tree.iter(), limits.elements + 1)) > limits.elements:
        raise too_much(name, "elements", limits, "elements", "too large for one article; save the article as text")
    return tree


def strip(tree: Any, removed: Counter[str]) -> None:
    """Take out of a tree what nobody sees, and count it."""
    from lxml import etree

    from summarizer.readers.hiding import unseen

    hidden = unseen(tree)
    for node in list(tree.iter(etree.Comment, etree.ProcessingInstruction)):
        _drop(node)
        removed["comments"] += 1
    for element in hidden:
        if element.getparent() is not None and not _gone(element, tree):
            _drop(element)
            removed["hidden elements"] += 1
    for element in list(tree.iter(*_APART)):
        if element.getparent() is not None and not _gone(element, tree):
            _drop(element)
            removed[_APART[element.tag]] += 1


def _gone(element: Any, tree: Any) -> bool:
    """Whether an element is inside one that was taken out before."""
    top = element
    for top in element.iterancestors():  # noqa: B007 (the last one is the root it hangs on)
        pass
    return top is not tree


def _drop(node: Any) -> None:
    """Take a node out and leave the text after it."""
    parent, before, tail = node.getparent(), node.getprevious(), node.tail
    if parent is None:
        return
    node.tail = None
    parent.remove(node)
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail


def blocks(tree: Any) -> str:
    """The text of a tree: paragraphs parted by an empty line, cells of a row by `|`."""
    from lxml import etree

    text = _Flow()
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = element.tag
        if event in ("start", "end"):
            if tag in _PARAGRAPHS:
                text.apart(2)
            elif tag in _LINES:
                text.apart(1)
            elif tag in _BREAKS and event == "start":
                text.apart(text.gap + 1)
        if event == "start":
            if tag in _CELLS and element.getprevious() is not None:
                text.add(" | ")
            text.add(element.text)
        elif element is not tree:
            text.add(element.tail)
    return "\n".join(map(squeezed, "".join(text.parts).split("\n"))).strip("\n")


class _Flow:
    """Text with the largest gap asked for between two pieces: 1 for a new line, 2 for a new paragraph."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.gap = 0

    def apart(self, gap: int) -> None:
        self.gap = min(2, max(self.gap, gap))

    def add(self, text: str | None) -> None:
        shown = _SPACE.sub(" ", text) if text else ""
        if not shown or (self.gap and shown == " "):
            return
        self.parts += ["\n" * self.gap, shown]
        self.gap = 0


def paragraphs(text: str) -> str:
    """The text with each line squeezed and one empty line between paragraphs."""
    found = ("\n".join(filter(None, map(squeezed, part.split("\n")))) for part in re.split(r"\n\s*\n", text))
    return "\n\n".join(filter(None, found))


def fragment(value: str, removed: Counter[str], name: str, limits: Limits) -> str:
    """The text of a part of a page, as feeds, mail and agencies carry it: all of it, without what nobody sees."""
    tree = parsed(value, name, limits)
    strip(tree, removed)
    return visible(blocks(tree), removed)
