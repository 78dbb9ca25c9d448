"""The conversation on the screen: which one it is, its turns, and the question that waits.

The turns are in the catalogue and read from there on every run of the page, so that a reload,
a second window and a restart of the program all show the same. The session holds which
conversation is open in each case, and turns that could not be written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from bot.answer import Answer
from bot.keep import Failure, from_json, to_json
from ingest.catalogue import Case
from ingest.conversations import Conversation
from ingest.errors import LibraryDamaged, PinciteError
from ui.desk import Conversations, Desk, Say

_PARAMETER = "conversation"


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what came of it. ``unkept`` says why it will be gone after a reload."""

    question: str
    outcome: Answer | Failure
    unkept: str = ""


def opened(conversations: Conversations, case: Case) -> int | None:
    """The conversation that is open; None for one that has no turn yet.

    After a reload it is the one that the address names, else the last one of the case.
    """
    chosen = _chosen()
    if case.name not in chosen:
        known = [one.id for one in conversations.of_case(case)]
        named = st.query_params.get(_PARAMETER, "")
        by_address = [one for one in known if str(one) == named]
        chosen[case.name] = next(iter(by_address + known), None)
    _show_in_address(chosen[case.name])
    return chosen[case.name]


def open_one(case: Case, conversation: Conversation | None) -> None:
    """Go on with a conversation, or with None begin a new one."""
    _chosen()[case.name] = conversation.id if conversation else None
    _unkept().pop(case.name, None)
    _waiting().pop(case.name, None)


def turns(conversations: Conversations, case: Case) -> Sequence[Turn]:
    """The conversation that is open, so far."""
    conversation = opened(conversations, case)
    kept = conversations.turns(conversation) if conversation is not None else []
    return [*(_turn(one.question, one.outcome) for one in kept), *_unkept().get(case.name, ())]


def delete(conversations: Conversations, case: Case) -> None:
    """Delete the conversation that is open and begin a new one."""
    conversation = opened(conversations, case)
    if conversation is not None:
        conversations.delete(conversation)
    open_one(case, None)


def submit(case: Case, question: str) -> None:
    """Have a question answered. It waits in the session until it is, so that a click
    elsewhere while the bot is at work does not lose it."""
    if question.strip():
        _waiting()[case.name] = question.strip()


def waiting(case: Case) -> str | None:
    """The question that has no answer yet."""
    return _waiting().get(case.name)


def answer(desk: Desk, case: Case, question: str, say: Say) -> None:
    """Ask the bot and keep what comes of it. An error is kept too: the conversation goes on."""
    outcome: Answer | Failure
    try:
        earlier = [one.question for one in turns(desk.conversations, case)]
        outcome = desk.bot.ask(question, case.name, say, earlier)
    except PinciteError as error:
        outcome = Failure(error.reason, error.advice)
    except Exception:
        # A mistake of ours: Streamlit shows it, and no later run must meet it again.
        _waiting().pop(case.name, None)
        raise
    conversation = opened(desk.conversations, case)
    try:
        kept = desk.conversations.add(case, conversation, question, to_json(outcome))
        _chosen()[case.name] = kept
    except PinciteError as error:
        why = f"{error.reason} {error.advice}"
        _unkept().setdefault(case.name, []).append(Turn(question, outcome, why))
    _waiting().pop(case.name, None)


def _turn(question: str, outcome: str) -> Turn:
    try:
        return Turn(question, from_json(outcome))
    except LibraryDamaged as error:
        return Turn(question, Failure(error.reason, error.advice))


def _show_in_address(conversation: int | None) -> None:
    if conversation is None:
        st.query_params.pop(_PARAMETER, None)
    else:
        st.query_params[_PARAMETER] = str(conversation)


def _chosen() -> dict[str, int | None]:
    kept: dict[str, int | None] = st.session_state.setdefault("conversations", {})
    return kept


def _unkept() -> dict[str, list[Turn]]:
    kept: dict[str, list[Turn]] = st.session_state.setdefault("unkept", {})
    return kept


def _waiting() -> dict[str, str]:
    kept: dict[str, str] = st.session_state.setdefault("waiting", {})
    return kept
