from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path

import pytest

from ingest.errors import FileRefused
from ingest.formats import detect
from ingest.formats import detect as sniff
from ingest.formats import detect as sniff_office
from ingest.formats.detect import EXTENSIONS, LIMITS, ZIP_DIRECTORY_LIMIT, extension_of, format_of


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, "x" * 2_000)
    return buffer.getvalue()


PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
LOCKED = OLE + "EncryptedPackage".encode("utf-16-le")
WORD = zipped("[Content_Types].xml", "word/document.xml")
PAGE = b"<!DOCTYPE html><html><body>x</body></html>"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"

READ = {
    "pdf": [
        ("complaint.pdf", PDF),
        ("complaint", PDF),
        ("complaint.txt", PDF),
        ("complaint.pdf", b"\r\n\r\n" + PDF),
        ("complaint.pdf", b"junk of a mail program\n" + PDF),
    ],
    "text": [
        ("note.txt", b"A file begins with junk %PDF-1.7 they say."),
        ("notes.txt", b"# Title"),
        ("a.txt", b"From: a@b.c\nTo: d@e.f\n\nA memorandum has heads too."),
        ("a.txt", b"The e-mail read:\nReceived: from x\n"),
        ("Wiwynn v. X Corp", b"plain"),
        ("README", b"plain"),
        ("utf16.txt", "plainte \u201c déposée".encode("utf-16")),
        ("ansi.txt", "plainte déposée à 61 M€".encode("windows-1252")),
        ("BMW.txt", b"BMW and %!PS are words here too."),
        ("a\nb \U0001f469\u200d\u2696\ufe0f.txt", b"plain"),
    ],
    "calendar": [("hearing.ics", b"BEGIN:VCALENDAR"), ("a.txt", b"BEGIN:VCALENDAR")],
    "word": [
        ("letter.docx", WORD),
        ("letter.bin", WORD),
        ("letter.docx", zipped("word/document2.xml")),
    ],
    "html": [
        ("page.html", PAGE),
        ("page.HTM", b"<p>no doctype"),
        ("page.txt", PAGE),
        ("page.md", b"\xef\xbb\xbf <!-- saved --> <html>"),
        ("page", b"<?xml version='1.0'?>\n<html xmlns='x'>"),
        ("page.html", "<html>訴狀".encode("big5")),
    ],
    "markdown": [
        ("notes.md", b"# Title\n<div>raw</div>"),
    ],
    "email": [
        ("a.eml", b"Received: from x\nMIME-Version: 1.0\n\nbody"),
        ("a.txt", b"Received: from x\n by y;\n\tMon\r\nTo: z\n\nbody"),
        ("a.eml", b"From: a@b.c\nTo: d@e.f\n\nbody"),
        ("a.eml", b"From a@b.c Mon Aug 19\nFrom: a@b.c\nDate: x\n\nbody"),
    ],
}


@pytest.mark.parametrize("expected", READ)
def test_what_a_file_really_is(tmp_path: Path, expected: str) -> None:
    path = tmp_path / "content-addressed"
    for name, content in READ[expected]:
        path.write_bytes(content)
        assert format_of(path, name) == expected, name


