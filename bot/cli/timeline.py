"""`timeline` and `amounts`: when and how much, as text, table or calendar."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal, InvalidOperation
from functools import cache, partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.reports import REPORTS, ending, write, write_report
from bot.cli.sourced_text import (
    disputes_as_json,
    print_disputes,
    said_as_json,
    show_progress,
    with_quote,
)
from ingest.cli.terminal import AsJson, LibraryFolder, open_catalogue, print_json, printable, say
from ingest.translation import _, figure, language, ngettext, word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.overview.amounts import Amount
    from bot.overview.captions import Captions
    from bot.overview.export import Cites
    from bot.overview.parties import CaseParty
    from bot.overview.report import SourcedReport
    from bot.overview.timeline import Event
    from ingest.store.catalogue import Case, Catalogue

KINDS = ("filing", "fact", "deadline", "to come")
CaseName = Annotated[str, typer.Argument(metavar="CASE", help="Name of the case.")]
OfDocument = Annotated[
    str, typer.Option(metavar="PATH", help="Only of this document, as `list` shows it.")
]
About = Annotated[str, typer.Option(metavar="WORDS", help="Only sentences that hold these words.")]
OfParty = Annotated[
    str, typer.Option(metavar="NAME", help="Only sentences that name this party of the case.")
]
AsTable = Annotated[bool, typer.Option("--csv", help="A table for spreadsheets.")]


def timeline(
    case_name: CaseName,
    kind: Annotated[
        str, typer.Option(metavar="KIND", help='Only a "filing", "fact", "deadline" or "to come".')
    ] = "",
    document: OfDocument = "",
    party: OfParty = "",
    about: About = "",
    csv: AsTable = False,
    ics: Annotated[bool, typer.Option("--ics", help="A calendar file.")] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write it here, by the ending of the name: .csv, .ics, .docx (Word), .pdf or .md.",
        ),
    ] = None,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> int:
    """List filings and dates in order.

    Each with the sentence that names it and its pin cite.
    """
    if kind and kind not in KINDS:
        raise typer.BadParameter(f"the kind is one of {', '.join(KINDS)}")
    if csv + ics + as_json > 1:
        raise typer.BadParameter("--csv, --ics and --json exclude each other")
    kind_of_file = "csv" if csv else "ics" if ics else ""
    if out and not kind_of_file:
        kind_of_file = ending(out, ("csv", "ics", *REPORTS), "A timeline")
    from bot.overview import export
    from bot.overview.captions import BESIDE_EACH
    from bot.overview.captions import captions as captions_of
    from bot.overview.fact_reports import timeline_report
    from bot.overview.timeline import select
    from bot.overview.timeline import timeline as timeline_of

    catalogue, case, cites = _opened(library, case_name)
    listed = timeline_of(catalogue, case, show_progress)
    events = select(
        listed, kind=kind, document=document, party=_party(catalogue, case, party), about=about
    )
    captions = captions_of(catalogue, case)
    if as_json:
        print_json(
            {
                "case": case.name,
                "disputes": disputes_as_json(captions.disputes),
                "events": [_event_as_json(event, cites, captions) for event in events],
            }
        )
    elif kind_of_file:
        report = partial(timeline_report, case.title or case.name, events, cites, captions)
        other = export.as_calendar if kind_of_file == "ics" else export.as_csv
        _write(kind_of_file, out, "The timeline", report, partial(other, events, cites, captions))
        if out:
            written = ngettext(
                "{number} event written to {out}", "{number} events written to {out}", len(events)
            )
            say(written.format(number=figure(len(events)), out=out))
    else:
        print_disputes(captions.disputes, BESIDE_EACH)
        for event in events:
            print(_event_as_text(event, cites, captions[event.document]))
        if not events:
            print(_("No dates were found."))
    return 0


def amounts(
    case_name: CaseName,
    document: OfDocument = "",
    party: OfParty = "",
    about: About = "",
    least: Annotated[
        str, typer.Option(metavar="NUMBER", help="Only amounts of this value or more.")
    ] = "",
    csv: AsTable = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write them here, by the ending of the name: .csv, .docx (Word), .pdf or .md.",
        ),
    ] = None,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> int:
    """List amounts of money, the largest first.

    Each with what it is for, the sentence that names it and its pin cite.
    """
    if csv and as_json:
        raise typer.BadParameter("--csv and --json exclude each other")
    kind_of_file = "csv" if csv else ""
    if out and not csv:
        kind_of_file = ending(out, ("csv", *REPORTS), "Amounts")
    from bot.overview import export
    from bot.overview.amounts import amounts as amounts_of
    from bot.overview.amounts import select_amounts
    from bot.overview.captions import BESIDE_EACH
    from bot.overview.captions import captions as captions_of
    from bot.overview.fact_reports import amounts_report

    lowest = _value(least) if least else None
    catalogue, case, cites = _opened(library, case_name)
    listed = amounts_of(catalogue, case, show_progress)
    found = select_amounts(
        listed,
        document=document,
        party=_party(catalogue, case, party),
        about=about,
        least=lowest,
    )
    captions = captions_of(catalogue, case)
    if as_json:
        print_json(
            {
                "case": case.name,
                "disputes": disputes_as_json(captions.disputes),
                "amounts": [_amount_as_json(amount, cites, captions) for amount in found],
            }
        )
    elif kind_of_file:
        report = partial(amounts_report, case.title or case.name, found, cites, captions)
        table = partial(export.amounts_as_csv, found, cites, captions)
        _write(kind_of_file, out, "The amounts", report, table)
        if out:
            written = ngettext(
                "{number} amount written to {out}", "{number} amounts written to {out}", len(found)
            )
            say(written.format(number=figure(len(found)), out=out))
    else:
        print_disputes(captions.disputes, BESIDE_EACH)
        for _worth, group in groupby(found, key=lambda amount: (amount.value, amount.currency)):
            print(_amounts_as_text(list(group), cites, captions))
        if not found:
            print(_("No amounts were found."))
    return 0


def _opened(library: Path | None, name: str) -> tuple[Catalogue, Case, Cites]:
    """A case in its catalogue, and what cites its quotes."""
    from bot.overview.sourced import said

    catalogue = open_catalogue(library)
    return catalogue, catalogue.case(name), cache(partial(said, catalogue))


def _party(catalogue: Catalogue, case: Case, name: str) -> CaseParty | None:
    from bot.overview.parties import case_parties, party_named

    return party_named(case_parties(catalogue, case), name) if name else None


def _value(text: str) -> Decimal:
    try:
        return Decimal(text.replace(",", "").replace(" ", ""))
    except InvalidOperation:
        raise typer.BadParameter("--least is a number, such as 1000000") from None


def _write(
    kind_of_file: str,
    out: Path | None,
    what: str,
    report: Callable[[], SourcedReport],
    other: Callable[[], str],
) -> None:
    """Write the report, or the table or calendar; without a file, print these."""
    if out and kind_of_file in REPORTS:
        write_report(report(), out, what)
    elif out:
        is_table = kind_of_file == "csv"
        # With a mark at its beginning, so that Excel knows its encoding.
        content = other().encode("utf-8-sig" if is_table else "utf-8")
        write(content, out, "The table" if is_table else "The calendar")
    else:
        print(other().replace("\r\n", "\n"), end="")


def _event_as_json(event: Event, cites: Cites, captions: Captions) -> dict[str, object]:
    quoted = cites(event.source) if event.source else None
    dispute = {"dispute": captions.of.get(event.document)}
    return asdict(event) | dispute | said_as_json(quoted)


def _amount_as_json(amount: Amount, cites: Cites, captions: Captions) -> dict[str, object]:
    quoted = cites(amount.source)
    of_it = {"value": f"{amount.value:f}", "dispute": captions.of.get(amount.document)}
    return asdict(amount) | of_it | said_as_json(quoted)


def _event_as_text(event: Event, cites: Cites, caption: str) -> str:
    until = _(" to {ends}").format(ends=event.ends) if event.ends != event.begins else ""
    doubt = _("  (day and month may be exchanged)") if event.is_ambiguous else ""
    head = _with_caption(f"{event.begins}{until}  {word(event.label)}{doubt}", caption)
    if event.source is None:
        dated = _("{title} (dated so by its stamp)").format(title=event.title)
        return f"{head}\n    {dated}  {printable(event.document)}"
    return with_quote(head, cites(event.source))


def _with_caption(head: str, caption: str) -> str:
    return f"{head}  · {printable(caption)}" if caption else head


def _amounts_as_text(amounts: Sequence[Amount], cites: Cites, captions: Captions) -> str:
    """The value once, and every sentence that names it."""
    from bot.answering.readers_form import amount_in

    first = amounts[0]
    lines = [amount_in(language(), first.value, first.currency)]
    for amount in amounts:
        purpose = ""
        if amount.purpose:
            purpose = "  " + _("for: {purpose}").format(purpose=printable(amount.purpose))
        head = f"  {printable(amount.printed)}{purpose}"
        head = _with_caption(head, captions[amount.document])
        lines.append(with_quote(head, cites(amount.source)))
    return "\n".join(lines)
