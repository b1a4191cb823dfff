"""Text of a PDF page that no reader sees is taken out of its streams before anything is read from them.

Left out is what is drawn invisibly (rendering mode 3 or 7, no opacity), in the colour of its ground, smaller than a
point, or off the page. An invisible text over a picture that fills most of the page is what text recognition writes
into a scan: that is kept, and said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from summarizer.readers.graphics import WHITE, Box, Color, Pen, State, alike, box, entry, numbers, times, within

_SHOWS = (b"Tj", b"TJ", b"'", b'"')
_PAINTS = frozenset((b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"))
_ENDS = _PAINTS | {b"S", b"s", b"n"}
_LEAST = 1.0
"""Points of height below which nobody reads a letter."""
_SCAN = 0.5
"""Share of the page that a picture has to fill for an invisible text over it to be that of a scan."""
_LAYERS = 200
"""Boxes painted before a text that are looked through for what lies under it."""
_DEPTH = 4
"""Forms inside forms that are looked into."""

Operation = tuple[Any, bytes]


@dataclass
class _Ground:
    """What was painted so far, the last on top: boxes with their colour, None where it cannot be told."""

    page: Box
    painted: list[tuple[Box, Color]] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)

    def at(self, x: float, y: float) -> Color:
        """The colour at a place; paper is white. None too where so much was painted that it is not looked through."""
        for area, tint in reversed(self.painted[-_LAYERS:]):
            if area[0] <= x <= area[2] and area[1] <= y <= area[3]:
                return tint
        return WHITE if len(self.painted) <= _LAYERS else None

    def is_scan(self, x: float, y: float) -> bool:
        """Whether a picture that fills most of the page lies at a place."""
        left, bottom, right, top = self.page
        whole = max((right - left) * (top - bottom), 1.0)
        for area in self.pictures:
            a, b, c, d = within(area, self.page)
            if (c - a) * (d - b) >= _SCAN * whole and c > a and a <= x <= c and b <= y <= d:
                return True
        return False


@dataclass
class Seen:
    """What came of a page: how many passages of how many texts are not seen, and whether some are those of a scan."""

    hidden: int = 0
    texts: int = 0
    scanned: bool = False
    goes_on: bool = False

    def note(self, hides: bool) -> None:
        """Count a text; those that follow each other are one passage."""
        self.texts += hides
        self.hidden += hides and not self.goes_on
        self.goes_on = hides


def uncover(page: Any) -> Seen:
    """Take out of a page's streams what is not seen on it."""
    from pypdf.generic import ContentStream, NameObject

    found = page.get_contents()
    if found is None:
        return Seen()
    contents = ContentStream(found, found.pdf, "bytes")  # else codes of two bytes are written back as other ones
    corners = [float(number) for number in page.cropbox]
    ground = _Ground((min(corners[::2]), min(corners[1::2]), max(corners[::2]), max(corners[1::2])))
    resources = entry(page, "/Resources")
    # A scan may be drawn after its text, and so in the first of two passes only its pictures are looked for.
    first = Seen()
    _Stream(Pen(resources), ground, first, contents.pdf, changes=False).kept(contents.operations)
    if not first.hidden:
        return first
    seen = Seen()
    again = _Ground(ground.page, pictures=ground.pictures)
    kept = _Stream(Pen(resources), again, seen, contents.pdf, changes=True).kept(contents.operations)
    if seen.hidden:
        contents.operations = kept
        page[NameObject("/Contents")] = contents
    return seen


