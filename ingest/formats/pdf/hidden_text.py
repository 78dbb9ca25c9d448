"""What a person cannot see on a page: failed redactions, and text meant for machines.

Suspicion is cheap and comes from the objects of the page: text painted invisible, nearly
transparent or nearly white, or in the colour of the shape under it; set in type too small
to read, or outside the page; with a solid shape or an image over it. Suspects
are then looked at: the page is drawn with and without them, and a word whose middle changes
no pixel is hidden. An invisible text layer over the picture of a scanned page is not hidden
where the picture has print.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from ingest.document import Box, LeftOut
from ingest.formats.pdf import pdfium
from ingest.formats.pdf.check_boxes import LARGEST, SmallShape
from ingest.formats.pdf.display_space import Floats
from ingest.formats.pdf.file import Bools, Ints, PdfPage, Picture
from ingest.formats.pdf.glyphs import BREAK, NONE, Glyphs
from ingest.formats.pdf.painted_objects import (
    are_masked,
    clipped,
    fills,
    is_filled,
    is_stroke,
    render_modes,
    stroke_width,
    strokes,
    with_actual_text,
)
from ingest.formats.pdf.pixels import around_whole, changes, contrast, heights

_FAINT_ALPHA, _FAINT_GREY, _SAME_COLOUR = 40, 225, 40
"""Of 255: text more transparent or paler than this, or that differs less from the shape
under it, is looked at."""
_PATTERN = 191
"""The grey that pdfium names for a pattern, whatever its colours."""
_SMALLEST = 1.5
"""Points: type of less height is not read by people."""
_NARROWEST = 0.06
"""Of its height: the width of a letter that people read; that of an "l" is 0.2."""
_RULE = 3.0
"""Points: thinner shapes are rules."""
_STACKED = 1.5
"""Points: thin shapes no further apart cover what is between them."""
_FEWEST_STACKED = 3
_LAST = 1_000_000_000
_INVISIBLE, _CLIPPING = 3, 7
"""Rendering modes of text that is not painted."""
_FIRST_CLIPPING = 4
"""From this mode on, letters clip what is painted after them."""
_STROKED, _OUTLINED = (1, 5), (1, 2, 5, 6)
"""Rendering modes of text of which only the outline is drawn, and of text that has one."""
_SCALE = 2.0
_SEEN = 24
"""Of 255: a smaller change of colour is not seen."""
_PRINTED = 60
"""Of 255: the least contrast of print in the picture of a scanned page."""


Colour = tuple[int, int, int]
_NO_COLOUR: Colour = (-1000, -1000, -1000)


class Shape(NamedTuple):
    """A solid shape, or, without a colour, an image."""

    turn: int
    """Its place in the order of painting."""
    box: Box
    colour: Colour | None


@dataclass(frozen=True, slots=True)
class Painting:
    """What the objects of a page are, apart from the words of its text."""

    rules: tuple[Box, ...]
    """Thin lines, and the upright sides of frames."""
    frames: tuple[Box, ...]
    """Shapes of which only the outline is drawn."""
    shapes: tuple[Shape, ...]
    texts: Texts
    faint: frozenset[int]
    """Handles of text objects painted transparent or nearly white, through a mask or a clip,
    or on a layer."""
    invisible: frozenset[int]
    """Handles of text objects that are not painted at all."""
    small: tuple[SmallShape, ...] = ()
    """Shapes of the size of a box to be ticked, or of a tick."""
    is_untrue: bool = False
    """Whether the file says that words are others than those it draws."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The text objects of a page: how pdfium knows each, its place in the order of
    painting, its colour and where it is; this last only on a page with shapes that may hide
    some."""

    handles: Ints
    turns: Ints
    colours: Ints
    boxes: Floats


def look_at(page: PdfPage) -> Painting:
    objects = page.objects()
    texts = [thing for thing in objects if thing.kind == "text"]
    rules: list[Box] = []
    frames: list[Box] = []
    shapes: list[Shape] = []
    thin: list[Shape] = []
    small = _fields_to_tick(page)
    if len(texts) < len(objects):
        turns = [turn for turn, thing in enumerate(objects) if thing.kind in ("path", "image")]
        drawn = [objects[turn] for turn in turns]
        boxes, paints = page.bounds(drawn).tolist(), fills(drawn).tolist()
        for turn, thing, sides, paint in zip(turns, drawn, boxes, paints, strict=True):
            box = Box(*sides)
            if thing.kind == "image":
                shapes.append(Shape(turn, box, None))
                continue
            width, height = box.x1 - box.x0, box.y1 - box.y0
            if min(width, height) <= _RULE:
                rules.append(box)
                thin.append(Shape(turn, box, _NO_COLOUR))
                continue
            is_bare = not is_filled(thing)
            if max(width, height) <= LARGEST:
                is_outline = is_bare or min(paint[:3]) > _FAINT_GREY
                small.append(SmallShape(box, is_outline, is_line=is_stroke(thing)))
            if is_bare:
                rules += [box._replace(x1=box.x0 + 1), box._replace(x0=box.x1 - 1)]
                frames.append(box)
                if stroke_width(thing) >= _RULE:
                    shapes.append(Shape(turn, box, _NO_COLOUR))
            elif paint[3] >= _FAINT_ALPHA:
                shapes.append(Shape(turn, box, (paint[0], paint[1], paint[2])))
    shapes += _stacks(thin)
    shapes += _over_all(page)
    colours = fills(texts)
    modes = render_modes(texts)
    unseen = (modes == _INVISIBLE) | (modes == _CLIPPING)
    pale = _are_pale(colours) & ~np.isin(modes, _STROKED)
    outlined = np.flatnonzero(np.isin(modes, _OUTLINED))
    if len(outlined):
        pale[outlined] |= _are_pale(strokes([texts[at] for at in outlined.tolist()]))
    odd = are_masked(texts)
    oddities = page.oddities()
    if oddities.may_not_be_drawn or (modes >= _FIRST_CLIPPING).any():
        odd[:] = True
    pale |= odd
    handles = np.array([text.handle for text in texts], dtype=np.int64)
    turns = [turn for turn, thing in enumerate(objects) if thing.kind == "text"] if shapes else []
    painted = Texts(
        handles,
        np.array(turns, dtype=np.int64),
        colours[:, :3].astype(np.int64),
        _NOWHERE.repeat(len(texts), axis=0),
    )
    # Where each text is takes longest to ask for: on most pages no shape may hide any.
    if _over_or_alike(shapes, painted).any():
        painted = replace(painted, boxes=page.bounds(texts))
    return Painting(
        tuple(rules),
        tuple(frames),
        tuple(shapes),
        painted,
        faint=frozenset([*handles[pale & ~unseen].tolist(), *clipped(texts, page.own_sides)]),
        invisible=frozenset(handles[unseen].tolist()),
        small=tuple(small),
        is_untrue=oddities.is_untrue or _is_replaced(with_actual_text(texts)),
    )


def _are_pale(colours: npt.NDArray[np.uint32]) -> Bools:
    pale = (colours[:, 3] < _FAINT_ALPHA) | (colours[:, :3].min(axis=1) > _FAINT_GREY)
    return np.asarray(pale | (colours[:, :3] == _PATTERN).all(axis=1))


_LIGATURE = re.compile(r"\W*|ff[ijlt]?|f[ijlt]|ffi|ffl|s?ct|st|t[tif]|Th|[iI][jJ]|[lI]")


def _is_replaced(texts: Sequence[tuple[int, str]]) -> bool:
    """Whether the file gives another text for words than those it draws, more than a ligature
    or a hyphen spelt out."""
    return any(not _LIGATURE.fullmatch(text.strip()) for _, text in texts)


def _stacks(thin: Sequence[Shape]) -> list[Shape]:
    """Thin shapes of one length painted side by side, as one: together they may cover a word."""
    stacks: list[Shape] = []
    # Of boxes: where lines below one another begin and end across, and down; then for those
    # beside one another.
    for start, end, low, high in ((0, 2, 1, 3), (1, 3, 0, 2)):
        lines = [shape for shape in thin if shape.box[high] - shape.box[low] <= _RULE]
        lines.sort(key=lambda shape: (round(shape.box[start]), shape.box[low]))
        pile: list[Shape] = []
        for line in lines:
            follows = (
                pile
                and abs(line.box[start] - pile[-1].box[start]) < _STACKED
                and abs(line.box[end] - pile[-1].box[end]) < _STACKED
                and line.box[low] - pile[-1].box[high] <= _STACKED
            )
            if not follows:
                stacks += _stack(pile, low, high)
                pile = []
            pile.append(line)
        stacks += _stack(pile, low, high)
    return stacks


def _stack(pile: Sequence[Shape], low: int, high: int) -> list[Shape]:
    if len(pile) < _FEWEST_STACKED:
        return []
    x0, y0, x1, y1 = np.array([shape.box for shape in pile]).T
    box = Box(float(x0.min()), float(y0.min()), float(x1.max()), float(y1.max()))
    if box[high] - box[low] <= _RULE:
        return []
    return [Shape(max(shape.turn for shape in pile), box, _NO_COLOUR)]


def _fields_to_tick(page: PdfPage) -> list[SmallShape]:
    return [
        SmallShape(note.box, True, note.is_ticked)
        for note in page.annotations()
        if note.is_ticked is not None
    ]


def _over_all(page: PdfPage) -> list[Shape]:
    """What lies over the content of the page: notes and marks that a reader draws."""
    return [
        Shape(_LAST, box, _NO_COLOUR)
        for note in page.annotations()
        if note.kind not in (pdfium.UNDERLINE, pdfium.STRIKEOUT, pdfium.FIELD)
        for box in note.quads or (note.box,)
    ]


def without_hidden(
    page: PdfPage, glyphs: Glyphs, painting: Painting
) -> tuple[Glyphs, list[LeftOut]]:
    """The characters that a person can see on the page, and those that they cannot."""
    if not glyphs.text:
        return glyphs, []
    boxes = glyphs.boxes
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    off_page = (x < 0) | (y < 0) | (x > page.width) | (y > page.height)
    hidden = off_page | ((boxes[:, 3] - boxes[:, 1]) < _SMALLEST) | _squeezed(glyphs)
    hidden |= _drawn_again(glyphs)
    suspect = _suspects(page, glyphs, painting, x, y) & ~hidden
    if suspect.any():
        hidden |= suspect & ~_seen(page, glyphs, painting, suspect)
    if not hidden.any():
        return glyphs, []
    return glyphs.without(hidden), reported(glyphs, hidden, "hidden text")


def _drawn_again(glyphs: Glyphs) -> Bools:
    """The letters that stand exactly where the same letter was drawn before: a person sees one."""
    codes = np.frombuffer(glyphs.text.encode("utf-32-le"), "<u4").astype(np.int64)
    places = np.rint(glyphs.boxes[:, [0, 3]] * 8).astype(np.int64)
    keys = (codes << 40) + (places[:, 0] << 20) + places[:, 1]
    again = np.zeros(len(keys), dtype=np.bool_)
    ordered = np.argsort(keys, kind="stable")
    again[ordered[1:]] = keys[ordered[1:]] == keys[ordered[:-1]]
    return again


def _squeezed(glyphs: Glyphs) -> Bools:
    """The letters of words that are set too narrow to be read."""
    widths = glyphs.boxes[:, 2] - glyphs.boxes[:, 0]
    narrow = widths < _NARROWEST * (glyphs.boxes[:, 3] - glyphs.boxes[:, 1])
    if not narrow.any():
        return narrow
    words = np.cumsum(glyphs.before != NONE)
    letters, narrow_letters = np.bincount(words), np.bincount(words, weights=narrow)
    return np.asarray(narrow & (narrow_letters == letters)[words] & (letters > 1)[words])


def _suspects(page: PdfPage, glyphs: Glyphs, painting: Painting, x: Floats, y: Floats) -> Bools:
    suspect = np.zeros(len(x), dtype=np.bool_)
    odd = painting.faint | painting.invisible
    if odd:
        handles = page.text_objects(glyphs.index.tolist())
        suspect |= np.array([handle in odd for handle in handles], dtype=np.bool_)
    for shape, may_hide in zip(painting.shapes, _may_hide(painting), strict=True):
        if may_hide.any():
            hidden_by = set(painting.texts.handles[may_hide].tolist())
            at = np.flatnonzero(_inside(shape.box, x, y) & ~suspect)
            objects = page.text_objects(glyphs.index[at].tolist())
            suspect[at] = [handle in hidden_by for handle in objects]
    return suspect


def _may_hide(painting: Painting) -> Bools:
    """For every shape the text objects that it may hide: those that it is painted over, or that are
    painted on it in its colour, or on an image."""
    shapes, texts = painting.shapes, painting.texts
    if not shapes:
        return np.zeros((0, 0), dtype=np.bool_)
    left, top, right, bottom = np.array([shape.box for shape in shapes]).T[:, :, None]
    x0, y0, x1, y1 = texts.boxes.T
    there = (x0 < right) & (x1 > left) & (y0 < bottom) & (y1 > top)
    return np.asarray(there & _over_or_alike(shapes, texts))


def _over_or_alike(shapes: Sequence[Shape], texts: Texts) -> Bools:
    """For every shape the text objects painted before it, or in its colour; for an image all, since
    its colours are not known."""
    if not shapes:
        return np.zeros((0, len(texts.handles)), dtype=np.bool_)
    over = texts.turns < np.array([shape.turn for shape in shapes])[:, None]
    colours = np.array([shape.colour or _NO_COLOUR for shape in shapes])[:, None, :]
    alike = (np.abs(texts.colours - colours) < _SAME_COLOUR).all(axis=2)
    of_any_colour = np.array([shape.colour is None for shape in shapes])[:, None]
    return np.asarray(over | alike | of_any_colour)


_NOWHERE = np.full((1, 4), -1e9)


def _inside(box: Box, x: Floats, y: Floats) -> Bools:
    return np.asarray((x > box.x0) & (x < box.x1) & (y > box.y0) & (y < box.y1))


def _seen(page: PdfPage, glyphs: Glyphs, painting: Painting, suspect: Bools) -> Bools:
    """Which suspects a person sees after all."""
    scans = [shape.box for shape in painting.shapes if _is_scan(shape, page)]
    at = np.flatnonzero(suspect)
    places = glyphs.boxes[at]
    x, y = (places[:, 0] + places[:, 2]) / 2, (places[:, 1] + places[:, 3]) / 2
    in_scan = np.zeros(len(at), dtype=np.bool_)
    for box in scans:
        in_scan |= (box.x0 <= x) & (x <= box.x1) & (box.y0 <= y) & (y <= box.y1)
    part = Box(*places[:, :2].min(axis=0).tolist(), *places[:, 2:].max(axis=0).tolist())
    picture = page.render_part(_SCALE, part)
    seen = np.zeros(len(suspect), dtype=np.bool_)
    scanned, alone = at[in_scan], at[~in_scan]
    seen[scanned] = contrast(picture, glyphs.boxes[scanned]) >= _PRINTED
    alone = np.union1d(alone, scanned[~seen[scanned]])  # print on a picture of its own colours
    objects = {handle for handle in page.text_objects(glyphs.index[alone].tolist()) if handle}
    painted = sorted(objects - painting.invisible)
    if painted:
        bare = page.render_part(_SCALE, part, without=painted)
        looked_at = glyphs.boxes[alone]
        signs = ~_are_letters(glyphs, alone)
        # Quotation marks and full stops stand above and below what is looked at of a letter.
        looked_at[signs] = around_whole(looked_at[signs])
        seen[alone] = changes(picture, bare, looked_at, _SEEN) >= 2
        seen[alone] &= ~_in_a_slit(picture, bare, glyphs, alone)
    return _by_words(glyphs, suspect, seen)


def _are_letters(glyphs: Glyphs, at: Ints) -> Bools:
    return np.array([glyphs.text[i].isalnum() for i in at.tolist()], dtype=np.bool_)


def _in_a_slit(picture: Picture, bare: Picture, glyphs: Glyphs, at: Ints) -> Bools:
    """Which of these characters belong to words of which a clip or a cover leaves so low a strip
    that nobody can read them. Signs alone may be as low, and so may what is left of a letter."""
    words = np.cumsum(glyphs.before != NONE)[at]
    firsts = np.flatnonzero(np.diff(words, prepend=-1))
    boxes = glyphs.boxes[at]
    whole = np.hstack(
        [np.minimum.reduceat(boxes[:, :2], firsts), np.maximum.reduceat(boxes[:, 2:], firsts)]
    )
    low = heights(picture, bare, whole, _SEEN) < _LOWEST
    lettered = np.add.reduceat([glyphs.text[i].isalnum() for i in at.tolist()], firsts) > 1
    return np.asarray((low & lettered)[np.searchsorted(words[firsts], words)])


_LOWEST = 0.22
"""Of its height: what is seen of a word that can be read. The lowest letters have twice that."""


def _by_words(glyphs: Glyphs, suspect: Bools, seen: Bools) -> Bools:
    """The same for all suspects of a word, as most of them are: full stops and accents
    stand outside the middle of the line, and a redaction may leave an edge."""
    words = np.cumsum(glyphs.before != NONE)[suspect]
    votes = np.bincount(words, weights=np.where(seen[suspect], 1.0, -1.0))
    decided = np.zeros(len(seen), dtype=np.bool_)
    letters = np.bincount(words)
    decided[suspect] = votes[words] > 0
    # A cover that ends within a word: each letter as most of it and those beside it.
    torn = (np.abs(votes) < 0.5 * letters) & (letters > _TORN)
    if torn.any():
        ballots = np.where(seen[suspect], 1.0, -1.0)
        alike = np.append(words[1:] == words[:-1], False)
        near = ballots.copy()
        near[:-1] += np.where(alike[:-1], ballots[1:], 0.0)
        near[1:] += np.where(alike[:-1], ballots[:-1], 0.0)
        at = np.flatnonzero(suspect)[torn[words]]
        decided[at] = near[torn[words]] > 0
    return decided


_TORN = 3
"""Words of more letters may be covered in part."""


def _is_scan(shape: Shape, page: PdfPage) -> bool:
    """Whether this is the picture of the page, or a strip of it, and no cover."""
    if shape.colour is not None:
        return False
    box = shape.box
    width, height = box.x1 - box.x0, box.y1 - box.y0
    return bool(width > 0.6 * page.width or width * height > 0.2 * page.width * page.height)


def reported(
    glyphs: Glyphs, gone: Bools, what: Literal["hidden text", "struck out", "note mark"]
) -> list[LeftOut]:
    """The characters taken out, one entry for each stretch of them on a line."""
    at = np.flatnonzero(gone)
    cuts = (np.diff(at) > 1) | (glyphs.before[at[1:]] == BREAK)
    stretches: Sequence[npt.NDArray[np.int64]] = np.split(at, np.flatnonzero(cuts) + 1)
    found = []
    for stretch in stretches:
        letters = [
            (" " if glyphs.before[i] != NONE and i != stretch[0] else "") + glyphs.text[i]
            for i in stretch.tolist()
        ]
        x0, y0 = glyphs.boxes[stretch, :2].min(axis=0).tolist()
        x1, y1 = glyphs.boxes[stretch, 2:].max(axis=0).tolist()
        found.append(LeftOut(what, "".join(letters), Box(x0, y0, x1, y1)))
    return found
