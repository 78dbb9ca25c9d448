"""Tables of plain text: rows of cells that are set below one another by spaces or tabs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_CELL = re.compile(r"\S+(?: \S+)*")
_RULE = re.compile(r"[-=_+|─━═]{3,}(?:[\s+|]+[-=_+|─━═]{3,})*")
_VALUE = re.compile(
    r"[($€£+-]*\s?\d[\d.,'/: \xa0\u202f-]*\d?\s?[)%$€£]*(?: ?(?:[A-Z]{3}|h|%|days?|jours?))?"
)
"""What stands in a column of figures: an amount, a number, a date in figures."""
_FEWEST_ROWS = 2
_FIGURES = 0.6
"""The share of the rows that have a figure in one column at least."""
_LONGEST_CELL = 60
_TAB = 8


class _TextCell(NamedTuple):
    start: int
    end: int
    text: str


def is_rule(line: str) -> bool:
    """Whether a line is drawn of dashes: it parts the heads of a table from its rows."""
    return bool(_RULE.fullmatch(line.strip()))


def rows_of_tables(lines: Sequence[str]) -> set[int]:
    """Which lines are rows of a table: two at least follow one another that have as many cells,
    set below one another, and most of which have a figure in one of the columns; and the heads
    above them. Rules between them are none of them."""
    cells = [_cells(line) for line in lines]
    found: set[int] = set()
    run: list[int] = []
    for at, own in enumerate(cells):
        if is_rule(lines[at]):
            continue
        if run and not (len(own) > 1 and _are_aligned(cells[run[-1]], own)):
            found |= _rows(cells, run)
            run = []
        if len(own) > 1:
            run.append(at)
    return found | _rows(cells, run)


def as_row(line: str) -> str:
    """The cells of a row, set apart by two spaces."""
    return "  ".join(cell.text for cell in _cells(line))


def _cells(line: str) -> list[_TextCell]:
    if is_rule(line):
        return []
    if "\t" in line.strip():  # tabs part cells, however far they are set apart
        parts = [part.strip() for part in line.strip().split("\t")]
        return [_TextCell(at * _TAB, at * _TAB + 1, part) for at, part in enumerate(parts) if part]
    parted = line.expandtabs(_TAB)
    return [_TextCell(*cell.span(), cell[0]) for cell in _CELL.finditer(parted)]


def _are_aligned(above: Sequence[_TextCell], below: Sequence[_TextCell]) -> bool:
    """Whether cells stand below one another: each column at its left or at its right."""
    return len(above) == len(below) and all(
        first.start < second.end
        and second.start < first.end
        and min(abs(first.start - second.start), abs(first.end - second.end)) <= 1
        for first, second in zip(above, below, strict=True)
    )


def _rows(cells: Sequence[Sequence[_TextCell]], run: Sequence[int]) -> set[int]:
    rows = [cells[at] for at in run]
    if any(len(cell.text) > _LONGEST_CELL for row in rows for cell in row):
        return set()
    # The heads have no figures.
    own = [row for row in rows if any(map(_is_value, row))]
    if len(own) < _FEWEST_ROWS or len(rows) - len(own) > max(1, (1 - _FIGURES) * len(rows)):
        return set()
    columns = range(1, len(rows[0]))
    most = max((sum(_is_value(row[column]) for row in own) for column in columns), default=0)
    return set(run) if most >= max(_FEWEST_ROWS, _FIGURES * len(own)) else set()


def _is_value(cell: _TextCell) -> bool:
    return bool(_VALUE.fullmatch(cell.text))
