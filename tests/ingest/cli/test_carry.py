"""A case on its way to another computer."""

from __future__ import annotations

import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from ingest.store.library import Library
from ingest.store.user_data.conversations import Conversations
from ingest.store.user_data.saved_questions import SavedQuestions
from ingest.store.verify import verify
from tests.support.libraries import COURT, found, open_library
from tests.support.typed import Typed


@pytest.fixture
def exported(typed: Typed, folder: Path, tmp_path: Path) -> Path:
    """A case with two versions of a document, a conversation and a saved question, from a library
    that has another case besides."""
    where = str(folder), "--case", "case"
    typed.run(*where)
    (folder / "claim.txt").write_text("Nothing was ever agreed.\n", encoding="utf-8")
    typed.run(*where)
    other = tmp_path / "other"
    other.mkdir()
    (other / "secret.txt").write_text("A secret of another case.\n", encoding="utf-8")
    typed.run(str(other), "--case", "other")
    library = open_library(tmp_path)
    for name in ("case", "other"):
        case = library.catalogue.case(name)
        Conversations(library.catalogue).add(case, None, f"Asked of {name}?", "{}")
        SavedQuestions(library.catalogue).save(case, f"Saved of {name}?", "{}")
    file = tmp_path / "case.zip"
    assert "3 documents" in typed.run("export", str(file), "--case", "case")
    return file


def elsewhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Typed:
    return Typed(tmp_path / "elsewhere" / "library", capsys)


def open_there(tmp_path: Path) -> Library:
    return open_library(tmp_path / "elsewhere")


def test_another_computer_opens_it(
    exported: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    there = elsewhere(tmp_path, capsys)
    assert "case: 2 documents, 2 passages" in there.run("import", str(exported))
    library = open_there(tmp_path)
    assert verify(library) == []
    assert found(library, "Which court?")[0] == COURT.strip()
    (case,) = library.catalogue.cases()
    assert [
        conversation.title for conversation in Conversations(library.catalogue).of_case(case)
    ] == ["Asked of case?"]
    assert [question.question for question in SavedQuestions(library.catalogue).of_case(case)] == [
        "Saved of case?"
    ]
    assert len(there.json("versions", "claim.txt", "--case", "case")["versions"]) == 2
    # Its folder is mirrored again as on the first computer.
    results = there.outcomes(str(folder), "--case", "case")
    assert set(results.values()) == {"unchanged"}


def test_nothing_of_the_other_case_goes_along(exported: Path) -> None:
    with zipfile.ZipFile(exported) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    assert b"secret" not in content
    assert b"of other" not in content
    assert b"Asked of case" in content


def test_a_library_that_has_cases_is_left_alone(typed: Typed, exported: Path) -> None:
    assert "has cases already" in typed.run("import", str(exported), status=1)
    assert "agree" in typed.run("verify")


def rewritten(file: Path, to: Path, change: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(file) as given, zipfile.ZipFile(to, "w") as made:
        for name in {*given.namelist(), *change}:
            made.writestr(name, change.get(name) or given.read(name))
    return to


def test_what_is_no_exported_case_is_refused(
    exported: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = elsewhere(tmp_path, capsys)
    with zipfile.ZipFile(exported) as archive:
        copy = next(name for name in archive.namelist() if name.startswith("files/"))
        catalogue = tmp_path / "hostile.sqlite"
        catalogue.write_bytes(archive.read("case.sqlite"))
    with closing(sqlite3.connect(catalogue)) as db:
        db.execute("CREATE TRIGGER evil AFTER UPDATE ON meta BEGIN SELECT 1; END")
        db.commit()
    bad = tmp_path / "bad.zip"
    for change, fault in (
        ({"../../evil.sh": b"rm"}, "evil.sh"),
        ({copy: b"other bytes"}, "altered"),
        ({"case.sqlite": b"no database"}, "no catalogue"),
        ({"case.sqlite": catalogue.read_bytes()}, "not written by Pincite"),
    ):
        assert fault in there.run("import", str(rewritten(exported, bad, change)), status=1)
    bad.write_bytes(exported.read_bytes()[:2000])
    assert "cannot be read" in there.run("import", str(bad), status=1)
    left = [path for path in (tmp_path / "elsewhere").rglob("*") if path.is_file()]
    assert {path.name for path in left} <= {"lock", "schema.lock"}
    assert not (tmp_path / "evil.sh").exists()


def test_a_place_that_cannot_be_written_is_told(
    typed: Typed, exported: Path, tmp_path: Path
) -> None:
    (tmp_path / "taken").mkdir()
    output = typed.run("export", str(tmp_path / "taken"), "--case", "case", status=1)
    assert "cannot be written" in output
    output = typed.run("export", str(tmp_path / "none" / "x.zip"), "--case", "case", status=1)
    assert "cannot be written" in output
