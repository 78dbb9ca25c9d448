"""Dates and amounts as rows: found with the document, and again only where they are missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ingest.document import DateFact, Passage
from ingest.errors import LibraryUnwritable
from ingest.passages.facts import date_facts
from ingest.settings import Settings
from ingest.store import facts as facts_module
from ingest.store.facts import find_missing_facts, named_amounts, named_dates
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from tests.support.fakes import WordEmbedder

FIRST = "Acme paid Smith $5 million on March 3, 2021 in full.\n"
SECOND = "Smith answered on April 7, 2021 by letter.\n"

pytestmark = [pytest.mark.engines, pytest.mark.not_on("chroma")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "first.txt").write_text(FIRST)
    (folder / "second.txt").write_text(SECOND)
    return folder


@pytest.fixture
def library(tmp_path: Path, folder: Path) -> Library:
    library = Library(
        replace(Settings.from_environment(), library=tmp_path / "library"), WordEmbedder()
    )
    ingest(library, "acme", [folder])
    return library


def test_a_changed_document_alone_is_looked_through_again(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []

    def counted(passages: Sequence[Passage], filed: date | None) -> list[DateFact]:
        looked.append(len(passages))
        return date_facts(passages, filed)

    monkeypatch.setattr(facts_module, "date_facts", counted)
    (folder / "first.txt").write_text("Acme paid Smith $6 million on May 4, 2021 in full.\n")
    ingest(library, "acme", [folder])
    case = library.catalogue.case("acme")
    find_missing_facts(library.catalogue, case)
    assert looked == [1]
    assert sorted(date.at.printed for date in named_dates(library.catalogue, case)) == [
        "April 7, 2021",
        "May 4, 2021",
    ]
    assert [amount.at.printed for amount in named_amounts(library.catalogue, case)] == [
        "$6 million"
    ]


def test_facts_of_an_older_program_are_found_when_they_are_asked_for(library: Library) -> None:
    catalogue = library.catalogue
    case = catalogue.case("acme")
    before = named_dates(catalogue, case)
    with catalogue.transaction() as db:
        db.execute("DELETE FROM date_facts")
        db.execute("UPDATE facts_found SET finder = 'facts 0'")
    progress: list[tuple[int, int]] = []
    find_missing_facts(catalogue, case, lambda made, of: progress.append((made, of)))
    assert progress == [(1, 2), (2, 2)]
    assert named_dates(catalogue, case) == before
    find_missing_facts(catalogue, case, lambda made, of: progress.append((made, of)))
    assert len(progress) == 2


def test_a_library_that_cannot_be_written_says_what_is_missing(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = library.catalogue.case("acme")
    monkeypatch.setattr(facts_module, "is_writable", lambda folder: False)
    find_missing_facts(library.catalogue, case)
    with library.catalogue.transaction() as db:
        db.execute("DELETE FROM facts_found")
    with pytest.raises(LibraryUnwritable, match="2 documents"):
        find_missing_facts(library.catalogue, case)
