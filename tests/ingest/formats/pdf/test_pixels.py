"""What windows of pixels say, against the plain way of looking at one after the other."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.formats.pdf.file import Picture
from ingest.formats.pdf.pixels import changes, contrast

SIDE = st.floats(-20, 120, allow_nan=False)
BOXES = st.lists(st.tuples(SIDE, SIDE, st.floats(0, 90), st.floats(0, 90)), min_size=1, max_size=6)


def window(box: tuple[float, ...], picture: Picture) -> tuple[slice, slice]:
    x0, y0, x1, y1 = box
    aside, down, up = 0.15 * (x1 - x0), 0.3 * (y1 - y0), 0.25 * (y1 - y0)
    rows = int((y0 + down) * picture.scale), math.ceil((y1 - up) * picture.scale)
    columns = int((x0 + aside) * picture.scale), math.ceil((x1 - aside) * picture.scale)
    top, bottom = (max(0, row - picture.top) for row in rows)
    left, right = (max(0, column - picture.left) for column in columns)
    return slice(top, bottom), slice(left, right)


@given(BOXES, st.integers(0, 2**32 - 1))
@settings(deadline=None)
def test_each_window_for_itself_gives_the_same(
    places: list[tuple[float, float, float, float]], seed: int
) -> None:
    boxes = [(x, y, x + width, y + height) for x, y, width, height in places]
    chosen = np.random.default_rng(seed)
    pixels = chosen.integers(0, 256, (150, 180, 3), dtype=np.uint8)
    altered = np.where(chosen.random((150, 180, 1)) < 0.02, 255 - pixels, pixels).astype(np.uint8)
    first, other = Picture(pixels, 2.0, 7, 11), Picture(altered, 2.0, 7, 11)
    cuts = [pixels[window(box, first)] for box in boxes]
    expected = [float(np.ptp(cut.mean(axis=2))) if cut.size else 0.0 for cut in cuts]
    assert np.allclose(contrast(first, np.array(boxes)), expected)
    changed = [
        np.count_nonzero(np.abs(cut.astype(int) - altered[window(box, first)]) >= 24)
        for box, cut in zip(boxes, cuts, strict=True)
    ]
    assert changes(first, other, np.array(boxes), 24).tolist() == changed
