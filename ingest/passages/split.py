"""Pages to passages, along the document's own structure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice, takewhile

from ingest.document import Page, Passage, Role
from ingest.passages.cutting import LIMIT, pieces
from ingest.passages.joining import LinePlace, join, learn, runs_on
from ingest.passages.outline import Outline
from ingest.passages.parting import may_part, parts
from ingest.passages.structure import (
    BARE_DEFINITION,
    DEFINITION,
    PROSE,
    RUNAWAY,
    UNFINISHED,
    Blocks,
    TextBlock,
)
from ingest.text.caption_forms import CASE_NUMBER
from ingest.text.dates import may_hold_dates, printed_dates

SPLITTER = f"structure 13, stems 2, at most {LIMIT} characters"
"""Recorded in a library: passages cut by another splitter must not be mixed with these."""
SHORT = 80
"""Characters below which a block says too little to be found by itself."""
LOOK_AHEAD = 80
"""Blocks looked at before deciding whether a document without pages is numbered."""
SHORTEST_ROW = 8
"""Characters below which a row of a table says nothing by itself."""
REPEATED = 40
"""Characters from which two identical paragraphs of a web page are one, shown twice."""

LEADERS = re.compile(r"\.{4}|(?:\. ){4}|…{2}")
"""The dots of a table of contents."""
CLOSING = re.compile(
    r"(?:Respectfully [Ss]ubmitted|DATED?\b.{0,6}[:,]|Dated\b|By\s?:|/?s/|_{5,}"
    r"|IN WITNESS WHEREOF|Executed (?:on|this))"
)
# What ends a declaration belongs to none of its paragraphs.
SWORN = re.compile(r"(?:I|We) (?:\w+ )?(?:declare|certify|swear|affirm|verify)\b.{0,60}\bperjury")
# In a transcript, what is answered says nothing without what was asked.
QUESTION, ANSWER = re.compile(r"Q[.:]?\s"), re.compile(r"A[.:]?\s")
# "08/16/2024 1 COMPLAINT …": the date of filing, then the docket number; in lists of documents
# "1 Filed & Entered: 08/16/2024 Complaint".
ENTRY = re.compile(
    r"(?:\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d\d-\d\d)\s+(?P<after>\d{1,5})\s"
    r"|(?P<before>\d{1,5})\s(?:Filed|Entered)\b.{0,14}: \d"
)


@dataclass(slots=True)
class Unit:
    """Blocks that make one passage, or several when they are too long for one."""

    blocks: list[TextBlock]
    role: Role
    headings: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    stands_alone: bool = False
    """A numbered paragraph, a definition or a docket entry: not merged with its neighbours."""

    @property
    def size(self) -> int:
        return sum(len(block.text) + 1 for block in self.blocks)

    def parts(self) -> Iterator[list[LinePlace]]:
        """What a passage may be cut between: blocks; in a docket, the lines of a party."""
        for block in self.blocks:
            if self.role == "entry":
                yield from ([place] for place in block.places)
            else:
                yield block.places

    def headings_at(self, start: int) -> tuple[str, ...]:
        """The headings of a passage cut from here. The attorneys that did not fit into
        the passage of their party stand under its name."""
        places = self.blocks[0].places
        if start and self.role == "entry" and len(places) > 1 and not places[0].line.under:
            return (*self.headings, places[0].text)
        return self.headings


def split(pages: Iterable[Page], fmt: str, language: str) -> Iterator[Passage]:
    """The passages of a document, in order, as its pages come; a footnote follows the
    paragraph that runs past it.

    ``fmt`` is the format of a `Reading`, ``language`` a two-letter code. No passage
    is longer than LIMIT characters. Every character of the pages' lines that is not
    white space stands in exactly one passage, except headings (they are in the
    ``headings`` of the passages below them; one that has none below, or that gives a
    day, is a passage, and so is the first row of a table of two columns), hyphens that a
    line end put into a word, and repeats within a web page.
    """
    words: set[str] = set()
    rights: dict[int, float] = {}
    grouping = Grouping(fmt)
    for unit in grouping.units(Blocks(_noted(pages, grouping.outline, words, rights), fmt)):
        is_over = partial(parts, rights=rights) if may_part(unit.role) else runs_on
        joined = join(unit.parts(), words, is_over)
        for start, end in pieces(joined, language):
            text, spans = joined.part(start, end)
            headings = unit.headings_at(start)
            yield Passage(text, spans, unit.paragraphs, headings, unit.role, language)


def _noted(
    pages: Iterable[Page], outline: Outline, words: set[str], rights: dict[int, float]
) -> Iterator[Page]:
    for page in pages:
        outline.widths[page.number] = page.width
        rights[page.number] = max([line.box.x1 for line in page.lines if line.box], default=0.0)
        learn(page, words)
        yield page


@dataclass(slots=True)
class Grouping:
    """Groups blocks into units. ``held`` is the unit that may still grow."""

    fmt: str
    outline: Outline = field(default_factory=Outline)
    held: Unit | None = None
    notes: list[Unit] = field(default_factory=list)
    number: str = ""
    """The number under which the current place stands."""
    ordinal: int = 0
    seen: set[str] = field(default_factory=set)
    in_table: bool = False
    heads: TextBlock | None = None
    """The heads of the columns of the current table."""
    has_rows: bool = False
    """Whether a row of the current table stands for itself."""

    def units(self, blocks: Iterable[TextBlock]) -> Iterator[Unit]:
        counting, blocks = _counts_paragraphs(blocks, self.fmt)
        for block in blocks:
            if block.role == "footnote":
                label = (block.number,) if block.number else ()
                self.notes.append(Unit([block], "footnote", self.outline.path(), label))
            elif block.role == "heading":
                yield from self._end_table()
                # What is bound in is cited by its own numbers and pages.
                counting = counting and not block.exhibit
                self.seen = set() if block.exhibit else self.seen
                yield from self._heading(block)
            elif block.role == "table" and not LEADERS.search(block.text):
                yield from self._row(block, counting)
            else:
                if counting:
                    block.number = ""
                yield from self._end_table()
                yield from self._enter(block, counting)
        yield from self._end_table()
        yield from self._orphans(self.outline.close())
        yield from self._release()

    def _row(self, block: TextBlock, counting: bool) -> Iterator[Unit]:
        """A row of a table: a passage of its own, under the heads of its columns."""
        text = block.text
        is_head = block.places[0].line.is_head
        if is_head and self.heads is not None and text != self.heads.text:
            if not self.has_rows:
                self.heads = replace(self.heads, places=[*self.heads.places, *block.places])
                return
            yield from self._end_table()  # another table
        if self.heads is None and not self.in_table and (is_head or _are_heads(text)):
            yield from self._release()
            self.heads, self.in_table = block, True
            if not is_head and len(text.split()) > 2 == _cells(block):
                # It may as well be the first of rows of a label and what it labels.
                self._hold_row(block, counting, ())
            return
        if self.heads is not None and not self.has_rows and _go_on(self.heads.text, text):
            self.heads = replace(self.heads, places=[*self.heads.places, *block.places])
            return
        if self.heads is not None and text == self.heads.text:
            return  # on the next page of the table
        self.in_table = True
        is_row = self.heads is not None or bool(re.search(r"\d", text))
        if not is_row or len(text) < SHORTEST_ROW:
            yield from self._heads_alone()
            yield from self._enter(block, counting)
            return
        yield from self._release()
        self._hold_row(block, counting, (self.heads.text,) if self.heads else ())

    def _hold_row(self, block: TextBlock, counting: bool, heads: tuple[str, ...]) -> None:
        self.ordinal += counting and not self.has_rows
        self.has_rows = True
        label = str(self.ordinal) if counting else self.number
        paragraphs = (label,) if label else ()
        self.held = Unit([block], "table", (*self.outline.path(), *heads), paragraphs, True)

    def _end_table(self) -> Iterator[Unit]:
        yield from self._heads_alone()
        self.heads, self.has_rows, self.in_table = None, False, False

    def _heads_alone(self) -> Iterator[Unit]:
        """The heads of a table without rows, or before what is too short for one, are a passage."""
        if self.heads is not None and not self.has_rows:
            yield from self._release()
            self.held, self.has_rows = Unit([self.heads], "table", self.outline.path()), True

    def _heading(self, block: TextBlock) -> Iterator[Unit]:
        if self.held and self.held.role != "heading":
            yield from self._release()
        yield from self._orphans(self.outline.add(block))
        if _is_quoted(block.text):
            yield from self._keep(block)
        # Clause 4.2 may be a heading with its text below; "1. Background" is not ¶ 1.
        self.number = block.number if "." in block.number else ""

    def _orphans(self, blocks: list[TextBlock]) -> Iterator[Unit]:
        """Headings that headed nothing are kept as passages: no text is lost."""
        for block in blocks:
            if not _is_quoted(block.text):  # those are passages already
                yield from self._keep(block)

    def _keep(self, block: TextBlock) -> Iterator[Unit]:
        """Make a heading a passage, together with headings just before it."""
        if self.held and self.held.role == "heading" and self._fits(block):
            self.held.blocks.append(block)
        else:
            yield from self._release()
            self.held = Unit([block], "heading")

    def _enter(self, block: TextBlock, counting: bool) -> Iterator[Unit]:
        text = block.text
        if block.role == "caption":
            yield from self._orphans(self.outline.leave())
        self._sign(block, text)
        counted = counting and not self._hangs(block)
        self.ordinal += counted
        if self._repeats(block, text):
            return
        if block.number:
            self.number = block.number
        elif text.startswith("WHEREFORE") or SWORN.match(text) or block.role not in PROSE:
            self.number = ""
        label = str(self.ordinal) if counted else self.number
        if block.role == "entry" and (entry := ENTRY.match(text)):
            label = entry["after"] or entry["before"]
        stands_alone = bool(block.number) or block.role == "entry" or self._defines(block, text)
        if self.held and not stands_alone and self._belongs(block, text):
            self.held.blocks.append(block)
            if label and label not in self.held.paragraphs:
                self.held.paragraphs += (label,)
        elif self.held and block.number and self._leads_in(block):
            self.held.blocks.append(block)
            self.held.paragraphs = (label,) if label else ()
            self.held.stands_alone = True
        else:
            yield from self._release()
            headings = (*self.outline.path(), *block.places[0].line.under)
            paragraphs = (label,) if label else ()
            role = "body" if block.number else block.role
            self.held = Unit([block], role, headings, paragraphs, stands_alone)

    def _release(self) -> Iterator[Unit]:
        if self.held:
            yield self.held
        yield from self.notes
        self.held, self.notes = None, []

    def _hangs(self, block: TextBlock) -> bool:
        """Whether a block has no number of its own: an item of a list, a row of a table."""
        above = self.held.role if self.held else ""
        return (block.is_item and above in PROSE) or block.role == above == "table"

    def _belongs(self, block: TextBlock, text: str) -> bool:
        """Whether a block that does not stand for itself goes into the held unit."""
        held = self.held
        assert held
        if held.role not in PROSE or block.role not in PROSE:
            return held.role == block.role != "entry" and self._fits(block)
        last = held.blocks[-1].text
        if SWORN.match(text):
            return False
        short = len(text) < SHORT and not text.endswith(":")
        below = block.is_item or short or last.endswith(":") or bool(UNFINISHED.search(last))
        # Recitals, and the paragraphs of a French decision, end with semicolons.
        below = below and not (last.endswith(";") and text[0].isupper() and not block.is_item)
        below = below or bool(ANSWER.match(text) and QUESTION.match(last))
        if held.stands_alone:
            return below and held.size < RUNAWAY and not block.is_alternative
        return (below or held.size < SHORT) and self._fits(block)

    def _leads_in(self, block: TextBlock) -> bool:
        """Whether the held unit is only "Held:" or "Plaintiff alleges:"."""
        held = self.held
        if held is None or held.stands_alone or held.role != "body" or block.role not in PROSE:
            return False
        return held.size < SHORT and held.blocks[-1].text.endswith(":") and self._fits(block)

    def _fits(self, block: TextBlock) -> bool:
        fits = self.held is not None and self.held.size + len(block.text) <= LIMIT
        return fits and not block.is_alternative

    def _sign(self, block: TextBlock, text: str) -> None:
        """Give a signature block that its reader took for body text its role."""
        signing = self.held is not None and self.held.role == "signature"
        signing = signing and (len(text) < 120 or (len(text) < LIMIT and " /s/ " in text))
        if block.role == "body" and not block.number and (CLOSING.match(text) or signing):
            block.role = "signature"

    def _defines(self, block: TextBlock, text: str) -> bool:
        """Whether a block defines a term. In a section of definitions every block does that is
        no item of one and leads to no list: French statutes define without a verb."""
        if DEFINITION.match(text) or (self.fmt != "pdf" and BARE_DEFINITION.match(text)):
            return True
        section = " ".join(heading.text for heading in self.outline.stack)
        if not re.search(r"d[eé]finition|interpr", section, re.IGNORECASE):
            return False
        return not block.is_item and not text.endswith((",", ":", "—"))

    def _repeats(self, block: TextBlock, text: str) -> bool:
        """Whether a web page, or a text saved from one, shows this paragraph again.

        Only there: pages repeat teasers and pull quotes, which says nothing. In a
        filing a paragraph said twice is pleaded twice, each with a place of its own
        to cite, and so is anything numbered.
        """
        if self.fmt not in ("html", "markdown", "text") or block.number or block.role not in PROSE:
            return False
        plain = " ".join(text.split())
        if len(plain) <= REPEATED:
            return False
        repeated = plain in self.seen
        self.seen.add(plain)
        return repeated


def _is_quoted(text: str) -> bool:
    """Whether a heading says what may be asked for: a day, as the first page of a transcript does,
    or the number of the case."""
    days = printed_dates(text, "en") if may_hold_dates(text) else ()
    return any(day.begins == day.ends for day in days) or CASE_NUMBER.search(text) is not None


def _are_heads(text: str) -> bool:
    """Whether a first row of a table has the heads of its columns: a few words, no sums, and no
    figures but years."""
    years = _YEARS.findall(text)
    plain = _YEARS.sub("", text) if len(set(years)) > 1 else text
    return len(text) < LONGEST_HEADS and " " in text and not re.search(r"\d|[$€£]|[.:;]$", plain)


def _go_on(heads: str, text: str) -> bool:
    """Whether the heads of a table have a second row: one that begins with the same cell, which
    reaches over both, or that stands below years."""
    below_years = not re.search(r"[^\W\d]{2}", _YEARS.sub("", heads))
    same_cell = heads.split()[:1] == text.split()[:1]
    return heads != text and _are_heads(text) and (below_years or same_cell)


_YEARS = re.compile(r"\b(?:19|20)\d\d(?:[/-]\d\d(?:\d\d)?)?\b|\b[QTHS][1-4]\b")
"""With which the columns of an account are headed: "2021", "2021/22", "Q1", "T3", "H2"."""


LONGEST_HEADS = 200
_APART = 0.55
"""Of the height of a line: cells stand farther from each other, words do not."""


def _cells(block: TextBlock) -> int:
    """How many cells a row of a table has, by the spaces between them."""
    lefts: set[int] = set()
    for number, place in enumerate(block.places):
        line = place.line
        if line.box is None or not line.edges:
            lefts.update(range(number, number + len(re.split(r" {2,}", place.text.strip()))))
            continue
        height = line.box.y1 - line.box.y0
        gaps = zip(line.text, line.edges, line.edges[1:], strict=False)
        lefts.add(round(line.box.x0 / 4))
        lefts |= {
            round(right / 4)
            for letter, left, right in gaps
            if letter == " " and right - left > _APART * height
        }
    return len(lefts)


def _counts_paragraphs(blocks: Iterable[TextBlock], fmt: str) -> tuple[bool, Iterator[TextBlock]]:
    """Whether paragraphs are cited by their count: where there are neither pages to
    cite nor printed numbers, as in an article."""
    rest = iter(blocks)
    if fmt == "pdf":
        return False, rest
    first = list(islice(rest, LOOK_AHEAD))
    # Not what is attached to an e-mail, which is cited by its own numbers.
    own = takewhile(lambda block: not block.exhibit, first)
    prose = [block for block in own if block.role in PROSE]
    numbered = [block for block in prose if block.number]
    # Clauses ("4.2") are numbered in contracts only, whose definitions are not.
    clauses = any("." in block.number for block in prose)
    printed = clauses or (len(numbered) >= 2 and 3 * len(numbered) >= len(prose))
    entries = any(block.role == "entry" for block in first)
    return not printed and not entries, chain(first, rest)
