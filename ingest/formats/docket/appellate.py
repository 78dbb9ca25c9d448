"""Dockets of courts of appeals, as CM/ECF prints them: tables within tables.

Every line has the role "entry":

* one line for each field of the header, after its label ("Docketed: 06/11/2024");
* a block for each party: a line with its name and part ("Acme, Inc. Defendant - Appellee"), then
  a line for each attorney;
* one line for each docket entry: date, number where there is one, text. How large its document
  is says nothing of the case and is not part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from ingest.document import Description
from ingest.formats.docket.words import UNREAD, rows_of, shown, split_at_breaks, squeezed
from ingest.text.dates import read_day
from ingest.text.parties import name_before_part

_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
_SIZE = re.compile(r"\b\d+ pgs?, [\d.,]+ [KM]B\b")
_LABEL = re.compile(r"[^\d:]{3,40}:")
_VERSUS = re.compile(r"(?i)vs?\.")
_DOCKET_NUMBER = re.compile(r"(?i)(?:docket\s*#|case number):\s*(\S+)")
_FILED = re.compile(r"Docketed:\s*(\d{1,2}/\d{1,2}/\d{4})")
_COURT = re.compile(r"(?:General Docket )?(.*\bCourt of Appeals\b.*|.*\bAppellate Panel\b.*)")


def appellate_blocks(tree: HtmlElement) -> Iterator[str | list[str]]:
    """The text of every block, in the order of the page: its one line or its lines."""
    for leaf in _leaves(tree):
        if isinstance(leaf, str):
            yield leaf
        elif leaf.tag != "table":
            yield from split_at_breaks(leaf)
        elif _holds_entries(leaf):
            yield from _entries(leaf)
        else:
            yield from _fields_or_parties(list(rows_of(leaf)))


def _leaves(element: HtmlElement) -> Iterator[HtmlElement | str]:
    """Tables of entries, other tables and paragraphs without a table in them, and the text between
    them."""
    if element.text:
        yield element.text
    for child in element:
        if child.tag not in UNREAD and isinstance(child.tag, str):
            is_apart = child.tag == "table" and _holds_entries(child)
            if not is_apart and next(child.iterdescendants("table"), None) is not None:
                yield from _leaves(child)
            else:
                yield child
        if child.tail:
            yield child.tail


def sizes_of_documents(tree: HtmlElement) -> Iterator[str]:
    """What stands beside the numbers of entries of their files: "3 pg, 33.97 KB"."""
    for row in tree.iter("tr"):
        if _is_entry(row):
            yield from (size for cell in row[1:-1] for size in _SIZE.findall(shown(cell)))


def _holds_entries(table: HtmlElement) -> bool:
    """Whether its rows begin with a day and end with what happened on it."""
    days = [row for row in rows_of(table) if _is_entry(row)]
    return any(_says(row[-1]) for row in days)


def _is_entry(row: HtmlElement) -> bool:
    return len(row) > 1 and bool(_DAY.fullmatch(shown(row[0])))


def _says(cell: HtmlElement) -> bool:
    return bool(re.search(r"[^\W\d_]{3}", shown(cell)))


def _entries(table: HtmlElement) -> Iterator[list[str]]:
    """Each entry, with the documents that are listed below it."""
    lines: list[str] = []
    for row in rows_of(table):
        if _is_entry(row):
            yield lines
            lines = [_entry(row)]
        else:
            lines.append(shown(row))
    yield lines


def _entry(row: HtmlElement) -> str:
    cells = [shown(cell) for cell in row]
    return " ".join([cells[0], *(_SIZE.sub("", cell) for cell in cells[1:-1]), *cells[1:][-1:]])


def _fields_or_parties(rows: Sequence[HtmlElement]) -> Iterator[str | list[str]]:
    labels: list[str] = []
    for row in rows:
        cells = [cell for cell in row.iterchildren("td", "th") if shown(cell)]
        texts = list(map(shown, cells))
        if labels and len(labels) == len(texts) and not any(map(_LABEL.fullmatch, texts)):
            # Labels stand in one row, what they name in the next.
            yield from (f"{label} {said}" for label, said in zip(labels, texts, strict=True))
            labels = []
            continue
        yield from labels
        labels = texts if len(texts) > 1 and all(map(_LABEL.fullmatch, texts)) else []
        if labels:
            continue
        if texts and name_before_part(texts[0]) and len(cells) <= 2:
            yield [texts[0], *(line for cell in cells[1:] for line in _attorneys(cell))]
        else:
            yield from (
                line
                for cell in cells
                for line in split_at_breaks(cell)
                if not _VERSUS.fullmatch(line.strip())
            )
    yield from labels


def _attorneys(cell: HtmlElement) -> Iterator[str]:
    """Each attorney, with firm and address: an empty line stands between two."""
    lines: list[str] = []
    for line in [*map(squeezed, split_at_breaks(cell)), ""]:
        if line:
            lines.append(line)
        elif lines:
            yield " ".join(lines)
            lines = []


def appellate_description(blocks: Sequence[Sequence[str]]) -> Description:
    """What the header says, from its labels."""
    lines = [line for block in blocks for line in block]
    numbers = [found[1] for line in lines if (found := _DOCKET_NUMBER.search(line))]
    at = next((nth for nth, line in enumerate(lines) if _DOCKET_NUMBER.search(line)), -1)
    title = next((line for line in lines[at + 1 : at + 8] if _is_name_of_case(line)), "")
    days = [found[1] for line in lines if (found := _FILED.search(line))]
    parties = [name for block in blocks if block and (name := name_before_part(block[0]))]
    return Description(
        title=title,
        kind="docket",
        court=next((found[1] for line in lines if (found := _COURT.match(line))), ""),
        case_number=numbers[0] if numbers else "",
        filed=read_day(days[0]) if days else None,
        parties=tuple(dict.fromkeys(parties)),
        language="en",
    )


def _is_name_of_case(line: str) -> bool:
    named = re.search(r"(?i)^in re\b|^(?!.*:).*(?:\bv\.|\bmatter of\b)", line)
    return named is not None
