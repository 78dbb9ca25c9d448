"""What each row of a page is, and where paragraphs and other blocks begin.

Leading decides nothing by itself: a pleading is double spaced, its block quotes and
footnotes single spaced. So a gap is measured against the gaps just before and after it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ingest.document import Box, Role
from ingest.pdf_lines import LEADERS, Row


CAPTION_PAGES = 2
"""The table of parties stands on the first page, or after a page of counsel's names."""


class RowReading(NamedTuple):
    role: Role
    begins: bool
    """Whether a paragraph, or another block, begins with the row."""


@dataclass(frozen=True, slots=True)
class Column:
    """The column a row stands in: its margins, and the height of its letters."""

    left: float
    right: float
    size: float

    @property
    def width(self) -> float:
        return max(1.0, self.right - self.left)


_MARKER = re.compile(
    r"(?:¶+ ?\d+|\d{1,3}(?:\.\d{1,3})*[.)](?!\d)|\d{1,2}(?:\.\d{1,2})+(?=\s)|\([a-zA-Z]{1,4}\)"
    r"|\(\d{1,2}\)|[A-Z]\.|[A-Z]\)|[IVX]{1,5}[.)]|[a-uw-z][.)]|[ivx]{1,5}\)|(?:ii|iii|iv|vi|ix)\."
    r"|[•●▪◦]|[-–*](?= )|(?:Section|Article|ARTICLE|SECTION|Part|PART|§) ?[\dIVX]+(?:\.\d+)*[.:]?)"
    r"(?=\s|$|[\"“])"
)
_SAFE_AT_MARGIN = re.compile(r"\([a-z\d]{1,4}\)|[•●▪◦]|(?:Section|Article|ARTICLE|SECTION) ?\d")
"""Markers that a wrapped line hardly ever begins with by chance, unlike "24." or "R."."""
_ENDED = re.compile(r"[.?!:;…][”\"’')\]]*\s?\d{0,2}$")
_NOTE = re.compile(r"(?:\d{1,3}|\*{1,3}|[†‡])(?=\D)")
_PARTY = re.compile(
    r"\b(plaintiff|defendant|petitioner|respondent|appell(ant|ee)|claimant|debtor|employee"
    r"|demand(eur|eresse)|défend(eur|eresse)|requérant|intimée?|v\.|vs\.)",
    re.IGNORECASE,
)
_CASE_NUMBER = re.compile(r"\b(case|docket|civil|index|cause|dossier|nos?\b)|n°", re.IGNORECASE)


def read_rows(
    rows: Sequence[Row], rules: Sequence[Box], right: float, page_number: int
) -> list[RowReading]:
    """The role of every row of a page, in reading order. ``right`` is where lines usually
    end on the pages around."""
    if not rows:
        return []
    columns = _columns(rows, right)
    note = _first_note(rows, rules, columns[0])
    captions = _caption_blocks(rows) if page_number <= CAPTION_PAGES else set()
    roles: list[Role] = []
    for i, row in enumerate(rows):
        if i >= note:
            roles.append("footnote")
        elif row.block in captions:
            roles.append("caption")
        elif row.layout == "table":
            roles.append("table")
        elif _is_heading(rows, i, columns[row.block]):
            roles.append("heading")
        else:
            roles.append("body")
    _extend_headings(rows, roles, columns)
    _mark_contents(rows, roles)
    _mark_quotes(rows, roles, columns)
    return [
        RowReading(role, page_number + i == 1 or _begins(rows, roles, columns[rows[i].block], i))
        for i, role in enumerate(roles)
    ]


def _columns(rows: Sequence[Row], right: float) -> dict[int, Column]:
    size = _usual_height(rows)
    plain = [row for row in rows if abs(row.height - size) < 0.15 * size]
    page = Column(min([row.x0 for row in plain]), max(right, max([row.x1 for row in plain])), size)
    found = {0: page}
    for block in {row.block for row in rows if row.block}:
        own = [row for row in rows if row.block == block]
        found[block] = Column(
            min([row.x0 for row in own]), max([row.x1 for row in own]), _usual_height(own)
        )
    return found


def _usual_height(rows: Sequence[Row]) -> float:
    heights: Counter[float] = Counter()
    for row in rows:
        heights[round(row.height, 1)] += len(row.text)
    return heights.most_common(1)[0][0]


def _first_note(rows: Sequence[Row], rules: Sequence[Box], page: Column) -> int:
    """Where the footnotes begin: below a short rule, or where small type begins and
    holds to the bottom of the page."""
    found = small_from = len(rows)
    while small_from and rows[small_from - 1].height < 0.93 * page.size:
        small_from -= 1
    for i in range(len(rows) - 1, 0, -1):
        row = rows[i]
        if row.block or row.baseline < rows[i - 1].baseline and not rows[i - 1].block:
            break
        if i < 0.25 * len(rows):
            break
        if not _NOTE.match(row.text):
            continue
        above = rows[i - 1].baseline
        if i >= small_from or any(
            60 < rule.x1 - rule.x0 < 0.6 * page.width
            and rule.y1 - rule.y0 < 3
            and above < rule.y0 + 2 <= row.baseline
            for rule in rules
        ):
            found = i
    return found


