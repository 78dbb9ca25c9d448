"""Copies of the catalogue, and the way back to them when it is damaged."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from filelock import FileLock

from ingest.errors import DiskFull, LibraryBusy, LibraryDamaged
from ingest.store import backups as backups_module
from ingest.store.backups import Backup, back_up, backups, copy_whole, restore_newest
from ingest.store.catalogue import Catalogue, Stored
from ingest.store.catalogue_copies import is_good
from ingest.store.increments import DERIVED, GROWING, LARGE, SMALL
from ingest.store.library import Library
from ingest.store.user_data.conversations import Conversations
from ingest.store.user_data.evaluation_runs import EvaluationRuns
from ingest.store.user_data.saved_questions import SavedQuestions
from ingest.store.verify import verify
from ingest.store.versions import restore, withdraw, withdrawn
from ingest.sync import mirror
from ingest.sync.mirror import ingest
from tests.support.libraries import found, open_library

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


def backed_up(library: Path) -> Backup:
    made = back_up(library)
    assert made is not None
    return made


def clear(library: Path) -> None:
    """Without the copies that ingesting made by itself."""
    shutil.rmtree(library / "backups")


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
    return [document.path for document in catalogue.documents(catalogue.case("case"))]


def current_passages(library: Library) -> list[Stored]:
    case = library.catalogue.case("case")
    return [
        passage
        for document in library.catalogue.documents(case)
        for passage in library.catalogue.passages_of(document.id)
    ]


def test_the_newest_few_copies_stay(library: Library) -> None:
    clear(library.folder)
    made = [copy_whole(library.folder, kept=2).file for _ in range(4)]
    assert [backup.file for backup in backups(library.folder)] == made[:1:-1]
    assert all(is_good(file) for file in made[2:])


def test_a_copy_that_an_ingest_could_not_make_is_made_by_the_next_one(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a disk that became full, or when the process was killed there."""

    def full(_: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    (folder / "court.txt").write_text(COURT, encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(mirror, "back_up", full)
        with pytest.raises(DiskFull):
            ingest(library, "case", [folder])
    assert {result.outcome for result in ingest(library, "case", [folder])} == {"unchanged"}
    damage(library.folder / "catalogue.sqlite", whole=True)
    restore_newest(library.folder)
    assert found(open_library(library.folder.parent), "Which court?")[0] == COURT.strip()


def test_a_damaged_catalogue_is_not_copied_over_the_good_ones(library: Library) -> None:
    clear(library.folder)
    good = [copy_whole(library.folder, kept=2).file for _ in range(2)]
    write_through(library.folder)
    damage(library.folder / "catalogue.sqlite")
    with pytest.raises((LibraryDamaged, sqlite3.DatabaseError)):
        copy_whole(library.folder, kept=2)
    assert [backup.file for backup in backups(library.folder)] == good[::-1]
    assert list((library.folder / "backups").glob(".*")) == []


@pytest.mark.parametrize("whole", [False, True], ids=["a page", "the whole file"])
def test_the_newest_good_copy_takes_the_damaged_ones_place(
    tmp_path: Path, library: Library, folder: Path, whole: bool
) -> None:
    clear(library.folder)
    copy_whole(library.folder)
    newest = copy_whole(library.folder)
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
    assert [result.outcome for result in ingest(again, "case", [folder])] == ["unchanged", "added"]


def test_what_was_ingested_after_the_copy_comes_back_with_the_next_ingest(
    tmp_path: Path, library: Library, folder: Path
) -> None:
    clear(library.folder)
    seen = library.catalogue.generation()
    backed_up(library.folder)
    (folder / "court.txt").write_text(COURT, encoding="utf-8")
    ingest(library, "case", [folder])
    used = {passage.id for passage in current_passages(library)}
    for backup in backups(library.folder)[:-1]:
        backup.file.unlink()
    (kept,) = backups(library.folder)
    if kept.increment:
        kept.increment.unlink()
    assert restore_newest(library.folder).unknown == 1
    assert paths(library.folder) == ["claim.txt"]
    assert library.catalogue.generation() > seen + 100
    again = open_library(tmp_path)
    ingest(again, "case", [folder])
    assert paths(library.folder) == ["claim.txt", "court.txt"]
    assert len({passage.id for passage in current_passages(again)} - used) == 1  # no number twice
    case = again.catalogue.case("case")
    ids = {
        id_ for id_, _ in again.vectors.search(case.id, "en", again.embedder.embed_query("a"), 99)
    }
    assert ids == {passage.id for passage in current_passages(again)}


def test_without_a_good_copy_nothing_is_touched(library: Library) -> None:
    clear(library.folder)
    damage(backed_up(library.folder).file, whole=True)
    write_through(library.folder)
    before = (library.folder / "catalogue.sqlite").read_bytes()
    with pytest.raises(LibraryDamaged, match="no good copy"):
        restore_newest(library.folder)
    assert (library.folder / "catalogue.sqlite").read_bytes() == before


def test_going_back_waits_for_no_writer(library: Library) -> None:
    backed_up(library.folder)
    with FileLock(library.folder / "lock"), pytest.raises(LibraryBusy):
        restore_newest(library.folder)


def rows(library: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything in the catalogue but its marks."""
    with sqlite3.connect(library / "catalogue.sqlite") as db:
        return {
            table: sorted(db.execute(f"SELECT * FROM {table}"), key=repr)
            for table in (*SMALL, *GROWING, *LARGE, *DERIVED)
            if table != "meta"
        }


def keep_something(library: Library) -> None:
    """Two conversations, in one of which a question waits, and two evaluations."""
    case = library.catalogue.case("case")
    conversations = Conversations(library.catalogue)
    waiting = conversations.add(case, None, "What is claimed?", "{}")
    conversations.add(case, waiting, "And when?")
    conversations.add(case, None, "Which court?", "{}")
    for name in ("first", "second"):
        EvaluationRuns(library.catalogue).keep("case", name, "{}")


def change_much(library: Library, folder: Path) -> None:
    """A document of every fate since the copy, and what a person keeps."""
    (folder / "claim.txt").write_text(CLAIM.replace("sixty", "seventy"), encoding="utf-8")
    (folder / "court.txt").write_text(COURT, encoding="utf-8")
    ingest(library, "case", [folder])
    (folder / "court.txt").unlink()
    (folder / "bad.pdf").write_bytes(b"%PDF-1.4 nothing")
    entry = "01/02/2020 1 COMPLAINT. The servers stopped in a tribunal.\n"
    (folder / "new.txt").write_text(entry, encoding="utf-8")
    (folder / "case.yaml").write_text("documents:\n  new.txt:\n    kind: docket\n")
    ingest(library, "case", [folder])
    case = library.catalogue.case("case")
    conversations = Conversations(library.catalogue)
    gone, waiting = (conversation.id for conversation in conversations.of_case(case))
    conversations.delete(gone)
    conversations.finish(waiting, 2, "{2}")
    conversations.add(case, waiting, "And of interest?", "{}")
    SavedQuestions(library.catalogue).save(case, "What is claimed?", "{}")
    EvaluationRuns(library.catalogue).keep("case", "first", "{again}")
    EvaluationRuns(library.catalogue).keep("case", "third", "{}")
    (old,) = [
        version for version in withdrawn(library.catalogue, case) if version.path == "claim.txt"
    ]
    (new,) = [
        document for document in library.catalogue.documents(case) if document.path == "claim.txt"
    ]
    withdraw(library, new)
    restore(library, old)


def test_an_increment_brings_back_row_for_row_what_came_since_the_whole_copy(
    tmp_path: Path, library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups_module, "_LARGE", 100.0)
    keep_something(library)
    clear(library.folder)
    whole = copy_whole(library.folder)
    change_much(library, folder)
    (newest,) = backups(library.folder)
    assert newest.file == whole.file
    assert newest.increment is not None
    assert newest.made > whole.made
    before = rows(library.folder)
    assert [row[1:3] for row in before["docket_facts"]] == [("entry", "2020-01-02")]
    write_through(library.folder)
    damage(library.folder / "catalogue.sqlite", whole=True)
    done = restore_newest(library.folder)
    assert done.backup == newest
    assert rows(library.folder) == before
    again = open_library(tmp_path)
    assert verify(again) == []
    assert found(again, "What does Wiwynn claim?")[0] == CLAIM.strip()
    outcomes = {result.outcome for result in ingest(again, "case", [folder])}
    assert outcomes == {"unchanged", "failed", "withdrawn"}


def test_a_damaged_increment_leaves_the_whole_copy(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups_module, "_LARGE", 100.0)
    keep_something(library)
    (whole,) = backups(library.folder)
    change_much(library, folder)
    (newest,) = backups(library.folder)
    assert newest.increment is not None
    damage(newest.increment, whole=True)
    (newest,) = backups(library.folder)
    done = restore_newest(library.folder)
    assert (done.backup, done.passed_over) == (whole, (newest,))
    assert paths(library.folder) == ["claim.txt"]
    # The sweep that follows deletes what no document needs: nothing that came later.
    assert len(list((done.set_aside / "files").iterdir())) == done.unknown == 4


def test_a_large_increment_and_an_old_copy_are_followed_by_a_whole_one(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups_module, "_LARGE", 100.0)
    first = backed_up(library.folder)
    assert first.increment is not None
    assert backed_up(library.folder).file == first.file
    monkeypatch.setattr(backups_module, "_OLD", timedelta(0))
    assert backed_up(library.folder).increment is None
    monkeypatch.undo()
    several = [backed_up(library.folder) for _ in range(3)]
    assert {backup.increment is None for backup in several} == {True, False}


def test_a_copy_that_cannot_be_read_is_no_ground_for_an_increment(library: Library) -> None:
    (whole,) = backups(library.folder)
    damage(whole.file, whole=True)
    made = backed_up(library.folder)
    assert made.file != whole.file
    assert is_good(made.file)


def test_every_table_is_in_one_part_of_an_increment(library: Library) -> None:
    with library.catalogue.session() as db:
        query = "SELECT name FROM sqlite_master WHERE type = 'table'"
        tables = {row["name"] for row in db.execute(query)}
    indexes = {name for name in tables if name.startswith(("words_", "counts_", "sqlite_"))}
    assert sorted(tables - indexes) == sorted([*SMALL, *GROWING, *LARGE, *DERIVED])
