"""Text of a Word document that its page does not show, apart from ink that matches its paper:
letters too small, too narrow or heaped on each other, lines, rows and boxes without room, and
what stands beyond the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml.etree import _Element

from ingest.formats.word.form_fields import is_switched_on
from ingest.formats.word.names import w

_TWIPS = 20
"""A point has so many of the units in which Word gives lengths."""
_NARROWEST = 8
"""Percent of their width at which letters are set: nobody reads narrower ones."""
_LOWEST = 2 * _TWIPS
"""Height of a line or row that nobody reads."""
_BEYOND = 100 * _TWIPS
"""How far outside the margin text stands off the page: margins are seldom wider."""
_PAGE = 1700 * _TWIPS
"""Farther than this is beyond any sheet of paper."""
_LETTER = 0.5
"""An average letter's width by its height."""
_EMU = 12_700
"""Units of drawings in a point."""
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_SHAPES = "{urn:schemas-microsoft-com:vml}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"

Find = Callable[[str], _Element | None]
"""The property of a run or paragraph of some name, its own or else by its styles."""


def is_run_hidden(run: _Element, find: Find) -> bool:
    """Whether a run's letters are not to be read, whatever their colour."""
    if any(_is_on(find(name)) for name in ("vanish", "webHidden", "specVanish")):
        return True
    size = _value(find("sz"))
    height = 22.0 if size is None else size
    if height <= 2:  # half points
        return True
    width = _value(find("w"))
    if width is not None and width < _NARROWEST:
        return True
    letter = height / 2 * _TWIPS * _LETTER
    apart = _value(find("spacing"))
    if apart is not None and apart <= -letter:
        return True
    fit = _value(find("fitText"))
    text = "".join(part.text or "" for part in run.iter(w("t")))
    return fit is not None and 0 < fit < letter * len(text) * _NARROWEST / 100


def is_paragraph_hidden(paragraph: _Element, find: Find) -> bool:
    """Whether nothing of a paragraph is to be seen: its lines have no height, or it stands beyond
    the page, or in a row without height."""
    spacing = find("spacing")
    if spacing is not None and spacing.get(w("lineRule")) == "exact":
        line = _number(spacing.get(w("line")))
        if line is not None and line <= _LOWEST:
            return True
    indent = find("ind")
    if indent is not None:
        for name in ("left", "start"):
            left = _number(indent.get(w(name)))
            if left is not None and (left <= -_PAGE / 10 or left >= _PAGE):
                return True
    frame = find("framePr")
    if frame is not None and any(
        (place := _number(frame.get(w(name)))) is not None and (place <= -_BEYOND or place >= _PAGE)
        for name in ("x", "y")
    ):
        return True
    return any(map(_is_row_hidden, paragraph.iterancestors(w("tr"))))


def is_box_hidden(box: _Element) -> bool:
    """Whether a text box is not drawn."""
    for around in box.iterancestors():
        if around.tag == w("p"):
            return False
        if around.tag in (f"{_DRAWING}anchor", f"{_DRAWING}inline"):
            return _is_drawing_hidden(around)
        style = (around.get("style") or "") if str(around.tag).startswith(_SHAPES) else ""
        if re.search(r"(?i)visibility\s*:\s*hidden|display\s*:\s*none", style):
            return True
        if re.search(
            r"(?i)(?:^|;)\s*(?:width|height)\s*:\s*0*\.?0*[01]?(?:pt|px|in)?\s*(?:;|$)", style
        ):
            return True
    return False


def is_filled_with_nothing(find_effect: Callable[[str], _Element | None]) -> bool:
    """Whether an effect of Word 2010 takes the colour from within the letters."""
    fill = find_effect(f"{_W14}textFill")
    if fill is None:
        return False
    if fill.find(f"{_W14}noFill") is not None:
        outline = find_effect(f"{_W14}textOutline")
        return outline is None or outline.find(f"{_W14}noFill") is not None
    clear = [_number(alpha.get(f"{_W14}val")) or 0.0 for alpha in fill.iter(f"{_W14}alpha")]
    return bool(clear) and min(clear) >= 95_000  # of 100,000; Word counts what shows through


def _is_drawing_hidden(drawing: _Element) -> bool:
    named = drawing.find(f"{_DRAWING}docPr")
    if named is not None and named.get("hidden") in ("1", "true", "on"):
        return True
    extent = drawing.find(f"{_DRAWING}extent")
    if extent is not None and any(
        (side := _number(extent.get(name))) is not None and side <= _EMU for name in ("cx", "cy")
    ):
        return True
    offsets = (_number(offset.text) for offset in drawing.iter(f"{_DRAWING}posOffset"))
    limit = _PAGE / _TWIPS * _EMU
    return any(offset is not None and abs(offset) >= limit for offset in offsets)


def _is_row_hidden(row: _Element) -> bool:
    properties = row.find(w("trPr"))
    if properties is None:
        return False
    if _is_on(properties.find(w("hidden"))):
        return True
    height = properties.find(w("trHeight"))
    return (
        height is not None
        and height.get(w("hRule")) == "exact"
        and (_number(height.get(w("val"))) or 0.0) <= _LOWEST
    )


def _is_on(found: _Element | None) -> bool:
    return found is not None and is_switched_on(found)


def _value(found: _Element | None) -> float | None:
    return None if found is None else _number(found.get(w("val")))


def _number(text: str | None) -> float | None:
    found = re.fullmatch(r"\s*(-?\d{1,12}(?:\.\d{1,6})?)(?:%|pt)?\s*", text or "")
    return float(found[1]) if found else None


def first_found(properties: Iterator[_Element], name: str) -> _Element | None:
    """The property of the nearest that has it."""
    for own in properties:
        found = own.find(name)
        if found is not None:
            return found
    return None
