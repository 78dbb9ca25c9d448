"""Mirror a folder into a case: the recipe of ingestion, one document at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.arrival import remove_places
from ingest.backups import back_up
from ingest.case_file import CaseFile, load_case_yaml
from ingest.catalogue import Case
from ingest.catalogue_rows import Origin
from ingest.errors import NoSuchCase
from ingest.folder import Found, files_in
from ingest.library import Library, Say
from ingest.one_file import Known, Run, Stopped, outlook, take
from ingest.progress import FileResult as FileResult
from ingest.progress import Outcome as Outcome
from ingest.progress import Progress as Progress
from ingest.progress import Report
from ingest.read import READER
from ingest.split import SPLITTER

_CHANGES = {"added", "changed", "moved", "removed"}


def ingest(
    library: Library,
    case_name: str,
    sources: Sequence[Path],
    report: Report = lambda progress: None,
    say: Say = lambda message: None,
    *,
    check: bool = False,
    retry: bool = False,
    dry_run: bool = False,
    cancel: Callable[[], bool] = lambda: False,
) -> list[FileResult]:
    """Bring files into a case. Folders are mirrored: what has gone from them leaves the case.
    Files named one by one are only added, and no mirroring takes them away.

    A file that cannot be read gives a result with outcome "failed", and what was read of it
    before stays; it is not tried again until it or the reader changes, or with ``retry``.
    ``check`` hashes files that look unchanged too. ``dry_run`` only tells what would be done.
    When ``cancel`` gives True, the file at hand keeps its old state, and it and the rest are
    "cancelled". Raises LibraryMismatch, LibraryBusy, and PinciteError for a bad case.yaml.
    """
    library.check_model()
    folders = [source.resolve() for source in sources if source.is_dir()]
    told = load_case_yaml(folders[0]) if folders else CaseFile()
    if dry_run:
        return _foretold(library, case_name, sources, told, report, check=check, retry=retry)
    with library.writing(say), library.unfinished():
        if folders:
            case = library.catalogue.put_case(case_name, told.title, told.note, told.questions)
            case = library.catalogue.put_folder(case, folders[0])
        else:
            case = library.catalogue.ensure_case(case_name)
        known = Known.of(library, case)
        run = Run(library, case, told, known, report, check, retry, cancel)
        work = _work(library, case, sources)
        results = _take_all(run, work)
        if folders and not any(one.outcome == "cancelled" for one in results):
            results += _remove_gone(library, case, work)
        library.catalogue.set_meta(reader=READER, splitter=SPLITTER)
        if any(one.outcome in _CHANGES for one in results):
            back_up(library.folder)
    return results


@dataclass(frozen=True, slots=True)
class _Piece:
    """A file that was found, and what it belongs to."""

    found: Found
    origin: Origin


def _work(library: Library, case: Case, sources: Sequence[Path]) -> list[_Piece]:
    """A file named by itself that lies in the folder the case mirrors is a file of the folder."""
    work: list[_Piece] = []
    for source in sources:
        origin: Origin = "folder" if source.is_dir() else "added"
        for one in files_in(source, library.folder):
            file = source.resolve()
            if origin == "added" and case.folder and file.is_relative_to(case.folder):
                inside = replace(one, path=file.relative_to(case.folder).as_posix())
                work.append(_Piece(inside, "folder"))
            else:
                work.append(_Piece(one, origin))
    return work


def _take_all(run: Run, work: Sequence[_Piece]) -> list[FileResult]:
    results: list[FileResult] = []
    for number, piece in enumerate(work, 1):
        progress = Progress("reading", piece.found.path, number, len(work))
        try:
            results.append(take(run, piece.found, piece.origin, progress))
        except Stopped:
            rest = work[number - 1 :]
            return results + [FileResult(one.found.path, "cancelled") for one in rest]
    return results


def _foretold(
    library: Library,
    case_name: str,
    sources: Sequence[Path],
    told: CaseFile,
    report: Report,
    *,
    check: bool,
    retry: bool,
) -> list[FileResult]:
    try:
        case = library.catalogue.case(case_name)
    except NoSuchCase:
        case = Case(0, case_name, "", "", ())
    run = Run(library, case, told, Known.of(library, case), report, check, retry)
    work = _work(library, case, sources)
    foretold = [outlook(run, one.found, one.origin) for one in work]
    results = [result for result, _ in foretold]
    if any(one.is_dir() for one in sources):
        results += _gone(run.known, work, {moved for _, moved in foretold if moved})[1]
    return results


def _gone(
    known: Known, work: Iterable[_Piece], moved: Set[int] = frozenset()
) -> tuple[list[str], list[FileResult]]:
    """The places of the folder that are no longer there, and what to tell of them: a file that
    moved keeps its document, its old place is no removal."""
    here = {one.found.path for one in work}
    gone = sorted(
        path
        for path, place in known.places.items()
        if place.origin == "folder" and path not in here
    )
    left = {path: place for path, place in known.places.items() if path not in gone}
    kept = {place.document_id for place in left.values()} | moved
    told = [
        FileResult(path, "removed") for path in gone if known.places[path].document_id not in kept
    ]
    return gone, told


def _remove_gone(library: Library, case: Case, work: Sequence[_Piece]) -> list[FileResult]:
    """Take out what is no longer there. Last, so that a file that moved keeps its document."""
    known = Known.of(library, case)
    gone, told = _gone(known, work)
    here = {one.found.path for one in work}
    forgotten = [path for path in known.failures if path not in here and path not in known.places]
    if gone or forgotten:
        with library.catalogue.transaction() as db:
            withdrawn = remove_places(db, case, [*gone, *forgotten], "folder")
        library.vectors.delete(withdrawn)
    return told
