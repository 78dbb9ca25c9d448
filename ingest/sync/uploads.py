"""Files that came through the browser. Their names are untrusted."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import FileRefused, PinciteError
from ingest.store.catalogue import Case, Catalogue
from ingest.store.unwritable import clear_errors

_LONGEST = 200
"""Bytes. File systems take 255, and a suffix and a number must fit too."""
_NOT_IN_NAMES = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_PASSED_OVER = {"case.yaml", "thumbs.db", "desktop.ini"}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as a browser sent it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Clash:
    """An upload that is called like a document of the case, at ``path``, and holds something
    else. One that came with the folder can be replaced only there."""

    path: str
    of_folder: bool


def clashes(catalogue: Catalogue, case: Case, uploads: Iterable[Upload]) -> list[Clash]:
    """What somebody has to say of the uploads: new versions, or other documents.

    Raises FileRefused for a name that means something else to Pincite.
    """
    places = catalogue.places(case)
    documents = {document.id: document.sha256 for document in catalogue.documents(case)}
    found = []
    for upload in uploads:
        path = safe_name(upload.name)
        place = places.get(path)
        sha256 = hashlib.sha256(upload.content).hexdigest()
        if place is not None and documents.get(place.document_id) != sha256:
            found.append(Clash(path, place.origin == "folder"))
    return list(dict.fromkeys(found))


class Uploads:
    """Uploaded files of a library, one folder a case. A file is kept here until it is in the
    case, so that one that could not be read can be tried again."""

    def __init__(self, library: Path) -> None:
        self._folder = library / "uploads"

    def keep(
        self, case: Case, uploads: Iterable[Upload], taken: Collection[str] = frozenset()
    ) -> list[Path]:
        """Write the files; returns where they are. Of two of one name in one go, the second
        gets a number, and so does one whose name is ``taken`` by another document.

        Raises FileRefused for a name that means something else to Pincite, LibraryUnwritable
        where there is no room for them.
        """
        folder = self._of(case)
        kept: list[Path] = []
        given = [(safe_name(upload.name), upload.content) for upload in uploads]
        for name, content in given:
            path, number = folder / name, 2
            while path in kept or path.name in taken:
                path = folder / f"{Path(name).stem} ({number}){Path(name).suffix}"
                number += 1
            kept.append(path)
            try:
                with clear_errors(self._folder.parent):
                    folder.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(content)
            except PinciteError:
                # Nothing of a file that is cut off may pass for the file.
                for written in kept:
                    written.unlink(missing_ok=True)
                raise
        return kept

    def waiting(self, case: Case) -> list[Path]:
        """What is not in the case (yet)."""
        folder = self._of(case)
        return (
            sorted(file for file in folder.iterdir() if file.is_file()) if folder.is_dir() else []
        )

    def forget(self, case: Case, names: Sequence[str]) -> None:
        """Delete files that are in the case by now, or are not wanted there."""
        wanted = set(names)
        for path in self.waiting(case):
            if path.name in wanted:
                path.unlink(missing_ok=True)

    def _of(self, case: Case) -> Path:
        return self._folder / str(case.id)


def safe_name(given: str) -> str:
    """The name of an uploaded file, without any folder and fit for a disk.

    Raises FileRefused for names of files that are not documents.
    """
    name = unicodedata.normalize("NFC", given)
    name = _NOT_IN_NAMES.sub("_", re.split(r"[/\\]", name)[-1])
    # Characters that turn the direction of writing or cannot be seen make a name lie.
    name = "".join(
        " " if unicodedata.category(character) == "Zs" else character
        for character in name
        if unicodedata.category(character)[0] != "C"
        and unicodedata.category(character) not in ("Zl", "Zp")
    )
    name = name.strip().lstrip(".~$ ").rstrip(". ")
    if name.casefold() in _PASSED_OVER:
        raise FileRefused(
            f"{name} is not a document.", "Put it into the case folder and ingest the folder."
        )
    stem, dot, suffix = name.rpartition(".")
    if dot and len(suffix.encode()) <= 10:
        return f"{_cut(stem) or 'file'}.{suffix}"
    return _cut(name) or "file"


def _cut(name: str) -> str:
    return name.encode()[:_LONGEST].decode(errors="ignore").rstrip(". ")
