"""Ingesting again: versions, files added by themselves, failures, a look ahead, and stopping."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from ingest.document import Reading
from ingest.formats.sandbox.parent import read_isolated
from ingest.store.library import Library
from ingest.store.overview import overview
from ingest.sync import one_file
from ingest.sync.mirror import Progress, ingest
from tests.support.libraries import (
    CLAIM,
    current,
    found,
    open_library,
    outcomes,
    vectors_of,
)

pytestmark = pytest.mark.engines


def test_a_changed_file_supersedes_its_old_version(library: Library, folder: Path) -> None:
    ingest(library, "case", [folder])
    old = library.catalogue.places(library.catalogue.case("case"))["claim.txt"].document_id
    (folder / "claim.txt").write_text("Nothing was ever agreed at all.\n", encoding="utf-8")
    ingest(library, "case", [folder])
    new = library.catalogue.places(library.catalogue.case("case"))["claim.txt"].document_id
    with library.catalogue.session() as db:
        row = db.execute("SELECT * FROM documents WHERE id = ?", (old,)).fetchone()
    assert (row["state"], row["superseded_by"]) == ("withdrawn", new)
    assert row["withdrawn_from"] == "claim.txt"
    assert row["withdrawn_at"]


def test_mirroring_a_folder_keeps_files_added_by_themselves(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    added = tmp_path / "elsewhere.txt"
    added.write_text("The servers stopped in an agreement.\n", encoding="utf-8")
    ingest(library, "case", [folder])
    ingest(library, "case", [added])
    assert outcomes(ingest(library, "case", [folder])) == {
        "claim.txt": "unchanged",
        "court.txt": "unchanged",
    }
    paths = [
        document.path for document in library.catalogue.documents(library.catalogue.case("case"))
    ]
    assert paths == ["claim.txt", "court.txt", "elsewhere.txt"]


def test_the_folder_is_remembered_and_its_files_are_known_by_themselves(
    library: Library, folder: Path
) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "deep.txt").write_text("The servers stopped.\n", encoding="utf-8")
    ingest(library, "case", [folder])
    case = library.catalogue.case("case")
    assert case.folder == str(folder.resolve())
    again = ingest(library, "case", [folder / "sub" / "deep.txt"])
    assert outcomes(again) == {"sub/deep.txt": "unchanged"}


def test_a_library_inside_of_the_folder_is_no_part_of_the_case(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    (tmp_path / "claim.txt").write_text(CLAIM, encoding="utf-8")
    for _ in range(2):
        assert set(outcomes(ingest(library, "case", [tmp_path]))) == {"claim.txt"}


def test_a_failure_is_not_tried_again_until_something_changes(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = folder / "bad.pdf"
    bad.write_bytes(b"%PDF-1.4\nnothing that can be read\n%%EOF\n")
    read: list[str] = []

    def noted(path: Path, name: str | None = None, *, passwords: Sequence[str]) -> Reading:
        read.append(str(name))
        return read_isolated(path, name, passwords=passwords)

    monkeypatch.setattr(one_file, "read_isolated", noted)
    first = ingest(library, "case", [folder])
    assert outcomes(first)["bad.pdf"] == "failed"
    assert read.count("bad.pdf") == 1
    again = ingest(library, "case", [folder])
    assert [result.reason for result in again if result.outcome == "failed"] == [
        result.reason for result in first if result.outcome == "failed"
    ]
    os.utime(bad, (1, 1))
    ingest(library, "case", [folder])
    assert read.count("bad.pdf") == 1, "the same bytes and the same reader"
    ingest(library, "case", [folder], retry=True)
    assert read.count("bad.pdf") == 2
    monkeypatch.setattr(one_file, "READER", "another")
    ingest(library, "case", [folder])
    assert read.count("bad.pdf") == 3
    bad.write_text(CLAIM, encoding="utf-8")
    bad.rename(folder / "good.txt")
    assert outcomes(ingest(library, "case", [folder]))["good.txt"] == "moved"
    assert library.catalogue.failures(library.catalogue.case("case")) == {}


def test_check_finds_a_change_that_size_and_time_hide(library: Library, folder: Path) -> None:
    ingest(library, "case", [folder])
    file = folder / "claim.txt"
    before = file.stat()
    file.write_text(CLAIM.replace("sixty", "forty"), encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert outcomes(ingest(library, "case", [folder]))["claim.txt"] == "unchanged"
    assert outcomes(ingest(library, "case", [folder], check=True)) == {
        "claim.txt": "changed",
        "court.txt": "unchanged",
    }


def test_a_dry_run_tells_and_changes_nothing(library: Library, folder: Path) -> None:
    assert set(outcomes(ingest(library, "case", [folder], dry_run=True)).values()) == {"added"}
    assert library.catalogue.cases() == []
    ingest(library, "case", [folder])
    (folder / "claim.txt").write_text("Nothing was ever agreed at all.\n", encoding="utf-8")
    (folder / "court.txt").rename(folder / "moved.txt")
    (folder / "new.txt").write_text("The servers stopped.\n", encoding="utf-8")
    (folder / "empty.txt").write_text("", encoding="utf-8")
    before = library.catalogue.generation()
    foretold = outcomes(ingest(library, "case", [folder], dry_run=True))
    assert library.catalogue.generation() == before
    assert foretold == outcomes(ingest(library, "case", [folder]))
    assert set(foretold.values()) == {"changed", "moved", "added", "failed"}


@pytest.mark.parametrize("stage", ["reading", "embedding"])
def test_a_cancelled_ingest_keeps_the_old_state_of_the_file_at_hand(
    library: Library, folder: Path, stage: str
) -> None:
    ingest(library, "case", [folder])
    (folder / "claim.txt").write_text(CLAIM + "\nNow with interest.\n", encoding="utf-8")
    (folder / "court.txt").unlink()
    (folder / "new.txt").write_text("The servers stopped.\n", encoding="utf-8")
    reached: list[bool] = []

    def report(progress: Progress) -> None:
        if progress.stage == stage:
            reached.append(True)

    results = ingest(library, "case", [folder], report, cancel=lambda: bool(reached))
    assert outcomes(results) == {"claim.txt": "cancelled", "new.txt": "cancelled"}
    assert CLAIM.strip() in found(library, "What does Wiwynn claim?")
    assert vectors_of(library) == {passage.id for passage in current(library)}
    assert library.catalogue.meta()["unfinished"] == "no"
    assert outcomes(ingest(library, "case", [folder])) == {
        "claim.txt": "changed",
        "new.txt": "added",
        "court.txt": "removed",
    }


def test_reading_everything_again_goes_on_where_it_was_stopped(
    library: Library, folder: Path
) -> None:
    ingest(library, "case", [folder])
    with library.catalogue.transaction() as db:
        db.execute("UPDATE documents SET read_with = 'an older one'")
    second: list[str] = []

    def report(progress: Progress) -> None:
        if progress.number == 2:
            second.append(progress.path)

    stopped = ingest(library, "case", [folder], report, cancel=lambda: bool(second))
    assert outcomes(stopped) == {"claim.txt": "changed", "court.txt": "cancelled"}
    assert outcomes(ingest(library, "case", [folder])) == {
        "claim.txt": "unchanged",
        "court.txt": "changed",
    }


def test_what_could_not_be_read_of_a_document_is_kept(library: Library, folder: Path) -> None:
    hidden = '<html><body><article><p>The suit was filed.</p><p style="display:none">'
    hidden += "A secret of the court stands here, and nobody sees it.</p></article></body></html>"
    (folder / "page.html").write_text(hidden, encoding="utf-8")
    results = {result.path: result.warnings for result in ingest(library, "case", [folder])}
    kept = {
        facts.document.path: facts.warnings
        for facts in overview(library.catalogue, library.catalogue.case("case"))
    }
    assert kept == results
