"""Lines joined into running text, with the way back from every character."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Sequence
from typing import NamedTuple

from ingest.document import Line, Page, Span


class LinePlace(NamedTuple):
    """A line, or a stretch of one, where it stands in the document."""

    page: int
    row: int
    line: Line
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.line.text[self.start : self.end]


class JoinedText(NamedTuple):
    """Text with its spans; ``blocks`` are the offsets at which a block begins."""

    text: str
    spans: tuple[Span, ...]
    blocks: tuple[int, ...]

    def part(self, start: int, end: int) -> tuple[str, tuple[Span, ...]]:
        """text[start:end] with the spans it keeps, counted from its own beginning."""
        kept = []
        for span in self.spans:
            first, last = max(span.start, start), min(span.end, end)
            if first < last:
                offset = span.offset + first - span.start
                is_parted = span.parts and span.start >= start
                kept.append(
                    Span(first - start, last - start, span.page, span.line, offset, is_parted)
                )
        return self.text[start:end], tuple(kept)


# A non-breaking space is part of the text (French puts one before ":" and in "61 000");
# any other white space within a line is layout and becomes one space.
RUN = re.compile(r"\S+(?:[ \xa0\u202f]\S+)*")
HYPHENS = "-\u00ad\u2010\ufffe"
BEFORE_HYPHEN = re.compile(r"([^\W\d_]+)[-\u00ad\u2010\ufffe]$")
FIRST_LETTERS = re.compile(r"[^\W\d_]+")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

# Line ends divide compounds at their own hyphen. These parts are seldom anything else.
COMPOUND_HEADS = frozenset(
    "non self cross ex quasi anti pro post pre co semi multi mid vice well so all pass third"
    " long short high low full half part counter sous demi avant après contre mi".split()
)
COMPOUND_TAILS = frozenset(
    "based related owned party client law year day month term time level wide free house case"
    " court up off out in page line made cause matter faith"
    " il elle ils elles on ci là même t".split()
)


Parts = Callable[[LinePlace, LinePlace], bool]
"""Whether no sentence runs on from the last line of a block into the first of the next."""


def runs_on(_before: LinePlace, _after: LinePlace) -> bool:
    """For text in which sentences are told by themselves."""
    return False


def join(
    blocks: Iterable[Sequence[LinePlace]],
    words: Container[str] = (),
    parts: Parts = runs_on,
) -> JoinedText:
    """The blocks as one text: lines joined by single spaces, words divided at a
    line end by themselves. ``words`` are lower-case words of the same document,
    the evidence on whether a hyphen at a line end belongs to the word."""
    text = ""
    spans: list[Span] = []
    starts: list[int] = []
    last: LinePlace | None = None
    for block in blocks:
        for count, place in enumerate(block):
            is_parted = last is not None and not count and parts(last, place)
            last = place
            for nth, run in enumerate(RUN.finditer(place.text)):
                glue = " " if text else ""
                if count and not nth and text:
                    dropped, glue = _joint(text, run[0], words)
                    if dropped:
                        text = text[:-1]
                        spans[-1] = spans[-1]._replace(end=spans[-1].end - 1)
                text += glue
                if not count and not nth:
                    starts.append(len(text))
                begin, offset = len(text), place.start + run.start()
                text += run[0]
                spans.append(
                    Span(begin, len(text), place.page, place.row, offset, is_parted and not nth)
                )
    return JoinedText(text, tuple(spans), tuple(starts))


def learn(page: Page, words: set[str]) -> None:
    """Add the words of a page, except what may be half a word at a line end."""
    divided = False
    for line in page.lines:
        found = WORD.findall(line.text.lower())
        if found and divided:
            del found[0]
        divided = line.text.rstrip()[-1:] in tuple(HYPHENS)
        if found and divided:
            del found[-1]
        words.update(found)


def _joint(before: str, after: str, words: Container[str]) -> tuple[bool, str]:
    """How two lines meet: whether the last character falls out, and what stands between."""
    if before[-1] == "—" and before[-2:-1] not in ("", " "):
        return False, ""
    if before[-1] not in HYPHENS or not before[-2:-1].isalnum() or not after[0].isalnum():
        return False, " "
    first, second = BEFORE_HYPHEN.search(before), FIRST_LETTERS.match(after)
    if not first or not second:
        return False, ""  # "19-" "1652"
    return _divided(before, first[1], second[0], words), ""


def _divided(before: str, first: str, second: str, words: Container[str]) -> bool:
    """Whether ``first`` and ``second`` are one word, divided only by the line end."""
    if before[-1] == "\u00ad":
        return True
    if not second.islower() or not (first.islower() or first.istitle()):
        return False
    if before[: -len(first) - 1].endswith(tuple(HYPHENS)):
        return False  # out-of-pocket
    head = first.lower()
    if head + second in words:
        return True
    if f"{head}-{second}" in words or head in COMPOUND_HEADS or second in COMPOUND_TAILS:
        return False
    return not (head in words and second in words)
