"""Files that hold files, unpacked as folders: .zip archives, and PDFs with files inside.

What is inside stands in the case at the path of the container, as in a folder of that name
("production.zip/letters/a.pdf"). Nothing of an archive is trusted: neither its names nor the sizes
that it states.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from ingest.errors import FileRefused
from ingest.formats.detect import MEGABYTE, is_archive
from ingest.formats.sandbox.parent import files_inside
from ingest.sync.folder import FoundFile, files_in
from ingest.sync.uploads import safe_name

MOST_FILES = 2_000
LARGEST_FILE = 500 * MEGABYTE
LARGEST_TOTAL = 2_000 * MEGABYTE
"""Bytes of all files of a container once unpacked."""
DEEPEST = 3
"""Containers within containers are opened this far."""
_CHUNK = 1 << 20
_UTF_8 = 0x800
_LOCKED = 0x1
"""Flags of an entry of an archive."""
_PASSED_OVER = re.compile(r"(?:__MACOSX|\..*|~\$.*|Thumbs\.db|desktop\.ini)", re.IGNORECASE)
_ENORMOUS = FileRefused(
    "It is an archive that would unpack to an enormous size.",
    "Unpack it if you trust where it comes from, and add the files that you need.",
)


class Unpacking:
    """The folder of a library in which containers are unpacked during an ingest."""

    def __init__(self, library: Path) -> None:
        self._folder = library / "unpacked"
        self._count = 0

    def __enter__(self) -> Unpacking:
        self._clear()
        return self

    def __exit__(self, *failure: object) -> None:
        self._clear()

    def _clear(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def archive(self, found: FoundFile) -> list[FoundFile] | None:
        """The files of a .zip, or None for any other file. Raises FileRefused for one that is
        damaged or too large."""
        if found.refused is not None or not is_archive(found.file):
            return None
        into = self._new_folder()
        locked = _unzip(found.file, into)
        return [*self._inside(found, into), *(_locked(found, name) for name in locked)]

    def attached(self, found: FoundFile, passwords: Sequence[str] = ()) -> list[FoundFile]:
        """The files inside a PDF. Raises FileRefused where they cannot be taken out."""
        into = self._new_folder()
        _write(files_inside(found.file, passwords), into)
        return self._inside(found, into)

    def _new_folder(self) -> Path:
        self._count += 1
        folder = self._folder / str(self._count)
        folder.mkdir(parents=True)
        return folder

    def _inside(self, found: FoundFile, folder: Path) -> list[FoundFile]:
        """As of the same time as the container, so that what is unchanged is known again."""
        times = found.file.stat()
        inside = []
        for file in files_in(folder):
            os.utime(file.file, ns=(times.st_atime_ns, times.st_mtime_ns))
            inside.append(replace(file, path=f"{found.path}/{file.path}"))
        return inside


def _locked(found: FoundFile, name: str) -> FoundFile:
    refused = FileRefused(
        "It is locked with a password in its archive.", "Unpack it and add the file itself."
    )
    return FoundFile(found.file, f"{found.path}/{name}", refused)


def _unzip(path: Path, into: Path) -> list[str]:
    """Write the files of an archive below a folder; the names of those locked with a password."""
    locked = []
    left = LARGEST_TOTAL
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_FILES:
                raise FileRefused(
                    f"It is an archive of {len(entries)} files, more than {MOST_FILES}.",
                    "Unpack it and add the files that are in it.",
                )
            for entry in entries:
                parts = _parts(_name_of(entry))
                if not parts or stat.S_ISLNK(entry.external_attr >> 16):
                    continue
                if entry.flag_bits & _LOCKED:
                    locked.append("/".join(parts))
                    continue
                with archive.open(entry) as content:
                    left -= _copy(iter(lambda: content.read(_CHUNK), b""), _free(into, parts), left)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError) as error:
        raise FileRefused("It is a damaged archive.", "Download it again.") from error
    except OSError as error:
        raise FileRefused(
            f"It cannot be unpacked ({error.strerror or error}).", "Unpack it yourself."
        ) from error
    return locked


def _write(files: Iterable[tuple[str, bytes]], into: Path) -> None:
    left = LARGEST_TOTAL
    for count, (name, content) in enumerate(files):
        if count == MOST_FILES:
            raise _ENORMOUS
        parts = _parts(name) or ["file"]
        left -= _copy([content], _free(into, parts[-1:]), left)


def _copy(chunks: Iterable[bytes], to: Path, left: int) -> int:
    """How many bytes were written; raises FileRefused beyond what may be."""
    size = 0
    to.parent.mkdir(parents=True, exist_ok=True)
    with to.open("wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > min(LARGEST_FILE, left):
                raise _ENORMOUS
            file.write(chunk)
    return size


def _name_of(entry: zipfile.ZipInfo) -> str:
    """Its name: programs write UTF-8 also where they do not say so."""
    name = entry.filename
    if not entry.flag_bits & _UTF_8:
        with suppress(UnicodeError):  # else it is in the old encoding, as Python read it
            name = name.encode("cp437").decode("utf-8")
    return unicodedata.normalize("NFC", name)


def _parts(name: str) -> list[str]:
    """The folders and the name of a file, without what would lead out of the folder; empty for
    what systems put beside documents."""
    parts = [part for part in re.split(r"[/\\]", name) if part not in ("", ".", "..")]
    parts = [part for part in parts if not re.fullmatch(r"[A-Za-z]:", part)]
    if any(_PASSED_OVER.fullmatch(part) for part in parts):
        return []
    try:
        return [safe_name(part) for part in parts]
    except FileRefused:
        return []


def _free(folder: Path, parts: list[str]) -> Path:
    """A place for a file at which there is none yet."""
    wanted = folder.joinpath(*parts)
    return next(path for path in _numbered(wanted) if not path.exists())


def _numbered(path: Path) -> Iterator[Path]:
    yield path
    for number in range(2, MOST_FILES + 2):
        yield path.with_name(f"{path.stem} ({number}){path.suffix}")
