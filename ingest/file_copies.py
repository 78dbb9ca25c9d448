"""The library's own copies of the files: which are needed, missing, altered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from ingest.catalogue import Catalogue


def drop_unused(catalogue: Catalogue, library: Path) -> int:
    """Delete copies that no document needs, and those half made. For the one writer only.
    Returns how many."""
    unused = list(unused_copies(catalogue, library))
    for file in unused:
        file.unlink(missing_ok=True)
    return len(unused)


def unused_copies(catalogue: Catalogue, library: Path) -> Iterator[Path]:
    """Files among the copies that no document, withdrawn ones included, was read from."""
    needed = {library / file for file, _ in needed_copies(catalogue)}
    for file in sorted((library / "files").rglob("*")):
        if file.is_file() and file not in needed:
            yield file


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
        return f"cannot be read ({error.strerror})"
    return "" if same else "altered"
