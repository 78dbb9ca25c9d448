"""PDF filings: pages of lines as they may be quoted, one page at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

from ingest.document import LeftOut, Line, Page, Reading
from ingest.formats.ocr.orientation import Orientation
from ingest.formats.pdf.condensed import Cell
from ingest.formats.pdf.file import PdfFile
from ingest.formats.pdf.grids import with_grids
from ingest.formats.pdf.headers_footers import find_furniture
from ingest.formats.pdf.line_roles import read_rows
from ingest.formats.pdf.page import Draft, draft_page, why_unusable
from ingest.formats.pdf.pleading import Gutter
from ingest.formats.pdf.right_to_left import in_order, is_right_to_left, runs_from_the_right
from ingest.formats.pdf.rows import Row, in_reading_order, row_of
from ingest.formats.pdf.tables import column_heads, with_whole_cells
from ingest.translation import N_

NEIGHBOURS = 4
"""A running head comes back within this many pages. Heads that differ between left and
right pages come back on every other one; chapters and parts have a few pages at least."""
_PROSE = 60
"""Letters: so long a line is text where a page has nothing else."""
_DAMAGED = N_("damaged page")


def read_pdf(path: Path, ocr: bool = True, passwords: Sequence[str] = ()) -> Reading:
    """Open a PDF and read its pages as they are asked for; those without usable text by
    OCR, which takes some seconds each. A page that cannot be read either way has no lines,
    and says why; so has, without ``ocr``, every page that `needs_ocr`.

    Raises FileRefused at once if the file is empty, is no PDF, is damaged, is protected
    by another password than these, or has no pages or too many.
    """
    return Reading(pages=_pages(PdfFile(path, passwords), ocr), format="pdf")


def needs_ocr(page: Page) -> bool:
    """Whether a page was not read, but may be from its picture: its text layer is absent,
    holds nothing but a stamp, or is garbage. ``page.why`` says which."""
    return page.read == "text" and not page.lines and page.why != _DAMAGED


def _pages(file: PdfFile, ocr: bool) -> Iterator[Page]:
    """Pages in order. A few are read ahead, so that running heads can be told by
    their coming back; no more than these are ever in memory."""
    around: deque[Draft] = deque(maxlen=2 * NEIGHBOURS + 1)
    waiting: deque[Draft] = deque()
    with closing(file):
        for draft in _drafts(file, ocr):
            around.append(draft)
            waiting.append(draft)
            if draft.number == 1:
                draft.left_out += [LeftOut("attachment", name) for name in file.files]
                draft.of_layer += [LeftOut("attachment", name) for name in file.files]
            if len(waiting) > NEIGHBOURS:
                yield _finished(waiting.popleft(), around)
        while waiting:
            yield _finished(waiting.popleft(), around)


def _drafts(file: PdfFile, ocr: bool) -> Iterator[Draft]:
    gutter: tuple[float, float] | None = None
    for number in range(1, file.pages + 1):
        draft = draft_page(file, number, gutter, ocr)
        if draft.gutter is not None:
            gutter = draft.gutter.box.x0, draft.gutter.box.x1
        yield draft


def _finished(draft: Draft, around: Sequence[Draft]) -> Page:
    if draft.damaged:
        return Page(draft.number, (), why=_DAMAGED)
    others = [
        other
        for other in around
        if other is not draft and abs(other.number - draft.number) <= NEIGHBOURS
    ]
    label, furniture = find_furniture(
        draft.number, draft.edges, [(other.number, other.edges) for other in others]
    )
    heads = {id(piece) for piece in column_heads(draft.rows)}
    furniture = [found for found in furniture if id(found.piece) not in heads]
    if len(furniture) == sum([len(row.pieces) for row in draft.rows]) and not draft.sideways:
        # Pages of a few lines that repeat each other: nobody prints heads over nothing.
        furniture = [found for found in furniture if len(found.piece.text) < _PROSE]
    draft.left_out += [LeftOut(what, piece.text, piece.box) for what, piece in furniture]
    rows = _without(draft.rows, {id(piece) for _, piece in furniture})
    unusable = why_unusable(rows, draft)
    lines = () if unusable else (*_lines(draft, rows, others), *draft.sideways)
    page = Page(
        number=draft.number,
        lines=lines,
        width=draft.width,
        height=draft.height,
        label=_label(draft, label),
        why=unusable or N_("text layer"),
        left_out=tuple(draft.left_out),
        stamp=draft.stamp,
    )
    return page if draft.orientation is None else _as_displayed(page, draft, draft.orientation)


def _as_displayed(page: Page, draft: Draft, orientation: Orientation) -> Page:
    """A page that was read from its picture and laid out straight."""
    found = N_("read by OCR") if page.lines else N_("not readable by OCR")
    illegible = len([left for left in page.left_out if left.what == "illegible"])
    if page.lines and illegible:
        found = (
            N_("read by OCR, but for 1 illegible line")
            if illegible == 1
            else N_(f"read by OCR, but for {illegible} illegible lines")
        )
    return replace(
        page,
        lines=tuple(map(orientation.line_back, page.lines)),
        width=orientation.width,
        height=orientation.height,
        read="ocr",
        why=f"{draft.why_scanned}; {found}",
        left_out=(*draft.of_layer, *map(orientation.left_out_back, page.left_out)),
    )


def _without(rows: Sequence[Row], gone: set[int]) -> list[Row]:
    if not gone:
        return list(rows)
    kept = []
    for row in rows:
        pieces = [piece for piece in row.pieces if id(piece) not in gone]
        if len(pieces) == len(row.pieces):
            kept.append(row)
        elif pieces:
            kept.append(row_of(pieces))
    return kept


def _lines(draft: Draft, rows: Sequence[Row], others: Sequence[Draft]) -> tuple[Line, ...]:
    ordered = with_grids(rows, draft.grids, partial(_in_order, draft))
    beside = [_PrintedBeside(draft.gutter)] * len(ordered)
    if draft.cells:
        ordered, beside = _with_cells(draft.cells, ordered)
    usual_right = median([other.right for other in others]) if others else 0.0
    from_the_right = runs_from_the_right([row.text for row in ordered])
    readings = read_rows(ordered, draft.rules, usual_right, draft.number)
    return tuple(
        [
            Line(
                text=text,
                box=row.box,
                edges=edges,
                number=gutter.number_at(row.baseline, row.height) if gutter else None,
                begins=reading.begins,
                role=reading.role,
                label=label,
            )
            for row, (gutter, label), reading in zip(ordered, beside, readings, strict=True)
            for text, edges in [_as_read(row, from_the_right)]
        ]
    )


def _in_order(draft: Draft, rows: Sequence[Row]) -> list[Row]:
    return with_whole_cells(in_reading_order(rows, draft.dividers), draft.rules)


def _as_read(row: Row, from_the_right: bool) -> tuple[str, tuple[float, ...]]:
    """The text of a row and its edges, in the order of reading."""
    if not is_right_to_left(row.text):
        return row.text, row.edges
    return in_order(row.pieces, from_the_right=from_the_right)


class _PrintedBeside(NamedTuple):
    """What is printed beside a row: line numbers, and on a sheet with several pages the
    number of its page."""

    gutter: Gutter | None
    label: str | None = None


def _with_cells(
    cells: Sequence[Cell], rows: Sequence[Row]
) -> tuple[list[Row], list[_PrintedBeside]]:
    """The rows of a sheet in reading order, and what is beside each."""
    top = min([cell.gutter.box.y0 for cell in cells])
    above = [row for row in rows if row.baseline < top]
    ordered = list(above)
    beside = [_PrintedBeside(None)] * len(above)
    for block, cell in enumerate(cells, 1):
        ordered += [row._replace(layout="column", block=-block) for row in cell.rows]
        # Without its page's number, that of a line would stand for any page on the sheet.
        gutter = cell.gutter if cell.page else None
        beside += [_PrintedBeside(gutter, cell.page)] * len(cell.rows)
    below = [row for row in rows if row.baseline >= top]
    return [*ordered, *below], [*beside, *[_PrintedBeside(None)] * len(below)]


def _label(draft: Draft, printed: str | None) -> str | None:
    """The number printed on a page; of a sheet with several pages "10-13"."""
    labels = [cell.page for cell in draft.cells if cell.page]
    return f"{labels[0]}-{labels[-1]}" if labels else printed
