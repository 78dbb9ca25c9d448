"""The colour of Word's letters, and of what they stand on."""

from __future__ import annotations

import re

from lxml.etree import _Element

from ingest.formats.word.names import w

Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
_HIGHLIGHTS: dict[str, Colour] = {
    "black": BLACK, "blue": (0, 0, 255), "cyan": (0, 255, 255), "green": (0, 255, 0),
    "magenta": (255, 0, 255), "red": (255, 0, 0), "yellow": (255, 255, 0), "white": WHITE,
    "darkBlue": (0, 0, 128), "darkCyan": (0, 128, 128), "darkGreen": (0, 128, 0),
    "darkMagenta": (128, 0, 128), "darkRed": (128, 0, 0), "darkYellow": (128, 128, 0),
    "darkGray": (128, 128, 128), "lightGray": (192, 192, 192),
}  # fmt: skip
_DARK = 0.2
"""Of 1: on shading darker than this, Word writes in white where the colour is "auto"."""
_ALIKE = 12
"""Of 255: a smaller difference in each colour is not seen."""


def colour_of(value: str | None) -> Colour | None:
    """A colour as Word writes it, "C00000"; None for "auto" and what is no colour."""
    if value is None or not re.fullmatch(r"[0-9A-Fa-f]{6}", value):
        return None
    return int(value[:2], 16), int(value[2:4], 16), int(value[4:], 16)


def highlight(name: str | None) -> Colour | None:
    return _HIGHLIGHTS.get(name or "")


def shade(properties: _Element) -> Colour | None:
    """The shading that properties give: a pattern in full is of its own colour."""
    found = properties.find(w("shd"))
    if found is None:
        return None
    if found.get(w("val")) == "solid":
        return colour_of(found.get(w("color"))) or BLACK
    return colour_of(found.get(w("fill")))


def automatic(paper: Colour, is_highlight: bool) -> Colour:
    """What Word writes in where the colour is "auto": white on dark shading, else black. A
    highlight does not count."""
    red, green, blue = (part / 255 for part in paper)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return WHITE if luminance < _DARK and not is_highlight else BLACK


def are_alike(ink: Colour, paper: Colour) -> bool:
    return all(abs(a - b) <= _ALIKE for a, b in zip(ink, paper, strict=True))
