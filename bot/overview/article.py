"""The sentences of an article that is compared: a document of the case, a file, or pasted text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bot.overview.sourced import SourcePlace
from bot.search.excerpt import quotable
from ingest.document import Page, Reading
from ingest.errors import PinciteError
from ingest.formats.sandbox.parent import read_isolated
from ingest.formats.text import read_text
from ingest.passages.split import split
from ingest.store.catalogue import Catalogue, Document, Stored
from ingest.text.language import language_of

_LANGUAGES = ("en", "fr")
MOST_CHARACTERS = 200_000
"""Of pasted text: a long article has 20,000."""


@dataclass(frozen=True, slots=True)
class ClaimSentence:
    """A sentence of an article; ``place`` is where it stands, if it is a document of the case."""

    text: str
    language: str
    place: SourcePlace | None = None


def sentences_of_document(catalogue: Catalogue, document: Document) -> list[ClaimSentence]:
    """The sentences of a document of the case, in order."""
    return [
        ClaimSentence(
            stored.passage.text[start:end],
            stored.passage.language,
            SourcePlace(stored.id, start, end),
        )
        for stored in catalogue.passages_of(document.id)
        for start, end in quotable(stored)
    ]


def sentences_of_file(path: Path) -> list[ClaimSentence]:
    """The sentences of a file of any kind that is read. Raises FileRefused."""
    return _sentences(read_isolated(path), path.name)


def sentences_of_text(text: str) -> list[ClaimSentence]:
    """The sentences of pasted text. Raises PinciteError where there are none, or too many."""
    if len(text) > MOST_CHARACTERS:
        raise PinciteError(
            f"The text has {len(text):,} characters; at most {MOST_CHARACTERS:,} are compared.",
            "Paste a part of it.",
        )
    if not text.strip():
        raise PinciteError("There is no text to compare.", "Paste an article, or a part of it.")
    return _sentences(read_text(text), "The text")


def _sentences(reading: Reading, name: str) -> list[ClaimSentence]:
    pages = list(reading.pages)
    whole = "\n".join(line.text for page in pages for line in page.lines)
    language = language_of(whole)
    found = list(_split(pages, reading.format, language if language in _LANGUAGES else "en"))
    if not found:
        raise PinciteError(f"{name} holds no sentence to compare.", "Choose another text.")
    return found


def _split(pages: Iterable[Page], form: str, language: str) -> Iterator[ClaimSentence]:
    for ordinal, passage in enumerate(split(pages, form, language)):
        stored = Stored(0, 0, ordinal, "", replace(passage, language=language))
        for start, end in quotable(stored):
            yield ClaimSentence(passage.text[start:end], language)
