"""The citation of a sentence in a document, and whose word it is.

Citations are made only of what is shown: a case of thousands of pages names thousands of dates.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.answer import Citation
from bot.answering.cite import cite
from bot.answering.voice import voice
from ingest.store.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """text[start:end] of a passage."""

    passage_id: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SourcedQuote:
    """``voice`` is whose word the quote is ("alleges", "records")."""

    citation: Citation
    voice: str


def said(catalogue: Catalogue, source: SourcePlace, number: int = 1) -> SourcedQuote:
    """The words at a source, with their place."""
    stored = catalogue.passage(source.passage_id)
    citation = cite(catalogue, stored, source.start, source.end, number)
    return SourcedQuote(citation, voice(citation, stored.passage))
