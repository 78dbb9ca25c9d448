"""Mirror a folder into a case: the recipe of ingestion, one file at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest.describe.case_file import CaseFile, load_case_yaml
from ingest.errors import FileRefused, NoSuchCase
from ingest.formats.detect import is_pdf
from ingest.formats.read import READER
from ingest.passages.split import SPLITTER
from ingest.store.backups import back_up
from ingest.store.catalogue import Case
from ingest.store.file_copies import forget_passwords
from ingest.store.library import Library, Say
from ingest.store.local_only import mark_local_only
from ingest.store.user_data.edits import OF_CASE, Edits
from ingest.store.write import remove_places, rename_places
from ingest.sync.arrivals import are_due, switch_in_all
from ingest.sync.containers import DEEPEST, Unpacking
from ingest.sync.digest import mark_begun
from ingest.sync.folder import check_folder
from ingest.sync.one_file import forget_failure, outlook, remember_failure, take
from ingest.sync.placing import PlacedFile, Plan, plan
from ingest.sync.progress import FileResult as FileResult
from ingest.sync.progress import Outcome as Outcome
from ingest.sync.progress import Progress as Progress
from ingest.sync.progress import Report
from ingest.sync.run import CaseBefore, Run, Stopped
from ingest.tracing import span
from ingest.translation import N_

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
    growing: Set[Path] = frozenset(),
    version_of: str = "",
    passwords: Sequence[str] = (),
) -> list[FileResult]:
    """Bring files into a case. Folders are mirrored: what has gone from them leaves the case.
    Files named one by one are only added, and no mirroring takes them away; with ``version_of``
    the one file named is the new version of what stands at that path.

    A file that cannot be read gives a result with outcome "failed", and what was read of it
    before stays; it is not tried again until it or the reader changes, or with ``retry``.
    ``check`` hashes files that look unchanged too. ``dry_run`` only tells what would be done.
    When ``cancel`` gives True, the file at hand keeps its old state, and it and the rest are
    "cancelled". Files in ``growing`` are left as they are; ``passwords`` are tried on protected
    files, and so are those of case.yaml. Raises LibraryMismatch, LibraryBusy,
    and PinciteError for a bad case.yaml or ``version_of``.
    """
    library.check_model()
    folders = [source.resolve() for source in sources if source.is_dir()]
    for folder in folders:
        check_folder(folder)
    if dry_run:
        case, case_file = _case_as_it_is(library, case_name, folders)
        run = Run(library, case, case_file, CaseBefore.of(library, case), report, check, retry)
        planned = _plan(run, sources, growing, version_of)
        run = replace(run, known=planned.known(run.known))
        return _foretold(run, planned, mirrored=bool(folders))
    if folders:
        load_case_yaml(folders[0])  # a bad one stops before anything is changed
    with span("ingest") as keep, library.writing(say), library.unfinished():
        case, case_file = _case(library, case_name, folders)
        run = Run(
            library,
            case,
            case_file,
            CaseBefore.of(library, case),
            report,
            check,
            retry,
            cancel,
            (*passwords, *case_file.passwords),
        )
        planned = _plan(run, sources, growing, version_of)
        if planned.aside:
            with library.catalogue.transaction() as db:
                rename_places(db, case, planned.aside)
        before = run.known
        run = replace(run, known=planned.known(before))
        taken = _take_all(run, planned.pieces, say)
        results = planned.with_moved(taken.results)
        if planned.left and results[-1].outcome in _CHANGES:
            with library.catalogue.transaction() as db:
                withdrawn = remove_places(db, case, [planned.left], "folder")
            library.vectors.delete(withdrawn)
        if folders and not any(result.outcome == "cancelled" for result in results):
            results += _remove_gone(library, case, taken)
        library.catalogue.set_meta(reader=READER, splitter=SPLITTER)
        changed = any(result.outcome in _CHANGES for result in results)
        if changed:
            mark_begun(library.catalogue, case, before.documents)
            # Of those replaced or gone: what is still current in some case is kept.
            files = [document.file for document in before.documents.values()]
            forget_passwords(library.catalogue, files)
        uncopied = library.catalogue.meta().get("uncopied") == "yes"
        if changed or uncopied:
            back_up(library.folder)
        if uncopied:
            library.catalogue.set_meta(uncopied="no")
        keep("files", len(results))
    return results


def _case(library: Library, name: str, folders: Sequence[Path]) -> tuple[Case, CaseFile]:
    """The case, made if there is none, and what its folder says of it."""
    if folders:
        case_file = load_case_yaml(folders[0])
        case = library.catalogue.ensure_case(name)
        title = case_file.title or edits_of(library, case).get(OF_CASE, {}).get("title", "")
        library.catalogue.put_case(name, title, case_file.note, case_file.questions)
        case = library.catalogue.put_folder(case, folders[0])
        if case_file.local_only is not None:
            # Where it is not said, a mark stays: another folder of the case may have said it.
            mark_local_only(library.catalogue, case, case_file.local_only)
        return case, case_file.over(edits_of(library, case))
    case = library.catalogue.ensure_case(name)
    return case, said_of(library, case)


def _case_as_it_is(library: Library, name: str, folders: Sequence[Path]) -> tuple[Case, CaseFile]:
    try:
        case = library.catalogue.case(name)
    except NoSuchCase:
        case = Case(0, name, "", "", ())
    if folders:
        case = replace(case, folder=str(folders[0]))
    return case, said_of(library, case)


def said_of(library: Library, case: Case) -> CaseFile:
    """What the case.yaml of its folder says, over what was said in the page. It holds of a file
    that is named by itself, too. Raises PinciteError for a bad case.yaml."""
    case_file = load_case_yaml(Path(case.folder)) if case.folder else CaseFile()
    return case_file.over(edits_of(library, case))


def edits_of(library: Library, case: Case) -> dict[str, dict[str, str]]:
    """What was said in the page of the case and its documents."""
    return Edits(library.catalogue).of_case(case)


def _plan(run: Run, sources: Sequence[Path], growing: Set[Path], version_of: str) -> Plan:
    return plan(
        run.case,
        sources,
        run.known,
        run.library.folder,
        growing=growing,
        version_of=version_of,
    )


@dataclass(slots=True)
class _IntakeSoFar:
    """What became of the files of an ingest, those inside others too."""

    results: list[FileResult] = field(default_factory=list)
    here: list[PlacedFile] = field(default_factory=list)
    opened: set[str] = field(default_factory=set)
    """Paths of containers whose files are all among ``here``."""


def _take_all(run: Run, pieces: Sequence[PlacedFile], say: Say) -> _IntakeSoFar:
    taken = _IntakeSoFar()
    waiting = deque((piece, 0) for piece in pieces)
    try:
        with Unpacking(run.library.folder) as unpacking:
            while waiting:
                piece, depth = waiting[0]
                path, number = piece.found.path, len(taken.here)
                inside: list[PlacedFile] = []
                if piece.waits:
                    say(N_(f"waiting for {path}, which is still being written"))
                else:
                    progress = Progress("reading", path, number + 1, number + len(waiting))
                    inside = _take_one(run, piece, depth, progress, unpacking, taken)
                taken.here.append(piece)
                waiting.popleft()
                waiting.extendleft((piece, depth + 1) for piece in reversed(inside))
                if are_due(run):
                    switch_in_all(run)
        switch_in_all(run)
    except Stopped:
        switch_in_all(run, stoppable=False)
        rest = [piece for piece, _ in waiting]
        stopped = run.abandoned | {piece.found.path for piece in rest}
        taken.here += rest
        taken.results = [result for result in taken.results if result.path not in stopped]
        taken.results += [
            FileResult(piece.found.path, "cancelled")
            for piece in taken.here
            if piece.found.path in stopped
        ]
    return taken


def _take_one(
    run: Run,
    piece: PlacedFile,
    depth: int,
    progress: Progress,
    unpacking: Unpacking,
    taken: _IntakeSoFar,
) -> list[PlacedFile]:
    """Take a file into the case; what is inside it is still to be taken."""
    path = piece.found.path
    try:
        found = unpacking.archive(piece.found)
        if found is None:
            result = take(run, piece.found, piece.origin, progress, piece.source)
            taken.results.append(_noted(result, piece))
            # A cover without text is refused, but what it covers is not.
            is_cover = result.outcome == "failed" and is_pdf(piece.found.file)
            if result.outcome not in ("added", "changed") and not is_cover:
                return []
            opens = depth < DEEPEST and (is_cover or bool(result.holds))
            found = unpacking.attached(piece.found, run.passwords) if opens else []
        elif depth >= DEEPEST:
            raise FileRefused(
                "It is an archive within archives within archives.", "Unpack it yourself."
            )
        elif not found:
            raise FileRefused("It is an archive without documents.", "Check that it is whole.")
        else:
            forget_failure(run, path)
    except FileRefused as refused:
        remember_failure(run, piece.found, refused, piece.source)
        taken.results.append(FileResult(path, "failed", refused.reason, refused.advice))
        return []
    taken.opened.add(path)
    return [
        PlacedFile(
            file,
            piece.origin,
            f"{piece.source}{file.path.removeprefix(path)}" if piece.source else "",
        )
        for file in found
    ]


def _noted(result: FileResult, piece: PlacedFile) -> FileResult:
    """The result with the warnings of the place it stands in, the first time."""
    new = result.outcome in _CHANGES and piece.note
    return replace(result, warnings=(*result.warnings, piece.note)) if new else result


def _foretold(run: Run, planned: Plan, *, mirrored: bool) -> list[FileResult]:
    foretold = [
        (outlook(run, piece.found, piece.origin, piece.source), piece)
        for piece in planned.pieces
        if not piece.waits
    ]
    results = planned.with_moved(_noted(result, piece) for (result, _), piece in foretold)
    if mirrored:
        moved = {document for (_, document), _ in foretold if document}
        results += _gone(run.known, _IntakeSoFar(here=list(planned.pieces)), moved)[1]
    return results


def _closed(taken: _IntakeSoFar) -> tuple[str, ...]:
    """What is in a folder that cannot be read, or in a container that was not opened, stays."""
    here = {piece.found.path for piece in taken.here}
    return tuple(f"{path}/" for path in here - taken.opened)


def _gone(
    known: CaseBefore, taken: _IntakeSoFar, moved: Set[int] = frozenset()
) -> tuple[list[str], list[FileResult]]:
    """The places of the folder that are no longer there, and what to tell of them: a file that
    moved keeps its document, its old place is no removal."""
    here = {piece.found.path for piece in taken.here}
    closed = _closed(taken)
    gone = sorted(
        path
        for path, place in known.places.items()
        if place.origin == "folder" and path not in here and not path.startswith(closed)
    )
    left = {path: place for path, place in known.places.items() if path not in gone}
    kept = {place.document_id for place in left.values()} | moved
    results = [
        FileResult(path, "removed") for path in gone if known.places[path].document_id not in kept
    ]
    return gone, results


def _remove_gone(library: Library, case: Case, taken: _IntakeSoFar) -> list[FileResult]:
    """Take out what is no longer there. Last, so that a file that moved keeps its document."""
    known = CaseBefore.of(library, case)
    gone, results = _gone(known, taken)
    here = {piece.found.path for piece in taken.here}
    forgotten = [
        path
        for path in known.failures
        if path not in here and path not in known.places and not path.startswith(_closed(taken))
    ]
    if gone or forgotten:
        with library.catalogue.transaction() as db:
            withdrawn = remove_places(db, case, [*gone, *forgotten], "folder")
        library.vectors.delete(withdrawn)
    return results
