"""What each row of a page is: heading, caption, block quote, footnote, table or body."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.document import Box, Role
from ingest.formats.pdf.line_beginnings import (
    MARKER,
    NOTE,
    ORDINAL,
    Column,
    begins,
    has_ended,
    is_apart,
    is_capital,
    is_centred,
    paragraph_number,
)
from ingest.formats.pdf.rows import Row, has_leaders

CAPTION_PAGES = 2
"""The table of parties stands on the first page, or after a page of counsel's names."""


class RowReading(NamedTuple):
    role: Role
    begins: bool
    """Whether a paragraph, or another block, begins with the row."""


_PARTY = re.compile(
    r"\b(plaintiff|defendant|petitioner|respondent|appell(ant|ee)|claimant|debtor|employee"
    r"|demand(eur|eresse)|défend(eur|eresse)|requérant|intimée?|v\.|vs\.)",
    re.IGNORECASE,
)
_CASE_NUMBER = re.compile(
    r"\b(case|docket|civil|civ\.|index|cause|dossier|nos?\b)|n°", re.IGNORECASE
)


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
        elif row.layout in ("table", "cell"):
            roles.append("table")
        elif _is_heading(rows, i, columns[row.block]):
            roles.append("heading")
        else:
            roles.append("body")
    _extend_headings(rows, roles, columns)
    _mark_contents(rows, roles)
    _mark_quotes(rows, roles, columns)
    readings = []
    counted = 0
    for i, row in enumerate(rows):
        if row.layout == "side":
            above = rows[i - 1].layout if i else "text"
            readings.append(RowReading("heading", begins=above != "side"))
            continue
        if i and rows[i - 1].layout == "side":
            readings.append(RowReading(roles[i], begins=True))
            counted = paragraph_number(row.text) or counted
            continue
        if row.layout == "cell":
            readings.append(RowReading(roles[i], begins=False))
            continue
        number = paragraph_number(row.text)
        starts = page_number + i == 1 or begins(rows, roles, columns[row.block], i)
        if number and number == counted + 1 and i and has_ended(rows[i - 1].text):
            starts = True
        if i == note and not NOTE.match(row.text):
            starts = False  # it goes on with the note of the page before
        if number and starts:
            counted = number
        readings.append(RowReading(roles[i], starts))
    return readings


def _columns(rows: Sequence[Row], right: float) -> dict[int, Column]:
    size = _usual_height(rows)
    plain = [row for row in rows if abs(row.height - size) < 0.15 * size]
    page = Column(min([row.x0 for row in plain]), max(right, *[row.x1 for row in plain]), size)
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


SHORTEST_RULE = 40.0
"""Points: slip opinions have rules of 56 above their footnotes."""


def _first_note(rows: Sequence[Row], rules: Sequence[Box], page: Column) -> int:
    """Where the footnotes begin: below a short rule, or where small type begins and
    holds to the bottom of the page."""
    found = small_from = len(rows)
    while small_from and rows[small_from - 1].height < 0.93 * page.size:
        small_from -= 1
    for i in range(len(rows) - 1, 0, -1):
        row = rows[i]
        if row.block or (row.baseline < rows[i - 1].baseline and not rows[i - 1].block):
            break
        if i < 0.25 * len(rows) or row.layout in ("table", "cell"):
            break
        is_marked, is_small = bool(NOTE.match(row.text)), i >= small_from
        if not (is_marked or is_small):
            continue
        above = rows[i - 1].baseline
        is_under_rule = any(
            SHORTEST_RULE < rule.x1 - rule.x0 < 0.6 * page.width
            and rule.y1 - rule.y0 < 3
            and above < rule.y0 + 2 <= row.baseline
            for rule in rules
        )
        # A note that runs on from the last page has no mark here: small type under the rule.
        if is_under_rule or (is_marked and is_small):
            found = i
    return found


def _caption_blocks(rows: Sequence[Row]) -> set[int]:
    """The two cells of the table of parties, if the page has one."""
    blocks = sorted({row.block for row in rows if row.block > 0})
    for left, right in pairwise(blocks):
        parties = " ".join([row.text for row in rows if row.block == left])
        title = " ".join([row.text for row in rows if row.block == right])
        if _PARTY.search(parties) and _CASE_NUMBER.search(title):
            return {left, right}
    return set()


_NO_HEADING = re.compile(r"/s/|By:|[,;]$|\d{4}")


