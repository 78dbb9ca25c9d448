"""Files under a password: read in memory, drawn later, and the password nowhere in the library."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

from ingest.errors import FileRefused
from ingest.formats.pdf import passwords
from ingest.formats.pdf.render import render_page
from ingest.sync.mirror import ingest
from tests.support.libraries import open_library, outcomes
from tests.support.paper import make, write

SECRET = "open-sesame-4711"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    folder.mkdir()
    lock = StandardEncryption(SECRET, strength=128)
    words = ["The supplier claims 61 million dollars."]
    make(folder / "locked.pdf", lambda canvas: write(canvas, words), encrypt=lock)
    return folder


def test_a_password_given_opens_it_and_is_kept_out_of_the_library(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_kept", {})
    library = open_library(tmp_path)
    assert outcomes(ingest(library, "case", [folder])) == {"locked.pdf": "failed"}
    wrong = ingest(library, "case", [folder], passwords=["other"])
    assert wrong[0].reason == passwords.WRONG
    assert outcomes(ingest(library, "case", [folder], passwords=[SECRET])) == {
        "locked.pdf": "added"
    }
    (document,) = library.catalogue.documents(library.catalogue.case("case"))
    copy = library.folder / document.file
    assert render_page(copy, 1, 0.2).width
    files = [file for file in library.folder.rglob("*") if file.is_file()]
    assert not any(SECRET.encode() in file.read_bytes() for file in files)
    assert not any(b"The supplier claims" in file.read_bytes() for file in [copy])


def test_without_it_the_pages_of_an_older_run_say_what_mends_it(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_kept", {})
    with pytest.raises(FileRefused, match="protected by a password"):
        render_page(folder / "locked.pdf", 1, 0.2)


def test_a_password_of_case_yaml_opens_it(tmp_path: Path, folder: Path) -> None:
    library = open_library(tmp_path)
    ingest(library, "case", [folder])
    (folder / "case.yaml").write_text(f"passwords:\n  - {SECRET}\n", encoding="utf-8")
    assert outcomes(ingest(library, "case", [folder])) == {"locked.pdf": "added"}
    assert outcomes(ingest(library, "case", [folder])) == {"locked.pdf": "unchanged"}
