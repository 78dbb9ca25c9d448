"""What is attached to an e-mail, read as pages that follow its own.

An attachment is not the e-mail: each begins with a heading that names it, under which its
passages are cited as an exhibit's are, with its own voice, pages and paragraph numbers. It is
read in a process of its own, so that one that crashes its reader, or keeps it busy, is missing
by itself: the e-mail and the other attachments are read.
"""

from __future__ import annotations

import io
import os
import re
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from ingest.document import ATTACHMENT, Line, Page, Reading
from ingest.errors import FileRefused
from ingest.formats.detect import MEGABYTE, format_of, is_archive
from ingest.translation import N_

MOST = 100
"""Attachments of one e-mail that are read; the others are named only."""
PATIENCE = 0.75
"""The share of the time that the e-mail's reader has: an attachment is given up before it is."""
LARGEST = 200 * MEGABYTE
"""Bytes of the files of one archive once unpacked."""
_PASSED_OVER = re.compile(r"(?:^|/)(?:__MACOSX|\.|~\$|Thumbs\.db|desktop\.ini)", re.IGNORECASE)
DEEPEST = 3
"""E-mails attached to e-mails are read this deep."""


class Attachment(NamedTuple):
    name: str
    content: bytes
    kind: str = ""
    """As the e-mail declares it: "application/pdf"."""


def unpacked(attachments: Sequence[Attachment]) -> list[Attachment]:
    """The attachments, and in place of each .zip the files that are in it, named by its name and
    theirs. One that is locked, damaged or too large stays as it is: it is not read then."""
    return [file for attachment in attachments for file in _inside(attachment)]


def _inside(attachment: Attachment) -> list[Attachment]:
    with _file(attachment.content) as path:
        if not is_archive(path):
            return [attachment]
    left = LARGEST
    files: list[Attachment] = []
    try:
        with zipfile.ZipFile(io.BytesIO(attachment.content)) as archive:
            for entry in archive.infolist():
                if entry.is_dir() or _PASSED_OVER.search(entry.filename):
                    continue
                with archive.open(entry) as packed:  # what an archive says of sizes may be a lie
                    content = packed.read(left + 1)
                left -= len(content)
                if left < 0 or len(files) == MOST:
                    return [attachment]
                files.append(Attachment(f"{attachment.name}/{entry.filename}", content))
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError):
        return [attachment]
    return files or [attachment]


ReadMail = Callable[[bytes, int], Reading]


def is_readable(attachment: Attachment, depth: int) -> bool:
    """Whether it is a file of a kind that is read; ``depth`` counts the e-mails around it."""
    try:
        with _file(attachment.content) as path:
            return format_of(path, attachment.name) != "email" or depth < DEEPEST
    except FileRefused:
        return False


def attached_pages(
    attachments: Sequence[Attachment], first: int, depth: int, read_mail: ReadMail
) -> Iterator[Page]:
    """The pages of readable attachments, numbered from ``first``. One that turns out to be
    damaged ends with a page that says so."""
    number = first
    for attachment in attachments:
        begins = True
        try:
            for page in _pages(attachment, depth, read_mail):
                yield _bound(page, number, attachment.name, begins)
                number, begins = number + 1, False
        except FileRefused as refused:
            page = Page(1, (), why=N_(f"{attachment.name} could not be read: {refused.reason}"))
            yield _bound(page, number, attachment.name, begins)
            number += 1


def _pages(attachment: Attachment, depth: int, read_mail: ReadMail) -> Iterator[Page]:
    with _file(attachment.content) as path:
        if format_of(path, attachment.name) == "email":
            yield from read_mail(attachment.content, depth + 1).pages
        else:
            from ingest.formats.sandbox.parent import (
                read_isolated,  # which reads e-mails by this module
            )

            yield from read_isolated(path, attachment.name, PATIENCE).pages


def _bound(page: Page, number: int, name: str, begins: bool) -> Page:
    """The page as one of the e-mail's: without geometry, for there is no picture of it in the
    e-mail's file, and without the stamp, which is the attachment's."""
    heading = (Line(f"{ATTACHMENT}{name}", begins=True, role="heading"),) if begins else ()
    return Page(
        number,
        heading + tuple(replace(line, box=None, edges=()) for line in page.lines),
        label=str(page.number) if page.width else page.label,
        read=page.read,
        why=N_(f"attachment; {page.why}"),
        left_out=tuple(replace(piece, box=None) for piece in page.left_out),
    )


@contextmanager
def _file(content: bytes) -> Iterator[Path]:
    """Open a temporary file. On Linux it has no name: whatever ends this process, nothing of it
    stays on the disk. Elsewhere a file cannot be opened again by its number."""
    if sys.platform != "linux":
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "attachment"
            path.write_bytes(content)
            yield path
        return
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        yield Path(f"/proc/{os.getpid()}/fd/{file.fileno()}")
