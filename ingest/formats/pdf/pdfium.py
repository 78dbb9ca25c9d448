"""pdfium itself: the only module that imports pypdfium2. Opens files and loads pages, and binds
pdfium's functions once more, so that they can be called for each of thousands of characters."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.errors import FileRefused
from ingest.formats.pdf.typed_text import typed_text
from ingest.passwords import ADVICE, REASON, WRONG

Document: TypeAlias = pdfium.PdfDocument
LoadedPage: TypeAlias = pdfium.PdfPage
TextPage: TypeAlias = pdfium.PdfTextPage
Bitmap: TypeAlias = pdfium.PdfBitmap

IMAGE: int = raw.FPDF_PAGEOBJ_IMAGE
SHADING: int = raw.FPDF_PAGEOBJ_SHADING
TEXT: int = raw.FPDF_PAGEOBJ_TEXT
PATH: int = raw.FPDF_PAGEOBJ_PATH
FORM: int = raw.FPDF_PAGEOBJ_FORM
NO_FILL: int = raw.FPDF_FILLMODE_NONE


def open_document(path: Path, passwords: Sequence[str] = ()) -> tuple[Document, str]:
    """The open file, and the one of the passwords that opened it, if it needed any; or raise
    FileRefused saying why it cannot be read."""
    for password in ("", *passwords):
        try:
            return _opened(path, password or None), password
        except _Locked:
            continue
    raise FileRefused(WRONG if passwords else REASON, ADVICE)


class _Locked(Exception):
    """Another password opens it."""


def _opened(path: Path, password: str | None) -> Document:
    try:
        with path.open("rb") as stream:
            if not stream.read(1):
                raise FileRefused("It is empty.", "Download or export it again.")
        # pdfium refuses a file without pages, but sets no error: then the last one stands,
        # so that it had better be one that no file can cause that could be looked at.
        raw.FPDF_LoadDocument(b"", None)
        # pypdfium2 resolves paths, and a temporary file without a name has none to resolve to.
        content = path if path.resolve().exists() else path.read_bytes()
        return pdfium.PdfDocument(content, password)
    except OSError as error:
        raise FileRefused(f"It cannot be opened: {error.strerror}.") from error
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise _Locked from error
        if error.err_code == raw.FPDF_ERR_SECURITY:
            raise FileRefused(
                "It is encrypted in a way that cannot be read.",
                "Save a copy without protection, then ingest it.",
            ) from error
        if error.err_code == raw.FPDF_ERR_FILE:
            raise without_pages() from error
        raise FileRefused(
            "It is not a PDF, or is damaged.", "Download or export it again."
        ) from error


def without_pages() -> FileRefused:
    return FileRefused("It is a PDF without pages.", "Download or export it again.")


Sides: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right, top in a page's own space, y upwards."""


class Annotation(NamedTuple):
    """A note, mark or field that lies on a page and is no part of its content."""

    kind: int
    """One of pdfium's numbers: NOTE, HIGHLIGHT, …"""
    sides: Sides
    quads: tuple[Sides, ...]
    """Around the words that it marks."""
    contents: str
    """What is written in it, or filled in; of a link, where on the web it leads."""
    is_drawn: bool
    """Whether it has an appearance that a screen shows, which becomes part of the page."""
    lacks_appearance: bool = False
    """Whether programs that show the page make an appearance for it, since it has none: a field
    that is filled in, a text typed onto the page."""
    is_ticked: bool | None = None
    """Whether a box of a form that a screen shows is ticked; None for anything else."""


def load_page(
    document: Document, number: int
) -> tuple[LoadedPage, TextPage, tuple[Annotation, ...]]:
    """Page ``number``, counted from 1, with what was filled in and drawn over it made part of
    its content, as it is in print, and its annotations; the file itself is never written.
    Raises FileRefused if there is none or it is damaged."""
    try:
        page = document[number - 1]
        annotations = _annotations(page)
        if any(annotation.lacks_appearance for annotation in annotations):
            page = _with_appearances(document, page, number)
            annotations = _annotations(page)
        if _has_overlay(annotations) and raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == (
            raw.FLATTEN_SUCCESS
        ):
            page.close()
            page = document[number - 1]
        return page, page.get_textpage(), annotations
    except (pdfium.PdfiumError, IndexError) as error:
        raise FileRefused(f"Page {number} cannot be read.", "Repair the file.") from error


