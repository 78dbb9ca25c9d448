"""The pages of PDF files, as arrays.

A page is asked for arrays, because it has thousands of characters and a call through
ctypes costs a third of a microsecond even when prepared. pdfium has no call that gives
the boxes of all characters at once, and its rectangles of text do not tell one character
from the next, so boxes cost a call for each inked character; the text itself is one call.
"""

from __future__ import annotations

import ctypes
import math
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from functools import partial
from itertools import repeat
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

from ingest.document import Box
from ingest.errors import FileRefused
from ingest.formats.pdf import pdfium
from ingest.formats.pdf.call_slots import Slots
from ingest.formats.pdf.container import NO_ODDITIES, Container, Oddities
from ingest.formats.pdf.display_space import Floats, Sheet
from ingest.formats.pdf.painted_objects import IDENTITY, PaintedObject, painted_objects

MOST_PAGES = 5_000
"""Longer files are refused: the longest real filings, appendices, have about 2,000 pages."""

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

HYPHEN = 0x02
"""How pdfium marks a hyphen at which a word runs on in the next line."""


class PdfFile:
    """An open PDF. Pages are numbered from 1."""

    def __init__(self, path: Path, passwords: Sequence[str] = ()) -> None:
        """Open the file, with one of the passwords where it is protected, or raise FileRefused
        saying why it cannot be read."""
        self._document, password = pdfium.open_document(path, passwords)
        self._container = Container(path, [password] if password else [])
        self.pages = len(self._document)
        if self.pages == 0:
            raise pdfium.without_pages()
        self.files = self._container.files
        """The names of the files inside it, which are documents of their own."""
        if self._container.is_dynamic_form:
            self.close()
            raise FileRefused(
                "It is a form (XFA) whose pages only Adobe Reader draws.",
                "Open it in Adobe Reader and print it to PDF.",
            )
        if self.pages > MOST_PAGES:
            self.close()
            raise FileRefused(
                f"It has {self.pages} pages, more than {MOST_PAGES}.",
                "Split it into volumes, then ingest these.",
            )

    def close(self) -> None:
        self._document.close()
        self._container.close()

    @contextmanager
    def page(self, number: int) -> Iterator[PdfPage]:
        """Load one page. Raises FileRefused if there is none or it is damaged."""
        page, text, annotations = pdfium.load_page(self._document, number)
        try:
            yield PdfPage(page, text, annotations, partial(self._container.page, number))
        finally:
            text.close()
            page.close()


_slots = Slots()


class Picture(NamedTuple):
    """The pixels of a part of a page, ``scale`` of them a point, and where in the picture
    of the whole page they begin."""

    pixels: npt.NDArray[np.uint8]
    scale: float
    left: int
    top: int


class PlacedAnnotation(NamedTuple):
    """An annotation and where it is on the page as displayed; see `pdfium.Annotation`."""

    kind: int
    box: Box
    quads: tuple[Box, ...]
    contents: str
    is_drawn: bool
    is_ticked: bool | None = None

    @property
    def strikes_out(self) -> bool:
        return self.kind == pdfium.STRIKEOUT

    @property
    def is_apart(self) -> bool:
        """Whether something is written in it that the page does not show."""
        shown = self.is_drawn and self.kind in (pdfium.FIELD, pdfium.FREE_TEXT, pdfium.STAMP)
        return bool(self.contents.strip()) and not shown and not self.links_to_web

    @property
    def links_to_web(self) -> bool:
        return self.kind == pdfium.LINK

    @property
    def what(self) -> Literal["form field", "comment"]:
        return "form field" if self.kind == pdfium.FIELD else "comment"


