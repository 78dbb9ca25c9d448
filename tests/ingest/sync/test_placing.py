"""Two files of one name in different places are two documents, however they come."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import PinciteError
from ingest.store.catalogue import Document
from ingest.store.library import Library
from ingest.store.verify import verify
from ingest.store.versions import versions
from ingest.sync.mirror import FileResult, ingest
from tests.support.libraries import outcomes


def write(at: Path, text: str) -> Path:
    at.parent.mkdir(parents=True, exist_ok=True)
    at.write_text(text, encoding="utf-8")
    return at


def bring(library: Library, *sources: Path, **how: str) -> list[FileResult]:
    """Ingest, having foretold what comes of it."""
    foretold = outcomes(ingest(library, "case", sources, dry_run=True, **how))  # type: ignore[arg-type]
    results = ingest(library, "case", sources, **how)  # type: ignore[arg-type]
    assert outcomes(results) == foretold
    return results


def texts(library: Library) -> dict[str, str]:
    """What is current in the case, by path."""
    catalogue = library.catalogue
    documents: list[Document] = catalogue.documents(catalogue.case("case"))
    return {
        document.path: catalogue.passages_of(document.id)[0].passage.text for document in documents
    }


def test_two_files_of_one_name_are_two_documents(library: Library, tmp_path: Path) -> None:
    path, other = (write(tmp_path / place / "x.txt", f"The {place} paper.\n") for place in "ab")
    first, second = bring(library, path, other)
    assert (first.path, first.outcome, first.warnings) == ("x.txt", "added", ())
    assert (second.path, second.outcome) == ("b/x.txt", "added")
    assert "--as x.txt" in second.warnings[0]
    # Each is known again, by itself and whatever the order.
    assert outcomes(bring(library, other, path)) == {"b/x.txt": "unchanged", "x.txt": "unchanged"}
    write(other, "The b paper, corrected.\n")
    assert outcomes(bring(library, other)) == {"b/x.txt": "changed"}
    assert texts(library) == {"x.txt": "The a paper.", "b/x.txt": "The b paper, corrected."}
    deeper = write(tmp_path / "c" / "b" / "x.txt", "The third paper.\n")
    assert outcomes(bring(library, deeper)) == {"c/b/x.txt": "added"}


def test_a_file_from_elsewhere_is_a_new_version_where_one_says_so(
    library: Library, tmp_path: Path
) -> None:
    bring(library, write(tmp_path / "a" / "x.txt", "The first version.\n"))
    newer = write(tmp_path / "downloads" / "x-final.txt", "The second version.\n")
    assert outcomes(bring(library, newer, version_of="x.txt")) == {"x.txt": "changed"}
    assert texts(library) == {"x.txt": "The second version."}
    assert len(versions(library.catalogue, library.catalogue.case("case"), "x.txt")) == 2
    write(newer, "The third version.\n")
    assert outcomes(bring(library, newer)) == {"x.txt": "changed"}
    with pytest.raises(PinciteError, match="There is no y"):
        ingest(library, "case", [newer], version_of="y.txt")


def test_a_file_added_by_itself_and_one_of_the_folder_do_not_replace_each_other(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    bring(library, folder)
    added = write(tmp_path / "mail" / "claim.txt", "Another claim altogether.\n")
    assert outcomes(bring(library, added)) == {"mail/claim.txt": "added"}
    with pytest.raises(PinciteError, match="comes with the folder"):
        ingest(library, "case", [added], version_of="claim.txt")
    with pytest.raises(PinciteError, match="at its own place"):
        ingest(library, "case", [folder / "claim.txt"], version_of="court.txt")
    assert set(outcomes(bring(library, folder)).values()) == {"unchanged"}
    assert set(texts(library)) == {"claim.txt", "court.txt", "mail/claim.txt"}


def test_a_file_of_the_folder_moves_another_one_out_of_its_place(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    added = write(tmp_path / "mail" / "claim.txt", "Another claim altogether.\n")
    bring(library, added)
    moved, *rest = bring(library, folder)
    assert (moved.path, moved.outcome) == ("mail/claim.txt", "moved")
    assert "stood at claim.txt" in moved.warnings[0]
    assert outcomes(rest) == {"claim.txt": "added", "court.txt": "added"}
    assert outcomes(bring(library, added, folder)) == {
        "mail/claim.txt": "unchanged",
        "claim.txt": "unchanged",
        "court.txt": "unchanged",
    }
    assert verify(library) == []


def test_a_file_that_comes_to_belong_to_the_folder_stands_there_only(
    library: Library, folder: Path
) -> None:
    deep = write(folder / "deep" / "x.txt", "The paper.\n")
    bring(library, deep)
    assert outcomes(bring(library, folder)) == {
        "deep/x.txt": "moved",
        "claim.txt": "added",
        "court.txt": "added",
    }
    write(deep, "The paper, corrected.\n")
    bring(library, folder)
    assert texts(library)["deep/x.txt"] == "The paper, corrected."
    assert len(texts(library)) == 3


def test_files_of_one_name_in_two_folders_are_two_documents(
    library: Library, tmp_path: Path
) -> None:
    for place in ("a/docs", "b/docs"):
        write(tmp_path / place / "x.txt", f"The paper of {place}.\n")
    write(tmp_path / "a" / "docs" / "docs" / "x.txt", "The third paper.\n")
    both = tmp_path / "a" / "docs", tmp_path / "b" / "docs"
    assert outcomes(bring(library, *both)) == {
        "x.txt": "added",
        "docs/x.txt": "added",
        "b/docs/x.txt": "added",
    }
    assert set(outcomes(bring(library, *both)).values()) == {"unchanged"}


def test_the_same_bytes_twice_are_one_document_with_two_places(
    library: Library, folder: Path
) -> None:
    write(folder / "copy.txt", (folder / "claim.txt").read_text(encoding="utf-8"))
    results = bring(library, folder)
    assert [result.warnings for result in results if result.path == "copy.txt"] == [
        ("the same document as claim.txt",)
    ]
    places = library.catalogue.places(library.catalogue.case("case"))
    assert places["copy.txt"].document_id == places["claim.txt"].document_id
    assert len(texts(library)) == 2
    (folder / "claim.txt").unlink()
    bring(library, folder)
    assert set(texts(library)) == {"copy.txt", "court.txt"}


def test_one_that_could_not_be_read_keeps_its_name_for_another_try(
    library: Library, tmp_path: Path
) -> None:
    bad = write(tmp_path / "a" / "x.txt", "")
    good = write(tmp_path / "b" / "x.txt", "The b paper.\n")
    assert outcomes(bring(library, bad, good)) == {"x.txt": "failed", "b/x.txt": "added"}
    write(bad, "The a paper.\n")
    assert outcomes(bring(library, bad)) == {"x.txt": "added"}
    assert library.catalogue.failures(library.catalogue.case("case")) == {}


def test_what_case_yaml_says_holds_when_a_file_of_the_folder_is_named_by_itself(
    library: Library, folder: Path
) -> None:
    write(folder / "case.yaml", "documents: {claim.txt: {title: Demand}}\n")
    bring(library, folder)
    assert outcomes(bring(library, folder / "claim.txt")) == {"claim.txt": "unchanged"}