REFUSED = [
    ("empty.pdf", b"", "empty"),
    ("text.pdf", b"just text", "named .pdf but holds text; rename it to .txt"),
    ("login.pdf", PAGE, "named .pdf but holds a web page; rename it to .html"),
    ("text.docx", b"just text", "named .docx but holds text"),
    ("old.doc", OLE, "old Word document"),
    ("old.xls", OLE, "Office file (.xls)"),
    ("locked.docx", LOCKED, "password"),
    ("locked", LOCKED, "password"),
    ("a.rtf", rb"{\rtf1\ansi hello}", "RTF"),
    ("a.txt", rb"{\rtf1\ansi hello}", "RTF"),
    ("a.odt", zipped("mimetype", "content.xml", "META-INF/manifest.xml"), "OpenDocument"),
    ("a.xlsx", zipped("[Content_Types].xml", "xl/workbook.xml"), "spreadsheet"),
    ("a.pptx", zipped("[Content_Types].xml", "ppt/presentation.xml"), "slide show"),
    ("a.epub", zipped("mimetype", "META-INF/container.xml"), "e-book"),
    ("a.zip", zipped("complaint.pdf"), "zip archive"),
    ("cut.docx", WORD[:200], "damaged"),
    ("a.png", PNG, "picture (PNG)"),
    ("scan.pdf", PNG, "picture (PNG)"),
    ("a.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "picture (JPEG)"),
    ("a.tiff", b"II*\x00\x08\x00", "picture (TIFF)"),
    ("a.bmp", b"BM\x36\x00\x00\x00", "picture (BMP)"),
    ("a.heic", b"\x00\x00\x00\x18ftypheic\x00\x00", "HEIF"),
    ("a.gz", b"\x1f\x8b\x08\x00\x00", "gzip"),
    ("a.ps", b"%!PS-Adobe-3.0\n", "PostScript"),
    ("a.eml", b"Dear counsel,\nreceived: nothing", "rename it to .txt"),
    ("a.csv", b"a,b\n1,2\n", "Files named .csv are not read"),
    ("a.exe", b"MZ\x90\x00\x03\x00\x00\x00", "binary"),
    ("a.txt", b"text \x00 and a zero", "binary"),
    ("a.txt", bytes(range(1, 9)) * 20, "binary"),
    ("a.html", b"<html>\x00\x00", "binary"),
    ("a.txt", bytes([0x81, 0x8D, 0xE9, 0x41]) * 50, "binary"),
    ("a.txt", "without its mark".encode("utf-32-le"), "binary"),
]


@pytest.mark.parametrize(
    ("name", "content", "reason"), REFUSED, ids=[f"{r[0]}-{r[2]}" for r in REFUSED]
)
def test_what_is_refused_and_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes, reason: str
) -> None:
    monkeypatch.setattr(detect, "program", lambda: None)  # LibreOffice is not everywhere
    path = tmp_path / "copy"
    path.write_bytes(content)
    with pytest.raises(FileRefused) as refused:
        format_of(path, name)
    assert reason in refused.value.reason
    assert refused.value.advice.endswith((".", "!"))


def test_folders_pipes_and_missing_files_are_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    for path, reason in [
        (tmp_path, "a folder"),
        (pipe, "not a regular file"),
        (tmp_path / "missing.pdf", "no such file"),
        (tmp_path / ("long" * 200), "cannot be opened"),
        (Path("null\0byte.txt"), "cannot be opened"),
    ]:
        with pytest.raises(FileRefused, match=reason):
            format_of(path, path.name)


def test_a_file_that_may_not_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")

    def denied(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(FileRefused, match="permission is denied"):
        format_of(path, path.name)


@pytest.mark.parametrize(
    ("name", "start", "form"), [("a.pdf", PDF, "pdf"), ("a.txt", b"text " * 20_000, "text")]
)
def test_a_file_too_large_is_refused_without_being_read(
    tmp_path: Path, name: str, start: bytes, form: sniff.Format
) -> None:
    path = tmp_path / name
    path.write_bytes(start)
    os.truncate(path, LIMITS[form] + 1)  # a sparse file: no disk, but its full size to read
    with pytest.raises(FileRefused, match=r"the limit is \d+ MB"):
        format_of(path, name)


def test_a_huge_archive_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(WORD)
    os.truncate(path, 2_000_000_000)
    with pytest.raises(FileRefused, match="2000 MB; the limit is 50 MB"):
        format_of(path, "a.docx")


@pytest.mark.parametrize("limit", ["WORD_PART_LIMIT", "WORD_TOTAL_LIMIT"])
def test_a_decompression_bomb_is_refused_before_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(WORD)
    assert format_of(path, "a.docx") == "word"
    monkeypatch.setattr(sniff_office, limit, 1_999)
    with pytest.raises(FileRefused, match="unpack to an enormous size"):
        format_of(path, "a.docx")


def test_an_archive_with_an_endless_table_of_contents_is_refused(tmp_path: Path) -> None:
    end = WORD.rindex(b"PK\x05\x06")
    claim = struct.pack("<L", ZIP_DIRECTORY_LIMIT + 1)
    path = tmp_path / "a.docx"
    path.write_bytes(WORD[: end + 12] + claim + WORD[end + 16 :])
    with pytest.raises(FileRefused, match="too many files"):
        format_of(path, "a.docx")


@pytest.mark.parametrize(
    ("name", "extension"),
    [
        ("a.PDF", ".pdf"),
        ("a.b.Docx ", ".docx"),
        ("Wiwynn v. X Corp", ""),
        (".pdf", ""),
        ("folder.d/a", ""),
        ("line\nbreak.md", ".md"),
    ],
)
def test_extensions(name: str, extension: str) -> None:
    assert extension_of(name) == extension


def test_every_extension_has_a_limit() -> None:
    assert set(EXTENSIONS.values()) == set(LIMITS)
