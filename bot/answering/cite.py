"""Citations: from a stretch of a passage to its document, page, paragraph and lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath

from bot.answer import Citation
from bot.answering.pin import cited_name, pin_cite
from bot.reading.instructions import holds_an_address
from ingest.document import Box, Page, Passage, Span, boxes_of
from ingest.passages.headings import exhibit_under
from ingest.store.catalogue import Catalogue, Document, Stored

_PAGED = {"pdf"}
_LINED = {"pdf", "text"}


@dataclass(frozen=True, slots=True)
class _Touched:
    """The part of one line that a quote covers: line.text[start:end]."""

    page: int
    line: int
    start: int
    end: int


def cite(catalogue: Catalogue, stored: Stored, start: int, end: int, number: int) -> Citation:
    """The citation of passage.text[start:end], whose ``number`` it bears in the answer."""
    document = catalogue.document(stored.document_id)
    touched = _touched(stored.passage, start, end)
    pages = {stretch.page: catalogue.page(document.id, stretch.page) for stretch in touched}
    first, last = touched[0], touched[-1]
    lines = _lines(document, pages, first, last)
    transcript = _transcript_pages(pages, first, last)
    label = _printed(transcript) or pages[first.page].label
    at = (first.page, last.page)
    description = document.description
    paragraphs = stored.passage.paragraphs
    paged = document.format in _PAGED
    attached = document.format == "text" and first.page > 1
    exhibit = exhibit_around(document, stored.passage.headings, first.page)
    if attached and all((page.label or "").isdecimal() for page in pages.values()):
        # Pages of the attachment, not of the e-mail.
        paged, at = True, (int(label or 0), int(pages[last.page].label or 0))
    quoted = stored.passage.text[start:end]
    return Citation(
        number=number,
        document=document.path,
        document_id=document.sha256,
        title=description.title,
        kind="exhibit" if exhibit else description.kind,
        ecf=description.ecf,
        page=first.page,
        last_page=last.page,
        page_label=label,
        paragraphs=paragraphs,
        lines=lines,
        quote=quoted,
        language=stored.passage.language,
        pin=pin_cite(
            kind=description.kind,
            title=description.title,
            ecf=description.ecf,
            paragraphs=paragraphs,
            pages=at,
            page_label=None if attached else label,
            lines=lines if all(_number(pages, touched) for touched in (first, last)) else None,
            paged=paged,
            exhibit=exhibit,
            transcript=transcript,
            apart=_apart(catalogue, document),
            headings=stored.passage.headings,
        ),
        passage_id=stored.id,
        start=start,
        end=end,
        ocr=any(page.read == "ocr" for page in pages.values()),
        struck=any(_is_struck_within(page, touched) for page in pages.values()),
        addresses_reader=holds_an_address(quoted, stored.passage.language),
    )


def exhibit_around(document: Document, headings: Sequence[str], page: int) -> str:
    """The exhibit or attachment within a document in which a passage under these headings stands,
    by its name; empty for the document's own words."""
    attached = document.format == "text" and page > 1
    bound = attached or (document.format in _PAGED and document.description.kind != "exhibit")
    return exhibit_under(headings) if bound else ""


def _apart(catalogue: Catalogue, document: Document) -> str:
    """What tells a document from those of the case that are cited by the same name, such as two
    orders without ECF numbers: its date if no other bears it, else its file. Empty for one whose
    name is its own."""
    about = document.description
    name = cited_name(about.kind, about.title)
    namesakes = [
        other
        for other in catalogue.like(document)
        if cited_name(other.description.kind, other.description.title) == name
    ]
    if not namesakes:
        return ""
    if about.filed and all(namesake.description.filed != about.filed for namesake in namesakes):
        return f"{about.filed:%B} {about.filed.day}, {about.filed.year}"
    file = PurePosixPath(document.path).name
    is_own = all(PurePosixPath(namesake.path).name != file for namesake in namesakes)
    return file if is_own else document.path


