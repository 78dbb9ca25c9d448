"""Reading order: nothing is lost, nothing is invented, whatever the layout."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Box
from ingest.formats.pdf import glyphs as page_ink
from ingest.formats.pdf.display_space import Floats
from ingest.formats.pdf.file import HYPHEN, Bools, Ints
from ingest.formats.pdf.glyphs import BREAK, NONE, SPACE, Glyphs, Piece
from ingest.formats.pdf.rows import in_reading_order, rows_of
from tests.support.pieces import piece

words = st.text(st.characters(categories=("L", "N", "P"), max_codepoint=0x2FF), min_size=1)
lines = st.lists(words, min_size=1, max_size=5).map(" ".join)
places = st.tuples(st.floats(0, 600), st.floats(0, 780), st.sampled_from([7.0, 10.0, 12.0, 14.0]))
pieces = st.builds(lambda text, place: piece(text, *place), lines, places)
rules = st.builds(
    lambda x, y, tall: Box(x, y, x + 1, y + tall),
    st.floats(0, 600), st.floats(0, 700), st.floats(40, 400),
)  # fmt: skip


def characters(texts: list[str]) -> Counter[str]:
    return Counter("".join(texts).replace(" ", ""))


@given(st.lists(pieces, max_size=25), st.lists(rules, max_size=3))
def test_rows_in_reading_order_hold_every_character_once(
    found: list[Piece], dividers: list[Box]
) -> None:
    rows = in_reading_order(rows_of(found), dividers)
    assert characters([row.text for row in rows]) == characters([part.text for part in found])
    for row in rows:
        assert len(row.edges) == len(row.text) + 1
        assert row.box.x0 <= min(row.edges)
        assert row.box.x1 >= max(row.edges)


@given(st.lists(pieces, min_size=1, max_size=25))
def test_rows_do_not_depend_on_the_order_of_the_file(found: list[Piece]) -> None:
    distinct = {(part.baseline, part.edges[0]): part for part in found}.values()
    if len({part.baseline for part in distinct}) < len(distinct):
        return
    read_rows = [row.text for row in rows_of(distinct)]
    assert read_rows == [row.text for row in rows_of(reversed(list(distinct)))]


class FakePage:
    """A page whose characters stand on a grid: 6 points wide, lines 20 points apart."""

    def __init__(self, codes: list[int]) -> None:
        self._codes = np.array(codes, dtype=np.int64)
        line = column = 0
        boxes = []
        for code in codes:
            boxes.append((6 * column, 20 * line, 6 * column + 6, 20 * line + 12))
            column += 1
            if code == 10:
                line, column = line + 1, 0
        self._boxes = np.array(boxes, dtype=np.float64).reshape(-1, 4)

    def codes(self) -> Ints:
        return self._codes.copy()

    def boxes(self, characters: Ints) -> Floats:
        return self._boxes[characters]

    def origins(self, characters: list[int]) -> tuple[Floats, Floats]:
        return self._boxes[characters, 0], self._boxes[characters, 3] - 3

    def font_names(self, characters: list[int]) -> list[str]:
        return ["Helvetica" for _ in characters]

    def angles(self, characters: list[int]) -> Ints:
        return np.zeros(len(characters), dtype=np.int64)

    def are_bold(self, characters: list[int]) -> Bools:
        return np.zeros(len(characters), dtype=np.bool_)


def glyphs_of(codes: list[int]) -> Glyphs:
    return page_ink.read_glyphs(FakePage(codes))  # type: ignore[arg-type]


texts = st.text(
    st.one_of(st.sampled_from(" \n\u00a0"), st.characters(exclude_categories=("C", "Z"))),
    max_size=60,
)


@given(texts)
def test_pieces_hold_every_inked_character_in_order(text: str) -> None:
    codes = [ord(letter) for letter in text if not 0xFB00 <= ord(letter) <= 0xFB06]
    page = FakePage(codes)
    level, turned = page_ink.pieces_of(glyphs_of(codes), page)  # type: ignore[arg-type]
    assert turned == []
    read = "".join(part.text for part in level).replace(" ", "")
    assert read == "".join("".join(map(chr, codes)).split())
    for part in level:
        assert len(part.edges) == len(part.text) + 1
        assert part.text == " ".join(part.text.split())
        assert all(a <= b for a, b in pairwise(part.edges))


def test_white_space_says_how_characters_follow() -> None:
    glyphs = glyphs_of([ord(letter) for letter in "ab c\nd \ne"])
    assert glyphs.text == "abcde"
    assert glyphs.before.tolist() == [BREAK, NONE, SPACE, BREAK, BREAK]


def test_surrogate_pairs_are_one_character() -> None:
    glyphs = glyphs_of([0x61, 0xD835, 0xDC00, 0xD835, 0x62])
    assert glyphs.text == "a𝐀\ufffdb"
    assert glyphs.index.tolist() == [0, 1, 3, 4]


def test_a_code_of_no_letter_is_not_quoted_as_it_is() -> None:
    assert glyphs_of([0x84, 0x20, 0x4E, 0x6F]).text == "\ufffdNo"


@pytest.mark.parametrize(("code", "letters"), [(0xFB01, "fi"), (0xFB03, "ffi"), (0xFB05, "st")])
def test_ligatures_are_spelt_and_share_their_width(code: int, letters: str) -> None:
    glyphs = glyphs_of([0x6F, code, 0x78])
    assert glyphs.text == f"o{letters}x"
    assert glyphs.before.tolist() == [BREAK] + [NONE] * (len(letters) + 1)
    assert glyphs.boxes[1, 0] == 6
    assert glyphs.boxes[len(letters), 2] == pytest.approx(12)
    assert all(a < b for a, b in pairwise(glyphs.boxes[:, 0].tolist()))


def test_a_broken_word_keeps_its_hyphen() -> None:
    assert glyphs_of([0x72, 0x65, HYPHEN, 10, 0x73]).text == "re-s"


def test_taking_characters_out_leaves_a_gap() -> None:
    glyphs = glyphs_of([ord(letter) for letter in "abcdef"])
    rest = glyphs.without(np.array([False, False, True, True, False, False]))
    assert rest.text == "abef"
    assert rest.before.tolist() == [BREAK, NONE, SPACE, NONE]


def test_cells_beside_an_upright_rule_are_read_one_after_the_other() -> None:
    left = [piece("Plaintiff,", 72, 100), piece("v.", 72, 130), piece("Defendant.", 72, 160)]
    right = [piece("Case No. 1", 320, 105), piece("ORDER", 320, 145)]
    rows = in_reading_order(rows_of(left + right), [Box(300, 85, 301, 165)])
    assert [row.text for row in rows] == ["Plaintiff,", "v.", "Defendant.", "Case No. 1", "ORDER"]


def test_markers_set_apart_stay_with_their_text() -> None:
    parts = []
    for i, marker in enumerate(["(a)", "(b)", "(c)", "(d)"]):
        parts += [
            piece(marker, 72, 100 + 15 * i),
            piece("the goods and their parts", 130, 100 + 15 * i),
        ]
    rows = in_reading_order(rows_of(parts), [])
    assert rows[0].text == "(a) the goods and their parts"
    assert {row.layout for row in rows} == {"text"}
