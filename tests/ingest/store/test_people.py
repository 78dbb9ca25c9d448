"""Whose a case is."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from ingest.errors import PinciteError
from ingest.settings import Settings
from ingest.store.backups import restore_newest
from ingest.store.cases import delete_case, purge_case
from ingest.store.library import Library
from ingest.store.people import People, Role
from ingest.store.user_data.copies import copy_of
from ingest.store.visitors import Visitor, VisitorsCatalogue
from ingest.sync.mirror import ingest

ADA, BEN = "ada@firm.example", "ben@firm.example"
ADMINISTRATOR = Visitor("root@firm.example", is_administrator=True)


def rights(library: Library, visitor: Visitor) -> Mapping[int, Role]:
    return VisitorsCatalogue(library.catalogue, visitor).rights


@pytest.mark.engines
def test_people_are_given_a_case_and_lose_it(library: Library) -> None:
    people = People(library.catalogue)
    ours, other = (library.catalogue.put_case(name) for name in ("ours", "other"))
    people.give(ours, BEN, "reader")
    people.give(ours, "  ADA@Firm.example ", "owner")
    people.give(other, BEN, "owner")
    listed = [(person.email, person.role) for person in people.of_case(ours)]
    assert listed == [(ADA, "owner"), (BEN, "reader")]
    assert rights(library, Visitor(BEN)) == {ours.id: "reader", other.id: "owner"}
    people.give(ours, BEN, "editor")
    assert rights(library, Visitor(BEN))[ours.id] == "editor"
    assert rights(library, ADMINISTRATOR) == {}
    people.remove(ours, ADA)
    assert rights(library, ADMINISTRATOR) == {ours.id: "owner"}
    with pytest.raises(PinciteError, match="not among the people"):
        people.remove(ours, ADA)


@pytest.mark.parametrize(
    "address",
    ["", "ada", "ada@", "@firm.example", "a b@c", "a@b@c", "a\u202eb@c", "a" * 300 + "@b"],
)
def test_what_is_no_address_is_refused(library: Library, address: str) -> None:
    case = library.catalogue.put_case("ours")
    with pytest.raises(PinciteError, match="is not an e-mail address"):
        People(library.catalogue).give(case, address, "reader")
    assert People(library.catalogue).of_case(case) == []


def test_they_come_back_with_the_catalogue_and_go_with_their_case(
    library: Library, folder: Path
) -> None:
    """Who was taken off after the last ingest must not come back with an older copy."""
    case = library.catalogue.ensure_case("case")
    people = People(library.catalogue)
    people.give(case, ADA, "owner")
    people.give(case, BEN, "reader")
    ingest(library, "case", [folder])
    people.remove(case, BEN)
    restore_newest(library.folder)
    assert [person.email for person in people.of_case(case)] == [ADA]
    delete_case(library.catalogue, case)
    assert rights(library, Visitor(ADA)) == {case.id: "owner"}
    purge_case(library, case.id)
    assert rights(library, Visitor(ADA)) == {}


def test_a_copy_of_an_older_program_still_brings_back_what_it_has(
    library: Library, folder: Path
) -> None:
    ingest(library, "case", [folder])
    case = library.catalogue.case("case")
    People(library.catalogue).give(case, ADA, "owner")
    with closing(sqlite3.connect(copy_of(library.folder))) as copy:
        copy.execute("DROP TABLE case_people")
        copy.execute(
            "INSERT INTO conversations VALUES (7, ?, 'Kept', '2026-01-01 00:00:00', 0, '', '', 0)",
            (case.id,),
        )
        copy.commit()
    restore_newest(library.folder)
    with library.catalogue.session() as db:
        assert [row[0] for row in db.execute("SELECT title FROM conversations")] == ["Kept"]


@pytest.mark.parametrize(
    ("given", "on"),
    [("", False), ("off", False), (" OFF ", False), ("0", False), ("on", True), ("oidc", True)],
)
def test_a_word_that_is_misspelt_lets_nobody_in(
    monkeypatch: pytest.MonkeyPatch, given: str, on: bool
) -> None:
    monkeypatch.setenv("PINCITE_SIGN_IN", given)
    monkeypatch.setenv("PINCITE_ADMINISTRATORS", f" {ADA.upper()},, {BEN}")
    settings = Settings.from_environment()
    assert settings.sign_in is on
    assert settings.administrators == {ADA, BEN}
