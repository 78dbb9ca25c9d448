"""people as it is typed."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ingest.store.audit import Audit
from tests.support.libraries import open_library
from tests.support.typed import Typed

ADA, BEN = "ada@firm.example", "ben@firm.example"


def test_people_are_listed_and_changed(typed: Typed, folder: Path) -> None:
    assert "There are no cases yet" in typed.run("people")
    typed.run(str(folder), "--case", "case")
    assert "It has no owner" in typed.run("people", "case")
    output = typed.run("people", "case", "--owner", ADA.upper(), "--reader", BEN)
    assert output.splitlines() == ["case", f"  owner    {ADA}", f"  reader   {BEN}"]
    (found,) = typed.json("people", "case", "--editor", BEN)["cases"]
    assert found["case"] == "case"
    assert [(each["email"], each["role"]) for each in found["people"]] == [
        (ADA, "owner"),
        (BEN, "editor"),
    ]
    assert ADA not in typed.run("people", "case", "--remove", ADA)
    assert BEN in typed.run("people")
    assert "is not among the people" in typed.run("people", "case", "--remove", ADA, status=1)
    assert "is not an e-mail address" in typed.run("people", "case", "--owner", "ada", status=1)
    assert "no case named 'other'" in typed.run("people", "other", "--owner", ADA, status=1)


def test_a_change_names_its_case(typed: Typed) -> None:
    with pytest.raises(SystemExit):
        typed.run("people", "--owner", ADA)


def test_people_do_not_travel_with_a_case(typed: Typed, folder: Path, tmp_path: Path) -> None:
    typed.run(str(folder), "--case", "case")
    typed.run("people", "case", "--owner", ADA)
    file = tmp_path / "case.zip"
    typed.run("export", str(file), "--case", "case")
    with zipfile.ZipFile(file) as archive:
        assert ADA.encode() not in archive.read("case.sqlite")
    assert ADA in typed.run("people", "case")


def test_the_audit_is_listed(
    typed: Typed, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed.run(str(folder), "--case", "case")
    typed.run("people", "case", "--owner", ADA)
    assert "Nothing yet" in typed.run("audit")
    monkeypatch.setenv("PINCITE_SIGN_IN", "on")
    typed.run("people", "case", "--reader", BEN)
    library = open_library(tmp_path)
    case = library.catalogue.case("case")
    Audit(library.catalogue).add(BEN, "got an answer", case.id, documents=[1, 2])
    Audit(library.catalogue).add(BEN, "signed in")
    shared, answered, signed = typed.run("audit").splitlines()
    assert shared.endswith(f"  a command  shared the case  case · {BEN} (reader)")
    assert answered.endswith(f"  {BEN}  got an answer  case · document 1 · document 2")
    assert signed.endswith(f"  {BEN}  signed in")
    entries = typed.json("audit", "case")["entries"]
    assert [(each["who"], each["did"], each["documents"]) for each in entries] == [
        ("", "shared the case", []),
        (BEN, "got an answer", [1, 2]),
    ]
    assert "no case named 'other'" in typed.run("audit", "other", status=1)
