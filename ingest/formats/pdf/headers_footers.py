"""Running heads, running feet and page numbers: what stands at the edge of a page and
comes back on its neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from ingest.formats.pdf.glyphs import Piece
from ingest.formats.pdf.rows import Row

EDGE_ROWS = 4
EDGE_SHARE = 0.2
"""Heads and feet are among this many rows from the top and bottom of a page, and within
this share of its height. The slip opinions of the Supreme Court, small pages printed on
large sheets, have their heads at 0.18."""
DRIFT = 6.0
"""A foot is the same on two pages if its height differs by no more, in points, or by
three times as much if it is long."""
LONG_KEY, VERY_LONG_KEY = 10, 30


class Edge(NamedTuple):
    """A row at the edge of a page, with the keys by which it is recognised on other pages."""

    baseline: float
    at_top: bool
    key: str
    pieces: tuple[Piece, ...]
    keys: tuple[str, ...]
    labels: tuple[str | None, ...]


class Furniture(NamedTuple):
    what: Literal["running head", "page number"]
    piece: Piece


def edges_of(rows: Sequence[Row], height: float) -> list[Edge]:
    outer = [*rows[:EDGE_ROWS], *rows[max(EDGE_ROWS, len(rows) - EDGE_ROWS) :]]
    found = []
    for row in outer:
        if EDGE_SHARE * height <= row.baseline <= (1 - EDGE_SHARE) * height:
            continue
        key = _row_key(row)
        keys = tuple([_key(piece.text) for piece in row.pieces]) if len(row.pieces) > 1 else (key,)
        labels = tuple([page_label(piece.text) for piece in row.pieces])
        found.append(Edge(row.baseline, row.baseline < height / 2, key, row.pieces, keys, labels))
    return found


def _row_key(row: Row) -> str:
    """The key of a row, and with it the sums and dates that stand in pieces of their own: a row
    of a table that differs in these is another."""
    amounts = [
        piece.text for piece in row.pieces if not page_label(piece.text) and _is_amount(piece.text)
    ]
    return "|".join([_key(row.text), *(amounts if len(row.pieces) > 1 else ())])


def _is_amount(text: str) -> bool:
    """Whether text is a sum, or a date or number without letters."""
    has_digit = any(letter.isdigit() for letter in text)
    return has_digit and bool(_AMOUNT.search(text) or not _LETTERS.search(text.lower()))


_AMOUNT = re.compile(r"[$€£]\s?\d|\d\s?[$€£]")


def _key(text: str) -> str:
    """Letters alone: numbers change from page to page, spaces and signs by chance. What has
    no letters, a sum or a date, is the same only if it says the same."""
    if _AMOUNT.search(text):
        return text
    return "".join(_LETTERS.findall(text.lower())) or text


_LETTERS = re.compile("[a-zà-ÿ]+")


_LABEL = re.compile(
    r"^(?:page\s*)?[-–—\[(|]{0,2}\s*(?P<label>\d{1,4}|[ivxlc]{1,7}|[A-Z]{1,3}-\d{1,4})"
    r"\s*[-–—\])|]{0,2}(?:\s*(?:of|sur|/)\s*(?P<last>\d{1,4}))?$",
    re.IGNORECASE,
)


def page_label(text: str) -> str | None:
    """The page number in a head or foot such as "- 5 -", "Page 5 of 9", "5/9" or "iv"."""
    match = _LABEL.match(text) if len(text) < 20 else None
    if match is None or (match["last"] and _value(match["label"]) > int(match["last"])):
        return None  # of 12/17 the second is no last page
    return match["label"]


def find_furniture(
    number: int, edges: Sequence[Edge], neighbours: Sequence[tuple[int, Sequence[Edge]]]
) -> tuple[str | None, list[Furniture]]:
    """The page number printed on a page, and all that is not its text, given the edges
    of the pages around it, each with its number in the file.

    Heads and feet are looked for from the edge of the page inwards, up to the first row
    that has text.
    """
    top = [edge for edge in edges if edge.at_top]
    bottom = [edge for edge in edges if not edge.at_top]
    found: list[Furniture] = []
    for side in (top, bottom[::-1]):
        outer: list[Furniture] = []
        for edge in side:
            own = _of_row(number, edge, neighbours)
            outer += own
            if len(own) < len(edge.pieces):
                found += outer
                break
        else:
            # As many rows as are looked at come back: the page is a form, or a copy.
            if len(side) < EDGE_ROWS:
                found += outer
    if bottom and not found and _is_lone_number(bottom):
        found.append(Furniture("page number", bottom[-1].pieces[0]))
    labels = [page_label(piece.text) for what, piece in found if what == "page number"]
    # Without a page number, what was produced is cited by the number that it bears.
    labels += [piece.text for _, piece in found if _BATES.fullmatch(piece.text)]
    return next(iter(labels), None), found


def _of_row(
    number: int, edge: Edge, neighbours: Sequence[tuple[int, Sequence[Edge]]]
) -> list[Furniture]:
    near = [
        (other_number, other)
        for other_number, others in neighbours
        for other in others
        if other.at_top == edge.at_top
        and (abs(other.baseline - edge.baseline) < 3 * DRIFT or _is_known_again_by(edge, other))
    ]
    same: set[str] = set()
    for other_number, other in near:
        pages = other_number - number
        if abs(other.baseline - edge.baseline) < DRIFT or _is_known_again_by(edge, other):
            same.update(
                key
                for key, piece in zip(edge.keys, edge.pieces, strict=True)
                for other_key, other_piece in zip(other.keys, other.pieces, strict=True)
                if key == other_key and _numbers_agree(piece.text, other_piece.text, pages)
            )
        if (
            edge.key == other.key
            and (abs(other.baseline - edge.baseline) < DRIFT or len(other.key) > LONG_KEY)
            and _numbers_agree(_text(edge), _text(other), pages)
        ):
            same.add(edge.key)
    if any(
        label is None and key not in same and _is_amount(piece.text)
        for piece, key, label in zip(edge.pieces, edge.keys, edge.labels, strict=True)
        if len(edge.pieces) > 1
    ) and not any(len(key) > VERY_LONG_KEY and key in same for key in edge.keys):
        return []  # a row of a table, whose other cells may say the same on every page
    whole = edge.key in same
    alone = len(edge.pieces) == 1 or all(
        label is not None or key in same for key, label in zip(edge.keys, edge.labels, strict=True)
    )
    is_foot = not edge.at_top and all(
        label is not None or key in same or _BATES.fullmatch(piece.text)
        for piece, key, label in zip(edge.pieces, edge.keys, edge.labels, strict=True)
    )
    found: list[Furniture] = []
    for piece, key, label in zip(edge.pieces, edge.keys, edge.labels, strict=True):
        if label is not None and _counts_on(piece, label, number, near, alone):
            found.append(Furniture("page number", piece))
        elif whole or key in same or (is_foot and _BATES.fullmatch(piece.text)):
            found.append(Furniture("running head", piece))
    if any(what == "page number" for what, _ in found) and len(found) < len(edge.pieces):
        # A head that names the part of the document may stand on one page only.
        known = {id(piece) for _, piece in found}
        found += [Furniture("running head", p) for p in edge.pieces if id(p) not in known]
    return found


def _numbers_agree(text: str, other: str, pages: int) -> bool:
    """Whether the numbers in a head are those in that of another page, or count on with the pages
    between them. Where others differ ("On day 6 a gap of 18"), the two are lines of text, unless
    they have few words: a foot may name another file on every page."""
    if len(_WORDS.findall(text)) < _FEWEST_WORDS:
        return True
    own, others = _DIGITS.findall(text), _DIGITS.findall(other)
    return len(own) == len(others) and all(
        number == there or int(there) - int(number) == pages
        for number, there in zip(own, others, strict=True)
    )


_DIGITS = re.compile(r"[0-9]{1,15}")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_FEWEST_WORDS = 5


def _text(edge: Edge) -> str:
    return " ".join([piece.text for piece in edge.pieces])


_BATES = re.compile(r"[A-Z][A-Z\d_&.-]{0,24}[-_ ]?\d{5,10}")
"""The number that a party prints at the foot of each page it produces: on one page, nothing
else tells it."""


def _is_known_again_by(edge: Edge, other: Edge) -> bool:
    """Whether a foot says so much that it is the same at any height: programs set it below the
    last line of a form, wherever that is."""
    return any(len(key) > VERY_LONG_KEY and key in other.keys for key in edge.keys)


def _is_lone_number(bottom: Sequence[Edge]) -> bool:
    """Whether the last row of a page without neighbours is a number, set apart."""
    last = bottom[-1]
    label = last.labels[0]
    if label is None or len(last.pieces) > 1 or len(label) > 3:
        return False
    return len(bottom) < 2 or last.baseline - bottom[-2].baseline > 1.8 * last.pieces[0].height


def _counts_on(
    piece: Piece, label: str, number: int, near: Sequence[tuple[int, Edge]], alone: bool
) -> bool:
    """Whether another page has a number there that fits the distance between the two,
    or, for a number by itself, has one at the very same place."""
    for other_number, edge in near:
        for other, other_label in zip(edge.pieces, edge.labels, strict=True):
            if other_label is None:
                continue
            if _value(other_label) - _value(label) == other_number - number:
                return True
            middles = other.x0 + other.x1 - piece.x0 - piece.x1
            if alone and abs(middles) < 16 and abs(other.baseline - piece.baseline) < DRIFT:
                return True
    return False


_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def _value(label: str) -> int:
    digits = re.search(r"\d+$", label)
    if digits:
        return int(digits[0])
    values = [_ROMAN.get(letter, 0) for letter in label.lower()]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )
