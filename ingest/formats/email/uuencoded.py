"""Files that old mail programs wrote into the text of an e-mail (uuencode, POSIX)."""

from __future__ import annotations

import re
from binascii import Error, a2b_uu
from typing import NamedTuple

from ingest.formats.email.attachments import Attachment

_BEGINS = r"^begin [0-7]{3,4} (?P<name>[^\r\n]{1,200}?)[ \t]*\r?$\n"
_BLOCK = re.compile(
    rf"{_BEGINS}(?P<lines>(?:[ -`]{{0,90}}\r?\n)+?)(?:[`\s]*?\n)?end[ \t]*\r?$\n?", re.MULTILINE
)


class WrittenOut(NamedTuple):
    """A text without the files that are written in it, and these."""

    text: str
    files: tuple[Attachment, ...]


def without_files(text: str) -> WrittenOut:
    """A text as its writer wrote it. What only looks like a file stays in it."""
    files: list[Attachment] = []

    def taken(found: re.Match[str]) -> str:
        content = _decoded(found["lines"])
        if not content:
            return found[0]
        files.append(Attachment(found["name"], content))
        return ""

    rest = _BLOCK.sub(taken, text) if "begin " in text else text
    return WrittenOut(rest, tuple(files))


def _decoded(lines: str) -> bytes:
    found = []
    for line in lines.splitlines():
        try:
            found.append(a2b_uu(line))
        except Error:
            # Some programs write more than they count (CPython's former module uu).
            length = (((ord(line[0]) - 32) & 63) * 4 + 5) // 3
            try:
                found.append(a2b_uu(line[:length]))
            except Error:
                return b""
    return b"".join(found)
