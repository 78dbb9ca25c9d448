"""Corrects what a document was taken for: its title, kind and date.

Its pages are not read again. Pages and passages never change once they are written, so that it
becomes another document of the same bytes, in the place of the one before."""

from __future__ import annotations

from collections.abc import Callable

from ingest.document import Description
from ingest.store.backups import back_up
from ingest.store.catalogue import Case, Document
from ingest.store.library import Library, Say
from ingest.store.write import DocumentWriter, SourceFile, put_place


def redescribe(
    library: Library,
    case: Case,
    document: Document,
    description: Description,
    overrides: str,
    done: Callable[[int], None] = lambda number: None,
    say: Say = lambda message: None,
) -> int:
    """Give a current document another description, at every place where it stands. Its passages are
    embedded anew under the new title. ``overrides`` is the JSON of what a person said of it.
    Returns the id of the new document. Raises LibraryBusy."""
    library.check_model()
    catalogue = library.catalogue
    with library.writing(say), library.unfinished():
        first, *others = [
            SourceFile(
                place.path,
                document.sha256,
                place.size,
                place.modified,
                document.file,
                overrides,
                place.origin,
                place.source,
            )
            for place in catalogue.places(case).values()
            if place.document_id == document.id
        ]
        arrival = DocumentWriter(catalogue, case, first, document.format, document.read_with)
        with catalogue.transaction() as db:
            for table, columns in _COPIED.items():
                db.execute(
                    f"INSERT INTO {table} (document_id, {columns}) "
                    f"SELECT ?, {columns} FROM {table} WHERE document_id = ?",
                    (arrival.document_id, document.id),
                )
        passages = [stored_passage.passage for stored_passage in catalogue.passages_of(document.id)]
        stored = arrival.add_passages(passages, description, document.pages)
        with catalogue.transaction() as db:
            db.execute(
                "UPDATE documents SET warnings = (SELECT warnings FROM documents WHERE id = ?) "
                "WHERE id = ?",
                (document.id, arrival.document_id),
            )
        library.vectors.add(case.id, stored, done)
        library.vectors.delete(arrival.switch_in(stored))
        for source in others:
            with catalogue.transaction() as db:
                left = put_place(db, case, source, arrival.document_id)
            library.vectors.delete(left)
        back_up(library.folder)
    return arrival.document_id


_COPIED = {
    "pages": "number, label, width, height, read, why, left_out",
    "lines": "page, line, text, number, box, edges, begins, role, label",
}
