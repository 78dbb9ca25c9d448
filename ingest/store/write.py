"""Writes a document to the catalogue: invisible while it arrives, then made current at once."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Literal

from ingest.document import Description, Page, Passage
from ingest.passages.headings import exhibit_under
from ingest.store.catalogue import Case, Catalogue, Failure, Origin, PassageIds, Stored
from ingest.store.connection import Connection, inserted, next_generation
from ingest.store.docket_facts import put_docket_facts
from ingest.store.facts import put_facts
from ingest.store.full_text import forget_passages, index_passage


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it was found: its path in the case folder, its bytes' SHA-256, its size and
    time (nanoseconds), the library's copy, and what case.yaml says of it (JSON)."""

    path: str
    sha256: str
    size: int
    modified: int
    file: str
    overrides: str = "{}"
    origin: Origin = "added"
    source: str = ""
    """Where a file that was named by itself lies."""


class DocumentWriter:
    """Writes one document in state 'loading'. `switch_in` makes it the current one.

    ``read_with`` names the reader and the splitter; it is kept with the document.
    """

    def __init__(
        self, catalogue: Catalogue, case: Case, source: SourceFile, format_: str, read_with: str
    ) -> None:
        self._catalogue = catalogue
        self._case = case
        self._source = source
        with catalogue.transaction() as db:
            self.document_id = inserted(
                db,
                "INSERT INTO documents (case_id, sha256, state, format, file, overrides, "
                "read_with) VALUES (?, ?, 'loading', ?, ?, ?, ?)",
                (case.id, source.sha256, format_, source.file, source.overrides, read_with),
            )

    def add_pages(self, pages: Iterable[Page]) -> None:
        """Keep pages with their lines."""
        with self._catalogue.transaction() as db:
            for page in pages:
                _add_page(db, self.document_id, page)

    def add_passages(
        self,
        passages: Sequence[Passage],
        description: Description,
        pages: int,
        warnings: Sequence[str] = (),
    ) -> list[Stored]:
        """Keep what the document is, and its passages; returns them with their identities."""
        headers = [header_of(description, passage) for passage in passages]
        with self._catalogue.transaction() as db:
            db.execute(
                "UPDATE documents SET title = ?, kind = ?, court = ?, case_number = ?, ecf = ?, "
                "filed = ?, parties = ?, language = ?, pages = ?, warnings = ? "
                "WHERE id = ?",
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
                    json.dumps(list(warnings), ensure_ascii=False),
                    self.document_id,
                ),
            )
            stored = [
                _add_passage(db, self.document_id, ordinal, header, passage)
                for ordinal, (header, passage) in enumerate(zip(headers, passages, strict=True))
            ]
            ids = [arrived.id for arrived in stored]
            put_facts(db, self.document_id, ids, passages, description.filed)
            if description.kind == "docket":
                put_docket_facts(db, self.document_id, ids, passages)
            return stored

    def abandon(self) -> None:
        """Forget the document, which never was visible."""
        with self._catalogue.transaction() as db:
            db.execute("DELETE FROM documents WHERE id = ?", (self.document_id,))

    def switch_in(self, stored: Sequence[Stored]) -> PassageIds:
        """In one transaction: this document current and searchable at its place, what stood
        there before withdrawn. Its vectors must be written by now. Returns the withdrawn
        passages, whose vectors can go."""
        with self._catalogue.transaction() as db:
            index_passages(db, self._case, stored)
            db.execute("UPDATE documents SET state = 'current' WHERE id = ?", (self.document_id,))
            return put_place(db, self._case, self._source, self.document_id)


def index_passages(db: Connection, case: Case, stored: Iterable[Stored]) -> None:
    """Make a document's passages findable by their words."""
    for passage in stored:
        text = f"{passage.header}\n{passage.passage.text}"
        index_passage(db, passage.id, case.id, passage.passage.language, text)


def header_of(description: Description, passage: Passage) -> str:
    """The line a passage is embedded and indexed under. Without it, boilerplate of the wrong
    document wins."""
    title, kind = description.title, description.kind
    named = kind == "other" or kind in title.casefold()
    above = [heading for heading in passage.headings[-2:] if heading != title]
    if exhibit_under(passage.headings) and passage.headings[0] not in above:
        above.insert(0, passage.headings[0])
    return " — ".join(part for part in (title, "" if named else kind, *above) if part)


