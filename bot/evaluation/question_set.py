"""A set of test questions: one JSON object a line, each checked as it is read.

The format is documented by data/questions.schema.json, which is made from these types by
`python -m bot.evaluation.question_set > data/questions.schema.json`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.answer import Answer
from bot.question.parse import question_language
from ingest.errors import QuestionsRefused

_SHOWN = 10


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Strict):
    """Where an answer stands. Of quote, paragraph and page, the quote decides what counts as
    this source, then the paragraph, then the page; with none of them the whole document."""

    document: str = Field(min_length=1, description="Path of the file in the case folder.")
    page: int | None = Field(default=None, ge=1, description="Counted from 1 in the file.")
    paragraph: str | None = Field(default=None, description="As printed: 23, 4.2.")
    quote: str | None = Field(
        default=None,
        min_length=1,
        description="What stands there; white space and quotes may differ.",
    )


class All(_Strict):
    """An answer whose parts must all be there."""

    all: tuple[str | int | float, ...] = Field(min_length=1)


Accepted = str | int | float | All
"""A text, amount, date or number. Amounts, dates and numbers within a text count by their
value: "$7 million" accepts « 7 millions de dollars », 7000000 both of them."""

Text = Annotated[str, Field(min_length=1, pattern=r"\S")]


class TestQuestion(_Strict):
    """A question with what is accepted as its answer."""

    __test__ = False  # pytest: not a class of tests

    id: Text
    question: Text
    language: Literal["en", "fr"]
    earlier: tuple[Text, ...] = Field(
        default=(), description="Questions asked before, oldest first."
    )
    answerable: bool = Field(default=True, description="Whether the documents hold an answer.")
    answers: tuple[Accepted, ...] = Field(
        default=(),
        description="Any of these is right. Empty: what cites an expected source is right.",
    )
    sources: tuple[Source | tuple[Source, ...], ...] = Field(
        default=(), description="Each is expected; of those in one list, any one."
    )
    tags: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _answerable_or_not(self) -> Self:
        if self.answerable and not (self.answers or self.sources):
            raise ValueError("an answerable question needs answers or sources")
        if not self.answerable and (self.answers or self.sources):
            raise ValueError("a question that is not answerable has neither answers nor sources")
        return self

    @property
    def expected(self) -> tuple[tuple[Source, ...], ...]:
        """The expected sources, each as its alternatives."""
        return tuple((source,) if isinstance(source, Source) else source for source in self.sources)


EXAMPLE_OF_A_SET = (
    '{"id": "1", "question": "How much is claimed?", "language": "en", "answerable": true, '
    '"answers": ["$40,000"], "sources": [[{"document": "claim.pdf", "paragraph": "45"}]]}\n'
    '{"id": "2", "question": "Who is the mayor?", "language": "en", "answerable": false}\n'
)
"""A file with a question that the documents answer, and one that they do not."""


def load(path: Path) -> list[TestQuestion]:
    """Read a question set.

    Raises QuestionsRefused, naming the lines that are wrong and what is wrong with them.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsRefused(f"{path} cannot be read ({error}).", "") from error
    found: list[TestQuestion] = []
    faults: list[str] = []
    first_use: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            question = TestQuestion.model_validate_json(line)
        except ValidationError as error:
            faults += [f"line {number}: {fault}" for fault in _faults(error)]
            continue
        if question.id in first_use:
            faults.append(
                f"line {number}: id {question.id!r} stands in line {first_use[question.id]} too"
            )
        first_use.setdefault(question.id, number)
        found.append(question)
    if not faults and not found:
        faults = ["no line holds a question"]
    if faults:
        listed = [f"{path.name}, {fault}" for fault in faults[:_SHOWN]]
        if len(faults) > _SHOWN:
            listed.append(f"and {len(faults) - _SHOWN} more")
        raise QuestionsRefused(
            "\n".join(listed), "The format is described in data/questions.schema.json."
        )
    return found


def _faults(error: ValidationError) -> Iterator[str]:
    for fault in error.errors(include_url=False):
        where = ".".join(str(part) for part in fault["loc"])
        yield f"{where}: {fault['msg']}" if where else fault["msg"]


def as_line(question: TestQuestion) -> str:
    """A question as its line of the file, without what is left at its default."""
    return json.dumps(
        question.model_dump(mode="json", exclude_defaults=True)
        | {"answerable": question.answerable},
        ensure_ascii=False,
    )


def save(path: Path, questions: Iterable[TestQuestion]) -> None:
    """Write a question set, over what was there."""
    path.write_text("".join(f"{as_line(question)}\n" for question in questions), encoding="utf-8")


def append_answer(
    path: Path,
    answer: Answer,
    earlier: Sequence[str] = (),
    accepted: Sequence[Accepted] = (),
    tags: Sequence[str] = (),
) -> TestQuestion:
    """Add the question of an answer to a file, made if there is none, with what the answer
    cites as expected sources; an answer "not found" as a question without an answer.

    ``accepted`` are the right answers, if the one who saves it gives any; else whatever cites
    these sources counts as right. Raises QuestionsRefused where the file is no question set.
    """
    known = load(path) if path.exists() and path.read_bytes().strip() else []
    taken = {question.id for question in known}
    number = next(n for n in range(len(known) + 1, 2 * len(known) + 2) if f"s{n:03}" not in taken)
    found = answer.status != "not_found"
    question = TestQuestion(
        id=f"s{number:03}",
        question=answer.asked,
        language="fr" if question_language(answer.asked) == "fr" else "en",
        earlier=tuple(earlier),
        answerable=found,
        answers=tuple(accepted) if found else (),
        sources=tuple(
            Source(
                document=citation.document,
                page=citation.page,
                paragraph=citation.paragraphs[0] if len(citation.paragraphs) == 1 else None,
                quote=citation.quote,
            )
            for citation in answer.citations
        )
        if found
        else (),
        tags=("saved", *tags),
    )
    with path.open("a", encoding="utf-8") as file:
        if known and not path.read_bytes().endswith(b"\n"):
            file.write("\n")
        file.write(f"{as_line(question)}\n")
    return question


def schema() -> str:
    """The JSON Schema of a line."""
    return json.dumps(TestQuestion.model_json_schema(), indent=2, ensure_ascii=False)


if __name__ == "__main__":
    print(schema())