def _is_heading(rows: Sequence[Row], i: int, column: Column) -> bool:
    row = rows[i]
    text = row.text
    if len(text) > 120 or text[0].islower() or not any(map(str.isalpha, text)):
        return False
    centred = is_centred(row, column)
    if centred and ORDINAL.fullmatch(text):
        return True
    ended = has_ended(text) and not text.endswith(":")
    if not (row.bold or (len(text) > 2 and is_capital(text))):
        return centred and not ended and _is_title(rows, i, column)
    if centred:
        return True
    marked = bool(MARKER.match(text))
    if ended or (row.x1 > column.right - 0.02 * column.width and not marked):
        return False
    if marked:
        return True
    if row.bold:
        after_end = i == 0 or has_ended(rows[i - 1].text) or rows[i - 1].bold
        return after_end or is_apart(rows, i)
    at_left = row.x0 < column.left + 0.3 * column.width and not row.block
    wordy = len(text.split()) > 1 and not text.endswith(",")
    return i > 0 and at_left and wordy and is_apart(rows, i)


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
    return capitals and not aligned and is_centred(row, column, 0.02)


def _extend_headings(rows: Sequence[Row], roles: list[Role], columns: dict[int, Column]) -> None:
    """The widest line of a centred heading fills the column, and is known by the rest."""
    for i, row in enumerate(rows):
        beside = [k for k in (i - 1, i + 1) if 0 <= k < len(rows) and roles[k] == "heading"]
        if roles[i] != "body" or not beside:
            continue
        column = columns[row.block]
        even = abs(row.x0 - column.left - column.right + row.x1) < 0.06 * column.width
        if not even or not (row.bold or is_capital(row.text)):
            continue
        if any(
            abs(rows[k].baseline - row.baseline) < 1.6 * row.height and rows[k].bold == row.bold
            for k in beside
        ):
            roles[i] = "heading"


def _mark_contents(rows: Sequence[Row], roles: list[Role]) -> None:
    """Entries of a table of contents that run over two lines have leaders in the last."""
    for i in range(len(rows) - 2, -1, -1):
        runs_on = roles[i + 1] == "table" and has_leaders(rows[i + 1].text)
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
        found = _quote_in(rows[i:end], column, body) if end - i > 1 else ()
        if found and not _runs_on_into(rows, roles, i + found.start, i + found.stop):
            roles[i + found.start : i + found.stop] = ["quote"] * len(found)
        i = max(end, i + 1)


def _runs_on_into(rows: Sequence[Row], roles: Sequence[Role], start: int, end: int) -> bool:
    """Whether rows that are merely short belong to a paragraph with longer rows."""
    for inner, outer in ((start, start - 1), (end - 1, end)):
        if 0 <= outer < len(rows) and roles[outer] == "body":
            close = abs(rows[inner].baseline - rows[outer].baseline) < 2.6 * rows[inner].height
            if close and abs(rows[inner].x0 - rows[outer].x0) < 3:
                return True
    return start > 0 and _hangs_from(rows[start], rows[start - 1])


def _hangs_from(row: Row, above: Row) -> bool:
    """Whether a row goes on, further in, with a sentence begun closely above it, as in a
    list of counsel: a quotation follows a sentence, or stands apart."""
    close = 0 < row.baseline - above.baseline < 1.5 * row.height
    return close and above.block == row.block and above.x0 < row.x0 and not has_ended(above.text)


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


def _quote_in(run: Sequence[Row], column: Column, body: float) -> range:
    """Which of these rows, all set in, are a block quote: none, or all but the lines at
    either end that are set in less, such as the first line of a paragraph."""
    edge = max([row.x1 for row in run], default=0.0)
    in_paragraphs: set[int] = set()
    for i, (before, row) in enumerate(pairwise(run)):
        step = row.baseline - before.baseline
        filled = before.x1 - before.x0 > 0.45 * column.width
        filled = filled and before.x1 > edge - 0.12 * column.width
        runs_on = -0.12 * column.width < row.x0 - before.x0 < 3
        close = body > 1.7 * row.height and step < 0.75 * body
        deep = body < 1.7 * row.height and edge < column.right - 0.05 * column.width
        fresh = MARKER.match(row.text) or (has_ended(before.text) and row.text[0].isupper())
        if filled and runs_on and (close or deep) and not fresh:
            in_paragraphs |= {i, i + 1}
    if not in_paragraphs or _is_centred_stack(run, column) or _LABEL.match(run[0].text):
        return range(0)
    left = min([run[i].x0 for i in in_paragraphs])
    start, end = 0, len(run)
    while run[start].x0 < left - 3:
        start += 1
    while run[end - 1].x0 < left - 3:
        end -= 1
    return range(start, end) if len(in_paragraphs) >= 0.4 * (end - start) else range(0)


_LABEL = re.compile(r"(?:NOTE|NOTICE|WARNING|IMPORTANT)\s?:")
"""What begins so is said by whoever made the document: slip opinions have such notices."""


def _is_centred_stack(run: Sequence[Row], column: Column) -> bool:
    """Whether the rows are centred each for itself, as in a title."""
    lefts = {round(row.x0 / 4) for row in run}
    return len(lefts) > 0.6 * len(run) and all(is_centred(row, column) for row in run)
