from __future__ import annotations

import pytest

from bot.cite import _lines as lines_of
from bot.cite import _number, _Touched
from ingest.catalogue import Document
from ingest.document import Description, Line, Page

DOCUMENT = Document(1, 1, "", "a.pdf", "", "pdf", Description(), 1, "{}")


@pytest.mark.parametrize(
    ("numbers", "lines"),
    [((5, 6), (5, 6)), ((None, 6), (1, 2)), ((5, None), (1, 2)), ((None, None), (1, 2))],
)
def test_printed_and_counted_lines_are_never_mixed(
    numbers: tuple[int | None, int | None], lines: tuple[int, int]
) -> None:
    pages = {1: Page(1, tuple(Line("words", number=number) for number in numbers))}
    first, last = _Touched(1, 0, 0, 5), _Touched(1, 1, 0, 5)
    assert lines_of(DOCUMENT, pages, first, last) == lines
    assert (_number(pages, first), _number(pages, last)) == numbers
