"""Whether the conditions of a style sheet hold on the screen that a page is looked at on.

Media Queries Level 4 without its rarer types: a condition that is not understood counts as a
browser counts it, neither true nor, under ``not``, false.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import tinycss2
from tinycss2.ast import (
    DimensionToken,
    FunctionBlock,
    IdentToken,
    LiteralToken,
    Node,
    NumberToken,
    ParenthesesBlock,
)

from ingest.formats.html.lengths import SCREEN, pixels

_WORDS = {
    "orientation": "landscape",
    "prefers-color-scheme": "light",
    "prefers-reduced-motion": "no-preference",
    "prefers-reduced-transparency": "no-preference",
    "prefers-contrast": "no-preference",
    "forced-colors": "none",
    "inverted-colors": "none",
    "hover": "hover",
    "any-hover": "hover",
    "pointer": "fine",
    "any-pointer": "fine",
    "scripting": "enabled",
    "update": "fast",
    "overflow-block": "scroll",
    "overflow-inline": "scroll",
    "display-mode": "browser",
    "color-gamut": "srgb",
    "dynamic-range": "standard",
}
_NUMBERS = {
    "width": SCREEN[0],
    "height": SCREEN[1],
    "device-width": SCREEN[0],
    "device-height": SCREEN[1],
    "aspect-ratio": SCREEN[0] / SCREEN[1],
    "device-aspect-ratio": SCREEN[0] / SCREEN[1],
    "resolution": 1.0,
    "-webkit-device-pixel-ratio": 1.0,
    "color": 8.0,
    "color-index": 0.0,
    "monochrome": 0.0,
    "grid": 0.0,
}
_RESOLUTIONS = {"dppx": 1.0, "x": 1.0, "dpi": 1 / 96, "dpcm": 2.54 / 96}
_COMPARED: dict[str, Callable[[float, float], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "=": lambda left, right: left == right,
}
_PROPERTIES = re.compile(
    r"--.*|-?(?:webkit|moz|ms|o)-.*|(?:align|animation|background|border|box|break|caret|clip|column|"
    r"contain|container|content|counter|field|flex|font|grid|hyphen|image|inset|isolation|justify|"
    r"line|list|margin|mask|max|min|mix|object|offset|opacity|order|outline|overflow|overscroll|padding|"
    r"page|perspective|place|pointer|position|quotes|resize|rotate|row|scale|scroll|scrollbar|shape|"
    r"tab|table|text|touch|transform|transition|translate|unicode|user|vertical|view|white|will|word|"
    r"writing|accent|all|appearance|aspect|backdrop|backface|bottom|clear|color|columns|cursor|direction|"
    r"display|empty|filter|float|gap|height|interpolate|left|letter|right|top|visibility|width|z|zoom|"
    r"orphans|widows|anchor|block|inline|math|ruby|tab|forced|fill|stroke|d|r|x|y|cx|cy|rx|ry)(?:-.*)?"
)
_DEEPEST = 20


def is_on_screen(condition: str) -> bool:
    """Whether one of the media queries of a list holds."""
    nodes = tinycss2.parse_component_value_list(condition, skip_comments=True)
    queries: list[list[Node]] = [[]]
    for node in nodes:
        if isinstance(node, LiteralToken) and node.value == ",":
            queries.append([])
        elif node.type != "whitespace":
            queries[-1].append(node)
    return any(_query_holds(query) for query in queries)


def is_supported(condition: str) -> bool:
    """Whether the condition of @supports holds in a browser of today."""
    nodes = tinycss2.parse_component_value_list(condition, skip_comments=True)
    return _condition([n for n in nodes if n.type != "whitespace"], _declaration_holds, 0) is True


def _query_holds(query: list[Node]) -> bool:
    if not query:
        return True
    words = [node.lower_value if isinstance(node, IdentToken) else "" for node in query]
    negated = False
    if words[0] in ("not", "only") and len(query) > 1 and words[1]:
        negated = words[0] == "not"
        query, words = query[1:], words[1:]
    if not words[0] or words[0] == "not":
        return _condition(query, _feature_holds, 0) is True
    of_kind = words[0] in ("screen", "all")
    rest = query[2:] if len(query) > 1 and words[1] == "and" else query[1:]
    features = _condition(rest, _feature_holds, 0) if rest else True
    if features is None:
        return False
    return (of_kind and features) != negated


def _condition(
    nodes: list[Node], holds: Callable[[list[Node]], bool | None], depth: int
) -> bool | None:
    """Conditions joined by ``and`` or ``or``, or one after ``not``; None where it is unknown."""
    if depth > _DEEPEST or not nodes:
        return None
    results: list[bool | None] = []
    joined_by, negated = "and", False
    for node in nodes:
        if isinstance(node, IdentToken):
            if node.lower_value == "not":
                negated = True
            elif node.lower_value in ("and", "or"):
                joined_by = node.lower_value
            else:
                return None
            continue
        result = _one_condition(node, holds, depth)
        results.append((None if result is None else not result) if negated else result)
        negated = False
    if not results:
        return None
    decisive = joined_by == "or"
    if decisive in results:
        return decisive
    return None if None in results else not decisive


def _one_condition(
    node: Node, holds: Callable[[list[Node]], bool | None], depth: int
) -> bool | None:
    if isinstance(node, FunctionBlock):
        # selector(...) and its like: browsers of today know what pages ask for.
        return True if node.lower_name == "selector" else None
    if not isinstance(node, ParenthesesBlock):
        return None
    inside = [part for part in node.content if part.type != "whitespace"]
    if any(isinstance(part, ParenthesesBlock) for part in inside) and not any(
        isinstance(part, LiteralToken) for part in inside
    ):
        return _condition(inside, holds, depth + 1)
    return holds(inside)


def _declaration_holds(nodes: list[Node]) -> bool | None:
    if not nodes or not isinstance(nodes[0], IdentToken):
        return None
    return _PROPERTIES.fullmatch(nodes[0].lower_value) is not None


def _feature_holds(nodes: list[Node]) -> bool | None:
    """A feature of the screen: (color), (min-width: 40em), (400px < width <= 80em)."""
    if len(nodes) == 1 and isinstance(nodes[0], IdentToken):
        name = nodes[0].lower_value
        if name in _WORDS:
            return _WORDS[name] != "none" and _WORDS[name] != "no-preference"
        return _NUMBERS[name] != 0 if name in _NUMBERS else None
    signs = [
        i for i, node in enumerate(nodes) if isinstance(node, LiteralToken) and node.value == ":"
    ]
    if signs and isinstance(nodes[0], IdentToken):
        return _plain_feature(nodes[0].lower_value, nodes[signs[0] + 1 :])
    return _range(nodes)


def _plain_feature(name: str, value: list[Node]) -> bool | None:
    if name in _WORDS:
        word = value[0].lower_value if value and isinstance(value[0], IdentToken) else None
        return None if word is None else word == _WORDS[name]
    limit = _measured(value)
    side, _, plain = name.partition("-")
    if side in ("min", "max") and plain in _NUMBERS:
        return (
            None
            if limit is None
            else _COMPARED[">=" if side == "min" else "<="](_NUMBERS[plain], limit)
        )
    if found := re.fullmatch(r"-webkit-(min|max)-device-pixel-ratio", name):
        return None if limit is None else _COMPARED[">=" if found[1] == "min" else "<="](1.0, limit)
    return _NUMBERS[name] == limit if name in _NUMBERS and limit is not None else None


def _range(nodes: list[Node]) -> bool | None:
    parts: list[list[Node]] = [[]]
    operators: list[str] = []
    for node in nodes:
        if isinstance(node, LiteralToken) and node.value in ("<", ">", "=", "<=", ">="):
            if not parts[-1] and operators and node.value == "=":
                operators[-1] += "="
                continue
            operators.append(node.value)
            parts.append([])
        else:
            parts[-1].append(node)
    if not operators or any(operator not in _COMPARED for operator in operators):
        return None
    values = [_named_or_measured(part) for part in parts]
    result = True
    for left, operator, right in zip(values, operators, values[1:], strict=False):
        if left is None or right is None:
            return None
        result = result and _COMPARED[operator](left, right)
    return result


def _named_or_measured(part: list[Node]) -> float | None:
    if len(part) == 1 and isinstance(part[0], IdentToken):
        return _NUMBERS.get(part[0].lower_value)
    return _measured(part)


def _measured(value: Iterable[Node]) -> float | None:
    """A length in pixels, a ratio, a resolution or a number."""
    parts = [node for node in value if node.type != "whitespace"]
    if not parts:
        return None
    first = parts[0]
    if len(parts) == 3 and isinstance(first, NumberToken) and isinstance(parts[2], NumberToken):
        return float(first.value) / float(parts[2].value) if parts[2].value else None
    if isinstance(first, NumberToken):
        return float(first.value)
    if isinstance(first, DimensionToken) and first.lower_unit in _RESOLUTIONS:
        return float(first.value) * _RESOLUTIONS[first.lower_unit]
    return pixels(first)
