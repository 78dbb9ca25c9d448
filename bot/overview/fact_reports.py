"""The timeline, the amounts and the overview of a case as reports to hand on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import count, groupby

from bot.answering.readers_form import amount_in, days_in, readers_forms
from bot.answering.wording import said_by
from bot.overview.amounts import Amount
from bot.overview.captions import (
    BESIDE_EACH,
    EACH_BY_ITSELF,
    ONE_DISPUTE,
    Captions,
    caption_of,
    remarks,
)
from bot.overview.export import Cites
from bot.overview.overview import IN_CAPTIONS, OverviewLine
from bot.overview.report import ReportQuote, ReportSection, SourcedReport
from bot.overview.sourced import SourcedQuote
from bot.overview.timeline import Event, EventLabel
from bot.search.disputes import Dispute
from bot.search.glance import Part
from ingest.translation import N_, _, language, word

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
_AMBIGUOUS = N_("day and month may be exchanged")


def timeline_report(
    title: str, events: Sequence[Event], cites: Cites, captions: Captions = ONE_DISPUTE
) -> SourcedReport:
    """A section for each day and label of events, in order."""
    numbers = count(1)
    sections = []
    # Papers of one kind between others of the same day would else begin it anew.
    order = {key: at for at, key in enumerate(dict.fromkeys(map(_day_and_label, events)))}
    ordered = sorted(events, key=lambda event: (event.begins, order[_day_and_label(event)]))
    for (begins, ends, label), group in groupby(ordered, key=_day_and_label):
        days = days_in(language(), begins, ends)
        quotes = []
        for event in group:
            caveats = (_(_AMBIGUOUS),) if event.is_ambiguous else ()
            if event.source is None:
                place = _("{title}, dated so by its stamp").format(
                    title=event.title or event.document
                )
                place = _captioned(place, captions[event.document])
                quotes.append(ReportQuote(0, event.title, place, None, caveats))
                continue
            caption = captions[event.document]
            quotes.append(_quote(next(numbers), cites(event.source), caption, caveats))
        sections.append(ReportSection(f"{days} · {word(label)}", (), tuple(quotes)))
    above = remarks(captions.disputes, BESIDE_EACH)
    return SourcedReport(_("{title}: timeline").format(title=title), tuple(sections), above)


def _day_and_label(event: Event) -> tuple[date, date, EventLabel]:
    return event.begins, event.ends, event.label


def _captioned(place: str, caption: str) -> str:
    return " · ".join(filter(None, (place, caption)))


def _quote(
    number: int, quoted: SourcedQuote, caption: str, caveats: tuple[str, ...] = ()
) -> ReportQuote:
    """A quote with whose word it is, its cite and the caption of its paper, and how the reader
    writes what would be misread."""
    citation = quoted.citation
    place = _captioned(citation.pin, caption)
    forms = readers_forms(citation.quote, citation.language, language())
    text = said_by(citation.quote, citation.kind, quoted.voice, language())
    return ReportQuote(number, text, place, citation, (*caveats, *forms))


def amounts_report(
    title: str, amounts: Sequence[Amount], cites: Cites, captions: Captions = ONE_DISPUTE
) -> SourcedReport:
    """A section for each value, the largest first, with every sentence that names it."""
    numbers = count(1)
    sections = []
    for (value, currency), group in groupby(
        amounts, key=lambda amount: (amount.value, amount.currency)
    ):
        listed = list(group)
        purposes = list(dict.fromkeys(amount.purpose for amount in listed if amount.purpose))
        quotes = tuple(
            _quote(next(numbers), cites(amount.source), captions[amount.document])
            for amount in listed
        )
        meant = (_("for: {purpose}").format(purpose="; ".join(purposes)),) if purposes else ()
        sections.append(ReportSection(amount_in(language(), value, currency), meant, quotes))
    above = remarks(captions.disputes, BESIDE_EACH)
    return SourcedReport(_("{title}: amounts").format(title=title), tuple(sections), above)


def overview_report(
    title: str, lines: Iterable[OverviewLine], cites: Cites, disputes: Sequence[Dispute] = ()
) -> SourcedReport:
    """A section for each part of the overview, of each of several disputes."""
    numbers = count(1)
    sections = []
    for (at, part), group in groupby(lines, key=lambda line: (line.dispute, line.part)):
        quotes = []
        for line in group:
            if line.source is None:
                place = _("{title}, by the head or stamp of its pages").format(
                    title=line.title or line.document
                )
                quotes.append(ReportQuote(0, line.text, place, None))
                continue
            quoted = cites(line.source)
            place, text = quoted.citation.pin, line.text
            if line.text != quoted.citation.quote:
                place = _("above {pin}").format(pin=place)
            elif part not in IN_CAPTIONS:
                text = said_by(line.text, quoted.citation.kind, quoted.voice, language())
            citation = quoted.citation
            forms = readers_forms(citation.quote, citation.language, language())
            quotes.append(ReportQuote(next(numbers), text, place, citation, tuple(forms)))
        heading = _(PART_TITLES[part])
        if disputes:
            heading = f"{caption_of(disputes[at])} · {heading}"
        sections.append(ReportSection(heading, (), tuple(quotes)))
    above = remarks(disputes, EACH_BY_ITSELF)
    return SourcedReport(_("{title}: overview").format(title=title), tuple(sections), above)
