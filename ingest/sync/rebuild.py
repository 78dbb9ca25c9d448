"""Makes again everything that follows from the catalogue and the library's copies of the files."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ingest.describe.case_file import CaseFile
from ingest.errors import FileRefused
from ingest.store.backups import back_up
from ingest.store.catalogue import Case, Document
from ingest.store.docket_facts import renew_docket_facts
from ingest.store.file_copies import QUARANTINE, bring_back, set_aside_unused
from ingest.store.library import Library, Say
from ingest.store.write import SourceFile, index_passages, put_place
from ingest.sync.arrivals import switch_in
from ingest.sync.one_file import read_in
from ingest.sync.outdated import READ_WITH
from ingest.sync.progress import FileResult, Progress, Report
from ingest.sync.run import CaseBefore, Run
from ingest.translation import N_


def rebuild(
    library: Library,
    report: Report = lambda progress: None,
    done: Callable[[int, int], None] = lambda made, of: None,
    say: Say = lambda message: None,
) -> tuple[list[FileResult], int]:
    """Read again what another reader or splitter made, then make all vectors and the full text
    again. Returns what was read again, and how many passages were embedded after that.

    ``done`` is called with the passages embedded and all passages. A killed rebuild goes on where
    it was. Raises LibraryBusy.
    """
    with library.writing(say, sweeping=False), library.remade(say):
        library.catalogue.set_meta(unfinished="yes")
        bring_back(library.catalogue, library.folder)
        read = list(_read_again(library, report))
        embedded = library.restore_vectors(done)
        _index_again(library)
        aside = set_aside_unused(library.catalogue, library.folder)
        if aside:
            say(
                N_(
                    f"{aside} copies of files that belong to no document were moved to "
                    f"{library.folder / QUARANTINE}; `pincite purge` deletes them"
                )
            )
        if read:
            back_up(library.folder)
    return read, embedded


def _read_again(library: Library, report: Report) -> Iterator[FileResult]:
    stale = [
        (case, document)
        for case in library.catalogue.cases(deleted=True)
        for document in library.catalogue.documents(case)
        if document.read_with != READ_WITH
    ]
    for number, (case, document) in enumerate(stale, 1):
        progress = Progress("reading", document.path, number, len(stale))
        report(progress)
        try:
            yield _read_one(library, case, document, report, progress)
        except FileRefused as refused:
            yield FileResult(document.path, "failed", refused.reason, refused.advice)


def _read_one(
    library: Library, case: Case, document: Document, report: Report, progress: Progress
) -> FileResult:
    if not (library.folder / document.file).is_file():
        raise FileRefused(
            "The library's copy of it is missing.", "Run `pincite ingest FOLDER --check`."
        )
    places = [
        SourceFile(
            place.path,
            document.sha256,
            place.size,
            place.modified,
            document.file,
            document.overrides,
            place.origin,
            place.source,
        )
        for place in library.catalogue.places(case).values()
        if place.document_id == document.id
    ]
    case_file = CaseFile.of_overrides(document.path, document.overrides)
    run = Run(library, case, case_file, CaseBefore.of(library, case), report)
    first, *others = sorted(places, key=lambda place: place.path)
    result, arrival = read_in(run, first, progress)
    switch_in(run, [arrival])
    for source in others:
        with library.catalogue.transaction() as db:
            left = put_place(db, case, source, arrival.writer.document_id)
        library.vectors.delete(left)
    return result


def _index_again(library: Library) -> None:
    """The full text and what dockets state, in one transaction: searches see the old ones or the
    new ones."""
    with library.catalogue.transaction() as db:
        renew_docket_facts(db)
        db.words.empty()
        for case in library.catalogue.cases(deleted=True):
            for document in library.catalogue.documents(case):
                index_passages(db, case, library.catalogue.passages_of(document.id))