def lines_touched(passage: Passage, start: int, end: int) -> list[tuple[int, int, int, int]]:
    """The place of text[start:end] of a passage: pages, indices of lines, and the first and last
    character of each line that belong to it."""
    return [
        (stretch.page, stretch.line, stretch.start, stretch.end)
        for stretch in _touched(passage, start, end)
    ]


def _touched(passage: Passage, start: int, end: int) -> list[_Touched]:
    """Where the characters of text[start:end] stand. The spaces that join lines stand nowhere."""
    found = []
    for span in _spans_from(passage, start):
        if span.start >= end:
            break
        begins, ends = max(start, span.start), min(end, span.end)
        if begins < ends:
            shift = span.offset - span.start
            found.append(_Touched(span.page, span.line, begins + shift, ends + shift))
    return found


def _spans_from(passage: Passage, start: int) -> Iterable[Span]:
    at = bisect_right(passage.spans, start, key=lambda span: span.start)
    return passage.spans[max(at - 1, 0) :]


def _number(pages: dict[int, Page], touched: _Touched) -> int | None:
    """The number printed beside the line."""
    return pages[touched.page].lines[touched.line].number


def _transcript_pages(
    pages: dict[int, Page], first: _Touched, last: _Touched
) -> tuple[str, str] | None:
    """The printed numbers of the pages of a transcript, where a sheet holds several."""
    begins, ends = (pages[touched.page].lines[touched.line].label for touched in (first, last))
    return (begins, ends) if begins and ends else None


def _printed(labels: tuple[str, str] | None) -> str | None:
    if labels is None:
        return None
    return labels[0] if labels[0] == labels[1] else f"{labels[0]}-{labels[1]}"


def _lines(
    document: Document, pages: dict[int, Page], first: _Touched, last: _Touched
) -> tuple[int, int] | None:
    """First and last line: their printed numbers where both have one, else counted from 1."""
    if document.format not in _LINED:
        return None
    begins, ends = _number(pages, first), _number(pages, last)
    if begins is not None and ends is not None:
        return begins, ends
    return first.line + 1, last.line + 1


def _is_struck_within(page: Page, touched: Sequence[_Touched]) -> bool:
    """Whether words were struck out on this page between the first and the last word touched."""
    struck = [left.box for left in page.left_out if left.what == "struck out" and left.box]
    if not struck:
        return False
    here = [stretch for stretch in touched if stretch.page == page.number]
    boxes = [boxes_of(page.lines[stretch.line], stretch.start, stretch.end) for stretch in here]
    left, right = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
    # The quote may begin in the middle of its first line, and end in that of its last.
    stretches = [box._replace(x0=left, x1=right) for box in boxes]
    if here[0] is touched[0]:
        stretches[0] = stretches[0]._replace(x0=boxes[0].x0)
    if here[-1] is touched[-1]:
        stretches[-1] = stretches[-1]._replace(x1=boxes[-1].x1)
    between = [Box(left, above.y1, right, below.y0) for above, below in pairwise(boxes)]
    return any(
        part.x0 <= (box.x0 + box.x1) / 2 <= part.x1 and part.y0 <= (box.y0 + box.y1) / 2 <= part.y1
        for box in struck
        for part in (*stretches, *between)
    )


def pictures(catalogue: Catalogue, citation: Citation, scale: float) -> list[tuple[int, bytes]]:
    """Each page the quote touches, as (page number, PNG with the quote highlighted); empty for
    formats without pages. ``scale`` is pixels a point."""
    stored = catalogue.passage(citation.passage_id)
    document = catalogue.document(stored.document_id)
    if document.format not in _PAGED:
        return []
    # Loaded late: it brings in pdfium, and most answers are read without a picture.
    from ingest.formats.pdf.render import page_picture

    boxes: dict[int, list[Box]] = {}
    for touched in _touched(stored.passage, citation.start, citation.end):
        line = catalogue.page(document.id, touched.page).lines[touched.line]
        boxes.setdefault(touched.page, []).append(boxes_of(line, touched.start, touched.end))
    file = catalogue.path.parent / document.file
    return [(page, page_picture(file, page, found, scale)) for page, found in boxes.items()]
