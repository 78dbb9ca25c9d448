"""Citations checked against the stored lines of their document, without the passage they were cut
from: whether the quote stands on the cited page, lines and paragraph."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answer import Citation
from ingest.document import Line, Page
from ingest.store.catalogue import Catalogue, Document

# A word may be divided where its line ends.
_LINE_END = r"(?:[-\u00ad\u2010\ufffe]?\n)?"
_PARAGRAPH = re.compile(r"\s*(?:¶\s*)?(\d{1,4})\s?[.)]\s")
_LINED = {"pdf", "text"}


@dataclass(frozen=True, slots=True)
class Rechecked:
    """``verbatim``: the quote stands, word for word, on the cited pages. ``pin``: it begins on
    the cited first page and line, ends on the last, and stands under the cited paragraph."""

    verbatim: bool
    pin: bool


@dataclass(frozen=True, slots=True)
class _PageReading:
    """Lines in reading order as one text; ``begins`` are their offsets in it."""

    text: str
    begins: tuple[int, ...]
    lines: tuple[tuple[Page, int], ...]

    def at(self, offset: int) -> int:
        return bisect_right(self.begins, offset) - 1


def recheck(catalogue: Catalogue, citation: Citation) -> Rechecked:
    """Hold a citation against its document; nothing is right of one that cannot be found."""
    document = catalogue.document(catalogue.passage(citation.passage_id).document_id)
    cited = range(citation.page, citation.last_page + 1)
    if document.sha256 != citation.document_id or not (0 < cited.start < cited.stop):
        return Rechecked(False, False)
    if cited.stop - 1 > document.pages:
        return Rechecked(False, False)
    pages = [catalogue.page(document.id, number) for number in cited]
    verbatim = False
    for reading in _readings(pages):
        for found in _pattern(citation.quote).finditer(reading.text):
            verbatim = True
            first, last = reading.at(found.start()), reading.at(found.end() - 1)
            if _pinned(catalogue, document, citation, reading, first, last):
                return Rechecked(True, True)
    return Rechecked(verbatim, False)


def _pattern(quote: str) -> re.Pattern[str]:
    """The quote, where each space may be any white space and each word divided at a line end.
    Every character must be there."""
    words = [_LINE_END.join(re.escape(char) for char in word) for word in quote.split(" ") if word]
    return re.compile(rf"{_LINE_END}\s+".join(words))


def _readings(pages: Sequence[Page]) -> Iterator[_PageReading]:
    """All lines; then without the footnotes, over which the text runs on to the next page."""
    for leave_out in ("", "footnote"):
        kept = [
            (page, number)
            for page in pages
            for number, line in enumerate(page.lines)
            if line.role != leave_out
        ]
        begins, at = [], 0
        for page, number in kept:
            begins.append(at)
            at += len(page.lines[number].text) + 1
        text = "\n".join(page.lines[number].text for page, number in kept)
        if kept:
            yield _PageReading(text, tuple(begins), tuple(kept))


def _pinned(
    catalogue: Catalogue,
    document: Document,
    citation: Citation,
    reading: _PageReading,
    first: int,
    last: int,
) -> bool:
    (first_page, first_line), (last_page, last_line) = reading.lines[first], reading.lines[last]
    if (first_page.number, last_page.number) != (citation.page, citation.last_page):
        return False
    numbers = first_page.lines[first_line].number, last_page.lines[last_line].number
    counted = first_line + 1, last_line + 1
    printed = None not in numbers
    expected = (numbers if printed else counted) if document.format in _LINED else None
    if citation.lines != expected:
        return False
    if document.format not in _LINED or not all(
        paragraph.isdecimal() for paragraph in citation.paragraphs
    ):
        return True  # counted, not printed: there is nothing to hold them against
    if not citation.paragraphs:
        return True
    above = _paragraph_above(catalogue, document, first_page, first_line)
    return above is None or above in citation.paragraphs


def _paragraph_above(catalogue: Catalogue, document: Document, page: Page, line: int) -> str | None:
    """The number of the paragraph that a line stands in, by the numbers printed before it."""
    lines: Sequence[Line] = page.lines[: line + 1]
    for number in range(page.number, 0, -1):
        if number != page.number:
            lines = catalogue.page(document.id, number).lines
        for above in reversed(lines):
            found = _PARAGRAPH.match(above.text)
            if found and above.begins and above.role == "body":
                return found[1]
    return None
