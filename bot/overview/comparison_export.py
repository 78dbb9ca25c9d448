"""A comparison of an article with the filings as a report: each sentence with its verdict and the
quotes of the filings, and a table of the sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.answering.readers_form import readers_forms
from bot.answering.wording import said_by
from bot.overview.captions import WITH_ALL, remarks
from bot.overview.claims import ArticleComparison, ClaimDifference, ComparedClaim
from bot.overview.report import ReportQuote, ReportSection, SourcedReport
from bot.overview.sourced import SourcedQuote, SourcePlace
from bot.search.disputes import Dispute
from ingest.translation import N_, _, counted, language, word

Cites = Callable[[SourcePlace], SourcedQuote]

VERDICTS = {
    "stands": N_("Stands in the filings"),
    "differs": N_("Differs from the filings"),
    "not found": N_("Not found in the filings"),
    "nothing to check": N_("Nothing to check"),
}
CAUTION = N_(
    "Sentences were compared by a program, which can be wrong. Read both quotes before you rely on "
    "a verdict."
)


def difference_in_words(difference: ClaimDifference) -> str:
    """What differs, with the words of both sides."""
    kind = word(difference.kind)
    if not difference.filed:
        return _("{kind}: “{claimed}” does not stand there").format(
            kind=kind, claimed=difference.claimed
        )
    return _("{kind}: “{claimed}” here, “{filed}” there").format(
        kind=kind, claimed=difference.claimed, filed=difference.filed
    )


def shown_places(compared: ComparedClaim) -> list[SourcePlace]:
    """The places of the filings that are shown beside a sentence: none where there is nothing to
    check, one where it is not found."""
    most = {"nothing to check": 0, "not found": 1}.get(compared.verdict, len(compared.filed))
    return [sentence.place for sentence in compared.filed[:most]]


def comparison_report(
    comparison: ArticleComparison, cites: Cites, disputes: Sequence[Dispute] = ()
) -> SourcedReport:
    """The comparison, sentence by sentence. ``disputes`` are those of the case, where it has
    several."""
    sections: list[ReportSection] = []
    count = 0
    for compared in comparison.compared:
        quotes = []
        for place in shown_places(compared):
            count += 1
            sourced = cites(place)
            citation = sourced.citation
            forms = readers_forms(citation.quote, citation.language, language())
            text = said_by(citation.quote, citation.kind, sourced.voice, language())
            quotes.append(ReportQuote(count, text, citation.pin, citation, tuple(forms)))
        said = [compared.claim.text, *map(difference_in_words, compared.differences)]
        if compared.verdict == "not found" and quotes:
            said.append(_("What comes nearest in the filings:"))
        heading = _(VERDICTS[compared.verdict])
        if compared.verdict == "nothing to check" and sections and sections[-1].heading == heading:
            # Such sentences follow each other by the dozen: one heading is enough.
            sections[-1] = replace(sections[-1], remarks=(*sections[-1].remarks, *said))
            continue
        sections.append(ReportSection(heading, tuple(said), tuple(quotes)))
    title = _("{article}, beside the filings of {case}").format(
        article=comparison.article, case=comparison.case_title or comparison.case
    )
    above = remarks(disputes, WITH_ALL)
    return SourcedReport(title, tuple(sections), (_summary(comparison), _(CAUTION), *above))


def _summary(comparison: ArticleComparison) -> str:
    counts = {
        verdict: sum(compared.verdict == verdict for compared in comparison.compared)
        for verdict in VERDICTS
    }
    listed = ", ".join(f"{word(verdict)} ({number})" for verdict, number in counts.items())
    return _("{sentences}: {verdicts}.").format(
        sentences=counted(len(comparison.compared), "sentence"), verdicts=listed
    )
