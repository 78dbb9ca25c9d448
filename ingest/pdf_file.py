"""PDF files by pdfium: the only module that imports pypdfium2.

A page is asked for arrays, because it has thousands of characters and a call through
ctypes costs a third of a microsecond even when prepared. pdfium has no call that gives
the boxes of all characters at once, and its rectangles of text do not tell one character
from the next, so boxes cost a call for each inked character; the text itself is one call.
"""

from __future__ import annotations

import ctypes
import math
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from itertools import repeat
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from ingest.call_slots import Slots
from ingest.document import Box
from ingest.errors import FileRefused
from ingest.sheet import Floats, Sheet

MOST_PAGES = 5_000
"""Longer files are refused: the longest real filings, appendices, have about 2,000 pages."""

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

Matrix = tuple[float, float, float, float, float, float]
HYPHEN = 0x02
"""How pdfium marks a hyphen at which a word runs on in the next line."""


class PdfFile:
    """An open PDF. Pages are numbered from 1."""

    def __init__(self, path: Path) -> None:
        """Open the file, or raise FileRefused saying why it cannot be read."""
        self._document = _open(path)
        self.pages = len(self._document)
        if self.pages == 0:
            raise _without_pages(path)
        if self.pages > MOST_PAGES:
            self.close()
            raise FileRefused(
                f"{path.name} has {self.pages} pages, more than {MOST_PAGES}.",
                "Split it into volumes, then ingest these.",
            )

    def close(self) -> None:
        self._document.close()

    @contextmanager
    def page(self, number: int) -> Iterator[PdfPage]:
        """One page, loaded. Raises FileRefused if there is none or it is damaged."""
        try:
            page = self._loaded(number)
            text = page.get_textpage()
        except (pdfium.PdfiumError, IndexError) as error:
            raise FileRefused(f"Page {number} cannot be read.", "Repair the file.") from error
        try:
            yield PdfPage(page, text)
        finally:
            text.close()
            page.close()

    def _loaded(self, number: int) -> pdfium.PdfPage:
        """The page with what was filled in and drawn over it made part of its content,
        as it is in print. The file itself is never written."""
        page = self._document[number - 1]
        if _has_overlay(page) and raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == (
            raw.FLATTEN_SUCCESS
        ):
            page.close()
            page = self._document[number - 1]
        return page


def _open(path: Path) -> pdfium.PdfDocument:
    try:
        with path.open("rb") as stream:
            if not stream.read(1):
                raise FileRefused(f"{path.name} is empty.", "Download or export it again.")
        # pdfium refuses a file without pages, but sets no error: then the last one stands,
        # so that it had better be one that no file can cause that could be looked at.
        raw.FPDF_LoadDocument(b"", None)
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
        if error.err_code == raw.FPDF_ERR_FILE:
            raise _without_pages(path) from error
        raise FileRefused(
            f"{path.name} is not a PDF, or is damaged.", "Download or export it again."
        ) from error


def _without_pages(path: Path) -> FileRefused:
    return FileRefused(f"{path.name} is a PDF without pages.", "Download or export it again.")


# pdfium's functions bound once more, with plain addresses for arguments: converting to
# the typed pointers of pypdfium2 takes longer than the call.
_address = ctypes.c_void_p


def _bind(name: str, *arguments: Any, result: Any = ctypes.c_int) -> Any:
    """Further arguments than those named here are passed on as they are."""
    entry = ctypes.cast(getattr(raw, name), _address).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(entry)


