"""Ingesting in the background: progress, an end, a way to stop it, and mistakes."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from ingest.errors import LibraryBusy
from ingest.settings import Settings
from ingest.store.catalogue import Case
from ingest.store.library import Library
from ingest.store.versions import withdrawn
from ingest.sync import arrivals
from ingest.sync.background import Background, Reporter, WorkState
from ingest.sync.job import IngestJob, IngestState
from ingest.sync.uploads import Upload, Uploads
from tests.support.fakes import WordEmbedder

SOON = 30.0


def over(work: Background[int, str]) -> WorkState[int, str]:
    work.wait(SOON)
    found = work.look()
    assert found is not None
    assert not found.running
    return found


def test_work_tells_how_far_it_is_and_ends_with_its_result() -> None:
    work: Background[int, str] = Background()
    may_go_on, told_once = Event(), Event()

    def two_steps(reporter: Reporter[int]) -> str:
        reporter.say("beginning")
        reporter.step(1)
        told_once.set()
        assert may_go_on.wait(SOON)
        reporter.step(2)
        return "done"

    assert work.look() is None
    assert work.start("two steps", two_steps)
    assert told_once.wait(SOON)
    assert work.look() == WorkState("two steps", step=1)
    assert not work.start("another", lambda reporter: "no")
    work.dismiss()
    may_go_on.set()
    found = over(work)
    assert (found.title, found.step, found.result) == ("two steps", 2, "done")
    work.dismiss()
    assert work.look() is None


def test_a_result_can_be_looked_at_after_other_work_began() -> None:
    work: Background[int, str] = Background()
    may_end = Event()
    assert work.start("first", lambda reporter: "done")
    over(work)

    def waits(reporter: Reporter[int]) -> str:
        assert may_end.wait(SOON)
        return "done too"

    assert work.start("second", waits)
    first, second = work.look("first"), work.look("second")
    assert first is not None
    assert second is not None
    assert (first.running, first.result, second.running) == (False, "done", True)
    assert work.look("third") is None
    may_end.set()
    over(work)
    work.dismiss("first")
    assert work.look("first") is None
    assert work.look() == work.look("second")
    work.dismiss()
    assert work.look("second") is None


def test_cancelled_work_stops_at_its_next_step() -> None:
    work: Background[int, str] = Background()
    reached, asked = Event(), Event()

    def for_ever(reporter: Reporter[int]) -> str:
        reached.set()
        assert asked.wait(SOON)
        reporter.step(1)
        return "went on"

    work.start("for ever", for_ever)
    assert reached.wait(SOON)
    work.cancel()
    asked.set()
    found = over(work)
    assert found.cancelled
    assert found.result is None
    # The next one is not stopped by it.

    def one_step(reporter: Reporter[int]) -> str:
        reporter.step(3)
        return "fine"

    work.start("next", one_step)
    assert over(work).result == "fine"


def test_a_clear_failure_is_kept_with_what_mends_it() -> None:
    work: Background[int, str] = Background()
    busy = LibraryBusy("Busy.", "Wait.")

    def fails(reporter: Reporter[int]) -> str:
        raise busy

    work.start("fails", fails)
    assert over(work).error is busy


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_mistake_of_the_program_ends_the_work_too() -> None:
    work: Background[int, str] = Background()

    def mistaken(reporter: Reporter[int]) -> str:
        raise ZeroDivisionError

    work.start("mistaken", mistaken)
    found = over(work)
    assert (found.result, found.error, found.cancelled) == (None, None, False)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return open_library(tmp_path)


def open_library(tmp_path: Path) -> Library:
    return Library(replace(Settings(), library=tmp_path / "library"), WordEmbedder())


@pytest.fixture
def case(library: Library) -> Case:
    return library.catalogue.ensure_case("acme")


def ended(job: IngestJob) -> IngestState:
    job.wait(SOON)
    found = job.look()
    assert found is not None
    assert not found.running
    return found


def test_uploads_are_brought_in_and_what_failed_waits_for_another_try(
    tmp_path: Path, library: Library, case: Case
) -> None:
    uploads = Uploads(library.folder)
    job = IngestJob(lambda: open_library(tmp_path), uploads)
    kept = uploads.keep(
        case,
        [Upload("claim.txt", b"The court has the claim.\n"), Upload("x.txt", b"\x00\x01\xff" * 50)],
    )
    assert job.start(case, kept)
    found = ended(job)
    assert found.result is not None
    assert {result.path: result.outcome for result in found.result} == {
        "claim.txt": "added",
        "x.txt": "failed",
    }
    assert [path.name for path in uploads.waiting(case)] == ["x.txt"]
    assert [document.path for document in library.catalogue.documents(case)] == ["claim.txt"]
    uploads.keep(case, [Upload("x.txt", b"Now it is a text that can be read.\n")])
    assert job.retry(case)
    ended(job)
    assert [document.path for document in library.catalogue.documents(case)] == [
        "claim.txt",
        "x.txt",
    ]
    assert library.catalogue.failures(case) == {}
    assert uploads.waiting(case) == []
    assert not job.retry(case)


def test_a_cancelled_ingest_leaves_whole_documents_and_can_be_run_again(
    tmp_path: Path, library: Library, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "_LONGEST", 0.0)  # none waits for another
    folder = tmp_path / "case"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.txt").write_text(f"The court filed servers {number}.\n")
    job = IngestJob(lambda: open_library(tmp_path), Uploads(library.folder))
    assert job.start(case, [folder])
    while not library.catalogue.documents(case):
        job.wait(0.01)
    job.cancel()
    results = ended(job).result
    assert results is not None
    outcomes = [result.outcome for result in results]
    assert outcomes == sorted(outcomes, key=("added", "cancelled").index)
    assert 1 <= outcomes.count("added") == len(library.catalogue.documents(case)) < 6
    job.start(case, [folder])
    ended(job)
    assert len(library.catalogue.documents(case)) == 6


def test_a_document_is_taken_out_brought_back_and_deleted(
    tmp_path: Path, library: Library, case: Case
) -> None:
    uploads = Uploads(library.folder)
    job = IngestJob(lambda: open_library(tmp_path), uploads)
    job.start(case, uploads.keep(case, [Upload("claim.txt", b"The court has the claim.\n")]))
    ended(job)
    (document,) = library.catalogue.documents(case)
    assert job.withdraw(case, document)
    ended(job)
    assert library.catalogue.documents(case) == []
    (version,) = withdrawn(library.catalogue, case)
    assert job.restore(case, version)
    ended(job)
    assert library.catalogue.documents(case) == [document]
    job.withdraw(case, document)
    ended(job)
    assert job.purge(case, withdrawn(library.catalogue, case)[0])
    ended(job)
    assert withdrawn(library.catalogue, case) == []


def test_an_ingest_that_waits_for_another_writer_can_be_cancelled(
    library: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "note.txt").write_text("1. Bolt paid in July.\n")
    job = IngestJob(lambda: open_library(tmp_path), Uploads(library.folder))
    with library.writing():
        assert job.start(library.catalogue.put_case("case", ""), [folder])
        until = time.monotonic() + SOON
        while not (look := job.look()) or not look.said:
            assert time.monotonic() < until
            time.sleep(0.01)
        assert look.said.startswith("waiting for another program that writes the library (process ")
        job.cancel()
        job.wait(SOON)
        found = job.look()
    assert found is not None
    assert (found.running, found.cancelled, found.error) == (False, True, None)
    assert library.catalogue.documents(library.catalogue.case("case")) == []
