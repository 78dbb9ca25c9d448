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
    is_masked: bool = False
    """Whether a form that it is part of is drawn through a mask or a clip that cuts it, or
    blended."""


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
    """Everything painted on the page of this handle, what is inside forms too, in the order of
    painting."""
    count = pdfium.object_count(page)
    return _unfolded(list(map(pdfium.object_at, repeat(page), range(count))), IDENTITY, 0, False)


_painted = partial(tuple.__new__, PaintedObject)
"""A PaintedObject of its three fields, without the detour through Python: a page has hundreds."""


def _unfolded(
    handles: list[int], matrix: Matrix, depth: int, is_masked: bool
) -> list[PaintedObject]:
    found: list[PaintedObject] = []
    kinds = list(map(pdfium.kind, handles))
    if pdfium.FORM not in kinds:
        names = [_KINDS.get(kind, "other") for kind in kinds]
        return list(
            map(_painted, zip(handles, names, repeat(matrix), repeat(is_masked), strict=False))
        )
    for handle, kind in zip(handles, kinds, strict=True):
        if kind != pdfium.FORM:
            found.append(PaintedObject(handle, _KINDS.get(kind, "other"), matrix, is_masked))
        elif depth < _DEEPEST_FORM:
            inner = list(map(pdfium.form_object, repeat(handle), range(pdfium.form_count(handle))))
            values = (ctypes.c_float * 6)()
            pdfium.own_matrix(handle, ctypes.addressof(values))
            masked = is_masked or bool(pdfium.has_transparency(handle))
            within = _unfolded(inner, _product(tuple(values), matrix), depth + 1, masked)
            found += _marked_where_cut(within, handle, matrix)
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


def strokes(objects: Sequence[PaintedObject]) -> npt.NDArray[np.uint32]:
    """Red, green, blue and alpha with which the outline of each object is drawn."""
    count = len(objects)
    deque(map(pdfium.stroke, [thing.handle for thing in objects], *_slots.columns(count)), maxlen=0)
    return _slots.read(count, "u4")


def stroke_width(path: PaintedObject) -> float:
    """Points, in the space of the object; 0 for a path whose outline is not drawn."""
    mode, stroke, width = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
    pdfium.draw_mode(path.handle, ctypes.addressof(mode), ctypes.addressof(stroke))
    pdfium.stroke_width(path.handle, ctypes.addressof(width))
    return width.value if stroke.value else 0.0


def are_masked(objects: Sequence[PaintedObject]) -> npt.NDArray[np.bool_]:
    """Which objects are drawn through a mask, transparent or blended."""
    handles = [thing.handle for thing in objects]
    count = len(objects)
    own = np.fromiter(map(pdfium.has_transparency, handles), np.int64, count) != 0
    return np.asarray(own | np.fromiter([thing.is_masked for thing in objects], np.bool_, count))


def with_actual_text(objects: Sequence[PaintedObject]) -> list[tuple[int, str]]:
    """The handles of text objects for which the file gives another text than their own, and
    this."""
    found = []
    handles = [thing.handle for thing in objects]
    counts = list(map(pdfium.mark_count, handles))
    length = ctypes.c_ulong()
    place = ctypes.addressof(length)
    for handle, count in zip(handles, counts, strict=True):
        for at in range(min(_DEEPEST_FORM, count)):
            mark = pdfium.mark_at(handle, at)
            if pdfium.mark_string(mark, b"ActualText", None, 0, place):
                found.append((handle, _actual_text(mark)))
    return found


_TEXT_BYTES = 512


