"""The catalogue: one SQLite file that is the truth about cases and their documents."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Literal, TypeVar
from uuid import uuid4

from ingest.document import Box, Description, DocketField, LeftOut, Line, Page, Passage, Span
from ingest.errors import LibraryDamaged, NoSuchCase
from ingest.store.catalogue_copies import advice, documents_in, newest_good, whole_copies
from ingest.store.connection import Connection, Database, StoredRow, WriterLock
from ingest.store.full_text import FullText
from ingest.store.served import check_in_folder, check_on_server
from ingest.store.sqlite import PATIENCE, Sqlite
from ingest.store.unwritable import clear_errors
from ingest.translation import N_

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
    only: frozenset[int] | None = None
    """The identities of the only documents that are looked at, where not all are."""


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
class PageSize:
    """A page without its lines: its size in points (0 where the format has no pages) and the
    number printed on it."""

    number: int
    width: float
    height: float
    label: str | None


@dataclass(frozen=True, slots=True)
class Stored:
    """A passage with its identity in the library."""

    id: int
    document_id: int
    ordinal: int
    header: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class DocketRow:
    """A value that a docket states, with the passage that states it, and the page and the index
    of the line on which it does."""

    field: DocketField
    value: str
    stored: Stored
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class DocumentPlace:
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


Counts = tuple[int, Mapping[str, int]]
"""Documents, and passages by language."""
_GENERATION = "SELECT value FROM meta WHERE key = 'generation'"
_CASES_COUNTED = 100
"""Cases, and choices of their documents, whose counts are kept."""
ANY_STAMP = ""
"""Stands for whatever stamp the vectors on a server bear, in a catalogue made of an older copy."""

PassageIds = dict[tuple[int, str], set[int]]
"""Identities of passages by case and language, as the vectors are kept."""


def _whole(make: Callable[[StoredRow], Made]) -> Callable[[StoredRow], Made]:
    """Raise LibraryDamaged for a row that holds what no program wrote: SQLite keeps no checksum, so
    bytes of a text that a disk has changed pass for a text."""

    @wraps(make)
    def made(row: StoredRow) -> Made:
        try:
            return make(row)
        except (ValueError, TypeError, KeyError, IndexError) as error:
            raise LibraryDamaged(
                f"The catalogue is damaged: a row cannot be read ({error}).",
                "Run `pincite restore-catalogue`; it goes back to the newest good copy.",
            ) from error

    return made


@_whole
def case_of(row: StoredRow) -> Case:
    return Case(
        row["id"],
        row["name"],
        row["title"],
        row["note"],
        tuple(json.loads(row["questions"])),
        row["folder"],
    )


@_whole
def document_of(row: StoredRow) -> Document:
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
def line_of(row: StoredRow) -> Line:
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
def left_out_of(row: StoredRow) -> tuple[LeftOut, ...]:
    """What was left out of a page, without the words of hidden text, which are not kept."""
    return tuple(
        LeftOut(piece["what"], piece["text"], Box(*piece["box"]) if piece["box"] else None)
        for piece in json.loads(row["left_out"])
    )


@_whole
def stored_of(row: StoredRow) -> Stored:
    passage = Passage(
        text=row["text"],
        spans=tuple(Span(*span) for span in json.loads(row["spans"])),
        paragraphs=tuple(json.loads(row["paragraphs"])),
        headings=tuple(json.loads(row["headings"])),
        role=row["role"],
        language=row["language"],
    )
    return Stored(row["id"], row["document_id"], row["ordinal"], row["header"], passage)


class Catalogue:
    """Every method opens its own short connection, or takes that which its thread holds, so that
    threads share nothing."""

    def __init__(self, path: Path, url: str | None = None, *, restoring: bool = False) -> None:
        """Open or make the catalogue; ``restoring`` is said of one that is being made of a copy.
        With a ``url`` it is on a PostgreSQL server, and ``path`` says whose it is: the library's
        folder has everything else.

        Raises LibraryDamaged where it is no database, and where it holds nothing although its
        copies do: a new one in its place would take the documents for nobody's. Raises
        LibraryMismatch where the folder's catalogue is elsewhere.
        """
        self.path = path
        self._database: Database = Sqlite(path)
        self._counts: dict[Case, tuple[int, Counts]] = {}
        if url is not None:
            self._open_on_server(url)
            return
        if not restoring:
            check_in_folder(path.parent)
        try:
            with clear_errors(path.parent):
                path.parent.mkdir(parents=True, exist_ok=True)
                _keep_to_its_owner(path.parent)
                if not restoring and _holds_nothing(path) and whole_copies(path.parent):
                    state = N_("is empty") if path.exists() else N_("is missing")
                    raise LibraryDamaged(f"The catalogue {path} {state}.", advice(path.parent))
                self._database.prepare()
                if not restoring:
                    with self.session() as db:
                        self._check_not_emptied(db)
        except sqlite3.DatabaseError as error:
            raise LibraryDamaged(
                f"The catalogue {path} cannot be read ({error}).", advice(path.parent)
            ) from error

    def _open_on_server(self, url: str) -> None:
        # Loaded here: nobody needs it whose catalogue is in the folder.
        from ingest.store.postgresql import Postgresql, check_installed

        check_installed()
        self._database = Postgresql(url)
        self._database.prepare()
        with clear_errors(self.path.parent):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            _keep_to_its_owner(self.path.parent)
            check_on_server(self.path, self.identity(), is_new=not self.meta().get("embedder"))

    def _check_not_emptied(self, db: Connection) -> None:
        """Raises LibraryDamaged where it has no document although its newest copy knows some
        whose files are still here."""
        if db.execute("SELECT 1 FROM documents LIMIT 1").fetchone() is not None:
            return
        library = self.path.parent
        newest = newest_good(library)
        if newest is not None and any((library / file).exists() for file in documents_in(newest)):
            raise LibraryDamaged(
                f"The catalogue {self.path} has no documents, but its newest copy has.",
                advice(library),
            )

    def session(self) -> AbstractContextManager[Connection]:
        """A connection in autocommit; see `transaction`. Raises LibraryDamaged,
        LibraryUnwritable and LibraryBusy for what the database says of such."""
        return self._database.session()

    def held(self) -> AbstractContextManager[None]:
        """Within, the sessions of this thread share a connection."""
        return self._database.held()

    def transaction(self, patience: float = PATIENCE) -> AbstractContextManager[Connection]:
        """Make all changes or none; another writer is waited for as long as ``patience``, in
        seconds."""
        return self._database.transaction(patience)

    def writer_lock(self) -> WriterLock:
        """What admits one writer of documents."""
        return self._database.writer_lock()

    def copy_to(self, file: Path) -> None:
        """Write the whole catalogue to a new SQLite file."""
        self._database.copy_to(file)

    # What the library is

    def meta(self) -> dict[str, str]:
        with self.session() as db:
            return {row["key"]: row["value"] for row in db.execute("SELECT * FROM meta")}

    def set_meta(self, **values: str) -> None:
        with self.transaction() as db:
            db.executemany(
                "INSERT INTO meta VALUES (?, ?) "
                "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                values.items(),
            )

    def identity(self) -> str:
        """What tells this library from all others; made when it is first asked for."""
        with self.transaction() as db:
            db.execute(
                "INSERT INTO meta VALUES ('library', ?) ON CONFLICT DO NOTHING", (uuid4().hex,)
            )
        return self.meta()["library"]

    def generation(self) -> int:
        """Grows with every change that a reader must see."""
        with self.session() as db:
            return int(db.execute(_GENERATION).fetchone()[0])

    # Cases

    def cases(self, *, deleted: bool = False) -> list[Case]:
        """The cases by name; on request also those that were deleted and can be had back."""
        which = "" if deleted else "WHERE deleted_at = ''"
        with self.session() as db:
            rows = db.execute(f"SELECT * FROM cases {which} ORDER BY name")
            return [case_of(row) for row in rows]

    def case(self, name: str) -> Case:
        """Raises NoSuchCase, naming those there are."""
        with self.session() as db:
            row = db.execute(
                "SELECT * FROM cases WHERE name = ? AND deleted_at = ''", (name,)
            ).fetchone()
        if row is None:
            known = ", ".join(case.name for case in self.cases())
            raise NoSuchCase(
                f"There is no case named {name!r} in {self.path.parent}.",
                f"There are: {known}."
                if known
                else f"Run `pincite ingest FOLDER --case {name}` first.",
            )
        return case_of(row)

    def put_case(
        self, name: str, title: str = "", note: str = "", questions: Sequence[str] = ()
    ) -> Case:
        """Make the case or update what is said of it."""
        with self.transaction() as db:
            db.execute(
                "INSERT INTO cases (name, title, note, questions) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (name) DO UPDATE SET title = excluded.title, "
                "note = excluded.note, questions = excluded.questions",
                (name, title, note, json.dumps(list(questions), ensure_ascii=False)),
            )
        return self.case(name)

    def put_folder(self, case: Case, folder: Path) -> Case:
        """Remember the folder that the case mirrors."""
        with self.transaction() as db:
            db.execute("UPDATE cases SET folder = ? WHERE id = ?", (str(folder), case.id))
        return self.case(case.name)

    def ensure_case(self, name: str) -> Case:
        """The case of that name, made if there is none."""
        with self.transaction() as db:
            db.execute("INSERT INTO cases (name) VALUES (?) ON CONFLICT DO NOTHING", (name,))
        return self.case(name)

    # Documents

    def documents(self, case: Case) -> list[Document]:
        """The current documents that are looked at, by path."""
        with self.session() as db:
            rows = db.execute(
                "SELECT d.*, min(p.path) AS path FROM documents d "
                "JOIN places p ON p.document_id = d.id "
                "WHERE d.case_id = ? AND d.state = 'current' GROUP BY d.id ORDER BY path",
                (case.id,),
            )
            found = [document_of(row) for row in rows]
        return (
            found
            if case.only is None
            else [document for document in found if document.id in case.only]
        )

    def document(self, document_id: int) -> Document:
        """Any document, withdrawn ones too (their path is then empty)."""
        with self.session() as db:
            row = db.execute(
                "SELECT d.*, coalesce((SELECT min(path) FROM places WHERE document_id = d.id), '') "
                "AS path FROM documents d WHERE d.id = ?",
                (document_id,),
            ).fetchone()
        return document_of(row)

    def like(self, document: Document) -> list[Document]:
        """The other current documents of its case that are of its kind and bear its ECF number,
        or none as it does."""
        about = document.description
        with self.session() as db:
            rows = db.execute(
                "SELECT d.*, min(p.path) AS path FROM documents d "
                "JOIN places p ON p.document_id = d.id WHERE d.case_id = ? AND d.kind = ? "
                "AND d.ecf = ? AND d.state = 'current' AND d.id <> ? GROUP BY d.id",
                (document.case_id, about.kind, about.ecf, document.id),
            )
            return [document_of(row) for row in rows]

    def places(self, case: Case) -> dict[str, DocumentPlace]:
        with self.session() as db:
            rows = db.execute(
                "SELECT path, document_id, size, modified, origin, source FROM places "
                "WHERE case_id = ?",
                (case.id,),
            )
            return {row["path"]: DocumentPlace(**row) for row in rows}

    def failures(self, case: Case) -> dict[str, tuple[str, str]]:
        """Path to (reason, advice) of the files that could not be ingested."""
        with self.session() as db:
            rows = db.execute("SELECT * FROM failures WHERE case_id = ?", (case.id,))
            return {row["path"]: (row["reason"], row["advice"]) for row in rows}

    def refused(self, case: Case) -> dict[str, Failure]:
        """The same with what the files were like then."""
        with self.session() as db:
            rows = db.execute(
                "SELECT path, reason, advice, size, modified, sha256, reader, source "
                "FROM failures WHERE case_id = ?",
                (case.id,),
            )
            return {row["path"]: Failure(**row) for row in rows}

    def withdrawn_by_hand(self, case: Case) -> dict[str, int]:
        """Hash to document of what somebody took out and did not restore: no mirroring brings
        it back."""
        with self.session() as db:
            rows = db.execute(
                "SELECT sha256, id FROM documents WHERE case_id = ? AND state = 'withdrawn' "
                "AND withdrawn_by = 'person' ORDER BY id",
                (case.id,),
            )
            return {row["sha256"]: row["id"] for row in rows}

    # Pages and passages

    def page_sizes(self, document_id: int) -> list[PageSize]:
        """All pages of a document, in order; none of one that was purged."""
        with self.session() as db:
            rows = db.execute(
                "SELECT number, width, height, label FROM pages WHERE document_id = ? "
                "ORDER BY number",
                (document_id,),
            )
            return [PageSize(**row) for row in rows]

    def page(self, document_id: int, number: int) -> Page:
        with self.session() as db:
            page = db.execute(
                "SELECT * FROM pages WHERE document_id = ? AND number = ?", (document_id, number)
            ).fetchone()
            lines = db.execute(
                "SELECT * FROM lines WHERE document_id = ? AND page = ? ORDER BY line",
                (document_id, number),
            ).fetchall()
        return Page(
            number=number,
            lines=tuple(line_of(row) for row in lines),
            width=page["width"],
            height=page["height"],
            label=page["label"],
            read=page["read"],
            why=page["why"],
            left_out=left_out_of(page),
        )

    def passage(self, passage_id: int) -> Stored:
        """Any passage, a withdrawn document's too."""
        return self._passages("id = ?", passage_id)[0]

    def passages(
        self, ids: Iterable[int], within: Collection[int] | None = None
    ) -> dict[int, Stored]:
        """The passages of ``ids`` that belong to a current document, and to one of ``within`` if
        given."""
        wanted = json.dumps(list(ids))
        with self.session() as db:
            rows = db.execute(
                "SELECT p.* FROM passages p JOIN documents d ON d.id = p.document_id "
                "WHERE d.state = 'current' AND p.id IN "
                "(SELECT CAST(value AS BIGINT) FROM json_each(?))",
                (wanted,),
            )
            return {
                row["id"]: stored_of(row)
                for row in rows
                if within is None or row["document_id"] in within
            }

    def table_rows(self, case: Case, ids: Iterable[int]) -> list[Stored]:
        """Those passages of ``ids`` that are rows of tables, of the documents that are looked at.

        Thousands of passages may have a name in them, and few of these are rows: the others are
        not read."""
        only, values = _only(case)
        with self.session() as db:
            rows = db.execute(
                "SELECT p.* FROM passages p JOIN documents d ON d.id = p.document_id "
                f"WHERE d.case_id = ? AND d.state = 'current' {only} AND p.role = 'table' "
                "AND p.id IN (SELECT CAST(value AS BIGINT) FROM json_each(?)) "
                "ORDER BY p.document_id, p.ordinal",
                (*values, json.dumps(list(ids))),
            )
            return [stored_of(row) for row in rows]

    def passages_of(self, document_id: int) -> list[Stored]:
        """All passages of a document, in order."""
        return self._passages("document_id = ?", document_id)

    def neighbours(self, passage_id: int, reach: int = 1) -> list[Stored]:
        """The passage with up to ``reach`` before and after it in its document."""
        return self._passages(
            "document_id = (SELECT document_id FROM passages WHERE id = :id) AND ordinal BETWEEN "
            "(SELECT ordinal FROM passages WHERE id = :id) - :reach AND "
            "(SELECT ordinal FROM passages WHERE id = :id) + :reach",
            id=passage_id,
            reach=reach,
        )

    def passages_on(self, document_id: int, page: int) -> list[Stored]:
        """The passages that begin on a page."""
        return self._passages("document_id = ? AND page = ?", document_id, page)

    def passages_numbered(self, document_id: int, paragraph: str) -> list[Stored]:
        """The passages that hold the paragraph of that number."""
        return self._passages(
            "id IN (SELECT passage_id FROM paragraph_numbers WHERE document_id = ? "
            "AND paragraph = ?)",
            document_id,
            paragraph,
        )

    def _passages(self, where: str, *values: object, **named: object) -> list[Stored]:
        with self.session() as db:
            query = f"SELECT * FROM passages WHERE {where} ORDER BY document_id, ordinal"
            return [stored_of(row) for row in db.execute(query, named or values)]

    def docket_rows(self, document_id: int, field: DocketField) -> list[DocketRow]:
        """What a docket states of a field, in order."""
        with self.session() as db:
            rows = db.execute(
                "SELECT f.value, f.page AS stated_page, f.line AS stated_line, p.* "
                "FROM docket_facts f JOIN passages p ON p.id = f.passage_id "
                "WHERE f.document_id = ? AND f.field = ? ORDER BY p.ordinal",
                (document_id, field),
            )
            return [
                DocketRow(
                    field, row["value"], stored_of(row), row["stated_page"], row["stated_line"]
                )
                for row in rows
            ]

    def counts(self, case: Case) -> Counts:
        """How many current documents that are looked at, and how many passages in each language;
        counted anew after a change only, for each question asks twice."""
        only, values = _only(case)
        with self._database.snapshot() as db:  # all of one moment, though somebody may write
            generation = int(db.execute(_GENERATION).fetchone()[0])
            kept = self._counts.get(case)
            if kept is not None and kept[0] == generation:
                return kept[1]
            (documents,) = db.execute(
                f"SELECT count(*) FROM documents d WHERE case_id = ? AND state = 'current' {only}",
                values,
            ).fetchone()
            rows = db.execute(
                "SELECT p.language, count(*) FROM passages p JOIN documents d ON d.id = "
                f"p.document_id WHERE d.case_id = ? AND d.state = 'current' {only} GROUP BY 1",
                values,
            )
            counted = documents, dict(tuple(row) for row in rows)
        if len(self._counts) >= _CASES_COUNTED:
            self._counts.clear()
        self._counts[case] = generation, counted
        return counted

    def passages_within(self, case: Case, language: str = "") -> frozenset[int] | None:
        """The identities of the passages, in one language or in all, of the documents that are
        looked at; None where all of the case's are."""
        if case.only is None:
            return None
        only, values = _only(case)
        with self.session() as db:
            rows = db.execute(
                "SELECT p.id FROM passages p JOIN documents d ON d.id = p.document_id "
                f"WHERE d.case_id = ? AND d.state = 'current' {only} AND ? IN ('', p.language)",
                (*values, language),
            )
            return frozenset(row[0] for row in rows)

    def full_text(self) -> FullText:
        """The lexical index over the current passages."""
        return FullText(self.session)


def _only(case: Case) -> tuple[str, tuple[object, ...]]:
    """The condition on documents by which only those are taken that are looked at, and the values
    of a query that begins with the case."""
    if case.only is None:
        return "", (case.id,)
    return "AND d.id IN (SELECT CAST(value AS BIGINT) FROM json_each(?))", (
        case.id,
        json.dumps(list(case.only)),
    )


def _keep_to_its_owner(folder: Path) -> None:
    """Close the library's folder to other users, also where an older program made it."""
    if folder.stat().st_mode & 0o077:
        with suppress(OSError):  # another's, or on a disk that knows no owners
            folder.chmod(0o700)


def _holds_nothing(path: Path) -> bool:
    try:
        return path.stat().st_size == 0
    except FileNotFoundError:
        return True