def _caption_blocks(rows: Sequence[Row]) -> set[int]:
    """The two cells of the table of parties, if the page has one."""
    blocks = sorted({row.block for row in rows if row.block})
    for left, right in zip(blocks, blocks[1:], strict=False):
        parties = " ".join([row.text for row in rows if row.block == left])
        title = " ".join([row.text for row in rows if row.block == right])
        if _PARTY.search(parties) and _CASE_NUMBER.search(title):
            return {left, right}
    return set()


def _is_centred(row: Row, column: Column, most: float = 0.06) -> bool:
    left, right = row.x0 - column.left, column.right - row.x1
    return left > 0.08 * column.width and abs(left - right) < 2 * most * column.width


def _is_capital(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    lower = sum([letter.islower() for letter in letters])
    return len(letters) > 0.6 * len(text.replace(" ", "")) and lower < 0.2 * len(letters)


_ORDINAL = re.compile(r"[IVX]{1,5}\.?|[A-H]\.?")
_NO_HEADING = re.compile(r"/s/|By:|[,;]$|\d{4}")


def _is_heading(rows: Sequence[Row], i: int, column: Column) -> bool:
    row = rows[i]
    text = row.text
    if len(text) > 120 or text[0].islower() or not any(letter.isalpha() for letter in text):
        return False
    centred = _is_centred(row, column)
    if centred and _ORDINAL.fullmatch(text):
        return True
    capital = len(text) > 2 and _is_capital(text)
    ended = bool(_ENDED.search(text)) and not text.endswith(":")
    if not (row.bold or capital):
        return centred and not ended and _is_title(rows, i, column)
    if centred:
        return True
    marked = bool(_MARKER.match(text))
    if ended or (row.x1 > column.right - 0.02 * column.width and not marked):
        return False
    if marked:
        return True
    if row.bold:
        after_end = i == 0 or bool(_ENDED.search(rows[i - 1].text)) or rows[i - 1].bold
        return after_end or _is_apart(rows, i)
    wordy = len(text.split()) > 1 and not text.endswith(",") and not row.block
    return i > 0 and wordy and _is_apart(rows, i)


def _is_title(rows: Sequence[Row], i: int, column: Column) -> bool:
    """Whether a centred row in plain type is a heading: by the capitals of its words,
    and because the rows around it do not begin where it does, as in a signature."""
    row = rows[i]
    words = [word for word in row.text.split() if word[0].isalpha()]
    if not 0 < len(words) <= 8 or _NO_HEADING.search(row.text):
        return False
    around = [rows[k] for k in (i - 1, i + 1) if 0 <= k < len(rows)]
    aligned = any(abs(other.x0 - row.x0) < 3 for other in around)
    capitals = all(word[0].isupper() for word in words if len(word) > 3)
    return capitals and not aligned and _is_centred(row, column, 0.02)


def _is_apart(rows: Sequence[Row], i: int) -> bool:
    """Whether there is more room above the row than below it, or above the row before."""
    gap = rows[i].baseline - rows[i - 1].baseline
    around = [rows[k + 1].baseline - rows[k].baseline for k in (i - 2, i) if 0 <= k < len(rows) - 1]
    around = [step for step in around if step > 0]
    return gap > 1.25 * min(around, default=gap)


def _extend_headings(
    rows: Sequence[Row], roles: list[Role], columns: dict[int, Column]
) -> None:
    """The widest line of a centred heading fills the column, and is known by the rest."""
    for i, row in enumerate(rows):
        column = columns[row.block]
        even = abs(row.x0 - column.left - column.right + row.x1) < 0.06 * column.width
        if roles[i] != "body" or not even or not (row.bold or _is_capital(row.text)):
            continue
        beside = [k for k in (i - 1, i + 1) if 0 <= k < len(rows) and roles[k] == "heading"]
        if any(
            abs(rows[k].baseline - row.baseline) < 1.6 * row.height and rows[k].bold == row.bold
            for k in beside
        ):
            roles[i] = "heading"


def _mark_contents(rows: Sequence[Row], roles: list[Role]) -> None:
    """Entries of a table of contents that run over two lines have leaders in the last."""
    for i in range(len(rows) - 2, -1, -1):
        runs_on = roles[i + 1] == "table" and LEADERS.search(rows[i + 1].text)
        close = 0 < rows[i + 1].baseline - rows[i].baseline < 2.2 * rows[i].height
        wide = rows[i].x1 - rows[i].x0 > 0.3 * (rows[i + 1].x1 - rows[i].x0)
        if runs_on and close and wide and roles[i] in ("body", "heading"):
            roles[i] = "table"


def _mark_quotes(rows: Sequence[Row], roles: list[Role], columns: dict[int, Column]) -> None:
    """Block quotes: paragraphs of two lines or more, all set in from both margins, and,
    where the body is double spaced, closer than the body."""
    body = _body_leading(rows, roles)
    i = 0
    while i < len(rows):
        column = columns[rows[i].block]
        end = i
        while (
            end < len(rows) and roles[end] in ("body", "heading") and _is_set_in(rows[end], column)
        ):
            if end > i and rows[end].baseline - rows[end - 1].baseline > 2.6 * rows[end].height:
                break
            end += 1
        run = rows[i:end]
        if run and _is_quote(run, column, body) and not _runs_on_into(rows, roles, i, end):
            roles[i:end] = ["quote"] * len(run)
        i = max(end, i + 1)


def _runs_on_into(rows: Sequence[Row], roles: Sequence[Role], start: int, end: int) -> bool:
    """Whether rows that are merely short belong to a paragraph with longer rows."""
    for inner, outer in ((start, start - 1), (end - 1, end)):
        if 0 <= outer < len(rows) and roles[outer] == "body":
            close = abs(rows[inner].baseline - rows[outer].baseline) < 2.6 * rows[inner].height
            if close and abs(rows[inner].x0 - rows[outer].x0) < 3:
                return True
    return False


def _is_set_in(row: Row, column: Column) -> bool:
    return (
        row.block == 0
        and row.x0 > column.left + 0.05 * column.width
        and row.x1 < column.right - 0.03 * column.width
    )


def _body_leading(rows: Sequence[Row], roles: Sequence[Role]) -> float:
    steps: Counter[float] = Counter()
    for i in range(1, len(rows)):
        if roles[i] == roles[i - 1] == "body" and rows[i].block == rows[i - 1].block:
            steps[round(rows[i].baseline - rows[i - 1].baseline)] += 1
    return steps.most_common(1)[0][0] if steps else 0.0


def _is_quote(run: Sequence[Row], column: Column, body: float) -> bool:
    edge = max([row.x1 for row in run])
    in_paragraphs: set[int] = set()
    for i, (before, row) in enumerate(zip(run, run[1:], strict=False)):
        step = row.baseline - before.baseline
        filled = before.x1 - before.x0 > 0.45 * column.width
        filled = filled and before.x1 > edge - 0.12 * column.width
        runs_on = -0.12 * column.width < row.x0 - before.x0 < 3
        close = body > 1.7 * row.height and step < 0.75 * body
        deep = body < 1.7 * row.height and edge < column.right - 0.05 * column.width
        fresh = _MARKER.match(row.text) or (_ENDED.search(before.text) and row.text[0].isupper())
        if filled and runs_on and (close or deep) and not fresh:
            in_paragraphs |= {i, i + 1}
    return len(in_paragraphs) >= 0.4 * len(run) and not _is_centred_stack(run, column)


def _is_centred_stack(run: Sequence[Row], column: Column) -> bool:
    """Whether the rows are centred each for itself, as in a title."""
    lefts = {round(row.x0 / 4) for row in run}
    return len(lefts) > 0.6 * len(run) and all(_is_centred(row, column) for row in run)


def _begins(rows: Sequence[Row], roles: Sequence[Role], column: Column, i: int) -> bool:
    row = rows[i]
    if i == 0:
        indented = row.x0 > column.left + 0.8 * column.size
        return not row.text[0].islower() and (
            roles[0] != "body" or indented or bool(_MARKER.match(row.text))
        )
    before = rows[i - 1]
    gap = row.baseline - before.baseline
    if row.block != before.block or roles[i] != roles[i - 1] or gap <= 0:
        return True
    ended = bool(_ENDED.search(before.text))
    runs_on = row.text[0].islower() and not ended
    if roles[i] == "table":
        return not (LEADERS.search(row.text) and not LEADERS.search(before.text))
    if roles[i] == "heading":
        return not _continues_heading(before, row)
    if roles[i] == "footnote" and _begins_note(before, row, column):
        return True
    if _is_apart(rows, i) and gap > 1.3 * row.height and not runs_on:
        return True
    if runs_on:
        return False
    return _begins_by_shape(before, row, column, ended)


def _begins_by_shape(before: Row, row: Row, column: Column, ended: bool) -> bool:
    """Whether a row at the usual distance begins a paragraph: by its size, its marker,
    its indent, or because the line before it stopped short."""
    size = row.height
    if abs(size - before.height) > 0.12 * size and min(len(row.text), len(before.text)) > 3:
        return True
    short = _stops_short(before, row, column)
    indent = row.x0 - before.x0
    at_margin = row.x0 < column.left + 6
    if _MARKER.match(row.text):
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
    if not _NOTE.match(row.text) or re.match(r"\d+[\d,.]*\s+[a-z]", row.text):
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
    marker = _MARKER.match(before.text)
    if not marker:
        return False
    text_at = before.edges[min(marker.end() + 1, len(before.edges) - 1)]
    return abs(text_at - row.x0) < 6


def _continues_heading(before: Row, row: Row) -> bool:
    if _MARKER.match(row.text) or row.baseline - before.baseline > 1.6 * row.height:
        return False
    return _is_capital(before.text) == _is_capital(row.text) and before.bold == row.bold
