"""No command deletes a copy of a document that a catalogue or a copy of one knows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.errors import LibraryDamaged
from ingest.store.backups import copy_whole, restore_newest
from ingest.store.file_copies import QUARANTINE, set_aside
from ingest.store.library import Library
from ingest.store.verify import verify
from ingest.store.versions import purge, withdraw, withdrawn
from ingest.sync.mirror import ingest
from ingest.sync.rebuild import rebuild
from tests.support.libraries import CLAIM, COURT, found, open_library
from tests.support.typed import Typed


def copies(library: Path) -> list[str]:
    """What is in the library's copies of the documents, by the hash of each."""
    return sorted(file.name for file in (library / "files").rglob("*") if file.is_file())


def of_no_length(library: Path) -> None:
    for end in ("-wal", "-shm"):
        (library / f"catalogue.sqlite{end}").unlink(missing_ok=True)
    (library / "catalogue.sqlite").write_bytes(b"")


def missing(library: Path) -> None:
    of_no_length(library)
    (library / "catalogue.sqlite").unlink()


def emptied(library: Path) -> None:
    """As a program made it that took no length for a new library."""
    with sqlite3.connect(library / "catalogue.sqlite") as db:
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("DELETE FROM documents")


def overwritten(library: Path) -> None:
    of_no_length(library)
    (library / "catalogue.sqlite").write_bytes(b"\xff" * 40_960)


@pytest.mark.parametrize("lose", [of_no_length, missing, emptied, overwritten])
def test_the_advised_repair_brings_everything_back(
    typed: Typed, tmp_path: Path, folder: Path, lose: Callable[[Path], None]
) -> None:
    library = tmp_path / "library"
    typed.run(str(folder), "--case", "case")
    before = copies(library)
    lose(library)
    for command in (["verify"], ["rebuild"], ["status"], ["purge", "--yes"], [str(folder)]):
        output = typed.run(*command, status=1)
        assert "pincite restore-catalogue" in output
        assert copies(library) == before
    typed.run("restore-catalogue")
    typed.run("rebuild")
    assert "agree" in typed.run("verify")
    assert copies(library) == before
    assert found(open_library(tmp_path), "Which court?")[0] == COURT.strip()


def test_without_a_good_copy_no_such_repair_is_advised(
    typed: Typed, tmp_path: Path, folder: Path
) -> None:
    typed.run(str(folder), "--case", "case")
    overwritten(tmp_path / "library")
    for copy in (tmp_path / "library" / "backups").iterdir():
        copy.write_bytes(b"")
    output = typed.run("verify", status=1)
    assert "restore-catalogue" not in output
    assert "ingest the case folders again" in output


def test_an_empty_library_that_never_had_documents_opens(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    copy_whole(library.folder)
    assert verify(open_library(tmp_path)) == []
    of_no_length(library.folder)
    with pytest.raises(LibraryDamaged, match="is empty"):
        open_library(tmp_path)


def test_what_no_document_needs_is_moved_away_and_purged_after_asking(
    typed: Typed, tmp_path: Path, folder: Path
) -> None:
    typed.run(str(folder), "--case", "case")
    library = tmp_path / "library"
    stray = library / "files" / "ab" / ("ab" * 32)
    stray.parent.mkdir(exist_ok=True)
    stray.write_text("Nobody knows it.\n", encoding="utf-8")
    half = library / "files" / ".incoming-1"
    half.write_text("Half of a co", encoding="utf-8")
    assert "Mend it: pincite rebuild" in typed.run("verify", status=1)
    assert "belong to no document were moved" in typed.run("rebuild")
    assert "agree" in typed.run("verify")
    (aside,) = set_aside(library)
    assert typed.json("status")["quarantine"] == [aside.name]
    assert "1 file in quarantine" in typed.run("status")
    assert aside.read_text(encoding="utf-8") == "Nobody knows it.\n"
    assert not half.exists()
    assert stray.name in typed.run("purge", "--dry-run")
    assert "add --yes" in typed.run("purge", status=1)
    assert "nothing purged" in typed.run("purge", "--older-than", "1", "--yes")
    assert set_aside(library) == [aside]
    typed.run("purge", "--yes")
    assert set_aside(library) == []
    assert "agree" in typed.run("verify")


def test_a_copy_that_is_known_after_all_comes_back(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    ingest(library, "case", [folder])
    before = copies(library.folder)
    emptied(library.folder)
    library.catalogue.set_meta(unfinished="yes")  # an older program goes on, and sweeps
    with library.writing():
        pass
    assert copies(library.folder) == []
    assert [path.name for path in set_aside(library.folder)] == before
    restore_newest(library.folder)
    assert copies(library.folder) == before
    rebuild(open_library(tmp_path))
    assert verify(open_library(tmp_path)) == []


def test_a_missing_copy_that_lies_in_the_quarantine_is_mended_by_rebuild(
    library: Library, folder: Path
) -> None:
    ingest(library, "case", [folder])
    document = library.catalogue.documents(library.catalogue.case("case"))[0]
    copy = library.folder / document.file
    (library.folder / QUARANTINE).mkdir()
    copy.rename(library.folder / QUARANTINE / copy.name)
    (difference,) = verify(library)
    assert difference.mend == "pincite rebuild"
    rebuild(library)
    assert verify(library) == []
    assert copy.is_file()


def test_documents_that_only_the_newest_copy_knows_are_told(library: Library, folder: Path) -> None:
    ingest(library, "case", [folder])
    case = library.catalogue.case("case")
    with library.catalogue.transaction() as db:
        first = library.catalogue.documents(case)[0].id
        db.execute("DELETE FROM documents WHERE id = ?", (first,))
    mends = {
        difference.mend for difference in verify(library) if "lacks documents" in difference.what
    }
    assert mends == {"pincite restore-catalogue"}


def test_a_file_that_could_not_be_read_keeps_its_copy(library: Library, folder: Path) -> None:
    (folder / "blank.txt").write_text(" \n \n", encoding="utf-8")
    ingest(library, "case", [folder])
    assert verify(library) == []
    before = copies(library.folder)
    rebuild(library)
    assert copies(library.folder) == before


def test_purging_deletes_the_copies_of_what_goes_and_no_others(
    library: Library, folder: Path
) -> None:
    ingest(library, "case", [folder])
    case = library.catalogue.case("case")
    (claim,) = [
        document for document in library.catalogue.documents(case) if document.path == "claim.txt"
    ]
    withdraw(library, claim)
    purge(library, withdrawn(library.catalogue, case))
    kept = [file.read_text(encoding="utf-8") for file in (library.folder / "files").glob("*/*")]
    assert kept == [COURT]
    assert CLAIM not in kept
    assert set_aside(library.folder) == []
