"""Lines of Hebrew and Arabic: from where the letters stand to the order in which they are read.

Unicode's bidirectional algorithm (UAX #9) the other way round. The libraries for it give a string
and not what became of each letter, which a citation must find on the page.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from typing import Literal, NamedTuple

from ingest.formats.pdf.glyphs import Piece

_SPACE = 0.12
"""Letters farther apart than this share of their height have a space between them."""
_MOSTLY = 3
"""A line with so many times more letters read from the left is a quotation in its language."""
_RIGHT = frozenset({"R", "AL", "NSM"})
_DIGIT, _IN_NUMBERS = frozenset({"EN", "AN", "ET"}), frozenset({"CS", "ES"})

_FROM_THE_RIGHT = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Unicode's blocks for scripts of this direction. Only letters in them are looked up: to look up
every letter of a page took a twentieth of the time of reading it."""

Direction = Literal["left", "right", "digit", "number", "none"]


class _Letter(NamedTuple):
    text: str
    left: float
    right: float
    direction: Direction


def is_right_to_left(text: str) -> bool:
    """Whether a text has letters that are read from the right."""
    return any(
        unicodedata.bidirectional(letter) in ("R", "AL") for letter in _FROM_THE_RIGHT.findall(text)
    )


def runs_from_the_right(texts: Iterable[str]) -> bool:
    """Whether most letters of a page are read from the right: then its lines run so too."""
    texts = list(texts)
    if not any(map(is_right_to_left, texts)):
        return False
    kinds = Counter(unicodedata.bidirectional(letter) for text in texts for letter in text)
    return kinds["R"] + kinds["AL"] > kinds["L"]


def in_order(pieces: Sequence[Piece], *, from_the_right: bool) -> tuple[str, tuple[float, ...]]:
    """The text of a row as it is read, and the edge of each letter at which reading enters it,
    then the edge at which it leaves the last: between two directions an edge belongs to the
    letter behind it."""
    letters = _spaced(_as_they_stand(pieces), pieces[0].bottom - pieces[0].top)
    rights = sum(letter.direction == "right" for letter in letters)
    lefts = sum(letter.direction == "left" for letter in letters)
    turned = from_the_right and lefts <= _MOSTLY * rights
    ordered = _from_the_right(letters) if turned else _from_the_left(letters)
    edges = [_enters(letter) for letter in ordered]
    last = ordered[-1]
    edges.append(last.left if last.direction == "right" else last.right)
    return "".join(letter.text for letter in ordered), tuple(edges)


def _enters(letter: _Letter) -> float:
    return letter.right if letter.direction == "right" else letter.left


def _as_they_stand(pieces: Sequence[Piece]) -> list[_Letter]:
    letters: list[_Letter] = []
    for piece in pieces:
        at = 0
        for word in piece.text.split(" "):
            lefts = piece.edges[at : at + len(word)]
            placed = sorted(zip(lefts, word, strict=True), key=lambda letter: letter[0])
            end = piece.edges[at + len(word)]
            rights = [left for left, _ in placed[1:]] + [max([end, *lefts])]
            letters += [
                _Letter(letter, left, right, _direction(letter))
                for (left, letter), right in zip(placed, rights, strict=True)
            ]
            at += len(word) + 1
    return sorted(letters, key=lambda letter: letter.left)


def _direction(letter: str) -> Direction:
    kind = unicodedata.bidirectional(letter)
    if kind in _RIGHT:
        return "right"
    if kind in _DIGIT:
        return "digit"
    if kind in _IN_NUMBERS:
        return "number"
    return "left" if kind == "L" else "none"


def _spaced(letters: Sequence[_Letter], height: float) -> list[_Letter]:
    spaced = list(letters[:1])
    for before, after in pairwise(letters):
        if after.left - before.right > _SPACE * height:
            spaced.append(_Letter(" ", before.right, after.left, "none"))
        spaced.append(after)
    return spaced


def _from_the_right(letters: Sequence[_Letter]) -> list[_Letter]:
    """The characters in reversed order, but for words and numbers that are read from the left."""
    ordered: list[_Letter] = []
    run: list[_Letter] = []
    waiting: list[_Letter] = []
    for letter in reversed(letters):
        if letter.direction in ("left", "digit"):
            if run and _join(waiting, run[-1], letter):
                run += waiting
            else:
                ordered += [*reversed(run), *waiting]
                run = []
            run.append(letter)
            waiting = []
        elif letter.direction == "right":
            ordered += [*reversed(run), *waiting, letter]
            run, waiting = [], []
        else:
            (waiting if run else ordered).append(letter)
    return [*ordered, *reversed(run), *waiting]


def _join(between: Sequence[_Letter], first: _Letter, second: _Letter) -> bool:
    """Whether what stands between two letters read from the left belongs to them."""
    if first.direction == second.direction == "digit":
        return all(letter.direction == "number" for letter in between)
    return True


def _from_the_left(letters: Sequence[_Letter]) -> list[_Letter]:
    """Each run of letters read from the right turned round in its place."""
    directions = [letter.direction for letter in letters]
    inside = [direction == "right" for direction in directions]
    at = [index for index, is_right in enumerate(inside) if is_right]
    for first, second in pairwise(at):
        between = directions[first + 1 : second]
        if not {"left", "digit"} & set(between):
            inside[first:second] = [True] * (second - first)
    ordered: list[_Letter] = []
    for is_right, group in groupby(zip(inside, letters, strict=True), key=lambda pair: pair[0]):
        run = [letter for _, letter in group]
        ordered += reversed(run) if is_right else run
    return ordered
