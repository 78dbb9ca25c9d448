"""`compare`: an article beside the filings, sentence by sentence."""

from __future__ import annotations

import sys
import textwrap
from dataclasses import asdict
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.opening import open_bot
from bot.cli.reports import REPORTS, ReportFile, ending, write_report
from bot.cli.sourced_text import disputes_as_json, print_disputes, said_as_json, with_quote
from ingest.cli.terminal import (
    AsJson,
    CaseName,
    LibraryFolder,
    console,
    print_json,
    printable,
    say,
)
from ingest.translation import _, figure, ngettext, word

if TYPE_CHECKING:
    from bot.overview.article import ClaimSentence
    from bot.overview.claims import ArticleComparison, ComparedClaim
    from bot.overview.comparison_export import Cites
    from ingest.store.catalogue import Case, Catalogue

SHOWN = ("stands", "differs", "not found", "nothing to check")


def compare(
    article: Annotated[
        str,
        typer.Argument(
            metavar="ARTICLE",
            help="A document of the case as `list` shows it, a file, or - for text from standard "
            "input.",
        ),
    ],
    case_name: CaseName = "",
    only: Annotated[
        str,
        typer.Option(
            "--only", metavar="VERDICT", help=f"Only sentences of a verdict: {', '.join(SHOWN)}."
        ),
    ] = "",
    out: ReportFile = None,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> int:
    """Compare an article with the filings of a case.

    Sentence by sentence: stands in the filings, differs, or is not found there, with the quotes of
    both. No chat model takes part.
    """
    if only and only not in SHOWN:
        raise typer.BadParameter(f"the verdict is one of {', '.join(SHOWN)}")
    if out:
        ending(out, REPORTS, "A comparison")
    from bot.overview.captions import WITH_ALL, captions
    from bot.overview.claims import compare as compared_with
    from bot.overview.comparison_export import comparison_report
    from bot.overview.sourced import said

    bot, name = open_bot(library, case_name)
    catalogue = bot.library.catalogue
    case = catalogue.case(name)
    title, sha256, claims = _claims(catalogue, case, article)
    with console.status(_("comparing")) as status:
        comparison = compared_with(
            bot.library,
            bot.reranker,
            case,
            title,
            claims,
            sha256,
            lambda made, of: status.update(
                ngettext(
                    "{made} of {all} sentence compared", "{made} of {all} sentences compared", of
                ).format(made=figure(made), all=figure(of))
            ),
        )
    cites = cache(partial(said, catalogue))
    several = captions(catalogue, case).disputes
    if out:
        write_report(comparison_report(comparison, cites, several), out, "The comparison")
        written = ngettext(
            "{number} sentence written to {out}",
            "{number} sentences written to {out}",
            len(claims),
        )
        say(written.format(number=figure(len(claims)), out=out))
    if as_json:
        print_json(_as_json(comparison, only, cites) | {"disputes": disputes_as_json(several)})
    elif not out:
        print_disputes(several, WITH_ALL)
        for compared in comparison.compared:
            if not only or compared.verdict == only:
                print(_as_text(compared, cites))
    return 0


def _claims(catalogue: Catalogue, case: Case, article: str) -> tuple[str, str, list[ClaimSentence]]:
    """Title, SHA-256 (of a document of the case) and sentences of what is compared."""
    from bot.overview.article import sentences_of_document, sentences_of_file, sentences_of_text
    from ingest.errors import PinciteError

    if article == "-":
        return _("Text"), "", sentences_of_text(sys.stdin.read())
    for document in catalogue.documents(case):
        if article in (document.path, document.path.rpartition("/")[2]):
            title = document.description.title or document.path
            return title, document.sha256, sentences_of_document(catalogue, document)
    file = Path(article)
    if not file.is_file():
        raise PinciteError(
            f"There is no {article} in the case {case.name}, and no such file.",
            "`pincite list` shows the documents of a case; - takes text from standard input.",
        )
    return file.name, "", sentences_of_file(file)


def _as_json(comparison: ArticleComparison, only: str, cites: Cites) -> dict[str, object]:
    from bot.overview.comparison_export import shown_places

    return {
        "article": comparison.article,
        "case": comparison.case,
        "filings": comparison.filings,
        "sentences": [
            {
                "sentence": compared.claim.text,
                "language": compared.claim.language,
                "verdict": compared.verdict,
                "differences": [asdict(difference) for difference in compared.differences],
                "place": asdict(cites(compared.claim.place).citation)
                if compared.claim.place
                else None,
                "filed": [said_as_json(cites(place)) for place in shown_places(compared)],
            }
            for compared in comparison.compared
            if not only or compared.verdict == only
        ],
    }


def _as_text(compared: ComparedClaim, cites: Cites) -> str:
    from bot.overview.comparison_export import difference_in_words, shown_places

    head = textwrap.fill(
        printable(
            _("{verdict}: {sentence}").format(
                verdict=word(compared.verdict).upper(), sentence=compared.claim.text
            )
        ),
        96,
        subsequent_indent="  ",
    )
    lines = [
        head,
        *(f"    {printable(difference_in_words(each))}" for each in compared.differences),
    ]
    for place in shown_places(compared):
        lines = [with_quote("\n".join(lines), cites(place))]
    return "\n".join(lines)
