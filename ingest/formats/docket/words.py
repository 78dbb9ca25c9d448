"""The words of a docket's page as they are shown: lines, cells, rows."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from ingest.formats.text import visible

UNREAD = frozenset("script style head title noscript input select button textarea iframe".split())


def split_at_breaks(block: HtmlElement) -> Iterator[str]:
    """The text between line breaks and cells. A table within a cell is one line,
    on that of its label where the label stands before it: "Member cases: …"."""
    line = ""
    for piece in _pieces(block, outer=block):
        if piece is None:
            yield line
            line = ""
        else:
            line += piece
    yield line


def _pieces(element: HtmlElement, outer: HtmlElement) -> Iterator[str | None]:
    """Words, with None for each end of a line."""
    if element.text:
        yield element.text
    for child in element:
        if child.tag in UNREAD:
            pass
        elif child.tag == "table" and child is not outer:
            above = child.getprevious()
            label = element.text if above is None else above.tail
            if not (label or "").rstrip().endswith(":"):
                yield None
            yield f" {shown(child)}"
            yield None
        elif child.tag in ("br", "hr", "td", "th", "tr", "p", "div"):
            yield None
            yield from _pieces(child, outer)
            if child.tag != "br":
                yield None
        else:
            yield from _pieces(child, outer)
        if child.tail:
            yield child.tail


def shown(element: HtmlElement) -> str:
    """Everything an element shows, in one line. Elements within a line join without
    a space, as on the page; breaks and cells part their words."""
    text: list[str] = []
    for part in element.iter():
        if part.tag in ("br", "td", "th", "tr", "p", "div", "li"):
            text.append(" ")
        if part.tag not in UNREAD and part.text:
            text.append(part.text)
        if part is not element and part.tail:
            text.append(part.tail)
    return squeezed("".join(text))


def squeezed(text: str) -> str:
    return visible(" ".join(text.split()))


def rows_of(table: HtmlElement) -> Iterator[HtmlElement]:
    for row in table.iter("tr"):
        if next(row.iterancestors("table")) is table:
            yield row
