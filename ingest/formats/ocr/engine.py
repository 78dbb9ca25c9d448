"""Recognising the text of a picture: the only module that imports rapidocr.

Its models (PP-OCRv6, detection and recognition, and a classifier of text that stands on its
head) are files inside its wheel and are named by path, so that nothing is ever downloaded.
They are loaded when the first picture comes.

Places are in pixels of the picture, from its top left corner.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import rapidocr
from PIL import Image
from rapidocr import RapidOCR
from rapidocr.main import RapidOCRError

Quad = npt.NDArray[np.float32]
"""Four corners, clockwise from the top left of the text: an array of 4 x 2."""
_Pixels = npt.NDArray[np.uint8]

_MODELS = Path(rapidocr.__file__).parent / "models"
_DETECTION_SIDE = 1280
"""Lines are looked for in the picture reduced to this long a side, then cut out of the
whole of it."""
_COLUMN_SHIFT = 0.25
"""Where in its column a character has its middle."""
_GAP = 1.8
"""Two digits that stand so many times the usual step apart have room for a third. Of 294 pairs of
digits on eight pages made worse by noise none stood more than 1.6 steps apart; where a digit is
missing it is two or more."""
_LETTERS_OF_A_SAMPLE = 4
"""Width, in heights, of the beginnings of lines by which a page on its head is told."""


class Word(NamedTuple):
    """A word and where its characters stand, as shares of the width of its line: the left
    edge of each, then the right edge of the last."""

    text: str
    edges: tuple[float, ...]


class Recognised(NamedTuple):
    """A line of text, or a part of one, found in a picture."""

    quad: Quad
    words: tuple[Word, ...]
    score: float
    """The mean certainty of its characters, 0 to 1."""

    @property
    def text(self) -> str:
        return " ".join([word.text for word in self.words])


@cache
def _finder() -> RapidOCR:
    """Finds lines; both models are used on one input at a time, by all cores."""
    return _engine(
        {
            "Det.model_path": str(_MODELS / "PP-OCRv6_det_small.onnx"),
            "Det.limit_type": "max",
            "Det.limit_side_len": _DETECTION_SIDE,
            "Cls.model_path": str(_MODELS / "ch_ppocr_mobile_v2.0_cls_mobile.onnx"),
        }
    )


@cache
def _reader() -> RapidOCR:
    """Reads lines, each by one core. Measured on a page of 61 lines: 5.0 s of processor time
    so, 8.5 s where two cores share each line, 6.4 s with six lines at a time."""
    return _engine(
        {
            "Rec.model_path": str(_MODELS / "PP-OCRv6_rec_small.onnx"),
            "Global.return_word_box": True,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        }
    )


def _engine(params: dict[str, Any]) -> RapidOCR:
    return RapidOCR(params={"Global.log_level": "critical", **params})


def find_lines(picture: Image.Image) -> list[Quad]:
    """Where there are lines of text, or parts of lines, in no particular order."""
    try:
        _, found = _finder().detect_and_crop(_pixels(picture), {})
    except RapidOCRError:  # how it says that there are none
        return []
    return list(np.asarray(found.boxes, dtype=np.float32))


def is_on_its_head(picture: Image.Image, quads: Sequence[Quad]) -> bool:
    """Whether most of these lines are upside down."""
    samples = [crop[:, : _LETTERS_OF_A_SAMPLE * crop.shape[0]] for crop in _crops(picture, quads)]
    if not samples:
        return False
    _, classified = _finder().cls_and_rotate(samples)
    return 2 * sum([label == "180" for label, _ in classified.cls_res or ()]) > len(samples)


def recognise(picture: Image.Image, quads: Sequence[Quad]) -> list[Recognised]:
    """The lines at these places that have any text, in the same order."""
    with ThreadPoolExecutor(os.cpu_count()) as cores:
        read = list(cores.map(_read, _crops(picture, quads)))
    return [
        Recognised(quad, tuple(_words(row)), row.score)
        for quad, row in zip(quads, read, strict=True)
        if row.text.strip()
    ]


class _ReadLine(NamedTuple):
    """What the model reads in one picture: its characters, white space apart, at the columns at
    which it saw them, of so many."""

    text: str
    score: float
    columns: tuple[int, ...] = ()
    width: float = 1.0


def _read(crop: _Pixels) -> _ReadLine:
    """A line. The model drops one of several equal digits where a speck stands between them
    ("10 00" for 10 000), and is as certain as ever: but the gap remains. Where it is as wide as
    two digits the number is read again by itself, and where that fills no gap, the line counts as
    not read."""
    row = _read_once(crop)
    for start, before, end in reversed(list(_gaps(row))):
        first, last = row.columns[start] - 1, row.columns[end - 1] + 2
        share = crop.shape[1] / row.width
        again = _read_once(crop[:, max(0, int(first * share)) : int(last * share)])
        row = _filled(row, (start, before, end), again.text.strip())
    return row


def _gaps(row: _ReadLine) -> Iterator[tuple[int, int, int]]:
    """Where two digits of a word stand apart as if a third were between them: where the word
    begins, the second digit, and where the word ends, counted without white space."""
    words = []
    at = 0
    for word in row.text.split():
        words.append((at, at + len(word)))
        at += len(word)
    letters = "".join(row.text.split())
    steps = {
        index: row.columns[index] - row.columns[index - 1]
        for start, end in words
        for index in range(start + 1, end)
    }
    for start, end in words:
        for index in range(start + 1, end):
            others = sum(steps.values()) - steps[index]
            is_wide = len(steps) > 1 and steps[index] * (len(steps) - 1) > _GAP * others
            if is_wide and letters[index - 1].isdigit() and letters[index].isdigit():
                yield start, index, end


def _filled(row: _ReadLine, gap: tuple[int, int, int], again: str) -> _ReadLine:
    """The row with the digit that a second reading has in the gap; not certain where it has none
    or differs in more than this."""
    start, before, end = gap
    letters = "".join(row.text.split())
    head, tail = letters[start:before], letters[before:end]
    digit = again[len(head) : len(again) - len(tail)]
    if f"{head}{digit}{tail}" != again or len(digit) != 1 or not digit.isdigit():
        return row._replace(score=0.0)
    at = [index for index, letter in enumerate(row.text) if not letter.isspace()][before]
    middle = (row.columns[before - 1] + row.columns[before]) // 2
    return row._replace(
        text=f"{row.text[:at]}{digit}{row.text[at:]}",
        columns=(*row.columns[:before], middle, *row.columns[before:]),
    )


def _read_once(crop: _Pixels) -> _ReadLine:
    try:
        read = _reader().recognize_txt([crop])
    except RapidOCRError:
        return _ReadLine("", 0.0)
    text = (read.txts or ("",))[0]
    info: Any = read.word_results[0]
    if not text.strip():
        return _ReadLine("", 0.0)
    columns = tuple(column for word in info.word_cols for column in word)
    return _ReadLine(text, read.scores[0], columns, info.line_txt_len)


def _crops(picture: Image.Image, quads: Sequence[Quad]) -> list[_Pixels]:
    if not quads:
        return []
    crops: list[_Pixels] = _finder().crop_text_regions(_pixels(picture), np.stack(quads))
    return crops


def _pixels(picture: Image.Image) -> _Pixels:
    """Blue, green and red, as the engine expects."""
    return np.ascontiguousarray(np.asarray(picture.convert("RGB"))[:, :, ::-1])


_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord("、"): ",",
    ord("。"): ".",
}
"""The models know Chinese, and take some Latin signs for their wide twins."""


def _words(row: _ReadLine) -> Iterator[Word]:
    """The words of a line. The model tells the column at which it saw each character; its
    edges are taken to lie halfway between these."""
    middles = [(column + _COLUMN_SHIFT) / row.width for column in row.columns]
    half = _half_a_letter(middles)
    at = 0
    end = 0.0
    for word in row.text.translate(_FULL_WIDTH).split():
        own = middles[at : at + len(word)]
        at += len(word)
        start = min(max(own[0] - half, end), own[0])
        end = min(own[-1] + half, (own[-1] + middles[at]) / 2 if at < len(middles) else 1.0)
        between = [(a + b) / 2 for a, b in pairwise(own)]
        yield Word(word, (start, *between, max(end, own[-1])))


def _half_a_letter(middles: Sequence[float]) -> float:
    steps = [b - a for a, b in pairwise(middles)]
    return median(steps) / 2 if steps else 0.25
