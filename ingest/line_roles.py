"""What each line of a page is, and where paragraphs and other blocks begin.

Leading decides nothing by itself: a pleading is double spaced, its block quotes and
footnotes single spaced. A gap is measured against the leading just before and after it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ingest.document import Box, Role
from ingest.pdf_lines import Row


@dataclass(frozen=True, slots=True)
class Reading:
    """One row's role, and whether a block begins with it."""

    role: Role
    begins: bool


@dataclass(frozen=True, slots=True)
class _Measures:
    """The column a row stands in: its margins and the size of the body's type."""

    left: float
    right: float
    size: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def width(self) -> float:
        return max(1.0, self.right - self.left)


_MARKER = re.compile(
    r"^(?:¶+ ?\d+|\d{1,3}(?:\.\d{1,2})*[.)](?!\d)|\d{1,2}(?:\.\d{1,2})+(?=\s)|\([a-z0-9]{1,4}\)|"
    r"[A-Z][.)]|[ivxIVX]{1,5}[.)]|[a-z][.)]|[•●▪◦–*]|(?:Section|Article|ARTICLE|SECTION|Part|§) ?[\dIVX]+)(?=\s|$|[\"“])"
)
_NUMBERED = re.compile(r"^(?:¶+ ?)?\d{1,3}[.)](?=\s|$)")
_TERMINAL = re.compile(r"[.?!:;…][”\"’')\]]*\d{0,2}$|[.?!:;…][”\"’')\]]*\s?\d{0,2}$")
_NOTE = re.compile(r"^(?:\d{1,3}|\*{1,3}|[†‡])(?=\D)")
_PARTY = re.compile(
    r"\b(plaintiff|defendant|petitioner|respondent|appell(ant|ee)|claimant|debtor|demand(eur|eresse)|"
    r"défend(eur|eresse)|requérant|intimée?|v\.|vs\.)",
    re.IGNORECASE,
)
_CASE_NUMBER = re.compile(r"\b(case|docket|civil|index|cause|dossier|no\b|nos\b|n°)", re.IGNORECASE)


def read_roles(rows: Sequence[Row], rules: Sequence[Box], first_pages: bool) -> list[Reading]:
    """The role of every row, in reading order. ``first_pages``: whether the page is one
    on which a caption may stand."""
    if not rows:
        return []
    measures = _measures(rows)
    notes = _first_note(rows, rules, measures[0])
    captions = _caption_blocks(rows) if first_pages else set()
    roles: list[Role] = []
    for i, row in enumerate(rows):
        if i >= notes:
            roles.append("footnote")
        elif row.block in captions:
            roles.append("caption")
        elif row.layout == "table":
            roles.append("table")
        elif _is_heading(row, measures[row.block]):
            roles.append("heading")
        else:
            roles.append("body")
    _mark_quotes(rows, roles, measures)
    return [
        Reading(roles[i], _begins(rows, roles, measures[rows[i].block], i)) for i in range(len(rows))
    ]


def _measures(rows: Sequence[Row]) -> dict[int, _Measures]:
    found = {}
    for block in {row.block for row in rows}:
        own = [row for row in rows if row.block == block]
        size = _weighted_size(own)
        of_size = [row for row in own if abs(row.main.height - size) < 0.1 * size] or own
        found[block] = _Measures(
            min(row.x0 for row in of_size), max(row.x1 for row in of_size), size
        )
    if 0 not in found:
        found[0] = _Measures(
            min(row.x0 for row in rows), max(row.x1 for row in rows), _weighted_size(rows)
        )
    return found


