"""One page of a PDF, as far as it can be read by itself: running heads are recognised later, from
its neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, zip_longest

from ingest.document import Box, LeftOut, Line, Stamp
from ingest.errors import FileRefused
from ingest.formats.ocr.orientation import Orientation
from ingest.formats.pdf.check_boxes import SmallShape, with_check_boxes
from ingest.formats.pdf.condensed import Cell, take_cells
from ingest.formats.pdf.drop_caps import with_drop_caps
from ingest.formats.pdf.exhibit_labels import take_exhibit_label
from ingest.formats.pdf.file import PdfFile, PdfPage
from ingest.formats.pdf.glyphs import Piece, pieces_of, read_glyphs
from ingest.formats.pdf.grids import Grid, cut_at_rules, grids_of
from ingest.formats.pdf.headers_footers import Edge, edges_of
from ingest.formats.pdf.hidden_text import Painting, look_at, without_hidden
from ingest.formats.pdf.note_marks import without_note_marks
from ingest.formats.pdf.pleading import (
    Gutter,
    take_gutter,
    take_sign_columns,
)
from ingest.formats.pdf.right_to_left import is_right_to_left
from ingest.formats.pdf.rotation import is_sideways, read_sideways
from ingest.formats.pdf.rows import Row, box_around, rows_of
from ingest.formats.pdf.stamps import ends_stamp, read_stamp
from ingest.formats.pdf.strikeouts import without_struck
from ingest.formats.pdf.tables import cut_between_columns
from ingest.formats.pdf.text_layer import garbled
from ingest.formats.pdf.web_furniture import web_furniture
from ingest.translation import N_

STAMP_ZONE = 0.12
"""Stamps stand within this share of the page's height from its top or bottom."""
FEW_LETTERS = 100
"""With fewer letters and digits, a text layer over a picture of the page is a label on a
scan: a Bates number, the label of an exhibit."""


@dataclass(slots=True)
class Draft:
    """A page whose running heads are not yet known, for want of its neighbours."""

    number: int
    width: float = 0.0
    height: float = 0.0
    rows: list[Row] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    right: float = 0.0
    rules: tuple[Box, ...] = ()
    frames: tuple[Box, ...] = ()
    small: tuple[SmallShape, ...] = ()
    grids: list[Grid] = field(default_factory=list)
    dividers: list[Box] = field(default_factory=list)
    gutter: Gutter | None = None
    cells: list[Cell] = field(default_factory=list)
    """The pages of a transcript printed on this sheet. Their rows are not among ``rows``."""
    stamp: Stamp | None = None
    sideways: tuple[Line, ...] = ()
    left_out: list[LeftOut] = field(default_factory=list)
    is_untrue: bool = False
    """Whether its text layer says other than the page shows. Nothing of it is then read."""
    damaged: bool = False
    orientation: Orientation | None = None
    """How the page lies, if it was read from its picture. All places but those in
    ``of_layer`` are then on the page set straight."""
    why_scanned: str = ""
    of_layer: list[LeftOut] = field(default_factory=list)


def draft_page(file: PdfFile, number: int, gutter: tuple[float, float] | None, ocr: bool) -> Draft:
    """``gutter`` is the left and right edge of the last gutter of line numbers before this
    page; with ``ocr``, a page without usable text is read from its picture."""
    draft = Draft(number)
    try:
        with file.page(number) as page:
            painting = look_at(page)
            glyphs, hidden = without_hidden(page, read_glyphs(page), painting)
            notes = page.annotations()
            marked = [box for note in notes if note.strikes_out for box in note.quads]
            glyphs, struck = without_struck(glyphs, painting.rules, marked)
            glyphs, marks = without_note_marks(glyphs, page)
            pieces, turned = pieces_of(glyphs, page)
            draft.width, draft.height = page.width, page.height
            if is_sideways(pieces, turned):
                draft.sideways, turned = read_sideways(page, glyphs, number), []
            draft.rules, draft.frames = painting.rules, painting.frames
            draft.small = painting.small
            draft.is_untrue = painting.is_untrue
            draft.left_out += hidden + struck + marks
            draft.left_out += [LeftOut(n.what, n.contents, n.box) for n in notes if n.is_apart]
            draft.left_out += _side_bars(turned)
            _lay_out(draft, pieces, gutter)
            links = [note.box for note in notes if note.links_to_web]
            if links and number == 1:
                _take_web_furniture(draft, web_furniture(draft.rows, links))
            if links and number == file.pages:
                _take_web_furniture(draft, web_furniture(draft.rows[::-1], links))
            why = _why_scan(draft, painting) if ocr else ""
            return _scanned(draft, page, gutter, why) if why else draft
    except FileRefused:
        draft.damaged = True
        return draft


