"""A document's way into the catalogue: invisible while it arrives, then switched in at once."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.catalogue import Case, Catalogue, PassageIds, Stored
from ingest.document import Description, Page, Passage
from ingest.full_text import forget_passages, index_passage


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was found: its path in the case folder, its bytes' SHA-256, its size and
    time (nanoseconds), the library's copy, and what case.yaml says of it (JSON)."""

    path: str
    sha256: str
    size: int
    modified: int
    file: str
    overrides: str = "{}"


class Arrival:
    """Writes one document in state 'loading'. `switch_in` makes it the current one."""

    def __init__(self, catalogue: Catalogue, case: Case, source: Source, format_: str) -> None:
        self._catalogue = catalogue
        self._case = case
        self._source = source
        with catalogue.transaction() as db:
            cursor = db.execute(
                "INSERT INTO documents (case_id, sha256, state, format, file, overrides) "
                "VALUES (?, ?, 'loading', ?, ?, ?)",
                (case.id, source.sha256, format_, source.file, source.overrides),
            )
            assert cursor.lastrowid is not None
            self.document_id = cursor.lastrowid

    def add_pages(self, pages: Iterable[Page]) -> None:
        """Keep pages with their lines."""
        with self._catalogue.transaction() as db:
            for page in pages:
                _add_page(db, self.document_id, page)

    def add_passages(
        self, passages: Sequence[Passage], description: Description, pages: int
    ) -> list[Stored]:
        """Keep what the document is, and its passages; returns them with their identities."""
        headers = [header_of(description, passage) for passage in passages]
        with self._catalogue.transaction() as db:
            db.execute(
                "UPDATE documents SET title = ?, kind = ?, court = ?, case_number = ?, ecf = ?, "
                "filed = ?, parties = ?, language = ?, pages = ? WHERE id = ?",
                (
                    description.title,
                    description.kind,
                    description.court,
                    description.case_number,
                    description.ecf,
                    description.filed.isoformat() if description.filed else None,
                    json.dumps(description.parties, ensure_ascii=False),
                    description.language,
                    pages,
                    self.document_id,
                ),
            )
            return [
                _add_passage(db, self.document_id, ordinal, header, passage)
                for ordinal, (header, passage) in enumerate(zip(headers, passages, strict=True))
            ]

    def abandon(self) -> None:
        """Forget the document, which never was visible."""
        with self._catalogue.transaction() as db:
            db.execute("DELETE FROM documents WHERE id = ?", (self.document_id,))

    def switch_in(self, stored: Sequence[Stored]) -> PassageIds:
        """In one transaction: this document current and searchable at its place, what stood
        there before withdrawn. Its vectors must be written by now. Returns the withdrawn
        passages, whose vectors can go."""
        with self._catalogue.transaction() as db:
            for one in stored:
                text = f"{one.header}\n{one.passage.text}"
                index_passage(db, one.id, self._case.id, one.passage.language, text)
            db.execute("UPDATE documents SET state = 'current' WHERE id = ?", (self.document_id,))
            put_place(db, self._case, self._source, self.document_id)
            return withdraw_unplaced(db, self._case)


def header_of(description: Description, passage: Passage) -> str:
    """The line a passage is embedded and indexed under. Without it, boilerplate of the wrong
    document wins."""
    title, kind = description.title, description.kind
    named = kind == "other" or kind in title.casefold()
    above = [heading for heading in passage.headings[-2:] if heading != title]
    return " — ".join(part for part in (title, "" if named else kind, *above) if part)


def put_place(db: sqlite3.Connection, case: Case, source: Source, document_id: int) -> None:
    """Let the file's path lead to the document, and forget an earlier failure."""
    db.execute(
        "INSERT OR REPLACE INTO places (case_id, path, document_id, size, modified) "
        "VALUES (?, ?, ?, ?, ?)",
        (case.id, source.path, document_id, source.size, source.modified),
    )
    db.execute("DELETE FROM failures WHERE case_id = ? AND path = ?", (case.id, source.path))


