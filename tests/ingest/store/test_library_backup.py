"""A backup of a whole library, and the library that is made of it, on every engine."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import signal
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from ingest.errors import DiskFull, LibraryDamaged, LibraryMismatch, PinciteError
from ingest.settings import Settings
from ingest.store import backups, file_copies, library, library_backup, library_restore
from ingest.store.audit import Audit
from ingest.store.catalogue import Catalogue
from ingest.store.library import Library
from ingest.store.library_backup import LibraryBackup, back_up_library
from ingest.store.library_restore import Restored, restore_library
from ingest.store.people import People
from ingest.store.schema import TABLES
from ingest.store.tables import TableContents, contents
from ingest.store.user_data.conversations import Conversations
from ingest.store.user_data.saved_questions import SavedQuestions
from ingest.store.vectors import Vectors
from ingest.store.verify import verify
from ingest.store.versions import purge, withdraw, withdrawn
from ingest.sync.mirror import ingest
from tests.support.engines import with_schema
from tests.support.fakes import WordEmbedder
from tests.support.libraries import COURT, found
from tests.support.small_disk import small_disk
from tests.support.typed import Typed

QUESTION_SET = "questions/1/saved-from-chat.jsonl"
UPLOAD = "uploads/1/letter from (a) client.txt"


def opened(settings: Settings) -> Library:
    return Library(settings, WordEmbedder())


def rows_of(opened: Library) -> dict[str, TableContents]:
    """What its catalogue holds, but for what differs between a library and its restored copy."""
    with opened.catalogue.transaction() as db:
        held = contents(db)
    return {table: held[table] for table in TABLES if table != "meta"}


@pytest.fixture
def settings(tmp_path: Path, engine: str) -> Settings:
    given = Settings.from_environment()
    return replace(given, library=tmp_path / "library", lock_seconds=0.2)


@pytest.fixture
def full(settings: Settings, folder: Path) -> Library:
    """A library with two versions of a document, one that was taken out, a conversation, a saved
    question, people, an audit, a question set and an upload."""
    made = opened(settings)
    ingest(made, "case", [folder])
    (folder / "claim.txt").write_text("Nothing was ever agreed.\n", encoding="utf-8")
    (folder / "gone.txt").write_text("This paper was taken out.\n", encoding="utf-8")
    ingest(made, "case", [folder])
    case = made.catalogue.case("case")
    out = next(d for d in made.catalogue.documents(case) if d.path == "gone.txt")
    withdraw(made, out)
    Conversations(made.catalogue).add(case, None, "Who?", "{}")
    SavedQuestions(made.catalogue).save(case, "Which court?", "{}")
    People(made.catalogue).give(case, "ada@firm.example", "owner")
    Audit(made.catalogue).add("ada@firm.example", "asked", case.id)
    for name in (QUESTION_SET, UPLOAD):
        (made.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (made.folder / name).write_text(f"the words of {name}\n", encoding="utf-8")
    return made


@pytest.fixture
def elsewhere(
    settings: Settings, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Settings]:
    """Where no library is yet, on the same kind of engine."""
    url = settings.database_url
    if url is not None:
        url = with_schema(url.partition("?")[0], f"test_{uuid4().hex}")
    yield replace(
        settings,
        library=tmp_path / "elsewhere" / "library",
        chroma_database=f"test-{uuid4().hex}",
        database_url=url,
    )
    if url is not None:
        from ingest.store.postgresql import disconnect

        disconnect(url)


def backed_up(library: Library, to: Path, **named: Any) -> LibraryBackup:
    to.mkdir(exist_ok=True)
    return back_up_library(library, to, **named)


def restored(to: Settings, made: LibraryBackup, **named: Any) -> tuple[Library, Restored]:
    embedder = WordEmbedder()
    result = restore_library(to, made.file, embedder, **named)
    return Library(to, embedder), result


@pytest.mark.engines
def test_a_restored_library_is_the_one_that_was_backed_up(
    full: Library, elsewhere: Settings, tmp_path: Path
) -> None:
    made = backed_up(full, tmp_path / "backups")
    assert (made.cases, made.documents, made.vectors, made.missing) == (1, 4, 2, ())
    assert made.file.stat().st_mode & 0o077 == 0
    again, result = restored(elsewhere, made)
    assert rows_of(again) == rows_of(full)
    assert (result.vectors, result.made, result.set_aside) == (2, 0, None)
    # No passage was embedded again.
    assert isinstance(again.embedder, WordEmbedder)
    assert again.embedder.texts == 0
    assert found(again, "Which court?")[0] == COURT.strip()
    assert verify(again) == []
    for name in (QUESTION_SET, UPLOAD):
        assert (again.folder / name).read_text(encoding="utf-8") == f"the words of {name}\n"
    # The next document gets a number that no document had that came after the backup.
    (tmp_path / "more.txt").write_text("One more paper came.\n", encoding="utf-8")
    ingest(again, "case", [tmp_path / "more.txt"])
    case = again.catalogue.case("case")
    assert max(document.id for document in again.catalogue.documents(case)) > 1_000_000
    assert verify(again) == []


def test_a_library_in_a_folder_is_restored_to_postgresql_and_back(
    full: Library, elsewhere: Settings, database_url: str, tmp_path: Path
) -> None:
    served, _ = restored(
        replace(elsewhere, database_url=database_url), backed_up(full, tmp_path / "one")
    )
    assert rows_of(served) == rows_of(full)
    assert verify(served) == []
    back, _ = restored(
        replace(elsewhere, library=tmp_path / "third"), backed_up(served, tmp_path / "two")
    )
    assert rows_of(back) == rows_of(full)
    assert verify(back) == []


def test_vectors_of_a_folder_are_restored_to_a_chroma_server(
    full: Library, elsewhere: Settings, chroma_url: str, tmp_path: Path
) -> None:
    to = replace(elsewhere, chroma_url=chroma_url)
    served, result = restored(to, backed_up(full, tmp_path / "backups"))
    assert (result.vectors, result.made) == (2, 0)
    assert found(served, "Which court?")[0] == COURT.strip()
    assert verify(served) == []


def test_without_vectors_they_are_made_again(
    full: Library, elsewhere: Settings, tmp_path: Path
) -> None:
    made = backed_up(full, tmp_path / "backups", with_vectors=False)
    assert made.vectors == 0
    again, result = restored(elsewhere, made)
    assert (result.vectors, result.made) == (0, 2)
    assert verify(again) == []


def test_vectors_of_another_model_are_made_again(
    full: Library, elsewhere: Settings, tmp_path: Path
) -> None:
    made = backed_up(full, tmp_path / "backups")
    another = WordEmbedder("another")
    result = restore_library(elsewhere, made.file, another)
    assert (result.vectors, result.made) == (0, 2)
    assert verify(Library(elsewhere, another)) == []


def test_vectors_that_cannot_be_read_keep_no_library_from_its_backup(
    full: Library, elsewhere: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def of(*given: object) -> None:
        raise LibraryDamaged("The vectors cannot be searched.")

    with monkeypatch.context() as patch:
        patch.setattr(Vectors, "of", of)
        made = backed_up(full, tmp_path / "backups", say=said.append)
    assert said[0] == "The vectors cannot be searched."
    assert made.vectors == 0
    again, _ = restored(elsewhere, made)
    assert verify(again) == []


def test_what_is_written_meanwhile_is_wholly_in_it_or_not_at_all(
    full: Library, elsewhere: Settings, tmp_path: Path, folder: Path
) -> None:
    """An ingest and a question between the copy of the catalogue and that of the documents."""
    before = rows_of(full)
    writing = opened(full.settings)

    def write(what: str, at: int, of: int) -> None:
        if what == library_backup.WRITING and not (folder / "late.txt").exists():
            (folder / "late.txt").write_text("It came while a backup was made.\n", encoding="utf-8")
            ingest(writing, "case", [folder])
            case = writing.catalogue.case("case")
            Conversations(writing.catalogue).add(case, None, "And now?", "{}")

    again, _ = restored(elsewhere, backed_up(full, tmp_path / "backups", done=write))
    assert (folder / "late.txt").exists()
    assert rows_of(again) == before != rows_of(full)
    assert verify(again) == []


def test_what_is_deleted_for_good_meanwhile_is_not_in_it(
    full: Library, elsewhere: Settings, tmp_path: Path
) -> None:
    writing = opened(full.settings)
    said: list[str] = []
    out = withdrawn(writing.catalogue, writing.catalogue.case("case"))
    assert len(out) == 2

    def delete(what: str, at: int, of: int) -> None:
        if what == library_backup.WRITING and not said:
            said.append("deleting")
            purge(writing, out)

    made = backed_up(full, tmp_path / "backups", done=delete, say=said.append)
    assert "beginning again" in said[-1]
    assert (made.documents, made.missing) == (2, ())
    with zipfile.ZipFile(made.file) as archive:
        whole = b"".join(map(archive.read, archive.namelist()))
    assert b"taken out" not in whole
    again, _ = restored(elsewhere, made)
    assert rows_of(again) == rows_of(full)


def test_a_lost_document_is_told_and_the_others_are_kept(
    full: Library, elsewhere: Settings, tmp_path: Path
) -> None:
    case = full.catalogue.case("case")
    court = next(d for d in full.catalogue.documents(case) if d.path == "court.txt")
    (full.folder / court.file).unlink()
    made = backed_up(full, tmp_path / "backups")
    assert made.missing == (court.file,)
    again, result = restored(elsewhere, made)
    assert result.contents.missing == (court.file,)
    (difference,) = verify(again)
    assert court.file in difference.what


def with_part(file: Path, to: Path, name: str, content: bytes | None) -> Path:
    """The backup with another content of a part, or without it; the list is as it was."""
    with zipfile.ZipFile(file) as given, zipfile.ZipFile(to, "w") as made:
        for entry in given.namelist():
            if entry != name:
                made.writestr(entry, given.read(entry))
            elif content is not None:
                made.writestr(entry, content)
    return to


def parts_of(file: Path) -> list[str]:
    with zipfile.ZipFile(file) as archive:
        return archive.namelist()


def listed(file: Path) -> Any:
    with zipfile.ZipFile(file) as archive:
        return json.loads(archive.read("manifest.json"))


def nothing_is_at(settings: Settings) -> bool:
    left = [path for path in settings.library.rglob("*") if path.is_file()]
    return {path.name for path in left} <= {"lock", "lock.json"}


def test_a_damaged_backup_is_refused_before_anything_is_changed(
    full: Library, elsewhere: Settings, tmp_path: Path
) -> None:
    made = backed_up(full, tmp_path / "backups").file
    kinds = {name.partition("/")[0] for name in parts_of(made)}
    assert kinds == {
        "catalogue.sqlite",
        "files",
        "vectors",
        "questions",
        "uploads",
        "manifest.json",
    }
    bad = tmp_path / "bad.zip"
    for name in parts_of(made)[:-1]:
        with zipfile.ZipFile(made) as archive:
            content = bytearray(archive.read(name))
        content[len(content) // 2] ^= 1
        with_part(made, bad, name, bytes(content))
        with pytest.raises(LibraryDamaged, match=r"altered|cannot be read"):
            restored(elsewhere, LibraryBackup(bad, 0, 0, 0, 0, ()))
        with_part(made, bad, name, None)
        with pytest.raises(LibraryDamaged, match="lacks its part"):
            restored(elsewhere, LibraryBackup(bad, 0, 0, 0, 0, ()))
        assert nothing_is_at(elsewhere)


def test_a_bit_that_a_disk_changed_anywhere_is_found(
    full: Library, elsewhere: Settings, tmp_path: Path
) -> None:
    """Whichever byte it is, the backup is refused or the library is the same."""
    whole = backed_up(full, tmp_path / "backups").file.read_bytes()
    bad = tmp_path / "bad.zip"
    refused = 0
    for at in range(0, len(whole), max(1, len(whole) // 60)):
        changed = bytearray(whole)
        changed[at] ^= 0x10
        bad.write_bytes(changed)
        here = replace(elsewhere, library=tmp_path / f"library {at}")
        try:
            again, _ = restored(here, LibraryBackup(bad, 0, 0, 0, 0, ()))
        except PinciteError:
            assert nothing_is_at(here)
            refused += 1
        else:
            assert rows_of(again) == rows_of(full)
            assert verify(again) == []
    assert refused > 40
    for length in (0, 100, len(whole) // 2, len(whole) - 1):
        bad.write_bytes(whole[:length])
        with pytest.raises(PinciteError):
            restored(elsewhere, LibraryBackup(bad, 0, 0, 0, 0, ()))
        assert nothing_is_at(elsewhere)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"format": 2}, "newer Pincite"),
        ({"layout": 1000}, "newer Pincite"),
        ({"parts": []}, "lacks its part"),
        ({"parts": [{"name": "../evil", "size": 1, "sha256": ""}]}, "no backup"),
        ({"parts": [{"name": "uploads/../../evil", "size": 1, "sha256": ""}]}, "no backup"),
        ({"parts": [{"name": "models/evil", "size": 1, "sha256": ""}]}, "no backup"),
        ({"id": None, "more": 1}, "no backup"),
    ],
)
def test_a_list_of_another_program_is_refused(
    full: Library, elsewhere: Settings, tmp_path: Path, changed: dict[str, Any], fault: str
) -> None:
    made = backed_up(full, tmp_path / "backups").file
    said = json.dumps({**listed(made), **changed}).encode()
    bad = with_part(made, tmp_path / "bad.zip", "manifest.json", said)
    with pytest.raises(PinciteError, match=fault):
        restored(elsewhere, LibraryBackup(bad, 0, 0, 0, 0, ()))
    assert nothing_is_at(elsewhere)


def test_a_catalogue_with_a_program_in_it_is_refused(
    full: Library, elsewhere: Settings, tmp_path: Path
) -> None:
    made = backed_up(full, tmp_path / "backups").file
    hostile = tmp_path / "hostile.sqlite"
    with zipfile.ZipFile(made) as archive:
        hostile.write_bytes(archive.read("catalogue.sqlite"))
    with closing(sqlite3.connect(hostile)) as db:
        db.execute("CREATE TRIGGER evil AFTER UPDATE ON meta BEGIN SELECT 1; END")
        db.commit()
    content, said = hostile.read_bytes(), listed(made)
    said["parts"][0] |= {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    bad = with_part(made, tmp_path / "one.zip", "catalogue.sqlite", content)
    bad = with_part(bad, tmp_path / "bad.zip", "manifest.json", json.dumps(said).encode())
    with pytest.raises(PinciteError, match="not written by Pincite"):
        restored(elsewhere, LibraryBackup(bad, 0, 0, 0, 0, ()))
    assert nothing_is_at(elsewhere)


def test_a_library_that_has_cases_is_replaced_on_request_alone(
    full: Library, elsewhere: Settings, tmp_path: Path
) -> None:
    made = backed_up(full, tmp_path / "backups")
    other = tmp_path / "other"
    other.mkdir()
    (other / "other.txt").write_text("Another case was filed in a court.\n", encoding="utf-8")
    there = opened(elsewhere)
    ingest(there, "other", [other])
    before = rows_of(there)
    with pytest.raises(PinciteError, match=r"has cases already.*--yes"):
        restored(elsewhere, made)
    assert rows_of(there) == before
    again, result = restored(elsewhere, made, replacing=True)
    assert rows_of(again) == rows_of(full)
    assert verify(again) == []
    assert result.set_aside is not None
    kept = Catalogue(result.set_aside / "catalogue.sqlite", restoring=True)
    assert [case.name for case in kept.cases()] == ["other"]
    # What the other library had of documents is not deleted either, and no copy of its catalogue
    # passes for one of this.
    assert [file.read_text() for file in file_copies.set_aside(again.folder)] == [
        "Another case was filed in a court.\n"
    ]
    backups.restore_newest(again.folder)
    assert rows_of(opened(elsewhere)) == rows_of(full)


@pytest.mark.engines
@pytest.mark.not_on("embedded", "chroma")
def test_a_library_on_a_server_is_never_replaced(full: Library, tmp_path: Path) -> None:
    made = backed_up(full, tmp_path / "backups")
    before = rows_of(full)
    with pytest.raises(PinciteError, match=r"cannot be replaced.*another schema"):
        restored(full.settings, made, replacing=True)
    assert rows_of(full) == before
    assert verify(full) == []


@pytest.mark.engines
@pytest.mark.not_on("embedded", "postgresql")
def test_a_trial_does_not_take_the_vectors_of_the_library_that_is_used(
    full: Library, elsewhere: Settings, tmp_path: Path
) -> None:
    made = backed_up(full, tmp_path / "backups")
    trial = replace(elsewhere, chroma_database=full.settings.chroma_database)
    with pytest.raises(PinciteError, match="PINCITE_CHROMA_DATABASE"):
        restored(trial, made)
    assert verify(full) == []
    again, _ = restored(trial, made, replacing=True)  # the other one is gone
    assert verify(again) == []


def test_a_folder_of_another_library_is_left_alone(
    full: Library, elsewhere: Settings, database_url: str, tmp_path: Path
) -> None:
    made = backed_up(full, tmp_path / "backups")
    with pytest.raises(PinciteError, match="a library of its own"):
        restored(replace(full.settings, database_url=database_url), made)
    assert verify(full) == []


STEPS: tuple[tuple[Any, str], ...] = (
    (library_restore, "_unpack"),
    (library_restore, "_move"),
    (library_restore, "put_mark"),
    (library_restore, "copy_tables"),
    (Vectors, "put"),
    (Catalogue, "set_meta"),
    (library, "sweep"),
    (library_restore, "set_aside_unused"),
)
KILLS = ((1, "before"), (1, "after"), (3, "before"))


def victim(to: Settings, file: Path, step: int, nth: int, side: str) -> None:
    owner, name = STEPS[step]
    calls, function = 0, getattr(owner, name)

    def deadly(*given: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == nth and side == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = function(*given, **named)
        if calls == nth:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, deadly)
    restore_library(to, file, WordEmbedder(), replacing=True)


@pytest.mark.engines
@pytest.mark.timeout(600)
def test_a_killed_restore_leaves_the_old_library_or_the_new_one(
    full: Library, elsewhere: Settings, tmp_path: Path
) -> None:
    """Killed at each step: what is there is what was there or what was backed up, and the same
    command finishes it."""
    made = backed_up(full, tmp_path / "backups")
    wanted = rows_of(full)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    killed, seen = 0, set()
    for step in range(len(STEPS)):
        to = replace(
            elsewhere,
            library=tmp_path / f"library {step}",
            chroma_database=f"test-{uuid4().hex}",
            database_url=elsewhere.database_url
            and with_schema(elsewhere.database_url.partition("?")[0], f"test_{uuid4().hex}"),
        )
        for nth, side in KILLS:
            process = context.Process(target=victim, args=(to, made.file, step, nth, side))
            process.start()
            process.join(120)
            assert process.exitcode in (0, -signal.SIGKILL)
            if process.exitcode == 0:
                break  # it does not come to this step so often
            killed += 1
            with suppress(LibraryMismatch):  # of a database whose folder is not marked yet
                rows = rows_of(opened(to))
                assert rows["documents"].rows in (0, wanted["documents"].rows)
                if rows["documents"].rows:
                    assert rows == wanted
                seen.add(rows["documents"].rows)
        if process.exitcode:
            restored(to, made, replacing=to.database_url is None)
        again = opened(to)
        assert rows_of(again) == wanted
        assert verify(again) == []
        assert not list(to.library.glob(".restoring-*"))
    assert killed > 12
    assert seen == {0, wanted["documents"].rows}


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    with small_disk(tmp_path / "small", 2_000_000) as folder:
        yield folder


@pytest.fixture
def large(full: Library) -> Library:
    """With an upload that does not fit on the small disk."""
    (full.folder / UPLOAD).write_bytes(os.urandom(3_000_000))
    return full


def test_a_full_disk_is_told_and_leaves_no_backup(large: Library, small: Path) -> None:
    with pytest.raises(DiskFull, match=r"no new backup.*another disk"):
        back_up_library(large, small)
    assert list(small.iterdir()) == []
    assert verify(large) == []


@pytest.mark.parametrize("measured", [True, False])
def test_a_full_disk_is_told_and_nothing_is_restored(
    large: Library,
    elsewhere: Settings,
    small: Path,
    tmp_path: Path,
    measured: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Seen beforehand, and where somebody else filled the disk meanwhile."""
    made = backed_up(large, tmp_path / "backups")
    to = replace(elsewhere, library=small / "library")
    if not measured:
        plenty = type("Usage", (), {"free": 10**12})
        monkeypatch.setattr("shutil.disk_usage", lambda path: plenty)
    with pytest.raises(DiskFull, match="Nothing was changed"):
        restored(to, made)
    assert nothing_is_at(to)


