"""Pages whose text runs up or down: tables and exhibits set sideways on the sheet."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.document import Box, Line
from ingest.formats.pdf.file import PdfPage
from ingest.formats.pdf.glyphs import Glyphs, Piece, pieces_of
from ingest.formats.pdf.line_roles import read_rows
from ingest.formats.pdf.rows import in_reading_order, rows_of

FEWEST = 200
"""Characters: with fewer that run sideways, they are a side bar and not the page."""


def is_sideways(level: Sequence[Piece], turned: Sequence[Piece]) -> bool:
    sideways = sum([len(piece.text) for piece in turned])
    return sideways > FEWEST and sideways > sum([len(piece.text) for piece in level])


def read_sideways(page: PdfPage, glyphs: Glyphs, number: int) -> tuple[Line, ...]:
    """The lines of a page that is read with the head to one side. Their characters have
    no places of their own, only the lines have: what is above one another on the sheet
    is beside one another in the text."""
    angles = page.angles(glyphs.index.tolist()).tolist()
    quarters = 1 if angles.count(270) > angles.count(90) else 3
    upright = page.turned(quarters)
    seen = Glyphs(glyphs.text, upright.boxes(glyphs.index), glyphs.index, glyphs.before)
    level, _ = pieces_of(seen, upright)
    rows = in_reading_order(rows_of(level), [])
    return tuple(
        [
            Line(
                text=row.text,
                box=turned_back(row.box, quarters, page.width, page.height),
                begins=reading.begins,
                role=reading.role,
            )
            for row, reading in zip(rows, read_rows(rows, (), 0.0, number), strict=True)
        ]
    )


def turned_back(box: Box, quarters: int, width: float, height: float) -> Box:
    """A box on the page turned clockwise by 1 or 3 quarters, on the page as displayed,
    which is so wide and high."""
    if quarters == 1:
        return Box(box.y0, height - box.x1, box.y1, height - box.x0)
    return Box(width - box.y1, box.x0, width - box.y0, box.x1)
