"""Text from an article or a model, made harmless for the place it is printed in.

Both functions run in time linear in the text and never leave a character out: what cannot be shown is spelt out.
"""

from __future__ import annotations

import re

# C0, DEL and C1 drive a terminal; bidi controls reorder what is read; zero-width, filler, tag and variation-supplement
# characters hide words; lone surrogates cannot be encoded, U+FFFE and U+FFFF not written in XML. Spelt out here, not
# taken from `unicodedata`, so that a briefing prints the same under every Python. The common emoji selectors
# U+FE00-FE0F are left alone.
UNPRINTABLE = (
    "\x00-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""The inside of a character class, for patterns of other sinks too."""
_UNPRINTABLE = re.compile(f"[{UNPRINTABLE}]")
_LINE_END_OR_TAB = re.compile(r"\r\n|[\n\t]")

# A backslash or an entity does not keep GitHub from linking: it looks for addresses, mentions and issue numbers in the
# text as rendered. Only another element in between does, so what makes a link is put into a code span of its own.
_LINKING = r"(?:@|:?/{2,}|(?<=[wW]{3})\.|\#(?=\d)|(?<=\b[gG][hH])-(?=\d))+"
_ACTIVE = re.compile(
    r"(?P<opening>^(?:[-+:]|\d{1,9}[.)]))"  # a bullet, a rule, a number: active where a line begins
    rf"|(?P<linking>{_LINKING})"
    r"|(?P<entity>[&<>|`])"  # entities, because tables and code spans are cut before backslashes are read
    r"|[\\*_{}\[\]#!~=$^]"
    r"|\.(?=\S)"  # bare domains and addresses
)
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "`": "&#96;"}


def terminal(text: str) -> str:
    r"""`text` as one line that a terminal prints as it stands: an ESC becomes the four characters `\x1b`.

    Line ends and tabs become spaces; every other control, format or invisible character becomes `\x1b`, `\u202e` or
    `\U000e0041`.
    """
    return _UNPRINTABLE.sub(_spelt, _LINE_END_OR_TAB.sub(" ", text))


def markdown(text: str) -> str:
    """`text` as one line of Markdown that renders as itself under CommonMark and GitHub's dialect.

    Never as HTML, a link, an image, a mention, an issue, a table cell, a heading or a list; what would make a link
    (the `@` of an address, the `://` of a URL) is shown as code. `terminal` is applied first.
    """
    return _ACTIVE.sub(_escaped, re.sub(" {2,}", " ", terminal(text)).strip())


def _spelt(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _escaped(found: re.Match[str]) -> str:
    if found["linking"]:
        return f"`{found[0]}`"
    if found["entity"]:
        return _ENTITIES[found[0]]
    return f"{found[0][:-1]}\\{found[0][-1]}"
