"""A full disk, a library that may not be written to, a damaged catalogue: told, and lossless."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.errors import DiskFull, LibraryDamaged, LibraryUnwritable
from ingest.settings import Settings
from ingest.store.backups import restore_newest
from ingest.store.library import Library
from ingest.store.user_data.conversations import Conversations
from ingest.store.verify import verify
from ingest.sync.mirror import ingest
from ingest.sync.rebuild import rebuild
from tests.support.fakes import WordEmbedder
from tests.support.libraries import COURT, found
from tests.support.small_disk import small_disk

_SIZE = 6_000_000


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of six megabytes."""
    with small_disk(tmp_path / "small", _SIZE) as folder:
        yield folder


def opened(folder: Path) -> Library:
    return Library(replace(Settings(), library=folder, lock_seconds=0.2), WordEmbedder())


def test_a_full_disk_is_told_and_nothing_is_lost(small: Path, folder: Path) -> None:
    ingest(opened(small / "library"), "case", [folder])
    many = "".join(f"The suit {number} was filed in a court.\n\n" for number in range(9000))
    (folder / "many.txt").write_text(many, encoding="utf-8")
    with pytest.raises(LibraryUnwritable, match=r"full.*pincite ingest"):
        ingest(opened(small / "library"), "case", [folder])
    (folder / "many.txt").unlink()
    subprocess.run(["mount", "-o", "remount,size=60000000", str(small)], check=True)
    again = opened(small / "library")
    ingest(again, "case", [folder])
    assert verify(again) == []
    assert found(again, "Which court?")[0] == COURT.strip()


def fill(folder: Path) -> None:
    """Leave no room on its disk."""
    file = os.open(folder / "fills it", os.O_WRONLY | os.O_CREAT)
    for size in (1 << 16, 1):
        with suppress(OSError):
            while True:
                os.write(file, b"." * size)
    os.close(file)


def test_a_library_on_a_full_disk_can_be_opened_and_asked(small: Path, folder: Path) -> None:
    ingest(opened(small / "library"), "case", [folder])
    fill(small)
    library = opened(small / "library")
    library.vectors.reopen()  # as in a program that was started just now
    assert found(library, "Which court?")[0] == COURT.strip()
    conversations, case = Conversations(library.catalogue), library.catalogue.case("case")
    with pytest.raises(DiskFull, match=r"The conversation could not be saved.*Free some space"):
        conversations.add(case, None, "Which court?")
    # Whoever writes does not write to what is only read.
    (folder / "claim.txt").write_text("Nothing was ever agreed at all.\n", encoding="utf-8")
    with pytest.raises(DiskFull):
        ingest(library, "case", [folder])
    (small / "fills it").unlink()
    ingest(library, "case", [folder])
    assert verify(library) == []
    assert conversations.add(case, None, "Which court?")
    assert [kept.title for kept in conversations.of_case(case)] == ["Which court?"]


def test_a_library_that_may_only_be_read_is_told(small: Path, folder: Path, tmp_path: Path) -> None:
    ingest(opened(tmp_path / "made"), "case", [folder])
    shutil.copytree(tmp_path / "made", small / "library")
    (folder / "claim.txt").write_text("Nothing was ever agreed at all.\n", encoding="utf-8")
    subprocess.run(["mount", "-o", "remount,ro", str(small)], check=True)
    with pytest.raises(LibraryUnwritable, match="--library"):
        ingest(opened(small / "library"), "case", [folder])
    subprocess.run(["mount", "-o", "remount,rw", str(small)], check=True)
    assert verify(opened(small / "library")) == []


def test_a_damaged_page_is_told_and_the_newest_copy_takes_its_place(
    tmp_path: Path, folder: Path
) -> None:
    at = tmp_path / "library"
    ingest(opened(at), "case", [folder])
    catalogue = at / "catalogue.sqlite"
    content = bytearray(catalogue.read_bytes())
    for page in range(2, len(content) // 4096):
        content[page * 4096 : page * 4096 + 400] = b"\xff" * 400
    catalogue.write_bytes(content)
    (folder / "claim.txt").write_text("Nothing was ever agreed at all.\n", encoding="utf-8")
    with pytest.raises(LibraryDamaged, match="restore-catalogue"):
        ingest(opened(at), "case", [folder])
    restore_newest(at)
    again = opened(at)
    ingest(again, "case", [folder])
    assert verify(again) == []
    assert found(again, "Which court?")[0] == COURT.strip()


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM sqlite_schema WHERE name = 'words_other_config'",
        "UPDATE sqlite_schema SET sql = CAST(x'435245ff' AS TEXT) WHERE name = 'words_other'",
    ],
)
def test_a_full_text_that_cannot_be_made_anew_is_told(
    tmp_path: Path, folder: Path, damage: str
) -> None:
    at = tmp_path / "library"
    ingest(opened(at), "case", [folder])
    with closing(sqlite3.connect(at / "catalogue.sqlite", isolation_level=None)) as db:
        db.execute("PRAGMA writable_schema = ON")
        assert db.execute(damage).rowcount == 1
    with pytest.raises(LibraryDamaged, match="restore-catalogue"):
        rebuild(opened(at), lambda said: None, lambda made, of: None)


@pytest.mark.parametrize("closed", [True, False], ids=["closed", "with a log of changes"])
def test_a_library_that_may_only_be_read_can_be_asked(
    small: Path, folder: Path, tmp_path: Path, closed: bool
) -> None:
    made = opened(tmp_path / "made")
    ingest(made, "case", [folder])
    if closed:
        shutil.copytree(tmp_path / "made", small / "library")
    else:
        with made.catalogue.session() as db:  # as one who still has it open, or was killed
            db.execute("SELECT * FROM cases").fetchone()
            made.catalogue.put_case("case", title="The newest title")
            shutil.copytree(tmp_path / "made", small / "library")
        assert (small / "library" / "catalogue.sqlite-wal").stat().st_size
    subprocess.run(["mount", "-o", "remount,ro", str(small)], check=True)
    library = opened(small / "library")
    assert found(library, "Which court?")[0] == COURT.strip()
    assert library.catalogue.case("case").title == ("" if closed else "The newest title")
    with pytest.raises(LibraryUnwritable):
        library.catalogue.put_case("case", title="Another")
    assert verify(library) == []


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        ("DELETE FROM words_en_docsize", "The full text (en) is damaged"),
        ("DELETE FROM words_en WHERE rowid = 1", "Full text (en): 1 passages are not in it."),
    ],
)
def test_a_damaged_library_that_may_only_be_read_is_verified(
    small: Path, folder: Path, tmp_path: Path, damage: str, sentence: str
) -> None:
    ingest(opened(tmp_path / "made"), "case", [folder])
    with closing(sqlite3.connect(tmp_path / "made" / "catalogue.sqlite")) as db, db:
        assert db.execute(damage).rowcount > 0
    shutil.copytree(tmp_path / "made", small / "library")
    subprocess.run(["mount", "-o", "remount,ro", str(small)], check=True)
    (difference,) = verify(opened(small / "library"))
    assert difference.what.startswith(sentence)
