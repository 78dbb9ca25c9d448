"""Rows of tables whose cells run over several lines: the lines of a cell belong together, and so
do the cells of a row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from ingest.document import Box
from ingest.formats.pdf.glyphs import Piece
from ingest.formats.pdf.rows import NARROW_GUTTER, Row, has_leaders, row_of

Columns = list[tuple[float, float]]
"""Where columns, or the gutters between them, begin and end."""

_CLOSE = 2.4
"""Lines of one table follow each other within this many heights of their letters, ..."""
_CLOSE_IN_RULES = 6.0
"""... or this many between rules."""
_LEAST_COLUMNS = 2
_FULL = 0.8
"""A line of a cell that runs on fills this share of its column."""
_SPAN = 0.5
"""A rule between rows is as long as this share of the table."""


def with_whole_cells(rows: Sequence[Row], rules: Sequence[Box]) -> list[Row]:
    """The rows of a page in reading order, those of tables cell by cell where a cell has more
    than one line. The first line of such a row is of the layout "table", the others "cell"."""
    found: list[Row] = []
    at = 0
    while at < len(rows):
        end, columns = _table_from(rows, at, rules)
        if end - at < 2:
            found.append(rows[at])
            at += 1
            continue
        for group in _logical_rows(rows[at:end], columns, rules):
            found += group if len(group) == 1 else _by_cells(group, columns)
        at = end
    return found


_FEWEST_COLUMNS = 3
_WIDER = 1.5
"""The space between two columns is so much wider than the narrowest of the same piece."""

_LONGEST_MARK, _LONGEST_CELL = 4, 30
"""Letters: so short a word before so long a text is the mark of an item ("Yes. I have ..."), and
no cell."""


_LABELS_TWICE = re.compile(r"(?:^| )(\w+:)(?: .*)? \1(?: |$)")
""" "By: Ann Bell By: Tom Reed": two parties that sign side by side make no table."""


def cut_between_columns(rows: Sequence[Row]) -> list[Piece] | None:
    """The pieces of a page, given its rows from the top down, with those cut that reach over
    columns set close to each other; None where there are none. The columns are known by a row
    whose cells stand apart, and by the rows around it that leave the same gutters free."""
    if not any(len(row.pieces) >= _FEWEST_COLUMNS for row in rows):
        return None
    cuts: dict[int, set[int]] = {}
    parted: set[int] = set()
    for seed in sorted(range(len(rows)), key=lambda at: -len(rows[at].pieces)):
        row = rows[seed]
        if len(row.pieces) < _FEWEST_COLUMNS:
            break
        if seed in parted or has_leaders(row.text) or _LABELS_TWICE.search(row.text):
            continue
        gutters = [(before.x1, after.x0) for before, after in pairwise(row.pieces)]
        first, last, gutters = _run_around(rows, seed, gutters)
        filled = [_columns_filled(row, gutters) for row in rows[first:last]]
        if sum(count >= _FEWEST_COLUMNS for count in filled) < _FEWEST_ROWS:
            continue
        parted.update(range(first, last))
        for piece in [piece for row in rows[first:last] for piece in row.pieces]:
            found = {at for gutter in gutters if (at := _space_in(piece, gutter)) is not None}
            if found:
                cuts[id(piece)] = found
    if not cuts:
        return None
    return [part for row in rows for piece in row.pieces for part in _parts(piece, cuts)]


def _run_around(rows: Sequence[Row], seed: int, gutters: Columns) -> tuple[int, int, Columns]:
    """The rows from first to before last that leave all gutters free, and what is left of these."""
    first, last = seed, seed + 1
    for step in (1, -1):
        at = seed + step
        while 0 <= at < len(rows):
            apart = abs(rows[at].baseline - rows[at - step].baseline)
            narrowed = [_free(rows[at], gutter) for gutter in gutters]
            left = [gutter for gutter in narrowed if gutter is not None]
            if apart > _CLOSE_IN_RULES * rows[at].height or len(left) < len(gutters):
                break
            gutters = left
            first, last = min(first, at), max(last, at + 1)
            at += step
    return first, last, gutters


def _columns_filled(row: Row, gutters: Columns) -> int:
    """In how many of the columns between gutters a row has words."""
    starts = [start for piece in row.pieces for start, _ in _words_of(piece)]
    return len({sum(start >= gutter[1] - 0.01 for gutter in gutters) for start in starts})


def _free(row: Row, gutter: tuple[float, float]) -> tuple[float, float] | None:
    """What words of a row leave free of a gutter; None where that is too narrow to be one."""
    start, end = gutter
    for piece in row.pieces:
        if piece.x1 <= start or piece.x0 >= end:
            continue
        for left, right in _words_of(piece):
            if right <= start or left >= end:
                continue
            if right - start < end - left:
                start = right
            else:
                end = left
    return (start, end) if end - start > NARROW_GUTTER * row.height else None


def _words_of(piece: Piece) -> list[tuple[float, float]]:
    ends = [at for at, letter in enumerate(piece.text) if letter == " "]
    starts = [0, *(at + 1 for at in ends)]
    return [
        (piece.edges[start], piece.edges[end])
        for start, end in zip(starts, [*ends, len(piece.text)], strict=True)
    ]


def _space_in(piece: Piece, gutter: tuple[float, float]) -> int | None:
    """Where the space of a piece is that holds a gutter, if it is wider than those around it."""
    spaces = [at for at, letter in enumerate(piece.text) if letter == " "]
    for at in spaces:
        before, after = piece.edges[at], piece.edges[at + 1]
        if before <= gutter[0] + 0.01 and gutter[1] - 0.01 <= after:
            narrowest = min(piece.edges[k + 1] - piece.edges[k] for k in spaces)
            is_wider = narrowest == after - before or after - before > _WIDER * narrowest
            is_item = at <= _LONGEST_MARK and len(piece.text) - at > _LONGEST_CELL
            return at if is_wider and not is_item else None
    return None


def _parts(piece: Piece, cuts: Mapping[int, set[int]]) -> list[Piece]:
    ends = sorted(cuts.get(id(piece), ()))
    starts = [0, *(at + 1 for at in ends)]
    if not ends:
        return [piece]
    return [
        piece.cut(start, end) for start, end in zip(starts, [*ends, len(piece.text)], strict=True)
    ]


_FEWEST_ROWS = 3
_HEADS_WITHIN = 4
"""A table that goes on over pages has its heads among this many first rows of a page."""


def column_heads(rows: Sequence[Row]) -> list[Piece]:
    """The pieces of a row at the top of a page that stand over the columns of a table: they come
    back on every page of it, and are no running head."""
    for at, row in enumerate(rows[:_HEADS_WITHIN]):
        below = rows[at + 1 : at + 1 + _FEWEST_ROWS]
        if len(row.pieces) < _LEAST_COLUMNS or len(below) < _FEWEST_ROWS:
            continue
        if any(letter.isdigit() for letter in row.text):
            continue
        columns = _spans(row.pieces)
        near = below[0].baseline - row.baseline < _CLOSE * row.height
        alike = [other for other in below if len(other.pieces) == len(columns)]
        if near and len(alike) == len(below) and all(_aligned(other, columns) for other in alike):
            return list(row.pieces)
    return []


def _aligned(row: Row, columns: Columns) -> bool:
    """Whether every piece of a row begins, ends or has its middle where its column's head does."""
    return all(
        min(
            abs(piece.x0 - start),
            abs(piece.x1 - end),
            abs(piece.x0 + piece.x1 - start - end) / 2,
        )
        < row.height
        for piece, (start, end) in zip(row.pieces, columns, strict=True)
    )


