"""Text that a page carries but does not show, a trap for readers that are no person; and
text that it shows struck out.

What is looked at: the page's own styles (`ingest.formats.html.styles`), the attributes of HTML
that do the same, and the class names that frameworks reserve for screen readers. Boxes that
cover text, and what scripts do, are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from lxml.html import HtmlElement
from tinycss2.ast import DimensionToken, FunctionBlock, Node, NumberToken, PercentageToken

from ingest.document import LeftOut
from ingest.formats.html.styles import (
    BLACK,
    SCREEN,
    WHITE,
    Rgb,
    Value,
    colour,
    pixels,
    styles_of,
    words_of,
)
from ingest.formats.text import hidden_characters, visible

_SCREEN_READER_ONLY = frozenset(
    {"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text"}
)
_NEVER = frozenset({"html", "head", "title", "body", "main", "article"})
"""Pages hide these only until their script has run (a person then sees them)."""
_STRUCK_OUT = frozenset({"s", "strike", "del"})
_SMALLEST = 1.5
"""Pixels of a letter's height at which nobody reads it."""
_FAINTEST = 0.05
"""Opacity, and scale, at which nothing is seen."""
_OUTSIDE = 100.0
"""Pixels left of or above its place, from which text stands outside the window."""
_FAR_OUTSIDE = 1000.0
"""The same for margins and translations, by which pages also arrange what they show."""
_CONTRAST = 1.1
"""Ratio of luminances, as WCAG 2.2 defines it, below which ink cannot be told from its paper."""

_Styles = Mapping[HtmlElement, Mapping[str, Value]]
_NOTHING: Mapping[str, Value] = {}


@dataclass(frozen=True, slots=True)
class _Ink:
    """How letters are drawn in an element: what it inherits and what it stands on."""

    visible: bool = True
    size: float = 16.0
    color: Rgb = BLACK
    paper: Rgb | None = WHITE
    """None where it is a picture."""

    @property
    def is_seen(self) -> bool:
        """Whether a person can read it."""
        if not self.visible or self.size <= _SMALLEST:
            return False
        return self.paper is None or _contrast(self.color.over(self.paper), self.paper) >= _CONTRAST


def take_out_hidden(tree: HtmlElement) -> list[LeftOut]:
    """Removes from ``tree`` what a browser would not show, or would show struck out, and returns
    what it said."""
    styles = styles_of(tree)
    left_out: list[LeftOut] = []
    secret = hidden_characters(str(tree.text_content()))
    if secret:
        left_out.append(LeftOut("hidden text", secret))
    inks = _inks(tree, styles)
    showing = _showing(tree, styles, inks)
    inside = 0  # how many of the next elements stand in one already taken out
    for element in list(tree.iter()):
        if inside:
            inside -= 1
            continue
        if element not in inks:
            continue
        unseen = not inks[element].is_seen
        removable = element.tag not in _NEVER and element.getparent() is not None
        hidden = _is_hidden(element, styles) or (unseen and element not in showing)
        if removable and (hidden or _is_struck_out(element, styles)):
            inside = sum(1 for _ in element.iterdescendants())
            text = "".join(_text_within(element))
            element.drop_tree()
        elif unseen:  # but something in it is shown
            hidden, text = True, " ".join(_own_text(element))
            _drop_own_text(element)
        else:
            continue
        if text := visible(" ".join(text.split())):
            left_out.append(LeftOut("hidden text" if hidden else "struck out", text))
    return left_out


def _text_within(element: HtmlElement) -> Iterator[str]:
    for part in element.iter():
        if part.tag not in ("script", "style"):
            yield part.text or ""
        if part is not element:
            yield part.tail or ""


def _own_text(element: HtmlElement) -> Iterator[str]:
    """The text of an element that stands in no other within it."""
    yield element.text or ""
    for child in element:
        yield child.tail or ""


def _drop_own_text(element: HtmlElement) -> None:
    element.text = " "
    for child in element:
        child.tail = " "


def _showing(
    tree: HtmlElement, styles: _Styles, inks: Mapping[HtmlElement, _Ink]
) -> set[HtmlElement]:
    """The elements in which some text is seen."""
    showing: set[HtmlElement] = set()
    for element, ink in reversed(list(inks.items())):
        if _is_hidden(element, styles) and element.tag not in _NEVER:
            showing.discard(element)
            continue
        if element in showing or (ink.is_seen and any(map(str.strip, _own_text(element)))):
            showing.add(element)
            if element is not tree:
                showing.add(element.getparent())
    return showing


def _inks(tree: HtmlElement, styles: _Styles) -> dict[HtmlElement, _Ink]:
    """How each element draws its letters, in the order of the page."""
    inks: dict[HtmlElement, _Ink] = {}
    for element in tree.iter():
        if isinstance(element.tag, str):
            above = inks.get(element.getparent(), _Ink()) if element is not tree else _Ink()
            inks[element] = _ink(element, styles.get(element, _NOTHING), above)
    return inks