def remove_places(db: sqlite3.Connection, case: Case, paths: Iterable[str]) -> PassageIds:
    """Files that are gone: their documents are withdrawn unless they stand elsewhere too."""
    given = [(case.id, path) for path in paths]
    db.executemany("DELETE FROM places WHERE case_id = ? AND path = ?", given)
    db.executemany("DELETE FROM failures WHERE case_id = ? AND path = ?", given)
    return withdraw_unplaced(db, case)


def put_failure(db: sqlite3.Connection, case: Case, path: str, reason: str, advice: str) -> None:
    """Remember why a file could not be ingested. What was read of it earlier stays."""
    db.execute(
        "INSERT OR REPLACE INTO failures (case_id, path, reason, advice) VALUES (?, ?, ?, ?)",
        (case.id, path, reason, advice),
    )


def withdraw_unplaced(db: sqlite3.Connection, case: Case) -> PassageIds:
    """Take documents without a place out of search; returns their passages, which are kept
    in the catalogue, as their pages are."""
    unplaced = (
        "SELECT id FROM documents WHERE case_id = ? AND state = 'current' "
        "AND id NOT IN (SELECT document_id FROM places)"
    )
    rows = db.execute(
        f"SELECT id, language FROM passages WHERE document_id IN ({unplaced})", (case.id,)
    ).fetchall()
    withdrawn: PassageIds = {}
    for row in rows:
        withdrawn.setdefault((case.id, row["language"]), set()).add(row["id"])
    for (_, language), ids in withdrawn.items():
        forget_passages(db, language, ids)
    db.execute(f"UPDATE documents SET state = 'withdrawn' WHERE id IN ({unplaced})", (case.id,))
    db.execute("UPDATE meta SET value = value + 1 WHERE key = 'generation'")
    return withdrawn


def sweep(catalogue: Catalogue) -> PassageIds:
    """Forget half-arrived documents. Returns, by case and language, the passages that may have
    vectors: the caller, who holds the lock, keeps those and deletes all others."""
    with catalogue.transaction() as db:
        db.execute("DELETE FROM documents WHERE state = 'loading'")
        rows = db.execute(
            "SELECT d.case_id, p.language, p.id FROM passages p "
            "JOIN documents d ON d.id = p.document_id WHERE d.state = 'current'"
        )
        kept: PassageIds = {}
        for case_id, language, passage_id in rows:
            kept.setdefault((case_id, language), set()).add(passage_id)
        return kept


def _add_page(db: sqlite3.Connection, document_id: int, page: Page) -> None:
    left_out = json.dumps([one.told() for one in page.left_out], ensure_ascii=False)
    db.execute(
        "INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document_id,
            page.number,
            page.label,
            page.width,
            page.height,
            page.read,
            page.why,
            left_out,
        ),
    )
    db.executemany(
        "INSERT INTO lines VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                document_id,
                page.number,
                index,
                line.text,
                line.number,
                array("f", line.box).tobytes() if line.box else None,
                array("f", line.edges).tobytes(),
                line.begins,
                line.role,
            )
            for index, line in enumerate(page.lines)
        ),
    )


def _add_passage(
    db: sqlite3.Connection, document_id: int, ordinal: int, header: str, passage: Passage
) -> Stored:
    cursor = db.execute(
        "INSERT INTO passages (document_id, ordinal, language, header, text, role, page, "
        "paragraphs, headings, spans) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document_id,
            ordinal,
            passage.language,
            header,
            passage.text,
            passage.role,
            passage.page,
            json.dumps(passage.paragraphs),
            json.dumps(passage.headings, ensure_ascii=False),
            json.dumps(passage.spans),
        ),
    )
    assert cursor.lastrowid is not None
    db.executemany(
        "INSERT OR IGNORE INTO paragraph_numbers VALUES (?, ?, ?)",
        ((document_id, number, cursor.lastrowid) for number in passage.paragraphs),
    )
    return Stored(cursor.lastrowid, document_id, ordinal, header, passage)
