"""Documents taken out, brought back and purged, and the versions at a place."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import PinciteError
from ingest.store.backups import backups
from ingest.store.catalogue import Document
from ingest.store.library import Library
from ingest.store.succession import current_version
from ingest.store.versions import purge, restore, versions, withdraw, withdrawn
from ingest.sync.mirror import ingest
from tests.support.libraries import (
    CLAIM,
    COURT,
    current,
    found,
    open_library,
    outcomes,
    vectors_of,
)

pytestmark = pytest.mark.engines
ASKED = "What does Wiwynn claim?"


@pytest.fixture
def library(tmp_path: Path, folder: Path) -> Library:
    library = open_library(tmp_path)
    ingest(library, "case", [folder])
    return library


def document(library: Library, path: str) -> Document:
    documents = library.catalogue.documents(library.catalogue.case("case"))
    return next(document for document in documents if document.path == path)


def test_a_document_taken_out_stays_out_until_it_is_restored(
    library: Library, folder: Path
) -> None:
    case = library.catalogue.case("case")
    withdraw(library, document(library, "claim.txt"))
    assert CLAIM.strip() not in found(library, ASKED)
    assert outcomes(ingest(library, "case", [folder]))["claim.txt"] == "withdrawn"
    (out,) = withdrawn(library.catalogue, case)
    assert (out.path, out.why, bool(out.until)) == ("claim.txt", "withdrawn", True)

    restore(library, out)
    assert CLAIM.strip() in found(library, ASKED)
    assert library.catalogue.full_text().search(case.id, "en", ["wiwynn"], 5)
    assert vectors_of(library) == {passage.id for passage in current(library)}
    assert withdrawn(library.catalogue, case) == []
    assert set(outcomes(ingest(library, "case", [folder])).values()) == {"unchanged"}


def test_what_was_removed_from_the_folder_can_be_restored_and_stays(
    library: Library, folder: Path
) -> None:
    case = library.catalogue.case("case")
    (folder / "claim.txt").unlink()
    ingest(library, "case", [folder])
    (out,) = withdrawn(library.catalogue, case)
    assert out.why == "removed"
    restore(library, out)
    ingest(library, "case", [folder])
    assert CLAIM.strip() in found(library, ASKED)


def test_versions_at_a_place(library: Library, folder: Path) -> None:
    case = library.catalogue.case("case")
    (folder / "claim.txt").write_text("Nothing was ever agreed at all.\n", encoding="utf-8")
    ingest(library, "case", [folder])
    new, old = versions(library.catalogue, case, "claim.txt")
    assert (new.why, new.until) == ("", "")
    assert (old.why, old.superseded_by) == ("superseded", new.document.id)
    with pytest.raises(PinciteError, match="remove"):
        restore(library, old)
    withdraw(library, new.document)
    restore(library, old)
    assert CLAIM.strip() in found(library, ASKED)


def test_purging_deletes_what_was_withdrawn_and_only_that(library: Library, folder: Path) -> None:
    case = library.catalogue.case("case")
    gone = document(library, "claim.txt")
    withdraw(library, gone)
    kept = document(library, "court.txt")
    chosen = withdrawn(library.catalogue, case)
    assert list(purge(library, chosen)) == chosen
    assert withdrawn(library.catalogue, case) == []
    assert library.catalogue.passages_of(gone.id) == []
    assert not (library.folder / gone.file).exists()
    assert (library.folder / kept.file).exists()
    assert found(library, "Which court?") == [COURT.strip()]
    assert outcomes(ingest(library, "case", [folder]))["claim.txt"] == "added"


def test_what_a_purged_version_superseded_leads_on_to_its_successor(
    library: Library, folder: Path
) -> None:
    for text in ("first", "second", "third"):
        (folder / "letter.txt").write_text(f"The {text} version of the letter is this one.\n")
        ingest(library, "case", [folder])
    case = library.catalogue.case("case")
    third, second, first = versions(library.catalogue, case, "letter.txt")
    purge(library, [second])
    led_to = current_version(library.catalogue, first.document.id)
    assert led_to is not None
    assert led_to.id == third.document.id


@pytest.mark.not_on("postgresql")
def test_no_copy_of_the_catalogue_keeps_what_was_purged(library: Library, folder: Path) -> None:
    secret = "Zanzibar is named here only."
    (folder / "letter.txt").write_text(f"{secret}\n")
    ingest(library, "case", [folder])
    (folder / "letter.txt").unlink()
    ingest(library, "case", [folder])
    case = library.catalogue.case("case")
    purge(library, withdrawn(library.catalogue, case))
    copies = backups(library.folder)
    assert len(copies) == 1
    assert secret.encode() not in copies[0].file.read_bytes()


@pytest.mark.not_on("postgresql")
def test_no_word_of_what_was_purged_is_left_in_the_catalogue(
    library: Library, folder: Path
) -> None:
    (folder / "secret.txt").write_text("The zanzibarite was never mentioned.\n", encoding="utf-8")
    ingest(library, "case", [folder])
    case = library.catalogue.case("case")
    (secret,) = [
        document for document in library.catalogue.documents(case) if document.path == "secret.txt"
    ]
    withdraw(library, secret)
    purge(library, withdrawn(library.catalogue, case))
    with library.catalogue.session() as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for file in (library.catalogue.path, *(library.folder / "backups").iterdir()):
        assert b"zanzibarit" not in file.read_bytes(), file
