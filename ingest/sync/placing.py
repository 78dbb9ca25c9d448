"""Where each file of an ingest stands in its case: two files in different places are two documents,
whatever their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.errors import FileRefused, PinciteError
from ingest.store.catalogue import Case, Origin
from ingest.sync.folder import FoundFile, escaped, files_in, hash_of, ill_named, is_text
from ingest.sync.progress import FileResult
from ingest.sync.run import CaseBefore
from ingest.translation import N_


@dataclass(frozen=True, slots=True)
class PlacedFile:
    """A file that was found, its path in the case, and what it belongs to. ``source`` is where a
    file named by itself lies; ``waits`` is one that is still being written."""

    found: FoundFile
    origin: Origin
    source: str = ""
    note: str = ""
    """What to tell of where it stands."""
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """The files of an ingest, and documents that stand elsewhere from now on because a file of
    the folder has their place: old path to new."""

    pieces: tuple[PlacedFile, ...]
    aside: Mapping[str, str]
    left: str = ""
    """Where the file stood that is the new version of another one from now on."""

    def with_moved(self, results: Iterable[FileResult]) -> list[FileResult]:
        """The results, and what became of the documents that were in the way."""
        moved = [
            FileResult(new, "moved", warnings=(N_(f"it stood at {old} before"),))
            for old, new in self.aside.items()
        ]
        known = set(self.aside.values())
        return moved + [
            result
            for result in results
            if result.outcome != "unchanged" or result.path not in known
        ]

    def known(self, known: CaseBefore) -> CaseBefore:
        """What the case holds, those documents at their new places."""
        places = {
            self.aside.get(path, path): replace(place, path=self.aside.get(path, path))
            for path, place in known.places.items()
        }
        return replace(known, places=places)


def plan(
    case: Case,
    sources: Sequence[Path],
    known: CaseBefore,
    library: Path,
    *,
    growing: Set[Path] = frozenset(),
    version_of: str = "",
) -> Plan:
    """Find the files and give each its path: in the first folder, from there; in a further one,
    under that one's name. A file named by itself has its name, or, where another one has that,
    the name of its folder before it; the same file is known again. ``version_of`` is the path at
    which a single file is to be the new version.

    Raises PinciteError where ``version_of`` is no such path.
    """
    mirrored = list(_of_folders([source for source in sources if source.is_dir()], library))
    own = {piece.found.path for piece in mirrored}
    aside = _in_the_way(mirrored, known, own)
    taken = {*own, *known.places, *known.failures, *aside.values()} - aside.keys()
    single = []
    for source in sources:
        if not source.is_dir():
            piece = _by_itself(source, case, known, taken, library, version_of)
            taken.add(piece.found.path)
            single.append(piece)
    pieces = tuple(
        replace(piece, waits=piece.found.file in growing) for piece in (*mirrored, *single)
    )
    left = _stood_at(single[0].source, known) if version_of else ""
    return Plan(pieces, aside, "" if left == version_of else left)


def _stood_at(source: str, known: CaseBefore) -> str:
    """The path of a file that was named by itself before; empty for others."""
    if not source:
        return ""
    before = {failure.source: path for path, failure in known.failures.items()}
    before |= {place.source: path for path, place in known.places.items()}
    return before.get(source, "")


def _of_folders(folders: Sequence[Path], library: Path) -> Iterator[PlacedFile]:
    taken: set[str] = set()
    for number, folder in enumerate(folders):
        files = files_in(folder, library)
        if number:
            under = (
                [replace(file, path=f"{name}/{file.path}") for file in files]
                for name in _names(folder.resolve())
            )
            files = next(
                candidates for candidates in under if not {each.path for each in candidates} & taken
            )
        taken.update(file.path for file in files)
        for file in files:
            yield PlacedFile(file, "folder")


def _in_the_way(mirrored: Sequence[PlacedFile], known: CaseBefore, own: Set[str]) -> dict[str, str]:
    """Documents that were added by themselves, and whose place or file is the folder's now."""
    added = {place.source: path for path, place in known.places.items() if place.source}
    aside: dict[str, str] = {}
    for piece in mirrored:
        path, file = piece.found.path, piece.found.file
        place = known.places.get(path)
        before = added.get(str(file))
        if before is not None and before != path and place is None:
            aside[before] = path  # the very file, which has come to belong to the folder
        elif place is not None and place.origin == "added" and before != path:
            if place.of_no_file:
                continue
            document = known.at(path)
            if document is not None and not _is_of(piece.found, document.sha256):
                taken = {*own, *known.places, *aside.values()}
                aside[path] = _free(Path(place.source or path), taken, numbered=not place.source)
    return aside