def _table_from(rows: Sequence[Row], at: int, rules: Sequence[Box]) -> tuple[int, Columns]:
    """The end of the table that begins with this row, and where its columns are."""
    first = rows[at]
    if first.layout != "table" or len(first.pieces) < _LEAST_COLUMNS or has_leaders(first.text):
        return at, []
    columns = _spans(first.pieces)
    end = at + 1
    while end < len(rows):
        row, before = rows[end], rows[end - 1]
        if row.block != first.block or has_leaders(row.text):
            break
        gap = row.baseline - before.baseline
        ruled = _is_ruled(before, row, columns, rules)
        if not 0 < gap < (_CLOSE_IN_RULES if ruled else _CLOSE) * max(row.height, before.height):
            break
        if row.layout != "table" and not _fits(row, columns):
            break
        if len(row.pieces) >= len(columns):
            columns = _merged(columns, row.pieces)
        end += 1
    while end > at + 1 and len(rows[end - 1].pieces) < 2 and not _stays(rows[end - 1], rules):
        end -= 1
    return end, columns


def _stays(row: Row, rules: Sequence[Box]) -> bool:
    """Whether a last line of one piece is in the table: a rule below closes it, or it goes on
    in a column that is not the first of the page."""
    return (
        any(
            rule.y1 - rule.y0 < 3
            and rule.x0 <= row.x0
            and row.x1 <= rule.x1 + 1
            and 0 <= rule.y0 - row.baseline < 2 * row.height
            for rule in rules
        )
        or not row.text[:1].isupper()
    )


