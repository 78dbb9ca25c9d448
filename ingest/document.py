"""The small frozen types that travel from a file to the library.

A reader turns a file into pages of lines; the splitter turns the lines into
passages; every character of a passage keeps its way back to a line of a page.
Lengths are in points (1/72 inch), measured from the top left corner of the
page, y downwards. Pages count from 1, line indices and character offsets from 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

Kind = Literal[
    "complaint",
    "amended complaint",
    "answer",
    "motion",
    "opposition",
    "reply",
    "order",
    "judgment",
    "declaration",
    "exhibit",
    "transcript",
    "opinion",
    "decision",
    "notice",
    "stipulation",
    "letter",
    "contract",
    "docket",
    "article",
    "other",
]

Role = Literal[
    "body", "heading", "caption", "quote", "list", "table", "footnote", "entry", "signature"
]

DocketField = Literal[
    "case number",
    "cause",
    "court",
    "date filed",
    "date terminated",
    "demand",
    "entry",
    "judge",
    "jurisdiction",
    "jury",
    "lawyers",
    "multidistrict litigation",
    "nature of suit",
    "parties",
    "referral",
    "trial date",
]
"""What a docket states. Each docket entry is an "entry", whose value is its day in ISO form; a
"trial date" is an entry that sets one."""

DateKind = Literal["filing", "fact", "deadline", "to come"]
"""What happens on a date: a paper is filed, something happened, something is due, or lies ahead.
``to come`` is later than the document that names it, and no deadline."""

ATTACHMENT = "Attachment: "
"""What the heading begins with under which an attachment of an e-mail stands."""
REPRESENTED = "Party, represented by"
"""The heading of a party with its attorneys, in a docket that does not say so in words."""


class Box(NamedTuple):
    """A rectangle on a page, in points from its top left corner."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it may be quoted: what a person sees, without margins' furniture.

    In formats without lines of their own (HTML, Word) a line is a whole block.
    """

    text: str
    box: Box | None = None
    edges: tuple[float, ...] = ()
    """x of the left edge of every character, then the right edge of the last:
    len(text) + 1 values, or empty where the format has no geometry."""
    number: int | None = None
    """The number printed beside the line on pleading paper, else None."""
    begins: bool = False
    """Whether a paragraph (or other block) begins with this line."""
    role: Role = "body"
    label: str | None = None
    """The number of the page to which it belongs, where one sheet holds several pages of a
    transcript; else the page's own label holds."""
    under: tuple[str, ...] = ()
    """Headings that the format gives the line, which are not words of the page: the name of a
    field. Passages keep them; nothing quotes them."""
    is_head: bool = False
    """Whether the format says that it is a row of heads of columns of a table."""
    is_alternative: bool = False
    """Whether a template offers it in place of the line before: no passage holds both."""


def boxes_of(line: Line, start: int, end: int) -> Box:
    """The place of line.text[start:end]; of the whole line where its characters have
    none of their own. Raises ValueError for a line without any place."""
    if line.box is None:
        raise ValueError(f"This line has no place on a page: {line.text!r}")
    if not line.edges or start >= end:
        return line.box
    edges = line.edges[start : end + 1]
    return line.box._replace(x0=min(edges), x1=max(edges))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something on the page that is not part of its quotable text, and why."""

    what: Literal[
        "line numbers",
        "stamp",
        "running head",
        "page number",
        "side bar",
        "hidden text",
        "struck out",
        "note mark",
        "reading aid",
        "comment",
        "form field",
        "attachment",
        "illegible",
        "rule",
        "web furniture",
    ]
    text: str
    box: Box | None = None

    def reported(self) -> dict[str, object]:
        """What and where, for reports. The words of hidden text are not repeated: someone
        meant to redact them."""
        text = "" if self.what == "hidden text" else self.text
        return {"what": self.what, "text": text, "box": self.box}


@dataclass(frozen=True, slots=True)
class Stamp:
    """The line that CM/ECF prints on a filed page."""

    case_number: str
    ecf: str
    """Docket number of the document, with its attachment: "1", "12-3"."""
    filed: date | None = None
    page: int | None = None
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page, number counted from 1 in the file. Width and height are 0 where
    the format has no pages (then there is just page 1)."""

    number: int
    lines: tuple[Line, ...]
    width: float = 0.0
    height: float = 0.0
    label: str | None = None
    """The page number printed on the page, where one was found."""
    read: Literal["text", "ocr"] = "text"
    why: str = ""
    """Why the page was read this way, for example "text layer" or "only a stamp"."""
    left_out: tuple[LeftOut, ...] = ()
    stamp: Stamp | None = None


