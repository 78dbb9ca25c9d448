"""Rows of tables that a question looks up by their own words and the heads of their columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document

from bot.question.parse import understand
from bot.reading.weigh import pointed
from bot.search.rows import row_under_head
from ingest.settings import Settings
from ingest.store.catalogue import Catalogue
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from tests.support.fakes import WordEmbedder

Cells = Sequence[Sequence[str]]
LOTS = (
    ("Lot", "Propriétaire", "Usage", "Tantièmes"),
    ("Lot 7", "Mme Aubrac", "Habitation", "112"),
    ("Lot 8", "SCI des Ormes", "Commerce", "240"),
    ("Lot 9", "M. Ferrandi", "Stationnement", "15"),
)
LEASES = (
    ("Premises", "Landlord", "Term", "Status"),
    ("Warehouse 4, Dover", "Halden Estates", "Five years", "Terminated"),
    ("Office, Leeds", "Crown Property", "Ten years", "In force"),
    ("Depot, York", "Halden Estates", "Two years", "Assigned"),
)

BILLS = (
    ("Item", "Supplier", "Amount (EUR)"),
    ("Crane", "Lifts of Ombria", "41,300.00"),
    ("Two winches", "Halden Estates", "2,940.00"),
    ("Winch oil", "Halden Estates", "61.00"),
)


def _as_page(path: Path, title: str, rows: Cells) -> None:
    cells = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
    table = "".join(f"<tr>{row}</tr>" for row in cells)
    page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><table>{table}"
    path.write_text(page + "</table></body></html>", encoding="utf-8")


def _as_word(path: Path, title: str, rows: Cells) -> None:
    document = Document()
    document.add_heading(title, 1)
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.save(str(path))


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    folder = tmp_path_factory.mktemp("tables")
    _as_page(folder / "lots.html", "Lots de la copropriété", LOTS)
    _as_word(folder / "leases.docx", "Schedule of leases", LEASES)
    _as_page(folder / "bills.html", "Bills of the yard", BILLS)
    library = Library(
        replace(Settings(), library=tmp_path_factory.mktemp("library")), WordEmbedder()
    )
    ingest(library, "tables", [folder])
    return library.catalogue


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("Quel est l'usage du lot 8 ?", "Lot 8 SCI des Ormes Commerce 240"),
        ("Qui est le propriétaire du lot 9 ?", "Lot 9 M. Ferrandi Stationnement 15"),
        ("What is the use of lot 8?", "Lot 8 SCI des Ormes Commerce 240"),
        ("How much did the crane cost?", "Crane Lifts of Ombria 41,300.00"),
        ("What is the price of the winch oil?", "Winch oil Halden Estates 61.00"),
        (
            "What is the status of the lease of the office in Leeds?",
            "Office, Leeds Crown Property Ten years In force",
        ),
        (
            "What is the term of the lease of the warehouse?",
            "Warehouse 4, Dover Halden Estates Five years Terminated",
        ),
    ],
)
def test_a_row_is_looked_up_by_its_words_and_its_column(
    catalogue: Catalogue, question: str, row: str
) -> None:
    asked = understand(question)
    found = row_under_head(catalogue, catalogue.case("tables"), asked)
    assert found is not None
    assert row in found[0].text
    assert found[0] in pointed(catalogue, catalogue.case("tables"), asked)


@pytest.mark.parametrize(
    "question",
    [
        "Quelle est l'adresse de Mme Aubrac ?",  # no such column
        "Quel est l'usage du lot 5 ?",  # no such row
        "What is the status of the warehouse in York?",  # words of two rows
        "What is the term of the lease of Halden Estates?",  # two rows
        "When was the status of the depot in York changed?",  # nothing says that it was
        "How much is the term of the depot in York?",  # no amount in the row
        "What is the status of the leases?",  # no row
        "Who is Mme Aubrac?",  # no column
        "How much did the winches cost?",  # two rows have the word
        "How much did the crane of Halden cost?",  # no row has both
        "How much did it cost?",  # no row is named
        "How much does the lot cost?",  # nothing there is money
    ],
)
def test_what_a_table_does_not_say_is_not_looked_up(catalogue: Catalogue, question: str) -> None:
    assert row_under_head(catalogue, catalogue.case("tables"), understand(question)) is None