@dataclass
class _Stream:
    """One stream of operators, followed from its beginning. Without `changes` it is only looked at."""

    pen: Pen
    ground: _Ground
    seen: Seen
    pdf: Any
    changes: bool
    depth: int = 0
    path: list[Box] = field(default_factory=list)
    plain: bool = True

    def kept(self, operations: Sequence[Operation]) -> list[Operation]:
        """The operations without the texts that are not seen."""
        kept: list[Operation] = []
        for operation in operations:
            operands, operator = operation
            hides = False
            try:
                if operator in _SHOWS:
                    self.pen.follow(operator, operands)
                    hides = self._hides(_letters(operands))
                else:
                    self._other(operator, operands)
            except (ValueError, TypeError, IndexError, OverflowError):
                pass  # an operator with other operands than it takes does nothing, here as in a viewer
            if not hides:
                kept.append(operation)
            elif operator in (b"'", b'"'):
                kept.append(([], b"T*"))
        return kept

    def _other(self, operator: bytes, operands: Sequence[Any]) -> None:
        if operator == b"re":
            self.path.append(box(self.pen.state.matrix, *numbers(operands, 4)))
        elif operator in (b"m", b"l", b"c", b"v", b"y"):
            points = numbers(operands, len(operands))
            self.path += [
                box(self.pen.state.matrix, x, y, 0, 0) for x, y in zip(points[::2], points[1::2], strict=False)
            ]
            self.plain = False
        elif operator in _ENDS:
            if operator in _PAINTS:
                self._paint()
            self.path, self.plain = [], True
        elif operator in (b"Do", b"INLINE IMAGE", b"sh"):
            self._draw(operator, operands)
        else:
            self.pen.follow(operator, operands)

    def _hides(self, letters: int) -> bool:
        """Whether a text of so many letters, which begins where the pen stands, is not seen."""
        state, size = self.pen.state, self.pen.state.size
        place = times((size * state.wide, 0, 0, size, 0, 0), times(self.pen.text, state.matrix))
        area = box(place, 0, 0, 0.5 * letters, 1)
        self.pen.text = times((1, 0, 0, 1, 0.5 * letters * size * state.wide, 0), self.pen.text)
        if not letters:
            return False
        middle = (area[0] + area[2]) / 2, (area[1] + area[3]) / 2
        hides = self._is_nowhere(area, place, state) or self._is_blank(state, *middle)
        if not hides and state.mode in (3, 7):
            hides = not (self.changes and self.ground.is_scan(*middle))
            self.seen.scanned = self.seen.scanned or not hides
        self.seen.note(hides)
        return hides

    def _is_nowhere(self, area: Box, place: tuple[float, ...], state: State) -> bool:
        """Too small for anybody, or wholly beside the page."""
        high = (place[2] ** 2 + place[3] ** 2) ** 0.5
        broad = (place[0] ** 2 + place[1] ** 2) ** 0.5
        left, bottom, right, top = self.ground.page
        beside = area[2] < left or area[0] > right or area[3] < bottom or area[1] > top
        return high < _LEAST or broad < 0.1 * _LEAST or beside or state.alpha < 0.05

    def _is_blank(self, state: State, x: float, y: float) -> bool:
        """In the colour of what lies under it."""
        tints = {0: [state.fill], 1: [state.stroke], 2: [state.fill, state.stroke]}.get(state.mode % 4, [])
        ground = self.ground.at(x, y)
        return bool(tints) and all(alike(tint, ground) for tint in tints)

    def _paint(self) -> None:
        if not self.path or self.pen.state.alpha < 0.05:
            return
        if self.plain:
            tint = self.pen.state.fill if self.pen.state.alpha > 0.95 else None
            self.ground.painted += [(area, tint) for area in self.path[:100]]
            return
        left, bottom, right, top = zip(*self.path, strict=True)
        self.ground.painted.append(((min(left), min(bottom), max(right), max(top)), None))

    def _draw(self, operator: bytes, operands: Sequence[Any]) -> None:
        if operator == b"sh":
            self.ground.painted.append((self.ground.page, None))
            return
        table = entry(self.pen.resources, "/XObject") if operator == b"Do" else None
        form = entry(table, str(operands[0])) if table is not None else None
        if isinstance(form, dict) and form.get("/Subtype") == "/Form":
            self._look_into(form, table, str(operands[0]))
            return
        area = box(self.pen.state.matrix, 0, 0, 1, 1)
        self.ground.painted.append((area, None))
        self.ground.pictures.append(area)

    def _look_into(self, form: Any, table: Any, name: str) -> None:
        """The same for a form, which is a page within the page; where it is drawn twice, as it was drawn first."""
        from pypdf.generic import ContentStream, DecodedStreamObject, NameObject

        if self.depth >= _DEPTH:
            return
        own = entry(form, "/Resources") or self.pen.resources
        state = self.pen.state
        if "/Matrix" in form:
            a, b, c, d, e, f = numbers(form["/Matrix"], 6)
            state = replace(state, matrix=times((a, b, c, d, e, f), state.matrix))
        before = self.seen.texts
        stream = ContentStream(form, self.pdf, "bytes")
        inner = _Stream(Pen(own, state), self.ground, self.seen, self.pdf, self.changes, self.depth + 1)
        kept = inner.kept(stream.operations)
        if self.changes and self.seen.texts > before:
            stream.operations = kept
            changed = DecodedStreamObject()
            packing = ("/Filter", "/DecodeParms", "/Length")
            changed.update({key: value for key, value in form.items() if key not in packing})
            changed.set_data(stream.get_data())
            table[NameObject(name)] = changed


def _letters(operands: Sequence[Any]) -> int:
    """How many bytes are shown: about as many letters, or twice as many."""
    last = operands[-1] if operands else b""
    parts = last if isinstance(last, list) else [last]
    return sum(len(part) for part in parts if isinstance(part, (str, bytes)) and part.strip())
