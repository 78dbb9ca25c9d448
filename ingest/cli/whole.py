"""backup-library and restore-library: everything that is kept, as one file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.cli.keep import Yes
from ingest.cli.terminal import (
    AsJson,
    LibraryFolder,
    bars,
    confirmed,
    open_library,
    print_json,
    printable,
    say,
    settings,
)
from ingest.errors import PinciteError
from ingest.translation import _, counted, figure, ngettext, retold

if TYPE_CHECKING:
    from ingest.settings import Settings
    from ingest.store.backup_file import Progress

_MEGABYTE = 1_000_000


def back_up_command(
    to: Annotated[
        Path,
        typer.Argument(metavar="FILE_OR_FOLDER", help="In a folder the file is named by the time."),
    ],
    without_vectors: Annotated[
        bool,
        typer.Option(
            "--without-vectors", help="They are made again when it is restored, which takes longer."
        ),
    ] = False,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> int:
    """Write the whole library to one file.

    Cases, documents, vectors, conversations, saved questions, people and audit. The app may go on.
    """
    from ingest.store.library_backup import back_up_library

    _check_there(settings(library))
    opened = open_library(library)
    with _progress() as done:
        made = back_up_library(opened, to, with_vectors=not without_vectors, say=say, done=done)
    if as_json:
        print_json(
            {
                "file": str(made.file),
                "cases": made.cases,
                "documents": made.documents,
                "vectors": made.vectors,
                "bytes": made.size,
                "missing": list(made.missing),
            }
        )
    else:
        print(
            _("{cases}, {documents}, {vectors} in {file} ({size} MB), read again").format(
                cases=counted(made.cases, "case"),
                documents=counted(made.documents, "document"),
                vectors=counted(made.vectors, "vector"),
                file=printable(str(made.file)),
                size=figure(round(made.size / _MEGABYTE)),
            )
        )
    if made.missing:
        say(
            ngettext(
                "{number} document is not in it, since its copy in the library is lost or altered: "
                "`pincite verify` says which, and what mends it.",
                "{number} documents are not in it, since their copies in the library are lost or "
                "altered: `pincite verify` says which, and what mends them.",
                len(made.missing),
            ).format(number=figure(len(made.missing)))
        )
    return 1 if made.missing else 0


def restore_command(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A file that `backup-library` wrote.")
    ],
    yes: Yes = False,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> int:
    """Make the library of a backup.

    Interrupted, it is run again. A library that has cases is replaced only if you say so.
    """
    from ingest.store.library_restore import holds_something, restore_library

    given = settings(library)
    replacing = yes
    if not yes and given.database_url is None and holds_something(given):
        question = _("There are cases in {library}. Set them aside and put the backup there?")
        replacing = confirmed(question.format(library=given.library), yes=False)
        if not replacing:
            return 1
    with _progress() as done:
        made = restore_library(given, file, replacing=replacing, say=say, done=done)
    contents = made.contents
    if as_json:
        print_json(
            {
                "backup": contents.made,
                "cases": contents.cases,
                "documents": contents.documents,
                "vectors": made.vectors,
                "made_again": made.made,
                "missing": list(contents.missing),
                "set_aside": None if made.set_aside is None else str(made.set_aside),
            }
        )
        return 0
    print(
        _("restored as of {made}: {cases}, {documents}, {vectors}").format(
            made=contents.made,
            cases=counted(contents.cases, "case"),
            documents=counted(contents.documents, "document"),
            vectors=counted(made.vectors + made.made, "vector"),
        )
    )
    if contents.missing:
        print(_("Some documents were lost before: `pincite verify` says which."))
    if made.set_aside is not None:
        print(
            _("What was there before lies in {folder}; delete it when you need it no more.").format(
                folder=made.set_aside
            )
        )
    return 0


def _check_there(given: Settings) -> None:
    """Raises PinciteError where there is no library: to open one would make it."""
    from ingest.store.catalogue_copies import whole_copies

    there = (given.library / "catalogue.sqlite").exists() or whole_copies(given.library)
    if given.database_url is None and not there:
        from ingest.store.served import check_in_folder

        check_in_folder(given.library)
        raise PinciteError(
            f"There is no library in {given.library}.",
            "Name its folder with `--library` or PINCITE_LIBRARY.",
        )


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar of what is being done: in megabytes, or in vectors."""
    from ingest.store.library_restore import EMBEDDING, VECTORS

    with bars() as drawn:
        task = drawn.add_task("", total=None)

        def show(what: str, at: int, of: int) -> None:
            unit = 1 if what in (EMBEDDING, VECTORS) else _MEGABYTE
            total = -(-of // unit) if of else None
            drawn.update(task, description=retold(what), completed=at // unit, total=total)

        yield show
