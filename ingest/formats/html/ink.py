"""How letters are drawn in an element of a page, and whether a person can read them there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lxml.html import HtmlElement
from tinycss2.ast import FunctionBlock, Node, PercentageToken, URLToken

from ingest.formats.html.colours import BLACK, WHITE, Rgb, colour, colours_in
from ingest.formats.html.lengths import number, pixels, words_of
from ingest.formats.html.styles import Value

SHOWN_BY_SCRIPT = frozenset({"html", "head", "title", "body", "main", "article"})
"""Pages hide these only until their script has run (a person then sees them)."""
FAINTEST = 0.05
"""Opacity, and scale, at which nothing is seen."""
_SMALLEST = 1.5
"""Pixels of a letter's height at which nobody reads it."""
_CONTRAST = 1.1
"""Ratio of luminances, as WCAG 2.2 defines it, below which ink cannot be told from its paper."""


@dataclass(frozen=True, slots=True)
class Ink:
    """How letters are drawn in an element: what it inherits and what it stands on."""

    visible: bool = True
    size: float = 16.0
    opacity: float = 1.0
    color: Rgb = BLACK
    fill: Rgb | None = None
    """The colour within letters, where it is another than ``color``."""
    around: tuple[Rgb, ...] = ()
    """The colours of the shadow and of the edges of letters."""
    paper: tuple[Rgb, ...] | None = (WHITE,)
    """The colours that stand behind letters; None where it is a picture."""

    @property
    def is_seen(self) -> bool:
        """Whether a person can read it."""
        if not self.visible or self.size <= _SMALLEST or self.opacity <= FAINTEST:
            return False
        if self.paper is None:
            return True
        return any(
            _contrast(color.over(paper), paper) >= _CONTRAST
            for color in (self.fill or self.color, *self.around)
            for paper in self.paper
        )


def ink_of(element: HtmlElement, style: Mapping[str, Value], above: Ink) -> Ink:
    """The ink of an element that stands within ``above``."""
    if not style and not element.attrib:
        return above
    never_hidden = element.tag in SHOWN_BY_SCRIPT
    ink = above
    if "visibility" in style and not never_hidden:
        words = words_of(style["visibility"])
        if not words & {"inherit", "unset"}:
            ink = replace(ink, visible=not words & {"hidden", "collapse"})
    if size := style.get("font-size"):
        ink = replace(ink, size=_font_size(size[0], above.size))
    if zoom := style.get("zoom"):
        factor = number(zoom[0])
        ink = replace(ink, size=ink.size * (1.0 if factor is None else factor))
    if not never_hidden:
        ink = replace(ink, opacity=ink.opacity * _opacity(style))
    named = element.get("color") if element.tag == "font" else element.get("text")
    color = _declared("color", style, named)
    if color is not None:
        ink = replace(ink, color=color)
    ink = _filled(ink, style)
    paper = _paper(element, style, ink.color, above.paper)
    if "text" in words_of(style.get("background-clip", ())):
        # The background is painted within the letters, behind their own colour.
        ink, paper = replace(ink, around=(*ink.around, *(paper or ()))), above.paper
    return _filtered(replace(ink, paper=paper), style)


def _filled(ink: Ink, style: Mapping[str, Value]) -> Ink:
    if fill := style.get("-webkit-text-fill-color"):
        ink = replace(ink, fill=ink.color if "currentcolor" in words_of(fill) else colour(fill))
    if shadow := style.get("text-shadow"):
        drawn = () if "none" in words_of(shadow) else tuple(colours_in(shadow)) or (ink.color,)
        ink = replace(ink, around=drawn)
    width = style.get("-webkit-text-stroke-width", ())
    if any((pixels(node) or 0.0) > 0 for node in width):
        edge = colour(style.get("-webkit-text-stroke-color", ())) or ink.color
        ink = replace(ink, around=(*ink.around, edge))
    return ink


