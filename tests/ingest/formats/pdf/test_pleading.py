"""The pure parts of reading pleading paper."""

# ruff: noqa: E501 - a stamp is read on one line
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.formats.pdf.headers_footers import page_label
from ingest.formats.pdf.pleading import Gutter, take_gutter, take_sign_columns
from tests.support.pieces import piece


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("5", "5"), ("- 5 -", "5"), ("–12–", "12"), ("Page 5 of 9", "5"), ("page 5", "5"), ("iv", "iv"),
        ("[7]", "7"), ("A-3", "A-3"), ("-i-", "i"), ("I.", None), ("5.", None), ("COMPLAINT", None),
        ("5 COMPLAINT", None), ("2/9", "2"), ("12/7", None), ("", None), ("(a)", None), ("12345", None),
    ],
)  # fmt: skip
def test_page_labels(text: str, label: str | None) -> None:
    assert page_label(text) == label


def paper(count: int, leading: float) -> Gutter:
    numbers = [piece(str(i), 60, 100 + leading * (i - 1)) for i in range(1, count + 1)]
    gutter, rest = take_gutter(numbers, 612, None)
    assert gutter is not None
    assert rest == []
    return gutter


@given(count=st.integers(8, 32), leading=st.floats(18, 30), line=st.data())
def test_a_line_beside_a_number_has_it(count: int, leading: float, line: st.DataObject) -> None:
    gutter = paper(count, leading)
    number = line.draw(st.integers(1, count))
    shift = line.draw(st.floats(-0.25, 0.25)) * leading
    assert gutter.number_at(100 + leading * (number - 1) + shift, 12) == number


def test_a_line_between_two_numbers_has_the_upper() -> None:
    gutter = paper(28, 24)
    assert [gutter.number_at(100 + 12 * i, 12) for i in range(6)] == [1, 1, 2, 2, 3, 3]


def test_lines_above_and_below_the_numbers_have_none() -> None:
    gutter = paper(28, 24)
    assert gutter.number_at(100 - 20, 12) is None
    assert gutter.number_at(100 + 24 * 28, 12) is None


def test_a_gap_in_the_numbers_is_no_gutter() -> None:
    numbers = [piece(str(i), 60, 100 + 24 * i) for i in range(1, 20) if i != 7]
    assert take_gutter(numbers, 612, None) == (None, numbers)


def test_text_left_of_the_numbers_is_no_gutter() -> None:
    numbers = [piece(str(i), 90, 100 + 24 * i) for i in range(1, 20)]
    labels = [piece("Row", 60, 100 + 24 * i) for i in range(1, 20)]
    assert take_gutter(numbers + labels, 612, None)[0] is None


def test_signs_between_cells_are_taken_out_and_no_others() -> None:
    signs = [piece(")", 300, 100 + 15 * i) for i in range(5)]
    glued = piece(") Docket No. 12", 300, 175)
    other = piece("(a)", 72, 100)
    columns, rest = take_sign_columns([*signs, glued, other])
    assert [len(column) for column in columns] == [6]
    assert [left.text for left in rest] == ["Docket No. 12", "(a)"]
    assert rest[0].edges[0] == glued.edges[2]


def test_three_parentheses_are_no_column() -> None:
    signs = [piece(")", 300, 100 + 15 * i) for i in range(3)]
    assert take_sign_columns(signs) == ([], signs)