def _weighted_size(rows: Sequence[Row]) -> float:
    sizes = [(row.main.height, len(row.text)) for row in rows]
    return median(size for size, weight in sizes for _ in range(1 + weight // 10))


def _first_note(rows: Sequence[Row], rules: Sequence[Box], body: _Measures) -> int:
    """Where the footnotes begin: below a short rule, or where small type begins and
    holds to the bottom of the page."""
    across = [i for i, row in enumerate(rows) if row.block == 0]
    for i in across:
        row = rows[i]
        above = max((other.main.baseline for other in rows[:i]), default=0.0)
        below = rows[i:]
        if i == 0 or len(below) > 0.7 * len(rows):
            continue
        small = all(other.main.height < 0.93 * body.size for other in below)
        ruled = any(
            rule.y1 - rule.y0 < 3
            and 60 < rule.x1 - rule.x0 < 0.6 * body.width
            and abs(rule.x0 - body.left) < 20
            and above < rule.y0 + 2 <= row.main.top + 0.5 * row.main.height
            for rule in rules
        )
        if (small and _NOTE.match(row.text)) or (
            ruled and _NOTE.match(row.text) and min(r.main.baseline for r in below) >= above
        ):
            return i
    return len(rows)


def _caption_blocks(rows: Sequence[Row]) -> set[int]:
    """The two cells of the table of parties, if the page has one."""
    blocks = sorted({row.block for row in rows if row.block})
    for left, right in zip(blocks, blocks[1:], strict=False):
        parties = " ".join(row.text for row in rows if row.block == left)
        title = " ".join(row.text for row in rows if row.block == right)
        if _PARTY.search(parties) and _CASE_NUMBER.search(title):
            return {left, right}
    return set()


def _is_centred(row: Row, column: _Measures) -> bool:
    left, right = row.x0 - column.left, column.right - row.x1
    return left > 0.08 * column.width and abs(left - right) < 0.06 * column.width


def _is_capital(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 2 and sum(letter.isupper() for letter in letters) > 0.8 * len(letters)


def _is_heading(row: Row, column: _Measures) -> bool:
    text = row.text
    if len(text) > 120 or not any(letter.isalpha() for letter in text):
        return False
    bold = all(piece.bold for piece in row.pieces)
    if _is_centred(row, column):
        words = [word for word in text.split() if word[0].isalpha()]
        titled = words and sum(word[0].isupper() for word in words) >= 0.6 * len(words)
        return bold or _is_capital(text) or bool(titled and len(words) <= 8 and not _TERMINAL.search(text))
    if _MARKER.match(text) and (bold or _is_capital(text)):
        return True
    if row.x1 > column.right - 0.1 * column.width:
        return False
    return bold or (_is_capital(text) and len(text) > 5 and not text.endswith((",", ";")))


def _mark_quotes(rows: Sequence[Row], roles: list[Role], measures: dict[int, _Measures]) -> None:
    """Block quotes: two lines or more set in from both margins, closer than the body."""
    i = 0
    while i < len(rows):
        column = measures[rows[i].block]
        end = i
        while end < len(rows) and roles[end] == "body" and rows[end].block == rows[i].block and (
            rows[end].x0 > column.left + 0.05 * column.width
            and rows[end].x1 < column.right - 0.03 * column.width
        ):
            end += 1
        run = rows[i:end]
        if len(run) >= 2 and max(row.x1 for row in run) - min(row.x0 for row in run) > 0.4 * column.width:
            filled = sum(1 for row in run if row.x1 - row.x0 > 0.6 * column.width)
            if filled >= 0.4 * len(run):
                roles[i:end] = ["quote"] * len(run)
        i = max(end, i + 1)


def _begins(rows: Sequence[Row], roles: Sequence[Role], column: _Measures, i: int) -> bool:
    row = rows[i]
    if i == 0:
        return not row.text[:1].islower() and (
            roles[0] != "body" or row.x0 > column.left + 0.8 * column.size or bool(_MARKER.match(row.text))
        )
    before = rows[i - 1]
    if row.block != before.block or roles[i] == "table" or roles[i - 1] == "table":
        return True
    size = row.main.height
    gap = row.main.baseline - before.main.baseline
    if roles[i] != roles[i - 1]:
        return True
    if gap < 0:
        return True
    if roles[i] == "heading":
        return not _continues_heading(before, row, gap)
    if roles[i] == "footnote" and _NOTE.match(row.text) and not re.match(r"\d+[\d,.]*\s[a-z]", row.text):
        return row.words[0].height < 0.85 * size or row.x0 > before.x0 + 3 or _is_short(before, row, column)
    nearby = [
        rows[k + 1].main.baseline - rows[k].main.baseline
        for k in (i - 2, i)
        if 0 <= k and k + 1 < len(rows) and rows[k].block == rows[k + 1].block == row.block
    ]
    nearby = [step for step in nearby if step > 0]
    starts_low = row.text[:1].islower()
    ended = bool(_TERMINAL.search(before.text))
    if nearby and gap > 1.25 * min(nearby) and gap > 1.3 * size and not (starts_low and not ended):
        return True
    if abs(size - before.main.height) > 0.12 * size and len(row.text) > 3 and len(before.text) > 3:
        return True
    short = _is_short(before, row, column)
    indent = row.x0 - before.x0
    marked = bool(_MARKER.match(row.text))
    if marked and (indent > 3 or indent < -6 or short or (ended and row.x0 > column.left + 6)):
        return not (_NUMBERED.match(row.text) and abs(row.x0 - column.left) < 3 and not (short or ended))
    if marked and ended and not _NUMBERED.match(row.text):
        return True
    if starts_low and not ended:
        return False
    if indent > 0.7 * size:
        return not _hangs(before, row)
    if short and ended and not starts_low:
        return True
    return short and row.block == 0 and before.x1 < column.left + 0.6 * column.width and not starts_low


def _is_short(before: Row, row: Row, column: _Measures) -> bool:
    """Whether the first word of the row would have fitted on the line before it."""
    first = row.words[0]
    room = column.right - before.x1
    return room > first.x1 - first.x0 + 1.2 * row.main.height


def _hangs(before: Row, row: Row) -> bool:
    """Whether the row stands under the text that follows the marker of the line before."""
    if not _MARKER.match(before.text):
        return False
    return any(abs(word.x0 - row.x0) < 4 for word in before.words[1:4])


def _continues_heading(before: Row, row: Row, gap: float) -> bool:
    if _MARKER.match(row.text) or gap > 1.6 * row.main.height:
        return False
    return _is_capital(before.text) == _is_capital(row.text) and before.main.bold == row.main.bold
