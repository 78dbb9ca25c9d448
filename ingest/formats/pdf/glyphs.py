"""The ink of a page: the characters a PDF draws, and the pieces of lines they make.

Arrays up to here, because there are thousands of characters on a page; from here on a
page is some fifty pieces.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ingest.document import Box
from ingest.formats.pdf.display_space import Floats
from ingest.formats.pdf.file import HYPHEN, Bools, Ints, PdfPage
from ingest.text import symbol_fonts

WORD_GAP = 1.6
"""A wider gap, in heights of the letters, parts two pieces. Justified lines of the filings
looked at stretch their spaces to 1.3; tabs and columns start near 2."""
_CLOSED = 0.03
"""Of the height of the letters: a space that leaves no wider gap is not seen."""

NONE, SPACE, BREAK = 0, 1, 2
"""What stands before a character: nothing, white space, the end of a line."""

_BEFORE = np.zeros(0x110000, dtype=np.uint8)
_BEFORE[[9, 32, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000]] = SPACE
_BEFORE[[10, 11, 12, 13, 0x2028, 0x2029]] = BREAK
_INKLESS = _BEFORE > 0
_INKLESS[[0, 0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF]] = True

_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The characters of a page that leave ink, in the order of the file."""

    text: str
    boxes: Floats
    """x0, y0, x1, y1 of every character."""
    index: Ints
    """The number under which pdfium knows each character."""
    before: Ints
    """NONE, SPACE or BREAK; BREAK for the first of the page."""

    def without(self, gone: Bools) -> Glyphs:
        """The rest, with a space where something was taken out."""
        kept = ~gone
        before = self.before.copy()
        after_gap = np.append(False, gone[:-1])
        before[after_gap & (before == NONE)] = SPACE
        text = "".join(letter for letter, keep in zip(self.text, kept, strict=True) if keep)
        return Glyphs(text, self.boxes[kept], self.index[kept], before[kept])


class Piece(NamedTuple):
    """Words set together on one baseline. ``edges`` holds the left edge of every
    character of ``text``, a space's being the end of the word before it, and then the
    right edge of the last."""

    text: str
    edges: list[float]
    top: float
    bottom: float
    baseline: float
    bold: bool
    """Whether its words are; looked up for the first, the middle and the last."""
    first_height: float
    """Height of its first word: less than that of the piece for a raised marker."""

    @property
    def x0(self) -> float:
        return self.edges[0]

    @property
    def x1(self) -> float:
        return self.edges[-1]

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def box(self) -> Box:
        return Box(min(self.edges), self.top, max(self.edges), self.bottom)

    def cut(self, start: int, end: int) -> Piece:
        """The stretch [start, end) of its characters."""
        text, edges = self.text[start:end], self.edges[start : end + 1]
        return Piece(text, edges, *self[2:])


def read_glyphs(page: PdfPage) -> Glyphs:
    codes = page.codes()
    # A code beyond Unicode means nothing: it shows as U+FFFD.
    codes[(codes > 0x10FFFF) | (codes < 0)] = 0xFFFD
    _spell_out_symbols(codes, page)
    ink = np.flatnonzero(~_INKLESS[codes])
    # The strongest separator between this character and the one before it.
    kinds = _BEFORE[codes]
    spaces, breaks = np.cumsum(kinds > 0)[ink], np.cumsum(kinds == BREAK)[ink]
    before = np.where(
        np.diff(breaks, prepend=-1) > 0,
        BREAK,
        np.where(np.diff(spaces, prepend=-1) > 0, SPACE, NONE),
    )
    codes = codes[ink]
    codes[codes == HYPHEN] = ord("-")
    glyphs = Glyphs("", page.boxes(ink), ink, before)
    plain = (codes < 0xD800) | ((codes >= 0xE000) & (codes < 0xFB00)) | (codes > 0xFB06)
    if plain.all() and not _stacked(glyphs.boxes).any():
        return Glyphs(_decoded(codes), glyphs.boxes, glyphs.index, glyphs.before)
    return _spelt(codes, glyphs)


