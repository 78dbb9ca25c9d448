"""`overview`: what a case and each of its documents is about, line by line."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache, partial
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.reports import REPORTS, ReportFile, ending, write_report
from bot.cli.sourced_text import (
    disputes_as_json,
    print_disputes,
    said_as_json,
    show_progress,
    with_quote,
)
from ingest.cli.terminal import AsJson, LibraryFolder, open_catalogue, print_json, printable, say
from ingest.errors import PinciteError
from ingest.translation import _, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.overview.export import Cites
    from bot.overview.overview import DocumentOverview, Overview, OverviewLine
    from bot.search.disputes import Dispute


def overview(
    case_name: Annotated[str, typer.Argument(metavar="CASE", help="Name of the case.")],
    document: Annotated[
        str,
        typer.Option(metavar="PATH", help="The overview of this document, as `list` shows it."),
    ] = "",
    out: ReportFile = None,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> int:
    """Say what a case, or one of its documents, is about.

    Court, number, judge, parties and counsel, counts, what is asked for, where it stands: each
    as a quote with its pin cite. What the documents do not say is left out.
    """
    if out and as_json:
        raise typer.BadParameter("--out and --json exclude each other")
    if out:
        ending(out, REPORTS, "An overview")
    from bot.overview.fact_reports import overview_report
    from bot.overview.overview import overview as overview_of
    from bot.overview.sourced import said

    catalogue = open_catalogue(library)
    case = catalogue.case(case_name)
    found = overview_of(catalogue, case, show_progress)
    cites = cache(partial(said, catalogue))
    chosen = _document(found, document) if document else None
    lines = chosen.lines if chosen else found.lines
    if as_json:
        print_json(
            {
                "case": case.name,
                "document": document,
                "disputes": [] if chosen else disputes_as_json(found.disputes),
                "lines": [_line_as_json(line, cites) for line in lines],
                "documents": []
                if chosen
                else [
                    asdict(paper) | {"lines": [_line_as_json(line, cites) for line in paper.lines]}
                    for paper in found.documents
                ],
            }
        )
        return 0
    if out:
        title = (chosen.title if chosen else case.title) or case.name
        disputes = () if chosen else found.disputes
        write_report(overview_report(title, lines, cites, disputes), out, "The overview")
        say(f"The overview was written to {out}")
        return 0
    _print_lines(lines, cites, () if chosen else found.disputes)
    if not lines:
        print(
            _("No caption, docket or heading says what this document is about.")
            if chosen
            else _("No caption, docket or heading says what this case is about.")
        )
    if not chosen and found.documents:
        print(_("Documents (see one with --document PATH)"))
        for paper in found.documents:
            print(f"    {printable(paper.document)}  {printable(paper.title)}  {paper.filed}")
    return 0


def _document(found: Overview, path: str) -> DocumentOverview:
    for paper in found.documents:
        if paper.document == path:
            return paper
    raise PinciteError(
        f"The case has no document {path!r}.", "`pincite list CASE` shows the documents there are."
    )


def _print_lines(lines: Sequence[OverviewLine], cites: Cites, disputes: Sequence[Dispute]) -> None:
    from bot.overview.captions import EACH_BY_ITSELF, caption_of
    from bot.overview.fact_reports import PART_TITLES

    print_disputes(disputes, EACH_BY_ITSELF)
    before = -1
    for (at, part), listed in groupby(lines, key=lambda line: (line.dispute, line.part)):
        if disputes and at != before:
            print(f"== {printable(caption_of(disputes[at]))} ==\n")
            before = at
        print(f"{_(PART_TITLES[part])}\n")
        for line in listed:
            print(f"{_line_as_text(line, cites)}\n")


def _line_as_text(line: OverviewLine, cites: Cites) -> str:
    from bot.overview.overview import IN_CAPTIONS

    if line.source is None:
        by = _("by the head or stamp of its pages")
        place = f"{printable(line.title)}, {by}"
        return f"  {printable(line.text)}\n    {place}  {printable(line.document)}"
    quoted = cites(line.source)
    if line.part == "count" and line.text != quoted.citation.quote:
        above = _("above {pin}").format(pin=printable(quoted.citation.pin))
        above = f"{above}  {printable(line.document)}"
        return f"  {printable(line.text)}\n    {above}"
    label = "" if line.label in quoted.citation.quote else line.label
    if line.part == "state":
        label = word(label)
    head = f"  {printable(label)}".rstrip()
    return with_quote(head, quoted, with_voice=line.part not in IN_CAPTIONS).lstrip("\n")


def _line_as_json(line: OverviewLine, cites: Cites) -> dict[str, object]:
    return asdict(line) | said_as_json(cites(line.source) if line.source else None)
