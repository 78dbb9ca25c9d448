"""From pieces of lines to rows in reading order: across the page, or, where an empty
gutter or an upright rule runs down between them, column by column."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise, repeat
from operator import attrgetter
from statistics import median
from typing import Literal, NamedTuple

from ingest.document import Box
from ingest.formats.pdf.glyphs import Piece
from ingest.text.symbol_fonts import BULLETS

# Measures of type, in heights of the letters they stand among.
SAME_BASELINE = 0.3
SUPERSCRIPT = 0.85
"""A piece smaller than this share of its neighbour may be a raised footnote marker."""
GUTTER = 0.9
"""A column gutter is at least this wide, ..."""
NARROW_GUTTER = 0.55
"""... or this wide between three columns and more. Words stand half as far apart."""

Layout = Literal["text", "table", "cell", "column", "side"]


class Row(NamedTuple):
    """Pieces to be read as one line. Its baseline and height are those of its longest
    piece; made by `row_of`."""

    pieces: tuple[Piece, ...]
    text: str
    edges: tuple[float, ...]
    x0: float
    x1: float
    top: float
    baseline: float
    height: float
    bold: bool
    """Whether the row is; a marker set apart before it need not be."""
    layout: Layout = "text"
    """"table" for a row of cells, "cell" for a further line of one, "column" for a line of one
    column of a block, "side" for a marginal note."""
    block: int = 0
    """Rows of one column of one block share a number; 0 for rows across the page, less than
    0 for those of a page printed on the sheet with others."""

    @property
    def box(self) -> Box:
        return box_around(self.pieces)


def row_of(pieces: Sequence[Piece]) -> Row:
    """A row of pieces given from left to right."""
    main = first = pieces[0]
    if len(pieces) == 1:
        text, edges, x1, bold = first.text, tuple(first.edges), first.edges[-1], first.bold
    else:
        main = max(pieces, key=lambda piece: len(piece.text))
        text = " ".join([piece.text for piece in pieces])
        edges = tuple([edge for piece in pieces for edge in piece.edges])
        x1 = max([piece.edges[-1] for piece in pieces])
        lettered = pieces[1:] if _MARKER.match(first.text) else pieces
        bold = all(piece.bold for piece in lettered)
    height = main.bottom - main.top
    return Row(tuple(pieces), text, edges, edges[0], x1, main.top, main.baseline, height, bold)


def box_around(pieces: Sequence[Piece]) -> Box:
    first = pieces[0]
    if len(pieces) == 1:
        return Box(min(first.edges), first.top, max(first.edges), first.bottom)
    return Box(
        min([min(piece.edges) for piece in pieces]),
        min([piece.top for piece in pieces]),
        max([max(piece.edges) for piece in pieces]),
        max([piece.bottom for piece in pieces]),
    )


def rows_of(pieces: Iterable[Piece]) -> list[Row]:
    """Pieces on one baseline, left to right; rows from the top down. Footnote markers
    stay with the line beside which they are raised."""
    rows: list[list[Piece]] = []
    # How far down a piece may be set that shares a row with any of those so far.
    reach = lowest = -math.inf
    for piece in sorted(pieces, key=_baseline):
        height, baseline = piece.bottom - piece.top, piece.baseline
        above = rows[:-4:-1] if baseline < max(reach, lowest + height) else ()
        for row in above:
            if _shares_row(row, piece):
                row.append(piece)
                break
        else:
            rows.append([piece])
        reach, lowest = max(reach, baseline + height), baseline
    for row in rows:
        row.sort(key=lambda piece: piece.edges[0])
    return [row_of(row) for row in rows]


_baseline = attrgetter("baseline")


def _shares_row(row: list[Piece], piece: Piece) -> bool:
    height = piece.bottom - piece.top
    for other in row:
        drop = piece.baseline - other.baseline
        other_height = other.bottom - other.top
        if drop < SAME_BASELINE * min(other_height, height):
            return True
        if drop < max(other_height, height) and _is_raised(other, piece):
            return True
    return False


_RAISED = re.compile(r"^(\d{1,3}|\*{1,3}|[†‡§a-z])$")


def _is_raised(piece: Piece, other: Piece) -> bool:
    """Whether one is a superscript or subscript beside the other."""
    apart = max(piece.edges[0] - other.edges[-1], other.edges[0] - piece.edges[-1])
    small, large = (piece, other) if piece.height < other.height else (other, piece)
    if _RAISED.match(piece.text):  # raised, but perhaps set in a larger type than the text
        small, large = piece, other
        if apart > 1.6 * large.height or (piece.edges[0] > other.edges[0] + 2 and apart > 1):
            return False
    elif small.height > SUPERSCRIPT * large.height or apart > 0.6 * large.height:
        return False
    middle = (small.top + small.bottom) / 2
    return large.top - 0.4 * large.height <= middle <= large.bottom


def in_reading_order(rows: Sequence[Row], dividers: Sequence[Box]) -> list[Row]:
    """Rows as a person reads them: across, or down each column of a block.

    ``dividers``: upright rules that may part the cells of a caption.
    """
    ordered: list[Row] = []
    block = 0
    at = 0
    while at < len(rows):
        end, middle = _divided_from(rows, at, dividers)
        layout: Layout = "column"
        if middle is None:
            end, middle, layout = _gutter_from(rows, at)
        if middle is None or layout != "column":
            end = max(end, at + 1)
            ordered += map(_across, rows[at:end], repeat(layout))
            at = end
            continue
        cells = [piece for row in rows[at:end] for piece in row.pieces]
        left = [piece for piece in cells if (piece.x0 + piece.x1) / 2 <= middle]
        right = [piece for piece in cells if (piece.x0 + piece.x1) / 2 > middle]
        if _are_side_notes(left, right):
            ordered += _with_side_notes(rows_of(left), rows_of(right))
            at = end
            continue
        for side in (left, right):
            block += 1
            ordered += [row._replace(layout="column", block=block) for row in rows_of(side)]
        at = end
    return ordered


_NARROW, _BRIEF = 0.34, 0.25
"""A column of marginal notes has this share of the width of the text beside it, and of its
letters, at most."""


def _are_side_notes(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Whether the left of two columns holds the marginal notes of a statute."""
    if len(left) < 2 or any(map(str.isdigit, "".join([piece.text for piece in left]))):
        return False
    width = max([piece.x1 for piece in left]) - min([piece.x0 for piece in left])
    across = max([piece.x1 for piece in right]) - min([piece.x0 for piece in right])
    letters, beside = (sum([len(piece.text) for piece in side]) for side in (left, right))
    sections = sum([bool(_SECTION.match(piece.text)) for piece in right])
    return width < _NARROW * across and letters < _BRIEF * beside and sections > 0


