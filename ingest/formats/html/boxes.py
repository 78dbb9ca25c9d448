"""Boxes of a page in which nothing is drawn: shut, cut to nothing, moved out of the window, turned
edge on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lxml.html import HtmlElement
from tinycss2.ast import (
    FunctionBlock,
    IdentToken,
    Node,
    PercentageToken,
    StringToken,
)

from ingest.formats.html.ink import FAINTEST
from ingest.formats.html.lengths import SCREEN, degrees, number, pixels, share, words_of
from ingest.formats.html.styles import Value

_OUTSIDE = 100.0
"""Pixels left of or above its place, from which text stands outside the window."""
_FAR_OUTSIDE = 1000.0
"""The same for translations, by which pages also arrange what they show."""
_IN_A_LINE = frozenset(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small
    span strike strong sub sup time tt u var
    """.split()
)
"""Elements that stand in a line of text, whose width and height count for nothing."""
_EDGE_ON = 1.0
"""Degrees from which a plane seen edge on is no line any more."""


def draws_nothing(element: HtmlElement, style: Mapping[str, Value]) -> bool:
    """Whether nothing within the element is drawn, whatever it says of itself."""
    is_box = _is_box(element, style)
    floats = bool(words_of(style.get("position", ())) & {"absolute", "fixed"})
    return (
        _is_outside(style)
        or (is_box and (_is_shut(style) or _is_turned_away(style)))
        or (floats and any(map(_clips_all, style.get("clip", ()))))
        or any(map(_clips_all, style.get("clip-path", ())))
    )


def _is_box(element: HtmlElement, style: Mapping[str, Value]) -> bool:
    if element.tag not in _IN_A_LINE:
        return words_of(style.get("display", ())) != {"inline"}
    return (
        bool(words_of(style.get("position", ())) & {"absolute", "fixed"})
        or bool(words_of(style.get("float", ())) - {"none"})
        or bool(words_of(style.get("display", ())) - {"inline", "contents"})
    )


def _is_outside(style: Mapping[str, Value]) -> bool:
    """Whether it is drawn outside the window, where no scrolling leads. To the right and below
    a page can be scrolled, but not to what is fixed to the window."""
    position = words_of(style.get("position", ()))
    before = ["text-indent", "margin-left", "margin-top"]
    if position & {"absolute", "fixed", "relative", "sticky", "-webkit-sticky"}:
        before += ["left", "top"]
    if any(-_shift(node) >= _limit(name) for name in before for node in style.get(name, ())):
        return True
    opposite = {"right": ("left", SCREEN[0]), "bottom": ("top", SCREEN[1])}
    for name, (side, length) in opposite.items():
        if position & {"absolute", "fixed"} and words_of(style.get(side, ())) <= {"auto"}:
            if any(_shift(node) >= length for node in style.get(name, ())):
                return True
            if "fixed" in position and any(-_shift(node) >= length for node in style.get(name, ())):
                return True
        if "fixed" in position and any(_shift(n) >= length for n in style.get(side, ())):
            return True
    cut = words_of(style.get("overflow-x", ())) & {"hidden", "clip"}
    return bool(cut) and any((share(n) or 0.0) >= 1 for n in style.get("text-indent", ()))


def _limit(name: str) -> float:
    return _FAR_OUTSIDE if name.startswith("margin") else _OUTSIDE


def _shift(node: Node) -> float:
    """A length in pixels; a percentage is one of the window's width from 100% on, and nothing
    below that, where it depends on what stands around."""
    part = share(node) if isinstance(node, PercentageToken) else None
    if part is not None:
        return part * SCREEN[0] if abs(part) >= 1 else 0.0
    return pixels(node) or 0.0


def _is_shut(style: Mapping[str, Value]) -> bool:
    """Whether it is a box without width or height that cuts off what does not fit."""
    for axis, side in (("x", "width"), ("y", "height")):
        if any((pixels(node) or 0.0) > 1 for node in style.get(f"min-{side}", ())):
            continue
        cut = words_of(style.get(f"overflow-{axis}", ())) & {"hidden", "clip", "auto", "scroll"}
        painted = words_of(style.get("contain", ())) & {"paint", "strict", "content"}
        tiny = any(_is_tiny(node) for name in (side, f"max-{side}") for node in style.get(name, ()))
        if (cut or painted) and tiny:
            return True
    return False