def _ink(element: HtmlElement, style: Mapping[str, Value], above: _Ink) -> _Ink:
    attributes = element.attrib
    if not style and not attributes:
        return above
    ink = above
    if "visibility" in style and element.tag not in _NEVER:
        words = words_of(style["visibility"])
        if not words & {"inherit", "unset"}:
            ink = replace(ink, visible=not words & {"hidden", "collapse"})
    if size := style.get("font-size"):
        ink = replace(ink, size=_font_size(size[0], above.size))
    if (paper := _paper(element, style, above.paper)) != ink.paper:
        ink = replace(ink, paper=paper)
    named = attributes.get("color") if element.tag == "font" else attributes.get("text")
    if (color := _declared("color", style, named)) is not None:
        ink = replace(ink, color=color)
    return ink


def _font_size(value: Node, above: float) -> float:
    """Pixels; names and what depends on the window count as the size around them."""
    if isinstance(value, PercentageToken):
        return above * float(value.value) / 100
    size = pixels(value, above)
    return above if size is None else size


def _paper(element: HtmlElement, style: Mapping[str, Value], above: Rgb | None) -> Rgb | None:
    """What letters stand on; a page is white unless it says otherwise."""
    picture = style.get("background-image", ())
    if (picture and words_of(picture) != {"none"}) or element.get("background"):
        return None
    color = _declared("background-color", style, element.get("bgcolor"))
    if color is None:
        # A colour that is not understood: nobody knows what it looks like.
        unknown = words_of(style.get("background-color", ())) - {"inherit", "initial", "unset"}
        return None if unknown or _has_function(style, "background-color") else above
    if above is None:
        return color if color.alpha == 1 else None
    return color.over(above)


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


def _is_struck_out(element: HtmlElement, styles: _Styles) -> bool:
    line = styles.get(element, _NOTHING).get("text-decoration-line")
    if line is None:
        return element.tag in _STRUCK_OUT
    return "line-through" in words_of(line)


def _is_hidden(element: HtmlElement, styles: _Styles) -> bool:
    """Whether nothing within the element is drawn, whatever it says of itself."""
    style = styles.get(element, _NOTHING)
    if "display" not in style and element.get("hidden") not in (None, "until-found"):
        return True
    if _SCREEN_READER_ONLY.intersection(element.get("class", "").split()):
        return True
    return bool(style) and (
        "none" in words_of(style.get("display", ()))
        or "hidden" in words_of(style.get("content-visibility", ()))
        or any(_number(node) <= _FAINTEST for node in style.get("opacity", ()))
        or _is_outside(style)
        or _is_shut(style)
        or any(map(_clips_all, (*style.get("clip", ()), *style.get("clip-path", ()))))
        or any(map(_moves_away, style.get("transform", ())))
    )


def _number(node: Node) -> float:
    """A number or a percentage; 1 for what is neither."""
    if isinstance(node, PercentageToken):
        return float(node.value) / 100
    return float(node.value) if isinstance(node, NumberToken) else 1.0


def _is_outside(style: Mapping[str, Value]) -> bool:
    """Whether it is drawn outside the window."""
    names = ["text-indent"]
    if words_of(style.get("position", ())) & {"absolute", "fixed", "relative", "sticky"}:
        names += ["left", "top", "right"]
    return any(-_shift(node) >= _OUTSIDE for name in names for node in style.get(name, ())) or any(
        -_shift(node) >= _FAR_OUTSIDE
        for name in ("margin-left", "margin-top")
        for node in style.get(name, ())
    )


def _shift(node: Node) -> float:
    """A length in pixels; a percentage is one of the window's width from 100% on, and nothing
    below that, where it depends on what stands around."""
    if isinstance(node, PercentageToken):
        return float(node.value) * SCREEN[0] / 100 if abs(node.value) >= 100 else 0.0
    return pixels(node) or 0.0


def _is_shut(style: Mapping[str, Value]) -> bool:
    """Whether it is a box without width or height that cuts off what does not fit."""
    sides = ("width", "height", "max-width", "max-height")
    return bool(words_of(style.get("overflow", ())) & {"hidden", "clip"}) and any(
        _is_tiny(node) for side in sides for node in style.get(side, ())
    )


def _is_tiny(node: Node) -> bool:
    if isinstance(node, PercentageToken):
        return bool(node.value <= 1)
    length = pixels(node)
    return length is not None and length <= 1


def _clips_all(node: Node) -> bool:
    """Whether a shape of clip or clip-path leaves nothing: rect(0 0 0 0), inset(50%), circle(0)."""
    if not isinstance(node, FunctionBlock):
        return False
    sizes = [
        part
        for part in node.arguments
        if isinstance(part, NumberToken | DimensionToken | PercentageToken)
    ]
    if node.lower_name == "inset":
        return any(isinstance(part, PercentageToken) and part.value >= 50 for part in sizes)
    if node.lower_name in ("circle", "ellipse"):
        sizes = sizes[:1]
    return bool(sizes) and all(map(_is_tiny, sizes)) and "auto" not in words_of(node.arguments)


def _moves_away(node: Node) -> bool:
    """Whether a transformation shrinks it to nothing or moves it out of the window."""
    if not isinstance(node, FunctionBlock):
        return False
    if node.lower_name.startswith("scale"):
        return any(abs(_number(part)) <= _FAINTEST for part in node.arguments)
    moved = [pixels(part) or 0.0 for part in node.arguments]
    return node.lower_name.startswith("translate") and min(moved, default=0) <= -_FAR_OUTSIDE