_text = _bind("FPDFText_GetText", _address, ctypes.c_int, ctypes.c_int, _address)
_code = _bind("FPDFText_GetUnicode", _address, ctypes.c_int, result=ctypes.c_uint)
_loose_box = _bind("FPDFText_GetLooseCharBox", result=None)  # called with `Slots`
_origin = _bind("FPDFText_GetCharOrigin", _address, ctypes.c_int, _address, _address)
_angle = _bind("FPDFText_GetCharAngle", _address, ctypes.c_int, result=ctypes.c_float)
_text_object = _bind("FPDFText_GetTextObject", result=_address)
_font = _bind("FPDFTextObj_GetFont", _address, result=_address)
_font_name = _bind("FPDFFont_GetBaseFontName", _address, _address, ctypes.c_size_t)
_font_weight = _bind("FPDFFont_GetWeight", _address)
_mode = _bind("FPDFTextObj_GetTextRenderMode", _address)
_kind = _bind("FPDFPageObj_GetType", _address)
_bounds = _bind("FPDFPageObj_GetBounds", _address, result=None)  # called with `Slots`
_fill = _bind("FPDFPageObj_GetFillColor", _address, result=None)  # called with `Slots`
_has_transparency = _bind("FPDFPageObj_HasTransparency", _address)
_draw_mode = _bind("FPDFPath_GetDrawMode", _address, _address, _address)
_own_matrix = _bind("FPDFPageObj_GetMatrix", _address, _address)
_activate = _bind("FPDFPageObj_SetIsActive", _address, ctypes.c_int)
_object_count = _bind("FPDFPage_CountObjects", _address)
_object = _bind("FPDFPage_GetObject", _address, ctypes.c_int, result=_address)
_form_count = _bind("FPDFFormObj_CountObjects", _address)
_form_object = _bind("FPDFFormObj_GetObject", _address, ctypes.c_ulong, result=_address)


_slots = Slots()


class PaintedObject(NamedTuple):
    """One object of a page's content. ``matrix`` leads from its space to the page's."""

    handle: int
    kind: Literal["text", "path", "image", "other"]
    matrix: Matrix


class Picture(NamedTuple):
    """The pixels of a part of a page, ``scale`` of them a point, and where in the picture
    of the whole page they begin."""

    pixels: npt.NDArray[np.uint8]
    scale: float
    left: int
    top: int


_KINDS: dict[int, Literal["text", "path", "image", "other"]] = {
    raw.FPDF_PAGEOBJ_TEXT: "text",
    raw.FPDF_PAGEOBJ_PATH: "path",
    raw.FPDF_PAGEOBJ_IMAGE: "image",
    raw.FPDF_PAGEOBJ_SHADING: "image",
}
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
_DEEPEST_FORM = 6
"""Forms within forms are followed this far."""


