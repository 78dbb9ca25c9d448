"""What people thought of the answers they got, with the answers, as a table for other programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.answer import Answer
from bot.answering.stored_answer import from_json
from bot.overview.csv_table import csv_table
from ingest.errors import LibraryDamaged
from ingest.store.user_data.conversations import Judged

COLUMNS = ("asked", "question", "understood", "outcome", "helpful", "reason", "quotes", "cites")


@dataclass(frozen=True, slots=True)
class JudgedAnswer:
    """An answer with what somebody said of it."""

    judged: Judged
    answer: Answer


def answers(judged: Iterable[Judged]) -> list[JudgedAnswer]:
    """The judged answers that can be read; a damaged answer is reported where its conversation is
    opened."""
    found = []
    for each in judged:
        try:
            outcome = from_json(each.turn.outcome)
        except LibraryDamaged:
            continue
        if isinstance(outcome, Answer):
            found.append(JudgedAnswer(each, outcome))
    return found


def as_csv(opinions: Iterable[JudgedAnswer]) -> str:
    """A table with one row for each answer, after a row of column names; several quotes are parted
    by line breaks."""
    return csv_table(COLUMNS, map(_row, opinions))


def _row(each: JudgedAnswer) -> tuple[str, ...]:
    answer, opinion = each.answer, each.judged.opinion
    return (
        each.judged.turn.at,
        answer.question,
        answer.understood,
        answer.outcome,
        "yes" if opinion.helpful else "no",
        opinion.reason,
        "\n".join(statement.text for statement in answer.statements),
        "\n".join(citation.pin for citation in answer.citations),
    )