def _lay_out(draft: Draft, pieces: Sequence[Piece], gutter: tuple[float, float] | None) -> None:
    """Rows of the pieces, without what stands beside the text."""
    draft.cells, pieces = take_cells(pieces, draft.width)
    if not draft.cells:
        draft.gutter, pieces = take_gutter(pieces, draft.width, gutter)
    for found in [cell.gutter for cell in draft.cells] or filter(None, [draft.gutter]):
        numbers = " ".join(map(str, found.numbers))
        draft.left_out.append(LeftOut("line numbers", numbers, found.box))
    for label in [cell.label for cell in draft.cells if cell.label]:
        draft.left_out.append(LeftOut("page number", label.text, label.box))
    columns, pieces = take_sign_columns(pieces)
    for column in columns:
        box = box_around(column)
        draft.dividers.append(box)
        draft.left_out.append(LeftOut("rule", " ".join([sign.text for sign in column]), box))
    exhibit_label, pieces = take_exhibit_label(pieces, draft.width, draft.height)
    if exhibit_label:
        text = " ".join([piece.text for piece in exhibit_label])
        draft.left_out.append(LeftOut("stamp", text, box_around(exhibit_label)))
    draft.dividers += [rule for rule in draft.rules if _may_divide(rule, draft.height)]
    pieces = with_check_boxes(with_drop_caps(_without_drawn_rules(draft, pieces)), draft.small)
    draft.grids = grids_of(draft.rules, draft.frames, pieces)
    draft.rows = rows_of(cut_at_rules(pieces, draft.grids) if draft.grids else pieces)
    cut = cut_between_columns(draft.rows)
    draft.rows = rows_of(cut) if cut else draft.rows
    _take_stamp(draft)
    draft.edges = edges_of(draft.rows, draft.height)
    draft.right = max([row.x1 for row in draft.rows], default=0.0)


def _why_scan(draft: Draft, painting: Painting) -> str:
    """Why a page is to be read from its picture; "" if it is not."""
    why = why_unusable(draft.rows, draft)
    if why or draft.sideways:
        return why
    pictures = [shape.box for shape in painting.shapes if shape.colour is None]
    covered = sum([(box.x1 - box.x0) * (box.y1 - box.y0) for box in pictures])
    if covered <= 0.5 * draft.width * draft.height:
        return ""
    rows = chain(draft.rows, *[cell.rows for cell in draft.cells])
    letters = sum([letter.isalnum() for row in rows for letter in row.text])
    return N_(f"a picture with {letters} letters over it") if letters < FEW_LETTERS else ""


def _scanned(layer: Draft, page: PdfPage, gutter: tuple[float, float] | None, why: str) -> Draft:
    """The page read from its picture. Its stamp is better read from the text layer."""
    from ingest.formats.ocr.page import read_scan  # loads models: only where a page needs them

    scan = read_scan(page)
    draft = Draft(
        layer.number, *scan.orientation.size, orientation=scan.orientation, why_scanned=why
    )
    draft.of_layer = [left for left in layer.left_out if left.what in ("stamp", "hidden text")]
    stamps = [left.box for left in draft.of_layer if left.what == "stamp"]
    is_stamp = partial(scan.orientation.is_in, boxes=stamps)
    draft.left_out = [left for left in scan.left_out if not is_stamp(left.box)]
    if scan.orientation.is_as_displayed:
        draft.rules, draft.frames = layer.rules, layer.frames
    _lay_out(draft, [piece for piece in scan.pieces if not is_stamp(piece.box)], gutter)
    draft.stamp = layer.stamp or draft.stamp
    return draft


