"""Tables whose cells are drawn: rules that cross part the page into cells, and what stands in a
cell belongs together, whatever line it is on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from ingest.document import Box
from ingest.formats.pdf.glyphs import Piece
from ingest.formats.pdf.rows import Row, row_of, rows_of

_THICK = 3.0
"""Points: what is thicker is no rule."""
_TOUCH = 2.5
"""Points: rules so near meet, and lie in one line. Programs leave a gap where they cross."""
_LEAST_CELL = 5.0
"""Points: rules nearer to each other part no cells."""
_MOST_LINES = 8
"""Where two cells beside each other have more lines, they are columns of text, as of a caption or
of a law in two languages."""
_MOST_REPEATED = 120
"""Letters: a longer cell that reaches over several rows is read with the first only."""
_ASTRAY = 0.1
"""Where a greater share of the text lies across the rules, they part no table."""
_SAME_LINE = 0.5
"""Of the height of letters: cells of one line each are read as one line within this."""


class _Stroke(NamedTuple):
    """A drawn line: where it lies, and from where to where it runs."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class _GridCell:
    top: int
    """Its first row of the grid; its last is ``bottom``."""
    bottom: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    columns: tuple[float, ...]
    """Where the columns begin, and where the last ends."""
    rows: tuple[float, ...]
    cells: tuple[_GridCell, ...]

    @property
    def box(self) -> Box:
        return Box(self.columns[0], self.rows[0], self.columns[-1], self.rows[-1])

    def holds(self, piece: Piece) -> bool:
        x, y = _middle(piece)
        box = self.box
        return box.x0 < x < box.x1 and box.y0 < y < box.y1

    def place(self, cell: _GridCell) -> Box:
        return Box(
            self.columns[cell.left],
            self.rows[cell.top],
            self.columns[cell.right + 1],
            self.rows[cell.bottom + 1],
        )

    def cell_of(self, piece: Piece) -> _GridCell:
        """The cell in which the middle of a piece lies that the grid holds."""
        x, y = _middle(piece)
        return next(cell for cell in self.cells if _is_in(self.place(cell), x, y))


def grids_of(rules: Sequence[Box], frames: Sequence[Box], pieces: Sequence[Piece]) -> list[Grid]:
    """The drawn tables of a page, from the top down: two columns and two rows at least of cells
    with text. ``frames`` are drawn around what is in them."""
    level = [
        _Stroke((r.y0 + r.y1) / 2, r.x0, r.x1) for r in rules if r.y1 - r.y0 <= _THICK < r.x1 - r.x0
    ]
    upright = [
        _Stroke((r.x0 + r.x1) / 2, r.y0, r.y1) for r in rules if r.x1 - r.x0 <= _THICK < r.y1 - r.y0
    ]
    for x0, y0, x1, y1 in frames:
        level += [_Stroke(y0, x0, x1), _Stroke(y1, x0, x1)]
        upright += [_Stroke(x0, y0, y1), _Stroke(x1, y0, y1)]
    if len(level) < 2 or len(upright) < 2:
        return []
    found = []
    for across, down in _crossing(_joined(level), _joined(upright)):
        grid = _grid(across, down)
        if grid and _is_table(grid, [piece for piece in pieces if grid.holds(piece)]):
            found.append(grid)
    found.sort(key=lambda grid: grid.rows[0])
    apart = [a for a, b in pairwise(found) if a.rows[-1] <= b.rows[0] + _TOUCH]
    return found if len(apart) == len(found) - 1 else []


def _joined(rules: Iterable[_Stroke]) -> list[_Stroke]:
    """Rules in one line that touch, as one."""
    lines: list[list[_Stroke]] = []
    for rule in sorted(rules):
        if lines and rule.at - lines[-1][-1].at <= _TOUCH:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    found = []
    for line in lines:
        at = sum(rule.at for rule in line) / len(line)
        start = end = None
        for rule in sorted(line, key=lambda rule: rule.start):
            if end is None or start is None:
                start, end = rule.start, rule.end
            elif rule.start <= end + _TOUCH:
                end = max(end, rule.end)
            else:
                found.append(_Stroke(at, start, end))
                start, end = rule.start, rule.end
        if start is not None and end is not None:
            found.append(_Stroke(at, start, end))
    return found