_SECTION = re.compile(r"(?:\d{1,4}[.)]?|§ ?\d+|\(\d{1,2}\))(?= )")


def _with_side_notes(notes: Sequence[Row], text: Sequence[Row]) -> list[Row]:
    """The text with each note before the line beside which it begins."""
    groups: list[list[Row]] = []
    for note in notes:
        if groups and note.baseline - groups[-1][-1].baseline < 1.6 * note.height:
            groups[-1].append(note)
        else:
            groups.append([note])
    ordered: list[Row] = []
    for row in text:
        while groups and groups[0][0].baseline <= row.baseline + 0.5 * row.height:
            ordered += [note._replace(layout="side") for note in groups.pop(0)]
        ordered.append(row)
    return ordered + [note._replace(layout="side") for group in groups for note in group]


def has_leaders(text: str) -> bool:
    """Whether dots lead to a page number, as in a table of contents."""
    return "...." in text or ". . . ." in text or "……" in text


def _across(row: Row, layout: Layout) -> Row:
    is_cells = layout == "table" and len(row.pieces) > 1
    return row._replace(layout="table") if is_cells or has_leaders(row.text) else row


def _divided_from(
    rows: Sequence[Row], at: int, dividers: Sequence[Box]
) -> tuple[int, float | None]:
    """The end of the rows from here on that stand on both sides of an upright rule."""
    for rule in dividers:
        if not rule.y0 - 2 <= rows[at].baseline <= rule.y1 + 2:
            continue
        middle = (rule.x0 + rule.x1) / 2
        end = at
        while end < len(rows) and rows[end].baseline <= rule.y1 + 2:
            end += 1
        pieces = [piece for row in rows[at:end] for piece in row.pieces]
        if any(piece.x0 < middle - 2 and piece.x1 > middle + 2 for piece in pieces):
            continue
        left = sum(1 for piece in pieces if piece.x1 <= middle + 2)
        beside = [other for other in dividers if other is not rule and _parts(other, pieces)]
        # A column of signs is drawn for a caption, be it but one line that stands beside it.
        fewest = 1 if rule.x1 - rule.x0 > 3 else 2
        if left >= 2 and len(pieces) - left >= fewest and not beside:
            return end, middle
    return at, None


def _parts(rule: Box, pieces: Sequence[Piece]) -> bool:
    """Whether there are pieces on both sides of the rule, at its height."""
    sides = {piece.x0 > rule.x0 for piece in pieces if rule.y0 < piece.baseline < rule.y1}
    return len(sides) > 1


def _gutter_from(rows: Sequence[Row], at: int) -> tuple[int, float | None, Layout]:
    """The end of the rows from here on with an empty gutter down between them, its
    middle, and what these rows are."""
    gutter = _widest_gap(rows[at]) if len(rows[at].pieces) > 1 else None
    if gutter is None:
        return at, None, "text"
    found = _beside_gutter(rows, at, gutter, GUTTER)
    if found[1] is None and len(rows[at].pieces) > 2:
        narrow = _beside_gutter(rows, at, gutter, NARROW_GUTTER)
        return narrow if narrow[2] == "table" else found
    return found


