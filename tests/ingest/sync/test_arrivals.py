"""Small documents are made current together, and each of them whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from ingest.store.catalogue import Stored
from ingest.store.library import Library
from ingest.store.vectors import Vectors
from ingest.store.verify import verify
from ingest.sync import arrivals
from ingest.sync.mirror import ingest
from ingest.sync.progress import Progress
from tests.support.libraries import current, open_library, vectors_of


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return open_library(tmp_path)


@pytest.fixture
def together(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Of how many documents the vectors were written at once, each time."""
    written: list[int] = []
    add = Vectors.add

    def noted(
        self: Vectors, case_id: int, stored: Sequence[Stored], done: Callable[[int], None]
    ) -> None:
        written.append(len({passage.document_id for passage in stored}))
        add(self, case_id, stored, done)

    monkeypatch.setattr(Vectors, "add", noted)
    # However slow the computer is, none is tired of waiting.
    monkeypatch.setattr(arrivals, "_LONGEST", 600.0)
    return written


def letters(folder: Path, number: int) -> Path:
    folder.mkdir()
    for each in range(number):
        text = f"Letter {each} says that the servers stopped.\n"
        (folder / f"{each:03}.txt").write_text(text, encoding="utf-8")
    return folder


def places(library: Library) -> list[str]:
    case = library.catalogue.case("case")
    return [document.path for document in library.catalogue.documents(case)]


def test_the_vectors_of_many_letters_are_written_at_once(
    tmp_path: Path, library: Library, together: list[int]
) -> None:
    folder = letters(tmp_path / "letters", 70)
    results = ingest(library, "case", [folder])
    assert {(result.outcome, result.passages) for result in results} == {("added", 1)}
    assert [result.path for result in results] == [f"{each:03}.txt" for each in range(70)]
    assert together == [64, 6]
    assert len(places(library)) == 70
    assert verify(library) == []


def test_a_long_document_comes_alone(tmp_path: Path, library: Library, together: list[int]) -> None:
    folder = letters(tmp_path / "letters", 4)
    paragraphs = (f"{number}. " + "The servers of the rack stopped. " * 20 for number in range(99))
    (folder / "002.txt").write_text("\n\n".join(paragraphs), encoding="utf-8")
    results = ingest(library, "case", [folder])
    assert results[2].passages >= 64
    assert together == [2, 1, 1]


def test_none_waits_longer_than_the_next_one_takes_to_be_read(
    tmp_path: Path, library: Library, together: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "_LONGEST", 0.0)
    ingest(library, "case", [letters(tmp_path / "letters", 3)])
    assert together == [1, 1, 1]


def test_the_same_bytes_twice_are_one_document(
    tmp_path: Path, library: Library, together: list[int]
) -> None:
    folder = letters(tmp_path / "letters", 3)
    (folder / "copy.txt").write_bytes((folder / "001.txt").read_bytes())
    results = ingest(library, "case", [folder])
    assert [result.outcome for result in results] == ["added", "added", "added", "moved"]
    assert len(places(library)) == 3
    assert verify(library) == []


def test_what_was_read_when_an_ingest_is_stopped_is_kept(
    tmp_path: Path, library: Library, together: list[int]
) -> None:
    folder = letters(tmp_path / "letters", 4)
    reached: list[bool] = []

    def report(progress: Progress) -> None:
        if progress.number == 3:
            reached.append(True)

    results = ingest(library, "case", [folder], report, cancel=lambda: bool(reached))
    outcomes = [result.outcome for result in results]
    assert outcomes == ["added", "added", "cancelled", "cancelled"]
    assert together == [2]
    assert places(library) == ["000.txt", "001.txt"]
    assert vectors_of(library) == {passage.id for passage in current(library)}


def test_those_whose_vectors_are_stopped_keep_their_old_state(
    tmp_path: Path, library: Library, together: list[int]
) -> None:
    folder = letters(tmp_path / "letters", 4)
    (folder / "bad.pdf").write_bytes(b"%PDF-1.4\nnothing that can be read\n%%EOF\n")
    reached: list[bool] = []

    def report(progress: Progress) -> None:
        if progress.stage == "embedding":
            reached.append(True)

    results = ingest(library, "case", [folder], report, cancel=lambda: bool(reached))
    assert {result.path: result.outcome for result in results} == {
        **{f"{each:03}.txt": "cancelled" for each in range(4)},
        "bad.pdf": "failed",
    }
    assert places(library) == []
    assert vectors_of(library) == set()
    assert {result.outcome for result in ingest(library, "case", [folder])} == {"added", "failed"}
    assert len(places(library)) == 4
