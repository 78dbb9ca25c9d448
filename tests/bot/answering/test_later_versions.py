"""What became of a citation: with real stores and documents that change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.answer import Citation
from bot.answering.cite import cite
from bot.answering.later_versions import CitationStatus, status_of
from ingest.settings import Settings
from ingest.store.catalogue import Case, Document
from ingest.store.library import Library
from ingest.store.versions import purge, withdraw, withdrawn
from ingest.sync.mirror import ingest
from tests.support.fakes import WordEmbedder

QUOTE = "Bolt owes $61 million for the racks"
FIRST = f"Terms.\n\nThe agreement binds both.\n\n{QUOTE} that it ordered.\n"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(replace(Settings(), library=tmp_path / "library"), WordEmbedder())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    folder.mkdir()
    return folder


def mirrored(library: Library, folder: Path, **files: str | None) -> Case:
    for name, text in files.items():
        path = folder / f"{name}.txt"
        if text is None:
            path.unlink()
        else:
            path.write_text(text, encoding="utf-8")
    ingest(library, "case", [folder])
    return library.catalogue.case("case")


def document(library: Library, case: Case, name: str = "claim") -> Document:
    (found,) = [
        document for document in library.catalogue.documents(case) if document.path == f"{name}.txt"
    ]
    return found


def cited(library: Library, of: Document, quote: str = QUOTE) -> Citation:
    for stored in library.catalogue.passages_of(of.id):
        start = stored.passage.text.find(quote)
        if start >= 0:
            return cite(library.catalogue, stored, start, start + len(quote), 1)
    raise AssertionError(quote)


def changed(library: Library, folder: Path, text: str) -> tuple[Citation, CitationStatus]:
    """A citation of the first version, and how it stands when ``text`` is the second."""
    case = mirrored(library, folder, claim=FIRST)
    citation = cited(library, document(library, case))
    mirrored(library, folder, claim=text)
    return citation, status_of(library.catalogue, citation)


def test_while_the_document_is_current_so_is_the_citation(library: Library, folder: Path) -> None:
    case = mirrored(library, folder, claim=FIRST)
    citation = cited(library, document(library, case))
    found = status_of(library.catalogue, citation)
    assert found == CitationStatus("current", "claim.txt", citation.passage_id, citation)


def test_a_quote_that_still_stands_in_the_new_version_is_found_at_its_place(
    library: Library, folder: Path
) -> None:
    citation, found = changed(library, folder, f"New preamble.\n\nLine two.\n\n{FIRST}")
    assert found.state == "superseded"
    assert found.now is not None
    assert found.now.quote == QUOTE
    assert found.now.passage_id == found.passage_id != citation.passage_id
    assert found.now.document_id != citation.document_id
    assert found.now.lines != citation.lines


def test_a_quote_whose_lines_break_elsewhere_is_the_same_quote(
    library: Library, folder: Path
) -> None:
    _, found = changed(library, folder, FIRST.replace("owes $61", "owes\n$61"))
    assert found.now is not None
    assert found.now.quote.split() == QUOTE.split()


@pytest.mark.parametrize(
    "text",
    [
        FIRST.replace("$61", "$62"),
        FIRST.replace("racks", "racksides"),
        FIRST.replace("Bolt", "Sandbolt"),
        "Nothing.\n",
    ],
)
def test_a_quote_that_was_altered_is_no_longer_in_the_document(
    library: Library, folder: Path, text: str
) -> None:
    _, found = changed(library, folder, text)
    assert found == CitationStatus("superseded", "claim.txt")


@pytest.mark.parametrize("amount", ["$61.5", "$61,500", "$610"])
def test_an_amount_does_not_stand_in_a_larger_one(
    library: Library, folder: Path, amount: str
) -> None:
    case = mirrored(library, folder, claim=FIRST)
    citation = cited(library, document(library, case), "Bolt owes $61")
    mirrored(library, folder, claim=FIRST.replace("$61", amount))
    assert status_of(library.catalogue, citation) == CitationStatus("superseded", "claim.txt")


def test_versions_are_followed_to_the_current_one(library: Library, folder: Path) -> None:
    case = mirrored(library, folder, claim=FIRST)
    citation = cited(library, document(library, case))
    for text in (f"Two.\n\n{FIRST}", f"Three.\n\n{FIRST}"):
        mirrored(library, folder, claim=text)
    found = status_of(library.catalogue, citation)
    assert found.now is not None
    assert found.now.document_id == document(library, case).sha256


def test_a_document_whose_file_went_is_current_again_when_it_returns(
    library: Library, folder: Path
) -> None:
    case = mirrored(library, folder, claim=FIRST, other="The court.\n")
    citation = cited(library, document(library, case))
    mirrored(library, folder, claim=None)
    assert status_of(library.catalogue, citation) == CitationStatus("removed")
    mirrored(library, folder, elsewhere=FIRST)
    found = status_of(library.catalogue, citation)
    assert (found.state, found.path) == ("current", "elsewhere.txt")
    assert found.now is not None
    assert found.now.quote == QUOTE


def test_another_document_is_no_successor(library: Library, folder: Path) -> None:
    case = mirrored(library, folder, claim=FIRST, other=f"Letter.\n\n{QUOTE} too.\n")
    citation = cited(library, document(library, case))
    mirrored(library, folder, claim=None)
    assert status_of(library.catalogue, citation).state == "removed"


def test_what_a_person_took_out_is_withdrawn(library: Library, folder: Path) -> None:
    case = mirrored(library, folder, claim=FIRST)
    of = document(library, case)
    citation = cited(library, of)
    withdraw(library, of)
    assert status_of(library.catalogue, citation) == CitationStatus("withdrawn")


def test_what_was_purged_is_said_to_be(library: Library, folder: Path) -> None:
    case = mirrored(library, folder, claim=FIRST)
    citation = cited(library, document(library, case))
    mirrored(library, folder, claim=None)
    purge(library, withdrawn(library.catalogue, case))
    assert status_of(library.catalogue, citation) == CitationStatus("purged")
