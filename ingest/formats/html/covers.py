"""Boxes of a page that lie over others and hide what they say.

Without laying the page out this can be said of two kinds: a box that fills the box it is placed
in, and one that is drawn up over the element before it. A box over the whole window is no cover:
pages show one until their script has run.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml.html import HtmlElement
from tinycss2.ast import Node

from ingest.formats.html.colours import colour
from ingest.formats.html.lengths import number, pixels, share, words_of
from ingest.formats.html.styles import Value

_Styles = Mapping[HtmlElement, Mapping[str, Value]]
_NOTHING: Mapping[str, Value] = {}
_LINE = 16.0
"""Pixels of a line of text: a box that is drawn up by less covers none."""


def covered(styles: _Styles) -> set[HtmlElement]:
    """The elements over which an opaque box lies, each with all that is in it."""
    under: set[HtmlElement] = set()
    for cover, style in styles.items():
        if not _is_opaque(style) or _level(style) < 0:
            continue
        position = words_of(style.get("position", ()))
        if "absolute" in position and _fills(style):
            frame = _frame(cover, styles)
            if frame is not None and frame.tag != "body":
                under.update(_beneath(frame, cover, styles))
        elif "relative" in position and _drawn_up(style) >= _LINE:
            before = cover.getprevious()
            if before is not None and not _is_above(before, style, styles):
                under.add(before)
    return under


def _is_opaque(style: Mapping[str, Value]) -> bool:
    paper = colour(style.get("background-color", ()))
    return paper is not None and paper.alpha == 1


def _fills(style: Mapping[str, Value]) -> bool:
    """Whether it takes all the box that it is placed in."""
    across = _is_at(style, "left") and (_is_at(style, "right") or _is_whole(style, "width"))
    down = _is_at(style, "top") and (_is_at(style, "bottom") or _is_whole(style, "height"))
    return across and down


def _is_at(style: Mapping[str, Value], side: str) -> bool:
    return any(_zero_or_less(node) for node in style.get(side, ()))


def _zero_or_less(node: Node) -> bool:
    length = pixels(node)
    part = share(node) if length is None else length
    return part is not None and part <= 0


def _is_whole(style: Mapping[str, Value], name: str) -> bool:
    return any((share(node) or 0.0) >= 1 for node in style.get(name, ()))


def _frame(element: HtmlElement, styles: _Styles) -> HtmlElement | None:
    """The box in which an absolute one is placed."""
    for above in element.iterancestors():
        if words_of(styles.get(above, _NOTHING).get("position", ())) - {"static"}:
            return above
    return None


def _beneath(frame: HtmlElement, cover: HtmlElement, styles: _Styles) -> set[HtmlElement]:
    """The elements within a frame over which the cover lies: those that are placed later, or
    higher, lie over it. The elements around the cover are not beneath it."""
    style = styles[cover]
    around = {cover, *cover.iterancestors()}
    found: set[HtmlElement] = set()
    after = False
    for element in frame.iterdescendants():
        after = after or element is cover
        if element in around or not isinstance(element.tag, str):
            continue
        if element.getparent() not in around:
            continue  # it goes with what it stands in
        own = styles.get(element, _NOTHING)
        placed = words_of(own.get("position", ())) - {"static"}
        higher = bool(placed) and (
            _level(own) > _level(style) or (after and _level(own) == _level(style))
        )
        if not higher:
            found.add(element)
    return found


def _is_above(element: HtmlElement, cover: Mapping[str, Value], styles: _Styles) -> bool:
    own = styles.get(element, _NOTHING)
    return bool(words_of(own.get("position", ())) - {"static"}) and _level(own) > _level(cover)


def _level(style: Mapping[str, Value]) -> float:
    for node in style.get("z-index", ()):
        if (level := number(node)) is not None:
            return level
    return 0.0


def _drawn_up(style: Mapping[str, Value]) -> float:
    """Pixels by which it is drawn up over what stands before it, if it is high enough to hide
    that."""
    up = sum(
        max(0.0, -(pixels(node) or 0.0))
        for name in ("top", "margin-top")
        for node in style.get(name, ())
    )
    height = max((pixels(node) or 0.0 for node in style.get("height", ())), default=0.0)
    return up if height >= up / 2 else 0.0
