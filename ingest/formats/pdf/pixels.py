"""What the pixels of a drawn page say of the characters on it, for all of them at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ingest.formats.pdf.display_space import Floats
from ingest.formats.pdf.file import Picture

_Windows = npt.NDArray[np.int64]
_LARGEST = 64
"""Pixels a side: windows up to this are looked at together, larger ones each by itself."""


def contrast(picture: Picture, boxes: Floats) -> Floats:
    """The difference, of 255, between the lightest and the darkest pixel in the middle of
    each character; 0 for one outside the picture."""
    red, green, blue = (picture.pixels[:, :, channel] for channel in range(3))
    tripled = np.add(red, green, dtype=np.uint16)
    tripled += blue
    windows = _windows(picture, boxes)
    found = np.zeros(len(boxes))
    top, bottom, left, right = windows.T
    sides = np.maximum(bottom - top, right - left)
    inside = (bottom > top) & (right > left)
    small = np.flatnonzero(inside & (sides <= _LARGEST))
    if len(small):
        # All as large as the largest: what is beyond a window repeats its last pixel.
        down = np.arange(int((bottom - top)[small].max()))
        across = np.arange(int((right - left)[small].max()))
        rows = np.minimum(top[small, None] + down, bottom[small, None] - 1)
        columns = np.minimum(left[small, None] + across, right[small, None] - 1)
        places = rows[:, :, None] * tripled.shape[1] + columns[:, None, :]
        cut = tripled.ravel().take(places).reshape(len(small), -1)
        found[small] = cut.max(axis=1) - cut.min(axis=1)
    for i in np.flatnonzero(inside & (sides > _LARGEST)).tolist():
        found[i] = np.ptp(tripled[top[i] : bottom[i], left[i] : right[i]])
    return found / 3


def changes(picture: Picture, other: Picture, boxes: Floats, least: int) -> _Windows:
    """How many values (three a pixel) differ by ``least`` or more between two pictures of
    the same part, in the middle of each character."""
    differs = (
        np.maximum(picture.pixels, other.pixels) - np.minimum(picture.pixels, other.pixels) >= least
    )
    counted = np.add(differs[:, :, 0], differs[:, :, 1], dtype=np.int32)
    counted += differs[:, :, 2]
    # Sums over everything above and left of a pixel give those over any window.
    sums = np.zeros((differs.shape[0] + 1, differs.shape[1] + 1), dtype=np.int32)
    sums[1:, 1:] = counted.cumsum(axis=0, dtype=np.int32).cumsum(axis=1, dtype=np.int32)
    top, bottom, left, right = _windows(picture, boxes).T
    return np.asarray(sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left])


def heights(picture: Picture, other: Picture, boxes: Floats, least: int) -> Floats:
    """The share of the height of each box in which two pictures of the same part differ by
    ``least`` or more; 0 for one outside them."""
    lighter = np.maximum(picture.pixels, other.pixels)
    changed_values = lighter - np.minimum(picture.pixels, other.pixels) >= least
    differs: npt.NDArray[np.bool_] = np.asarray(changed_values.any(axis=2))
    rows, columns = differs.shape
    x0, y0, x1, y1 = (boxes * picture.scale).T
    top = np.clip(np.floor(y0) - picture.top, 0, rows).astype(np.int64)
    bottom = np.clip(np.ceil(y1) - picture.top, 0, rows).astype(np.int64)
    left = np.clip(np.floor(x0) - picture.left, 0, columns).astype(np.int64)
    right = np.clip(np.ceil(x1) - picture.left, 0, columns).astype(np.int64)
    changed = [
        np.count_nonzero(differs[a:b, c:d].any(axis=1))
        for a, b, c, d in zip(top, bottom, left, right, strict=True)
    ]
    return np.asarray(np.array(changed, dtype=np.float64) / np.maximum(y1 - y0, 1.0))


_ASIDE, _DOWN, _UP = 0.15, 0.3, 0.25
"""What is not looked at of a character, on each side, above and below, in shares of it."""


def around_whole(boxes: Floats) -> Floats:
    """Boxes of which so much is looked at as the given ones hold: for signs that stand high or
    low on the line."""
    x0, y0, x1, y1 = boxes.T
    width, height = (x1 - x0) / (1 - 2 * _ASIDE), (y1 - y0) / (1 - _DOWN - _UP)
    return np.stack(
        [x0 - _ASIDE * width, y0 - _DOWN * height, x1 + _ASIDE * width, y1 + _UP * height], axis=1
    )


def _windows(picture: Picture, boxes: Floats) -> _Windows:
    """First row, end of rows, first column, end of columns of the middle of each character:
    the pixels by which it is read, and into which its neighbours, and the lines above and
    below, do not reach. Empty for one outside the picture."""
    x0, y0, x1, y1 = boxes.T
    aside, down, up = _ASIDE * (x1 - x0), _DOWN * (y1 - y0), _UP * (y1 - y0)
    scale, (height, width) = picture.scale, picture.pixels.shape[:2]
    top = np.clip(np.trunc((y0 + down) * scale) - picture.top, 0, height)
    bottom = np.clip(np.ceil((y1 - up) * scale) - picture.top, top, height)
    left = np.clip(np.trunc((x0 + aside) * scale) - picture.left, 0, width)
    right = np.clip(np.ceil((x1 - aside) * scale) - picture.left, left, width)
    return np.stack([top, bottom, left, right], axis=1).astype(np.int64)
