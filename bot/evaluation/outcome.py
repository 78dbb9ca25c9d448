"""The results of an evaluation: one outcome for each question, the figures over them, and the
report."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from bot.answer import AnsweredBy
from ingest.errors import QuestionsRefused

Stage = Literal[
    "not read",
    "not retrieved",
    "ranked below the cut",
    "passed over",
    "sentence not chosen",
    "refused",
    "wrong sentence",
    "answered without an answer",
]
"""Where a question was lost: its expected source is in no passage of the case; in none that was
found; it was found too far down to be weighed; it was passed over, as off the topic or without the
kind of thing that is wanted; another sentence was likelier; none was shown; the right passage was
shown by another sentence; something was shown though nothing answers."""


@dataclass(frozen=True, slots=True)
class ShownStatement:
    """A statement of an answer: its text, and the places it cites as a lawyer writes them."""

    text: str
    pins: tuple[str, ...]
    correct: bool
    """Whether it holds an accepted answer, or cites an expected source where none is given."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question: what was expected, what was given, and how they compare."""

    id: str
    question: str
    understood: str
    """What was asked of the bot: the question, completed by the earlier ones."""
    language: str
    pair: str
    """ "fr to en": language of the question, language of its sources; empty without sources."""
    earlier: tuple[str, ...]
    tags: tuple[str, ...]
    answerable: bool
    accepted: tuple[str, ...]
    expected: tuple[str, ...]
    """The expected sources in words, one a group."""
    refused: bool
    shown: tuple[ShownStatement, ...]
    confidence: float | None
    """None where the answer was looked up."""
    likeliest_correct: bool
    """Whether the likeliest sentence, shown or not, is a correct answer."""
    passage_ranks: tuple[int, ...]
    """By expected source: the rank of its first passage, from 1; 0 where it was not found."""
    document_ranks: tuple[int, ...]
    citations: int = 0
    expected_citations: int = 0
    """How many citations are of an expected source."""
    sources: int = 0
    cited_sources: int = 0
    verbatim: int = 0
    """How many of the citations stand word for word on their pages..."""
    pinned: int = 0
    """...and where their pin cites say."""
    stage: Stage | None = None
    """Where it was lost; None where it was not."""
    seconds: float = field(default=0.0, compare=False)
    model: str = ""
    """The chat model that read; empty where none was asked."""
    dropped: int = 0
    """Statements of the model that the checker dropped..."""
    dropped_correct: int = 0
    """...and how many of them hold an accepted answer."""
    trouble: bool = False
    """Whether the model failed, and what was shown was found without it."""
    tokens: int = field(default=0, compare=False)
    """Of the model's prompts and replies."""
    first_statement: float = field(default=0.0, compare=False)
    """Seconds until its first statement was shown; 0 where it wrote none."""
    model_seconds: float = field(default=0.0, compare=False)
    answered_by: AnsweredBy = "search"

    @property
    def right(self) -> bool:
        """Whether the first statement is correct or, where no document answers, none is shown."""
        return self.first_correct if self.answerable else self.refused

    @property
    def first_correct(self) -> bool:
        return bool(self.shown) and self.shown[0].correct

    @property
    def any_correct(self) -> bool:
        return any(statement.correct for statement in self.shown)


@dataclass(frozen=True, slots=True)
class Figure:
    """A share between 0 and 1 (nDCG and MRR too) over ``n`` questions, with its 95% bootstrap
    interval; ``value`` is None where there is nothing to count."""

    name: str
    group: str
    """"all", "fr to en", "follow-ups", or a tag."""
    value: float | None
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Risk:
    """The share ``risk`` of wrong answers if only the share ``coverage`` of the searched questions
    was answered, those with the highest confidence; ``confidence`` is the lowest among them."""

    coverage: float
    risk: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Report:
    """A run. What is timed or dated is not compared: the same run twice is equal."""

    questions: str
    """Name of the question set."""
    case: str
    settings: dict[str, str]
    outcomes: tuple[Outcome, ...]
    figures: tuple[Figure, ...]
    curve: tuple[Risk, ...]
    seconds: dict[str, float] = field(default_factory=dict, compare=False)
    """ "p50" and "p95" of a question."""
    at: str = field(default="", compare=False)
    """When, in UTC."""
    name: str = field(default="", compare=False)

    @property
    def read_by(self) -> str:
        """The chat model that read for it; empty for quotes alone."""
        return self.settings.get("model", "")

    def figure(self, name: str, group: str = "all") -> Figure:
        """Raises KeyError where there is none of that name and group."""
        for figure in self.figures:
            if (figure.name, figure.group) == (name, group):
                return figure
        raise KeyError((name, group))


_REPORT = TypeAdapter(Report)


def as_json(report: Report) -> str:
    """The report as one JSON object."""
    return json.dumps(asdict(report), ensure_ascii=False)


def from_json(text: str, name: str) -> Report:
    """A report as ``as_json`` wrote it; ``name`` says where it is from.

    Raises QuestionsRefused where it is not one.
    """
    try:
        return _REPORT.validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise QuestionsRefused(
            f"{name} is not the report of an evaluation ({where}: {first['msg']}).",
            "Make one with `pincite evaluate FILE --json`.",
        ) from error


def read_report(path: Path) -> Report:
    """A report from a file. Raises QuestionsRefused where there is none."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsRefused(f"{path} cannot be read ({error}).", "") from error
    return from_json(text, str(path))
