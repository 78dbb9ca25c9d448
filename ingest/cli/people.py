"""people and audit: who may see a case once people sign in, and what they did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.cli.terminal import (
    AsJson,
    LibraryFolder,
    open_catalogue,
    print_json,
    printable,
    settings,
)
from ingest.translation import _, word

if TYPE_CHECKING:
    from ingest.store.people import Role

Addresses = list[str] | None


def people(
    case_name: Annotated[
        str, typer.Argument(metavar="CASE", help="Name of a case; without it, all cases.")
    ] = "",
    owner: Annotated[
        Addresses, typer.Option(metavar="EMAIL", help="Make somebody an owner; may be repeated.")
    ] = None,
    editor: Annotated[Addresses, typer.Option(metavar="EMAIL", help="An editor.")] = None,
    reader: Annotated[Addresses, typer.Option(metavar="EMAIL", help="A reader.")] = None,
    remove: Annotated[
        Addresses, typer.Option(metavar="EMAIL", help="Take the case from somebody.")
    ] = None,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> int:
    """List who may see a case, and change it.

    It matters where people sign in: see docs/firm.md. Whoever runs this command has the library
    itself, and may do everything.
    """
    from ingest.store.audit import BY_COMMAND, Audit
    from ingest.store.people import People

    changes = list(_changes(owner, editor, reader))
    if (changes or remove) and not case_name:
        raise typer.BadParameter("Name the case whose people are to change.")
    catalogue = open_catalogue(library)
    kept = People(catalogue)
    cases = [catalogue.case(case_name)] if case_name else catalogue.cases()
    noted = Audit(catalogue) if settings(library).sign_in else None
    for email in remove or ():
        gone = kept.remove(cases[0], email)
        if noted:
            noted.add(BY_COMMAND, "took the case away", cases[0].id, about=gone)
    for email, role in changes:
        given = kept.give(cases[0], email, role)
        if noted:
            noted.add(BY_COMMAND, "shared the case", cases[0].id, about=f"{given} ({role})")
    listed = {case.name: kept.of_case(case) for case in cases}
    if as_json:
        of_cases = [
            {"case": name, "people": [asdict(person) for person in found]}
            for name, found in listed.items()
        ]
        print_json({"cases": of_cases})
        return 0
    for name, found in listed.items():
        print(name)
        for person in found:
            print(f"  {word(person.role):8} {printable(person.email)}")
        if not any(person.role == "owner" for person in found):
            print("  " + _("It has no owner: where people sign in, administrators see it."))
    if not listed:
        print(_("There are no cases yet. Run `pincite ingest FOLDER --case NAME`."))
    return 0


def _changes(
    owners: Sequence[str] | None, editors: Sequence[str] | None, readers: Sequence[str] | None
) -> Iterator[tuple[str, Role]]:
    yield from ((email, "owner") for email in owners or ())
    yield from ((email, "editor") for email in editors or ())
    yield from ((email, "reader") for email in readers or ())


def audit(
    case_name: Annotated[
        str, typer.Argument(metavar="CASE", help="Name of a case; without it, everything.")
    ] = "",
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> int:
    """List who did what, where people sign in.

    What commands on the server do is not in it, but for who was given a case.
    """
    from ingest.store.audit import Audit

    entries = Audit(open_catalogue(library)).entries(case_name)
    if as_json:
        print_json({"entries": [asdict(entry) for entry in entries]})
        return 0
    for entry in entries:
        which = [
            entry.case or (f"#{entry.case_id}" if entry.case_id else ""),
            *(_("document {number}").format(number=number) for number in entry.documents),
            _("conversation {number}").format(number=entry.conversation_id)
            if entry.conversation_id
            else "",
            entry.about,
        ]
        who = entry.who or _("a command")
        said = " · ".join(printable(part) for part in which if part)
        print(f"{entry.at}  {printable(who)}  {word(entry.did)}" + (f"  {said}" if said else ""))
    if not entries:
        print(_("Nothing yet. What people do is noted where they sign in: see docs/firm.md."))
    return 0
