"""What pleading paper carries beside its text: the gutter of line numbers, and the column of
signs between the cells of a caption."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from statistics import median

from ingest.document import Box
from ingest.formats.pdf.glyphs import Piece
from ingest.formats.pdf.rows import box_around

FEWEST_NUMBERS, FEWEST_KNOWN = 8, 3
"""A column of fewer numbers is a gutter only where another page has one at that place, and
there are so many at least."""


GUTTER_WITHIN = 0.35
"""Line numbers stand within this share of the page's width."""


@dataclass(frozen=True)
class Gutter:
    """The column of line numbers of a page."""

    pieces: tuple[Piece, ...]
    numbers: tuple[int, ...]

    @cached_property
    def box(self) -> Box:
        return box_around(self.pieces)

    @cached_property
    def leading(self) -> float:
        return _usual_step(self.pieces)

    @cached_property
    def _middles(self) -> list[float]:
        return [_middle(piece.baseline, piece.height) for piece in self.pieces]

    @cached_property
    def _highest(self) -> list[float]:
        """For each number the highest middle of its own and those that follow it, so that they
        never decrease."""
        return list(accumulate(reversed(self._middles), min))[::-1]

    def number_at(self, baseline: float, height: float) -> int | None:
        """The number a lawyer cites for a line: the one beside it, else, for a line
        between two numbers, the one above it. None for lines above the first number,
        or below the last, by more than half the distance between numbers.
        """
        middle = _middle(baseline, height)
        above = middle < self._middles[0] - 0.5 * self.leading
        if above or middle > self._middles[-1] + 0.75 * self.leading:
            return None
        last = bisect_right(self._highest, middle + 0.35 * self.leading)
        return self.numbers[max(0, last - 1)]


def _middle(baseline: float, height: float) -> float:
    """Halfway up the small letters of a line."""
    return baseline - 0.25 * height


def _usual_step(pieces: Sequence[Piece]) -> float:
    return median(_steps(pieces))


def _steps(pieces: Sequence[Piece]) -> list[float]:
    return [b.baseline - a.baseline for a, b in pairwise(pieces)]


_LINE_NUMBER = re.compile(r"\d{1,2}(?= |$)", re.ASCII)


def take_gutter(
    pieces: Sequence[Piece], width: float, known: tuple[float, float] | None
) -> tuple[Gutter | None, list[Piece]]:
    """The gutter of line numbers 1, 2, 3, … down the left side of a page, if it has one,
    and the pieces without these numbers.

    ``known`` is the gutter's left and right edge on another page of the file: there,
    a short column of numbers is enough.
    """
    chain = longest_chain(pieces, width, GUTTER_WITHIN)
    if len(chain) < FEWEST_KNOWN:
        return None, list(pieces)
    columns = [piece.cut(0, end) for _, piece, end in chain]
    at_known_place = known is not None and all(
        known[0] - 8 <= number.x0 and number.x1 <= known[1] + 8 for number in columns
    )
    usual = _usual_step(columns)
    regular = sum(abs(step - usual) < 0.3 * usual for step in _steps(columns))
    fewest = FEWEST_KNOWN if at_known_place else FEWEST_NUMBERS
    if len(chain) < fewest or regular < 0.8 * len(columns) - 1:
        return None, list(pieces)
    gutter = Gutter(tuple(columns), tuple(number for number, _, _ in chain))
    ends = {id(piece): end for _, piece, end in chain}
    rest = [
        piece.cut(ends[id(piece)] + 1, len(piece.text)) if id(piece) in ends else piece
        for piece in pieces
        if len(piece.text) > ends.get(id(piece), 0)
    ]
    return (gutter, rest) if _stands_left_of(gutter, rest) else (None, list(pieces))


Candidate = tuple[int, Piece, int]
"""A number, the piece that begins with it, and where in the piece it ends."""


def longest_chain(pieces: Sequence[Piece], width: float, within: float = 1.0) -> list[Candidate]:
    """The longest column of numbers 1, 2, 3, … that begins within this share of the page's
    width."""
    candidates = [
        (int(match[0]), piece, match.end())
        for piece in pieces
        if piece.edges[0] < within * width and (match := _LINE_NUMBER.match(piece.text))
    ]
    candidates.sort(key=lambda candidate: candidate[1].baseline)
    chain: list[Candidate] = []
    for first in range(len(candidates)):
        if candidates[first][0] == 1:
            chain = max(chain, _chain(candidates, first), key=len)
    return chain


def _chain(candidates: Sequence[Candidate], first: int) -> list[Candidate]:
    """From a number 1 on, the numbers that count on below it in the same column."""
    chain = [candidates[first]]
    for candidate in candidates[first + 1 :]:
        last_number, last, last_end = chain[-1]
        number, piece, end = candidate
        if number == last_number + 1 and piece.baseline > last.baseline:
            starts = abs(piece.edges[0] - last.edges[0])
            ends = abs(piece.edges[end] - last.edges[last_end])
            if min(starts, ends) < 3 or (starts < 8 and ends < 8 and abs(starts - ends) < 3):
                chain.append(candidate)
    return chain


def _stands_left_of(gutter: Gutter, rest: Sequence[Piece]) -> bool:
    """Unlike the first column of a table, a gutter has nothing to its left beside it,
    and no lines of text above or below begin at its place."""
    box = gutter.box
    left = [piece for piece in rest if piece.x0 < box.x1]
    lines = sum(1 for piece in left if len(piece.text) > 25)
    beside = [piece for piece in rest if box.y0 - 5 <= piece.baseline <= box.y1 + 5]
    crossing = sum(1 for piece in beside if piece.x0 < box.x1)
    return lines <= 2 and crossing <= 0.06 * len(beside)


def take_sign_columns(pieces: Sequence[Piece]) -> tuple[list[list[Piece]], list[Piece]]:
    """Columns of ")" (or ":", "§", "|") that part the cells of a caption, and the pieces
    without them."""
    signs: list[tuple[Piece, Piece]] = []
    for piece in pieces:
        for at in (0, len(piece.text) - 1):
            alone = piece.text[at : at + 1] in _SIGNS and (
                len(piece.text) == 1 or piece.text[1 if at == 0 else at - 1] == " "
            )
            if alone:
                signs.append((piece.cut(at, at + 1), piece))
                break
    columns: list[list[tuple[Piece, Piece]]] = []
    for sign, piece in signs:
        for column in columns:
            if abs(column[0][0].x0 - sign.x0) < 3 and column[0][0].text == sign.text:
                column.append((sign, piece))
                break
        else:
            columns.append([(sign, piece)])
    columns = [column for column in columns if len(column) >= FEWEST_SIGNS]
    if not columns:
        return [], list(pieces)
    gone = {id(piece): sign for column in columns for sign, piece in column}
    rest = []
    for piece in pieces:
        sign_here = gone.get(id(piece))
        if sign_here is None:
            rest.append(piece)
        elif len(piece.text) > 1:
            starts = piece.text[0] == sign_here.text and piece.edges[0] == sign_here.edges[0]
            rest.append(
                piece.cut(2, len(piece.text)) if starts else piece.cut(0, len(piece.text) - 2)
            )
    return [[sign for sign, _ in column] for column in columns], rest


_SIGNS = (")", ":", "§", "|")
FEWEST_SIGNS = 4