def _is_tiny(node: Node) -> bool:
    part = share(node)
    if part is not None and isinstance(node, PercentageToken):
        return part <= 0.01
    length = pixels(node)
    return length is not None and length <= 1


def _clips_all(node: Node) -> bool:
    """Whether a shape of clip or clip-path leaves nothing: rect(0 0 0 0), inset(50%), circle(0)."""
    if not isinstance(node, FunctionBlock):
        return False
    parts = list(node.arguments)
    at = next((i for i, p in enumerate(parts) if words_of((p,)) & {"at", "round"}), len(parts))
    sizes = [p for p in parts[:at] if pixels(p) is not None or share(p) is not None]
    match node.lower_name:
        case "inset":
            return _cuts_all(sizes)
        case "circle" | "ellipse":
            return any(map(_is_tiny, sizes))
        case "polygon":
            return _has_no_area(sizes)
        case "path":
            said = next((p.value for p in parts if isinstance(p, StringToken)), "")
            return len(re.findall(r"\d+", str(said))) < 6  # fewer than three points
        case "xywh":
            return any(map(_is_tiny, sizes[2:4]))
    return bool(sizes) and all(map(_is_tiny, sizes)) and "auto" not in words_of(parts)


def _cuts_all(sides: Sequence[Node]) -> bool:
    """Whether two opposite sides together take all."""
    if not sides:
        return False
    top = sides[0]
    right = sides[1] if len(sides) > 1 else top
    bottom = sides[2] if len(sides) > 2 else top
    left = sides[3] if len(sides) > 3 else right
    return any(
        (share(a) or 0.0) + (share(b) or 0.0) >= 1 for a, b in ((top, bottom), (left, right))
    )


def _has_no_area(sizes: Sequence[Node]) -> bool:
    """Whether a polygon shuts nothing in: by the shoelace formula, a percentage being one of a
    box of 100 pixels."""
    sides = [(share(n) or 0.0) * 100 if pixels(n) is None else pixels(n) or 0.0 for n in sizes]
    points = list(zip(sides[::2], sides[1::2], strict=False))
    if len(points) < 3:
        return True
    turns = zip(points, [*points[1:], points[0]], strict=True)
    return abs(sum(x * v - u * y for (x, y), (u, v) in turns)) / 2 < 1


def _is_turned_away(style: Mapping[str, Value]) -> bool:
    """Whether a transformation shrinks it to nothing, moves it out of the window, turns it edge
    on, or shows a back that is not drawn."""
    one_sided = "hidden" in words_of(style.get("backface-visibility", ()))
    for node in style.get("transform", ()):
        if isinstance(node, FunctionBlock) and _transforms_away(node, one_sided):
            return True
    if any(
        abs(number(n) or 0.0) <= FAINTEST for n in style.get("scale", ()) if number(n) is not None
    ):
        return True
    if any((pixels(n) or 0.0) <= -_FAR_OUTSIDE for n in style.get("translate", ())):
        return True
    rotate = style.get("rotate", ())
    axis = words_of(rotate) & {"x", "y"}
    return bool(axis) and any(_is_edge_on(node, one_sided) for node in rotate)


def _transforms_away(function: FunctionBlock, one_sided: bool) -> bool:
    name, parts = function.lower_name, function.arguments
    numbers = [n for n in map(number, parts) if n is not None]
    if name.startswith("scale"):
        return any(abs(n) <= FAINTEST for n in numbers)
    if name == "matrix" and len(numbers) == 6:
        a, b, c, d, across, down = numbers
        return abs(a * d - b * c) <= FAINTEST**2 or min(across, down) <= -_FAR_OUTSIDE
    if name in ("rotatex", "rotatey"):
        return any(_is_edge_on(part, one_sided) for part in parts)
    moved = [pixels(part) or 0.0 for part in parts]
    return name.startswith("translate") and min(moved, default=0) <= -_FAR_OUTSIDE


def _is_edge_on(node: Node, one_sided: bool) -> bool:
    angle = None if isinstance(node, IdentToken) else degrees(node)
    if angle is None:
        return False
    turned = abs(angle) % 360
    if one_sided and 90 < turned < 270:
        return True
    return abs(turned % 180 - 90) <= _EDGE_ON