def _with_appearances(document: Document, page: LoadedPage, number: int) -> LoadedPage:
    """The page loaded again, its fields and typed texts drawn as programs do that show it: pdfium
    fills in the fields as Chrome does, where it knows of the form."""
    if document.init_forms():
        page.close()
        page = document[number - 1]
    for index in range(min(_MOST_ANNOTATIONS, raw.FPDFPage_GetAnnotCount(page))):
        note = raw.FPDFPage_GetAnnot(page, index)
        if raw.FPDFAnnot_GetSubtype(note) == FREE_TEXT and not raw.FPDFAnnot_HasKey(note, b"AP"):
            drawn = typed_text(
                _string_of(note, b"Contents"), _string_of(note, b"DA"), _sides_of(note)
            )
            content = (drawn + "\0").encode("utf-16-le")
            raw.FPDFAnnot_SetAP(
                note,
                raw.FPDF_ANNOT_APPEARANCEMODE_NORMAL,
                ctypes.cast(ctypes.create_string_buffer(content), raw.FPDF_WIDESTRING),
            )
        raw.FPDFPage_CloseAnnot(note)
    return page


def count_characters(text: TextPage) -> int:
    return int(raw.FPDFText_CountChars(text))


_MARKS = {
    raw.FPDF_ANNOT_LINK,
    raw.FPDF_ANNOT_POPUP,
    raw.FPDF_ANNOT_HIGHLIGHT,
    raw.FPDF_ANNOT_UNDERLINE,
    raw.FPDF_ANNOT_SQUIGGLY,
    raw.FPDF_ANNOT_STRIKEOUT,
}
"""Annotations that neither have text of their own nor cover any."""


def _has_overlay(annotations: Sequence[Annotation]) -> bool:
    """Whether there are fields, notes or shapes that lie over the page's own content.
    Those without an appearance of their own would not be drawn."""
    return any(annotation.is_drawn and annotation.kind not in _MARKS for annotation in annotations)


LINK: int = raw.FPDF_ANNOT_LINK
POPUP: int = raw.FPDF_ANNOT_POPUP
FIELD: int = raw.FPDF_ANNOT_WIDGET
FREE_TEXT: int = raw.FPDF_ANNOT_FREETEXT
STAMP: int = raw.FPDF_ANNOT_STAMP
UNDERLINE: int = raw.FPDF_ANNOT_UNDERLINE
STRIKEOUT: int = raw.FPDF_ANNOT_STRIKEOUT
_MOST_ANNOTATIONS = 2_000
_LONGEST_ADDRESS = 2_000


def _annotations(page: LoadedPage) -> tuple[Annotation, ...]:
    """Popups and links within the document left out: they show nothing of their own."""
    found = []
    for index in range(min(_MOST_ANNOTATIONS, raw.FPDFPage_GetAnnotCount(page))):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        if kind == LINK:
            if address_linked := _address_linked(page, annotation):
                found.append(_annotation(annotation, kind, address_linked))
        elif kind != POPUP:
            found.append(_annotation(annotation, kind, None))
        raw.FPDFPage_CloseAnnot(annotation)
    return tuple(found)


def _address_linked(page: LoadedPage, annotation: Any) -> str:
    """The address on the web that a link leads to; "" if it leads elsewhere."""
    link = raw.FPDFAnnot_GetLink(annotation)
    action = raw.FPDFLink_GetAction(link) if link else None
    if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
        return ""
    buffer = ctypes.create_string_buffer(_LONGEST_ADDRESS)
    length = raw.FPDFAction_GetURIPath(page.pdf, action, buffer, _LONGEST_ADDRESS)
    address = buffer.value.decode("utf-8", "replace") if length <= _LONGEST_ADDRESS else ""
    return address if address.startswith(("http://", "https://")) else ""


_UNSEEN: int = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW


def _sides_of(annotation: Any) -> Sides:
    rectangle = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annotation, rectangle)
    return rectangle.left, rectangle.bottom, rectangle.right, rectangle.top


def _annotation(annotation: Any, kind: int, address_linked: str | None) -> Annotation:
    is_link = address_linked is not None
    is_seen = not is_link and not raw.FPDFAnnot_GetFlags(annotation) & _UNSEEN
    is_drawn = is_seen and bool(raw.FPDFAnnot_HasKey(annotation, b"AP"))
    contents = address_linked or _string_of(annotation, b"V" if kind == FIELD else b"Contents")
    # The value of a field may stand in the field of which it is a part.
    is_filled = kind == FIELD or (kind == FREE_TEXT and bool(contents.strip()))
    quads = []
    for index in range(raw.FPDFAnnot_CountAttachmentPoints(annotation)):
        quad = raw.FS_QUADPOINTSF()
        if raw.FPDFAnnot_GetAttachmentPoints(annotation, index, quad):
            xs, ys = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
            quads.append((min(xs), min(ys), max(xs), max(ys)))
    return Annotation(
        kind,
        _sides_of(annotation),
        tuple(quads),
        contents,
        is_drawn,
        is_filled and is_seen and not is_drawn,
        _string_of(annotation, b"AS") not in ("", "Off")
        if kind == FIELD and is_seen and raw.FPDFAnnot_HasKey(annotation, b"AS")
        else None,
    )


