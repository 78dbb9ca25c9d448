"""What a PDF paints on a page: the objects of its content, and how they are painted."""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Sequence
from functools import partial
from itertools import repeat
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from ingest.formats.pdf import pdfium
from ingest.formats.pdf.call_slots import Slots

Ints = npt.NDArray[np.int64]
Matrix = tuple[float, float, float, float, float, float]


class PaintedObject(NamedTuple):
    """One object of a page's content. ``matrix`` leads from its space to the page's."""

    handle: int
    kind: Literal["text", "path", "image", "other"]
    matrix: Matrix


_KINDS: dict[int, Literal["text", "path", "image", "other"]] = {
    pdfium.TEXT: "text",
    pdfium.PATH: "path",
    pdfium.IMAGE: "image",
    pdfium.SHADING: "image",
}
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
_DEEPEST_FORM = 6
"""Forms within forms are followed this far."""


_slots = Slots()


def painted_objects(page: int | None) -> list[PaintedObject]:
    """Of the page of this handle everything painted, what is inside forms too, in the order
    of painting."""
    count = pdfium.object_count(page)
    return _unfolded(list(map(pdfium.object_at, repeat(page), range(count))), IDENTITY, 0)


_painted = partial(tuple.__new__, PaintedObject)
"""A PaintedObject of its three fields, without the detour through Python: a page has hundreds."""


def _unfolded(handles: list[int], matrix: Matrix, depth: int) -> list[PaintedObject]:
    found: list[PaintedObject] = []
    kinds = list(map(pdfium.kind, handles))
    if pdfium.FORM not in kinds:
        names = [_KINDS.get(kind, "other") for kind in kinds]
        return list(map(_painted, zip(handles, names, repeat(matrix), strict=False)))
    for handle, kind in zip(handles, kinds, strict=True):
        if kind != pdfium.FORM:
            found.append(PaintedObject(handle, _KINDS.get(kind, "other"), matrix))
        elif depth < _DEEPEST_FORM:
            inner = list(map(pdfium.form_object, repeat(handle), range(pdfium.form_count(handle))))
            values = (ctypes.c_float * 6)()
            pdfium.own_matrix(handle, ctypes.addressof(values))
            found += _unfolded(inner, _product(tuple(values), matrix), depth + 1)
    return found


def _product(inner: tuple[float, ...], outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def fills(objects: Sequence[PaintedObject]) -> npt.NDArray[np.uint32]:
    """Red, green, blue and alpha with which each object is filled."""
    count = len(objects)
    deque(map(pdfium.fill, [thing.handle for thing in objects], *_slots.columns(count)), maxlen=0)
    return _slots.read(count, "u4")


def render_modes(texts: Sequence[PaintedObject]) -> Ints:
    """PDF's text rendering modes: 3 is invisible, 7 only a path for clipping."""
    return np.fromiter(map(pdfium.mode, [text.handle for text in texts]), np.int64, len(texts))


def is_filled(path: PaintedObject) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.draw_mode(path.handle, ctypes.addressof(mode), ctypes.addressof(stroke))
    return bool(mode.value != pdfium.NO_FILL)


def has_transparency(thing: PaintedObject) -> bool:
    return bool(pdfium.has_transparency(thing.handle))
