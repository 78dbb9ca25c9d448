"""Boxes to be ticked that a form draws: what is ticked and what is not is part of what the page
says ("☒ Chapter 7 ☐ Chapter 11"), though it is no text of the file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from ingest.document import Box
from ingest.formats.pdf.glyphs import Piece

LARGEST = 18.0
"""Points: no side of such a box, or of a tick in it, is longer."""
_LEAST = 5.0
_SQUARE = 0.75
"""The shorter side of a box is no less than this share of the longer."""
_TICK = 0.35
"""A tick is at least this share of its box."""
_MOST = 400
"""Page: more are a pattern, or the cells of a plan."""
_NEAR = 1.8
"""Its label stands within this many of its sides."""
_ROOM = 2.0
_TOUCHING = 3.0
"""Points between boxes that share a side, the thickness of their outlines included."""
TICKED, EMPTY = "☒", "☐"
_TICKS = frozenset("xX✓✔✗✘✕✖●•■☒☑")


class SmallShape(NamedTuple):
    """A small shape that is painted, or a field of a form that is ticked or not."""

    box: Box
    is_outline: bool
    """Whether nothing dark fills it."""
    is_ticked: bool = False
    is_line: bool = False
    """Whether it is one stroke, which frames nothing."""


def with_check_boxes(pieces: Sequence[Piece], shapes: Sequence[SmallShape]) -> list[Piece]:
    """The pieces, and before or after each label the box that belongs to it."""
    squares = _squares(shapes)
    found = list(pieces)
    if not squares or len(squares) > _MOST:
        return found
    marked = set()
    for at, square in enumerate(squares):
        found, is_marked = _with_letter_as_tick(found, square.box)
        if is_marked or any(_is_within(piece, square.box) for piece in found):
            marked.add(at)
        else:
            found = _cut_around(found, square.box)
    for square in [square for at, square in enumerate(squares) if at not in marked]:
        box = square.box
        sign = TICKED if square.is_ticked or any(_ticks(each, box) for each in shapes) else EMPTY
        after = _label(found, box, _gap_after)
        if after is not None:
            label = found[after]
            found[after] = label._replace(
                text=f"{sign} {label.text}", edges=[box.x0, box.x1, *label.edges]
            )
            continue
        before = _label(found, box, _gap_before)
        if before is not None:
            label = found[before]
            found.insert(
                before + 1,
                label._replace(text=sign, edges=[box.x0, box.x1], first_height=label.height),
            )
    return found


def _squares(shapes: Sequence[SmallShape]) -> list[SmallShape]:
    """The boxes, each once, but those that stand side by side as the cells of a number do."""
    squares: list[SmallShape] = []
    for shape in shapes:
        width, height = _size(shape.box)
        if (
            not shape.is_outline
            or shape.is_line
            or min(width, height) < max(_LEAST, _SQUARE * max(width, height))
        ):
            continue
        same = next((i for i, known in enumerate(squares) if _overlap(known.box, shape.box)), None)
        if same is None:
            squares.append(shape)
        elif shape.is_ticked:
            squares[same] = squares[same]._replace(is_ticked=True)
    return [
        square
        for square in squares
        if not any(_touch(square.box, other.box) for other in squares if other is not square)
    ]


def _size(box: Box) -> tuple[float, float]:
    return box.x1 - box.x0, box.y1 - box.y0


def _overlap(box: Box, other: Box) -> bool:
    across = min(box.x1, other.x1) - max(box.x0, other.x0)
    down = min(box.y1, other.y1) - max(box.y0, other.y0)
    return across > 0 and down > 0 and 2 * across * down > min(_area(box), _area(other))


def _area(box: Box) -> float:
    width, height = _size(box)
    return width * height


def _touch(box: Box, other: Box) -> bool:
    x_gap = min(abs(box.x1 - other.x0), abs(other.x1 - box.x0))
    y_gap = min(abs(box.y1 - other.y0), abs(other.y1 - box.y0))
    beside = abs(box.y0 - other.y0) < 1 and x_gap < _TOUCHING
    below = abs(box.x0 - other.x0) < 1 and y_gap < _TOUCHING
    return beside or below


def _ticks(shape: SmallShape, box: Box) -> bool:
    """Whether a shape is a mark within the box, and not the box once more."""
    width, height = _size(shape.box)
    side = min(_size(box))
    if min(width, height) < _TICK * side:
        return False
    if (
        shape.is_outline
        and not shape.is_line
        and all(abs(its - of_box) < 0.15 * side for its, of_box in zip(shape.box, box, strict=True))
    ):
        return False
    x, y = (shape.box.x0 + shape.box.x1) / 2, (shape.box.y0 + shape.box.y1) / 2
    return box.x0 < x < box.x1 and box.y0 < y < box.y1 and max(width, height) < 2 * side


def _is_beside(piece: Piece, box: Box) -> bool:
    middle = (box.y0 + box.y1) / 2
    return piece.top - _ROOM <= middle <= piece.bottom + _ROOM and piece.height < 3 * _size(box)[1]


def _is_within(piece: Piece, box: Box) -> bool:
    middle = (piece.x0 + piece.x1) / 2
    return (
        box.x0 < middle < box.x1
        and piece.x1 - piece.x0 < 2 * _size(box)[0]
        and box.y0 - _ROOM < (piece.top + piece.bottom) / 2 < box.y1 + _ROOM
    )


def _with_letter_as_tick(pieces: Sequence[Piece], box: Box) -> tuple[list[Piece], bool]:
    """The pieces, with a letter or sign that was set into the box read as its tick, and whether
    there is one."""
    for number, piece in enumerate(pieces):
        if not _is_beside(piece, box) or piece.x1 < box.x0 or piece.x0 > box.x1:
            continue
        for at, letter in enumerate(piece.text):
            middle = (piece.edges[at] + piece.edges[at + 1]) / 2
            alone = f" {piece.text} "[at : at + 3] == f" {letter} "
            if letter in _TICKS and alone and box.x0 < middle < box.x1:
                text = f"{piece.text[:at]}{TICKED}{piece.text[at + 1 :]}"
                whole = piece._replace(text=text)
                return [*pieces[:number], whole, *pieces[number + 1 :]], True
    return list(pieces), False


def _cut_around(pieces: Sequence[Piece], box: Box) -> list[Piece]:
    """Words on both sides of a box are no piece."""
    found = []
    for piece in pieces:
        if piece.x0 < box.x0 and piece.x1 > box.x1 and _is_beside(piece, box):
            for at, letter in enumerate(piece.text):
                gap = piece.edges[at], piece.edges[at + 1]
                if letter == " " and gap[0] <= box.x0 + _ROOM and gap[1] >= box.x1 - _ROOM:
                    found += [piece.cut(0, at), piece.cut(at + 1, len(piece.text))]
                    break
            else:
                found.append(piece)
        else:
            found.append(piece)
    return found


def _gap_after(box: Box, piece: Piece) -> float:
    return piece.x0 - box.x1


def _gap_before(box: Box, piece: Piece) -> float:
    return box.x0 - piece.x1


def _label(pieces: Sequence[Piece], box: Box, gap_to: Callable[[Box, Piece], float]) -> int | None:
    """The nearest piece on one side of a box."""
    gaps = {at: gap_to(box, piece) for at, piece in enumerate(pieces) if _is_beside(piece, box)}
    near = {at: gap for at, gap in gaps.items() if -_ROOM <= gap <= _NEAR * _size(box)[0]}
    return min(near, key=near.__getitem__, default=None)
