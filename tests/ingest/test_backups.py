"""Copies of the catalogue, and the way back to them when it is damaged."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from ingest.backups import back_up, backups, is_good, restore_newest
from ingest.catalogue import Catalogue, Stored
from ingest.errors import LibraryBusy, LibraryDamaged
from ingest.library import Library
from ingest.mirror import ingest
from ingest.settings import Settings
from tests.fakes import WordEmbedder

CLAIM = "Wiwynn claims sixty-one million dollars from its customer for components.\n"
COURT = "The suit was filed in a federal court of the Northern District of California.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "claim.txt").write_text(CLAIM, encoding="utf-8")
    return folder


@pytest.fixture
def library(tmp_path: Path, folder: Path) -> Library:
    library = open_library(tmp_path)
    ingest(library, "case", [folder])
    return library


def open_library(tmp_path: Path) -> Library:
    return Library(replace(Settings(), library=tmp_path / "library"), WordEmbedder())


def clear(library: Path) -> None:
    """Without the copies that ingesting made by itself."""
    for one in backups(library):
        one.file.unlink()


def damage(file: Path, *, whole: bool = False) -> None:
    """Overwrite the second page, as a bad sector would; or everything."""
    size = file.stat().st_size
    with file.open("r+b") as content:
        if not whole:
            content.seek(4096)
        content.write(b"\xff" * (size if whole else 4096))


def write_through(library: Path) -> None:
    """Everything into the file itself, so that damaging it damages what is read."""
    with sqlite3.connect(library / "catalogue.sqlite") as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def paths(library: Path) -> list[str]:
    catalogue = Catalogue(library / "catalogue.sqlite")
    return [one.path for one in catalogue.documents(catalogue.case("case"))]


def current_passages(library: Library) -> list[Stored]:
    case = library.catalogue.case("case")
    return [
        one
        for document in library.catalogue.documents(case)
        for one in library.catalogue.passages_of(document.id)
    ]


def test_the_newest_few_copies_stay(library: Library) -> None:
    clear(library.folder)
    made = [back_up(library.folder, kept=2).file for _ in range(4)]
    assert [one.file for one in backups(library.folder)] == made[:1:-1]
    assert all(is_good(file) for file in made[2:])


def test_a_damaged_catalogue_is_not_copied_over_the_good_ones(library: Library) -> None:
    clear(library.folder)
    good = [back_up(library.folder, kept=2).file for _ in range(2)]
    write_through(library.folder)
    damage(library.folder / "catalogue.sqlite")
    with pytest.raises((LibraryDamaged, sqlite3.DatabaseError)):
        back_up(library.folder, kept=2)
    assert [one.file for one in backups(library.folder)] == good[::-1]
    assert list((library.folder / "backups").glob(".*")) == []


@pytest.mark.parametrize("whole", [False, True], ids=["a page", "the whole file"])
def test_the_newest_good_copy_takes_the_damaged_ones_place(
    tmp_path: Path, library: Library, folder: Path, whole: bool
) -> None:
    clear(library.folder)
    back_up(library.folder)
    newest = back_up(library.folder)
    damage(newest.file, whole=True)
    write_through(library.folder)
    damage(library.folder / "catalogue.sqlite", whole=whole)
    done = restore_newest(library.folder)
    assert done.passed_over == (newest,)
    assert (done.set_aside / "catalogue.sqlite").is_file()
    assert paths(library.folder) == ["claim.txt"]
    # What came after the copy is read again, and the vectors agree again.
    (folder / "court.txt").write_text(COURT, encoding="utf-8")
    again = open_library(tmp_path)
    assert [one.outcome for one in ingest(again, "case", [folder])] == ["unchanged", "added"]


def test_what_was_ingested_after_the_copy_comes_back_with_the_next_ingest(
    tmp_path: Path, library: Library, folder: Path
) -> None:
    clear(library.folder)
    seen = library.catalogue.generation()
    back_up(library.folder)
    (folder / "court.txt").write_text(COURT, encoding="utf-8")
    ingest(library, "case", [folder])
    used = {one.id for one in current_passages(library)}
    for one in backups(library.folder)[:-1]:
        one.file.unlink()
    restore_newest(library.folder)
    assert paths(library.folder) == ["claim.txt"]
    assert library.catalogue.generation() > seen + 100
    again = open_library(tmp_path)
    ingest(again, "case", [folder])
    assert paths(library.folder) == ["claim.txt", "court.txt"]
    assert len({one.id for one in current_passages(again)} - used) == 1  # no number twice
    case = again.catalogue.case("case")
    ids = {
        id_ for id_, _ in again.vectors.search(case.id, "en", again.embedder.embed_query("a"), 99)
    }
    assert ids == {one.id for one in current_passages(again)}


def test_without_a_good_copy_nothing_is_touched(library: Library) -> None:
    clear(library.folder)
    damage(back_up(library.folder).file, whole=True)
    write_through(library.folder)
    before = (library.folder / "catalogue.sqlite").read_bytes()
    with pytest.raises(LibraryDamaged, match="no good copy"):
        restore_newest(library.folder)
    assert (library.folder / "catalogue.sqlite").read_bytes() == before


def test_going_back_waits_for_no_writer(library: Library) -> None:
    back_up(library.folder)
    with FileLock(library.folder / "lock"), pytest.raises(LibraryBusy):
        restore_newest(library.folder)
