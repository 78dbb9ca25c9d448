"""What an answer is made of. Frozen, so that what was shown can be kept as it was."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ingest.document import Kind

Status = Literal["answered", "partial", "not_found"]
Match = Literal["exact", "normalised", "repaired"]
AnswerOutcome = Literal["answer", "leads", "nothing", "unsupported"]
"""There are statements; there are none, but passages on the topic; there is neither; it was no
question on the documents."""
AnsweredBy = Literal[
    "search", "overview", "place", "docket", "signature", "caption", "introduction"
]
"""A search, or the look-up (see bot.search.lookup) that found the answer."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote with its place.

    ``lines`` are the first and last line: the numbers printed on pleading paper,
    else lines counted from 1 on the page, else None (HTML, Word). Where a quote
    runs over a page break, ``lines[1]`` stands on ``last_page``.
    """

    number: int
    document: str
    """Path of the file in the case folder."""
    document_id: str
    title: str
    kind: Kind
    ecf: str
    page: int
    last_page: int
    page_label: str | None
    paragraphs: tuple[str, ...]
    lines: tuple[int, int] | None
    quote: str
    language: str
    pin: str
    """The place as a lawyer writes it: "Compl. (ECF No. 1) ¶ 23, at 5:14-20"."""
    passage_id: int
    start: int
    end: int
    """The quote is passage.text[start:end]."""
    match: Match = "exact"
    ocr: bool = False
    struck: bool = False
    """Whether words stand within the quote that were struck out on the page: they are left out."""
    addresses_reader: bool = False
    """Whether a sentence of the quote tells its reader what to say or do, instead of stating
    something."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer. ``marked`` are the [start, end) stretches of
    ``text`` that hold the amount, date or name that was asked for."""

    text: str
    voice: str
    citations: tuple[int, ...]
    marked: tuple[tuple[int, int], ...] = ()
    written: bool = False
    """Whether a chat model wrote it and the checker let it pass; else it is a quote."""


@dataclass(frozen=True, slots=True)
class DroppedStatement:
    """What a chat model wrote and the checker stopped; no part of the answer. ``reason`` is one of
    ``bot.reading.check.Reason``."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class ModelUsed:
    """The chat model that read for an answer. ``leaves``: whether question and passages left this
    computer for ``address``; ``tokens`` are those of prompts and replies, 0 where nobody counts."""

    name: str
    address: str
    leaves: bool
    way: Literal["choose", "write"]
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class Searched:
    """What was searched before an answer, or before saying that there is none."""

    documents: int
    passages: int
    languages: tuple[str, ...]
    of: int = 0
    """How many documents the case has, where it is known: more than were searched where a person
    chose some of them."""
    unchosen: tuple[str, ...] = ()
    """Titles of the documents that the question names and a person did not choose: they were not
    searched."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Statements with their citations, or "not found in these documents"."""

    question: str
    case: str
    status: Status
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    searched: Searched
    mode: str = "quotes"
    also: tuple[Citation, ...] = ()
    """Further passages on the topic: not part of the answer."""
    seconds: dict[str, float] = field(default_factory=dict)
    confidence: float | None = None
    """The probability of the likeliest sentence, 0 to 1, also where it was not shown; None where
    the answer was looked up: nothing is known of how often look-ups are right."""
    model: ModelUsed | None = None
    """None where no chat model was asked."""
    dropped: tuple[DroppedStatement, ...] = ()
    trouble: str = ""
    """What went wrong with the chat model, as a sentence for the reader; then what is shown was
    found without it, or before."""
    understood: str = ""
    """What was asked, where ``question`` is a follow-up, completed by the questions before it, or
    misspells a name of the case."""
    answered_by: AnsweredBy = "search"
    while_reading: tuple[int, int] | None = None
    """The number of the file that was being read, and of how many, where documents were being added
    to the case when this was asked; (0, 0) where the files were not counted yet. None where none
    were added."""
    outcome: AnswerOutcome = "nothing"
    """Only "unsupported" is given; the others follow from ``statements`` and ``also``."""

    def __post_init__(self) -> None:
        if self.outcome != "unsupported":
            derived = "answer" if self.statements else "leads" if self.also else "nothing"
            object.__setattr__(self, "outcome", derived)

    @property
    def without_documents(self) -> bool:
        """Whether the case had no document to search."""
        return not (self.searched.documents or self.searched.of)

    @property
    def asked(self) -> str:
        """The question that stands by itself."""
        return self.understood or self.question
