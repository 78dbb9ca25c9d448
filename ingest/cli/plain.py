"""Text from documents, file names and titles, made harmless for a terminal."""

from __future__ import annotations

import io
import re
from typing import TextIO

# Controls but tab and line feed, those of eight bits too, and what turns the direction of writing.
_ACTIVE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """The text with each character that a terminal would act upon written as \\uXXXX. Inside
    JSON that is the same character, so that who parses it reads what was meant."""
    return _ACTIVE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


class PlainText(io.TextIOBase):
    """Standard output through `plain`: no control character of a document reaches the terminal,
    whatever a command prints."""

    def __init__(self, to: TextIO) -> None:
        self._to = to

    def write(self, text: str) -> int:
        self._to.write(plain(text))
        return len(text)

    def flush(self) -> None:
        self._to.flush()

    def isatty(self) -> bool:
        return self._to.isatty()

    def fileno(self) -> int:
        return self._to.fileno()

    def writable(self) -> bool:
        return True

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._to.encoding