def _spans(pieces: Sequence[Piece]) -> Columns:
    return [(piece.x0, piece.x1) for piece in pieces]


def _merged(columns: Columns, pieces: Sequence[Piece]) -> Columns:
    """Columns grown by the pieces of a row that has one in each; by those of a row with more
    of them, replaced."""
    if len(pieces) > len(columns):
        return _spans(pieces)
    grown = [(min(a, p.x0), max(b, p.x1)) for (a, b), p in zip(columns, pieces, strict=True)]
    apart = all(before[1] < after[0] for before, after in pairwise(grown))
    return grown if apart else columns


def _column_of(piece: Piece, columns: Columns) -> int:
    """The column that a piece stands in, by where most of it is."""
    shared = [min(piece.x1, end) - max(piece.x0, start) for start, end in columns]
    best = max(range(len(columns)), key=lambda i: shared[i])
    if shared[best] > 0:
        return best
    middle = (piece.x0 + piece.x1) / 2
    return min(range(len(columns)), key=lambda i: abs(middle - (columns[i][0] + columns[i][1]) / 2))


def _fits(row: Row, columns: Columns) -> bool:
    """Whether every piece stands within one column, or could: it reaches into no other."""
    for piece in row.pieces:
        column = _column_of(piece, columns)
        start, end = columns[column]
        left = columns[column - 1][1] if column else start - 3
        right = columns[column + 1][0] if column + 1 < len(columns) else max(end, piece.x1)
        if piece.x0 <= left - 1 or piece.x1 >= right or piece.x1 < start or piece.x0 > end:
            return False
    return True


def _is_ruled(before: Row, row: Row, columns: Columns, rules: Sequence[Box]) -> bool:
    """Whether a rule runs between two rows across the table."""
    width = columns[-1][1] - columns[0][0]
    return any(
        rule.y1 - rule.y0 < 3
        and rule.x1 - rule.x0 > _SPAN * width
        and before.baseline - 1 < (rule.y0 + rule.y1) / 2 < row.baseline
        for rule in rules
    )


def _logical_rows(rows: Sequence[Row], columns: Columns, rules: Sequence[Box]) -> list[list[Row]]:
    ruled = [_is_ruled(before, row, columns, rules) for before, row in pairwise(rows)]
    by_rules = sum(ruled) >= 2
    gaps = [row.baseline - before.baseline for before, row in pairwise(rows)]
    set_off = _set_off(rows, gaps, columns)
    groups = [[rows[0]]]
    for row, has_rule, gap in zip(rows[1:], ruled, gaps, strict=True):
        if by_rules:
            starts = has_rule
        elif set_off:
            starts = gap > set_off and not row.text[:1].islower()
        else:
            starts = has_rule or _begins(row, groups[-1], columns)
        if starts:
            groups.append([row])
        else:
            groups[-1].append(row)
    return groups


_CLOSER = 0.87
"""The lines of a cell are so much closer to each other than rows are, where rows are set off."""


def _set_off(rows: Sequence[Row], gaps: Sequence[float], columns: Columns) -> float | None:
    """The distance from which on a row begins: where each row that fills all columns is farther
    from the row above than the lines of a cell are from each other. None where none is."""
    full = [len(row.pieces) >= len(columns) for row in rows[1:]]
    apart = [gap for gap, is_full in zip(gaps, full, strict=True) if is_full]
    closest = min(gaps)
    if len(apart) < 2 or closest > _CLOSER * min(apart):
        return None
    return (closest + min(apart)) / 2


def _begins(row: Row, group: Sequence[Row], columns: Columns) -> bool:
    """Whether, without rules, a row begins one of the table, and does not go on with cells."""
    if len(row.pieces) >= len(columns):
        return True
    filled = {_column_of(piece, columns) for piece in group[0].pieces}
    for piece in row.pieces:
        column = _column_of(piece, columns)
        if column not in filled:
            # A sum that stands beside the last line of a cell belongs to it.
            return column == 0
        above = [p for line in group for p in line.pieces if _column_of(p, columns) == column][-1]
        start, end = columns[column]
        goes_on = piece.text[:1].islower() or above.x1 - start > _FULL * (end - start)
        if not goes_on:
            return True
    return False


def _by_cells(group: Sequence[Row], columns: Columns) -> list[Row]:
    """The lines of a row of a table, cell by cell."""
    cells: list[list[Piece]] = [[] for _ in columns]
    for row in group:
        for piece in row.pieces:
            cells[_column_of(piece, columns)].append(piece)
    lines = [row_of([piece]) for cell in cells for piece in cell]
    return [
        line._replace(layout="table" if i == 0 else "cell", block=group[0].block)
        for i, line in enumerate(lines)
    ]
