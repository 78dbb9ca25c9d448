"""PDF files by pdfium: the only module that imports pypdfium2.

A page comes out as arrays (`PageInk`), because a page has thousands of characters and
a call through ctypes for each costs a third of a microsecond. The text comes in one call
where pdfium numbers text and characters alike, boxes need one call for each inked
character, baselines and fonts one for each word.
"""

from __future__ import annotations

import ctypes
import math
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from ingest.document import Box
from ingest.errors import FileRefused

MOST_PAGES = 5_000
"""Longer files are refused: the longest real filings, appendices, have about 2,000 pages."""

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_SPACES = np.array([9, 10, 11, 12, 13, 32, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x3000])
_NO_INK = np.array([0, 0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_HYPHENS = (0x02, 0xFFFE)
"""How pdfium marks a hyphen at which a word runs on in the next line."""
_LIGATURES = {
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st",
    0xFB06: "st",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Painted:
    """A solid shape or an image: its place, and its turn in the order of painting."""

    box: Box
    turn: int
    image: bool


@dataclass(frozen=True, slots=True)
class PageInk:
    """Everything drawn on a page, in points from its top left corner as displayed.

    Characters are those that leave ink, in the order of the file; white space is known
    by the words it separates. Words are numbered, and word i holds the characters
    ``starts[i]`` up to ``starts[i + 1]``.
    """

    width: float
    height: float
    text: str
    boxes: Floats
    """x0, y0, x1, y1 of every character: its advance, and its font's height."""
    starts: Ints
    baselines: Floats
    """y at which each word stands (x for words that do not run level)."""
    angles: Ints
    """Degrees by which each word is turned clockwise on the page as displayed."""
    bold: Bools
    turns: Ints
    """Of every character, the turn of its text object in the order of painting;
    empty unless something on the page was painted that could hide text."""
    faint: Bools
    """Of every character, whether it is painted invisible, transparent or nearly white;
    empty unless there is such text."""
    shapes: tuple[Painted, ...] = ()
    rules: tuple[Box, ...] = ()
    """Thin straight lines, level or upright."""
    covers: tuple[Box, ...] = ()
    """Annotations that may lie over the text."""


class PdfFile:
    """An open PDF. Pages are numbered from 1."""

    def __init__(self, path: Path) -> None:
        """Open the file, or raise FileRefused saying why it cannot be read."""
        self._document = _open(path)
        self._fonts: dict[int, bool] = {}
        self.pages = len(self._document)
        if self.pages == 0:
            raise FileRefused(f"{path.name} is a PDF without pages.", "Export it again.")
        if self.pages > MOST_PAGES:
            raise FileRefused(
                f"{path.name} has {self.pages} pages, more than {MOST_PAGES}.",
                "Split it into volumes, then ingest these.",
            )

    def close(self) -> None:
        self._document.close()

    def ink(self, number: int) -> PageInk | None:
        """What is drawn on a page; None if the page is too damaged to be loaded."""
        try:
            page = self._document[number - 1]
        except pdfium.PdfiumError:
            return None
        try:
            text_page = page.get_textpage()
            try:
                return _read_ink(page, text_page, self._fonts)
            finally:
                text_page.close()
        except pdfium.PdfiumError:
            return None
        finally:
            page.close()

    def render(self, number: int, scale: float) -> Image.Image:
        """The page as displayed, ``scale`` pixels a point.

        Raises FileRefused if the page is too damaged to be drawn.
        """
        with self._page(number) as page:
            return _draw(page, scale)

    def render_without_text(
        self, number: int, scale: float, turns: frozenset[int]
    ) -> Image.Image:
        """The page as it would be without the text objects painted at these turns."""
        with self._page(number) as page:
            for turn, (handle, _, _) in enumerate(_objects(_address_of(page))):
                if turn in turns:
                    raw.FPDFPageObj_SetIsActive(handle, 0)
            return _draw(page, scale)

    @contextmanager
    def _page(self, number: int) -> Iterator[pdfium.PdfPage]:
        try:
            page = self._document[number - 1]
        except (pdfium.PdfiumError, IndexError) as error:
            raise FileRefused(f"Page {number} cannot be drawn.", "Repair the file.") from error
        try:
            yield page
        finally:
            page.close()


def _open(path: Path) -> pdfium.PdfDocument:
    try:
        if path.stat().st_size == 0:
            raise FileRefused(f"{path.name} is empty.", "Download or export it again.")
        return pdfium.PdfDocument(path)
    except OSError as error:
        raise FileRefused(f"{path.name} cannot be opened: {error.strerror}.") from error
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise FileRefused(
                f"{path.name} is protected by a password.",
                "Save a copy without the password, then ingest it.",
            ) from error
        if error.err_code == raw.FPDF_ERR_SECURITY:
            raise FileRefused(
                f"{path.name} is encrypted in a way that cannot be read.",
                "Save a copy without protection, then ingest it.",
            ) from error
        raise FileRefused(
            f"{path.name} is not a PDF, or is damaged.", "Download or export it again."
        ) from error


def _draw(page: pdfium.PdfPage, scale: float) -> Image.Image:
    bitmap = page.render(scale=scale)
    try:
        return bitmap.to_pil().convert("RGB")
    finally:
        bitmap.close()


# pdfium's functions bound once more, with plain addresses for arguments: converting to
# the typed pointers of pypdfium2 takes longer than the call.
_address = ctypes.c_void_p


def _bind(name: str, *arguments: Any, result: Any = ctypes.c_int) -> Any:
    function = getattr(raw, name)
    address = ctypes.cast(function, _address).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


_text_at = _bind("FPDFText_GetText", _address, ctypes.c_int, ctypes.c_int, _address)
_code_at = _bind("FPDFText_GetUnicode", _address, ctypes.c_int, result=ctypes.c_uint)
_box_at = _bind("FPDFText_GetLooseCharBox", _address, ctypes.c_int, _address)
_origin_at = _bind("FPDFText_GetCharOrigin", _address, ctypes.c_int, _address, _address)
_angle_at = _bind("FPDFText_GetCharAngle", _address, ctypes.c_int, result=ctypes.c_float)
_object_at = _bind("FPDFText_GetTextObject", _address, ctypes.c_int, result=_address)
_font_of = _bind("FPDFTextObj_GetFont", _address, result=_address)
_font_name = _bind("FPDFFont_GetBaseFontName", _address, _address, ctypes.c_size_t)
_font_weight = _bind("FPDFFont_GetWeight", _address)
_mode_of = _bind("FPDFTextObj_GetTextRenderMode", _address)
_type_of = _bind("FPDFPageObj_GetType", _address)
_bounds_of = _bind("FPDFPageObj_GetBounds", _address, *[_address] * 4)
_fill_of = _bind("FPDFPageObj_GetFillColor", _address, *[_address] * 4)
_see_through = _bind("FPDFPageObj_HasTransparency", _address)
_draw_mode = _bind("FPDFPath_GetDrawMode", _address, _address, _address)
_matrix_of = _bind("FPDFPageObj_GetMatrix", _address, _address)
_object_count = _bind("FPDFPage_CountObjects", _address)
_object_of = _bind("FPDFPage_GetObject", _address, ctypes.c_int, result=_address)
_form_count = _bind("FPDFFormObj_CountObjects", _address)
_form_object = _bind("FPDFFormObj_GetObject", _address, ctypes.c_ulong, result=_address)


@dataclass(frozen=True, slots=True)
class _Frame:
    """From the page's own space (y upwards, unrotated) to the page as displayed."""

    box: tuple[float, float, float, float]
    turn: int
    """Quarter turns clockwise."""

    def points(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        left, bottom, right, top = self.box
        if self.turn == 0:
            return x - left, top - y
        if self.turn == 1:
            return y - bottom, x - left
        if self.turn == 2:
            return right - x, y - bottom
        return top - y, right - x

    def boxes(self, sides: Floats) -> Floats:
        """Rows of left, bottom, right, top to rows of x0, y0, x1, y1."""
        ax, ay = self.points(sides[:, 0], sides[:, 1])
        bx, by = self.points(sides[:, 2], sides[:, 3])
        if self.turn == 0:
            return np.stack([ax, by, bx, ay], axis=1)
        return np.stack(
            [np.minimum(ax, bx), np.minimum(ay, by), np.maximum(ax, bx), np.maximum(ay, by)],
            axis=1,
        )


def _read_ink(
    page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, fonts: dict[int, bool]
) -> PageInk:
    width, height = page.get_size()
    frame = _Frame(page.get_bbox(), page.get_rotation() // 90 % 4)
    address = _address_of(text_page)
    codes, indices, starts = _characters(address, raw.FPDFText_CountChars(text_page))
    boxes = _boxes(address, frame, indices)
    starts = _starts_with_jumps(boxes, starts)
    firsts = indices[starts].tolist()
    baselines, angles = _stances(address, frame, firsts)
    handles = list(map(_object_at, repeat(address), firsts))
    drawn = _drawn(_address_of(page), frame)
    text, source, boxes, starts = _spelt(codes, boxes, starts)
    indices = indices[source]
    turns = np.empty(0, dtype=np.int64)
    shapes = drawn.shapes_over(boxes)
    if drawn.faint or shapes:
        objects = map(_object_at, repeat(address), indices.tolist())
        turns = np.array([drawn.turns.get(handle, -1) for handle in objects], dtype=np.int64)
    return PageInk(
        width=width,
        height=height,
        text=text,
        boxes=boxes,
        starts=starts,
        baselines=baselines,
        angles=angles,
        bold=np.array([_is_bold(handle, fonts) for handle in handles], dtype=np.bool_),
        turns=turns,
        faint=np.isin(turns, drawn.faint) if drawn.faint else np.empty(0, dtype=np.bool_),
        shapes=shapes,
        rules=tuple(drawn.rules),
        covers=_annotations(page, frame),
    )


def _address_of(thing: pdfium.PdfPage | pdfium.PdfTextPage) -> int:
    return ctypes.cast(thing.raw, _address).value or 0


def _characters(address: int, count: int) -> tuple[Ints, Ints, Ints]:
    """Code points that leave ink, their indices in the text page, and where words start."""
    buffer = np.empty(count + 1, dtype=np.uint16)
    written = _text_at(address, 0, count, buffer.ctypes.data) if count else 0
    if written == count + 1:
        codes = buffer[:count].astype(np.int64)
    else:  # pdfium left characters out of its text, so the two are numbered differently
        codes = np.fromiter(map(_code_at, repeat(address), range(count)), np.int64, count)
    codes[np.isin(codes, _HYPHENS)] = ord("-") if written == count + 1 else 0x02
    space = np.isin(codes, _SPACES)
    indices = np.flatnonzero(~space & ~np.isin(codes, _NO_INK))
    spaces_before = np.cumsum(space)[indices]
    starts = np.flatnonzero(np.diff(spaces_before, prepend=-1))
    return codes[indices], indices, starts


def _boxes(address: int, frame: _Frame, indices: Ints) -> Floats:
    """Box of each character, as displayed.

    The loose box is asked for, which reaches from one pen position to the next and
    over the height of the font, so that a line has an even height and edges that meet.
    """
    sides = np.zeros((len(indices), 4), dtype=np.float32)  # FS_RECTF: left, top, right, bottom
    base = sides.ctypes.data
    calls = map(_box_at, repeat(address), indices.tolist(), range(base, base + sides.nbytes, 16))
    deque(calls, maxlen=0)
    return frame.boxes(sides.astype(np.float64)[:, [0, 3, 2, 1]])


def _starts_with_jumps(boxes: Floats, starts: Ints) -> Ints:
    """Words start, too, where the pen leaps without a space between."""
    if len(boxes) < 2:
        return starts
    height = boxes[:-1, 3] - boxes[:-1, 1]
    level = boxes[1:, 0] - boxes[:-1, 2]
    drop = np.abs(boxes[1:, 3] - boxes[:-1, 3])
    leap = (np.abs(level) > 1.5 * height) | (drop > 1.5 * height)
    upright = (boxes[1:, 2] - boxes[1:, 0]) > 2.5 * (boxes[1:, 3] - boxes[1:, 1])
    return np.union1d(starts, np.flatnonzero(leap & ~upright) + 1)


def _stances(address: int, frame: _Frame, firsts: list[int]) -> tuple[Floats, Ints]:
    """Baseline and turn of the words that begin with these characters."""
    points = np.zeros((len(firsts), 2), dtype=np.float64)
    base = points.ctypes.data
    rows = range(base, base + points.nbytes, 16)
    deque(map(_origin_at, repeat(address), firsts, rows, range(base + 8, base + 8 + points.nbytes, 16)), maxlen=0)  # fmt: skip
    x, y = frame.points(points[:, 0], points[:, 1])
    radians = np.fromiter(map(_angle_at, repeat(address), firsts), np.float64, len(firsts))
    angles = (np.rint(np.degrees(radians)).astype(np.int64) + 90 * frame.turn) % 360
    return np.where(np.isin(angles, (90, 270)), x, y), angles


def _spelt(codes: Ints, boxes: Floats, starts: Ints) -> tuple[str, Ints, Floats, Ints]:
    """Text with surrogate pairs joined and ligatures spelt out, and the character of
    the file that each of its characters comes from. Characters drawn as one glyph
    share its width evenly.
    """
    whole = np.arange(len(codes))
    low = (codes >= 0xDC00) & (codes < 0xE000)
    high = (codes >= 0xD800) & (codes < 0xDC00)
    ligature = (codes >= 0xFB00) & (codes <= 0xFB06)
    stacked = np.all(boxes[1:] == boxes[:-1], axis=1) if len(boxes) else np.empty(0, np.bool_)
    if not (low | high | ligature).any() and not stacked.any():
        return _decoded(codes), whole, boxes, starts
    letters: list[str] = []
    source: list[int] = []
    for i, code in enumerate(codes.tolist()):
        if low[i] and i and high[i - 1]:
            letters[-1] = chr(0x10000 + (int(codes[i - 1]) - 0xD800) * 0x400 + code - 0xDC00)
            continue
        spelling = _LIGATURES.get(code) or _decoded(codes[i : i + 1])
        letters.extend(spelling)
        source.extend([i] * len(spelling))
    origin = np.array(source, dtype=np.int64)
    return "".join(letters), origin, _shared(boxes[origin]), np.searchsorted(origin, starts)


def _shared(boxes: Floats) -> Floats:
    """Boxes in which each stretch of equal ones is cut into equal parts, left to right."""
    fresh = np.flatnonzero(np.append(True, np.any(boxes[1:] != boxes[:-1], axis=1)))
    lengths = np.diff(np.append(fresh, len(boxes)))
    share = np.repeat(lengths, lengths)
    place = np.arange(len(boxes)) - np.repeat(fresh, lengths)
    width = (boxes[:, 2] - boxes[:, 0]) / share
    parts = boxes.copy()
    parts[:, 0] = boxes[:, 0] + width * place
    parts[:, 2] = parts[:, 0] + width
    return parts


def _decoded(codes: Ints) -> str:
    sound = np.where((codes >= 0xD800) & (codes < 0xE000) | (codes > 0x10FFFF), 0xFFFD, codes)
    return sound.astype("<u4").tobytes().decode("utf-32-le")


def _is_bold(handle: int | None, fonts: dict[int, bool]) -> bool:
    font = _font_of(handle) if handle else None
    if not font:
        return False
    if font not in fonts:
        name = ctypes.create_string_buffer(200)
        _font_name(font, ctypes.addressof(name), 200)
        named = name.value.decode("utf-8", "replace").lower()
        fonts[font] = _font_weight(font) >= 600 or any(
            word in named for word in ("bold", "black", "heavy", "-bd", "demi")
        )
    return fonts[font]


@dataclass(slots=True)
class _Drawn:
    """What the objects of a page say of it, in the order of painting."""

    turns: dict[int, int] = field(default_factory=dict)
    faint: list[int] = field(default_factory=list)
    shapes: list[Painted] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)

    def shapes_over(self, boxes: Floats) -> tuple[Painted, ...]:
        """Shapes painted after some text, at a place where there is some."""
        first = min(self.turns.values(), default=0)
        x = (boxes[:, 0] + boxes[:, 2]) / 2
        y = (boxes[:, 1] + boxes[:, 3]) / 2
        return tuple(
            shape
            for shape in self.shapes
            if shape.image
            or shape.turn > first
            and bool(
                np.any(
                    (x > shape.box.x0) & (x < shape.box.x1) & (y > shape.box.y0) & (y < shape.box.y1)
                )
            )
        )


_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1, 0, 0, 1, 0, 0)
_DEEPEST = 6
"""Forms within forms are followed this far."""


def _objects(page: int) -> list[tuple[int, int, _Matrix]]:
    """Handle, type and matrix of every object, those inside forms too, as painted."""
    handles = list(map(_object_of, repeat(page), range(_object_count(page))))
    return _unfolded(handles, _IDENTITY, 0)


def _unfolded(handles: list[int], matrix: _Matrix, depth: int) -> list[tuple[int, int, _Matrix]]:
    types = list(map(_type_of, handles))
    if raw.FPDF_PAGEOBJ_FORM not in types:
        return list(zip(handles, types, repeat(matrix)))
    found: list[tuple[int, int, _Matrix]] = []
    for handle, kind in zip(handles, types, strict=True):
        if kind != raw.FPDF_PAGEOBJ_FORM:
            found.append((handle, kind, matrix))
        elif depth < _DEEPEST:
            inner = list(map(_form_object, repeat(handle), range(_form_count(handle))))
            found += _unfolded(inner, _product(_own_matrix(handle), matrix), depth + 1)
    return found


def _own_matrix(handle: int) -> _Matrix:
    values = (ctypes.c_float * 6)()
    _matrix_of(handle, ctypes.addressof(values))
    a, b, c, d, e, f = values
    return a, b, c, d, e, f


def _product(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s,
        e * p + f * r + t, e * q + f * s + u,
    )  # fmt: skip


_FAINT_ALPHA, _FAINT_GREY, _SOLID_ALPHA = 40, 225, 200
"""Of 255. Text more transparent or paler than these is looked at on the drawn page;
only shapes more solid than this can hide what is under them."""
_RULE_WIDTH = 3.0
_INVISIBLE = (3, 7)
"""Render modes of text that is not painted: invisible, and used only for clipping."""


def _drawn(page: int, frame: _Frame) -> _Drawn:
    objects = _objects(page)
    drawn = _Drawn()
    texts = [
        (turn, handle)
        for turn, (handle, kind, _) in enumerate(objects)
        if kind == raw.FPDF_PAGEOBJ_TEXT
    ]
    handles = [handle for _, handle in texts]
    drawn.turns = {handle: turn for turn, handle in texts}
    fills = _fills(handles)
    modes = np.fromiter(map(_mode_of, handles), np.int64, len(handles))
    pale = (fills[:, 3] < _FAINT_ALPHA) | (fills[:, :3] > _FAINT_GREY).all(axis=1)
    faint = np.isin(modes, _INVISIBLE) | pale
    drawn.faint = [texts[i][0] for i in np.flatnonzero(faint).tolist()]
    for turn, (handle, kind, matrix) in enumerate(objects):
        if kind == raw.FPDF_PAGEOBJ_PATH:
            box = _bounds(handle, matrix, frame)
            if min(box.x1 - box.x0, box.y1 - box.y0) <= _RULE_WIDTH:
                drawn.rules.append(box)
            elif _is_filled(handle):
                solid = int(_fills([handle])[0, 3]) >= _SOLID_ALPHA and not _see_through(handle)
                if solid:
                    drawn.shapes.append(Painted(box, turn, image=False))
        elif kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
            drawn.shapes.append(Painted(_bounds(handle, matrix, frame), turn, image=True))
    return drawn


def _fills(handles: list[int]) -> npt.NDArray[np.uint32]:
    colours = np.zeros((len(handles), 4), dtype=np.uint32)
    base, end = colours.ctypes.data, colours.ctypes.data + colours.nbytes
    channels = [range(base + 4 * i, end + 4 * i, 16) for i in range(4)]
    deque(map(_fill_of, handles, *channels), maxlen=0)
    return colours


def _is_filled(handle: int) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    _draw_mode(handle, ctypes.addressof(mode), ctypes.addressof(stroke))
    return mode.value != raw.FPDF_FILLMODE_NONE


def _bounds(handle: int, matrix: _Matrix, frame: _Frame) -> Box:
    sides = (ctypes.c_float * 4)()
    base = ctypes.addressof(sides)
    _bounds_of(handle, base, base + 4, base + 8, base + 12)
    a, b, c, d, e, f = matrix
    left, bottom, right, top = sides
    xs = [a * x + c * y + e for x in (left, right) for y in (bottom, top)]
    ys = [b * x + d * y + f for x in (left, right) for y in (bottom, top)]
    box = frame.boxes(np.array([[min(xs), min(ys), max(xs), max(ys)]]))[0]
    return Box(*box.tolist())


def _annotations(page: pdfium.PdfPage, frame: _Frame) -> tuple[Box, ...]:
    """Annotations that may be opaque: not links, popups, fields and marks on text."""
    harmless = {
        raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP, raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_HIGHLIGHT,
        raw.FPDF_ANNOT_UNDERLINE, raw.FPDF_ANNOT_SQUIGGLY, raw.FPDF_ANNOT_STRIKEOUT,
    }  # fmt: skip
    found = []
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        sides = raw.FS_RECTF()
        if raw.FPDFAnnot_GetSubtype(annotation) not in harmless and raw.FPDFAnnot_GetRect(
            annotation, sides
        ):
            rows = np.array([[sides.left, sides.bottom, sides.right, sides.top]])
            found.append(Box(*frame.boxes(rows)[0].tolist()))
        raw.FPDFPage_CloseAnnot(annotation)
    return tuple(found)
