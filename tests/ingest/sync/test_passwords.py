"""Files under a password: read in memory, drawn later, and the password nowhere in the library."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from keyring.errors import PasswordDeleteError
from reportlab.lib.pdfencrypt import StandardEncryption

from ingest import passwords
from ingest.errors import FileRefused
from ingest.formats.pdf.render import render_page
from ingest.store.cases import delete_case
from ingest.store.versions import withdraw
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


class _Keyring:
    """The part of a keyring that is used, in memory."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.held:
            raise PasswordDeleteError
        del self.held[service, username]


@pytest.mark.parametrize(
    "way", ["withdrawn", "case deleted", "in another case", "gone from the folder", "replaced"]
)
def test_it_is_forgotten_with_the_document(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setattr(passwords, "_kept", {})
    ring = _Keyring()
    monkeypatch.setattr("keyring.core._keyring_backend", ring)
    library = open_library(tmp_path)
    ingest(library, "case", [folder], passwords=[SECRET])
    assert SECRET in "".join(ring.held.values())
    case = library.catalogue.case("case")
    (document,) = library.catalogue.documents(case)
    if way == "in another case":
        ingest(library, "other", [folder], passwords=[SECRET])
    if way == "case deleted":
        delete_case(library.catalogue, case)
    elif way in ("gone from the folder", "replaced"):
        (folder / "locked.pdf").unlink()
        (folder / "other.txt").write_text("The buyer paid.", encoding="utf-8")
        if way == "replaced":
            make(folder / "locked.pdf", lambda canvas: write(canvas, ["Withdrawn."]))
        ingest(library, "case", [folder])
    else:
        withdraw(library, document)
    assert bool(ring.held) is (way == "in another case")
    assert bool(passwords.kept(library.folder / document.file)) is (way == "in another case")


def test_it_can_be_asked_for_and_stand_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(passwords.VARIABLE, "of the environment")
    monkeypatch.setattr("sys.stdin", io.StringIO("asked for\n"))
    assert passwords.given(["typed", "-"], "Password: ") == (
        "typed",
        "asked for",
        "of the environment",
    )


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