def _is_of(found: FoundFile, sha256: str) -> bool:
    try:
        return found.refused is not None or hash_of(found.file) == sha256
    except FileRefused:
        return True  # nothing takes a place that cannot be read; it is told when its turn comes


def _by_itself(
    source: Path,
    case: Case,
    known: CaseBefore,
    taken: Set[str],
    library: Path,
    version_of: str,
) -> PlacedFile:
    (found,) = files_in(source)
    file = source.resolve()
    if not is_text(str(file)):
        refused = ill_named(file, found.file.name)
        return PlacedFile(refused, "added", escaped(str(file)))
    if case.folder and file.is_relative_to(case.folder):
        # A file of the folder that the case mirrors, though named by itself.
        path = file.relative_to(case.folder).as_posix()
        if version_of not in ("", path):
            raise PinciteError(
                f"{path} is in the folder that the case mirrors, and stands at its own place.",
                f"Give it the name {version_of} there, and ingest the folder again.",
            )
        return PlacedFile(replace(found, path=path), "folder")
    if file.is_relative_to(library.resolve()):
        return PlacedFile(found, "added")  # uploaded: its name was seen to there
    origin = str(file)
    if version_of:
        _check_version(version_of, known)
        return PlacedFile(replace(found, path=version_of), "added", origin)
    if before := _stood_at(origin, known):
        return PlacedFile(replace(found, path=before), "added", origin)
    place = known.places.get(found.path)
    if place is not None and place.origin == "added" and not place.source:
        # It was uploaded or restored: nobody knows from where.
        document = known.at(found.path)
        same = document is not None and _is_of(found, document.sha256)
        if same or place.of_no_file:
            return PlacedFile(found, "added", origin)
    path = _free(file, taken)
    note = ""
    if path != found.path:
        note = N_(f"another {found.path} is in the case, from elsewhere")
        if found.path not in known.failures and (place is None or place.origin == "added"):
            note += N_(f"; to replace that one, add this file with `--as {found.path}`")
    return PlacedFile(replace(found, path=path), "added", origin, note)


def _check_version(path: str, known: CaseBefore) -> None:
    place = known.places.get(path)
    if place is None:
        raise PinciteError(f"There is no {path} in the case.", "`pincite list` shows the paths.")
    if place.origin == "folder":
        raise PinciteError(
            f"{path} comes with the folder that the case mirrors.",
            "Replace the file in that folder, and ingest the folder again.",
        )


def _free(file: Path, taken: Set[str], *, numbered: bool = False) -> str:
    """The shortest name of a file that no other has."""
    names = _numbered(file) if numbered else _names(file)
    return next(name for name in names if name not in taken)


def _names(file: Path) -> Iterator[str]:
    """x.pdf, letters/x.pdf, smith/letters/x.pdf, and so on up to the root, then with numbers."""
    parts = [part for part in file.parts if part != file.anchor]
    for at in reversed(range(len(parts))):
        yield "/".join(parts[at:])
    yield from _numbered(file)


def _numbered(file: Path) -> Iterator[str]:
    for number in range(2, 10_000):
        yield f"{file.stem} ({number}){file.suffix}"
