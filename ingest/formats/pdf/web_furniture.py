"""What a site prints around a document that was saved from it: buttons and its own notices. In a
PDF they are known by where they stand and by their links to the web."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.document import Box
from ingest.formats.pdf.rows import Row
from ingest.formats.text import is_web_furniture

_MOST_ROWS = 6
"""A notice has no more rows."""
_SHARE = 0.8
"""Of the width of a word, how much of it a link must cover."""
_ADDRESS = re.compile(r"@|www\.|://|\.[a-z]{2,4}(?:/|$)", re.IGNORECASE)
"""What is linked and reads so is in the letterhead of a firm, to be read."""
_SITE = re.compile(
    r"\b(?:(?:ce|notre|du présent|le présent) site|(?:this|our) (?:web ?)?site)\b", re.IGNORECASE
)
_NOTICE = re.compile(
    r"\b(?:avis|conditions|cookies?|copyright|responsabilités?|droits?|mentions légales|legal|terms"
    r"|disclaimer|liability|privacy|notice|rights)\b",
    re.IGNORECASE,
)


def web_furniture(rows: Sequence[Row], links: Sequence[Box]) -> list[Row]:
    """The rows that a site printed around a document, given the rows of a page from its outer
    edge inwards and the places of the links to the web: a row of two or more links and nothing
    else, a button, and a notice on the use of the site that links to its terms."""
    gone: list[Row] = []
    rest = list(rows)
    while rest and (found := _is_buttons(rest[0], links) or _rows_of_notice(rest, links)):
        gone += rest[:found]
        rest = rest[found:]
    return gone if rest else []


def _is_buttons(row: Row, links: Sequence[Box]) -> int:
    """1 if a row is one of buttons, else 0."""
    pressed = [link for link in links if _overlap(row.box, link) > 0]
    if not pressed or _ADDRESS.search(row.text) or not _is_all_linked(row, pressed):
        return 0
    return int(len(pressed) > 1 or is_web_furniture(row.text))


def _is_all_linked(row: Row, links: Sequence[Box]) -> bool:
    """Whether each word of a row stands in a link."""
    for word in re.finditer(r"\S+", row.text):
        x0, x1 = row.edges[word.start()], row.edges[word.end()]
        covered = sum(max(0.0, min(x1, link.x1) - max(x0, link.x0)) for link in links)
        if covered < _SHARE * (x1 - x0):
            return False
    return True


def _overlap(box: Box, link: Box) -> float:
    """The height that a link shares with a row, if it does so at all."""
    beside = min(box.x1, link.x1) - max(box.x0, link.x0) <= 0
    height = min(box.y1, link.y1) - max(box.y0, link.y0)
    return 0.0 if beside or height < 0.5 * (link.y1 - link.y0) else height


def _rows_of_notice(rows: Sequence[Row], links: Sequence[Box]) -> int:
    """How many of the first rows are a notice of the site, in one sentence or more."""
    for count in range(1, min(_MOST_ROWS, len(rows) - 1) + 1):
        notice = sorted(rows[:count], key=lambda row: row.baseline)
        text = " ".join([row.text for row in notice])
        if _SITE.search(text) and text.rstrip().endswith("."):
            is_linked = any(_overlap(row.box, link) > 0 for row in notice for link in links)
            return count if is_linked and _NOTICE.search(text) else 0
    return 0
