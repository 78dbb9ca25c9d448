"""A document as it is shown, page by page, and where on its pages a quote stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from bot.answer import Citation
from bot.answering.cite import lines_touched
from ingest.document import Box, Line, boxes_of
from ingest.errors import PinciteError
from ingest.passwords import hold
from ingest.store.catalogue import Catalogue, Document, PageSize
from ingest.store.succession import document_of
from ingest.text.terms import plain


@dataclass(frozen=True, slots=True)
class Stretch:
    """Line.text[start:end] of line ``line`` of a page, counted from 0, and its box in points,
    None where the format has no geometry."""

    page: int
    line: int
    start: int
    end: int
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class PagedDocument:
    """A document with all its pages, and the stretches that are highlighted."""

    document: Document
    page_sizes: tuple[PageSize, ...]
    stretches: tuple[Stretch, ...] = ()
    is_locked: bool = False
    """Whether no password is known that opens the file: its pages cannot be drawn."""


def show(catalogue: Catalogue, document_id: int) -> PagedDocument:
    """A document from its first page, one that is out of the search too. Raises PinciteError for
    one that was deleted for good."""
    page_sizes = catalogue.page_sizes(document_id)
    if not page_sizes:
        raise PinciteError("This document was deleted.", "Its pages can no longer be shown.")
    document = catalogue.document(document_id)
    is_locked = document.format == "pdf" and not _opens(catalogue, document)
    return PagedDocument(document, tuple(page_sizes), is_locked=is_locked)


def unlock(catalogue: Catalogue, document_id: int, password: str) -> bool:
    """Whether a password opens a protected PDF, whose pages are then drawn until the program
    ends."""
    document = catalogue.document(document_id)
    if not _opens(catalogue, document, password):
        return False
    hold(catalogue.path.parent / document.file, password)
    return True


def _opens(catalogue: Catalogue, document: Document, password: str = "") -> bool:
    # Loaded late: it brings in pdfium, and most answers are read without a picture.
    from ingest.formats.pdf.render import opens

    return opens(catalogue.path.parent / document.file, password)


def show_citation(catalogue: Catalogue, citation: Citation) -> PagedDocument:
    """The document of a citation, with the quote highlighted. Raises PinciteError as `show`."""
    document_id = document_of(catalogue, citation.passage_id)
    shown = show(catalogue, -1 if document_id is None else document_id)
    passage = catalogue.passage(citation.passage_id).passage
    stretches = []
    for page, line, start, end in lines_touched(passage, citation.start, citation.end):
        found = catalogue.page(shown.document.id, page).lines[line]
        stretches.append(_stretch(page, line, found, start, end))
    return replace(shown, stretches=tuple(stretches))


def find(catalogue: Catalogue, document_id: int, words: str, most: int) -> list[list[Stretch]]:
    """Where the words stand in a document, over the ends of lines too, without regard to capitals
    and accents: at most so many places, each as its stretches, in order."""
    wanted = " ".join(plain(words).split())
    if not wanted:
        return []
    found: list[list[Stretch]] = []
    for sheet in catalogue.page_sizes(document_id):
        lines = catalogue.page(document_id, sheet.number).lines
        for start, end in _occurrences(wanted, lines):
            if len(found) == most:
                return found
            found.append(list(_over_lines(sheet.number, lines, start, end)))
    return found


def _occurrences(wanted: str, lines: tuple[Line, ...]) -> Iterator[tuple[int, int]]:
    text = " ".join(plain(line.text) for line in lines)
    at = text.find(wanted)
    while at >= 0:
        yield at, at + len(wanted)
        at = text.find(wanted, at + len(wanted))


def _over_lines(page: int, lines: tuple[Line, ...], start: int, end: int) -> Iterator[Stretch]:
    """The stretches of [start, end) of the lines joined by single spaces."""
    begins = accumulate((len(line.text) + 1 for line in lines), initial=0)
    for number, (line, begin) in enumerate(zip(lines, begins, strict=False)):
        first, last = max(start - begin, 0), min(end - begin, len(line.text))
        if first < last:
            yield _stretch(page, number, line, first, last)


def _stretch(page: int, number: int, line: Line, start: int, end: int) -> Stretch:
    box = boxes_of(line, start, end) if line.box is not None else None
    return Stretch(page, number, start, end, box)
