"""The timeline, the amounts and the overview of a case as reports to hand on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count, groupby

from bot.overview.amounts import Amount
from bot.overview.export import Cites
from bot.overview.overview import IN_CAPTIONS, OverviewLine
from bot.overview.report import ReportQuote, ReportSection, SourcedReport
from bot.overview.timeline import Event
from bot.search.glance import Part
from ingest.document import DateKind
from ingest.translation import N_

KINDS: dict[DateKind, str] = {
    "filing": "filing",
    "fact": "told in a document",
    "deadline": "deadline",
    "to come": "to come",
}
PART_TITLES: dict[Part, str] = {
    "about": N_("What it is about"),
    "court": N_("Court"),
    "case number": N_("Case number"),
    "judge": N_("Judge"),
    "party": N_("Parties"),
    "counsel": N_("Counsel"),
    "claim": N_("Claims"),
    "count": N_("Counts"),
    "relief": N_("What is asked for"),
    "request": N_("What is requested"),
    "ruling": N_("What is ruled"),
    "state": N_("Where it stands"),
}
_AMBIGUOUS = "day and month may be exchanged"


def timeline_report(title: str, events: Sequence[Event], cites: Cites) -> SourcedReport:
    """A section for each day and kind of event, in order."""
    numbers = count(1)
    sections = []
    for (begins, ends, kind), group in groupby(
        events, key=lambda event: (event.begins, event.ends, event.kind)
    ):
        until = f" to {ends}" if ends != begins else ""
        quotes = []
        for event in group:
            caveats = (_AMBIGUOUS,) if event.is_ambiguous else ()
            if event.source is None:
                place = f"{event.title or event.document}, dated so by its stamp"
                quotes.append(ReportQuote(0, event.title, place, None, caveats))
                continue
            quoted = cites(event.source)
            citation = quoted.citation
            place = f"{quoted.voice}: {citation.pin}"
            quotes.append(ReportQuote(next(numbers), citation.quote, place, citation, caveats))
        sections.append(ReportSection(f"{begins}{until} · {KINDS[kind]}", (), tuple(quotes)))
    return SourcedReport(f"{title}: timeline", tuple(sections))


def amounts_report(title: str, amounts: Sequence[Amount], cites: Cites) -> SourcedReport:
    """A section for each value, the largest first, with every sentence that names it."""
    numbers = count(1)
    sections = []
    for (value, currency), group in groupby(
        amounts, key=lambda amount: (amount.value, amount.currency)
    ):
        listed = list(group)
        purposes = list(dict.fromkeys(amount.purpose for amount in listed if amount.purpose))
        quotes = []
        for amount in listed:
            quoted = cites(amount.source)
            place = f"{quoted.voice}: {quoted.citation.pin}"
            quotes.append(ReportQuote(next(numbers), quoted.citation.quote, place, quoted.citation))
        remarks = (f"for: {'; '.join(purposes)}",) if purposes else ()
        sections.append(ReportSection(f"{value:,f} {currency}".strip(), remarks, tuple(quotes)))
    return SourcedReport(f"{title}: amounts", tuple(sections))


def overview_report(title: str, lines: Iterable[OverviewLine], cites: Cites) -> SourcedReport:
    """A section for each part of the overview."""
    numbers = count(1)
    sections = []
    for part, group in groupby(lines, key=lambda line: line.part):
        quotes = []
        for line in group:
            if line.source is None:
                place = f"{line.title or line.document}, by the head or stamp of its pages"
                quotes.append(ReportQuote(0, line.text, place, None))
                continue
            quoted = cites(line.source)
            place = quoted.citation.pin
            if line.text != quoted.citation.quote:
                place = f"above {place}"
            elif part not in IN_CAPTIONS:
                place = f"{quoted.voice}: {place}"
            quotes.append(ReportQuote(next(numbers), line.text, place, quoted.citation))
        sections.append(ReportSection(PART_TITLES[part], (), tuple(quotes)))
    return SourcedReport(f"{title}: overview", tuple(sections))
