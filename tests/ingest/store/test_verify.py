"""Damage of every part is named with the command that mends it, and that command does."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.store.backups import restore_newest
from ingest.store.full_text import forget_passages
from ingest.store.library import Library
from ingest.store.verify import verify
from ingest.sync.mirror import ingest
from ingest.sync.outdated import outdated
from ingest.sync.rebuild import rebuild
from tests.support.fakes import WordEmbedder
from tests.support.libraries import CLAIM, COURT, FRENCH, found, open_library

pytestmark = pytest.mark.engines


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    folder.mkdir()
    for name, text in (("claim", CLAIM), ("court", COURT), ("article", FRENCH)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def library(tmp_path: Path, folder: Path) -> Library:
    library = open_library(tmp_path)
    ingest(library, "case", [folder])
    return library


def without_a_vector(library: Library) -> None:
    case = library.catalogue.case("case")
    first = library.catalogue.documents(case)[1]
    ids = {passage.id for passage in library.catalogue.passages_of(first.id)}
    library.vectors.delete({(case.id, "en"): ids})


def without_vectors(library: Library) -> None:
    library.vectors.erase()


def without_words(library: Library) -> None:
    with library.catalogue.session() as db:
        db.words.remove("fr", [passage for passage, _ in db.words.entries("fr")])


def of_another_case(library: Library) -> None:
    with library.catalogue.session() as db:
        for passage, _ in db.words.entries("en"):
            db.words.remove("en", [passage])
            db.words.add("en", passage, 99, ["x"])


def with_a_leftover_copy(library: Library) -> None:
    (library.folder / "files" / "leftover").write_text("nobody's", encoding="utf-8")


def with_damaged_vectors(library: Library) -> None:
    library.vectors.reopen()
    (library.folder / "vectors" / "chroma.sqlite3").write_bytes(b"no database" * 1000)


def with_a_vector_too_many(library: Library) -> None:
    case = library.catalogue.case("case")
    first = library.catalogue.passages_of(library.catalogue.documents(case)[0].id)[0]
    library.vectors.add(case.id, [replace(first, id=9999)], lambda number: None)


def with_words_of_none(library: Library) -> None:
    with library.catalogue.session() as db:
        db.words.add("en", 9999, 1, ["x"])


def half_ingested(library: Library) -> None:
    with library.catalogue.session() as db:
        db.execute(
            "INSERT INTO documents (case_id, sha256, state, format, file) "
            "SELECT case_id, sha256, 'loading', format, file FROM documents LIMIT 1"
        )


DAMAGES = [
    with_a_vector_too_many,
    with_words_of_none,
    half_ingested,
    without_a_vector,
    without_vectors,
    without_words,
    of_another_case,
    with_a_leftover_copy,
    pytest.param(with_damaged_vectors, marks=pytest.mark.not_on("chroma")),
]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda function: function.__name__)
def test_damage_is_named_and_mended_by_rebuild(
    library: Library, tmp_path: Path, damage: Callable[[Library], None]
) -> None:
    assert verify(library) == []
    damage(library)
    differences = verify(open_library(tmp_path))
    assert differences
    assert {difference.mend for difference in differences} == {"pincite rebuild"}
    again = open_library(tmp_path)
    rebuild(again)
    assert verify(again) == []
    assert found(again, "Which court?")[0] == COURT.strip()


@pytest.mark.parametrize("fault", ["missing", "altered"])
def test_a_faulty_copy_is_named_and_made_again_by_a_check(
    library: Library, folder: Path, fault: str
) -> None:
    document = library.catalogue.documents(library.catalogue.case("case"))[0]
    copy = library.folder / document.file
    if fault == "missing":
        copy.unlink()
    else:
        copy.write_text("other words", encoding="utf-8")
    (difference,) = verify(library)
    assert fault in difference.what
    assert "--check" in difference.mend
    ingest(library, "case", [folder], check=True)
    assert verify(library) == []


def test_an_older_reading_is_noticed_and_made_again_without_the_files(
    library: Library, folder: Path
) -> None:
    (folder / "copy.txt").write_text(CLAIM, encoding="utf-8")
    ingest(library, "case", [folder])
    assert outdated(library.catalogue, "words") == ""
    with library.catalogue.transaction() as db:
        db.execute("UPDATE documents SET read_with = 'reader 0, an older one'")
    assert "3 documents" in outdated(library.catalogue, "words")
    assert "rebuild" in outdated(library.catalogue, "words")
    for file in folder.iterdir():
        file.unlink()
    read, _ = rebuild(library)
    assert len(read) == 3
    assert outdated(library.catalogue, "words") == ""
    assert verify(library) == []
    places = library.catalogue.places(library.catalogue.case("case"))
    assert places["copy.txt"].document_id == places["claim.txt"].document_id
    assert found(library, "Which court?")[0] == COURT.strip()


def test_an_interrupted_rebuild_goes_on_where_it_was(tmp_path: Path, folder: Path) -> None:
    ingest(open_library(tmp_path), "case", [folder])

    def stop(made: int, of: int) -> None:
        raise KeyboardInterrupt

    first = open_library(tmp_path, WordEmbedder("other words"))
    with pytest.raises(KeyboardInterrupt):
        rebuild(first, done=stop)
    assert isinstance(first.embedder, WordEmbedder)
    again = open_library(tmp_path, WordEmbedder("other words"))
    said: list[str] = []
    rebuild(again, say=said.append)
    assert said == ["going on with an interrupted rebuild"]
    assert isinstance(again.embedder, WordEmbedder)
    assert again.embedder.texts + first.embedder.texts == 3
    assert verify(again) == []


def without_a_place(library: Library) -> None:
    with library.catalogue.session() as db:
        db.execute("DELETE FROM places WHERE path = 'court.txt'")


def withdrawn_at_its_place(library: Library) -> None:
    """With all that withdrawing does to it but the place."""
    case = library.catalogue.case("case")
    (court,) = [
        document for document in library.catalogue.documents(case) if document.path == "court.txt"
    ]
    ids = {passage.id for passage in library.catalogue.passages_of(court.id)}
    with library.catalogue.transaction() as db:
        db.execute("UPDATE documents SET state = 'withdrawn' WHERE id = ?", (court.id,))
        forget_passages(db, "en", ids)
    library.vectors.delete({(case.id, "en"): ids})


def with_rows_of_nothing(library: Library) -> None:
    with library.catalogue.session() as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("INSERT INTO paragraph_numbers VALUES (9999, '1', 9999)")


def test_a_withdrawn_document_at_a_place_is_named_and_mended_by_a_check(
    library: Library, folder: Path
) -> None:
    withdrawn_at_its_place(library)
    (difference,) = verify(library)
    assert "have a place" in difference.what
    assert difference.mend == "pincite ingest FOLDER --check"
    ingest(library, "case", [folder], check=True)
    assert verify(library) == []
    assert found(library, "Which court?").count(COURT.strip()) == 1


@pytest.mark.not_on("postgresql")
@pytest.mark.parametrize(
    ("damage", "fault"),
    [(without_a_place, "without a place"), (with_rows_of_nothing, "belong to nothing")],
)
def test_a_catalogue_that_contradicts_itself_is_named_and_mended_by_going_back(
    library: Library, tmp_path: Path, damage: Callable[[Library], None], fault: str
) -> None:
    damage(library)
    (difference,) = verify(library)
    assert fault in difference.what
    assert difference.mend == "pincite restore-catalogue"
    restore_newest(library.folder)
    again = open_library(tmp_path)
    assert verify(again) == []
    assert found(again, "Which court?").count(COURT.strip()) == 1


DOCKET = {
    "court": "https://www.example.org/api/rest/v4/courts/nod/",
    "case_name": "Alder Mills, Inc. v. Birch Rail Co.",
    "docket_number": "3:31-cv-00777",
    "date_filed": "2031-02-03",
    "assigned_to_str": "Ines Marlow",
    "docket_entries": [
        {"date_filed": "2031-02-03", "entry_number": 1, "description": "COMPLAINT filed."}
    ],
}


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE docket_facts SET line = line + 1 WHERE field = 'judge'",
        "UPDATE docket_facts SET page = 7 WHERE field = 'judge'",
        "UPDATE docket_facts SET value = 'Nobody' WHERE field = 'judge'",
        "DELETE FROM docket_facts WHERE field = 'judge'",
    ],
)
def test_a_row_of_a_docket_is_what_stands_at_its_place(tmp_path: Path, damage: str) -> None:
    file = tmp_path / "docket.json"
    file.write_text(json.dumps(DOCKET), encoding="utf-8")
    library = open_library(tmp_path)
    ingest(library, "case", [file])
    before = judges(library)
    assert before
    assert verify(library) == []
    with library.catalogue.transaction() as db:
        db.execute(damage)
    (difference,) = verify(library)
    assert "1 rows of dockets" in difference.what
    assert difference.mend == "pincite rebuild"
    rebuild(library)
    assert judges(library) == before
    assert verify(library) == []


def judges(library: Library) -> list[tuple[str, int, int]]:
    with library.catalogue.session() as db:
        rows = db.execute("SELECT value, page, line FROM docket_facts WHERE field = 'judge'")
        return [tuple(row) for row in rows]
