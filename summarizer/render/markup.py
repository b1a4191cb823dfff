"""HTML that is safe by how it is made: whatever is not `Html` already is escaped where it is put into an element."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from summarizer.render.escape import UNPRINTABLE, terminal

_HIDDEN = re.compile(
    # Joiners shape letters and emoji where they stand between two of them; between ASCII they can only hide something.
    rf"(?P<joiner>(?<=[^\x00-\x7f{UNPRINTABLE}])[\u200c\u200d](?=[^\x00-\x7f{UNPRINTABLE}]))"
    rf"|(?![\n\t])[{UNPRINTABLE}]"
)
_BARE = re.compile(r"[\w#.-]+", re.ASCII)
# Elements whose end tag HTML lets one leave out. A page holds thousands of them, and its size is what is mailed.
_OPEN = frozenset("p li dt dd tr td th thead tbody meta input br html head body".split())


class Html(str):
    """Markup that is put into a page as it stands."""

    __slots__ = ()


def text(value: str) -> Html:
    """`value` as text that reads as it is written.

    A control, bidi or invisible character stays what it is, so that a copy is exact, but is enclosed in an element that
    names it and that no reordering leaves. Linear in the text.
    """
    escaped = html.escape(value, quote=False)
    return Html(escaped if escaped.isprintable() and escaped.isascii() else _HIDDEN.sub(_named, escaped))


def join(parts: Iterable[str], between: str = "") -> Html:
    """Parts in a row, each escaped unless it is `Html`."""
    return Html(text(between).join(_safe(part) for part in parts))


def tag(name: str, /, *content: str, **attributes: str | None) -> Html:
    """An element. `class_` and `aria_label` are the attributes `class` and `aria-label`; None leaves one out."""
    given = "".join(
        f" {key.rstrip('_').replace('_', '-')}{_value(value)}" for key, value in attributes.items() if value is not None
    )
    return Html(f"<{name}{given}>{join(content)}{'' if name in _OPEN else f'</{name}>'}")


def _safe(part: str) -> str:
    return part if isinstance(part, Html) else text(part)


def _value(value: str) -> str:
    if not value:
        return ""  # an attribute without a value has the empty one
    return f"={value}" if _BARE.fullmatch(value) else f'="{html.escape(terminal(value))}"'


def _named(found: re.Match[str]) -> str:
    if found["joiner"]:
        return found[0]
    # NUL and lone surrogates cannot be in an HTML file at all.
    char = "\ufffd" if found[0] == "\0" or "\ud800" <= found[0] <= "\udfff" else found[0]
    return f"<bdi class=x data-x=U+{ord(found[0]):04X}>{char}</bdi>"
