"""Uploaded files: whatever their names are, they end up in one folder under a fit name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import FileRefused
from ingest.store.catalogue import Case
from ingest.sync.uploads import Upload, Uploads, safe_name

CASE = Case(7, "acme", "", "", ())

NAMES = [
    ("complaint.pdf", "complaint.pdf"),
    ("../../etc/passwd", "passwd"),
    ("C:\\Users\\me\\Réponse n° 3.docx", "Réponse n° 3.docx"),
    ("a/../b/..", "file"),
    ("", "file"),
    (".htaccess", "htaccess"),
    ("~$report.docx", "report.docx"),
    ("tab\tand\nline.txt", "tab_and_line.txt"),
    ("nul\x00.pdf", "nul_.pdf"),
    ("invoice\u202efdp.exe", "invoicefdp.exe"),
    ("e\u0301t\u00e9.txt", "\u00e9t\u00e9.txt"),
    ("dots...", "dots"),
    ("é" * 150 + ".txt", "é" * 100 + ".txt"),
    ("Pièce\u00a012.pdf", "Pièce 12.pdf"),
    ("x" * 400 + ".pdf", "x" * 200 + ".pdf"),
]


@pytest.mark.parametrize(("given_name", "kept"), NAMES)
def test_a_name_is_made_fit(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == kept


@given(st.text(st.characters()))
def test_any_name_is_one_plain_file_of_the_folder(name: str) -> None:
    try:
        safe = safe_name(name)
    except FileRefused:
        return
    assert safe == Path(safe).name
    assert safe not in ("", ".", "..")
    assert not safe.startswith((".", "~$"))
    assert len(safe.encode()) < 220
    assert safe.isprintable()
    assert safe_name(safe) == safe


def test_what_is_not_a_document_is_refused() -> None:
    with pytest.raises(FileRefused, match="not a document"):
        safe_name("x/Case.yaml")


def test_files_wait_until_they_are_in_the_case(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path)
    assert uploads.waiting(CASE) == []
    kept = uploads.keep(
        CASE, [Upload("a.txt", b"1"), Upload("x/a.txt", b"2"), Upload("b.txt", b"3")]
    )
    assert [(path.name, path.read_bytes()) for path in kept] == [
        ("a.txt", b"1"),
        ("a (2).txt", b"2"),
        ("b.txt", b"3"),
    ]
    assert all(path.parent == tmp_path / "uploads" / "7" for path in kept)
    uploads.forget(CASE, ["a.txt", "b.txt"])
    assert [path.name for path in uploads.waiting(CASE)] == ["a (2).txt"]