def _stacked(boxes: Floats) -> Bools:
    """Which characters have the very place of the one before: parts of one glyph."""
    same = boxes[1:, 0] == boxes[:-1, 0]
    at = np.flatnonzero(same)  # hardly any: only these are looked at further
    same[at] = (boxes[at + 1] == boxes[at]).all(axis=1)
    return np.asarray(same)


def _decoded(codes: Ints) -> str:
    return codes.astype("<u4").tobytes().decode("utf-32-le", "replace")


def _spelt(codes: Ints, glyphs: Glyphs) -> Glyphs:
    """Surrogate pairs joined, ligatures spelt out, and the width of a glyph shared
    evenly between the letters that it stands for."""
    letters: list[str] = []
    source: list[int] = []
    for i, code in enumerate(codes.tolist()):
        if 0xDC00 <= code < 0xE000 and i and 0xD800 <= codes[i - 1] < 0xDC00:
            letters[-1] = chr(0x10000 + (int(codes[i - 1]) - 0xD800) * 0x400 + code - 0xDC00)
            continue
        lone = 0xD800 <= code < 0xE000
        spelling = _LIGATURES.get(code, "\ufffd" if lone else chr(code))
        letters += spelling
        source += [i] * len(spelling)
    origin = np.array(source, dtype=np.int64)
    before = np.where(np.diff(origin, prepend=-1) > 0, glyphs.before[origin], NONE)
    return Glyphs("".join(letters), _shared(glyphs.boxes[origin]), glyphs.index[origin], before)


def _spell_out_symbols(codes: Ints, page: PdfPage) -> None:
    """Bullets and checkboxes, in place: a code of the private area means something in its font
    only. Those not known stay as they are, and a code that stands for no letter anywhere, as of a
    box in a font of its own, shows as U+FFFD."""
    private = (codes >= symbol_fonts.FIRST) & (codes <= symbol_fonts.LAST)
    control = (codes >= 0x80) & (codes < 0xA0) & (codes != 0x85)
    at = np.flatnonzero(private | control)
    if not len(at):
        return
    for index, font in zip(at.tolist(), page.font_names(at.tolist()), strict=True):
        meant = symbol_fonts.meant_by(font, int(codes[index]))
        if meant:
            codes[index] = ord(meant)
        elif control[index]:
            codes[index] = 0xFFFD


def _shared(boxes: Floats) -> Floats:
    """Boxes with each stretch of equal ones cut into equal parts, left to right."""
    fresh = np.flatnonzero(np.append(True, ~_stacked(boxes)))
    lengths = np.diff(np.append(fresh, len(boxes)))
    place = np.arange(len(boxes)) - np.repeat(fresh, lengths)
    width = (boxes[:, 2] - boxes[:, 0]) / np.repeat(lengths, lengths)
    parts = boxes.copy()
    parts[:, 0] = boxes[:, 0] + width * place
    parts[:, 2] = parts[:, 0] + width
    return parts


