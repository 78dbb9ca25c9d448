"""The library's own copies of the files: which are needed, missing, altered."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from ingest.passwords import forget
from ingest.store.catalogue import Catalogue

QUARANTINE = "quarantine"
"""The folder of the library in which copies lie that the catalogue did not know. Only `purge`
deletes them, after it asked."""
INCOMING = ".incoming-"
MOVING = ".moving"
"""What the names of copies half made begin and end with."""


def place_of(sha256: str) -> str:
    """The path in the library where it keeps its copy of those bytes."""
    return f"files/{sha256[:2]}/{sha256}"


def set_aside_unused(catalogue: Catalogue, library: Path) -> int:
    """Move copies that the catalogue does not know to the library's quarantine, for it may be
    the catalogue that is wrong; delete those half made. For the one writer only. Returns how
    many were moved."""
    moved = 0
    for file in list(unused_copies(catalogue, library)):
        if _is_half_made(file):
            file.unlink(missing_ok=True)
            continue
        to = library / QUARANTINE
        to.mkdir(exist_ok=True)
        os.utime(file)  # since when it lies there
        file.replace(to / file.name)
        moved += 1
    return moved


def set_aside(library: Path) -> list[Path]:
    """The files in the quarantine, by name, which is the SHA-256 of what they hold."""
    folder = library / QUARANTINE
    return sorted(file for file in folder.iterdir() if file.is_file()) if folder.is_dir() else []


def bring_back(catalogue: Catalogue, library: Path) -> int:
    """Move copies that the catalogue knows, and that are missing, back from the quarantine. For
    the one writer only. Returns how many."""
    waiting = {file.name: file for file in set_aside(library)}
    back = 0
    for file, sha256 in needed_copies(catalogue) if waiting else ():
        place, found = library / file, waiting.get(Path(file).name)
        if found is not None and not place.exists() and not fault_of(found, sha256):
            place.parent.mkdir(parents=True, exist_ok=True)
            found.replace(place)
            back += 1
    return back


def drop_copies(catalogue: Catalogue, library: Path, files: Iterable[str]) -> None:
    """Delete those of ``files`` (paths in the library) that no document was read from any more.
    For the one writer only."""
    needed = {file for file, _ in needed_copies(catalogue)}
    for file in set(files) - needed:
        (library / file).unlink(missing_ok=True)
        forget([library / file])


def forget_passwords(catalogue: Catalogue, files: Iterable[str]) -> None:
    """Forget what opened those of ``files`` that no current document was read from."""
    with catalogue.session() as db:
        rows = db.execute(
            "SELECT DISTINCT d.file FROM documents d JOIN cases c ON c.id = d.case_id "
            "WHERE d.state = 'current' AND c.deleted_at = ''"
        )
        in_use = {row["file"] for row in rows}
    forget(Path(file) for file in set(files) - in_use)


def unused_copies(catalogue: Catalogue, library: Path) -> Iterator[Path]:
    """Files among the copies that no document, withdrawn ones included, was read from, and no
    file that could not be read."""
    known = {library / file for file, _ in needed_copies(catalogue)}
    with catalogue.session() as db:
        rows = db.execute("SELECT DISTINCT sha256 FROM failures WHERE sha256 <> ''")
        known.update(library / place_of(row["sha256"]) for row in rows)
    for file in sorted((library / "files").rglob("*")):
        if file.is_file() and file not in known:
            yield file


def _is_half_made(file: Path) -> bool:
    return file.name.startswith(INCOMING) or file.suffix == MOVING


def needed_copies(catalogue: Catalogue) -> list[tuple[str, str]]:
    """Path in the library and SHA-256 of every copy that a document was read from."""
    with catalogue.session() as db:
        rows = db.execute("SELECT DISTINCT file, sha256 FROM documents ORDER BY file")
        return [(row["file"], row["sha256"]) for row in rows]


def fault_of(file: Path, sha256: str) -> str:
    """What is wrong with a copy; empty where nothing is."""
    try:
        with file.open("rb") as content:
            same = hashlib.file_digest(content, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        return "missing"
    except OSError as error:
        return f"unreadable ({error.strerror})"
    return "" if same else "altered"
