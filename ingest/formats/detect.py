"""What a file really is, decided from its first bytes and its size.

A name can lie and a file can be of any size, so a refusal costs one small read.
"""

from __future__ import annotations

import re
import stat
import struct
import zipfile
from pathlib import Path
from typing import Literal

from ingest.errors import FileRefused
from ingest.formats.decode import decoded, not_text
from ingest.formats.libreoffice import ADVICE, program
from ingest.translation import N_

MEGABYTE = 1_000_000
WORD_LIMIT = 50 * MEGABYTE
"""Largest Word file read, in bytes."""
WORD_PART_LIMIT = 100 * MEGABYTE
"""Largest XML part of a Word file once unpacked: some 50,000 pages of text."""
WORD_TOTAL_LIMIT = 500 * MEGABYTE
"""Largest Word file once unpacked, pictures included."""
ZIP_DIRECTORY_LIMIT = 2 * MEGABYTE
"""Largest table of contents of a zip that is looked into: some 20,000 parts."""

TO_PDF = N_("Open it in the program that made it and save it as PDF or .docx.")
UNPACK = N_("Unpack it and add the files that are in it.")

_ZIP_CONTENTS: tuple[tuple[str, str, str], ...] = (
    (r"xl/", N_("It is a spreadsheet, which is not read."), N_("Save the sheets you need as PDF.")),
    (r"ppt/", N_("It is a slide show, which is not read."), N_("Save it as PDF.")),
    (
        r"META-INF/container\.xml",
        N_("It is an e-book (EPUB), which is not read."),
        N_("Convert it to PDF."),
    ),
    (r"content\.xml", N_("It is an OpenDocument file, which is not read."), TO_PDF),
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


def is_pdf(path: Path) -> bool:
    """Whether a file begins as a PDF does."""
    try:
        with path.open("rb") as file:
            return file.read(5) == b"%PDF-"
    except OSError:
        return False


ARCHIVE_LIMIT = 2_000 * MEGABYTE
"""Largest .zip unpacked, in bytes."""


def is_archive(path: Path) -> bool:
    """Whether a file is a .zip of files, and no document that is kept in one."""
    try:
        with path.open("rb") as file:
            if file.read(4) != b"PK\x03\x04":
                return False
        size = path.stat().st_size
        if size > ARCHIVE_LIMIT or _zip_directory_size(path, size) > ZIP_DIRECTORY_LIMIT:
            return False
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, struct.error, NotImplementedError, ValueError, OSError):
        return False
    kinds = (r"word/document\d*\.xml", *(pattern for pattern, _, _ in _ZIP_CONTENTS))
    return not any(re.match(kind, name) for kind in kinds for name in names)


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
    if extension in (".xls", ".ppt"):
        return FileRefused(f"It is an Office file ({extension}), which is not read.", TO_PDF)
    return FileRefused(
        "It is an old Word document (.doc), which is read by LibreOffice only.", ADVICE
    )


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


Format = Literal[
    "pdf",
    "html",
    "web archive",
    "word",
    "old word",
    "email",
    "calendar",
    "markdown",
    "text",
    "xml",
    "json",
]

EXTENSIONS: dict[str, Format] = {
    ".pdf": "pdf",
    ".docx": "word",
    ".docm": "word",
    ".dotx": "word",
    ".dotm": "word",
    ".doc": "old word",
    ".rtf": "old word",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".mht": "web archive",
    ".mhtml": "web archive",
    ".eml": "email",
    ".emlx": "email",
    ".mbox": "email",
    ".msg": "email",
    ".ics": "calendar",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".text": "text",
    ".xml": "xml",
    ".json": "json",
}
"""The extensions that are read, with what they stand for."""

LIMITS: dict[Format, int] = {
    "pdf": 500 * MEGABYTE,
    "html": 20 * MEGABYTE,
    "web archive": 100 * MEGABYTE,
    "word": WORD_LIMIT,
    "old word": WORD_LIMIT,
    "email": 50 * MEGABYTE,
    "calendar": 20 * MEGABYTE,
    "markdown": 20 * MEGABYTE,
    "text": 20 * MEGABYTE,
    "xml": 20 * MEGABYTE,
    "json": 20 * MEGABYTE,
}
"""Largest file read, in bytes: well above any filing, well below a machine's memory."""

_HEAD = 64 * 1024

_NAMES: dict[Format, str] = {
    "pdf": N_("a PDF"),
    "html": N_("a web page"),
    "web archive": N_("a web archive"),
    "word": N_("a Word document"),
    "old word": N_("a Word or RTF document"),
    "email": N_("an e-mail"),
    "calendar": N_("a calendar"),
    "markdown": N_("Markdown text"),
    "text": "text",
    "xml": "XML",
    "json": "JSON",
}

