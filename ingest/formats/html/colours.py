"""The colours that styles name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import tinycss2
from tinycss2.ast import FunctionBlock, HashToken, IdentToken, Node, PercentageToken
from tinycss2.color4 import Color
from tinycss2.color5 import parse_color

_DEEPEST = 5


class Rgb(NamedTuple):
    """A colour, each part from 0 to 1; ``alpha`` 0 lets everything through."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    def over(self, paper: Rgb) -> Rgb:
        """This colour as seen on ``paper``, which lets nothing through."""
        return self._replace(alpha=1.0).mixed(self.alpha, paper)

    def mixed(self, part: float, other: Rgb) -> Rgb:
        """So much of this colour, and the rest of another."""
        return Rgb(*(a * part + b * (1 - part) for a, b in zip(self, other, strict=True)))


BLACK, WHITE = Rgb(0, 0, 0), Rgb(1, 1, 1)


def colour(value: Iterable[Node] | str, depth: int = 0) -> Rgb | None:
    """The colour that a value names; None where it names none, or that of what is around it."""
    text = value if isinstance(value, str) else tinycss2.serialize(value)
    parsed = parse_color(text.strip())
    if parsed is None:
        nodes = tinycss2.parse_component_value_list(text.strip(), skip_comments=True)
        if len(nodes) == 1 and isinstance(nodes[0], FunctionBlock) and depth < _DEEPEST:
            return _made_of_others(nodes[0], depth + 1)
        return None
    if isinstance(parsed, str):
        return None
    red, green, blue = _srgb(parsed)
    red, green, blue = map(_within_one, (red, green, blue))
    return Rgb(red, green, blue, _within_one(parsed.alpha))


def _within_one(part: float | None) -> float:
    return min(1.0, max(0.0, part or 0.0))


def colours_in(nodes: Iterable[Node]) -> Iterator[Rgb]:
    """The colours named among the parts of a value, as a gradient names them."""
    for node in nodes:
        if isinstance(node, IdentToken | HashToken | FunctionBlock):
            named = colour((node,))
            if named is not None:
                yield named


def _made_of_others(function: FunctionBlock, depth: int) -> Rgb | None:
    """color-mix(), of which the space it mixes in is passed over, and a colour that is made
    ``from`` another, taken for that other: both are near enough to say whether ink shows."""
    named = [node for node in function.arguments if node.type not in ("whitespace", "comment")]
    if function.lower_name == "color-mix":
        parts: list[tuple[Rgb, float | None]] = []
        for node in named:
            if isinstance(node, PercentageToken) and parts:
                parts[-1] = (parts[-1][0], float(node.value) / 100)
            elif (mixed := colour((node,), depth)) is not None:
                parts.append((mixed, None))
        if len(parts) != 2:
            return None
        (first, share), (second, rest) = parts
        if share is None:
            share = 0.5 if rest is None else 1 - rest
        return first.mixed(min(1.0, max(0.0, share)), second)
    if len(named) > 1 and isinstance(named[0], IdentToken) and named[0].lower_value == "from":
        return colour(named[1:2], depth)
    return None


def _srgb(parsed: Color) -> tuple[float, float, float]:
    """The parts of a colour in sRGB. Wider spaces (display-p3) count as sRGB: what they hold
    beyond it makes no difference to whether ink shows."""
    if parsed.space in ("lab", "lch"):
        x, y, z = (part or 0.0 for part in parsed.to("xyz-d50").coordinates)
        return _from_xyz(x * 0.9505 / 0.9642, y, z * 1.089 / 0.8249)
    if parsed.space in ("oklab", "oklch"):
        parsed = parsed.to("xyz-d65")
    elif parsed.space in ("hsl", "hwb"):
        parsed = parsed.to("srgb")
    first, second, third = (part or 0.0 for part in parsed.coordinates)
    if parsed.space.startswith("xyz"):
        return _from_xyz(first, second, third)
    return first, second, third


def _from_xyz(x: float, y: float, z: float) -> tuple[float, float, float]:
    """sRGB of CIE XYZ (D65), by the matrix and curve of IEC 61966-2-1."""
    linear = (
        3.2406 * x - 1.5372 * y - 0.4986 * z,
        -0.9689 * x + 1.8758 * y + 0.0415 * z,
        0.0557 * x - 0.2040 * y + 1.0570 * z,
    )
    red, green, blue = (
        12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055 for part in linear
    )
    return red, green, blue