def _actual_text(mark: int) -> str:
    buffer = ctypes.create_string_buffer(_TEXT_BYTES)
    length = ctypes.c_ulong()
    places = ctypes.addressof(buffer), _TEXT_BYTES, ctypes.addressof(length)
    pdfium.mark_string(mark, b"ActualText", *places)
    if length.value > _TEXT_BYTES:
        return "\ufffd" * (length.value // 2)  # too long to be asked for, and to be a ligature
    return buffer.raw[: length.value].decode("utf-16-le", "replace").rstrip("\x00")


_MOST_SEGMENTS = 40
"""A clip of more is taken for one that may cut text off."""


def clipped(objects: Sequence[PaintedObject], page: Sides) -> list[int]:
    """The handles of objects that a clip may cut off: one that leaves less than the whole page
    and does not reach around the object."""
    found = []
    for thing in objects:
        sides = _clip_of(thing.handle)
        if sides is None:
            continue
        left, bottom, right, top = sides
        whole = left <= page[0] and bottom <= page[1] and right >= page[2] and top >= page[3]
        if not (whole and thing.matrix is IDENTITY) and _is_beyond(thing.handle, sides):
            found.append(thing.handle)
    return found


def _clip_of(handle: int) -> Sides | None:
    """What its clips leave of an object at most, in its own space; None where it has none."""
    path = pdfium.clip_path(handle)
    count = pdfium.clip_paths(path) if path else 0
    if count <= 0:
        return None
    left, bottom, right, top = -1e9, -1e9, 1e9, 1e9
    for at in range(count):
        sides = _clip_sides(path, at)
        left, bottom = max(left, sides[0]), max(bottom, sides[1])
        right, top = min(right, sides[2]), min(top, sides[3])
    return left, bottom, right, top


def _is_beyond(handle: int, clip: Sides) -> bool:
    left, bottom, right, top = clip
    x0, y0, x1, y1 = _own_bounds(handle)
    slack = 0.2 * (y1 - y0) + 0.5
    return x0 < left - slack or y0 < bottom - slack or x1 > right + slack or y1 > top + slack


def _marked_where_cut(
    within: list[PaintedObject], form: int, matrix: Matrix
) -> list[PaintedObject]:
    """What a form holds, its texts masked that reach out of the form's clip: they do not know the
    clips of what is around them. ``matrix`` leads from the space of the form's clip to the page."""
    clip = _clip_of(form)
    if clip is None or not _is_beyond(form, clip):
        return within
    left, bottom, right, top = _moved(clip, matrix)
    marked = []
    for thing in within:
        if thing.kind == "text" and not thing.is_masked:
            x0, y0, x1, y1 = _moved(_own_bounds(thing.handle), thing.matrix)
            slack = 0.2 * (y1 - y0) + 0.5
            cut = x0 < left - slack or y0 < bottom - slack
            if cut or x1 > right + slack or y1 > top + slack:
                thing = thing._replace(is_masked=True)
        marked.append(thing)
    return marked


def _moved(sides: Sides, matrix: Matrix) -> Sides:
    """The sides of a rectangle in the space to which a matrix leads."""
    a, b, c, d, e, f = matrix
    left, bottom, right, top = sides
    xs = [a * x + c * y + e for x in (left, right) for y in (bottom, top)]
    ys = [b * x + d * y + f for x in (left, right) for y in (bottom, top)]
    return min(xs), min(ys), max(xs), max(ys)


Sides = tuple[float, float, float, float]


def _clip_sides(path: int, at: int) -> Sides:
    count = pdfium.clip_segments(path, at)
    if not 2 <= count <= _MOST_SEGMENTS:
        return (0.0, 0.0, 0.0, 0.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    places = ctypes.addressof(x), ctypes.addressof(y)
    xs, ys = [], []
    for segment in range(count):
        pdfium.segment_point(pdfium.clip_segment(path, at, segment), *places)
        xs.append(x.value)
        ys.append(y.value)
    return min(xs), min(ys), max(xs), max(ys)


def _own_bounds(handle: int) -> Sides:
    places = _slots.columns(1)
    pdfium.bounds(handle, *[column[0] for column in places])
    left, bottom, right, top = _slots.read(1, "f4")[0].tolist()
    return left, bottom, right, top


def render_modes(texts: Sequence[PaintedObject]) -> Ints:
    """PDF's text rendering modes: 3 is invisible, 7 only a path for clipping."""
    return np.fromiter(map(pdfium.mode, [text.handle for text in texts]), np.int64, len(texts))


def is_filled(path: PaintedObject) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.draw_mode(path.handle, ctypes.addressof(mode), ctypes.addressof(stroke))
    return bool(mode.value != pdfium.NO_FILL)


def is_stroke(path: PaintedObject) -> bool:
    """Whether a path is one stroke of the pen."""
    return bool(pdfium.path_segments(path.handle) <= 2)
