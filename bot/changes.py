"""Saved questions asked again, and how their answers changed with the documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.answer import Answer
from bot.answering.stored_answer import FailedQuestion, from_json, to_json
from ingest.errors import LibraryDamaged
from ingest.store.catalogue import Case
from ingest.store.user_data.saved_questions import SavedQuestion, SavedQuestions

Verdict = Literal["unchanged", "changed", "newly found", "no longer supported"]
Done = Callable[[int, int], None]
"""Told how many questions are asked, and of how many."""


class Asks(Protocol):
    """What is needed of the bot."""

    def ask(self, text: str, case_name: str, /) -> Answer: ...


@dataclass(frozen=True, slots=True)
class ReaskedQuestion:
    """A saved question with the answer it had and the one it has now. ``before`` is None where
    the kept answer cannot be read any more."""

    question: str
    saved_at: str
    before: Answer | None
    after: Answer
    verdict: Verdict


def ask_again(
    bot: Asks, saved: Sequence[SavedQuestion], case: Case, done: Done = lambda number, of: None
) -> Iterator[ReaskedQuestion]:
    """Each saved question with its two answers, as soon as it is asked.

    Raises what ``Bot.ask`` raises.
    """
    for number, question in enumerate(saved, 1):
        yield compare(question, bot.ask(question.question, case.name))
        done(number, len(saved))


def compare(saved: SavedQuestion, after: Answer) -> ReaskedQuestion:
    """A saved question beside the answer it has now."""
    before = _kept(saved)
    return ReaskedQuestion(saved.question, saved.at, before, after, verdict(before, after))


def verdict(before: Answer | None, after: Answer) -> Verdict:
    """How two answers compare: by what they say and where it stands, in any order."""
    had, has = (_said(answer) if answer else frozenset() for answer in (before, after))
    if had == has:
        return "unchanged"
    if not had:
        return "newly found"
    return "changed" if has else "no longer supported"


def _said(answer: Answer) -> frozenset[tuple[str, tuple[str, ...]]]:
    pins = {citation.number: citation.pin for citation in answer.citations}
    return frozenset(
        (statement.text, tuple(sorted(pins[number] for number in statement.citations)))
        for statement in answer.statements
    )


def save(saved: SavedQuestions, case: Case, answer: Answer) -> None:
    """Keep a question with this answer. Raises PinciteError where that is impossible."""
    # What a terminal could not decode is no text that a database takes.
    question = answer.asked.encode("utf-8", "replace").decode()
    saved.save(case, question, to_json(answer))


def _kept(saved: SavedQuestion) -> Answer | None:
    try:
        kept = from_json(saved.answer)
    except LibraryDamaged:
        return None
    return None if isinstance(kept, FailedQuestion) else kept
