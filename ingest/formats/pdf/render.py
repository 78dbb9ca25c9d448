"""Pictures of pages: what a citation shows, and what was understood of a page."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from threading import Lock

from PIL import Image, ImageChops, ImageDraw

from ingest.document import Box, Page
from ingest.errors import FileRefused
from ingest.formats.pdf.file import PdfFile
from ingest.passwords import is_about, is_protected, kept

_YELLOW = (255, 236, 110)
_ONE_AT_A_TIME = Lock()
"""pdfium cannot be used by two threads, and a page that scrolls asks for several pictures."""
_MARGIN = 1.5
"""Points by which a highlight is larger than what it marks."""
_COLOURS = {
    "heading": "#8e24aa",
    "caption": "#00838f",
    "quote": "#2e7d32",
    "table": "#5d4037",
    "footnote": "#757575",
}
_BODY, _LEFT_OUT, _HIDDEN = "#1e66d0", "#d98200", "#d00000"


def render_page(path: Path, number: int, scale: float) -> Image.Image:
    """A page of a PDF as displayed, ``scale`` pixels a point; pages count from 1.

    Raises FileRefused if the file cannot be read or has no such page.
    """
    with _ONE_AT_A_TIME, closing(PdfFile(path, kept(path))) as file, file.page(number) as page:
        return page.render(scale)


def opens(path: Path, password: str = "") -> bool:
    """Whether a PDF opens: without a password, or with this one or those known of it."""
    known = kept(path)
    given = (password, *known) if password else known
    if not (path.is_file() and is_protected(path)):
        return True
    try:
        with _ONE_AT_A_TIME, closing(PdfFile(path, given)):
            return True
    except FileRefused as refused:
        return not is_about(refused.reason)


def page_picture(path: Path, page_number: int, highlights: Sequence[Box], scale: float) -> bytes:
    """A page as PNG, with the boxes marked in yellow as with a felt pen: what is
    printed in them stays as dark as it is. Raises FileRefused as `render_page` does."""
    picture = render_page(path, page_number, scale)
    if highlights:
        ink = Image.new("RGB", picture.size, "white")
        pen = ImageDraw.Draw(ink)
        for box in highlights:
            pen.rectangle(_pixels(box, scale), fill=_YELLOW)
        picture = ImageChops.multiply(picture, ink)
    stream = io.BytesIO()
    # Half the time of Pillow's usual level, and for pages of print no larger.
    picture.save(stream, "PNG", compress_level=3)
    return stream.getvalue()


def draw_page(path: Path, page: Page, scale: float) -> Image.Image:
    """The page with what was understood of it: every line in the colour of its role, a
    bar where a paragraph begins, its number in the left margin, and what was left out
    in orange, hidden text in red."""
    picture = render_page(path, page.number, scale)
    pen = ImageDraw.Draw(picture)
    for left in page.left_out:
        if left.box is not None:
            colour = _HIDDEN if left.what == "hidden text" else _LEFT_OUT
            pen.rectangle(_pixels(left.box, scale), outline=colour, width=2)
            pen.text((left.box.x0 * scale, left.box.y0 * scale - 10), left.what, fill=colour)
    for order, line in enumerate(page.lines):
        if line.box is None:
            continue
        colour = _COLOURS.get(line.role, _BODY)
        x0, y0, x1, y1 = _pixels(line.box, scale)
        pen.rectangle((x0, y0, x1, y1), outline=colour)
        if line.begins:
            pen.rectangle((x0 - 6, y0, x0 - 3, y1), fill=colour)
        beside = f"{order}" if line.number is None else f"{order} ({line.number})"
        pen.text((x1 + 3, y0), beside, fill=colour)
    return picture


def _pixels(box: Box, scale: float) -> tuple[float, float, float, float]:
    return (
        (box.x0 - _MARGIN) * scale,
        (box.y0 - _MARGIN) * scale,
        (box.x1 + _MARGIN) * scale,
        (box.y1 + _MARGIN) * scale,
    )
