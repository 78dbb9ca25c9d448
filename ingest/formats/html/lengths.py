"""Lengths and numbers of styles, calc() worked out."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence

from tinycss2.ast import (
    DimensionToken,
    FunctionBlock,
    IdentToken,
    LiteralToken,
    Node,
    NumberToken,
    ParenthesesBlock,
    PercentageToken,
)

SCREEN = (1280.0, 800.0)
"""Width and height in pixels of the screen on which a page is looked at."""
_CM = 96 / 2.54
_UNITS = {"px": 1, "pt": 4 / 3, "pc": 16, "in": 96, "cm": _CM, "mm": _CM / 10, "q": _CM / 40}
_OF_FONT = {"em": 1.0, "ex": 0.5, "ch": 0.5, "lh": 1.2, "cap": 0.7, "ic": 1.0}
_DEGREES = {"deg": 1.0, "turn": 360.0, "grad": 0.9, "rad": 180 / math.pi}
_DEEPEST = 20
_PICK: dict[str, Callable[[Sequence[float]], float]] = {
    "min": min,
    "max": max,
    "clamp": lambda parts: max(parts[0], min(parts[1:])),
}

Measure = Callable[[Node], float | None]


def pixels(node: Node, font_size: float = 16.0) -> float | None:
    """A length in pixels; None for what is none, and for a percentage."""
    if isinstance(node, NumberToken):
        return 0.0 if node.value == 0 else None
    if isinstance(node, FunctionBlock):
        return _worked_out(node, lambda part: _pixels_or_number(part, font_size), 0)
    return _pixels_or_number(node, font_size) if isinstance(node, DimensionToken) else None


def share(node: Node) -> float | None:
    """A percentage as a share of one; None for what is none."""
    if isinstance(node, FunctionBlock):
        return _worked_out(node, _share_or_number, 0)
    return float(node.value) / 100 if isinstance(node, PercentageToken) else None


def number(node: Node) -> float | None:
    """A number, or a percentage as a share of one; None for what is neither."""
    return float(node.value) if isinstance(node, NumberToken) else share(node)


def degrees(node: Node) -> float | None:
    """An angle; None for what is none."""
    if isinstance(node, NumberToken) and node.value == 0:
        return 0.0
    if isinstance(node, DimensionToken) and node.lower_unit in _DEGREES:
        return float(node.value) * _DEGREES[node.lower_unit]
    return None


def _pixels_or_number(node: Node, font_size: float) -> float | None:
    if isinstance(node, NumberToken):
        return float(node.value)
    if not isinstance(node, DimensionToken):
        return None
    unit = node.lower_unit
    if unit in _OF_FONT or unit == "rem":
        return float(node.value) * (_OF_FONT[unit] * font_size if unit in _OF_FONT else 16.0)
    if found := re.fullmatch(r"[sld]?v(w|h|i|b|min|max)", unit):
        width, height = SCREEN
        side = {"w": width, "i": width, "max": width}.get(found[1], height)
        return float(node.value) * side / 100
    return float(node.value) * _UNITS[unit] if unit in _UNITS else None


def _share_or_number(node: Node) -> float | None:
    if isinstance(node, PercentageToken):
        return float(node.value) / 100
    return float(node.value) if isinstance(node, NumberToken) else None


def _worked_out(node: Node, measure: Measure, depth: int) -> float | None:
    """The value of calc() and its kin; None where a part of it cannot be measured."""
    if isinstance(node, ParenthesesBlock):
        return _sum(node.content, measure, depth + 1)
    if not isinstance(node, FunctionBlock):
        return measure(node)
    if depth > _DEEPEST:
        return None
    if node.lower_name in ("calc", "-webkit-calc"):
        return _sum(node.arguments, measure, depth + 1)
    pick = _PICK.get(node.lower_name)
    if pick is None:
        return None
    parts: list[float] = []
    for part in _split(node.arguments, ","):
        value = _sum(part, measure, depth + 1)
        if value is None:
            return None
        parts.append(value)
    return pick(parts) if len(parts) >= (3 if node.lower_name == "clamp" else 1) else None


def _sum(nodes: Iterable[Node], measure: Measure, depth: int) -> float | None:
    """Products, added up."""
    if depth > _DEEPEST:
        return None
    total, sign, product = 0.0, 1.0, 1.0
    operator = "*"
    for node in nodes:
        if node.type in ("whitespace", "comment"):
            continue
        if isinstance(node, LiteralToken) and node.value in ("+", "-"):
            total += sign * product
            sign, product, operator = (1.0 if node.value == "+" else -1.0), 1.0, "*"
        elif isinstance(node, LiteralToken) and node.value in ("*", "/"):
            operator = node.value
        else:
            value = _worked_out(node, measure, depth)
            if value is None or (operator == "/" and value == 0):
                return None
            product = product * value if operator == "*" else product / value
    return total + sign * product


def _split(nodes: Iterable[Node], at: str) -> list[list[Node]]:
    parts: list[list[Node]] = [[]]
    for node in nodes:
        if isinstance(node, LiteralToken) and node.value == at:
            parts.append([])
        else:
            parts[-1].append(node)
    return parts


def words_of(value: Iterable[Node]) -> set[str]:
    """The keywords of a value, in lower case."""
    return {node.lower_value for node in value if isinstance(node, IdentToken)}
