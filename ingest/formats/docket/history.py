"""Lists of the documents of a case ("History/Documents"), as CM/ECF prints them.

The header stands line by line, each document in one line: number, dates, what it is called ("1
Filed & Entered: 11/16/2017 Complaint").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from ingest.document import Description
from ingest.formats.docket.words import UNREAD, rows_of, shown, split_at_breaks, squeezed
from ingest.text.dates import read_day

_COLUMNS = re.compile(r"(?i)doc\. ?no\. dates description.*")
_LABEL = re.compile(r"[A-Z][\w ]{2,30}:$")
_CASE_NUMBER = re.compile(r"(?:\d{1,2}:)?\d\d-[a-z]{2,4}-\d{3,6}(?:-\w+)*|\d\d-\d{4,6}(?:-\w+)*")
_FILED = re.compile(r"Date filed:\s*(\d{1,2}/\d{1,2}/\d{4})")


def history_blocks(tree: HtmlElement) -> Iterator[str]:
    """The text of every line, in the order of the page."""
    yield from _of(tree)


def _of(element: HtmlElement) -> Iterator[str]:
    """Text in one line where no break, heading or table ends it. A label in bold type begins
    another: "Chapter: 7 Asset: Yes"."""
    line = element.text or ""
    for child in element:
        if child.tag in UNREAD or not isinstance(child.tag, str):
            pass
        elif child.tag == "table":
            yield line
            line = ""
            yield from _rows(child)
        elif (
            child.tag in ("br", "hr")
            or next(child.iterdescendants("table", "br"), None) is not None
        ):
            yield line
            line = ""
            yield from _of(child) if child.tag not in ("br", "hr") else ()
        else:
            words = shown(child)
            if _LABEL.fullmatch(words) and squeezed(line):
                yield line
                line = ""
            line += words
            if child.tag in ("h1", "h2", "h3", "h4", "p", "div", "center"):
                yield line
                line = ""
        line += child.tail or ""
    yield line


def _rows(table: HtmlElement) -> Iterator[str]:
    if not any(_COLUMNS.fullmatch(shown(row)) for row in rows_of(table)):
        yield from split_at_breaks(table)
        return
    for row in rows_of(table):
        if not _COLUMNS.fullmatch(shown(row)):
            yield shown(row)


def history_description(blocks: Sequence[Sequence[str]]) -> Description:
    """What the header says."""
    lines = [line for block in blocks for line in block]
    head = next((line for line in lines if _CASE_NUMBER.match(line)), "")
    number = _CASE_NUMBER.match(head)
    filed = next((found[1] for line in lines if (found := _FILED.search(line))), "")
    title = head[number.end() :].removeprefix(" All Defendants").strip() if number else ""
    return Description(
        title=title,
        kind="docket",
        case_number=number[0] if number else "",
        filed=read_day(filed) if filed else None,
        language="en",
    )