@dataclass(frozen=True, slots=True)
class Description:
    """What a document is. Empty strings and None stand for "not found"."""

    title: str = ""
    kind: Kind = "other"
    court: str = ""
    case_number: str = ""
    ecf: str = ""
    filed: date | None = None
    parties: tuple[str, ...] = ()
    language: str = ""
    """Two-letter code, "en" or "fr" where it is one of them."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A file being read: what its container says of it, and its pages, one at a time.

    ``pages`` can be consumed once; reading it may raise `ingest.errors.FileRefused`.
    """

    pages: Iterator[Page]
    format: Literal["pdf", "html", "word", "markdown", "text"]
    description: Description = field(default_factory=Description)
    """Only what the container itself says (an HTML title, a docket's header)."""


class Span(NamedTuple):
    """passage.text[start:end] is page.lines[line].text[offset : offset + end - start]."""

    start: int
    end: int
    page: int
    line: int
    offset: int
    parts: bool = False
    """Whether no sentence runs on into it from the span before: a paragraph of its own begins
    here, such as an address or a head of an e-mail, which end without a full stop."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is embedded and retrieved: one numbered paragraph, one clause,
    one docket entry, or a few sentences.

    Characters outside every span are the single spaces that join lines.
    """

    text: str
    spans: tuple[Span, ...]
    paragraphs: tuple[str, ...] = ()
    """Numbers of the paragraphs it holds, as printed: ("23",); for unnumbered
    formats the ordinal of the paragraph in the document."""
    headings: tuple[str, ...] = ()
    """Headings above it, outermost first."""
    role: Role = "body"
    language: str = ""

    @property
    def page(self) -> int:
        """The page on which the passage begins."""
        return self.spans[0].page

    @property
    def parted(self) -> tuple[int, ...]:
        """Where in its text a sentence begins whatever stands before."""
        return tuple(span.start for span in self.spans if span.parts)


@dataclass(frozen=True, slots=True)
class DocketFact:
    """What one line of a docket states: the ``value`` of a ``field``. ``passage`` is the index of
    its passage in the document, ``page`` and ``line`` are the place of the line."""

    field: DocketField
    value: str
    passage: int
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class DateFact:
    """A date that a passage names: ``passage`` is the index of the passage in the document, the
    date is text[start:end], and its sentence text[sentence[0]:sentence[1]]. ``page`` is where the
    date stands."""

    passage: int
    start: int
    end: int
    sentence: tuple[int, int]
    page: int
    begins: date
    ends: date
    kind: DateKind
    is_ambiguous: bool
    """Whether day and month could be exchanged."""


@dataclass(frozen=True, slots=True)
class AmountFact:
    """An amount of money that a passage names, with its place as of a DateFact. ``purpose`` is
    the [start, end) of the words that say what it is for; None where no form tells them."""

    passage: int
    start: int
    end: int
    sentence: tuple[int, int]
    page: int
    value: Decimal
    currency: str
    purpose: tuple[int, int] | None


StatedField = Literal[
    "about",
    "court",
    "case number",
    "judge",
    "party",
    "counsel",
    "count",
    "claim",
    "relief",
    "request",
    "ruling",
]
"""What a paper says of itself and its case: what it is about, what its caption and signatures
name, its counts (headings) or the claims that its caption lists, what is prayed for at its end or
requested in a sentence, and what a court rules."""


@dataclass(frozen=True, slots=True)
class StatedFact:
    """What a passage states of a field: text[start:end] of the passage with that index.
    ``value`` are its words that matter, such as the name of a party. Of a "count" the value is the
    heading, and the stretch is the first sentence that stands under it."""

    field: StatedField
    passage: int
    start: int
    end: int
    page: int
    value: str
