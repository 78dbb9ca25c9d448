"""A folder mirrored into a case, with a hand-computable embedder and real stores."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest

from ingest.errors import LibraryBusy, LibraryMismatch, PinciteError
from ingest.store.library import Library
from ingest.sync.mirror import Progress, ingest
from tests.support.fakes import WordEmbedder
from tests.support.libraries import (
    CLAIM,
    COURT,
    FRENCH,
    current,
    found,
    open_library,
    outcomes,
    vectors_of,
)


def test_a_folder_is_added_and_found(library: Library, folder: Path) -> None:
    assert outcomes(ingest(library, "case", [folder])) == {
        "claim.txt": "added",
        "court.txt": "added",
    }
    assert found(library, "What does Wiwynn claim?")[0] == CLAIM.strip()
    assert found(library, "Which court?")[0] == COURT.strip()


def test_unchanged_files_are_not_opened(library: Library, folder: Path) -> None:
    ingest(library, "case", [folder])
    before = library.embedder.texts  # type: ignore[attr-defined]
    (folder / "claim.txt").chmod(0)
    assert set(outcomes(ingest(library, "case", [folder])).values()) == {"unchanged"}
    assert library.embedder.texts == before  # type: ignore[attr-defined]


def test_a_changed_file_replaces_its_passages_everywhere(library: Library, folder: Path) -> None:
    ingest(library, "case", [folder])
    (folder / "claim.txt").write_text("Nothing of the kind was ever agreed.\n", encoding="utf-8")
    assert outcomes(ingest(library, "case", [folder]))["claim.txt"] == "changed"
    assert CLAIM.strip() not in found(library, "What does Wiwynn claim?")
    assert vectors_of(library) == {passage.id for passage in current(library)}


def test_a_removed_file_leaves_the_search_and_its_passages_stay_for_citations(
    library: Library, folder: Path
) -> None:
    ingest(library, "case", [folder])
    cited = next(passage for passage in current(library) if passage.passage.text == CLAIM.strip())
    (folder / "claim.txt").unlink()
    assert outcomes(ingest(library, "case", [folder])) == {
        "claim.txt": "removed",
        "court.txt": "unchanged",
    }
    assert found(library, "What does Wiwynn claim?") == [COURT.strip()]
    assert library.catalogue.passage(cited.id).passage == cited.passage
    assert vectors_of(library) == {passage.id for passage in current(library)}


def test_a_moved_file_is_not_embedded_again(library: Library, folder: Path) -> None:
    ingest(library, "case", [folder])
    before = library.embedder.texts  # type: ignore[attr-defined]
    (folder / "sub").mkdir()
    (folder / "claim.txt").rename(folder / "sub" / "renamed.txt")
    assert outcomes(ingest(library, "case", [folder])) == {
        "court.txt": "unchanged",
        "sub/renamed.txt": "moved",
    }
    assert library.embedder.texts == before  # type: ignore[attr-defined]
    assert CLAIM.strip() in found(library, "What does Wiwynn claim?")
    assert vectors_of(library) == {passage.id for passage in current(library)}


def test_the_same_bytes_twice_are_one_document(library: Library, folder: Path) -> None:
    (folder / "copy.txt").write_text(CLAIM, encoding="utf-8")
    ingest(library, "case", [folder])
    (folder / "claim.txt").unlink()
    ingest(library, "case", [folder])
    assert found(library, "What does Wiwynn claim?").count(CLAIM.strip()) == 1


def test_a_file_by_itself_is_added_and_removes_nothing(library: Library, folder: Path) -> None:
    ingest(library, "case", [folder / "claim.txt"])
    ingest(library, "case", [folder / "court.txt"])
    assert len(found(library, "claim court")) == 2


def test_a_failing_new_version_leaves_the_old_one(library: Library, folder: Path) -> None:
    ingest(library, "case", [folder])
    (folder / "claim.txt").write_bytes(b"")
    result = next(
        result for result in ingest(library, "case", [folder]) if result.path == "claim.txt"
    )
    assert result.outcome == "failed"
    assert result.reason
    assert CLAIM.strip() in found(library, "What does Wiwynn claim?")
    case = library.catalogue.case("case")
    assert list(library.catalogue.failures(case)) == ["claim.txt"]


@pytest.mark.parametrize("switched", [False, True], ids=["before the switch", "after it"])
def test_an_interruption_leaves_the_old_state_or_the_new(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, switched: bool
) -> None:
    library = open_library(tmp_path)
    ingest(library, "case", [folder])
    (folder / "claim.txt").write_text(CLAIM + "\nNow with interest.\n", encoding="utf-8")

    def stop(progress: Progress) -> None:
        stage = "done" if switched else "embedding"
        if progress.path == "claim.txt" and progress.stage == stage:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(library, "case", [folder], stop)
    again = open_library(tmp_path)
    texts = found(again, "What does Wiwynn claim?")
    assert any("interest" in text for text in texts) == switched
    assert any(CLAIM.strip() in text for text in texts)
    ingest(again, "case", [folder])
    assert any("interest" in text for text in found(again, "What does Wiwynn claim?"))
    assert vectors_of(again) == {passage.id for passage in current(again)}


def test_the_other_language_is_found(library: Library, folder: Path) -> None:
    (folder / "article.txt").write_text(FRENCH, encoding="utf-8")
    ingest(library, "case", [folder])
    assert FRENCH.strip() in found(library, "How many million does Wiwynn claim?")[:2]


def test_an_open_library_sees_what_another_one_writes(tmp_path: Path, folder: Path) -> None:
    reader = open_library(tmp_path)
    ingest(open_library(tmp_path), "case", [folder])
    assert found(reader, "Which court?")[0] == COURT.strip()
    (folder / "court.txt").unlink()
    ingest(open_library(tmp_path), "case", [folder])
    assert found(reader, "Which court?") == [CLAIM.strip()]


def test_a_second_writer_is_told_who_holds_the_lock(tmp_path: Path, folder: Path) -> None:
    library = open_library(tmp_path)
    said: list[str] = []
    with library.writing(), pytest.raises(LibraryBusy) as busy:
        ingest(open_library(tmp_path), "case", [folder], say=said.append)
    assert str(os.getpid()) in busy.value.reason
    assert said[0].startswith("waiting for another program that writes the library (process ")


def test_models_are_never_mixed(tmp_path: Path, folder: Path) -> None:
    ingest(open_library(tmp_path), "case", [folder])
    other = open_library(tmp_path, WordEmbedder("other words"))
    with pytest.raises(LibraryMismatch, match="rebuild"):
        ingest(other, "case", [folder])
    with pytest.raises(LibraryMismatch, match="rebuild"):
        found(other, "Which court?")
    assert other.rebuild(lambda message: None, lambda done, of: None) == 2
    assert found(other, "Which court?")[0] == COURT.strip()


def test_vectors_are_restored_from_the_catalogue(library: Library, folder: Path) -> None:
    ingest(library, "case", [folder])
    library.vectors.erase()
    assert library.rebuild(lambda message: None, lambda done, of: None) == 2
    assert found(library, "Which court?")[0] == COURT.strip()


def test_a_bad_case_file_stops_before_anything_is_changed(library: Library, folder: Path) -> None:
    (folder / "case.yaml").write_text("titel: wrong key\n", encoding="utf-8")
    with pytest.raises(PinciteError, match="line 1"):
        ingest(library, "case", [folder])
    assert library.catalogue.cases() == []


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_case_yaml_may_name_a_file_in_the_other_form_of_unicode(
    library: Library, folder: Path, form: Literal["NFC", "NFD"]
) -> None:
    other: Literal["NFC", "NFD"] = "NFD" if form == "NFC" else "NFC"
    name = "Décision.txt"
    (folder / normalize(form, name)).write_text("The motion is denied.", encoding="utf-8")
    text = f"documents: {{{normalize(other, name)}: {{title: The ruling}}}}\n"
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    ingest(library, "case", [folder])
    titles = [
        document.description.title
        for document in library.catalogue.documents(library.catalogue.case("case"))
    ]
    assert "The ruling" in titles


def test_what_case_yaml_says_of_a_document_is_read_again(library: Library, folder: Path) -> None:
    ingest(library, "case", [folder])
    text = "documents: {claim.txt: {kind: letter, title: Demand}}\n"
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    assert outcomes(ingest(library, "case", [folder]))["claim.txt"] == "changed"
    case = library.catalogue.case("case")
    described = {
        document.path: document.description for document in library.catalogue.documents(case)
    }
    assert (described["claim.txt"].kind, described["claim.txt"].title) == ("letter", "Demand")