class PdfPage:
    """A loaded page. Characters are numbered as pdfium does, white space among them.

    Places are in points from the top left corner of the page as displayed, y downwards:
    the page's rotation and the corner of its crop box are accounted for.
    """

    def __init__(
        self,
        page: pdfium.LoadedPage,
        text: pdfium.TextPage,
        annotations: Sequence[pdfium.Annotation] = (),
        oddities: Callable[[], Oddities] = lambda: NO_ODDITIES,
    ) -> None:
        self._page = page
        self._annotations = annotations
        self._oddities = oddities
        self._fonts: dict[int, bool] = {}  # not kept longer: pdfium reuses addresses
        self._text = ctypes.cast(text.raw, pdfium.address).value or 0
        self._text_argument = ctypes.byref(ctypes.c_char.from_address(self._text))
        self._handle = ctypes.cast(page.raw, pdfium.address).value
        left, bottom, right, top = page.get_bbox()
        self._sheet = Sheet(left, bottom, right, top, page.get_rotation() // 90 % 4)
        self.own_sides = (left, bottom, right, top)
        """The visible part of the page, in the space in which its content is drawn."""
        self.width, self.height = page.get_size()
        self.characters: int = pdfium.count_characters(text)

    def turned(self, quarters: int) -> PdfPage:
        """The same page, turned clockwise by so many quarters more."""
        page = copy(self)
        page._sheet = self._sheet.turned(quarters)
        if quarters % 2:
            page.width, page.height = self.height, self.width
        return page

    def oddities(self) -> Oddities:
        """What makes its text differ from what is drawn: asked for only where it is read, since
        fonts are looked at for it."""
        return self._oddities()

    def annotations(self) -> list[PlacedAnnotation]:
        """What lies on the page and is no part of its content."""
        return [
            PlacedAnnotation(
                note.kind,
                self._box(note.sides),
                tuple([self._box(quad) for quad in note.quads]),
                note.contents,
                note.is_drawn,
                note.is_ticked,
            )
            for note in self._annotations
        ]

    def _box(self, sides: pdfium.Sides) -> Box:
        return Box(*self._sheet.boxes(np.array([sides], dtype=np.float64))[0].tolist())

    def codes(self) -> Ints:
        """The code of every character; HYPHEN where a word is broken at a line's end.
        May hold surrogates and codes without meaning."""
        count = self.characters
        buffer = np.zeros(count + 1, dtype=np.uint16)
        if count and pdfium.text(self._text, 0, count, buffer.ctypes.data) == count + 1:
            codes = buffer[:count].astype(np.int64)
            codes[codes == 0xFFFE] = HYPHEN
            return codes
        # pdfium left characters out of its text, so the two are numbered differently.
        return np.fromiter(map(pdfium.code, repeat(self._text), range(count)), np.int64, count)

    def boxes(self, characters: Ints) -> Floats:
        """x0, y0, x1, y1 of characters: from one pen position to the next, over the
        height of the font, so that lines are of even height and edges meet."""
        count = len(characters)
        text, rows = repeat(self._text_argument), _slots.rows(count)
        deque(map(pdfium.loose_box, text, characters.tolist(), rows), maxlen=0)
        sides = _slots.read(count, "f4").astype(np.float64)
        sides[~np.isfinite(sides).all(axis=1)] = 0.0  # damaged: without size, nobody sees them
        left, top, right, bottom = sides.T
        return self._sheet.boxes(np.stack([left, bottom, right, top], axis=1))

    def origins(self, characters: Sequence[int]) -> tuple[Floats, Floats]:
        """x and y of the point of the baseline on which each character is set."""
        points = np.zeros((len(characters), 2), dtype=np.float64)
        rows = range(points.ctypes.data, points.ctypes.data + points.nbytes, 16)
        columns = range(points.ctypes.data + 8, points.ctypes.data + 8 + points.nbytes, 16)
        deque(map(pdfium.origin, repeat(self._text), characters, rows, columns), maxlen=0)
        return self._sheet.points(points[:, 0], points[:, 1])

    def angles(self, characters: Sequence[int]) -> Ints:
        """Degrees, 0 to 359, by which characters are turned on the page as displayed."""
        count = len(characters)
        radians = np.fromiter(map(pdfium.angle, repeat(self._text), characters), np.float64, count)
        turned = np.rint(np.degrees(radians)).astype(np.int64) + 90 * self._sheet.quarters
        return np.asarray(turned % 360)

    def text_objects(self, characters: Sequence[int]) -> list[int | None]:
        """The handle of the text object to which each character belongs."""
        return list(map(pdfium.text_object, repeat(self._text_argument), characters))

    def are_bold(self, characters: Sequence[int]) -> Bools:
        """Whether each character is set in a bold font."""
        handles = self.text_objects(characters)
        known = {handle: self._is_bold(handle) for handle in set(handles)}
        return np.fromiter(map(known.__getitem__, handles), np.bool_, len(handles))

    def font_names(self, characters: Sequence[int]) -> list[str]:
        """The name of the font in which each character is set; "" where it has none."""
        fonts = [pdfium.font(text) if text else None for text in self.text_objects(characters)]
        named = {font: _name_of(font) if font else "" for font in set(fonts)}
        return [named[font] for font in fonts]

    def _is_bold(self, text_object: int | None) -> bool:
        font = pdfium.font(text_object) if text_object else None
        if not font:
            return False
        if font not in self._fonts:
            named = _name_of(font).lower()
            self._fonts[font] = pdfium.font_weight(font) >= 600 or any(
                word in named for word in ("bold", "black", "heavy", "-bd", "demi")
            )
        return self._fonts[font]

    def objects(self) -> list[PaintedObject]:
        """Everything painted, those parts inside forms too, in the order of painting."""
        return painted_objects(self._handle)

    def bounds(self, objects: Sequence[PaintedObject]) -> Floats:
        """x0, y0, x1, y1 of each object."""
        count = len(objects)
        handles = [thing.handle for thing in objects]
        deque(map(pdfium.bounds, handles, *_slots.columns(count)), maxlen=0)
        sides = _slots.read(count, "f4").astype(np.float64)
        if all(thing.matrix is IDENTITY for thing in objects):
            return self._sheet.boxes(sides)
        a, b, c, d, e, f = np.array([thing.matrix for thing in objects]).reshape(-1, 6).T
        left, bottom, right, top = sides.T
        xs = np.stack([a * x + c * y + e for x in (left, right) for y in (bottom, top)])
        ys = np.stack([b * x + d * y + f for x in (left, right) for y in (bottom, top)])
        corners = np.stack([xs.min(axis=0), ys.min(axis=0), xs.max(axis=0), ys.max(axis=0)])
        return self._sheet.boxes(corners.T)

    def render(self, scale: float) -> Image.Image:
        """The page as displayed, ``scale`` pixels a point, at most MOST_PIXELS of them."""
        with self._drawn(self._possible(scale), (0, 0, 0, 0), ()) as bitmap:
            picture: Image.Image = bitmap.to_pil().convert("RGB")
            return picture

    def render_part(self, scale: float, part: Box, without: Sequence[int] = ()) -> Picture:
        """The pixels of a part of the page, as it would be without the text objects of
        these handles. A part takes a fraction of the time of the whole; so do images that
        are not smoothed: of a scan, pixels of its own are what is wanted."""
        scale = self._possible(scale)
        width, height = math.ceil(self.width * scale), math.ceil(self.height * scale)
        left = min(max(0, math.floor(part.x0 * scale)), width - 1)
        top = min(max(0, math.floor(part.y0 * scale)), height - 1)
        right = max(0, width - max(left + 1, math.ceil(part.x1 * scale) + 1))
        bottom = max(0, height - max(top + 1, math.ceil(part.y1 * scale) + 1))
        # Half a pixel less, because what is cut off is rounded up to pixels.
        cut = [max(0.0, (side - 0.5) / scale) for side in (left, bottom, right, top)]
        with self._drawn(scale, tuple(cut), without, no_smoothimage=True) as bitmap:
            return Picture(bitmap.to_numpy().copy(), width / self.width, left, top)

    def _possible(self, scale: float) -> float:
        return min(scale, math.sqrt(MOST_PIXELS / max(1.0, self.width * self.height)))

    @contextmanager
    def _drawn(
        self, scale: float, cut: tuple[float, ...], without: Sequence[int], **how: bool
    ) -> Iterator[pdfium.Bitmap]:
        for handle in without:
            pdfium.activate(handle, 0)
        try:
            bitmap = self._page.render(scale=scale, crop=cut, **how)
        finally:
            for handle in without:
                pdfium.activate(handle, 1)
        try:
            yield bitmap
        finally:
            bitmap.close()


MOST_PIXELS = 40_000_000
"""A page is never drawn larger than this, whatever size it claims to have."""


def _name_of(font: int) -> str:
    name = ctypes.create_string_buffer(200)
    pdfium.font_name(font, ctypes.addressof(name), 200)
    return name.value.decode("utf-8", "replace")
