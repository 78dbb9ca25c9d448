"""A watched folder tells of a change once its files are whole."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from ingest.store.library import Library
from ingest.sync.mirror import ingest
from ingest.sync.watch import changes
from tests.support.libraries import outcomes

REST = 0.3


class Growing:
    """A file that is written to until it is closed."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._whole = threading.Event()
        file.write_text("more\n", encoding="utf-8")
        self._thread = threading.Thread(target=self._grow)
        self._thread.start()

    def _grow(self) -> None:
        while not self._whole.wait(REST / 4):
            with self.file.open("a", encoding="utf-8") as grown:
                grown.write("more\n")

    def close(self) -> None:
        self._whole.set()
        self._thread.join()


def test_a_file_that_still_grows_waits_and_holds_back_no_other(
    library: Library, folder: Path
) -> None:
    growing = Growing(folder / "growing.txt")
    found = changes([folder], library.folder, REST)
    try:
        waiting = next(found)
        assert waiting == {growing.file.resolve()}
        said: list[str] = []
        results = ingest(library, "case", [folder], say=said.append, growing=waiting)
        assert outcomes(results) == {"claim.txt": "added", "court.txt": "added"}
        assert said == ["waiting for growing.txt, which is still being written"]
        (folder / "new.txt").write_text("The servers stopped.\n", encoding="utf-8")
        waiting = next(found)
        assert waiting == {growing.file.resolve()}
        assert outcomes(ingest(library, "case", [folder], growing=waiting))["new.txt"] == "added"
    finally:
        growing.close()
    assert next(found) == frozenset()
    found.close()
    results = ingest(library, "case", [folder])
    assert outcomes(results)["growing.txt"] == "added"


def test_a_document_whose_file_is_being_written_stays_as_it_was(
    library: Library, folder: Path
) -> None:
    ingest(library, "case", [folder])
    claim = folder / "claim.txt"
    claim.write_text("Half of", encoding="utf-8")
    results = ingest(library, "case", [folder], growing={claim.resolve()})
    assert outcomes(results) == {"court.txt": "unchanged"}
    paths = [
        document.path for document in library.catalogue.documents(library.catalogue.case("case"))
    ]
    assert paths == ["claim.txt", "court.txt"]


def test_the_librarys_own_files_are_no_change(tmp_path: Path, folder: Path) -> None:
    own = folder / "library"
    own.mkdir()
    found = changes([folder], own, 0.05)
    assert next(found) == frozenset()
    (folder / "case.yaml").write_text("title: New\n", encoding="utf-8")
    stop = threading.Event()

    def write() -> None:
        while not stop.wait(0.02):
            (own / "file").write_text(str(time.monotonic()), encoding="utf-8")

    writing = threading.Thread(target=write)
    writing.start()
    try:
        # What case.yaml says is a change like that of a document.
        assert next(found) == frozenset()
    finally:
        stop.set()
        writing.join()
    found.close()