def test_a_backup_that_is_killed_leaves_nothing_behind_the_next(
    full: Library, tmp_path: Path
) -> None:
    to = tmp_path / "backups"
    left = to / ".pincite-backup-dead"
    left.mkdir(parents=True)
    (left / "backup.zip").write_bytes(b"half")
    made = backed_up(full, to)
    assert list(to.iterdir()) == [made.file]
    with pytest.raises(PinciteError, match="is there already"):
        back_up_library(full, made.file)


@pytest.mark.engines
def test_the_commands(
    typed: Typed, folder: Path, tmp_path: Path, elsewhere: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed.run(str(folder), "--case", "case")
    file = tmp_path / "all.zip"
    output = typed.run("backup-library", str(file))
    assert "1 case, 2 documents, 2 vectors in" in output
    assert "read again" in output
    monkeypatch.setenv("PINCITE_CHROMA_DATABASE", elsewhere.chroma_database)
    if elsewhere.database_url:
        monkeypatch.setenv("PINCITE_DATABASE_URL", elsewhere.database_url)
    there = Typed(elsewhere.library, typed._capsys)
    assert "1 case, 2 documents, 2 vectors" in there.run("restore-library", str(file))
    assert "agree" in there.run("verify")
    answer = there.run("restore-library", str(file), status=1)
    assert ("add --yes" in answer) or ("another schema" in answer)


def test_the_command_tells_what_it_cannot_do(typed: Typed, tmp_path: Path) -> None:
    assert "There is no library in" in typed.run("backup-library", str(tmp_path), status=1)
    assert not (tmp_path / "library").exists()
    assert "There is no" in typed.run("restore-library", str(tmp_path / "x.zip"), status=1)
    (tmp_path / "x.zip").write_text("no zip", encoding="utf-8")
    assert "is no backup" in typed.run("restore-library", str(tmp_path / "x.zip"), status=1)
