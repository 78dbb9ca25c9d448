"""Pages read from their picture: the lines found in it, straightened, as pieces of a page
that is laid out like any other, and the way back to the page as displayed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

import numpy as np
from PIL import Image

from ingest.document import Box, LeftOut
from ingest.formats.ocr.engine import Quad, Recognised, find_lines, is_on_its_head, recognise
from ingest.formats.ocr.line_numbers import with_whole_gutter
from ingest.formats.ocr.orientation import Orientation
from ingest.formats.pdf.file import PdfPage
from ingest.formats.pdf.glyphs import WORD_GAP, Piece

RESOLUTION = 200
"""Dots an inch at which a page is drawn to be read."""
_LONGEST = 3_000
"""Pixels: larger pages are drawn at a lower resolution."""
LEAST_SCORE = 0.8
"""Lines read with less certainty are left out as illegible: what cannot be read must not be
quoted. Measured on filings made worse by blur, noise and few dots an inch: below this, a
fifth of the letters and more are wrong; from 0.8 to 0.9 a tenth; above 0.95 less than one
in a hundred."""
_LONG_LINE = 4.0
"""A line this many times as wide as it is high tells how the page lies."""
_BAR = 2.2
"""A box this many times as high as it is wide has text that runs up or down."""
_LEAST_TILT = 0.2
"""Degrees: less makes no difference, and may be a mistake of measurement."""


class Scan(NamedTuple):
    """What was read from the picture of a page. Places are those of the straight page."""

    orientation: Orientation
    pieces: list[Piece]
    left_out: list[LeftOut]
    """Lines that could not be read, and those that run up or down the page."""


def read_scan(page: PdfPage) -> Scan:
    """Read a page from its picture; takes some seconds, and about half a gigabyte."""
    scale = min(RESOLUTION / 72, _LONGEST / max(page.width, page.height))
    picture = page.render(scale)
    if _is_blank(picture):
        return Scan(Orientation(page.width, page.height), [], [])
    scale = picture.width / page.width
    picture, quads, quarters = _upright(picture, find_lines(picture))
    orientation = Orientation(page.width, page.height, quarters, _tilt(quads))
    level: list[_PlacedText] = []
    left_out: list[LeftOut] = []
    for recognised in recognise(picture, quads):
        found = _PlacedText(recognised, _place(recognised.quad, orientation, scale))
        if recognised.score < LEAST_SCORE:
            left_out.append(LeftOut("illegible", recognised.text, found.box))
        elif _is_bar(recognised.quad):
            left_out.append(LeftOut("side bar", recognised.text, found.box))
        else:
            level.append(found)
    pieces = [piece for found in level for piece in _pieces(found)]
    return Scan(orientation, with_whole_gutter(_evened(pieces), orientation.size[0]), left_out)


def _is_blank(picture: Image.Image) -> bool:
    return int(np.ptp(np.asarray(picture.convert("L")))) < 30


def _upright(picture: Image.Image, quads: list[Quad]) -> tuple[Image.Image, list[Quad], int]:
    """The picture with its text the right way up, the lines in it, and the quarters by
    which it was turned clockwise."""
    quarters = 0
    if _area([quad for quad in quads if _is_bar(quad)]) > 0.5 * _area(quads):
        picture, quarters = picture.transpose(Image.Transpose.ROTATE_270), 1
        quads = find_lines(picture)
    longest = sorted(filter(_is_long, quads), key=_width)[-_SAMPLES:]
    if is_on_its_head(picture, longest):
        picture, quarters = picture.transpose(Image.Transpose.ROTATE_180), quarters + 2
        size = np.array(picture.size, dtype=np.float32)
        quads = [np.roll(size - quad, 2, axis=0) for quad in quads]
    return picture, quads, quarters


_SAMPLES = 15


def _width(quad: Quad) -> float:
    return float(np.linalg.norm(quad[1] - quad[0]))


def _height(quad: Quad) -> float:
    return float(np.linalg.norm(quad[3] - quad[0]))


def _area(quads: Sequence[Quad]) -> float:
    return sum([_width(quad) * _height(quad) for quad in quads])


def _is_long(quad: Quad) -> bool:
    return _width(quad) > _LONG_LINE * _height(quad)


def _is_bar(quad: Quad) -> bool:
    return _height(quad) > _BAR * _width(quad)


def _tilt(quads: Sequence[Quad]) -> float:
    """Degrees, clockwise, by which the long lines fall."""
    falls = [quad[1] - quad[0] for quad in quads if _is_long(quad)]
    if len(falls) < 3:
        return 0.0
    degrees = median([math.degrees(math.atan2(float(y), float(x))) for x, y in falls])
    return degrees if abs(degrees) >= _LEAST_TILT else 0.0


class _PlacedText(NamedTuple):
    recognised: Recognised
    box: Box
    """On the straight page, in points."""


def _place(quad: Quad, orientation: Orientation, scale: float) -> Box:
    corners = [orientation.straight(float(x) / scale, float(y) / scale) for x, y in quad]
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners
    return Box((ax + dx) / 2, (ay + by) / 2, (bx + cx) / 2, (cy + dy) / 2)


def _pieces(found: _PlacedText) -> Iterator[Piece]:
    """A line in pieces, as a wide gap makes two of it."""
    box = found.box
    height = box.y1 - box.y0
    words = [
        (word.text, [box.x0 + share * (box.x1 - box.x0) for share in word.edges])
        for word in found.recognised.words
    ]
    text, edges = words[0]
    for word, places in words[1:]:
        if places[0] - edges[-1] > WORD_GAP * height:
            yield _piece(text, edges, box)
            text, edges = word, places
        else:
            text, edges = f"{text} {word}", [*edges, *places]
    yield _piece(text, edges, box)


def _piece(text: str, edges: list[float], box: Box) -> Piece:
    height = box.y1 - box.y0
    return Piece(text, edges, box.y0, box.y1, box.y1 - _DESCENT * height, False, height)


_DESCENT = 0.25
"""How far below the baseline a line reaches, of its height."""
_EVEN = 0.2


def _evened(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with the usual height of the page where theirs is about that: it is
    measured by whichever letters are in the line."""
    if not pieces:
        return []
    usual = median([piece.height for piece in pieces for _ in piece.text])
    evened = []
    for piece in pieces:
        if abs(piece.height - usual) < _EVEN * usual:
            top = piece.baseline - (1 - _DESCENT) * usual
            piece = piece._replace(top=top, bottom=top + usual, first_height=usual)
        evened.append(piece)
    return evened
