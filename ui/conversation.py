"""The conversations of one visitor, kept over reruns as typed objects, one for each case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import streamlit as st

from bot.answer import Answer, Citation
from ingest.catalogue import Case, Document, Stored
from ingest.errors import PinciteError

Say = Callable[[str], None]


class Answers(Protocol):
    """What the page needs of the bot."""

    def cases(self) -> list[Case]: ...
    def ask(self, question: str, case: str, say: Say = ..., /) -> Answer: ...
    def neighbours(self, citation: Citation, /) -> list[Stored]: ...
    def pictures(self, citation: Citation, /) -> list[tuple[int, bytes]]: ...


class Contents(Protocol):
    """What the page needs of the catalogue."""

    def documents(self, case: Case) -> list[Document]: ...
    def failures(self, case: Case) -> dict[str, tuple[str, str]]: ...


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that met an error: what happened and what mends it."""

    reason: str
    advice: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what came of it."""

    question: str
    outcome: Answer | Failure


def turns(case: Case) -> Sequence[Turn]:
    """The conversation about a case so far."""
    return tuple(_conversations().get(case.name, ()))


def clear(case: Case) -> None:
    _conversations().pop(case.name, None)


def submit(case: Case, question: str) -> None:
    """Have a question answered. It waits in the session until it is, so that a click
    elsewhere while the bot is at work does not lose it."""
    if question.strip():
        _waiting()[case.name] = question.strip()


def waiting(case: Case) -> str | None:
    """The question that has no answer yet."""
    return _waiting().get(case.name)


def answer(bot: Answers, case: Case, question: str, say: Say) -> None:
    """Ask the bot and keep what comes of it. An error is kept too: the conversation goes on."""
    outcome: Answer | Failure
    try:
        outcome = bot.ask(question, case.name, say)
    except PinciteError as error:
        outcome = Failure(error.reason, error.advice)
    except Exception:
        # A mistake of ours: Streamlit shows it, and no later run must meet it again.
        _waiting().pop(case.name, None)
        raise
    _conversations().setdefault(case.name, []).append(Turn(question, outcome))
    _waiting().pop(case.name, None)


def _conversations() -> dict[str, list[Turn]]:
    kept: dict[str, list[Turn]] = st.session_state.setdefault("conversations", {})
    return kept


def _waiting() -> dict[str, str]:
    kept: dict[str, str] = st.session_state.setdefault("waiting", {})
    return kept