_PICTURE = N_("Save it as PDF: pages that are pictures are then read by OCR.")

_DOCKET_CASE = re.compile(
    r"(?i)\bDOCKET\s+FOR\s+CASE\s*#|\b(?:Bankruptcy\s+Petition|Adversary\s+Proceeding)\s*#:"
)
_DOCKET_COLUMN = re.compile(r"(?i)>\s*(?:<[^>]*>\s*){0,5}Docket\s+Text\b")

_GENERAL_DOCKET = re.compile(r"(?i)>\s*General\s+Docket\b")
_APPEAL_NUMBER = re.compile(r"(?i)\b(?:Docket\s*#|Case\s+Number):")
_HISTORY = re.compile(r"(?i)>\s*History\s*<|History/Documents")
_HISTORY_COLUMNS = re.compile(
    r"(?i)>\s*Doc\.(?:\s|<br[^>]*>)*No\.\s*<.{0,200}>\s*Dates\s*<.{0,200}>\s*Description\s*<",
    re.DOTALL,
)

_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"{\\rtf", N_("It is an RTF document, which is read by LibreOffice only."), ADVICE),
    (b"\x89PNG\r\n", N_("It is a picture (PNG)."), _PICTURE),
    (b"\xff\xd8\xff", N_("It is a picture (JPEG)."), _PICTURE),
    (b"GIF8", N_("It is a picture (GIF)."), _PICTURE),
    (b"II*\x00", N_("It is a picture (TIFF)."), _PICTURE),
    (b"MM\x00*", N_("It is a picture (TIFF)."), _PICTURE),
    (b"BM", N_("It is a picture (BMP)."), _PICTURE),
    (b"\x1f\x8b", N_("It is a gzip archive."), UNPACK),
    (b"7z\xbc\xaf\x27\x1c", N_("It is a 7z archive."), UNPACK),
    (b"Rar!\x1a\x07", N_("It is a RAR archive."), UNPACK),
    (b"BZh", N_("It is a bzip2 archive."), UNPACK),
    (b"\xfd7zXZ\x00", N_("It is an xz archive."), UNPACK),
    (b"%!PS", N_("It is a PostScript file, which is not read."), N_("Convert it to PDF.")),
)
_RTF = b"{\\rtf"
_TEXT_SIGNATURES = (_RTF, b"%!PS")


def format_of(path: Path, name: str) -> Format:
    """What the file at ``path`` holds, whatever its name says.

    ``name`` is its original name: its extension chooses between kinds of text
    and is held against what the content shows. Raises `FileRefused` for what is
    missing, empty, too large, or of no kind that is read.
    """
    head, size = _head_and_size(path)
    extension = extension_of(name)
    form = _format_by_content(path, head, size, extension)
    if size > LIMITS[form]:
        raise FileRefused(
            f"It is {_NAMES[form]} of {size / MEGABYTE:.0f} MB;"
            f" the limit is {LIMITS[form] // MEGABYTE} MB.",
            "Split it into smaller files.",
        )
    return form


def extension_of(name: str) -> str:
    """The extension in lower case with its dot, or "" where the name has none.

    "Smith v. Acme Corp" has none: what follows its dot is not a word by itself.
    """
    found = re.search(r"[^/\s](\.[A-Za-z0-9]{1,10})\s*\Z", name)
    return found[1].lower() if found else ""


def content_of(path: Path) -> bytes:
    """The bytes of a file that `format_of` let through. Raises `FileRefused`."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(error) from error


DocketForm = Literal["report", "appellate", "history"]


def docket_form(page: str) -> DocketForm | None:
    """Which page of CM/ECF the source of a web page is: a docket report of a district or
    bankruptcy court with its table of entries, that of a court of appeals, or the list of a
    case's documents; None for any other page."""
    if _DOCKET_CASE.search(page) and _DOCKET_COLUMN.search(page):
        return "report"
    if _GENERAL_DOCKET.search(page) and _APPEAL_NUMBER.search(page):
        return "appellate"
    if _HISTORY.search(page) and _HISTORY_COLUMNS.search(page):
        return "history"
    return None


def _head_and_size(path: Path) -> tuple[bytes, int]:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise FileRefused("It is a folder, not a file.", "Add the files that are in it.")
        if not stat.S_ISREG(status.st_mode):
            raise FileRefused("It is not a regular file.", "Add a file that holds a document.")
        if status.st_size == 0:
            raise FileRefused("It is empty (0 bytes).", "Download or save it again.")
        with path.open("rb") as file:
            return file.read(_HEAD), status.st_size
    except (OSError, ValueError) as error:
        raise unreadable(error) from error