class PdfPage:
    """A loaded page. Characters are numbered as pdfium does, white space among them.

    Places are in points from the top left corner of the page as displayed, y downwards:
    the page's rotation and the corner of its crop box are accounted for.
    """

    def __init__(self, page: pdfium.PdfPage, text: pdfium.PdfTextPage) -> None:
        self._page = page
        self._fonts: dict[int, bool] = {}  # not kept longer: pdfium reuses addresses
        self._text = ctypes.cast(text.raw, _address).value or 0
        self._text_argument = ctypes.byref(ctypes.c_char.from_address(self._text))
        self._handle = ctypes.cast(page.raw, _address).value
        left, bottom, right, top = page.get_bbox()
        self._sheet = Sheet(left, bottom, right, top, page.get_rotation() // 90 % 4)
        self.width, self.height = page.get_size()
        self.characters: int = raw.FPDFText_CountChars(text)

    def turned(self, quarters: int) -> PdfPage:
        """The same page, turned clockwise by so many quarters more."""
        page = copy(self)
        page._sheet = self._sheet.turned(quarters)
        if quarters % 2:
            page.width, page.height = self.height, self.width
        return page

    def codes(self) -> Ints:
        """The code of every character; HYPHEN where a word is broken at a line's end.
        May hold surrogates and codes without meaning."""
        count = self.characters
        buffer = np.zeros(count + 1, dtype=np.uint16)
        if count and _text(self._text, 0, count, buffer.ctypes.data) == count + 1:
            codes = buffer[:count].astype(np.int64)
            codes[codes == 0xFFFE] = HYPHEN
            return codes
        # pdfium left characters out of its text, so the two are numbered differently.
        return np.fromiter(map(_code, repeat(self._text), range(count)), np.int64, count)

    def boxes(self, characters: Ints) -> Floats:
        """x0, y0, x1, y1 of characters: from one pen position to the next, over the
        height of the font, so that lines are of even height and edges meet."""
        count = len(characters)
        deque(
            map(_loose_box, repeat(self._text_argument), characters.tolist(), _slots.rows(count)),
            maxlen=0,
        )
        sides = _slots.read(count, "f4").astype(np.float64)
        sides[~np.isfinite(sides).all(axis=1)] = 0.0  # damaged: without size, nobody sees them
        left, top, right, bottom = sides.T
        return self._sheet.boxes(np.stack([left, bottom, right, top], axis=1))

    def origins(self, characters: Sequence[int]) -> tuple[Floats, Floats]:
        """x and y of the point of the baseline on which each character is set."""
        points = np.zeros((len(characters), 2), dtype=np.float64)
        rows = range(points.ctypes.data, points.ctypes.data + points.nbytes, 16)
        columns = range(points.ctypes.data + 8, points.ctypes.data + 8 + points.nbytes, 16)
        deque(map(_origin, repeat(self._text), characters, rows, columns), maxlen=0)
        return self._sheet.points(points[:, 0], points[:, 1])

    def angles(self, characters: Sequence[int]) -> Ints:
        """Degrees, 0 to 359, by which characters are turned on the page as displayed."""
        count = len(characters)
        radians = np.fromiter(map(_angle, repeat(self._text), characters), np.float64, count)
        turned = np.rint(np.degrees(radians)).astype(np.int64) + 90 * self._sheet.quarters
        return np.asarray(turned % 360)

    def text_objects(self, characters: Sequence[int]) -> list[int | None]:
        """The handle of the text object to which each character belongs."""
        return list(map(_text_object, repeat(self._text_argument), characters))

    def is_bold(self, text_object: int | None) -> bool:
        font = _font(text_object) if text_object else None
        if not font:
            return False
        if font not in self._fonts:
            name = ctypes.create_string_buffer(200)
            _font_name(font, ctypes.addressof(name), 200)
            named = name.value.decode("utf-8", "replace").lower()
            self._fonts[font] = _font_weight(font) >= 600 or any(
                word in named for word in ("bold", "black", "heavy", "-bd", "demi")
            )
        return self._fonts[font]

    def objects(self) -> list[PaintedObject]:
        """Everything painted, those parts inside forms too, in the order of painting."""
        handles = list(map(_object, repeat(self._handle), range(_object_count(self._handle))))
        return _unfolded(handles, _IDENTITY, 0)

    def bounds(self, objects: Sequence[PaintedObject]) -> Floats:
        """x0, y0, x1, y1 of each object."""
        count = len(objects)
        handles = [thing.handle for thing in objects]
        deque(map(_bounds, handles, *_slots.columns(count)), maxlen=0)
        sides = _slots.read(count, "f4").astype(np.float64)
        if all(thing.matrix is _IDENTITY for thing in objects):
            return self._sheet.boxes(sides)
        a, b, c, d, e, f = np.array([thing.matrix for thing in objects]).reshape(-1, 6).T
        left, bottom, right, top = sides.T
        xs = np.stack([a * x + c * y + e for x in (left, right) for y in (bottom, top)])
        ys = np.stack([b * x + d * y + f for x in (left, right) for y in (bottom, top)])
        corners = np.stack([xs.min(axis=0), ys.min(axis=0), xs.max(axis=0), ys.max(axis=0)])
        return self._sheet.boxes(corners.T)

    def render(self, scale: float) -> Image.Image:
        """The page as displayed, ``scale`` pixels a point, at most MOST_PIXELS of them."""
        return self._rendered(self._possible(scale), (0, 0, 0, 0), ())

    def render_part(self, scale: float, part: Box, without: Sequence[int] = ()) -> Picture:
        """The pixels of a part of the page, as it would be without the text objects of
        these handles. A part takes a fraction of the time of the whole."""
        scale = self._possible(scale)
        width, height = math.ceil(self.width * scale), math.ceil(self.height * scale)
        left = min(max(0, math.floor(part.x0 * scale)), width - 1)
        top = min(max(0, math.floor(part.y0 * scale)), height - 1)
        right = max(0, width - max(left + 1, math.ceil(part.x1 * scale) + 1))
        bottom = max(0, height - max(top + 1, math.ceil(part.y1 * scale) + 1))
        # Half a pixel less, because what is cut off is rounded up to pixels.
        cut = [max(0.0, (side - 0.5) / scale) for side in (left, bottom, right, top)]
        image = self._rendered(scale, tuple(cut), without)
        return Picture(np.asarray(image), width / self.width, left, top)

    def _possible(self, scale: float) -> float:
        return min(scale, math.sqrt(MOST_PIXELS / max(1.0, self.width * self.height)))

    def _rendered(
        self, scale: float, cut: tuple[float, ...], without: Sequence[int]
    ) -> Image.Image:
        for handle in without:
            _activate(handle, 0)
        try:
            bitmap = self._page.render(scale=scale, crop=cut)
        finally:
            for handle in without:
                _activate(handle, 1)
        try:
            picture: Image.Image = bitmap.to_pil().convert("RGB")
            return picture
        finally:
            bitmap.close()


MOST_PIXELS = 40_000_000
"""A page is never drawn larger than this, whatever size it claims to have."""

_MARKS = {
    raw.FPDF_ANNOT_LINK,
    raw.FPDF_ANNOT_POPUP,
    raw.FPDF_ANNOT_HIGHLIGHT,
    raw.FPDF_ANNOT_UNDERLINE,
    raw.FPDF_ANNOT_SQUIGGLY,
    raw.FPDF_ANNOT_STRIKEOUT,
}
"""Annotations that neither have text of their own nor cover any."""


def _has_overlay(page: pdfium.PdfPage) -> bool:
    """Whether there are fields, notes or shapes that lie over the page's own content.
    Those without an appearance of their own would not be drawn."""
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        is_drawn = kind not in _MARKS and raw.FPDFAnnot_HasKey(annotation, b"AP")
        raw.FPDFPage_CloseAnnot(annotation)
        if is_drawn:
            return True
    return False


def _unfolded(handles: list[int], matrix: Matrix, depth: int) -> list[PaintedObject]:
    found: list[PaintedObject] = []
    for handle, kind in zip(handles, map(_kind, handles), strict=True):
        if kind != raw.FPDF_PAGEOBJ_FORM:
            found.append(PaintedObject(handle, _KINDS.get(kind, "other"), matrix))
        elif depth < _DEEPEST_FORM:
            inner = list(map(_form_object, repeat(handle), range(_form_count(handle))))
            values = (ctypes.c_float * 6)()
            _own_matrix(handle, ctypes.addressof(values))
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
    deque(map(_fill, [thing.handle for thing in objects], *_slots.columns(count)), maxlen=0)
    return _slots.read(count, "u4")


def render_modes(texts: Sequence[PaintedObject]) -> Ints:
    """PDF's text rendering modes: 3 is invisible, 7 only a path for clipping."""
    return np.fromiter(map(_mode, [text.handle for text in texts]), np.int64, len(texts))


def is_filled(path: PaintedObject) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    _draw_mode(path.handle, ctypes.addressof(mode), ctypes.addressof(stroke))
    return bool(mode.value != raw.FPDF_FILLMODE_NONE)


def has_transparency(thing: PaintedObject) -> bool:
    return bool(_has_transparency(thing.handle))
