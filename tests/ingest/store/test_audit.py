"""Who did what is only added to, wherever the catalogue is and wherever it goes."""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.errors import PinciteError
from ingest.settings import Settings
from ingest.store import carry
from ingest.store.audit import Action, Audit
from ingest.store.backups import back_up, copy_whole, restore_newest
from ingest.store.library import Library
from ingest.store.move import move_to_folder, move_to_server
from ingest.store.people import People
from ingest.sync.mirror import ingest
from tests.support.libraries import open_library

ADA = "ada@firm.example"


def noted(library: Library) -> list[tuple[str, str, tuple[int, ...]]]:
    return [(each.who, each.did, each.documents) for each in Audit(library.catalogue).entries()]


@contextmanager
def refused() -> Iterator[None]:
    with pytest.raises(Exception, match="the audit is only added to"):
        yield


@pytest.mark.engines
def test_no_row_is_changed_or_deleted(library: Library) -> None:
    case = library.catalogue.put_case("case")
    audit = Audit(library.catalogue)
    audit.add(ADA, "asked", case.id)
    audit.add(ADA, "got an answer", case.id, documents=[7, 3, 7], conversation_id=2, about="x")
    before = audit.entries()
    (entry,) = audit.entries("case")[1:]
    assert (entry.case, entry.documents) == ("case", (3, 7))
    assert (entry.conversation_id, entry.about) == (2, "x")
    for statement in (
        "UPDATE audit SET who = 'ben@firm.example'",
        "UPDATE audit SET did = did WHERE id = 1",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE who = 'nobody' OR id = 1",
    ):
        with refused(), library.catalogue.transaction() as db:
            db.execute(statement)
    assert audit.entries() == before


def test_no_row_takes_the_place_of_another(library: Library) -> None:
    """SQLite tells no trigger of a row that INSERT OR REPLACE deletes."""
    Audit(library.catalogue).add(ADA, "asked")
    with refused(), library.catalogue.transaction() as db:
        db.execute("INSERT OR REPLACE INTO audit (id, who, did) VALUES (1, 'ben', 'asked')")
    assert noted(library) == [(ADA, "asked", ())]


def test_on_a_server_it_cannot_be_emptied(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_DATABASE_URL", database_url)
    library = open_library(tmp_path)
    Audit(library.catalogue).add(ADA, "asked")
    with refused(), library.catalogue.transaction() as db:
        db.execute("TRUNCATE audit")
    assert noted(library) == [(ADA, "asked", ())]


def test_it_goes_to_a_server_and_back_and_again(
    tmp_path: Path, database_url: str, folder: Path
) -> None:
    library = open_library(tmp_path)
    ingest(library, "case", [folder])
    Audit(library.catalogue).add(ADA, "asked")
    here = replace(Settings(), library=library.folder, lock_seconds=0.2)
    there = replace(here, database_url=database_url)
    ways: tuple[Action, ...] = ("opened", "took along")
    for did in ways:
        move_to_server(here, database_url)
        served = Library(there, library.embedder)
        Audit(served.catalogue).add(ADA, did)
        before = noted(served)
        move_to_folder(there)
        assert noted(open_library(tmp_path)) == before
    assert len(before) == 3


def test_it_comes_back_with_a_copy_of_the_catalogue(library: Library, folder: Path) -> None:
    """Also what was noted after the copy, once something else was kept; and nothing of the copy
    is lost."""
    ingest(library, "case", [folder])
    case = library.catalogue.case("case")
    Audit(library.catalogue).add(ADA, "asked", case.id)
    copy_whole(library.folder)
    Audit(library.catalogue).add(ADA, "opened", case.id, documents=[1])
    (folder / "more.txt").write_text("Another letter of the supplier.\n", encoding="utf-8")
    ingest(library, "case", [folder])
    back_up(library.folder)
    Audit(library.catalogue).add(ADA, "took along", case.id, documents=[1])
    People(library.catalogue).give(case, ADA, "owner")
    before = noted(library)
    restore_newest(library.folder)
    assert noted(library) == before
    Audit(library.catalogue).add(ADA, "asked")
    with refused(), library.catalogue.transaction() as db:
        db.execute("DELETE FROM audit")


def test_what_only_the_whole_copy_knows_stays(library: Library, folder: Path) -> None:
    ingest(library, "case", [folder])
    People(library.catalogue).give(library.catalogue.case("case"), ADA, "owner")
    Audit(library.catalogue).add(ADA, "asked")
    copy_whole(library.folder)
    restore_newest(library.folder)
    assert noted(library) == [(ADA, "asked", ())]


def test_a_copy_of_an_older_program_has_none_and_is_added_to(
    library: Library, folder: Path
) -> None:
    ingest(library, "case", [folder])
    copy = copy_whole(library.folder)
    with closing(sqlite3.connect(copy.file)) as db:
        db.executescript("DROP TABLE audit; DROP TABLE case_people; PRAGMA user_version = 10;")
        db.executescript(
            "ALTER TABLE conversations DROP COLUMN owner; "
            "ALTER TABLE conversations DROP COLUMN shared;"
        )
    Audit(library.catalogue).add(ADA, "asked")
    (folder / "more.txt").write_text("Another letter of the supplier.\n", encoding="utf-8")
    ingest(library, "case", [folder])
    restore_newest(library.folder)
    assert noted(library) == [(ADA, "asked", ())]
    assert len(library.catalogue.documents(library.catalogue.case("case"))) == 3


def test_it_does_not_travel_and_begins_anew_there(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    ingest(library, "case", [folder])
    case = library.catalogue.case("case")
    Audit(library.catalogue).add(ADA, "asked", case.id)
    file = tmp_path / "case.zip"
    carry.export_case(library.catalogue, case, file)
    with zipfile.ZipFile(file) as archive:
        assert ADA.encode() not in archive.read("case.sqlite")
    carry.import_case(file, tmp_path / "there" / "library")
    arrived = open_library(tmp_path / "there")
    assert noted(arrived) == []
    Audit(arrived.catalogue).add(ADA, "asked")
    with refused(), arrived.catalogue.transaction() as db:
        db.execute("DELETE FROM audit")


def test_a_trigger_that_does_something_else_is_not_brought_in(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    ingest(library, "case", [folder])
    file = tmp_path / "case.zip"
    carry.export_case(library.catalogue, library.catalogue.case("case"), file)
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    made = tmp_path / "made.sqlite"
    made.write_bytes(members["case.sqlite"])
    with closing(sqlite3.connect(made)) as db:
        db.executescript(
            "DROP TRIGGER audit_is_not_deleted; CREATE TRIGGER audit_is_not_deleted "
            "BEFORE INSERT ON audit BEGIN DELETE FROM case_people; END;"
        )
    members["case.sqlite"] = made.read_bytes()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    with pytest.raises(PinciteError, match="not written by Pincite"):
        carry.import_case(file, tmp_path / "there" / "library")