def pieces_of(glyphs: Glyphs, page: PdfPage) -> tuple[list[Piece], list[Piece]]:
    """Pieces of level lines, and those that run up or down the page or aslant, in the
    order of the file. No character is lost."""
    if not glyphs.text:
        return [], []
    boxes = glyphs.boxes
    starts = _word_starts(glyphs)
    ends = np.append(starts[1:], len(glyphs.text))
    left, top = np.minimum.reduceat(boxes[:, :2], starts).T
    right, bottom = np.maximum.reduceat(boxes[:, 2:], starts).T
    firsts = _piece_starts(glyphs.before[starts], left, top, right, bottom)
    lasts = np.append(firsts[1:], len(starts)) - 1

    # The text of the page with single spaces, and where each of its characters begins; the
    # end of the last word stands where one more space would.
    word = np.arange(len(starts))
    place = np.arange(len(glyphs.text)) + np.repeat(word, ends - starts)
    spaced = np.full(len(place) + len(word), ord(" "))
    spaced[place] = np.frombuffer(glyphs.text.encode("utf-32-le"), "<u4")
    text = _decoded(spaced)
    at_edge = np.empty(len(spaced))
    at_edge[ends + word] = right
    at_edge[place] = boxes[:, 0]
    edges = at_edge.tolist()
    text_starts, text_ends = (starts + word)[firsts].tolist(), (ends + word)[lasts].tolist()

    # The word that stands for a piece: the longest of its largest type.
    weight = np.rint(bottom - top).astype(np.int64) * 10_000 + (ends - starts)
    best = np.maximum.reduceat(weight * len(starts) + word[::-1], firsts)
    main = len(starts) - 1 - best % len(starts)
    upright = glyphs.index[starts[main]].tolist()
    _, baselines = page.origins(upright)
    angles = page.angles(upright).tolist()

    sampled = np.concatenate([firsts, (firsts + lasts) // 2, lasts])
    bold = page.are_bold(glyphs.index[starts[sampled]].tolist()).reshape(3, len(firsts))
    pieces = map(
        Piece,
        [text[a:b] for a, b in zip(text_starts, text_ends, strict=True)],
        [edges[a : b + 1] for a, b in zip(text_starts, text_ends, strict=True)],
        top[main].tolist(),
        bottom[main].tolist(),
        baselines.tolist(),
        np.logical_and.reduce(bold).tolist(),
        (bottom - top)[firsts].tolist(),
    )
    level: list[Piece] = []
    turned: list[Piece] = []
    for piece, angle, box_top, box_bottom in zip(
        pieces,
        angles,
        np.minimum.reduceat(top, firsts).tolist(),
        np.maximum.reduceat(bottom, firsts).tolist(),
        strict=True,
    ):
        if angle < 20 or angle > 340:
            level.append(piece)
        else:
            turned.append(piece._replace(top=box_top, bottom=box_bottom))
    return level, turned


def _word_starts(glyphs: Glyphs) -> Ints:
    """Words start after white space, and where the pen leaps without any."""
    left, top, right, bottom = glyphs.boxes.T.copy()
    height = (bottom - top)[1:]
    across = np.maximum(left[1:] - right[:-1], left[:-1] - right[1:])
    down = np.maximum(top[1:] - bottom[:-1], top[:-1] - bottom[1:])
    leap = (across > WORD_GAP * height) | (down > 0.5 * height)
    starts = glyphs.before > NONE
    starts[1:] &= ~_closed_up(glyphs, left[1:] - right[:-1], height)
    starts[1:] |= leap
    starts[0] = True
    return np.flatnonzero(starts)


def _closed_up(glyphs: Glyphs, gap: Floats, height: Floats) -> Bools:
    """Which spaces were taken back by the pen before it set the next letter of the word: programs
    kern "V A" so into VA, and nobody sees a space. Where all spaces of a page are so narrow, its
    font has wrong widths, and they stay; so do those before a capital that begins a word."""
    spaces = glyphs.before[1:] == SPACE
    shares = gap[spaces] / np.maximum(height[spaces], 0.1)
    closed = spaces & (np.abs(gap) < _CLOSED * height)
    if not closed.any() or np.median(shares) < 4 * _CLOSED:
        return np.zeros_like(spaces)
    for at in np.flatnonzero(closed).tolist():
        last, first = glyphs.text[at], glyphs.text[at + 1]
        runs_on = first.islower() or (first.isupper() and last.isupper())
        closed[at] = last.isalpha() and runs_on
    return np.asarray(closed)


def _piece_starts(before: Ints, left: Floats, top: Floats, right: Floats, bottom: Floats) -> Ints:
    """The words at which pieces start."""
    height = (bottom - top)[1:]
    gap = left[1:] - right[:-1]
    lower = np.abs(bottom[1:] - bottom[:-1]) > 0.6 * height
    starts = before == BREAK
    starts[1:] |= (gap > WORD_GAP * height) | (gap < -0.5 * height) | lower
    starts[0] = True
    return np.flatnonzero(starts)
