"""list, changes and show: what is in the library, what is new in it, what is on a page."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from ingest.cli.terminal import (
    AsJson,
    LibraryFolder,
    OneCase,
    catalogue_file,
    open_catalogue,
    print_json,
    printable,
    say,
    settings,
)
from ingest.passwords import given
from ingest.translation import _, counted, retold, word


def list_cases(
    case_name: OneCase = "", library: LibraryFolder = None, as_json: AsJson = False
) -> int:
    """List documents, and what could not be read."""
    catalogue = open_catalogue(library)
    cases = [catalogue.case(case_name)] if case_name else catalogue.cases()
    listed: list[dict[str, Any]] = []
    for case in cases:
        documents = [
            {
                "path": document.path,
                "pages": document.pages,
                "sha256": document.sha256,
                **asdict(document.description),
            }
            for document in catalogue.documents(case)
        ]
        failures = [
            {"path": path, "reason": reason, "advice": advice}
            for path, (reason, advice) in catalogue.failures(case).items()
        ]
        listed.append(
            {"case": case.name, "title": case.title, "documents": documents, "failed": failures}
        )
    if as_json:
        print_json({"cases": listed})
        return 0
    for entry in listed:
        print(f"{entry['case']}  {entry['title']}".rstrip())
        for document in entry["documents"]:
            ecf = f"ECF {document['ecf']}" if document["ecf"] else ""
            print(
                f"  {word(document['kind']):18} {ecf:8} {counted(document['pages'], 'page'):>9}  "
                f"{printable(document['path'])}  {document['title']}"
            )
        for failure in entry["failed"]:
            print(
                f"  {word('failed'):18} {printable(failure['path'])}: {retold(failure['reason'])}"
            )
    if not listed:
        print(_("There are no cases yet. Run `pincite ingest FOLDER --case NAME`."))
    return 0


def show(
    file: Annotated[Path, typer.Argument(help="A document; it need not be in a case.")],
    number: Annotated[int, typer.Option("--page", help="Counted from 1 in the file.")] = 1,
    png: Annotated[
        Path | None, typer.Option(help="Draw the page here, with what was understood.")
    ] = None,
    passwords: Annotated[
        list[str] | None,
        typer.Option(
            "--password",
            help="Of a protected PDF file. What is typed here stays in the shell's history: with - "
            "it is asked for, or taken from PINCITE_PASSWORD.",
        ),
    ] = None,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> int:
    """Show what was understood of a page.

    Reads the file itself, before any ingest.
    """
    from ingest.cli.show import draw, shown

    page = shown(file, number, given(passwords or (), _("Password: ")))
    if catalogue_file(library).exists() or settings(library).database_url:
        open_catalogue(library)  # whose documents may have been read otherwise than this page
    if png:
        draw(page, png)
        say(f"drawn to {png}")
    if as_json:
        print_json(page.as_json())
    else:
        print(page.as_text())
    return 0


def changes(case_name: OneCase = "", library: LibraryFolder = None, as_json: AsJson = False) -> int:
    """List documents that came and went.

    Since they were last marked as seen.
    """
    from ingest.cli import digest_text
    from ingest.sync.digest import digest

    catalogue = open_catalogue(library)
    cases = [catalogue.case(case_name)] if case_name else catalogue.cases()
    digests = [digest(catalogue, case) for case in cases]
    if as_json:
        print_json({"cases": [digest_text.as_json(news) for news in digests]})
        return 0
    for news in digests:
        print(f"{news.case.name}: {digest_text.as_text(news)}")
    if digests:
        print(_("`pincite changes` also asks the saved questions again."))
    else:
        print(_("There are no cases yet. Run `pincite ingest FOLDER --case NAME`."))
    return 0
