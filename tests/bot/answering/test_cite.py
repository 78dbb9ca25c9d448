from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from reportlab.pdfgen.canvas import Canvas

from bot.answering.cite import _is_struck_within, _number, _Touched, cite
from bot.answering.cite import _lines as lines_of
from ingest.document import Box, Description, LeftOut, Line, Page
from ingest.settings import Settings
from ingest.store.catalogue import Document
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from tests.support.fakes import WordEmbedder
from tests.support.paper import make, through, write

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


@pytest.mark.parametrize(
    ("start", "end", "struck"),
    [((0, 0), (1, 10), True), ((0, 4), (1, 4), True), ((0, 5), (1, 4), False),
     ((1, 0), (1, 10), False),
     ((0, 0), (0, 4), False), ((0, 0), (0, 10), True), ((0, 6), (1, 10), False)],
)  # fmt: skip
def test_words_struck_out_within_a_quote(
    start: tuple[int, int], end: tuple[int, int], struck: bool
) -> None:
    """Two lines of ten letters, ten points each; what stood after the fifth is struck out."""
    edges = (*[10.0 * i for i in range(5)], *[100 + 10.0 * i for i in range(6)])
    lines = tuple(Line("abcdefghij", Box(0, top, 150, top + 10), edges) for top in (100.0, 120.0))
    gone = LeftOut("struck out", "not", Box(50, 101, 90, 109))
    page = Page(1, lines, left_out=(gone,))
    touched = [
        _Touched(1, n, start[1] if n == start[0] else 0, end[1] if n == end[0] else 10)
        for n in range(start[0], end[0] + 1)
    ]
    assert _is_struck_within(page, touched) == struck


def test_a_citation_from_a_library_tells_of_words_struck_out(tmp_path: Path) -> None:
    sentence = "The answer is due in ten days thirty days after service of it."

    def draw(canvas: Canvas) -> None:
        write(canvas, [sentence])
        through(canvas, "The answer is due in ", "ten days", 100)

    (tmp_path / "case").mkdir()
    make(tmp_path / "case" / "order.pdf", draw)
    library = Library(replace(Settings(), library=tmp_path / "library"), WordEmbedder())
    ingest(library, "pumps", [tmp_path / "case"])
    case = library.catalogue.case("pumps")
    (document,) = library.catalogue.documents(case)
    (stored,) = library.catalogue.passages_of(document.id)
    whole = cite(library.catalogue, stored, 0, len(stored.passage.text), 1)
    assert whole.quote == "The answer is due in thirty days after service of it."
    assert whole.struck
    after = cite(library.catalogue, stored, whole.quote.index("days after"), len(whole.quote), 1)
    assert not after.struck


def test_documents_that_are_cited_by_one_name_are_told_apart(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    (folder / "old").mkdir(parents=True)
    order = {"kind": "order", "title": "Order"}
    described = {
        "may.txt": {**order, "filed": date(2024, 5, 3)},
        "june.txt": {**order, "filed": date(2024, 6, 10)},
        "draft.txt": {**order, "filed": date(2024, 6, 10)},
        "docketed.txt": {**order, "ecf": "31"},
        "letter.txt": {"kind": "letter"},
        "lease.txt": {"kind": "contract", "title": "Lease"},
        "old/lease.txt": {"kind": "contract", "title": "Lease"},
        "supply.txt": {"kind": "contract", "title": "Supply"},
    }
    (folder / "case.yaml").write_text(yaml.safe_dump({"documents": described}))
    for number, name in enumerate(described):
        (folder / name).write_text(f"The court filed agreement {number}.\n")
    library = Library(replace(Settings(), library=tmp_path / "library"), WordEmbedder())
    ingest(library, "pumps", [folder])
    catalogue = library.catalogue
    pins = {}
    for document in catalogue.documents(catalogue.case("pumps")):
        (stored,) = catalogue.passages_of(document.id)
        pins[document.path] = cite(catalogue, stored, 0, len(stored.passage.text), 1).pin
    assert pins == {
        "may.txt": "Order (May 3, 2024) ¶ 1",
        "june.txt": "Order (june.txt) ¶ 1",
        "draft.txt": "Order (draft.txt) ¶ 1",
        "docketed.txt": "Order (ECF No. 31) ¶ 1",
        "letter.txt": "Ltr. ¶ 1",
        "lease.txt": "Lease (lease.txt) § 1",
        "old/lease.txt": "Lease (old/lease.txt) § 1",
        "supply.txt": "Supply, § 1",
    }
