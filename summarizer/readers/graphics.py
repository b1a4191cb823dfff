"""The graphics state of a PDF page: what of it decides whether a text that is shown can be seen.

Source of the operators and their order of application: ISO 32000-1, 8.4 to 9.4. What cannot be told (patterns, special
colour spaces) is None and never hides anything.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
Color = tuple[float, float, float] | None

UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
BLACK, WHITE = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)
_TELLABLE = frozenset(
    ("/DeviceGray", "/DeviceRGB", "/DeviceCMYK", "/CalGray", "/CalRGB", "/ICCBased", "/G", "/RGB", "/CMYK")
)


@dataclass(frozen=True)
class State:
    """What `q` saves and `Q` brings back. `size` is in text space, `mode` the rendering mode, `wide` a share."""

    matrix: Matrix = UNIT
    fill: Color = BLACK
    stroke: Color = BLACK
    tellable: tuple[bool, bool] = (True, True)
    mode: int = 0
    size: float = 0.0
    wide: float = 1.0
    leading: float = 0.0
    alpha: float = 1.0
    clip: Box | None = None


def times(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that applies `first` and then `second`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def box(matrix: Matrix, x: float, y: float, width: float, height: float) -> Box:
    """The upright box around a rectangle on the page."""
    corners = [times((1, 0, 0, 1, x + dx, y + dy), matrix)[4:] for dx in (0, width) for dy in (0, height)]
    xs, ys = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return min(xs), min(ys), max(xs), max(ys)


def within(inner: Box, outer: Box | None) -> Box:
    """The part of a box that another one leaves."""
    if outer is None:
        return inner
    return max(inner[0], outer[0]), max(inner[1], outer[1]), min(inner[2], outer[2]), min(inner[3], outer[3])


def numbers(operands: Sequence[Any], count: int) -> list[float]:
    """The last operands as finite numbers. Raises `ValueError` where they are none."""
    found = [float(operand) for operand in operands[len(operands) - count :]] if len(operands) >= count else []
    if len(found) != count or not all(map(math.isfinite, found)):
        raise ValueError(f"{count} numbers expected")
    return [max(-1e9, min(1e9, number)) for number in found]


def color(parts: Sequence[float]) -> Color:
    """Red, green and blue of a colour in gray, RGB or CMYK, told by the number of its parts."""
    if len(parts) == 1:
        return (parts[0],) * 3
    if len(parts) == 3:
        return parts[0], parts[1], parts[2]
    if len(parts) == 4:
        return tuple(max(0.0, 1 - part - parts[3]) for part in parts[:3])  # type: ignore[return-value]  # three of them
    return None


def alike(one: Color, other: Color) -> bool:
    """Whether one colour cannot be seen on the other."""
    return one is not None and other is not None and all(abs(a - b) < 0.05 for a, b in zip(one, other, strict=True))


@dataclass
class Pen:
    """Follows the operators of one stream that change the state. `resources` names what they refer to."""

    resources: Any
    state: State = field(default_factory=State)
    saved: list[State] = field(default_factory=list)
    text: Matrix = UNIT
    line: Matrix = UNIT

    def follow(self, operator: bytes, operands: Sequence[Any]) -> None:
        """Take up one operator; those that change nothing here are passed over."""
        name = operator.decode("latin-1")
        if name == "q":
            self.saved = [*self.saved[-99:], self.state]
        elif name == "Q" and self.saved:
            self.state = self.saved.pop()
        elif name == "cm":
            self._set(matrix=times(_matrix(operands), self.state.matrix))
        elif name == "gs":
            self._look_up(operands)
        elif name in _NUMBERS:
            key, scale = _NUMBERS[name]
            self._set(**{key: numbers(operands, 1)[0] * scale})
        elif name == "Tr":
            self._set(mode=int(numbers(operands, 1)[0]))
        elif name in ("BT", "Tm", "Td", "TD", "T*", "'", '"'):
            self._move(name, operands)
        else:
            self._color(name, operands)

    def _set(self, **changed: Any) -> None:
        self.state = replace(self.state, **changed)

    def _move(self, name: str, operands: Sequence[Any]) -> None:
        if name in ("BT", "Tm"):
            self.line = UNIT if name == "BT" else _matrix(operands)
        else:
            x, y = numbers(operands, 2) if name in ("Td", "TD") else (0.0, -self.state.leading)
            if name == "TD":
                self._set(leading=-y)
            self.line = times((1, 0, 0, 1, x, y), self.line)
        self.text = self.line

    def _color(self, name: str, operands: Sequence[Any]) -> None:
        which = "stroke" if name.isupper() else "fill"
        tellable = self.state.tellable
        at = int(which == "stroke")
        if name in ("g", "G", "rg", "RG", "k", "K"):
            known = color(numbers(operands, {"g": 1, "rg": 3, "k": 4}[name.lower()]))
            self._set(**{which: known}, tellable=(True, tellable[1]) if at == 0 else (tellable[0], True))
        elif name in ("cs", "CS"):
            plain = self._is_tellable(str(operands[0]))
            black = BLACK if plain else None
            self._set(**{which: black}, tellable=(plain, tellable[1]) if at == 0 else (tellable[0], plain))
        elif name in ("sc", "scn", "SC", "SCN"):
            plain = tellable[at] and not any(isinstance(operand, str) for operand in operands)  # a pattern's name
            self._set(**{which: color(numbers(operands, len(operands))) if plain else None})

    def _is_tellable(self, space: str) -> bool:
        if space in _TELLABLE:
            return True
        found = entry(self.resources, "/ColorSpace", space)
        return isinstance(found, list) and bool(found) and str(found[0]) in _TELLABLE

    def _look_up(self, operands: Sequence[Any]) -> None:
        found = entry(self.resources, "/ExtGState", str(operands[0]))
        if isinstance(found, dict) and "/ca" in found:
            self._set(alpha=numbers([found["/ca"]], 1)[0])
        if isinstance(found, dict) and isinstance(found.get("/Font"), list):
            self._set(size=numbers(found["/Font"], 1)[0])


_NUMBERS = {"Tf": ("size", 1.0), "Tz": ("wide", 0.01), "TL": ("leading", 1.0)}


def _matrix(operands: Sequence[Any]) -> Matrix:
    a, b, c, d, e, f = numbers(operands, 6)
    return a, b, c, d, e, f


def entry(table: Any, *names: str) -> Any:
    """What stands under a name in a dictionary, and under the next name in that; None where it is not there."""
    for name in names:
        found: Any = table.get(name) if isinstance(table, dict) else None
        table = found.get_object() if hasattr(found, "get_object") else None
    return table
