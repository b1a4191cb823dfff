"""Which elements of a web page nobody sees, by their attributes, their style and the style sheets in the page.

Style sheets that lie elsewhere are not fetched, so what only they hide stays in the text.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import Any

_MOST_CSS, _MOST_RULES = 500_000, 300
"""Characters of style sheets that are looked at, and rules that are tried on the page: both bound the time it takes."""
_ZERO = re.compile(r"[+-]?0*\.?0*(?:[a-z]+|%)?")
_TINY = re.compile(r"(?:0*\.\d+|0|1)(?:\.0+)?(?:px|pt)?")
_FAR = re.compile(r"-\d{3,}(?:\.\d+)?(?:px|pt|%|vw|vh)?|-\d{2,}(?:\.\d+)?(?:em|rem|ch|vw|vh)")
_MOVED = re.compile(r"translate(?:x|y|3d)?\([^)]*-\d{3,}|scale(?:3d|x|y)?\(\s*0*\.?0*\s*[,)]")
_CLIPPED = re.compile(r"rect\((?:\s*[01](?:px)?[\s,]*){4}\)|inset\(\s*(?:50|100)%|circle\(\s*0")
_WIDE = re.compile(r"\(\s*min-width\s*:\s*(\d+)(?:px)?\s*\)")
_SIDES = ("left", "right", "top", "bottom", "inset", "margin-left", "margin-top")
_SIZES = ("height", "width", "max-height", "max-width")
_INHERITED = ("visibility", "font-size", "color")
"""What an element inside can set for itself again, so that it is seen after all."""
_WHITE = {"white": "#fff", "#ffffff": "#fff", "rgb(255,255,255)": "#fff"}

Style = Mapping[str, str]


def unseen(tree: Any) -> list[Any]:
    """The elements to take out, in the page's order. The page's root and body stay, or there would be no page."""
    by_sheet = _by_sheets(tree)
    found = []
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in ("html", "body", "head"):
            continue
        if element in by_sheet or _by_itself(element):
            found.append(element)
    return found


def _by_itself(element: Any) -> bool:
    given = element.attrib
    if "hidden" in given or given.get("aria-hidden", "").strip().lower() == "true":
        return True
    if element.tag == "dialog" and "open" not in given:
        return True
    style = declarations(given["style"]) if "style" in given else {}
    why = hides(style)
    return why is not None and not (why in _INHERITED and _shown_again(element, why))


def _shown_again(element: Any, why: str) -> bool:
    inner = (declarations(inside.get("style")) for inside in element.iterdescendants() if inside.get("style"))
    return any(why in style and hides({why: style[why]}) is None for style in inner)


@functools.lru_cache(2_048)
def declarations(style: str) -> Style:
    """Property to value of a style attribute or a rule's block, in lower case and without spaces at the ends."""
    import tinycss2

    found = {}
    for entry in tinycss2.parse_blocks_contents(style[:10_000], skip_comments=True, skip_whitespace=True):
        if entry.type == "declaration":
            found[entry.lower_name] = tinycss2.serialize(entry.value).strip().lower()
    return found


def hides(style: Style) -> str | None:
    """The property by which a style keeps an element from being seen, or None where it does not."""
    if style.get("display") == "none":
        return "display"
    if style.get("visibility") in ("hidden", "collapse"):
        return "visibility"
    if (opacity := style.get("opacity")) and _ZERO.fullmatch(opacity):
        return "opacity"
    if _is_tiny(style.get("font-size")):
        return "font-size"
    color, behind = style.get("color"), style.get("background-color", style.get("background"))
    if color == "transparent" or (color and behind and _plain(color) == _plain(behind)):
        return "color"
    return _out_of_sight(style)


def _plain(color: str) -> str:
    color = color.replace(" ", "")
    return _WHITE.get(color, color)


def _out_of_sight(style: Style) -> str | None:
    """Off the screen, clipped to nothing, or in a box without room."""
    placed = style.get("position") in ("absolute", "fixed")
    if placed and any(_FAR.match(style.get(side, "")) for side in _SIDES):
        return "position"
    if _FAR.match(style.get("text-indent", "")):
        return "text-indent"
    for name in ("clip", "clip-path"):
        if _CLIPPED.match(style.get(name, "")):
            return name
    if _MOVED.search(style.get("transform", "")):
        return "transform"
    cut = style.get("overflow", "").startswith(("hidden", "clip"))
    return "overflow" if cut and any(_is_tiny(style.get(size)) for size in _SIZES) else None


def _is_tiny(size: str | None) -> bool:
    return bool(size and (_ZERO.fullmatch(size) or _TINY.fullmatch(size)))


def _by_sheets(tree: Any) -> set[Any]:
    """What the page's own style sheets hide, unless a later rule for screens shows it again."""
    sheet = "\n".join(str(style.text or "") for style in tree.iter("style"))[:_MOST_CSS]
    rules = [rule for rule in _rules(sheet) if {"display", "visibility", "opacity"} & rule[1].keys() or hides(rule[1])]
    hidden: dict[Any, str] = {}
    for selector, style, always in rules[:_MOST_RULES]:
        why = hides(style)
        if why and not always:
            continue  # hidden on some screens only
        names = {why} if why else style.keys() & set(hidden.values())
        if not names:
            continue
        for element in _matches(selector, tree):
            if why:
                hidden[element] = why
            elif hidden.get(element) in names:
                del hidden[element]
    return set(hidden)


def _rules(sheet: str) -> Iterator[tuple[str, Style, bool]]:
    """Selector, style, and whether it holds on every screen. Rules for print and for small screens are left out."""
    import tinycss2

    for node in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        if node.type == "qualified-rule":
            yield _selector(node), declarations(tinycss2.serialize(node.content)), True
        elif node.type == "at-rule" and node.lower_at_keyword == "media" and node.content is not None:
            query = tinycss2.serialize(node.prelude).strip().lower()
            wide = _WIDE.search(query)
            if query not in ("all", "screen") and not (wide and int(wide[1]) <= 1_280 and "max-" not in query):
                continue
            for inner in tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True):
                if inner.type == "qualified-rule":
                    yield _selector(inner), declarations(tinycss2.serialize(inner.content)), wide is None


def _selector(node: Any) -> str:
    import tinycss2

    return str(tinycss2.serialize(node.prelude)).strip()


def _matches(selector: str, tree: Any) -> list[Any]:
    """The elements a selector picks; none for one that XPath cannot say (`:hover`, `::before`)."""
    from cssselect import SelectorError
    from lxml.cssselect import CSSSelector
    from lxml.etree import XPathError

    try:
        return list(CSSSelector(selector[:1_000], translator="html")(tree))
    except (SelectorError, XPathError, ValueError, RecursionError):
        return []
