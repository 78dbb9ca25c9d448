"""The file of a backup: a zip archive of parts, and a list of them with their SHA-256.

Nothing of the file is trusted. What the list does not name is not unpacked, and what it names is
held against its checksum.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from ingest.errors import LibraryDamaged, LibraryMismatch, PinciteError
from ingest.translation import N_

FORMAT = 1
"""Of the file, not of the catalogue in it."""
CATALOGUE = "catalogue.sqlite"
FOLDERS = ("questions", "evaluations", "uploads")
"""Of the library's folder, with files that nothing else knows: question sets of the chat, runs of
an earlier Pincite, and uploads that are in no case yet."""
_LIST = "manifest.json"
_ORIGINAL = re.compile(r"files/([0-9a-f]{2})/\1[0-9a-f]{62}")
_VECTORS = re.compile(r"vectors/[0-9]+-[A-Za-z0-9_-]+")
_CHUNK = 1 << 20
_QUICK = 1
"""How hard the catalogue is compressed. Originals and vectors would hardly become smaller."""
_NO_BACKUP = N_("Name a file that `pincite backup-library` wrote.")
_OTHER_BACKUP = N_("Take an older backup, or make a new one where the library still is.")

Progress = Callable[[str, int, int], None]
"""Called with what is being done, and how much of it, of how much."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part's name in the file, its size in bytes, and its SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class BackupContents:
    """What a backup holds.

    ``made`` is when (UTC), ``library`` the identity of the library, ``layout`` that of its
    catalogue, ``embedder`` what made the vectors, which have so many ``dimensions`` (0 where there
    are none). ``documents`` counts all versions; ``missing`` are originals that the library had
    lost already.
    """

    id: str
    made: str
    library: str
    layout: int
    embedder: str
    dimensions: int
    cases: int
    documents: int
    missing: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def originals(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if is_original(part.name))

    @property
    def vectors(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if vectors_of(part.name))

    @property
    def size(self) -> int:
        """Bytes of all parts."""
        return sum(part.size for part in self.parts)


def is_original(name: str) -> bool:
    """Whether a part is a copy of a document."""
    return _ORIGINAL.fullmatch(name) is not None


def vectors_name(case_id: int, language: str) -> str:
    """The name of the part with the vectors of a language of a case."""
    return f"vectors/{case_id}-{language or 'xx'}"


def vectors_of(name: str) -> str:
    """The name of the case's vectors that a part holds; empty for other parts."""
    return name if _VECTORS.fullmatch(name) else ""


def chunks_of(file: Path) -> Iterator[bytes]:
    """A file in pieces."""
    with file.open("rb") as content:
        while chunk := content.read(_CHUNK):
            yield chunk


class BackupWriter:
    """Writes the parts, one after the other, and their list at last."""

    def __init__(self, archive: zipfile.ZipFile, written: Callable[[int], None]) -> None:
        """``written`` is called with the bytes of each piece."""
        self._archive = archive
        self._written = written
        self.parts: list[Part] = []

    def add(self, name: str, content: Iterable[bytes]) -> None:
        """Write a part."""
        digest, size = hashlib.sha256(), 0
        with self._archive.open(_entry(name), "w", force_zip64=True) as to:
            for chunk in content:
                digest.update(chunk)
                size += len(chunk)
                to.write(chunk)
                self._written(len(chunk))
        self.parts.append(Part(name, size, digest.hexdigest()))

    def finish(self, contents: BackupContents) -> None:
        """Write the list."""
        said = {"format": FORMAT, **asdict(contents)}
        self._archive.writestr(_entry(_LIST), json.dumps(said, ensure_ascii=False, indent=1))


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, datetime.now(UTC).timetuple()[:6])
    entry.external_attr = 0o600 << 16
    if name in (CATALOGUE, _LIST):
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry._compresslevel = _QUICK  # type: ignore[attr-defined] # writestr alone has a name for it
    return entry


