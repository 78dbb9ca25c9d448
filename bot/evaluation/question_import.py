"""Question sets from other formats: SQuAD (1.1, 2.0, and what follows its form) and CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.evaluation.question_set import Accepted, Source, TestQuestion
from bot.question.parse import question_language
from ingest.errors import QuestionsRefused

_COLUMNS = (
    "question", "id", "language", "earlier", "answerable", "answers", "document", "page",
    "paragraph", "quote", "tags",
)  # fmt: skip
_SEPARATOR = "|"
_YES, _NO = {"1", "true", "yes", "oui", "vrai"}, {"0", "false", "no", "non", "faux"}
_ADVICE = f"A CSV file has a line of column names, of these: {', '.join(_COLUMNS)}."


def import_file(path: Path) -> list[TestQuestion]:
    """The questions of a SQuAD file (.json) or a CSV file (anything else).

    In SQuAD the title of an article is the name of its document, and the sentence around each
    answer the expected quote. In CSV several answers, earlier questions or tags in one cell are
    parted by |.

    Raises QuestionsRefused, naming the place that is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsRefused(f"{path} cannot be read ({error}).", "") from error
    rows = _squad(path, text) if path.suffix.lower() == ".json" else _csv(path, text)
    questions: list[TestQuestion] = []
    taken: dict[str, str] = {}
    for place, row in rows:
        try:
            question = TestQuestion.model_validate(row)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            fault = f"{where}: {first['msg']}" if where else first["msg"]
            raise QuestionsRefused(f"{path.name}, {place}: {fault}", _ADVICE) from error
        if question.id in taken:
            raise QuestionsRefused(
                f"{path.name}, {place}: id {question.id!r} stands in {taken[question.id]} too",
                _ADVICE,
            )
        taken[question.id] = place
        questions.append(question)
    if not questions:
        raise QuestionsRefused(f"{path.name} holds no question.", _ADVICE)
    return questions


Row = Mapping[str, Any]


def _csv(path: Path, text: str) -> Iterator[tuple[str, Row]]:
    """Rows with the line they end on."""
    delimiter = (
        ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    )
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = [name.strip().lower() for name in reader.fieldnames or ()]
    if "question" not in names or set(names) - set(_COLUMNS):
        odd = ", ".join(sorted(set(names) - set(_COLUMNS))) or "no column named question"
        raise QuestionsRefused(f"{path.name}, line 1: {odd}", _ADVICE)
    reader.fieldnames = names
    for number, cells in enumerate(reader, 1):
        place = f"line {reader.line_num}"
        if None in cells:
            raise QuestionsRefused(f"{path.name}, {place}: more cells than columns", _ADVICE)
        given = {name: (value or "").strip() for name, value in cells.items()}
        if any(given.values()):
            yield place, _of_cells(given, number, f"{path.name}, {place}")


def _of_cells(given: Mapping[str, str], number: int, place: str) -> Row:
    source = {
        name: given[name] for name in ("document", "page", "paragraph", "quote") if given.get(name)
    }
    answers = _parted(given.get("answers", ""))
    answerable = given.get("answerable", "").lower()
    if answerable and answerable not in _YES | _NO:
        raise QuestionsRefused(f"{place}: answerable is yes or no, not {answerable!r}", _ADVICE)
    return {
        "id": given.get("id") or f"c{number:03}",
        "question": given["question"],
        "language": given.get("language") or question_language(given["question"]),
        "earlier": _parted(given.get("earlier", "")),
        "answerable": answerable in _YES if answerable else bool(answers or source),
        "answers": answers,
        "sources": [source] if source else [],
        "tags": _parted(given.get("tags", "")),
    }


def _parted(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(_SEPARATOR) if part.strip()]


def _squad(path: Path, text: str) -> Iterator[tuple[str, Row]]:
    try:
        articles = json.loads(text)["data"]
        for at, article in enumerate(articles):
            document = str(article.get("title") or at)
            for paragraph in article["paragraphs"]:
                for asked in paragraph["qas"]:
                    yield f"question {asked['id']}", _of_squad(document, paragraph, asked)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise QuestionsRefused(
            f"{path.name} is not in the format of SQuAD ({type(error).__name__}: {error}).",
            "It is an object: data, then paragraphs with context and qas.",
        ) from error


def _of_squad(document: str, paragraph: Row, asked: Row) -> Row:
    context = str(paragraph["context"])
    impossible = bool(asked.get("is_impossible"))
    given = [] if impossible else list(asked.get("answers", ()))
    answers: list[Accepted] = list(dict.fromkeys(str(answer["text"]) for answer in given))
    quotes = dict.fromkeys(_around(context, int(answer["answer_start"])) for answer in given)
    sources = tuple(Source(document=document, quote=quote) for quote in quotes)
    return {
        "id": str(asked["id"]),
        "question": str(asked["question"]),
        "language": question_language(str(asked["question"])),
        "answerable": bool(answers),
        "answers": answers,
        "sources": (sources,) if sources else (),
    }


def _around(context: str, at: int) -> str:
    """The sentence, roughly, that an answer begins in."""
    begins = max(context.rfind(mark, 0, max(at, 0)) for mark in (". ", "? ", "! ", "\n"))
    ends = [end for mark in (". ", "? ", "! ", "\n") if (end := context.find(mark, at)) >= 0]
    return context[begins + 1 : min(ends, default=len(context) - 1) + 1].strip()
