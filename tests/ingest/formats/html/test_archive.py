"""Web pages saved as one file (MHTML)."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import FileRefused
from ingest.formats.html.archive import page_of
from ingest.formats.read import read

HEADS = "MIME-Version: 1.0\nFrom: <Saved by Blink>\nSubject: The mill\n"
PAGE = HEADS + (
    'Content-Type: multipart/related; type="text/html"; boundary="B"\n\n--B\n'
    "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n"
    "Content-Location: https://example.org/a\n\n"
    "<html><body><h1>The mill</h1><p>It burned down, and its owner claims ="
    "\n$310,000 of caf=C3=A9s.</p>"
    '<iframe src=3D"cid:f1@x"></iframe></body></html>\n--B\nContent-Type: text/html\n'
    "Content-ID: <f1@x>\n\n<p>The insurer pays nothing.</p>\n--B--\n"
)


def test_the_page_and_its_frames_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.mht").write_text(PAGE)
    (page,) = read(tmp_path / "a.mht").pages
    assert [line.text for line in page.lines] == [
        "The mill",
        "It burned down, and its owner claims $310,000 of cafés.",
        "The insurer pays nothing.",
    ]


def test_an_archive_without_a_page_is_refused() -> None:
    with pytest.raises(FileRefused, match="web archive"):
        page_of(f"{HEADS}Content-Type: image/png\n\nx".encode())