def _opacity(style: Mapping[str, Value]) -> float:
    opacity = 1.0
    for node in style.get("opacity", ()):
        part = number(node)
        opacity *= 1.0 if part is None else min(1.0, max(0.0, part))
    for node in style.get("filter", ()):
        if isinstance(node, FunctionBlock) and node.lower_name == "opacity" and node.arguments:
            part = number(node.arguments[0])
            opacity *= 1.0 if part is None else min(1.0, max(0.0, part))
    mask = style.get("mask-image", ())
    if mask and all(isinstance(node, FunctionBlock) for node in mask):
        stops = [stop for node in mask for stop in colours_in(node.arguments)]
        if stops and all(stop.alpha <= FAINTEST for stop in stops):
            return 0.0
    return opacity


def _filtered(ink: Ink, style: Mapping[str, Value]) -> Ink:
    """The ink after the filters that can turn one colour into another far from it. They change
    the paper too where the element has one of its own."""
    own_paper = "background-color" in style or "background-image" in style
    for node in style.get("filter", ()):
        if not isinstance(node, FunctionBlock) or node.lower_name not in ("brightness", "invert"):
            continue
        part = number(node.arguments[0]) if node.arguments else None
        amount = 1.0 if part is None else part
        ink = replace(
            ink,
            color=_turned(ink.color, node.lower_name, amount),
            fill=ink.fill and _turned(ink.fill, node.lower_name, amount),
        )
        if own_paper and ink.paper is not None:
            paper = tuple(_turned(color, node.lower_name, amount) for color in ink.paper)
            ink = replace(ink, paper=paper)
    return ink


def _turned(color: Rgb, kind: str, amount: float) -> Rgb:
    red, green, blue = (
        part * amount if kind == "brightness" else part * (1 - 2 * amount) + amount
        for part in color[:3]
    )
    return Rgb(
        min(1.0, max(0.0, red)), min(1.0, max(0.0, green)), min(1.0, max(0.0, blue)), color.alpha
    )


def _font_size(value: Node, above: float) -> float:
    """Pixels; names and what depends on the window count as the size around them."""
    if isinstance(value, PercentageToken):
        return above * float(value.value) / 100
    size = pixels(value, above)
    return above if size is None else size


def _paper(
    element: HtmlElement, style: Mapping[str, Value], ink: Rgb, above: tuple[Rgb, ...] | None
) -> tuple[Rgb, ...] | None:
    """What letters stand on; a page is white unless it says otherwise."""
    picture = style.get("background-image", ())
    drawn = bool(picture) and words_of(picture) != {"none"}
    if (drawn and any(isinstance(node, URLToken) for node in picture)) or element.get("background"):
        return None
    if drawn:
        stops = tuple(
            stop
            for node in picture
            if isinstance(node, FunctionBlock)
            for stop in colours_in(node.arguments)
        )
        return _over(stops, above) if stops else None
    color = _declared("background-color", style, element.get("bgcolor"))
    if color is None and "currentcolor" in words_of(style.get("background-color", ())):
        color = ink
    if color is None:
        # A colour that is not understood: nobody knows what it looks like.
        unknown = words_of(style.get("background-color", ())) - {"inherit", "initial", "unset"}
        return None if unknown or _has_function(style, "background-color") else above
    return _over((color,), above)


def _over(colors: tuple[Rgb, ...], above: tuple[Rgb, ...] | None) -> tuple[Rgb, ...] | None:
    if all(color.alpha == 1 for color in colors):
        return colors
    if above is None:
        return None
    return tuple(color.over(paper) for color in colors for paper in above)[:_PAPERS]


_PAPERS = 20
"""Colours behind letters that are looked at."""


def _has_function(style: Mapping[str, Value], name: str) -> bool:
    return any(isinstance(node, FunctionBlock) for node in style.get(name, ()))


def _declared(name: str, style: Mapping[str, Value], attribute: str | None) -> Rgb | None:
    """A colour by style, or else by an attribute of HTML ("FFFFFF" is one there)."""
    if name in style:
        return colour(style[name])
    return (colour(attribute) or colour(f"#{attribute}")) if attribute else None


def _contrast(ink: Rgb, paper: Rgb) -> float:
    lighter, darker = sorted((_luminance(ink), _luminance(paper)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: Rgb) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
