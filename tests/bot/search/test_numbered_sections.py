"""Sections and articles fetched by their number, and rows of tables that a question names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.question.parse import understand
from bot.search.lookup import look_up
from bot.search.rows import named_row
from ingest.settings import Settings
from ingest.store.catalogue import Catalogue
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from tests.support.fakes import WordEmbedder

ACT = """Disclosure Act

1. In this Act a party is whoever sues or is sued.

2. Every party shall disclose what it relies on.

3. (1) A party that conceals a document shall pay $4,000.

4. The court may extend the time set out in section 2.
"""
REGLEMENT = """Règlement sur les transports

Article 1

Le transporteur avise l’expéditeur de tout retard.

Article 2

La pénalité est de 2 500 $ par jour.
"""
LEDGER = """<html><head><title>Ledger</title></head><body><table>
<tr><th>Creditor</th><th>Nature</th><th>Amount</th></tr>
<tr><td>Bank of Ombria</td><td>Secured</td><td>$61,000</td></tr>
<tr><td>Ombria Rail no. 31</td><td>Unsecured</td><td>$2,593.91</td></tr>
<tr><td>Ombria Rail no. 15</td><td>Unsecured</td><td>$7,831.64</td></tr>
</table></body></html>"""


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    folder = tmp_path_factory.mktemp("case")
    (folder / "act.txt").write_text(ACT, encoding="utf-8")
    (folder / "reglement.txt").write_text(REGLEMENT, encoding="utf-8")
    (folder / "ledger.html").write_text(LEDGER, encoding="utf-8")
    library = Library(
        replace(Settings(), library=tmp_path_factory.mktemp("library")), WordEmbedder()
    )
    ingest(library, "acts", [folder])
    return library.catalogue


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("What does section 2 of the Disclosure Act say?", "Every party shall disclose"),
        ("What does section 3(1) say?", "conceals a document"),
        ("§ 4", "may extend the time"),
        ("Que prévoit l'article 2 du règlement sur les transports ?", "2 500 $"),
    ],
)
def test_a_section_is_fetched_by_its_number(
    catalogue: Catalogue, question: str, quote: str
) -> None:
    found = look_up(catalogue, catalogue.case("acts"), understand(question))
    assert found is not None
    assert found.answered_by == "place"
    assert any(quote in excerpt.text for excerpt in found.excerpts)


@pytest.mark.parametrize(
    "question",
    [
        "What does section 9 say?",
        "What does section 2 of the Evidence Act say?",
        "Who shall pay under section 3?",
    ],
)
def test_what_is_no_place_of_these_documents_is_searched(
    catalogue: Catalogue, question: str
) -> None:
    assert look_up(catalogue, catalogue.case("acts"), understand(question)) is None


def test_an_article_with_a_number_is_no_article_of_the_press() -> None:
    assert understand("Que dit l'article 12 ?").lookup.kind is None
    assert understand("Que dit l'article ?").lookup.kind == "article"


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("How much was Ombria Rail no. 31?", "$2,593.91"),
        ("What amount does the Bank of Ombria claim?", "$61,000"),
        ("What amount of the Bank of Ombria is secured?", "$61,000"),
        ("How much did the Bank of Ombria pay?", None),  # the row does not say who paid
        ("How much was Ombria Rail?", None),  # two rows
        ("How much was Ombria?", None),
        ("Who is Ombria Rail no. 31?", None),
    ],
)
def test_the_row_that_a_question_names(
    catalogue: Catalogue, question: str, row: str | None
) -> None:
    found = named_row(catalogue, catalogue.case("acts"), understand(question))
    assert (row is None and found is None) or (
        found is not None and row is not None and row in found[0].text
    )
