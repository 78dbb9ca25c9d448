"""`disagreements`: where papers of a case look like they disagree."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.opening import open_bot
from bot.cli.reports import REPORTS, ReportFile, ending, write_report
from bot.cli.sourced_text import disputes_as_json, print_disputes, said_as_json, with_quote
from ingest.cli.terminal import AsJson, LibraryFolder, console, print_json, say
from ingest.translation import _, figure, ngettext

if TYPE_CHECKING:
    from bot.overview.disagreements import Disagreement
    from bot.overview.sourced import SourcedQuote


def disagreements(
    case_name: Annotated[str, typer.Argument(metavar="CASE", help="Name of the case.")],
    numbered: Annotated[
        bool,
        typer.Option("--numbered", help="Also each paragraph that an answer denies by its number."),
    ] = False,
    out: ReportFile = None,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> int:
    """Show where papers of a case look like they disagree.

    Both quotes side by side, to be read: few are found, and none is a finding that the two
    contradict each other.
    """
    if out:
        ending(out, REPORTS, "A list of disagreements")
    from bot.overview.captions import NOT_COMPARED, captions
    from bot.overview.disagreements import BY_NUMBER, in_words
    from bot.overview.disagreements import disagreements as disagreements_of
    from bot.overview.disagreements_export import disagreements_report
    from bot.overview.sourced import said

    bot, name = open_bot(library, case_name)
    catalogue = bot.library.catalogue
    case = catalogue.case(name)
    with console.status(_("looking for disagreements")) as status:
        looked = disagreements_of(
            bot.library,
            case,
            lambda made, of: status.update(
                ngettext(
                    "{made} of {all} passage looked at", "{made} of {all} passages looked at", of
                ).format(made=figure(made), all=figure(of))
            ),
            reader=bot.reranker,
        )
    found = [each for each in looked.found if numbered or each.kind not in BY_NUMBER]
    left_out = len(looked.found) - len(found)
    cites = partial(said, catalogue)
    several = captions(catalogue, case).disputes
    if out:
        report = disagreements_report(case.title or case.name, found, cites, several)
        write_report(report, out, "The disagreements")
        written = ngettext(
            "{number} place written to {out}", "{number} places written to {out}", len(found)
        )
        say(written.format(number=figure(len(found)), out=out))
    if as_json:
        print_json(
            {
                "case": case.name,
                "disputes": disputes_as_json(several),
                "looked_at": looked.sentences,
                "sentences": looked.sentences,
                "denied_by_number": left_out,
                "disagreements": [
                    _as_json(each, cites(each.asserted), cites(each.against)) for each in found
                ],
            }
        )
    if as_json or out:
        return 0
    print_disputes(several, NOT_COMPARED)
    for each in found:
        print(with_quote(with_quote(in_words(each), cites(each.asserted)), cites(each.against)))
    if not found:
        print(_("Nothing looks like a disagreement. That does not say that there is none."))
    if left_out:
        denied = ngettext(
            "{number} paragraph is denied by its number: --numbered shows it.",
            "{number} paragraphs are denied by their number: --numbered shows them.",
            left_out,
        )
        print(denied.format(number=figure(left_out)))
    return 0


def _as_json(
    disagreement: Disagreement, asserted: SourcedQuote, against: SourcedQuote
) -> dict[str, object]:
    return {
        "kind": disagreement.kind,
        "figures": disagreement.figures,
        "asserted": said_as_json(asserted),
        "against": said_as_json(against),
    }
