"""Versions of documents: listing them, taking documents out of the case, bringing them back.

A withdrawn document is out of search at once; its pages and passages stay, for citations that
were made while it was current, until it is purged.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ingest.errors import PinciteError
from ingest.store.backups import back_up, copy_whole, forget_copies
from ingest.store.catalogue import Case, Catalogue, Document
from ingest.store.file_copies import drop_copies, forget_passwords
from ingest.store.library import Library, Say
from ingest.store.served import is_served
from ingest.store.write import SourceFile, index_passages, put_place, remove_places

ReasonOut = Literal["", "superseded", "removed", "withdrawn"]

_REASONS: dict[str, ReasonOut] = {"folder": "removed", "person": "withdrawn", "": "removed"}


@dataclass(frozen=True, slots=True)
class Version:
    """A document as it is or was at ``path``. ``ingested`` and ``until`` are in UTC; ``until``
    is empty while it is current. ``why`` it went: another version came ("superseded", by
    document ``superseded_by``), its file had gone from the folder ("removed"), or somebody took
    it out ("withdrawn")."""

    document: Document
    path: str
    ingested: str
    until: str = ""
    why: ReasonOut = ""
    superseded_by: int | None = None
    also: tuple[str, ...] = ()
    """Other paths at which it stood when it went."""

    @property
    def paths(self) -> tuple[str, ...]:
        """Every path at which it stood when it went, or at which it was asked for."""
        return (self.path, *self.also)


def versions(catalogue: Catalogue, case: Case, path: str) -> list[Version]:
    """The current version at a place and those before, newest first."""
    return _versions(
        catalogue,
        "d.case_id = :case AND (d.state = 'withdrawn' AND (d.withdrawn_from = :path OR :path IN "
        "(SELECT value FROM json_each(d.withdrawn_also))) OR d.id IN "
        "(SELECT document_id FROM places WHERE case_id = :case AND path = :path))",
        {"case": case.id, "path": path},
        path,
    )


def withdrawn(catalogue: Catalogue, case: Case) -> list[Version]:
    """What can be restored or purged, earlier versions too, newest first."""
    return _versions(
        catalogue, "d.case_id = :case AND d.state = 'withdrawn'", {"case": case.id}, ""
    )


def _versions(
    catalogue: Catalogue, where: str, values: dict[str, object], path: str
) -> list[Version]:
    with catalogue.session() as db:
        rows = db.execute(
            "SELECT id, ingested, state, withdrawn_at, withdrawn_from, withdrawn_by, "
            f"withdrawn_also, superseded_by FROM documents d WHERE {where} ORDER BY d.id DESC",
            values,
        ).fetchall()
    found = []
    for row in rows:
        document = catalogue.document(row["id"])
        if row["state"] == "current":
            found.append(Version(document, path or document.path, row["ingested"]))
            continue
        superseded = row["superseded_by"] is not None
        found.append(
            Version(
                document,
                row["withdrawn_from"],
                row["ingested"],
                row["withdrawn_at"] or "",
                "superseded" if superseded else _REASONS[row["withdrawn_by"]],
                row["superseded_by"],
                tuple(json.loads(row["withdrawn_also"])),
            )
        )
    return found


def withdraw(library: Library, document: Document, say: Say = lambda message: None) -> list[str]:
    """Take a current document out of the case, at every place where it stands; returns these.
    Mirroring the folder does not bring it back; `restore` does. Raises LibraryBusy."""
    with library.writing(say), library.unfinished():
        case = _case_of(library, document)
        paths = standing_at(library.catalogue, case, document.id)
        with library.catalogue.transaction() as db:
            passages = remove_places(db, case, paths, "person")
        library.vectors.delete(passages)
        back_up(library.folder)
    forget_passwords(library.catalogue, [document.file])
    return paths


def standing_at(catalogue: Catalogue, case: Case, document_id: int) -> list[str]:
    """Every path at which a document stands."""
    places = catalogue.places(case).values()
    return sorted(place.path for place in places if place.document_id == document_id)


def restore(
    library: Library,
    version: Version,
    done: Callable[[int], None] = lambda number: None,
    say: Say = lambda message: None,
) -> None:
    """Bring a withdrawn document back to its places, as far as they are free. It is embedded
    again; ``done`` is called with their number after each batch.

    Raises PinciteError where another document stands at its place, and LibraryBusy.
    """
    library.check_model()
    document = version.document
    with library.writing(say), library.unfinished():
        case = _case_of(library, document)
        occupied = library.catalogue.places(case)
        if version.path in occupied:
            raise PinciteError(
                f"Another version stands at {version.path}.",
                "Take that one out first: `pincite remove`.",
            )
        current = {document.sha256: document.id for document in library.catalogue.documents(case)}
        # Size and time of no file: the next mirroring looks whether it still is there.
        sources = [
            SourceFile(path, document.sha256, -1, -1, document.file, document.overrides)
            for path in version.paths
            if path not in occupied
        ]
        stored = []
        if document.sha256 not in current:
            stored = library.catalogue.passages_of(document.id)
            library.vectors.add(case.id, stored, done)
        with library.catalogue.transaction() as db:
            index_passages(db, case, stored)
            if stored:
                db.execute(
                    "UPDATE documents SET state = 'current', withdrawn_at = NULL, "
                    "withdrawn_from = '', withdrawn_also = '[]', withdrawn_by = '', "
                    "superseded_by = NULL WHERE id = ?",
                    (document.id,),
                )
            for source in sources:
                put_place(db, case, source, current.get(document.sha256, document.id))
        back_up(library.folder)


def purge(
    library: Library,
    chosen: Iterable[Version],
    say: Say = lambda message: None,
    *,
    set_aside: Sequence[Path] = (),
) -> Sequence[Version]:
    """Delete withdrawn documents for good: their pages, their passages, and the library's copies
    of files that no other document needs, and the copies of the catalogue that hold them. Current
    ones are passed over. ``set_aside`` are files of the quarantine that go too. Returns the
    documents that went."""
    with library.writing(say), library.unfinished():
        gone = []
        with library.catalogue.transaction() as db:
            db.delete_for_good()
            for version in chosen:
                # What it superseded is superseded by what came after it, or its citations would
                # no longer lead there.
                db.execute(
                    "UPDATE documents SET superseded_by = (SELECT superseded_by FROM documents "
                    "WHERE id = :id AND state = 'withdrawn') WHERE superseded_by = :id "
                    "AND EXISTS (SELECT 1 FROM documents WHERE id = :id AND state = 'withdrawn')",
                    {"id": version.document.id},
                )
                deleted = db.execute(
                    "DELETE FROM documents WHERE id = ? AND state = 'withdrawn'",
                    (version.document.id,),
                ).rowcount
                if deleted:
                    gone.append(version)
            if gone:
                db.words.forget_for_good()
        # The older copies of the catalogue still hold what was to go for good.
        if (gone or set_aside) and is_served(library.folder):
            forget_copies(library.folder)
        elif gone or set_aside:
            copy_whole(library.folder, kept=1)
        drop_copies(library.catalogue, library.folder, (version.document.file for version in gone))
        for file in set_aside:
            file.unlink(missing_ok=True)
        return gone


def _case_of(library: Library, document: Document) -> Case:
    cases = library.catalogue.cases(deleted=True)
    return next(case for case in cases if case.id == document.case_id)