_DRAWN_RULE = re.compile(r"[xX]? ?(?:[_—–=-] ?){5,}[xX]?")
"""New York ends those of its captions with an x."""


def _without_drawn_rules(draft: Draft, pieces: Sequence[Piece]) -> list[Piece]:
    """Rules typed out of dashes divide a page like those that are drawn."""
    kept = []
    for piece in pieces:
        if _DRAWN_RULE.fullmatch(piece.text):
            draft.rules += (piece.box._replace(y0=piece.baseline - 1, y1=piece.baseline),)
            draft.left_out.append(LeftOut("rule", piece.text, piece.box))
        else:
            kept.append(piece)
    return kept


def _side_bars(turned: Sequence[Piece]) -> Iterator[LeftOut]:
    """Text that runs up, down or across the page: the court's name on its paper, a firm's
    address, a watermark. Words that follow each other are one bar."""
    bars: list[list[Piece]] = []
    for piece in turned:
        beside = bars and abs(bars[-1][-1].baseline - piece.baseline) > 0
        if bars and beside and abs(bars[-1][-1].edges[0] - piece.edges[0]) < 3:
            bars[-1].append(piece)
        else:
            bars.append([piece])
    for bar in bars:
        yield LeftOut("side bar", " ".join([piece.text for piece in bar]), box_around(bar))


def _may_divide(rule: Box, height: float) -> bool:
    """Whether a rule may part the cells of a caption: upright, and shorter than the
    rules down the margins of pleading paper."""
    return rule.x1 - rule.x0 <= 3 and 40 < rule.y1 - rule.y0 < 0.6 * height


def _take_stamp(draft: Draft) -> None:
    """Stamps of bankruptcy courts have two lines: the first ends with "Desc"."""
    rows = draft.rows
    gone: list[Row] = []
    for row, below in zip_longest(rows, rows[1:]):
        if STAMP_ZONE * draft.height < row.baseline < (1 - STAMP_ZONE) * draft.height:
            continue
        stamp = read_stamp(row.text)
        if stamp is None:
            continue
        gone.append(row)
        if below and ends_stamp(row.text, below.text):
            whole = read_stamp(f"{row.text} {below.text}")
            if whole and below.baseline - row.baseline < 2 * row.height:
                stamp = whole
                gone.append(below)
        draft.stamp = draft.stamp or stamp
    draft.left_out += [LeftOut("stamp", row.text, row.box) for row in gone]
    draft.rows = [row for row in rows if row not in gone]


def _take_web_furniture(draft: Draft, gone: Sequence[Row]) -> None:
    draft.left_out += [LeftOut("web furniture", row.text, row.box) for row in gone]
    draft.rows = [row for row in draft.rows if row not in gone]
    draft.edges = edges_of(draft.rows, draft.height)


_UNTRUE = N_("a text layer that says other than the page shows")


def why_unusable(rows: Sequence[Row], draft: Draft) -> str:
    # OCR knows no letters that are read from the right, and programs set these by other texts.
    if draft.is_untrue and not any(is_right_to_left(row.text) for row in rows):
        return _UNTRUE
    rows = [*rows, *chain(*[cell.rows for cell in draft.cells])]
    text = "\n".join([*(row.text for row in rows), *(line.text for line in draft.sideways)])
    if not any(letter.isalnum() for letter in text):
        return N_("only a stamp") if draft.stamp else N_("no text layer")
    reason = garbled(text)
    return N_(f"garbled text layer: {reason}") if reason else ""
