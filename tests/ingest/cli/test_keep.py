"""status, list, versions, remove, restore and purge as they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.__main__ import main
from tests.support.fakes import WordEmbedder
from tests.support.libraries import CLAIM
from tests.support.typed import Typed


def test_a_document_is_removed_restored_and_purged(typed: Typed, folder: Path) -> None:
    where = str(folder), "--case", "case"
    assert set(typed.outcomes(*where).values()) == {"added"}
    assert "2 documents, 2 passages" in typed.run("status")
    assert "add --yes" in typed.run("remove", "claim.txt", status=1)
    assert typed.json("remove", "claim.txt", "--yes") == {"withdrawn": ["claim.txt"]}
    assert "can be restored or purged: claim.txt" in typed.run("status")
    assert typed.outcomes(*where) == {"claim.txt": "withdrawn", "court.txt": "unchanged"}
    assert "claim.txt" not in typed.run("list")
    assert "withdrawn 20" in typed.run("versions", "claim.txt")
    assert typed.json("restore", "claim.txt") == {"restored": ["claim.txt"]}
    (version,) = typed.json("versions", "claim.txt")["versions"]
    assert (version["path"], version["why"]) == ("claim.txt", "")
    typed.run("remove", "claim.txt", "--yes")
    assert "Delete 1 document for good?" in typed.run("purge", status=1)
    assert typed.json("purge", "--yes") == {"purged": ["claim.txt"]}
    assert typed.json("purge", "--yes") == {"purged": []}
    assert "Nothing stands or stood at claim.txt" in typed.run("versions", "claim.txt", status=1)
    assert typed.json("verify")["clean"]


def test_removing_a_document_that_stands_at_two_places_says_so(typed: Typed, folder: Path) -> None:
    (folder / "copy.txt").write_text(CLAIM, encoding="utf-8")
    typed.json(str(folder), "--case", "case")
    output = typed.run("remove", "copy.txt", status=1)
    assert "also stands at claim.txt, and goes there too." in output
    assert "Take 1 document out of case? It can be restored." in output
    both = ["claim.txt", "copy.txt"]
    assert typed.json("remove", "copy.txt", "--yes") == {"withdrawn": both}
    assert "withdrawn 20" in typed.run("versions", "copy.txt")
    assert typed.json("status")["cases"][0]["withdrawn"] == both
    assert typed.json("restore", "copy.txt", "claim.txt") == {"restored": both}
    assert set(typed.outcomes(str(folder), "--case", "case").values()) == {"unchanged"}


def test_only_some_of_what_is_out_of_search_is_purged(typed: Typed, folder: Path) -> None:
    where = str(folder), "--case", "case"
    typed.json(*where)
    (folder / "claim.txt").write_text("Nothing was ever agreed.\n", encoding="utf-8")
    (folder / "court.txt").unlink()
    typed.json(*where)
    assert "There is no other.txt" in typed.run("remove", "other.txt", status=1)
    assert "stood at other.txt" in typed.run("purge", "other.txt", "--yes", status=1)
    assert typed.json("purge", "--older-than", "1", "--yes") == {"purged": []}
    output = typed.run("purge", "claim.txt", "--dry-run")
    assert "claim.txt ingested" in output
    assert "1 document would be deleted for good." in output
    assert len(typed.json("purge", "--dry-run")["would go"]) == 2
    assert typed.json("purge", "claim.txt", "--yes") == {"purged": ["claim.txt"]}
    assert [version["why"] for version in typed.json("versions", "claim.txt")["versions"]] == [""]
    assert typed.json("purge", "--older-than", "0", "--yes") == {"purged": ["court.txt"]}
    with pytest.raises(SystemExit):
        main(["purge", "--older-than", "-1"])


def test_a_change_of_reader_or_model_is_told_by_every_look(
    typed: Typed, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = str(folder / "claim.txt")
    looks = (["status"], ["list"], ["changes"], ["versions", "claim.txt"], ["show", file])
    assert "Wiwynn claims" in typed.run("show", file)
    assert not (tmp_path / "library").exists(), "looking at a file makes no library"
    typed.json(str(folder), "--case", "case")
    for look in looks:
        assert "rebuild" not in typed.run(*look), look
    monkeypatch.setattr("ingest.sync.outdated.READ_WITH", "reader 99")
    monkeypatch.setattr(
        "ingest.embedding.model.Embedder", lambda settings: WordEmbedder("other words")
    )
    monkeypatch.setattr(
        "ingest.store.library.Embedder", lambda settings: WordEmbedder("other words")
    )
    for look in looks:
        output = typed.run(*look)
        assert "2 documents were read by an older Pincite." in output, look
        assert "built with the embedding model words, but the settings name other words" in output
        assert "`pincite rebuild`" in output, look
    typed.run("rebuild")


def test_files_of_one_name_are_told_apart_and_can_be_versions(typed: Typed, tmp_path: Path) -> None:
    for place in "ab":
        (tmp_path / place).mkdir()
        (tmp_path / place / "x.txt").write_text(f"The {place} paper.\n", encoding="utf-8")
    first, other = (str(tmp_path / place / "x.txt") for place in "ab")
    output = typed.run(first, other, "--case", "case")
    assert "added      b/x.txt (1 page, 1 passage)" in output
    assert "note: another x.txt is in the case" in output
    typed.run(other, "--case", "case", "--as", "x.txt")
    (now,) = typed.json("list")["cases"][0]["documents"]
    assert now["path"] == "x.txt"
    assert len(typed.json("versions", "x.txt")["versions"]) == 2
    assert typed.outcomes(other, "--case", "case") == {"x.txt": "unchanged"}
    with pytest.raises(SystemExit):
        main([first, other, "--as", "x.txt"])


def test_only_the_version_whose_file_is_lost_is_purged(
    typed: Typed, folder: Path, tmp_path: Path
) -> None:
    where = str(folder), "--case", "case"
    for number in range(3):
        (folder / "claim.txt").write_text(f"Claim number {number} was made.\n", encoding="utf-8")
        typed.run(*where)
    (lost,) = [
        file
        for file in (tmp_path / "library" / "files").glob("*/*")
        if "number 0" in file.read_text(encoding="utf-8")
    ]
    lost.write_text("Something else.\n", encoding="utf-8")
    assert "purge claim.txt --lost" in typed.run("verify", status=1)
    assert typed.json("purge", "claim.txt", "--lost", "--yes") == {"purged": ["claim.txt"]}
    assert len(typed.json("versions", "claim.txt")["versions"]) == 2
    assert "agree" in typed.run("verify")


def test_the_name_of_a_command_is_no_folder(
    typed: Typed, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "ingest"
    other.mkdir()
    (other / "notes.txt").write_text("Not of this case.", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert set(typed.outcomes("ingest", str(folder))) == {"claim.txt", "court.txt"}
    assert set(typed.outcomes("./ingest", "--case", "notes")) == {"notes.txt"}
