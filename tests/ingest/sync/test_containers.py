"""Archives and PDFs with files inside, in a case folder."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest

from ingest.store.library import Library
from ingest.sync import containers
from ingest.sync.mirror import ingest
from tests.support.libraries import CLAIM, COURT, found, outcomes
from tests.support.paper import make, raw_pdf, stream_object, write


def archive(path: Path, files: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return path


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    folder = tmp_path / "packed"
    folder.mkdir()
    archive(folder / "production.zip", {"claim.txt": CLAIM, "letters/court.txt": COURT})
    return folder


def test_an_archive_is_a_folder(library: Library, packed: Path) -> None:
    assert outcomes(ingest(library, "case", [packed])) == {
        "production.zip/claim.txt": "added",
        "production.zip/letters/court.txt": "added",
    }
    assert found(library, "Which court?")[0] == COURT.strip()
    assert set(outcomes(ingest(library, "case", [packed])).values()) == {"unchanged"}
    assert not (library.folder / "unpacked").exists()


def test_what_goes_from_an_archive_leaves_the_case_and_so_does_all_with_the_archive(
    library: Library, packed: Path
) -> None:
    ingest(library, "case", [packed])
    archive(packed / "production.zip", {"claim.txt": CLAIM})
    assert outcomes(ingest(library, "case", [packed]))["production.zip/letters/court.txt"] == (
        "removed"
    )
    (packed / "production.zip").write_bytes(b"PK\x03\x04 torn")
    assert outcomes(ingest(library, "case", [packed])) == {"production.zip": "failed"}
    assert found(library, "What does Wiwynn claim?")[0] == CLAIM.strip()  # kept until it is whole
    (packed / "production.zip").unlink()
    assert outcomes(ingest(library, "case", [packed])) == {"production.zip/claim.txt": "removed"}


def test_an_archive_named_by_itself(library: Library, packed: Path) -> None:
    path = packed / "production.zip"
    assert set(outcomes(ingest(library, "case", [path])).values()) == {"added"}
    assert set(outcomes(ingest(library, "case", [path])).values()) == {"unchanged"}


def test_nothing_is_written_outside_and_what_systems_add_is_passed_over(
    library: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "evil"
    folder.mkdir()
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(folder / "evil.zip", "w") as packed:
        packed.writestr("../../outside.txt", CLAIM)
        packed.writestr("C:\\deep\\windows.txt", COURT)
        packed.writestr("__MACOSX/._claim.txt", "x")
        packed.writestr(link, "/etc/passwd")
    assert outcomes(ingest(library, "case", [folder])) == {
        "evil.zip/deep/windows.txt": "added",
        "evil.zip/outside.txt": "added",
    }
    assert not list(tmp_path.rglob("outside.txt"))


def test_an_archive_that_would_fill_the_disk_is_refused(
    library: Library, packed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(containers, "LARGEST_TOTAL", 100_000)
    archive(packed / "bomb.zip", {"a.txt": b"0" * 200_000})
    results = {result.path: result for result in ingest(library, "case", [packed])}
    assert results["bomb.zip"].outcome == "failed"
    assert "enormous" in results["bomb.zip"].reason
    assert results["production.zip/claim.txt"].outcome == "added"


def test_archives_within_archives_are_opened_to_a_depth(library: Library, tmp_path: Path) -> None:
    inner: bytes = CLAIM.encode()
    name = "claim.txt"
    folder = tmp_path / "deep"
    folder.mkdir()
    for depth in range(5):
        path = archive(tmp_path / f"{depth}.zip", {name: inner})
        inner, name = path.read_bytes(), path.name
    (folder / name).write_bytes(inner)
    (result,) = ingest(library, "case", [folder])
    assert (result.outcome, result.path) == ("failed", "4.zip/3.zip/2.zip/1.zip")


NAMED = {"root": "/Names<</EmbeddedFiles<</Names[(bill.pdf) 10 0 R]>>>>/Collection<</View/T>>"}
PINNED = {"page": "/Annots[<</Type/Annot/Subtype/FileAttachment/Rect[9 9 20 20]/FS 10 0 R>>]"}


@pytest.mark.parametrize("held", [NAMED, PINNED, NAMED | PINNED])
def test_the_files_inside_a_pdf_are_documents_of_their_own(
    library: Library, tmp_path: Path, held: dict[str, str]
) -> None:
    said = "The bill is for 70 dollars."
    bill = make(tmp_path / "bill.pdf", lambda canvas: write(canvas, [said]))
    folder = tmp_path / "portfolio"
    folder.mkdir()
    cover = "BT /F1 12 Tf 72 700 Td (Open this portfolio in another program.) Tj ET"
    raw_pdf(
        folder / "cover.pdf",
        cover,
        **held,
        objects="10 0 obj\n<</Type/Filespec/F(bill.pdf)/UF(bill.pdf)/EF<</F 11 0 R>>>>\nendobj\n"
        + stream_object(
            11, "/Type/EmbeddedFile/Filter/ASCIIHexDecode", bill.read_bytes().hex() + ">"
        ),
    )
    assert outcomes(ingest(library, "case", [folder])) == {
        "cover.pdf": "added",
        "cover.pdf/bill.pdf": "added",
    }
    assert found(library, "How many dollars is the bill?")[0] == said
    assert set(outcomes(ingest(library, "case", [folder])).values()) == {"unchanged"}
    assert set(library.catalogue.places(library.catalogue.case("case"))) == {
        "cover.pdf",
        "cover.pdf/bill.pdf",
    }
