"""export and import: a whole case as one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ingest.cli.keep import the_case
from ingest.cli.terminal import (
    AsJson,
    CaseName,
    LibraryFolder,
    open_catalogue,
    open_library,
    print_json,
    printable,
    say,
    settings,
)
from ingest.store.carry import export_case, import_case
from ingest.translation import _, counted


def export_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
    case_name: CaseName = "",
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> int:
    """Write a whole case to one file, for another computer.

    Documents with all their versions, conversations, saved questions and evaluation runs.
    """
    catalogue = open_catalogue(library)
    case = the_case(catalogue, case_name)
    copies = export_case(catalogue, case, file)
    if as_json:
        print_json({"case": case.name, "file": str(file), "documents": copies})
    else:
        print(
            _("{case}: {documents} in {file}").format(
                case=case.name, documents=counted(copies, "document"), file=printable(str(file))
            )
        )
    return 0


def move_command(
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="URL",
            help="postgresql://USER@HOST/DATABASE, or `folder` for the way back.",
        ),
    ],
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> int:
    """Move the catalogue to a PostgreSQL database, or back.

    Vectors and copies of the documents stay where they are. Close the app before.
    """
    # Loaded late: it needs psycopg, which few have.
    from ingest.store.move import move_to_folder, move_to_server

    given = settings(library)
    held = move_to_folder(given) if to == "folder" else move_to_server(given, to)
    rows = {table: contents.rows for table, contents in held.items()}
    if as_json:
        print_json({"rows": rows})
        return 0
    print(
        _("moved and compared: {documents}, {passages}").format(
            documents=counted(rows["documents"], "document"),
            passages=counted(rows["passages"], "passage"),
        )
    )
    print(
        _("Unset PINCITE_DATABASE_URL now.")
        if to == "folder"
        else _("Set PINCITE_DATABASE_URL to that address now.")
    )
    return 0


def import_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `export` wrote.")],
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> int:
    """Make a new library of a case that was exported."""
    given = settings(library)
    name = import_case(file, given.library, given.lock_seconds)
    say("making the vectors")
    opened = open_library(library)
    with opened.writing():
        pass  # which makes those that are missing
    documents, passages = opened.catalogue.counts(opened.catalogue.case(name))
    if as_json:
        print_json({"case": name, "documents": documents, "passages": sum(passages.values())})
    else:
        number = counted(sum(passages.values()), "passage")
        print(f"{name}: {counted(documents, 'document')}, {number}")
    return 0
