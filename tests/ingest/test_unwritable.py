"""A full disk, a library that may not be written to, a damaged catalogue: told, and lossless."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.backups import restore_newest
from ingest.errors import LibraryDamaged, LibraryUnwritable
from ingest.library import Library
from ingest.mirror import ingest
from ingest.settings import Settings
from ingest.verify import verify
from tests.fakes import WordEmbedder
from tests.ingest.test_mirror import CLAIM, COURT, found

_SIZE = 6_000_000


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of six megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "tmpfs", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("needs the command mount")
    if done.returncode:
        pytest.skip(f"needs the right to mount a small disk ({done.stderr.strip()})")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=False)


def opened(folder: Path) -> Library:
    return Library(replace(Settings(), library=folder, lock_seconds=0.2), WordEmbedder())


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "claim.txt").write_text(CLAIM, encoding="utf-8")
    (folder / "court.txt").write_text(COURT, encoding="utf-8")
    return folder


def test_a_full_disk_is_told_and_nothing_is_lost(small: Path, case: Path) -> None:
    ingest(opened(small / "library"), "case", [case])
    many = "".join(f"The suit {number} was filed in a court.\n\n" for number in range(9000))
    (case / "many.txt").write_text(many, encoding="utf-8")
    with pytest.raises(LibraryUnwritable, match=r"full.*python -m ingest"):
        ingest(opened(small / "library"), "case", [case])
    (case / "many.txt").unlink()
    subprocess.run(["mount", "-o", "remount,size=60000000", str(small)], check=True)
    again = opened(small / "library")
    ingest(again, "case", [case])
    assert verify(again) == []
    assert found(again, "Which court?")[0] == COURT.strip()


def test_a_library_that_may_only_be_read_is_told(small: Path, case: Path, tmp_path: Path) -> None:
    ingest(opened(tmp_path / "made"), "case", [case])
    shutil.copytree(tmp_path / "made", small / "library")
    (case / "claim.txt").write_text("Nothing was ever agreed at all.\n", encoding="utf-8")
    subprocess.run(["mount", "-o", "remount,ro", str(small)], check=True)
    with pytest.raises(LibraryUnwritable, match="--library"):
        ingest(opened(small / "library"), "case", [case])
    subprocess.run(["mount", "-o", "remount,rw", str(small)], check=True)
    assert verify(opened(small / "library")) == []


def test_a_damaged_page_is_told_and_the_newest_copy_takes_its_place(
    tmp_path: Path, case: Path
) -> None:
    folder = tmp_path / "library"
    ingest(opened(folder), "case", [case])
    catalogue = folder / "catalogue.sqlite"
    content = bytearray(catalogue.read_bytes())
    for page in range(2, len(content) // 4096):
        content[page * 4096 : page * 4096 + 400] = b"\xff" * 400
    catalogue.write_bytes(content)
    (case / "claim.txt").write_text("Nothing was ever agreed at all.\n", encoding="utf-8")
    with pytest.raises(LibraryDamaged, match="restore-catalogue"):
        ingest(opened(folder), "case", [case])
    restore_newest(folder)
    again = opened(folder)
    ingest(again, "case", [case])
    assert verify(again) == []
    assert found(again, "Which court?")[0] == COURT.strip()
