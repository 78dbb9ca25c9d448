"""The parties of a docket report, each with those who represent it."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from ingest.docket_text import UNREAD, rows_of, shown, squeezed


def parties(table: HtmlElement) -> Iterator[str | list[str]]:
    """A block for each party, from its part in the case ("Plaintiff") to its last
    attorney; one for each count of a charge. The "V." between the sides is none."""
    part = ""
    for row in rows_of(table):
        words = shown(row)
        if names_part(row):
            if part:
                yield part  # two in a row: nobody has the first part
            part = words
        elif words and words.lower() not in ("v.", "vs."):
            party, *attorneys = _represented(row)
            yield [f"{part} {party}", *attorneys]
            part = ""
    if part:
        yield part


def _represented(row: HtmlElement) -> list[str]:
    """A party, then each of its attorneys. The report sets their names in bold type, and
    nothing else of the last cell."""
    cells = list(row.iterchildren("td", "th"))
    if len(cells) != 3 or shown(cells[1]) != "represented by":
        return [shown(row)]
    attorneys = [""]
    for piece in _bold_apart(cells[2]):
        attorneys.append("") if piece is None else None
        attorneys[-1] += piece or ""
    first, *others = [one for one in map(squeezed, attorneys) if one] or [""]
    return [shown(cells[0]), f"represented by {first}", *others]


def _bold_apart(cell: HtmlElement) -> Iterator[str | None]:
    """The words of a cell, with None before each name in bold type."""
    for part in cell.iter():
        if part.tag in ("b", "strong") and shown(part):
            yield None
        elif part.tag in ("br", "p", "div"):
            yield " "
        if part.tag not in UNREAD and part.text:
            yield part.text
        if part is not cell and part.tail:
            yield part.tail


def names_part(row: HtmlElement) -> bool:
    """Whether a row names the part that the next row's party has in the case."""
    return bool(row.xpath("./td[1]//b/u | ./td[1]//i/b")) and "represented" not in shown(row)
