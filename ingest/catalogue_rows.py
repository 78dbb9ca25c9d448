"""What the catalogue keeps, as types, and its rows as these."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Literal, TypeVar

from ingest.document import Box, Description, LeftOut, Line, Passage, Span
from ingest.errors import LibraryDamaged

Origin = Literal["folder", "added"]
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Case:
    """A named folder of documents. ``questions`` are examples for its first screen."""

    id: int
    name: str
    title: str
    note: str
    questions: tuple[str, ...]
    folder: str = ""
    """The folder that it mirrors, absolute; empty where it never was one."""


@dataclass(frozen=True, slots=True)
class Document:
    """One set of bytes in one case; ``path`` is its (first) place in the case folder,
    ``file`` the library's own copy, relative to the library."""

    id: int
    case_id: int
    sha256: str
    path: str
    file: str
    format: str
    description: Description
    pages: int
    overrides: str
    read_with: str = ""
    """Which reader and splitter made its pages and passages."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A passage with its identity in the library."""

    id: int
    document_id: int
    ordinal: int
    header: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document stood when it was last ingested; ``modified`` in nanoseconds."""

    path: str
    document_id: int
    size: int
    modified: int
    origin: Origin
    """'folder' where it came with a mirrored folder, and goes with it; else 'added'."""
    source: str = ""
    """Where a file that was named by itself lies on the disk; empty for all others."""

    @property
    def of_no_file(self) -> bool:
        """Whether the document was restored, and no file was seen there since."""
        return self.size < 0


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be ingested, as it was then. ``sha256`` is empty where it was not
    even opened; ``reader`` is the READER that refused it."""

    path: str
    reason: str
    advice: str
    size: int | None
    modified: int | None
    sha256: str
    reader: str
    source: str = ""
    """As of a place."""


PassageIds = dict[tuple[int, str], set[int]]
"""Identities of passages by case and language, as the vectors are kept."""


def _whole(make: Callable[[sqlite3.Row], Made]) -> Callable[[sqlite3.Row], Made]:
    """Let a row that holds what no program wrote raise LibraryDamaged: SQLite keeps no checksum,
    so that bytes of a text that a disk has changed pass for a text."""

    @wraps(make)
    def made(row: sqlite3.Row) -> Made:
        try:
            return make(row)
        except (ValueError, TypeError, KeyError, IndexError) as error:
            raise LibraryDamaged(
                f"The catalogue is damaged: a row cannot be read ({error}).",
                "Run `python -m ingest restore-catalogue`; it goes back to the newest good copy.",
            ) from error

    return made


@_whole
def case_of(row: sqlite3.Row) -> Case:
    return Case(
        row["id"],
        row["name"],
        row["title"],
        row["note"],
        tuple(json.loads(row["questions"])),
        row["folder"],
    )


@_whole
def document_of(row: sqlite3.Row) -> Document:
    description = Description(
        title=row["title"],
        kind=row["kind"],
        court=row["court"],
        case_number=row["case_number"],
        ecf=row["ecf"],
        filed=date.fromisoformat(row["filed"]) if row["filed"] else None,
        parties=tuple(json.loads(row["parties"])),
        language=row["language"],
    )
    names = ("id", "case_id", "sha256", "path", "file", "format", "pages", "overrides", "read_with")
    return Document(description=description, **{name: row[name] for name in names})


@_whole
def line_of(row: sqlite3.Row) -> Line:
    edges = array("f", row["edges"])
    return Line(
        text=row["text"],
        box=Box(*array("f", row["box"])) if row["box"] else None,
        edges=tuple(edges),
        number=row["number"],
        begins=bool(row["begins"]),
        role=row["role"],
        label=row["label"],
    )


@_whole
def left_out_of(row: sqlite3.Row) -> tuple[LeftOut, ...]:
    """What was left out of a page, without the words of hidden text, which are not kept."""
    return tuple(
        LeftOut(one["what"], one["text"], Box(*one["box"]) if one["box"] else None)
        for one in json.loads(row["left_out"])
    )


@_whole
def stored_of(row: sqlite3.Row) -> Stored:
    passage = Passage(
        text=row["text"],
        spans=tuple(Span(*span) for span in json.loads(row["spans"])),
        paragraphs=tuple(json.loads(row["paragraphs"])),
        headings=tuple(json.loads(row["headings"])),
        role=row["role"],
        language=row["language"],
    )
    return Stored(row["id"], row["document_id"], row["ordinal"], row["header"], passage)
