"""Cases renamed, deleted and had back; documents said to be something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import NoSuchCase, PinciteError
from ingest.store.cases import (
    contents_of,
    delete_case,
    deleted_cases,
    purge_case,
    rename_case,
    restore_case,
)
from ingest.store.library import Library
from ingest.store.user_data.conversations import Conversations
from ingest.sync.job import IngestJob
from ingest.sync.mirror import ingest
from ingest.sync.uploads import Uploads
from tests.support.libraries import CLAIM, COURT, FRENCH, found, open_library, vectors_of

pytestmark = [pytest.mark.engines, pytest.mark.not_on("chroma")]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = open_library(tmp_path)
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "claim.txt").write_text(CLAIM)
    (folder / "presse.txt").write_text(FRENCH)
    ingest(library, "case", [folder])
    return library


def test_a_deleted_case_is_gone_from_everywhere_and_comes_back_whole(library: Library) -> None:
    catalogue = library.catalogue
    case = catalogue.case("case")
    Conversations(catalogue).add(case, None, "What is claimed?")
    lost = contents_of(catalogue, case)
    assert (lost.documents, lost.conversations) == (2, 1)
    delete_case(catalogue, case)
    assert catalogue.cases() == []
    with pytest.raises(NoSuchCase):
        catalogue.case("case")
    (gone,) = deleted_cases(catalogue)
    assert gone.name == "case"
    # Its name is free: another case may bear it, and the old one then comes back beside it.
    catalogue.put_case("case", "Another one")
    assert restore_case(catalogue, gone.case.id).name == "case-2"
    with pytest.raises(PinciteError, match="there already"):
        restore_case(catalogue, gone.case.id)
    delete_case(catalogue, catalogue.case("case"))
    delete_case(catalogue, catalogue.case("case-2"))
    with catalogue.transaction() as db:
        db.execute("UPDATE cases SET deleted_name = 'case' WHERE id = ?", (gone.case.id,))
    restore_case(catalogue, gone.case.id)
    assert found(library, "who claims millions of dollars?")[0] == CLAIM.strip()


def test_a_rebuild_while_a_case_is_deleted_takes_nothing_from_it(library: Library) -> None:
    case = library.catalogue.case("case")
    before = vectors_of(library)
    delete_case(library.catalogue, case)
    library.rebuild(lambda message: None, lambda done, of: None)
    restore_case(library.catalogue, case.id)
    library.vectors.reopen()
    assert vectors_of(library) == before


@pytest.mark.not_on("postgresql")
def test_what_is_deleted_for_good_leaves_nothing(library: Library) -> None:
    catalogue = library.catalogue
    case = catalogue.case("case")
    Conversations(catalogue).add(case, None, "What is claimed?")
    (library.folder / "uploads" / str(case.id)).mkdir(parents=True)
    purge_case(library, case.id)
    assert catalogue.cases(), "it was not deleted before"
    delete_case(catalogue, case)
    purge_case(library, case.id)
    assert deleted_cases(catalogue) == []
    assert catalogue.cases(deleted=True) == []
    assert not list((library.folder / "files").rglob("*/*"))
    assert not (library.folder / "uploads" / str(case.id)).exists()
    with catalogue.session() as db:
        for table in ("documents", "passages", "pages", "lines", "turns", "places"):
            assert db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0, table
    # As with documents, Chroma's own files keep what was deleted until it uses their room again.
    kept = [*library.folder.glob("*.sqlite*"), *(library.folder / "backups").iterdir()]
    assert kept
    assert [path.name for path in kept if b"sixty-one million" in path.read_bytes()] == []


def test_a_title_given_in_the_page_stays_when_the_folder_is_mirrored_again(
    library: Library, tmp_path: Path
) -> None:
    catalogue, folder = library.catalogue, tmp_path / "case"
    rename_case(catalogue, catalogue.case("case"), "Wiwynn  v. X")
    ingest(library, "case", [folder])
    assert catalogue.case("case").title == "Wiwynn v. X"
    (folder / "case.yaml").write_text("title: As the file says\n")
    ingest(library, "case", [folder])
    assert catalogue.case("case").title == "As the file says"
    with pytest.raises(PinciteError, match="no title"):
        rename_case(catalogue, catalogue.case("case"), "  ")


def described(library: Library, path: str) -> tuple[str, str, str]:
    case = library.catalogue.case("case")
    about = next(
        document for document in library.catalogue.documents(case) if document.path == path
    ).description
    return about.title, about.kind, about.filed.isoformat() if about.filed else ""


def test_what_is_said_of_a_document_holds_and_case_yaml_has_the_last_word(
    library: Library, tmp_path: Path
) -> None:
    catalogue, folder = library.catalogue, tmp_path / "case"
    case = catalogue.case("case")
    (document,) = [
        document for document in catalogue.documents(case) if document.path == "claim.txt"
    ]
    job = IngestJob(lambda: library, Uploads(library.folder))
    said = {"title": "The claim", "kind": "complaint", "filed": "2024-08-16"}
    assert job.describe(case, document, said)
    job.wait(30)
    assert described(library, "claim.txt") == ("The claim", "complaint", "2024-08-16")
    (stored,) = catalogue.passages_of(
        next(document for document in catalogue.documents(case) if document.path == "claim.txt").id
    )
    assert stored.header.startswith("The claim")
    assert CLAIM.strip() in found(library, "who claims millions of dollars?")
    # Mirroring finds nothing to do; a new version of the file is described so, too.
    assert {result.outcome for result in ingest(library, "case", [folder])} == {"unchanged"}
    (folder / "claim.txt").write_text(COURT)
    ingest(library, "case", [folder])
    assert described(library, "claim.txt") == ("The claim", "complaint", "2024-08-16")
    (folder / "case.yaml").write_text("documents:\n  claim.txt: {title: By the file}\n")
    ingest(library, "case", [folder])
    assert described(library, "claim.txt") == ("By the file", "complaint", "2024-08-16")
    document = next(
        document for document in catalogue.documents(case) if document.path == "claim.txt"
    )
    case = catalogue.case("case")
    job.describe(case, document, {"title": "By hand", "filed": ""})
    job.wait(30)
    assert described(library, "claim.txt") == ("By the file", "complaint", "")
    assert {result.outcome for result in ingest(library, "case", [folder])} == {"unchanged"}
