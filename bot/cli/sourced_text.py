"""What a document says, as a command prints it: the quote, whose word it is, its cite."""

from __future__ import annotations

import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING

from ingest.cli.terminal import printable, say
from ingest.translation import quoted_as

if TYPE_CHECKING:
    from bot.overview.sourced import SourcedQuote


def said_as_json(quoted: SourcedQuote | None) -> dict[str, object]:
    if quoted is None:
        return {"voice": "", "citation": None}
    return {"voice": quoted.voice, "citation": asdict(quoted.citation)}


def with_quote(head: str, quoted: SourcedQuote, *, with_voice: bool = True) -> str:
    quote = printable(quoted_as(quoted.voice if with_voice else "", quoted.citation.quote))
    return "\n".join(
        (
            head,
            textwrap.fill(quote, 96, initial_indent="    ", subsequent_indent="    "),
            f"    {printable(quoted.citation.pin)}  {printable(quoted.citation.document)}",
        )
    )


def show_progress(made: int, of: int) -> None:
    """Print the progress of a long reading now and then: most documents take a few milliseconds."""
    if made == of or made % 20 == 0:
        say(f"facts of {made} of {of} documents looked for")
