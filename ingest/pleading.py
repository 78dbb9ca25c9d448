"""What a page of a filing carries beside its text: the gutter of line numbers of
pleading paper, the stamp of CM/ECF, side bars, running heads and page numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from ingest.document import Box, Stamp
from ingest.pdf_lines import Piece, Word, box_around

FEWEST_NUMBERS = 8
"""A column of fewer numbers is a gutter only where other pages have one at that place."""


@dataclass(frozen=True, slots=True)
class Gutter:
    """The column of line numbers of a page."""

    words: tuple[Word, ...]
    numbers: tuple[int, ...]

    @property
    def box(self) -> Box:
        return box_around(self.words)

    @property
    def leading(self) -> float:
        steps = [
            after.baseline - before.baseline
            for before, after in zip(self.words, self.words[1:], strict=False)
        ]
        return median(steps)

    def number_at(self, baseline: float, height: float) -> int | None:
        """The number a lawyer cites for a line: the one beside it, else, for a line
        between two numbers, the one above it. None above the first number and below
        the last, by more than half the distance between numbers.
        """
        leading = self.leading
        place = [word.baseline - 0.35 * word.height for word in self.words]
        middle = baseline - 0.35 * height
        if middle < place[0] - 0.5 * leading or middle > place[-1] + 0.75 * leading:
            return None
        found = self.numbers[0]
        for number, y in zip(self.numbers, place, strict=True):
            if y <= middle + 0.35 * leading:
                found = number
        return found


def find_gutter(
    words: Sequence[Word], text: str, width: float, known: tuple[float, float] | None = None
) -> Gutter | None:
    """The gutter of line numbers 1, 2, 3, … down the left side of a page, if it has one.

    ``known`` is the gutter's left and right edge on another page of the file: there,
    a short column of numbers is enough.
    """
    candidates = [
        (int(text[word.start : word.end]), word)
        for word in words
        if word.end - word.start <= 2
        and word.x0 < 0.35 * width
        and text[word.start : word.end].isdecimal()
        and text[word.start : word.end].isascii()
    ]
    if len(candidates) < 3:
        return None
    candidates.sort(key=lambda pair: pair[1].baseline)
    chain = max((_chain(candidates, i) for i in range(len(candidates))), key=len)
    at_known_place = known is not None and all(
        known[0] - 8 <= word.x0 and word.x1 <= known[1] + 8 for _, word in chain
    )
    if len(chain) < (3 if at_known_place else FEWEST_NUMBERS) or not _is_regular(chain):
        return None
    gutter = Gutter(tuple(word for _, word in chain), tuple(number for number, _ in chain))
    return gutter if _stands_left_of_text(gutter, words) else None


def _chain(candidates: Sequence[tuple[int, Word]], first: int) -> list[tuple[int, Word]]:
    """From a number 1 on, the numbers that count on below it in the same column."""
    if candidates[first][0] != 1:
        return []
    chain = [candidates[first]]
    for number, word in candidates[first + 1 :]:
        last_number, last = chain[-1]
        if number == last_number + 1 and word.baseline > last.baseline and _aligned(last, word):
            chain.append((number, word))
    return chain


def _aligned(one: Word, other: Word) -> bool:
    return (
        min(
            abs(one.x0 - other.x0),
            abs(one.x1 - other.x1),
            abs((one.x0 + one.x1) - (other.x0 + other.x1)) / 2,
        )
        < 3
    )


def _is_regular(chain: Sequence[tuple[int, Word]]) -> bool:
    steps = [
        after.baseline - before.baseline
        for (_, before), (_, after) in zip(chain, chain[1:], strict=False)
    ]
    usual = median(steps)
    return usual > 5 and sum(abs(step - usual) < 0.3 * usual for step in steps) >= 0.8 * len(steps)


def _stands_left_of_text(gutter: Gutter, words: Sequence[Word]) -> bool:
    """Unlike the first column of a table, a gutter has no text to its left or above."""
    box = gutter.box
    numbers = {word.start for word in gutter.words}
    beside = [
        word
        for word in words
        if word.start not in numbers and box.y0 - 5 <= word.baseline <= box.y1 + 5
    ]
    left = [word for word in beside if word.x0 < box.x1]
    return len(left) <= 0.04 * len(beside)


_CASE = re.compile(
    r"^\W{0,3}(?:USCA\w*\s+|Appellate\s+|Bankr\w*\s+)?(?:Appeal|Case|Cas)?\s*(?:No\.?)?\s*[:#]?\s*"
    r"(?P<case>(?:\d{1,2}:)?\d{2,4}-(?:[A-Za-z]{1,5}-?)?\d{2,7}(?:-[\w()]+)*)",
    re.IGNORECASE,
)
_ECF = re.compile(
    r"(?:Doc(?:ument)?s?\.?|DktEntry|ECF\s+No\.?|Dkt\.?)\s*[:#]?\s*#?\s*(?P<ecf>\d+(?:[-.]\d+)*)"
    r"|(?<=\s)\#\s*:?\s*(?P<bare>\d+(?:-\d+)?)",
    re.IGNORECASE,
)
_PAGE = re.compile(
    r"\b(?:Page|Pg)\s*:?\s*(?P<page>\d+)(?:\s*(?:of|/)\s*(?P<pages>\d+))?", re.IGNORECASE
)
_DATE = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})\b")


def read_stamp(text: str) -> Stamp | None:
    """What CM/ECF printed in this line, or None if it is no such stamp. Courts differ
    in words, order and punctuation; every stamp has the case, and two of the document's
    number, the date of filing and the page."""
    case = _CASE.match(text)
    if not case:
        return None
    rest = text[case.end() :]
    ecf, page, filed = _ECF.search(rest), _PAGE.search(rest), _DATE.search(rest)
    if (ecf is None) + (page is None) + (filed is None) > 1 or (ecf is None and page is None):
        return None
    return Stamp(
        case_number=case["case"],
        ecf=(ecf["ecf"] or ecf["bare"]).replace(".", "-") if ecf else "",
        filed=_american_date(filed),
        page=int(page["page"]) if page else None,
        pages=int(page["pages"]) if page and page["pages"] else None,
    )


def _american_date(match: re.Match[str] | None) -> date | None:
    if match is None:
        return None
    month, day, year = (int(part) for part in match.groups())
    try:
        return date(year if year > 99 else 2000 + year, month, day)
    except ValueError:
        return None


EDGE = 0.13
"""Running heads and feet stand within this share of the page's height from its edges."""

_NUMBER = re.compile(
    r"^(?:page\s*)?[-–—\[(.|]{0,2}\s*(?P<label>\d{1,4}|[ivxlc]{1,7}|[A-Z]{1,3}-\d{1,4})\s*[-–—\])|.]{0,2}"
    r"(?:\s*of\s*\d{1,4})?$",
    re.IGNORECASE,
)


def page_label(text: str) -> str | None:
    """The page number in a foot or head such as "- 5 -", "Page 5 of 9" or "iv"."""
    match = _NUMBER.match(text.strip())
    return match["label"] if match else None


def furniture_key(piece: Piece) -> tuple[str, int]:
    """What makes a head or foot the same on two pages: its letters and its height."""
    letters = re.sub(r"[^a-z]+", "", piece.text.lower())
    return letters or re.sub(r"\d+", "#", piece.text), round(piece.baseline / 8)


def is_at_edge(piece: Piece, height: float) -> bool:
    return piece.bottom < EDGE * height or piece.top > (1 - EDGE) * height