def _string_of(annotation: Any, key: bytes) -> str:
    length = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if length <= 2:
        return ""
    buffer = (ctypes.c_ushort * (length // 2))()
    raw.FPDFAnnot_GetStringValue(annotation, key, buffer, length)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\x00")


# pdfium's functions bound once more, with plain addresses for arguments: converting to
# the typed pointers of pypdfium2 takes longer than the call.
address = ctypes.c_void_p


def _bind(name: str, *arguments: Any, result: Any = ctypes.c_int) -> Any:
    """Further arguments than those named here are passed on as they are."""
    entry = ctypes.cast(getattr(raw, name), address).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(entry)


text = _bind("FPDFText_GetText", address, ctypes.c_int, ctypes.c_int, address)
code = _bind("FPDFText_GetUnicode", address, ctypes.c_int, result=ctypes.c_uint)
loose_box = _bind("FPDFText_GetLooseCharBox", result=None)  # called with `Slots`
origin = _bind("FPDFText_GetCharOrigin", address, ctypes.c_int, address, address)
angle = _bind("FPDFText_GetCharAngle", address, ctypes.c_int, result=ctypes.c_float)
text_object = _bind("FPDFText_GetTextObject", result=address)
font = _bind("FPDFTextObj_GetFont", address, result=address)
font_name = _bind("FPDFFont_GetBaseFontName", address, address, ctypes.c_size_t)
font_weight = _bind("FPDFFont_GetWeight", address)
mode = _bind("FPDFTextObj_GetTextRenderMode", address)
kind = _bind("FPDFPageObj_GetType", address)
bounds = _bind("FPDFPageObj_GetBounds", address, result=None)  # called with `Slots`
fill = _bind("FPDFPageObj_GetFillColor", address, result=None)  # called with `Slots`
has_transparency = _bind("FPDFPageObj_HasTransparency", address)
stroke = _bind("FPDFPageObj_GetStrokeColor", address, result=None)  # called with `Slots`
stroke_width = _bind("FPDFPageObj_GetStrokeWidth", address, address)
mark_count = _bind("FPDFPageObj_CountMarks", address)
mark_at = _bind("FPDFPageObj_GetMark", address, ctypes.c_ulong, result=address)
mark_string = _bind(
    "FPDFPageObjMark_GetParamStringValue", address, ctypes.c_char_p, address, ctypes.c_ulong,
    address,
)  # fmt: skip
clip_path = _bind("FPDFPageObj_GetClipPath", address, result=address)
clip_paths = _bind("FPDFClipPath_CountPaths", address)
clip_segments = _bind("FPDFClipPath_CountPathSegments", address, ctypes.c_int)
clip_segment = _bind(
    "FPDFClipPath_GetPathSegment", address, ctypes.c_int, ctypes.c_int, result=address
)
segment_point = _bind("FPDFPathSegment_GetPoint", address, address, address)
draw_mode = _bind("FPDFPath_GetDrawMode", address, address, address)
path_segments = _bind("FPDFPath_CountSegments", address)
own_matrix = _bind("FPDFPageObj_GetMatrix", address, address)
activate = _bind("FPDFPageObj_SetIsActive", address, ctypes.c_int)
object_count = _bind("FPDFPage_CountObjects", address)
object_at = _bind("FPDFPage_GetObject", address, ctypes.c_int, result=address)
form_count = _bind("FPDFFormObj_CountObjects", address)
form_object = _bind("FPDFFormObj_GetObject", address, ctypes.c_ulong, result=address)


def drawn_letters(content: bytes) -> tuple[Any, list[tuple[str, float, float]]]:
    """The first page of a PDF as rows of grey pixels, one a point, and each of its characters as
    it is copied, with the point of the baseline on which it is set, in the page's own space.
    Raises FileRefused if it is damaged."""
    try:
        with closing(pdfium.PdfDocument(content)) as document:
            page = document[0]
            letters = page.get_textpage()
            picture = page.render(grayscale=True).to_numpy()
            x, y = ctypes.c_double(), ctypes.c_double()
            places = ctypes.addressof(x), ctypes.addressof(y)
            handle = ctypes.cast(letters.raw, address).value
            found = []
            for index in range(count_characters(letters)):
                if (said := code(handle, index)) < 0x110000:
                    origin(handle, index, *places)
                    found.append((chr(said), x.value, y.value))
            return picture.reshape(picture.shape[:2]).copy(), found
    except pdfium.PdfiumError as error:
        raise FileRefused("A font of it cannot be drawn.", "Repair the file.") from error