def _crossing(
    level: Sequence[_Stroke], upright: Sequence[_Stroke]
) -> list[tuple[list[_Stroke], list[_Stroke]]]:
    """Groups of rules that meet: those across, and those down."""
    groups: list[tuple[list[_Stroke], list[_Stroke]]] = []
    for rule in level:
        met = [down for down in upright if _meet(rule, down)]
        joined = [group for group in groups if any(down in group[1] for down in met)]
        across, down_rules = [rule], list(met)
        for group in joined:
            across += group[0]
            down_rules += [down for down in group[1] if down not in met]
        groups = [group for group in groups if group not in joined]
        if met:
            groups.append((across, down_rules))
    return groups


def _meet(level: _Stroke, upright: _Stroke) -> bool:
    return (
        level.start - _TOUCH <= upright.at <= level.end + _TOUCH
        and upright.start - _TOUCH <= level.at <= upright.end + _TOUCH
    )


def _grid(across: Sequence[_Stroke], down: Sequence[_Stroke]) -> Grid | None:
    """The cells between rules that meet, if all of them are whole. A table may be open at its
    sides."""
    columns = _positions(down, across)
    rows = _positions(across, down)
    if len(columns) < 3 or len(rows) < 3:
        return None
    groups: dict[tuple[int, int], tuple[int, int]] = {}

    def group_of(place: tuple[int, int]) -> tuple[int, int]:
        while groups.get(place, place) != place:
            place = groups[place]
        return place

    for row, (top, bottom) in enumerate(pairwise(rows)):
        for column, (left, right) in enumerate(pairwise(columns)):
            own = group_of((row, column))
            if column and not _parts(down, left, (top + bottom) / 2):
                groups[own] = own = group_of((row, column - 1))
            if row and not _parts(across, top, (left + right) / 2):
                above = group_of((row - 1, column))
                groups[own] = above
    members: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for row in range(len(rows) - 1):
        for column in range(len(columns) - 1):
            members.setdefault(group_of((row, column)), []).append((row, column))
    cells = []
    for places in members.values():
        tops, lefts = [row for row, _ in places], [column for _, column in places]
        cell = _GridCell(min(tops), max(tops), min(lefts), max(lefts))
        size = (cell.bottom - cell.top + 1) * (cell.right - cell.left + 1)
        if size != len(places):
            return None
        cells.append(cell)
    return Grid(tuple(columns), tuple(rows), tuple(cells))


def _positions(rules: Sequence[_Stroke], crossing: Sequence[_Stroke]) -> list[float]:
    """Where rules lie, and the ends of those that cross them."""
    ends = [min(rule.start for rule in crossing), max(rule.end for rule in crossing)]
    found: list[float] = []
    for at in sorted([*(rule.at for rule in rules), *ends]):
        if not found or at - found[-1] > _LEAST_CELL:
            found.append(at)
    return found


def _parts(rules: Sequence[_Stroke], at: float, beside: float) -> bool:
    return any(
        abs(rule.at - at) <= _LEAST_CELL and rule.start - _TOUCH <= beside <= rule.end + _TOUCH
        for rule in rules
    )


def _is_table(grid: Grid, pieces: Sequence[Piece]) -> bool:
    # A part that was cut off may lie outside: its whole reached over the grid's own side.
    pieces = [piece for piece in cut_at_rules(pieces, [grid]) if grid.holds(piece)]
    filled = {grid.cell_of(piece) for piece in pieces}
    astray = [piece for piece in pieces if not _fits(piece, grid.place(grid.cell_of(piece)))]
    if not filled or len(astray) > _ASTRAY * len(pieces):
        return False
    beside = [sum(cell.top == row for cell in filled) for row in range(len(grid.rows) - 1)]
    return sum(count > 1 for count in beside) >= 2


def _fits(piece: Piece, place: Box) -> bool:
    outside = max(0.0, place.x0 - piece.x0) + max(0.0, piece.x1 - place.x1)
    return outside <= max(2.0, 0.05 * (piece.x1 - piece.x0))


def _middle(piece: Piece) -> tuple[float, float]:
    return (piece.x0 + piece.x1) / 2, (piece.top + piece.bottom) / 2


