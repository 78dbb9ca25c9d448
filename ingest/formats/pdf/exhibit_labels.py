"""The label of an exhibit: a small sticker that a reporter or a clerk put on its first page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.formats.pdf.glyphs import Piece

_WIDEST = 130.0
"""Points: wider labels are covers, or words of the text."""
_MOST_LINES = 4
"""Below "EXHIBIT": the number, the witness, the date, the reporter."""
_EXHIBIT = re.compile(
    r"(?:(?:PLAINTIFF|DEFENDANT|PETITIONER|RESPONDENT|GOVERNMENT|JOINT|TRIAL|DEPOSITION|DEPO\.?)"
    r"(?:['’]?S['’]?)? ?)?EXHIBIT(?: NO\.?)?:?"
)
_NUMBER = re.compile(r"(?:NO\.? ?)?[A-Z\d]{1,4}(?:[-.][A-Z\d]{1,4})?")


def take_exhibit_label(
    pieces: Sequence[Piece], width: float, height: float
) -> tuple[list[Piece], list[Piece]]:
    """The lines of the label of a page so wide and high, if it has one, and the other
    pieces. It stands in a corner; a column headed "EXHIBIT" has more lines, or longer ones."""
    for piece in pieces:
        middle = (piece.x0 + piece.x1) / 2
        aside = not 0.38 * width < middle < 0.62 * width
        at_end = not 0.3 * height < piece.baseline < 0.7 * height
        if aside and at_end and piece.x1 - piece.x0 < _WIDEST and _EXHIBIT.fullmatch(piece.text):
            lines = _below(piece, pieces)
            if 0 < len(lines) <= _MOST_LINES and _NUMBER.fullmatch(lines[0].text):
                label = [piece, *lines]
                gone = set(map(id, label))
                return label, [other for other in pieces if id(other) not in gone]
    return [], list(pieces)


def _below(label: Piece, pieces: Sequence[Piece]) -> list[Piece]:
    """What stands closely below a label, in its middle."""
    middle = (label.x0 + label.x1) / 2
    column = [
        piece
        for piece in pieces
        if piece.x0 > middle - _WIDEST / 2 and piece.x1 < middle + _WIDEST / 2
    ]
    lines: list[Piece] = []
    last = label
    for piece in sorted(column, key=lambda piece: piece.baseline):
        step = piece.baseline - last.baseline
        if step > 0 and step < 2.5 * max(last.height, piece.height):
            lines.append(piece)
            last = piece
    return lines