def put_place(db: Connection, case: Case, source: SourceFile, document_id: int) -> PassageIds:
    """Record that the file's path leads to the document, and forget an earlier failure. What stood
    there before and stands nowhere else is superseded by it; its passages are returned."""
    at = (case.id, source.path)
    before = db.execute(
        "SELECT document_id, origin FROM places WHERE case_id = ? AND path = ?", at
    ).fetchone()
    if before and source.origin == "added" and tuple(before) == (document_id, "folder"):
        return {}  # the folder has it there already, and keeps it
    db.execute(
        "INSERT INTO places (case_id, path, document_id, size, modified, origin, source) "
        "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (case_id, path) DO UPDATE SET "
        "document_id = excluded.document_id, size = excluded.size, modified = excluded.modified, "
        "origin = excluded.origin, source = excluded.source",
        (*at, document_id, source.size, source.modified, source.origin, source.source),
    )
    db.execute("DELETE FROM failures WHERE case_id = ? AND path = ?", at)
    left = {before["document_id"]: [source.path]} if before else {}
    left.pop(document_id, None)
    return withdraw_unplaced(db, case, left, superseded_by=document_id)


def rename_places(db: Connection, case: Case, names: Mapping[str, str]) -> None:
    """Move documents to other paths; ``names`` is old path to new."""
    for old, new in names.items():
        db.execute("UPDATE places SET path = ? WHERE case_id = ? AND path = ?", (new, case.id, old))


def remove_places(
    db: Connection, case: Case, paths: Iterable[str], by: Literal["folder", "person"]
) -> PassageIds:
    """Files that are gone: their documents are withdrawn unless they stand elsewhere too."""
    left: dict[int, list[str]] = {}
    for path in sorted(paths):
        at = (case.id, path)
        row = db.execute(
            "DELETE FROM places WHERE case_id = ? AND path = ? RETURNING document_id", at
        ).fetchone()
        if row is not None:
            left.setdefault(row["document_id"], []).append(path)
        db.execute("DELETE FROM failures WHERE case_id = ? AND path = ?", at)
    return withdraw_unplaced(db, case, left, by=by)


def put_failure(db: Connection, case: Case, failure: Failure) -> None:
    """Remember why a file could not be ingested. What was read of it earlier stays."""
    db.execute(
        "INSERT INTO failures (case_id, path, reason, advice, size, modified, sha256, reader, "
        "source) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (case_id, path) DO UPDATE SET "
        "reason = excluded.reason, advice = excluded.advice, at = CURRENT_TIMESTAMP, "
        "size = excluded.size, modified = excluded.modified, sha256 = excluded.sha256, "
        "reader = excluded.reader, source = excluded.source",
        (case.id, *astuple(failure)),
    )


def withdraw_unplaced(
    db: Connection,
    case: Case,
    left: Mapping[int, Sequence[str]],
    *,
    superseded_by: int | None = None,
    by: Literal["folder", "person"] = "folder",
) -> PassageIds:
    """Take those of the documents in ``left`` that have no place any more out of search. The
    mapping gives the paths that each had last. Returns their passages, which are kept in the
    catalogue, as their pages are."""
    withdrawn: PassageIds = {}
    for document_id, (path, *others) in left.items():
        changed = db.execute(
            "UPDATE documents SET state = 'withdrawn', withdrawn_at = CURRENT_TIMESTAMP, "
            "withdrawn_from = ?, withdrawn_also = ?, withdrawn_by = ?, superseded_by = ? "
            "WHERE id = ? AND state = 'current' AND id NOT IN (SELECT document_id FROM places)",
            (path, json.dumps(others), by, superseded_by, document_id),
        ).rowcount
        if changed:
            rows = db.execute(
                "SELECT id, language FROM passages WHERE document_id = ?", (document_id,)
            )
            for row in rows:
                withdrawn.setdefault((case.id, row["language"]), set()).add(row["id"])
    for (_, language), ids in withdrawn.items():
        forget_passages(db, language, ids)
    next_generation(db)
    return withdrawn


def passage_ids(case: Case, stored: Iterable[Stored]) -> PassageIds:
    """The identities of passages, as the vectors are kept."""
    ids: PassageIds = {}
    for passage in stored:
        ids.setdefault((case.id, passage.passage.language), set()).add(passage.id)
    return ids


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


def _add_page(db: Connection, document_id: int, page: Page) -> None:
    left_out = json.dumps([piece.reported() for piece in page.left_out], ensure_ascii=False)
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
        "INSERT INTO lines VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
                line.label,
            )
            for index, line in enumerate(page.lines)
        ),
    )


def _add_passage(
    db: Connection, document_id: int, ordinal: int, header: str, passage: Passage
) -> Stored:
    passage_id = inserted(
        db,
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
            json.dumps([span if span.parts else span[:-1] for span in passage.spans]),
        ),
    )
    db.executemany(
        "INSERT INTO paragraph_numbers VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        ((document_id, number, passage_id) for number in passage.paragraphs),
    )
    return Stored(passage_id, document_id, ordinal, header, passage)
