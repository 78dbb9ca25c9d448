"""What files of Office hold: a Word document that is read, or something that is refused."""

from __future__ import annotations

import re
import struct
import zipfile
from pathlib import Path
from typing import Literal

from ingest.errors import FileRefused

MEGABYTE = 1_000_000
WORD_LIMIT = 50 * MEGABYTE
"""Largest Word file read, in bytes."""
WORD_PART_LIMIT = 100 * MEGABYTE
"""Largest XML part of a Word file once unpacked: some 50,000 pages of text."""
WORD_TOTAL_LIMIT = 500 * MEGABYTE
"""Largest Word file once unpacked, pictures included."""
ZIP_DIRECTORY_LIMIT = 2 * MEGABYTE
"""Largest table of contents of a zip that is looked into: some 20,000 parts."""

TO_PDF = "Open it in the program that made it and save it as PDF or .docx."
UNPACK = "Unpack it and add the files that are in it."

_ZIP_CONTENTS: tuple[tuple[str, str, str], ...] = (
    (r"xl/", "It is a spreadsheet, which is not read.", "Save the sheets you need as PDF."),
    (r"ppt/", "It is a slide show, which is not read.", "Save it as PDF."),
    (
        r"META-INF/container\.xml",
        "It is an e-book (EPUB), which is not read.",
        "Convert it to PDF.",
    ),
    (r"content\.xml", "It is an OpenDocument file, which is not read.", TO_PDF),
)


def word_in_zip(path: Path, size: int) -> Literal["word"]:
    """Return "word" for a zip that is a Word document; raises `FileRefused` for any other."""
    if size > WORD_LIMIT:
        raise FileRefused(
            f"It is a Word document or an archive of {size / MEGABYTE:.0f} MB;"
            f" the limit is {WORD_LIMIT // MEGABYTE} MB.",
            "Split it, or save it as PDF.",
        )
    damaged = FileRefused(
        "It is a damaged Word document or archive.", "Download it again, or save it as PDF."
    )
    try:
        if _zip_directory_size(path, size) > ZIP_DIRECTORY_LIMIT:
            raise FileRefused("It is an archive of too many files.", UNPACK)
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, struct.error, NotImplementedError, UnicodeDecodeError) as error:
        raise damaged from error
    except OSError as error:
        raise unreadable(error) from error
    names = [part.filename for part in parts]
    if not any(re.fullmatch(r"word/document\d*\.xml", name) for name in names):
        raise _not_word(names)
    if (
        any(p.file_size > WORD_PART_LIMIT and p.filename.endswith((".xml", ".rels")) for p in parts)
        or sum(part.file_size for part in parts) > WORD_TOTAL_LIMIT
    ):
        raise FileRefused(
            "It is a Word document that would unpack to an enormous size.",
            "Save it again from Word, or as PDF, if you trust where it comes from.",
        )
    return "word"


def _not_word(names: list[str]) -> FileRefused:
    for pattern, reason, advice in _ZIP_CONTENTS:
        if any(re.match(pattern, name) for name in names):
            return FileRefused(reason, advice)
    return FileRefused("It is a zip archive.", UNPACK)


def _zip_directory_size(path: Path, size: int) -> int:
    """Bytes in a zip's table of contents, as its end record says: opening an
    archive of a million empty files takes a gigabyte of memory."""
    with path.open("rb") as file:
        file.seek(max(0, size - 65_557))  # the end record and its longest comment
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    return int(struct.unpack_from("<L", tail, at + 12)[0]) if at >= 0 else 0


def old_office(head: bytes, extension: str) -> FileRefused:
    """Why a file in Microsoft's compound format is not read."""
    if extension == ".docx" or "EncryptedPackage".encode("utf-16-le") in head:
        return FileRefused(
            "It is an Office document locked with a password.", "Save it without its password."
        )
    if extension in (".xls", ".ppt", ".msg"):
        return FileRefused(f"It is an Office file ({extension}), which is not read.", TO_PDF)
    return FileRefused("It is an old Word document (.doc), which is not read.", TO_PDF)


def unreadable(error: OSError | ValueError) -> FileRefused:
    """Why a file cannot even be opened."""
    if isinstance(error, FileNotFoundError):
        return FileRefused("There is no such file.", "Check its name and folder.")
    if isinstance(error, PermissionError):
        return FileRefused(
            "It may not be read: permission is denied.", "Give yourself the right to read it."
        )
    detail = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return FileRefused(f"It cannot be opened: {detail}.", "Copy it to another place and try again.")
