"""The gutter of line numbers on scanned pleading paper: lone digits are often misread, not
found, or taken together with the line beside them, but they stand at even distances."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations
from statistics import median
from typing import NamedTuple

from ingest.formats.pdf.glyphs import Piece

FEWEST = 8
"""Numbers read and in place, for a column to be a gutter."""
_LEFT = 0.25
"""Gutters are in this share of the width of the page."""
_OFF = 0.25
"""Numbers are off their place by no more than this share of the distance between them."""


class _NumberPiece(NamedTuple):
    number: int
    piece: Piece
    """Of the number alone."""


def with_whole_gutter(pieces: Sequence[Piece], width: float) -> list[Piece]:
    """The pieces with every number of the gutter, if they have one, as a piece of its own;
    those that were not found are put where they must be."""
    numbered = _in_a_column(_numbers(pieces, width))
    if len(numbered) < FEWEST:
        return list(pieces)
    step = median(
        [
            (b.piece.baseline - a.piece.baseline) / (b.number - a.number)
            for a, b in combinations(numbered, 2)
            if a.number != b.number
        ]
        or [0.0]
    )
    if step <= 0:
        return list(pieces)
    start = median([number.piece.baseline - number.number * step for number in numbered])
    in_place = [
        number
        for number in numbered
        if abs(number.piece.baseline - start - number.number * step) < _OFF * step
    ]
    if len(in_place) < max(FEWEST, 0.5 * len(numbered)):
        return list(pieces)
    x0 = min([number.piece.x0 for number in in_place])
    x1 = median([number.piece.x1 for number in in_place])
    model = in_place[0].piece
    rest = [part for piece in pieces for part in _beside(piece, x0, x1, start, step)]
    last = max([number.number for number in in_place])
    return [
        *[_number(number, model, x1, start + number * step) for number in range(1, last + 1)],
        *rest,
    ]


_NUMBER = re.compile(r"(\d{1,2})(?= |$)", re.ASCII)


def _numbers(pieces: Sequence[Piece], width: float) -> list[_NumberPiece]:
    return [
        _NumberPiece(int(match[1]), piece.cut(0, match.end()))
        for piece in pieces
        if piece.x0 < _LEFT * width and (match := _NUMBER.match(piece.text)) and int(match[1]) > 0
    ]


def _in_a_column(numbered: Sequence[_NumberPiece]) -> list[_NumberPiece]:
    """The lines that end where most do."""
    if not numbered:
        return []
    edge = median([number.piece.x1 for number in numbered])
    return [number for number in numbered if abs(number.piece.x1 - edge) < number.piece.height]


def _number(number: int, model: Piece, right: float, baseline: float) -> Piece:
    text = str(number)
    digit = 0.5 * model.height
    edges = [right - (len(text) - i) * digit for i in range(len(text) + 1)]
    return model._replace(
        text=text,
        edges=edges,
        top=model.top + baseline - model.baseline,
        bottom=model.bottom + baseline - model.baseline,
        baseline=baseline,
    )


def _beside(piece: Piece, x0: float, x1: float, start: float, step: float) -> list[Piece]:
    """What a piece holds beside the gutter: nothing if it is one of its numbers, read or
    misread, what follows if it begins with one, else itself."""
    if piece.x0 > x1 or piece.x0 < x0 - piece.height:
        return [piece]
    place = (piece.baseline - start) / step
    if abs(place - round(place)) > 2 * _OFF or round(place) < 1:
        return [piece]
    if piece.x1 < x1 + piece.height:
        return []
    head, _, rest = piece.text.partition(" ")
    if rest and piece.edges[len(head)] < x1 + piece.height and len(head) <= 2:
        return [piece.cut(len(head) + 1, len(piece.text))]
    return [piece]
