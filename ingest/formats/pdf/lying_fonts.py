"""Fonts whose letters are others than the file says: a "1" that is copied as a "9".

A specimen of each font is drawn and its letters are compared with the same letters of common
typefaces. That is only a suspicion, because typefaces differ; a letter lies where OCR, which sees
it too, reads the very letter that it resembles and not the one that the file gives for it.
"""

from __future__ import annotations

import string
from collections import defaultdict
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

from ingest.formats.pdf import pdfium
from ingest.formats.pdf.font_specimen import CELL, standard_specimen

_LETTERS = frozenset(string.digits + string.ascii_letters)
"""What is looked at: in filings these make the numbers and the names."""
_SIDE = 16
"""Pixels a side to which a letter is scaled to be compared."""
_INK, _LEAST_HEIGHT = 100, 4
"""Of 255, and pixels: what is paler or lower is no letter."""
_LEAST_ALIKE, _LEAST_LEAD = 0.8, 0.12
"""A letter is suspected where it is as like another as this, and by so much more than like
itself."""
_ALIKE = ("iljtf", "il1", "aoqdg", "o0", "s5", "z2", "b6", "b8", "g9", "uv", "ce", "hn")
"""Letters that may differ less from one another than from themselves in another typeface."""
_ORDER = {name: at for at, name in enumerate(string.digits + string.ascii_lowercase)}
_REPEATED = 5
"""Times that a letter is shown to OCR: a single one is too little to read."""

_Pixels = npt.NDArray[np.uint8]
_Floats = npt.NDArray[np.float32]
_Ints = npt.NDArray[np.int64]


class _Drawn(NamedTuple):
    said: list[str]
    """What the file says that each is."""
    fonts: list[int]
    """The row of its font on the specimen."""
    ink: list[_Pixels]
    """Each as drawn, its margins cut off; black is 255."""
    shapes: _Floats
    """Each scaled to one size, as a vector of length one about its mean."""
    proportions: _Floats
    """The logarithm of width over height."""


class _Typefaces(NamedTuple):
    letters: _Drawn
    may_be: npt.NDArray[np.bool_]
    """For every small letter and digit, in their _ORDER, which of ``letters`` may be as like it
    as it is itself."""


def lying(specimen: bytes) -> frozenset[int]:
    """The rows of a specimen whose font says that some letter is another than it draws."""
    letters = _letters(specimen)
    if not letters.said:
        return frozenset()
    known = _typefaces()
    apart = np.abs(letters.proportions[:, None] - known.letters.proportions)
    likeness = letters.shapes @ known.letters.shapes.T - _OUT_OF_PROPORTION * apart
    may_be = known.may_be[[_ORDER[said.lower()] for said in letters.said]]
    itself = np.where(may_be, likeness, -1.0).max(axis=1)
    # Nothing is more alike than 1: most letters need not be held against all others.
    doubtful = np.flatnonzero(itself <= 1 - _LEAST_LEAD)
    others = np.where(may_be[doubtful], -1.0, likeness[doubtful])
    best, most = others.argmax(axis=1), others.max(axis=1)
    suspected = (most >= _LEAST_ALIKE) & (most - itself[doubtful] >= _LEAST_LEAD)
    return frozenset(
        letters.fonts[at]
        for at, other in zip(doubtful[suspected], best[suspected], strict=True)
        if _read(letters.ink[at]).lower() == known.letters.said[other].lower()
    )


_OUT_OF_PROPORTION = 0.2
"""How much a letter that is e times as wide for its height is less like another."""


@cache
def _typefaces() -> _Typefaces:
    """The letters of the typefaces that every program that draws PDFs brings along."""
    letters = _letters(standard_specimen())
    small = np.array([said.lower() for said in letters.said])
    may_be = [
        np.isin(small, [name, *"".join(group for group in _ALIKE if name in group)])
        for name in _ORDER
    ]
    return _Typefaces(letters, np.stack(may_be))


def _letters(specimen: bytes) -> _Drawn:
    picture, said = pdfium.drawn_letters(specimen)
    ink = 255 - picture
    texts: dict[tuple[int, int], str] = defaultdict(str)
    for character, x, y in said:
        if not character.isspace():  # between letters far apart pdfium says that lines end
            texts[int(y // CELL), int(x // CELL)] += character
    cells = [cell for cell, text in texts.items() if len(text) == 1 and text in _LETTERS]
    if not cells:
        empty = np.zeros((0, 0), dtype=np.float32)
        return _Drawn([], [], [], empty, empty)
    rows, columns = np.array(cells).T
    grid = ink.reshape(ink.shape[0] // CELL, CELL, -1, CELL)
    boxes = grid[len(grid) - 1 - rows, :, columns, :]
    inked = boxes > _INK
    top, bottom = _ends(inked.any(axis=2))
    left, right = _ends(inked.any(axis=1))
    drawn = np.flatnonzero(bottom - top >= _LEAST_HEIGHT)
    top, bottom, left, right = (sides[drawn] for sides in (top, bottom, left, right))
    middles = (np.arange(_SIDE) + 0.5) / _SIDE
    at_rows = (top[:, None] + middles * (bottom - top)[:, None]).astype(np.int64)
    at_columns = (left[:, None] + middles * (right - left)[:, None]).astype(np.int64)
    scaled = boxes[drawn[:, None, None], at_rows[:, :, None], at_columns[:, None, :]]
    flat = scaled.reshape(len(drawn), -1).astype(np.float32)
    flat -= flat.mean(axis=1, keepdims=True)
    flat /= np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-6)
    sides = zip(
        drawn.tolist(), top.tolist(), bottom.tolist(), left.tolist(), right.tolist(), strict=True
    )
    return _Drawn(
        [texts[cells[at]] for at in drawn.tolist()],
        rows[drawn].tolist(),
        [boxes[at, a:b, c:d] for at, a, b, c, d in sides],
        flat,
        np.log((right - left) / (bottom - top)).astype(np.float32),
    )


def _ends(inked: npt.NDArray[np.bool_]) -> tuple[_Ints, _Ints]:
    """Where the ink of each row begins, and where it ends; both 0 where there is none."""
    first, last = inked.argmax(axis=1), inked.shape[1] - inked[:, ::-1].argmax(axis=1)
    return first, np.where(inked.any(axis=1), last, 0)


def _read(ink: _Pixels) -> str:
    """The letter that OCR reads; "" where it reads no one letter."""
    from ingest.formats.ocr.engine import recognise  # loads models: only for what is suspected

    framed = np.pad(ink, ((8, 8), (2, 2)))
    sheet = np.pad(np.tile(framed, (1, _REPEATED)), ((0, 0), (8, 8)))
    height, width = sheet.shape
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float32)
    lines = recognise(Image.fromarray(255 - sheet), [corners])
    text = "".join(word.text for line in lines for word in line.words)
    commonest = max(set(text), key=text.count, default="")
    return commonest if text.count(commonest) > _REPEATED // 2 else ""