class BackupReader:
    """Reads a backup. Raises LibraryDamaged for a part that is not as it was written."""

    def __init__(self, archive: zipfile.ZipFile, file: Path) -> None:
        """Raises PinciteError where it is none, and LibraryMismatch for one of a newer Pincite."""
        self._archive = archive
        self._file = file
        self.contents = _contents(archive, file)

    def read(self, part: Part) -> Iterator[bytes]:
        """The part in pieces. After the last, raises LibraryDamaged where they were altered."""
        digest, size = hashlib.sha256(), 0
        with damage_told(self._file), self._archive.open(part.name) as content:
            while size <= part.size and (chunk := content.read(_CHUNK)):
                digest.update(chunk)
                size += len(chunk)
                yield chunk
        if (size, digest.hexdigest()) != (part.size, part.sha256):
            raise _altered(self._file, part.name)

    def check(self, part: Part, done: Callable[[int], None]) -> None:
        """Read a part for its checksum alone."""
        for chunk in self.read(part):
            done(len(chunk))

    def unpack(self, part: Part, to: Path, done: Callable[[int], None]) -> None:
        """Write a part to a file."""
        to.parent.mkdir(parents=True, exist_ok=True)
        with to.open("wb") as file:
            for chunk in self.read(part):
                file.write(chunk)
                done(len(chunk))


@contextmanager
def reading_backup(file: Path) -> Iterator[BackupReader]:
    """Open a backup; see BackupReader."""
    try:
        archive = zipfile.ZipFile(file)
    except FileNotFoundError as error:
        raise PinciteError(f"There is no {file}.", _NO_BACKUP) from error
    except (OSError, zipfile.BadZipFile, NotImplementedError) as error:
        raise LibraryDamaged(
            f"{file} is no backup, or is cut off ({error}).", _OTHER_BACKUP
        ) from error
    with archive:
        yield BackupReader(archive, file)


@contextmanager
def damage_told(file: Path) -> Iterator[None]:
    """What reading a damaged archive raises, in a sentence."""
    try:
        yield
    except (
        zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError,
    ) as error:  # fmt: skip
        raise LibraryDamaged(f"The backup {file} is damaged ({error}).", _OTHER_BACKUP) from error


def _altered(file: Path, part: str) -> LibraryDamaged:
    return LibraryDamaged(
        f"The backup {file} is damaged: its part {part} was altered.", _OTHER_BACKUP
    )


def _contents(archive: zipfile.ZipFile, file: Path) -> BackupContents:
    try:
        with damage_told(file):
            said = json.loads(archive.read(_LIST))
        if int(said.pop("format")) > FORMAT:
            raise LibraryMismatch(
                f"The backup {file} was made by a newer Pincite.", N_("Update Pincite.")
            )
        parts = tuple(Part(**part) for part in said.pop("parts"))
        contents = BackupContents(**{**said, "missing": tuple(said["missing"])}, parts=parts)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise PinciteError(f"{file} is no backup of a library.", _NO_BACKUP) from error
    names = [part.name for part in contents.parts]
    strange = next((name for name in names if not _is_ours(name)), None)
    if strange is not None or len(set(names)) < len(names):
        raise PinciteError(f"{file} is no backup of a library.", _NO_BACKUP)
    absent = {CATALOGUE, *names} - (set(archive.namelist()) & set(names))
    if absent:
        raise LibraryDamaged(f"The backup {file} lacks its part {min(absent)}.", _OTHER_BACKUP)
    return contents


def _is_ours(name: str) -> bool:
    return name == CATALOGUE or is_original(name) or bool(vectors_of(name)) or _is_kept(name)


def _is_kept(name: str) -> bool:
    """Whether a part is a file of one of the FOLDERS, and of nowhere else."""
    steps: Sequence[str] = PurePosixPath(name).parts
    plain = "\\" not in name and "\0" not in name and name == "/".join(steps)
    return plain and len(steps) > 1 and steps[0] in FOLDERS and not {"..", "."} & set(steps)
