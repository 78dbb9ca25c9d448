"""A shortened `tests.bench.damage`: the same two dozen damaged libraries every time."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from ingest.embedding.model import Embedder
from ingest.errors import LibraryDamaged, LibraryUnwritable, PinciteError
from ingest.store.library import Library
from ingest.store.vectors import Vectors
from ingest.store.verify import verify
from ingest.sync.mirror import ingest
from tests.bench.damage import DAMAGES, Ended, runs
from tests.support.libraries import found, open_library

SEED = 20240816


@pytest.mark.timeout(360)  # 25 libraries, a dozen commands each
def test_every_command_on_a_damaged_library_ends_in_a_sentence(tmp_path: Path) -> None:
    made = list(runs(range(25), SEED, tmp_path))
    assert {run.number: (run.damage, run.faults) for run in made if run.faults} == {}
    statuses = [ended.status for run in made for ended in run.ended]
    assert {0, 1} <= set(statuses)
    assert len({run.damage for run in made}) > 20


def test_exceptions_killed_processes_and_silence_are_faults() -> None:
    command = ("ingest", "status")
    assert Ended(command, 0, "").fault == ""
    assert Ended(command, 1, "The library is damaged.").fault == ""
    assert Ended(command, 1, " ").fault
    assert Ended(command, 3, "words").fault
    assert Ended(command, None, "", "ValueError: x").fault
    assert Ended(command, 1, "Traceback (most recent call last):").fault


@pytest.mark.parametrize("damage", dict.fromkeys(DAMAGES), ids=lambda function: function.__name__)
def test_each_damage_damages(tmp_path: Path, damage: object) -> None:
    file = tmp_path / "folder" / "file"
    file.parent.mkdir()
    file.write_bytes(bytes(range(256)) * 40)
    assert callable(damage)
    damage(random.Random(1), file)
    assert not file.is_file() or file.read_bytes() != bytes(range(256)) * 40


def test_missing_vectors_are_told_and_not_answered_without(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    ingest(library, "case", [folder])
    library.vectors.erase()
    with pytest.raises(LibraryDamaged, match=r"missing.*rebuild"):
        found(open_library(tmp_path), "Which court?")


def test_a_row_that_no_program_wrote_is_told(library: Library, folder: Path) -> None:
    ingest(library, "case", [folder])
    with library.catalogue.session() as db:
        db.execute("UPDATE passages SET spans = '[[0, 1' WHERE ordinal = 0")
    (difference,) = [difference for difference in verify(library) if "row" in difference.what]
    assert difference.mend == "pincite restore-catalogue"
    with pytest.raises(LibraryDamaged, match="restore-catalogue"):
        found(library, "Which court?")


def test_a_full_disk_under_the_vectors_is_not_called_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for said, expected in (
        ("error returned from database: (code: 13) database or disk is full", "full"),
        ("error returned from database: (code: 8) attempt to write a readonly", "written to"),
        ("error returned from database: (code: 11) malformed", "rebuild"),
    ):
        vectors = Vectors(tmp_path / "vectors", Embedder.__new__(Embedder))

        def fails(*given: object, text: str = said) -> None:
            raise RuntimeError(text)

        monkeypatch.setattr("chromadb.PersistentClient", fails)
        with pytest.raises(PinciteError, match=expected):
            vectors.search(1, "en", [0.0], 1)


def test_vectors_that_could_not_be_opened_are_opened_once_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vectors = Vectors(tmp_path / "vectors", Embedder.__new__(Embedder))

    def fails(engine: object) -> None:
        raise RuntimeError("error returned from database: (code: 13) database or disk is full")

    with monkeypatch.context() as full:
        full.setattr("chromadb.api.rust.RustBindingsAPI.start", fails)
        for _ in range(2):
            with pytest.raises(LibraryUnwritable, match="full"):
                vectors.open()
    vectors.open()
