"""Condensed transcripts: several pages of a transcript on one sheet, each with a column of line
numbers of its own. They are read one after the other, down each column of the sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.formats.pdf.glyphs import Piece
from ingest.formats.pdf.headers_footers import page_label
from ingest.formats.pdf.pleading import Candidate, Gutter, longest_chain
from ingest.formats.pdf.rows import Row, rows_of

FEWEST_LINES = 15
"""A page of a transcript has 25 lines; the last one of a witness may have fewer, but then
there is another beside it."""
_LABEL_ABOVE = 3.0
"""The number of a page stands above its first line by no more than so many lines."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One page of the transcript, and the number printed on it."""

    gutter: Gutter
    rows: tuple[Row, ...]
    label: Piece | None

    @property
    def page(self) -> str | None:
        """The number printed on it, as it is cited."""
        return page_label(self.label.text) if self.label else None


def take_cells(pieces: Sequence[Piece], width: float) -> tuple[list[Cell], list[Piece]]:
    """The pages of a transcript on this sheet, in reading order, and what stands around them;
    none if there are fewer than two."""
    chains: list[list[Candidate]] = []
    if sum(piece.text == "1" or piece.text.startswith("1 ") for piece in pieces) < 2:
        return [], list(pieces)
    left = list(pieces)
    while len(chain := longest_chain(left, width)) >= FEWEST_LINES and _is_even(chain):
        chains.append(chain)
        used = {id(piece) for _, piece, _ in chain}
        left = [piece for piece in left if id(piece) not in used]
    columns = sorted({round(_left_of(chain)) for chain in chains})
    columns = [x for i, x in enumerate(columns) if not i or x - columns[i - 1] > 0.2 * width]
    if len(chains) < 2 or len(columns) < 2:
        return [], list(pieces)
    chains.sort(key=lambda chain: (_column_of(chain, columns), chain[0][1].baseline))
    cells = []
    rest = list(pieces)
    for chain in chains:
        column = _column_of(chain, columns)
        end = columns[column + 1] - 3 if column + 1 < len(columns) else width
        cell, rest = _cut_out(chain, rest, end)
        cells.append(cell)
    return cells, rest


def _is_even(chain: Sequence[Candidate]) -> bool:
    steps = [below.baseline - above.baseline for (_, above, _), (_, below, _) in pairwise(chain)]
    usual = sorted(steps)[len(steps) // 2]
    return sum(abs(step - usual) < 0.3 * usual for step in steps) >= 0.8 * len(steps)


def _left_of(chain: Sequence[Candidate]) -> float:
    return min([piece.edges[0] for _, piece, _ in chain])


def _column_of(chain: Sequence[Candidate], columns: Sequence[float]) -> int:
    return max([i for i, x in enumerate(columns) if x <= _left_of(chain) + 1], default=0)


def _cut_out(
    chain: Sequence[Candidate], pieces: Sequence[Piece], end: float
) -> tuple[Cell, list[Piece]]:
    numbers = tuple([piece.cut(0, at) for _, piece, at in chain])
    gutter = Gutter(numbers, tuple([number for number, _, _ in chain]))
    start, step = gutter.box.x0 - 1, gutter.leading
    top, bottom = numbers[0].baseline - 0.5 * step, numbers[-1].baseline + 0.5 * step
    ends = {id(piece): at for _, piece, at in chain}
    inside: list[Piece] = []
    rest: list[Piece] = []
    label = None
    for piece in pieces:
        at = ends.get(id(piece))
        beside = start <= piece.x0 and piece.x1 <= end + 3
        if at is not None:
            inside += [piece.cut(at + 1, len(piece.text))] if len(piece.text) > at else []
        elif beside and top <= piece.baseline <= bottom:
            inside.append(piece)
        elif beside and 0 < top - piece.baseline < _LABEL_ABOVE * step and page_label(piece.text):
            label = piece
        else:
            rest.append(piece)
    return Cell(gutter, tuple(rows_of(inside)), label), rest
