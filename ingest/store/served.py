"""Whether a library's catalogue is in its folder or on a server: a mark in the folder says so."""

from __future__ import annotations

from pathlib import Path

from ingest.errors import LibraryMismatch

_MARK = "catalogue.server"


def is_served(library: Path) -> bool:
    """Whether the catalogue is on a server."""
    return (library / _MARK).exists()


def check_in_folder(library: Path) -> None:
    """Raises LibraryMismatch where the catalogue is on a server."""
    if is_served(library):
        raise LibraryMismatch(
            f"The catalogue of the library {library} is on a PostgreSQL server, "
            "but PINCITE_DATABASE_URL names none.",
            "Set PINCITE_DATABASE_URL, or name another folder with `--library`.",
        )


def check_on_server(catalogue: Path, identity: str, *, is_new: bool) -> None:
    """Raises LibraryMismatch where the folder is not that of the library with this ``identity``;
    marks a new library's folder."""
    library = catalogue.parent
    mark = library / _MARK
    if mark.exists():
        if marked(library) != identity:
            raise LibraryMismatch(
                f"The folder {library} is of another library than the one in the database of "
                "PINCITE_DATABASE_URL.",
                "Set PINCITE_LIBRARY or PINCITE_DATABASE_URL to the other one.",
            )
        return
    if catalogue.exists():
        raise LibraryMismatch(
            f"The catalogue of the library {library} is in its folder, "
            "but PINCITE_DATABASE_URL names a PostgreSQL server.",
            "Run `pincite move-library --to URL` without that setting, or unset it.",
        )
    if not is_new:
        raise LibraryMismatch(
            f"The database of PINCITE_DATABASE_URL has the catalogue of another folder than "
            f"{library}.",
            "Set PINCITE_LIBRARY to its folder, or name another database.",
        )
    put_mark(library, identity)


def marked(library: Path) -> str:
    """The identity of the library whose folder it is, where its catalogue is on a server."""
    return (library / _MARK).read_text(encoding="utf-8").strip()


def put_mark(library: Path, identity: str) -> None:
    """Say in the folder that the catalogue is on a server."""
    (library / _MARK).write_text(f"{identity}\n", encoding="utf-8")


def remove_mark(library: Path) -> None:
    """Say in the folder that the catalogue is in it."""
    (library / _MARK).unlink(missing_ok=True)
