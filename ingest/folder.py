"""The files of a case folder, and the library's own copies of them."""

from __future__ import annotations

import filecmp
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import FileRefused

_CHUNK = 1 << 20
# Made by systems and office programs beside the documents; nobody means to ingest them.
_NOT_DOCUMENTS = {"case.yaml", "thumbs.db", "desktop.ini"}


@dataclass(frozen=True, slots=True)
class Found:
    """A file on disk; ``path`` is its place in the case, with forward slashes."""

    file: Path
    path: str
    refused: FileRefused | None = None
    """Why it is not to be opened at all."""


def files_in(source: Path, library: Path | None = None) -> list[Found]:
    """A file by itself, or all files below a folder in order of their paths.

    Hidden files and case.yaml are passed over, and the library itself. Links that lead out of
    the folder, links to folders and things that are not files are found, but refused.
    """
    if not source.is_dir():
        return [_found(source, source.parent, linked_out=False)]
    root = source.resolve()
    return [_found(file, root, linked_out=True) for file in sorted(_walk(root, library))]


def _walk(root: Path, library: Path | None) -> Iterator[Path]:
    own = library.resolve() if library else None
    for folder, names, files in os.walk(root):
        names[:] = [
            name for name in names if not name.startswith(".") and Path(folder, name) != own
        ]
        linked = [name for name in names if Path(folder, name).is_symlink()]
        for name in files + linked:
            passed_over = name.startswith((".", "~$")) or name.casefold() in _NOT_DOCUMENTS
            if not passed_over:
                yield Path(folder, name)


def _found(file: Path, root: Path, *, linked_out: bool) -> Found:
    path = file.relative_to(root).as_posix()
    refused = None
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
    return Found(file, path, refused)


def hash_of(file: Path) -> str:
    """The file's SHA-256. Raises FileRefused where it cannot be read."""
    try:
        with file.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as error:
        raise _unreadable(error) from error


def _unreadable(error: OSError) -> FileRefused:
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
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".incoming-") as copy:
        for chunk in _chunks(file):
            digest.update(chunk)
            copy.write(chunk)
        copy.flush()
        sha256 = digest.hexdigest()
        kept = folder / sha256[:2] / sha256
        if not kept.exists() or not filecmp.cmp(copy.name, kept, shallow=False):
            kept.parent.mkdir(exist_ok=True)
            moving = kept.with_suffix(".moving")
            shutil.copyfile(copy.name, moving)
            moving.replace(kept)
    return sha256, kept.relative_to(library).as_posix()
