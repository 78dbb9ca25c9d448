"""Where papers look like they disagree, as a report to hand on: both quotes of each place, and a
table of the sources."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from bot.answering.readers_form import readers_forms
from bot.answering.wording import said_by
from bot.overview.captions import NOT_COMPARED, remarks
from bot.overview.disagreements import Disagreement, in_words
from bot.overview.export import Cites
from bot.overview.report import ReportQuote, ReportSection, SourcedReport
from bot.overview.sourced import SourcePlace
from bot.search.disputes import Dispute
from ingest.translation import N_, _, figure, language, ngettext

CAUTION = N_(
    "A program found these places. Each only looks like a disagreement until you have read both "
    "quotes, and there may be others."
)


def places_found(number: int) -> str:
    """ "3 places found." """
    said = ngettext("{number} place found.", "{number} places found.", number)
    return said.format(number=figure(number))


def disagreements_report(
    title: str, found: Sequence[Disagreement], cites: Cites, disputes: Sequence[Dispute] = ()
) -> SourcedReport:
    """A section for each place, in the order that they are given in. ``disputes`` are those of the
    case, where it has several."""
    numbers = count(1)

    def quoted(place: SourcePlace) -> ReportQuote:
        sourced = cites(place)
        citation = sourced.citation
        text = said_by(citation.quote, citation.kind, sourced.voice, language())
        forms = readers_forms(citation.quote, citation.language, language())
        return ReportQuote(next(numbers), text, citation.pin, citation, tuple(forms))

    sections = tuple(
        ReportSection(
            f"{number}. {in_words(each).rstrip(':')}",
            (),
            (quoted(each.asserted), quoted(each.against)),
        )
        for number, each in enumerate(found, 1)
    )
    places = places_found(len(found))
    heading = _("{title}: disagreements").format(title=title)
    above = remarks(disputes, NOT_COMPARED)
    return SourcedReport(heading, sections, (places, _(CAUTION), *above))
