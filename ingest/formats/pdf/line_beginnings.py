"""Where paragraphs and other blocks begin among the rows of a page.

Leading decides nothing by itself: a pleading is double spaced, its block quotes and
footnotes single spaced. So a gap is measured against the gaps just before and after it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.document import Role
from ingest.formats.pdf.rows import Row, has_leaders
from ingest.text.symbol_fonts import BULLETS


@dataclass(frozen=True, slots=True)
class Column:
    """The column a row stands in: its margins, and the height of its letters."""

    left: float
    right: float
    size: float

    @property
    def width(self) -> float:
        return max(1.0, self.right - self.left)


MARKER = re.compile(
    r"(?:¶+ ?\d+|\d{1,3}(?:\.\d{1,3})*[.)](?!\d)|\d{1,2}(?:\.\d{1,2})+(?=\s)|\([a-zA-Z]{1,4}\)"
    r"|\(\d{1,2}\)|[A-Z]\.|[A-Z]\)|[IVX]{1,5}[.)]|[a-uw-z][.)]|[ivx]{1,5}\)|(?:ii|iii|iv|vi|ix)\."
    rf"|[{BULLETS}]|[-–*](?= )"
    # "Section 4 of the lease" goes on with its sentence.
    r"|(?:Section|Article|ARTICLE|SECTION|Part|PART|§) ?[\dIVX]+(?:\.\d+)*[.:]?"
    r"(?! (?!bis|ter|quater)[a-zß-ÿ]))"
    r"(?=\s|$|[\"“])"
)
_SAFE_AT_MARGIN = re.compile(
    rf"\([a-z\d]{{1,4}}\)|[{BULLETS}]|(?:Section|Article|ARTICLE|SECTION) ?\d"
)
"""Markers that a wrapped line hardly ever begins with by chance, unlike "24." or "R."."""
_ENDED = re.compile(r"[.?!:;…][”\"’')\]]*\s?\d{0,2}$")
_NUMBERED = re.compile(r"¶+ ?(\d{1,4})|(\d{1,3})[.)](?=\s)")
SPEAKS = re.compile(
    r"[QA][.:]\s|(?:BY )?(?:MR|MS|MRS|DR)\. [A-Z][A-Z'’-]+:"
    r"|THE (?:WITNESS|COURT|REPORTER|CLERK|VIDEOGRAPHER)(?: [A-Z]+)?:"
)
"""How a line of a transcript begins where another takes the word."""
NOTE = re.compile(r"(?:\d{1,3}|\*{1,3}|[†‡])(?=[^\d)])")


def is_centred(row: Row, column: Column, most: float = 0.06) -> bool:
    left, right = row.x0 - column.left, column.right - row.x1
    return left > 0.08 * column.width and abs(left - right) < 2 * most * column.width


ORDINAL = re.compile(r"[IVX]{1,5}\.?|[A-H]\.?")
"""A heading that is but a number, as in opinions."""
_LOWER = re.compile("[a-zà-öø-ÿ]+")
_UPPER = re.compile("[A-ZÀ-ÖØ-Þ]+")


def is_capital(text: str) -> bool:
    lower = len("".join(_LOWER.findall(text)))
    if 2 * lower > len(text):
        return False
    letters = lower + len("".join(_UPPER.findall(text)))
    return letters > 0.6 * len(text.replace(" ", "")) and lower < 0.2 * letters


def is_apart(rows: Sequence[Row], i: int) -> bool:
    """Whether there is more room above the row than below it, or above the row before."""
    gap = rows[i].baseline - rows[i - 1].baseline
    around = [rows[k + 1].baseline - rows[k].baseline for k in (i - 2, i) if 0 <= k < len(rows) - 1]
    around = [step for step in around if step > 0]
    return gap > 1.25 * min(around, default=gap)


def has_ended(text: str) -> bool:
    """Whether a line ends with a stop, perhaps followed by quotes or a footnote marker."""
    return bool(_ENDED.search(text[-8:]))


def paragraph_number(text: str) -> int | None:
    """The number with which a numbered paragraph begins: 23 for "23." and "¶ 23"."""
    match = _NUMBERED.match(text)
    return int(match[1] or match[2]) if match else None


def begins(rows: Sequence[Row], roles: Sequence[Role], column: Column, i: int) -> bool:
    """Whether a block begins with row i, in reading order, which stands in this column."""
    row = rows[i]
    if i == 0:
        indented = row.x0 > column.left + 0.8 * column.size
        return not row.text[0].islower() and (
            roles[0] != "body" or indented or bool(MARKER.match(row.text))
        )
    before = rows[i - 1]
    gap = row.baseline - before.baseline
    if row.block != before.block or roles[i] != roles[i - 1] or gap <= 0:
        return True
    ended = has_ended(before.text)
    runs_on = row.text[0].islower() and not ended
    if roles[i] == "table":
        return not (has_leaders(row.text) and not has_leaders(before.text))
    if roles[i] == "heading":
        return not _continues_heading(before, row)
    if roles[i] == "footnote" and _begins_note(before, row, column):
        return True
    if is_apart(rows, i) and gap > 1.3 * row.height and not runs_on:
        return True
    if runs_on:
        return False
    return _begins_by_shape(before, row, column, ended)


def _begins_by_shape(before: Row, row: Row, column: Column, ended: bool) -> bool:
    """Whether a row at the usual distance begins a paragraph: by its size, its marker,
    its indent, or because the line before it stopped short."""
    size = row.height
    if is_centred(before, column) and is_centred(row, column):
        return False
    if abs(size - before.height) > 0.12 * size and min(len(row.text), len(before.text)) > 3:
        return True
    short = _stops_short(before, row, column)
    indent = row.x0 - before.x0
    at_margin = row.x0 < column.left + 6
    if ended and SPEAKS.match(row.text):
        return True
    if MARKER.match(row.text):
        if short or (not at_margin and (indent > 3 or indent < -6 or ended)):
            return True
        if (ended or row.block) and _SAFE_AT_MARGIN.match(row.text):
            return True
    if indent > 0.7 * size:
        return not _hangs_under(before, row)
    if short and ended:
        return True
    return short and before.x1 < column.left + 0.6 * column.width and row.block == 0


def _begins_note(before: Row, row: Row, column: Column) -> bool:
    if not NOTE.match(row.text) or re.match(r"\d+[\d,.]*\s+[a-z]", row.text):
        return False
    raised = row.pieces[0].first_height < 0.85 * row.height
    return raised or row.x0 > before.x0 + 3 or _stops_short(before, row, column)


def _stops_short(before: Row, row: Row, column: Column) -> bool:
    """Whether the first word of the row would have fitted on the line before it."""
    end = row.text.find(" ")
    first_word = row.edges[end] - row.x0 if end > 0 else row.x1 - row.x0
    return column.right - before.x1 > first_word + 1.2 * row.height


def _hangs_under(before: Row, row: Row) -> bool:
    """Whether the row stands under the text that follows the marker of the line before."""
    marker = MARKER.match(before.text)
    if not marker:
        return False
    text_at = before.edges[min(marker.end() + 1, len(before.edges) - 1)]
    return abs(text_at - row.x0) < 6


def _continues_heading(before: Row, row: Row) -> bool:
    if (
        MARKER.match(row.text)
        or ORDINAL.fullmatch(row.text)
        or row.baseline - before.baseline > 1.6 * row.height
    ):
        return False
    return is_capital(before.text) == is_capital(row.text) and before.bold == row.bold
