"""The files of a case folder, and the library's own copies of them."""

from __future__ import annotations

import filecmp
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import FileRefused, PinciteError
from ingest.store.file_copies import INCOMING, MOVING, place_of

_CHUNK = 1 << 20
# Made by systems and office programs beside the documents; nobody means to ingest them.
_NOT_DOCUMENTS = {"case.yaml", "thumbs.db", "desktop.ini"}


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file on disk; ``path`` is its place in the case, with forward slashes."""

    file: Path
    path: str
    refused: FileRefused | None = None
    """Why it is not to be opened at all."""
    is_folder: bool = False
    """A folder that cannot be read: what it holds is not known."""


def files_in(source: Path, library: Path | None = None) -> list[FoundFile]:
    """A file by itself, or all files below a folder in order of their paths.

    Hidden files and case.yaml are passed over, and the library itself. Links that lead out of
    the folder, links to folders, folders that cannot be read and things that are not files are
    found, but refused. Raises PinciteError where ``source`` itself is a folder that cannot be
    read.
    """
    if not source.is_dir():
        return [_found(source, source.parent, linked_out=False)]
    root = source.resolve()
    closed: list[OSError] = []
    found = [_found(file, root, linked_out=True) for file in _walk(root, library, closed.append)]
    found += [_closed(error, root) for error in closed]
    return sorted(found, key=lambda found_file: found_file.file)


def _closed(error: OSError, root: Path) -> FoundFile:
    folder = Path(error.filename)
    if folder == root:
        raise PinciteError(
            f"The folder {escaped(str(root))} cannot be read ({error.strerror}).",
            "Check that it is there and may be read. The case is unchanged.",
        )
    refused = FileRefused(
        f"It is a folder that cannot be read ({error.strerror}).",
        "Allow reading it. What came from it stays in the case until then.",
    )
    return FoundFile(folder, escaped(folder.relative_to(root).as_posix()), refused, is_folder=True)


def _walk(root: Path, library: Path | None, closed: Callable[[OSError], object]) -> Iterator[Path]:
    own = library.resolve() if library else None
    for folder, names, files in os.walk(root, onerror=closed):
        names[:] = [
            name for name in names if not name.startswith(".") and Path(folder, name) != own
        ]
        linked = [name for name in names if Path(folder, name).is_symlink()]
        for name in files + linked:
            passed_over = name.startswith((".", "~$")) or name.casefold() in _NOT_DOCUMENTS
            if not passed_over:
                yield Path(folder, name)


def _found(file: Path, root: Path, *, linked_out: bool) -> FoundFile:
    path = file.relative_to(root).as_posix()
    refused = None
    if not is_text(path):
        return ill_named(file, path)
    try:
        target = file.resolve(strict=True)
        if linked_out and not target.is_relative_to(root):
            refused = FileRefused(
                "It is a link that leads out of the folder.",
                "Copy the file itself into the folder.",
            )
        elif target.is_dir():
            refused = FileRefused(
                "It is a link to a folder.", "Copy the folder itself, or ingest it by its name."
            )
        elif not target.is_file():
            refused = FileRefused("It is not an ordinary file.", "Remove it from the folder.")
    except (OSError, RuntimeError) as error:
        refused = FileRefused(f"It cannot be found ({error}).", "Check the path.")
    return FoundFile(file, path, refused)


def stat_of(file: Path) -> os.stat_result:
    """The file's size and time. Raises FileRefused where it is gone by now."""
    try:
        return file.stat()
    except OSError as error:
        raise _unreadable(error) from error


def is_text(path: str) -> bool:
    """Whether a name is in UTF-8: Python gives a lone surrogate for each byte that is not."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def escaped(path: str) -> str:
    """A name that is no text, with the bytes that are none written as \\xNN."""
    return os.fsencode(path).decode(errors="backslashreplace")


def ill_named(file: Path, path: str) -> FoundFile:
    """A file whose name cannot be kept."""
    refused = FileRefused(
        "Its name, or that of a folder that it is in, is not in UTF-8.",
        "Rename it, then ingest again.",
    )
    return FoundFile(file, escaped(path), refused)


def check_folder(folder: Path) -> None:
    """Raises PinciteError where the name of a case's folder cannot be kept."""
    if not is_text(str(folder)):
        raise PinciteError(
            f"The name of the folder {escaped(str(folder))} is not in UTF-8.", "Rename it."
        )


def hash_of(file: Path) -> str:
    """The file's SHA-256. Raises FileRefused where it cannot be read."""
    try:
        with file.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as error:
        raise _unreadable(error) from error


def _unreadable(error: OSError) -> FileRefused:
    if isinstance(error, FileNotFoundError):
        return FileRefused(
            "It was there a moment ago and is gone.", "Ingest again when it is back."
        )
    return FileRefused(f"It cannot be read ({error.strerror}).", "Check the file's permissions.")


def _chunks(file: Path) -> Iterator[bytes]:
    try:
        with file.open("rb") as original:
            while chunk := original.read(_CHUNK):
                yield chunk
    except OSError as error:
        raise _unreadable(error) from error


def keep_copy(file: Path, library: Path) -> tuple[str, str]:
    """Copy a file into the library under its SHA-256: returns that, and the copy's path
    relative to the library.

    What is read later is exactly what was hashed, even if the file changes meanwhile.
    Raises FileRefused where the file cannot be read.
    """
    folder = library / "files"
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with tempfile.NamedTemporaryFile(dir=folder, prefix=INCOMING) as copy:
        for chunk in _chunks(file):
            digest.update(chunk)
            copy.write(chunk)
        copy.flush()
        sha256 = digest.hexdigest()
        kept = library / place_of(sha256)
        if not kept.exists() or not filecmp.cmp(copy.name, kept, shallow=False):
            kept.parent.mkdir(exist_ok=True)
            if kept.is_dir():  # nothing of ours: it would be in the way
                shutil.rmtree(kept)
            moving = kept.with_suffix(MOVING)
            shutil.copyfile(copy.name, moving)
            moving.replace(kept)
    return sha256, kept.relative_to(library).as_posix()
