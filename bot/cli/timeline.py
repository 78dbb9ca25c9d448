"""`timeline`: filings and the dates that documents tell, as text, table or calendar."""

from __future__ import annotations

import textwrap
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.cli.terminal import AsJson, LibraryFolder, open_catalogue, print_json, printable, say

if TYPE_CHECKING:
    from bot.overview.timeline import Event

KINDS = ("filing", "fact", "deadline", "to come")


def timeline(
    case_name: Annotated[str, typer.Argument(metavar="CASE", help="Name of the case.")],
    kind: Annotated[
        str, typer.Option(metavar="KIND", help='Only a "filing", "fact", "deadline" or "to come".')
    ] = "",
    document: Annotated[
        str, typer.Option(metavar="PATH", help="Only of this document, as `list` shows it.")
    ] = "",
    about: Annotated[
        str, typer.Option(metavar="WORDS", help="Only what names this, such as a party.")
    ] = "",
    csv: Annotated[bool, typer.Option("--csv", help="A table for spreadsheets.")] = False,
    ics: Annotated[bool, typer.Option("--ics", help="A calendar file.")] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the table or calendar here.")
    ] = None,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> int:
    """List filings and dates in order.

    Each with the sentence that tells it and its pin cite.
    """
    if kind and kind not in KINDS:
        raise typer.BadParameter(f"the kind is one of {', '.join(KINDS)}")
    if csv + ics + as_json > 1:
        raise typer.BadParameter("--csv, --ics and --json exclude each other")
    if out and not (csv or ics):
        raise typer.BadParameter("--out is for --csv and --ics")
    from bot.overview import export
    from bot.overview.timeline import select
    from bot.overview.timeline import timeline as timeline_of

    catalogue = open_catalogue(library)
    case = catalogue.case(case_name)
    events = select(timeline_of(catalogue, case), kind=kind, document=document, about=about)
    if as_json:
        print_json({"case": case.name, "events": [asdict(event) for event in events]})
    elif csv or ics:
        written = export.as_csv(events) if csv else export.as_calendar(events)
        if out:
            out.write_bytes(written.encode())
            say(f"{len(events)} events written to {out}")
        else:
            print(written.replace("\r\n", "\n"), end="")
    else:
        for event in events:
            print(_as_text(event))
        if not events:
            print("No dates were found.")
    return 0


def _as_text(event: Event) -> str:
    until = f" to {event.ends}" if event.ends != event.begins else ""
    doubt = "  (day and month may be exchanged)" if event.is_ambiguous else ""
    head = f"{event.begins}{until}  {event.kind}{doubt}"
    place = event.citation.pin if event.citation else f"{event.title} (dated so by its stamp)"
    said = f"{event.voice}: “{event.sentence}”" if event.sentence else ""
    sentence = textwrap.fill(printable(said), 96, initial_indent="    ", subsequent_indent="    ")
    return "\n".join(
        filter(None, (head, sentence, f"    {printable(place)}  {printable(event.document)}"))
    )
