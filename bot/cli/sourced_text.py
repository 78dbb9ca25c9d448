"""What a document says, as a command prints it: the quote, whose word it is, its cite."""

from __future__ import annotations

import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING

from ingest.cli.terminal import printable, say
from ingest.translation import figure, language, ngettext, quoted_as

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.overview.sourced import SourcedQuote
    from bot.search.disputes import Dispute


def print_disputes(disputes: Sequence[Dispute], follows: str) -> None:
    """Print that the papers of a case are of several disputes, and what ``follows`` from it."""
    from bot.overview.captions import remarks

    if said := remarks(disputes, follows):
        print(f"{printable(' '.join(said))}\n")


def disputes_as_json(disputes: Sequence[Dispute]) -> list[dict[str, object]]:
    return [{"parties": list(dispute.parties), "number": dispute.number} for dispute in disputes]


def said_as_json(quoted: SourcedQuote | None) -> dict[str, object]:
    if quoted is None:
        return {"voice": "", "citation": None}
    return {"voice": quoted.voice, "citation": asdict(quoted.citation)}


def with_quote(head: str, quoted: SourcedQuote, *, with_voice: bool = True) -> str:
    """The quote below a line of ours, and below it its cite and how the reader writes what would
    be misread."""
    from bot.answering.readers_form import readers_forms

    citation = quoted.citation
    quote = printable(quoted_as(quoted.voice if with_voice else "", citation.quote))
    forms = readers_forms(citation.quote, citation.language, language())
    return "\n".join(
        (
            head,
            textwrap.fill(quote, 96, initial_indent="    ", subsequent_indent="    "),
            f"    {printable(citation.pin)}  {printable(citation.document)}",
            *(f"    {printable(form)}" for form in forms),
        )
    )


def show_progress(made: int, of: int) -> None:
    """Print the progress of a long reading now and then: most documents take a few milliseconds."""
    if made == of or made % 20 == 0:
        looked = ngettext(
            "facts of {made} of {all} document looked for",
            "facts of {made} of {all} documents looked for",
            of,
        )
        say(looked.format(made=figure(made), all=figure(of)))