def _format_by_content(path: Path, head: bytes, size: int, extension: str) -> Format:
    if re.match(rb"(?:\xef\xbb\xbf)?\s*%PDF-", head):
        return "pdf"
    if extension == ".pdf" and b"%PDF-" in head[:1024]:
        # Readers accept the header anywhere in the first 1,024 bytes.
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return word_in_zip(path, size)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if extension == ".msg" or _OUTLOOK_PROPERTIES in head:
            return "email"
        refused = old_office(head, extension)
        if refused.advice == ADVICE and program() is not None:
            return "old word"
        raise refused
    if (head.startswith(b"RIFF") and head[8:12] == b"WEBP") or head[4:12] in _HEIF:
        raise FileRefused("It is a picture (WebP or HEIF).", _PICTURE)
    if head.startswith(_RTF) and program() is not None:
        return "old word"
    text = _head_as_text(head, size)
    if text is None and b"\x00" not in head and _starts_as_html(head.decode("latin-1")):
        text = head.decode("latin-1")  # in an encoding that the page declares
    for signature, reason, advice in _SIGNATURES:
        if head.startswith(signature) and (text is None or signature in _TEXT_SIGNATURES):
            raise FileRefused(reason, advice)
    if text is None:
        raise not_text()
    return _format_of_text(text, extension)


_OUTLOOK_PROPERTIES = "__properties_version1.0".encode("utf-16-le")
_HEIF = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif")


def _head_as_text(head: bytes, size: int) -> str | None:
    """The head as text, or None where it is none. The cut may fall within a
    character, so the last few bytes may go."""
    for trim in range(4 if size > len(head) else 1):
        try:
            return decoded(head[: len(head) - trim])
        except FileRefused:
            continue
    return None


def _format_of_text(text: str, extension: str) -> Format:
    is_html = _starts_as_html(text)
    named_mail = extension in (".eml", ".emlx", ".mbox")
    begun = text.lstrip("\r\n") if named_mail else text
    heads = _mail_heads(_EMLX_LENGTH.sub("", begun, count=1) if extension == ".emlx" else begun)
    if heads & _MAIL_HEADS or (named_mail and len(heads & _LETTER_HEADS) > 1):
        is_archive = extension in (".mht", ".mhtml") or "snapshot-content-location" in heads
        return "web archive" if is_archive else "email"
    if extension == ".mbox" and _MBOX_LINE.match(text):
        return "email"
    if re.match(r"\ufeff?\s*BEGIN:VCALENDAR\b", text):
        return "calendar"
    named = EXTENSIONS.get(extension)
    if named in ("pdf", "word", "old word", "email", "calendar", "web archive"):
        holds = N_("a web page; rename it to .html") if is_html else "text; rename it to .txt"
        raise FileRefused(
            f"It is named {extension} but holds {holds}.",
            "Or download it again, if a document was expected.",
        )
    if named is not None:
        return "html" if is_html else named
    if extension == "":
        return "html" if is_html else "text"
    raise FileRefused(
        f"Files named {extension} are not read.",
        f"If it holds {'a web page' if is_html else 'plain text'},"
        f" rename it to {'.html' if is_html else '.txt'}; else save it as PDF.",
    )


_EMLX_LENGTH = re.compile(r"\A\d{1,10}[ \t]*\r?\n")
_MBOX_LINE = re.compile(r"From \S+ .{10,40}\d{4}\s*?\n")
_MAIL_HEADS = {"mime-version", "return-path", "received", "message-id", "delivered-to"}
_LETTER_HEADS = {"from", "to", "cc", "date", "subject"}


def _mail_heads(text: str) -> set[str]:
    """The names of the heads with which an e-mail begins, in lower case; none where the
    text begins with anything else."""
    found = set()
    for at, line in enumerate(text.splitlines()):
        if not line:
            break
        head = re.match(r"([\w-]{1,60}):(?:\s|$)", line)
        if head:
            found.add(head[1].lower())
        elif not (line[0] in " \t" and found) and not (at == 0 and line.startswith("From ")):
            return found if found & _MAIL_HEADS else set()
    return found


def _starts_as_html(text: str) -> bool:
    without_prolog = re.sub(r"\A(?:\ufeff|\s+|<\?xml[^>]*>|<!--.*?-->)*", "", text, flags=re.S)
    return bool(re.match(r"(?i)<(?:!doctype\s+html|html|head|body)\b", without_prolog))