def _beside_gutter(
    rows: Sequence[Row], at: int, gutter: tuple[float, float], least: float
) -> tuple[int, float | None, Layout]:
    """The same for a gutter of the first row, which is to keep ``least`` heights of letters."""
    left_rows = right_rows = 1
    end = at + 1
    while end < len(rows):
        row = rows[end]
        if row.top - rows[end - 1].baseline > 4 * row.height:
            break
        narrowed = _narrowed(gutter, row)
        if narrowed is None or narrowed[1] - narrowed[0] < least * row.height:
            break
        gutter = narrowed
        left_rows += row.x0 < gutter[0]
        right_rows += row.x1 > gutter[1]
        end += 1
    if end - at < 3 or left_rows < 3 or right_rows < 2:
        return at, None, "text"
    middle = sum(gutter) / 2
    return end, middle, _layout_of(rows[at:end], middle)


def _widest_gap(row: Row) -> tuple[float, float] | None:
    gaps = [
        (before.x1, after.x0)
        for before, after in zip(row.pieces, row.pieces[1:], strict=False)
        if after.x0 - before.x1 > GUTTER * max(before.height, after.height)
    ]
    return max(gaps, key=lambda gap: gap[1] - gap[0], default=None)


def _narrowed(gutter: tuple[float, float], row: Row) -> tuple[float, float] | None:
    """What is left of the gutter beside the pieces of this row; None if one crosses it."""
    start, end = gutter
    for piece in row.pieces:
        if piece.x0 <= start:
            start = max(start, piece.x1)
        elif piece.x1 >= end or end - piece.x1 < piece.x0 - start:
            end = min(end, piece.x0)
        else:
            start = max(start, piece.x1)
    return (start, end) if start < end else None


_MARKER = re.compile(
    r"^(\(?[0-9]{1,3}(\.[0-9]+)*[.)]?|\(?[a-zA-Z]{1,2}[.)]|\(?[ivxlcIVXLC]+[.)]"
    rf"|[{BULLETS}–*-]"
    r"|(Section|Article|ARTICLE|Part|Schedule|Exhibit|§) ?[\w.]+:?|[A-Z][\w ]{0,12}:)$"
)
_FIGURE = re.compile(r"^[$€£(]*[\d,.%]+\)?$|^[ivxlc]+$|^[-–—]+$|^\+?[$€£]$|^N/A$")


def _layout_of(rows: Sequence[Row], middle: float) -> Layout:
    """Rows with an empty gutter are columns, but also tables, tables of contents, and
    lists whose markers are set apart: these are read across."""
    left = [piece for row in rows for piece in row.pieces if piece.x1 <= middle]
    right = [piece for row in rows for piece in row.pieces if piece.x1 > middle]
    leaders = sum(1 for row in rows if has_leaders(row.text))
    if _share(right, _FIGURE) > 0.5 or leaders > len(rows) / 3:
        return "table"
    if _share(left, _MARKER) > 0.6:
        return "text"
    paired = [row for row in rows if len(row.pieces) > 1]
    many = sum(1 for row in paired if len(row.pieces) > 2)
    if len(paired) >= 3 and many > len(paired) / 2:
        return "table"
    if median([len(piece.text) for piece in left]) < 6:
        return "text"
    if _share(left, _FIGURE) > 0.5:
        return "table"
    return "table" if _are_labelled(rows, middle) else "column"


_LONGEST_LABEL, _LABELS = 40, 3
"""Letters of a label, and how many there are at least."""
_NO_LABEL = re.compile(r"\.$|: ?\S")
"""A sentence ends so, and so a line goes on under which one of two parties signs."""
_LABEL_WIDTH = 0.4
"""Of the width of labels and text: labels are no wider."""
_RUNS_ON = 0.7
"""Of the width of the text: a line that goes on below fills as much."""
_SET_OFF = 1.15
"""Entries stand so many times further apart than the lines of one."""


def _are_labelled(rows: Sequence[Row], middle: float) -> bool:
    """Whether labels stand on the left of what they label ("Lender Northgate Bank"): each begins
    on the line on which its text begins, and entries are set off from each other, while a text
    of several lines is not."""
    if any(len(row.pieces) > 2 for row in rows):
        return False
    left, right = min([row.x0 for row in rows]), max([row.x1 for row in rows])
    entries: list[list[Row]] = []
    gaps = [row.baseline - above.baseline for above, row in pairwise(rows)]
    closest = min(gaps)
    for row, gap in zip(rows, [math.inf, *gaps], strict=True):
        if gap > _SET_OFF * closest:
            entries.append([row])
        else:
            entries[-1].append(row)
    full = max([row.x1 for row in rows]) - middle
    runs_on = any(
        len(below.pieces) == 1 and below.x0 > middle and row.x1 - middle > _RUNS_ON * full
        for entry in entries
        for row, below in pairwise(entry)
    )
    labels = [
        " ".join([piece.text for row in entry for piece in row.pieces if piece.x1 <= middle])
        for entry in entries
    ]
    return (
        runs_on
        and len(entries) >= _LABELS
        and middle - left < _LABEL_WIDTH * (right - left)
        and all(len(entry[0].pieces) == 2 for entry in entries)
        and not any(len(label) > _LONGEST_LABEL or _NO_LABEL.search(label) for label in labels)
    )


def _share(pieces: Sequence[Piece], pattern: re.Pattern[str]) -> float:
    return sum(1 for piece in pieces if pattern.match(piece.text)) / max(1, len(pieces))
