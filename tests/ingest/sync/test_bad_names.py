"""A file that has a name in another encoding, or goes while it is read, fails alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import PinciteError
from ingest.store.library import Library
from ingest.sync import one_file
from ingest.sync.mirror import ingest
from tests.support.libraries import CLAIM, found, outcomes
from tests.support.typed import Typed

FIRST = b"a r\xe9sum\xe9.txt"
FOLDER = b"pi\xe8ces"


def place(at: Path, name: bytes) -> Path:
    """The path of that name in bytes; skips where the disk takes UTF-8 only."""
    path = Path(os.fsdecode(os.fsencode(at) + b"/" + name))
    try:
        path.parent.mkdir(exist_ok=True)
        path.touch()
    except OSError as error:
        pytest.skip(f"needs a disk that takes any name ({error})")
    return path


def test_a_name_that_is_not_utf8_fails_alone(typed: Typed, folder: Path) -> None:
    for name in (FIRST, FOLDER + b"/exhibit.txt"):
        place(folder, name).write_text(CLAIM, encoding="utf-8")
    report = typed.json(str(folder), "--case", "case")
    failed = {file["path"]: file for file in report["files"] if file["outcome"] == "failed"}
    assert set(failed) == {r"a r\xe9sum\xe9.txt", r"pi\xe8ces/exhibit.txt"}
    assert all("not in UTF-8" in file["reason"] for file in failed.values())
    assert all("Rename" in file["advice"] for file in failed.values())
    assert report["summary"]["added"] == 2
    assert r"pi\xe8ces/exhibit.txt" in typed.run("status")
    assert r"a r\xe9sum\xe9.txt" in typed.run("list")
    again = typed.outcomes(str(folder), "--case", "case")
    assert sorted(again.values()) == ["failed", "failed", "unchanged", "unchanged"]
    # Named by itself, and only looked at.
    assert "not in UTF-8" in typed.run(
        str(folder / os.fsdecode(FIRST)), "--case", "other", status=1
    )
    assert "not in UTF-8" in typed.run(str(folder), "--case", "case", "--dry-run", "--check")
    place(folder, FIRST).rename(folder / "résumé.txt")
    assert typed.outcomes(str(folder), "--case", "case")["résumé.txt"] == "moved"


def test_a_file_in_a_folder_of_such_a_name_fails_when_named_by_itself(
    typed: Typed, folder: Path
) -> None:
    file = place(folder, FOLDER + b"/exhibit.txt")
    file.write_text(CLAIM, encoding="utf-8")
    both = str(file), str(folder / "court.txt")
    assert typed.outcomes(*both, "--case", "case") == {
        "exhibit.txt": "failed",
        "court.txt": "added",
    }


def test_a_case_folder_of_such_a_name_is_refused_in_a_sentence(
    typed: Typed, folder: Path, tmp_path: Path
) -> None:
    file = place(tmp_path, FOLDER + b"/exhibit.txt")
    file.write_text(CLAIM, encoding="utf-8")
    output = typed.run(str(file.parent), "--case", "case", status=1)
    assert r"pi\xe8ces is not in UTF-8" in output
    assert "Rename it" in output


@pytest.mark.parametrize("when", ["found", "sniffed"])
def test_a_file_that_goes_meanwhile_fails_alone(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    (folder / "a.txt").write_text("A paper that goes.\n", encoding="utf-8")
    name = {"found": "foreseen", "sniffed": "format_of"}[when]
    original = getattr(one_file, name)

    def going(*given: Any) -> Any:
        if when == "found":
            (folder / "a.txt").unlink(missing_ok=True)
        result = original(*given)
        (folder / "a.txt").unlink(missing_ok=True)
        return result

    monkeypatch.setattr(one_file, name, going)
    results = {result.path: result for result in ingest(library, "case", [folder])}
    assert outcomes(list(results.values())) == {
        "a.txt": "failed",
        "claim.txt": "added",
        "court.txt": "added",
    }
    assert "gone" in results["a.txt"].reason
    monkeypatch.undo()
    (folder / "a.txt").write_text("A paper that goes.\n", encoding="utf-8")
    assert outcomes(ingest(library, "case", [folder]))["a.txt"] == "added"


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> set[Path]:
    """Folders that nobody may read; the system's own way does not bind everybody."""
    names: set[Path] = set()
    original = os.scandir

    def scandir(path: Any) -> Any:
        if Path(path) in names:
            raise PermissionError(13, "Permission denied", str(path))
        return original(path)

    monkeypatch.setattr(os, "scandir", scandir)
    return names


def test_documents_of_a_folder_that_cannot_be_read_stay(
    library: Library, folder: Path, closed: set[Path]
) -> None:
    (folder / "letters").mkdir()
    (folder / "claim.txt").rename(folder / "letters" / "claim.txt")
    ingest(library, "case", [folder])
    closed.add(folder / "letters")
    (folder / "court.txt").unlink()
    results = outcomes(ingest(library, "case", [folder]))
    assert results == {"letters": "failed", "court.txt": "removed"}
    assert found(library, "What does Wiwynn claim?")[0] == CLAIM.strip()
    closed.clear()
    assert outcomes(ingest(library, "case", [folder])) == {"letters/claim.txt": "unchanged"}
    assert library.catalogue.failures(library.catalogue.case("case")) == {}


def test_a_case_folder_that_cannot_be_read_takes_nothing_out(
    library: Library, folder: Path, closed: set[Path]
) -> None:
    ingest(library, "case", [folder])
    closed.add(folder)
    with pytest.raises(PinciteError, match=r"cannot be read.*unchanged"):
        ingest(library, "case", [folder])
    assert len(library.catalogue.documents(library.catalogue.case("case"))) == 2