def _is_in(place: Box, x: float, y: float) -> bool:
    return place.x0 <= x <= place.x1 and place.y0 <= y <= place.y1


def cut_at_rules(pieces: Sequence[Piece], grids: Sequence[Grid]) -> list[Piece]:
    """Pieces that reach over a side of a cell, cut at the space where it stands."""
    cut: list[Piece] = []
    for piece in pieces:
        grid = next((grid for grid in grids if grid.holds(piece)), None)
        cut += _cut(piece, grid) if grid else [piece]
    return cut


def _cut(piece: Piece, grid: Grid) -> list[Piece]:
    _, y = _middle(piece)
    sides = {
        grid.columns[cell.left]
        for cell in grid.cells
        if grid.rows[cell.top] <= y <= grid.rows[cell.bottom + 1]
    }
    found = []
    start = 0
    for at, letter in enumerate(piece.text):
        if letter != " ":
            continue
        before, after = piece.edges[at], piece.edges[at + 1]
        if any(before - 1 <= side <= after + 1 for side in sides):
            found.append(piece.cut(start, at))
            start = at + 1
    return [*found, piece.cut(start, len(piece.text))] if start else [piece]


def with_grids(
    rows: Sequence[Row], grids: Sequence[Grid], in_order: Callable[[Sequence[Row]], list[Row]]
) -> list[Row]:
    """The rows of a page in reading order, those of drawn tables cell by cell. The first line of
    a row of such a table is of the layout "table", the others are of the layout "cell"."""
    left = list(rows)
    ordered: list[Row] = []
    block = 0
    for grid in grids:
        inside: list[Piece] = []
        above: list[Row] = []
        below: list[Row] = []
        for row in left:
            held = [piece for piece in row.pieces if grid.holds(piece)]
            inside += held
            others = [piece for piece in row.pieces if piece not in held] if held else row.pieces
            if others:
                kept = row_of(others) if held else row
                (above if row.baseline < grid.rows[-1] else below).append(kept)
        block = _add(ordered, in_order(above), block)
        block = _add(ordered, _rows_of_grid(grid, inside), block)
        left = below
    _add(ordered, in_order(left), block)
    return ordered


def _add(ordered: list[Row], rows: Sequence[Row], block: int) -> int:
    """Add rows, whose blocks are counted on from those before."""
    ordered += [row._replace(block=row.block + block) if row.block else row for row in rows]
    return block + max([row.block for row in rows], default=0)


def _rows_of_grid(grid: Grid, pieces: Sequence[Piece]) -> list[Row]:
    lines: dict[_GridCell, list[Row]] = {}
    for cell in grid.cells:
        own = [piece for piece in pieces if grid.cell_of(piece) is cell]
        if own:
            lines[cell] = rows_of(own)
    found: list[Row] = []
    block = 0
    for at in range(len(grid.rows) - 1):
        cells = sorted(
            [cell for cell in lines if cell.top <= at <= cell.bottom], key=lambda cell: cell.left
        )
        if not any(cell.top == at for cell in cells):
            continue
        if sum(len(lines[cell]) > _MOST_LINES for cell in cells if cell.top == at) > 1:
            for cell in [cell for cell in cells if cell.top == at]:
                block += 1
                found += [row._replace(layout="column", block=block) for row in lines[cell]]
            continue
        if at == 0 and len(cells) == 1 and cells[0].right - cells[0].left == len(grid.columns) - 2:
            found += lines[cells[0]]  # the title of the table
            continue
        read = [lines[cell] for cell in cells if cell.top == at or _is_repeated(lines[cell])]
        found += _one_row(read)
    return found


def _is_repeated(lines: Sequence[Row]) -> bool:
    return sum(len(line.text) for line in lines) <= _MOST_REPEATED


def _one_row(cells: Sequence[Sequence[Row]]) -> list[Row]:
    """The lines of the cells of a row: one, where every cell has one at the same height."""
    lines = [line for cell in cells for line in cell]
    baselines = [line.baseline for line in lines]
    if len(lines) == len(cells) and max(baselines) - min(baselines) < _SAME_LINE * lines[0].height:
        whole = row_of([piece for line in lines for piece in line.pieces])
        return [whole._replace(layout="table")]
    return [line._replace(layout="cell" if i else "table") for i, line in enumerate(lines)]
