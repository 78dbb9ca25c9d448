"""Raised digits and signs on a page: the marks of notes are set apart from the text that they
are set into, exponents stay raised."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from ingest.document import LeftOut
from ingest.formats.pdf.file import Bools, PdfPage
from ingest.formats.pdf.glyphs import BREAK, NONE, SPACE, Glyphs
from ingest.formats.pdf.hidden_text import reported
from ingest.text.raised import RAISED_DIGITS, read_raised

_SMALLER = 0.86
"""A mark is set in type of less than this share of the height of the text beside it, ..."""
_RAISED = 0.12
"""... and above its baseline, by this share of that height at least."""
_RAISED_ALIKE = 0.22
"""The same for a mark set in the type of the text: half a line up, as on typewriters."""
_NEAR = 0.6
"""A mark stands no further from the text before it, in heights of that."""
_SIGN_CODES = np.array([ord(sign) for sign in "0123456789*†‡§,–-[]()" + RAISED_DIGITS])
_CLOSING = frozenset(".,;:?!)]”’»")
_BEFORE = 24
"""Characters of the text before a mark that are looked at."""


class _RaisedRun(NamedTuple):
    start: int
    end: int


def without_note_marks(glyphs: Glyphs, page: PdfPage) -> tuple[Glyphs, list[LeftOut]]:
    """The characters of a page without the marks of notes that stand in its text, and these.

    A mark at the beginning of a line is that of the note itself, and stays. Exponents become
    the raised characters of Unicode.
    """
    gone = np.zeros(len(glyphs.text), dtype=np.bool_)
    letters = list(glyphs.text)
    before = glyphs.before.copy()
    changed = False
    for run in _raised_runs(glyphs):
        own = _own_line(glyphs, page, run)
        if own is None:
            # The number of the note itself: a word apart from the note.
            if run.end < len(letters) and before[run.end] == NONE and _is_raised_start(glyphs, run):
                before[run.end] = SPACE
                changed = True
            continue
        raised = glyphs.text[run.start : run.end]
        said = read_raised(own, raised)
        if said is None:
            gone[run.start : run.end] = True
        elif said != raised and len(said) == run.end - run.start:
            letters[run.start : run.end] = said
            before[run.start] = NONE if before[run.start] != BREAK else before[run.start]
            changed = True
    if not changed and not gone.any():
        return glyphs, []
    read = Glyphs("".join(letters), glyphs.boxes, glyphs.index, before)
    if not gone.any():
        return read, []
    return _joined_around(read, gone), reported(read, gone, "note mark")


def _joined_around(glyphs: Glyphs, gone: Bools) -> Glyphs:
    """The rest, with what follows a mark set as far from the text before it as the mark was:
    a full stop after a mark ends the sentence before it."""
    kept = ~gone
    before = glyphs.before.copy()
    carried, after = NONE, False
    for at in range(len(before)):
        if gone[at]:
            carried = max(carried, int(before[at]), NONE)
            after = True
        elif after:
            after = False
            closes = glyphs.text[at] in _CLOSING and not _is_lower(glyphs, at)
            before[at] = NONE if closes else max(carried, int(before[at]))
            carried = NONE
    text = "".join(letter for letter, keep in zip(glyphs.text, kept, strict=True) if keep)
    return Glyphs(text, glyphs.boxes[kept], glyphs.index[kept], before[kept])


def _is_lower(glyphs: Glyphs, at: int) -> bool:
    """Whether a character stands on a line below the mark before it."""
    _, top, _, bottom = glyphs.boxes[at]
    return bool(top > glyphs.boxes[at - 1, 3] or bottom < glyphs.boxes[at - 1, 1])


def _raised_runs(glyphs: Glyphs) -> Iterator[_RaisedRun]:
    """Stretches of digits and signs that are smaller or higher than what precedes or follows
    them in the file."""
    codes = np.frombuffer(glyphs.text.encode("utf-32-le", "surrogatepass"), "<u4")
    signs = np.isin(codes, _SIGN_CODES)
    if not signs.any():
        return
    heights = glyphs.boxes[:, 3] - glyphs.boxes[:, 1]
    bottoms = glyphs.boxes[:, 3]
    usual = float(np.median(heights))
    # Of one size and one baseline with the character before it: parts of one run.
    alike = np.zeros(len(signs), dtype=np.bool_)
    alike[1:] = (
        signs[1:]
        & signs[:-1]
        & (np.abs(heights[1:] - heights[:-1]) < 0.05 * usual)
        & (np.abs(bottoms[1:] - bottoms[:-1]) < 0.05 * usual)
        & (glyphs.before[1:] == NONE)
    )
    starts = np.flatnonzero(signs & ~alike)
    if not len(starts):
        return
    following = np.append(~alike[1:], True)
    ends = np.flatnonzero(signs & following) + 1
    last = len(signs) - 1
    before, after = np.maximum(starts - 1, 0), np.minimum(ends, last)
    raised = np.zeros(len(starts), dtype=np.bool_)
    for other, gap in (
        (before, glyphs.boxes[starts, 0] - glyphs.boxes[before, 2]),
        (after, glyphs.boxes[after, 0] - glyphs.boxes[ends - 1, 2]),
    ):
        height = heights[other]
        smaller = heights[starts] < _SMALLER * height
        drop = bottoms[other] - bottoms[starts]
        beside = (np.abs(gap) < height) & (drop < height)
        raised |= (smaller & (drop > 0.1 * height)) | (beside & (drop > _RAISED_ALIKE * height))
    for start, end in zip(starts[raised].tolist(), ends[raised].tolist(), strict=True):
        if _has_content(glyphs.text[start:end]):
            yield _RaisedRun(start, end)


def _has_content(text: str) -> bool:
    return any(letter.isdigit() or letter in "*†‡§" for letter in text)


def _own_line(glyphs: Glyphs, page: PdfPage, run: _RaisedRun) -> str | None:
    """The text just before a raised run, on the line beside which it is raised; None where
    it is not raised beside any, or begins its line."""
    x0, top, _, bottom = glyphs.boxes[run.start]
    height = bottom - top
    boxes = glyphs.boxes
    heights = boxes[:, 3] - boxes[:, 1]
    smaller = heights * _SMALLER > height
    raised = boxes[:, 3] - bottom
    beside = (boxes[:, 1] - 0.5 * heights < (top + bottom) / 2) & (
        (top + bottom) / 2 < boxes[:, 3] - 0.25 * heights
    )
    beside &= np.where(smaller, raised > 0.1 * heights, raised > _RAISED_ALIKE * heights)
    beside[run.start : run.end] = False
    near = beside & (boxes[:, 2] <= x0 + 0.3 * heights) & (boxes[:, 2] > x0 - _NEAR * heights)
    at = np.flatnonzero(near)
    if not len(at):
        return None
    last = int(at[np.argmax(boxes[at, 2])])
    _, baselines = page.origins([int(glyphs.index[last]), int(glyphs.index[run.start])])
    least = _RAISED if smaller[last] else _RAISED_ALIKE
    if baselines[0] - baselines[1] < least * heights[last]:
        return None
    after = glyphs.text[run.end : run.end + 1]
    if after in ("/", "⁄"):  # the upper part of a fraction
        return None
    text = ""
    for i in range(max(0, last + 1 - _BEFORE), last + 1):
        text += (" " if glyphs.before[i] != NONE and text else "") + glyphs.text[i]
    return text


def _is_raised_start(glyphs: Glyphs, run: _RaisedRun) -> bool:
    """Whether the run is smaller than, and raised beside, what follows it."""
    following = glyphs.boxes[run.end]
    height = following[3] - following[1]
    own = glyphs.boxes[run.start]
    close = 0 <= following[0] - glyphs.boxes[run.end - 1, 2] + 0.2 * height < _NEAR * height
    return bool(
        close
        and own[3] - own[1] < _SMALLER * height
        and 0.1 * height < following[3] - own[3] < height
    )
