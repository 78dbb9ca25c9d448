"""The conversation on the screen: which one it is, its turns, and the question that waits.

The turns are in the catalogue and read from there on every run of the page, so that a reload,
a second window and a restart of the program all show the same. A question is kept before it is
answered: whatever happens meanwhile, it is there. The session holds which conversation is open in
each case, and what could not be written.

A conversation that has no question yet is a draft. It has a name, which stands in the address of
the page: a reload that comes between the first question and the new address finds by it the
conversation that the question began.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Hashable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from bot.answer import Answer
from bot.answering.stored_answer import FailedQuestion, from_json, to_json
from bot.search.narrowing import Narrowing, as_text, from_text
from ingest.errors import LibraryDamaged, PinciteError
from ingest.store.catalogue import Case
from ingest.store.user_data.conversations import Conversation, DeletedConversation, KeptTurn
from ingest.store.user_data.visitors_conversations import VisitorsConversations
from ingest.translation import N_
from ui import answering
from ui.callbacks import whole
from ui.desk import ConversationStore, Desk, Say
from ui.views import chat_model

MISTAKE = FailedQuestion(
    N_("This question met a mistake of the program."),
    N_("The terminal it runs in shows what happened."),
)
STOPPED = FailedQuestion(N_("You stopped this question."), N_("It can be edited and asked again."))


# Questions from before were not answered because the program ended, perhaps by them.
_STARTED = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}"

_BEGUN: dict[str, int] = {}
"""The conversations that drafts became, for all visits. Kept while the program runs: the address
of a draft is needed in the instant of a reload, and later the conversation is in the list."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what came of it, None while it waits. ``unkept`` says why it will be gone
    after a reload; ``ordinal`` is its number in the conversation, None where it is not kept.
    ``interrupted``: the program ended before it was answered."""

    question: str
    outcome: Answer | FailedQuestion | None
    unkept: str = ""
    ordinal: int | None = None
    interrupted: bool = False


def opened(conversations: ConversationStore, case: Case) -> int | None:
    """The conversation that is open; None for one that has no turn yet. Where none was chosen it
    is the last one of the case."""
    chosen = _chosen()
    if case.name not in chosen:
        chosen[case.name] = next((kept.id for kept in conversations.of_case(case)), None)
    return chosen[case.name]


def arrive(case: Case, conversation: int | None, draft: str | None) -> None:
    """Open what an address names: a conversation, a draft (without a name: a new one), or with
    neither the last conversation."""
    _unkept().pop(case.name, None)
    _drafts().pop(case.name, None)
    if draft:
        _drafts()[case.name] = draft
    if conversation is None and draft is None:
        _chosen().pop(case.name, None)
    else:
        _chosen()[case.name] = conversation


def open_one(case: Case, conversation: Conversation | None) -> None:
    """Go on with a conversation, or with None begin a new one, which searches all documents."""
    _chosen()[case.name] = conversation.id if conversation else None
    _unkept().pop(case.name, None)
    _drafts().pop(case.name, None)
    _narrowed_ahead().pop(case.name, None)


def draft(case: Case) -> str:
    """The name of the conversation that the next question begins."""
    return _drafts().setdefault(case.name, secrets.token_hex(4))


def begun(draft_name: str) -> int | None:
    """The conversation that a draft became; None while it is one."""
    return _BEGUN.get(draft_name)


def turns(conversations: ConversationStore, case: Case) -> list[Turn]:
    """The conversation that is open, so far."""
    conversation = opened(conversations, case)
    kept = conversations.turns(conversation) if conversation is not None else []
    late = _late()
    return [
        *(late.get((conversation, kept_turn.ordinal)) or _turn(kept_turn) for kept_turn in kept),
        *_unkept().get(case.name, ()),
    ]


def narrowing(conversations: ConversationStore, case: Case) -> Narrowing:
    """Which documents the conversation that is open searches."""
    conversation = opened(conversations, case)
    if conversation is None:
        return _narrowed_ahead().get(case.name, Narrowing())
    return from_text(conversations.narrowed(conversation))


def narrow(conversations: ConversationStore, case: Case, chosen: Narrowing) -> None:
    """Search only these documents in the open conversation from now on. The choice is kept with the
    conversation, as soon as that has a question."""
    conversation = opened(conversations, case)
    if conversation is None:
        _narrowed_ahead()[case.name] = chosen
    else:
        conversations.narrow(conversation, as_text(chosen))


def rename(conversations: ConversationStore, case: Case, title: str) -> None:
    """Call the conversation that is open by a title; a blank one changes nothing."""
    conversation = opened(conversations, case)
    if conversation is not None and title.strip():
        conversations.rename(conversation, title)


def delete(desk: Desk, case: Case) -> None:
    """Delete the conversation that is open and begin a new one; see `undo`. A question that waits
    in it is not answered any more. As `submit` it looks at the session first."""
    number = opened(desk.conversations, case)
    chosen, deleted, ahead = _chosen(), _deleted(), _narrowed_ahead()
    drafts, unkept = _drafts(), _unkept()
    if number is not None:
        deleted[case.name] = gone = desk.conversations.delete(number)
        for turn in gone.turns if gone is not None else ():
            answering.stop(_work(desk, case, number, _turn(turn)))
    chosen[case.name] = None
    ahead.pop(case.name, None)
    drafts.pop(case.name, None)
    unkept.pop(case.name, None)


def is_own(conversations: ConversationStore, opened: int) -> bool:
    """Whether whoever looks may rename and delete a conversation: without sign-in everybody."""
    return not isinstance(conversations, VisitorsConversations) or conversations.owns(opened)


def owner_of(conversations: ConversationStore, case: Case, opened: int) -> str:
    """Who began a conversation, where people sign in."""
    found = (kept.owner for kept in conversations.of_case(case) if kept.id == opened)
    return next(found, "")


def deleted(case: Case) -> DeletedConversation | None:
    """The conversation that was deleted last in this visit, while it can be had back."""
    return _deleted().get(case.name)


def undo(conversations: ConversationStore, case: Case) -> None:
    """Have the conversation back that was deleted last, and open it. As `submit` it looks at the
    session first; where it cannot be written, it can still be had back."""
    chosen, deleted = _chosen(), _deleted()
    gone = deleted.get(case.name)
    if gone is not None:
        chosen[case.name] = conversations.restore(case, gone)
        del deleted[case.name]


def submit(conversations: ConversationStore, case: Case, question: str) -> None:
    """Put a question at the end of the conversation, where it waits for its answer. To be called
    as a callback, as by `ui.callbacks.whole`: it looks at the session first, where a click that
    comes in the same instant may interrupt it, and writes then."""
    question = question.strip()
    if not question:
        return
    chosen, ahead, unkept = _chosen(), _narrowed_ahead(), _unkept()
    draft_name = draft(case)
    try:
        before = chosen.get(case.name)
        # With its choice of documents, at once: a page that is loaded now answers the question.
        narrowed = ahead.get(case.name, Narrowing()) if before is None else Narrowing()
        kept = conversations.add(case, before, question, "", as_text(narrowed))
        chosen[case.name] = kept
        if before is None:
            _BEGUN[draft_name] = kept
            ahead.pop(case.name, None)
    except PinciteError as error:
        turn = Turn(question, None, f"{error.reason} {error.advice}")
        unkept.setdefault(case.name, []).append(turn)


def submit_whole(conversations: ConversationStore, case: Case, question: str) -> None:
    """As `submit`, for a question that is known when its button is drawn."""
    whole(lambda: submit(conversations, case, question))


def again(case: Case, turn: Turn) -> None:
    """Have a question answered that was interrupted."""
    _wanted().add((case.name, turn.ordinal))


def is_wanted(case: Case, turn: Turn) -> bool:
    """Whether a question that waits is to be answered now."""
    return not turn.interrupted or (case.name, turn.ordinal) in _wanted()


def answer(desk: Desk, case: Case, turn: Turn, say: Say) -> None:
    """Ask the bot and keep what comes of it. An error is kept too: the conversation goes on.
    Nothing is asked where the question waits no longer."""
    conversation = _chosen().get(case.name)
    so_far = turns(desk.conversations, case)
    if turn not in so_far:
        return  # answered, stopped or deleted meanwhile, from another window or before a reload
    earlier = [earlier_turn.question for earlier_turn in so_far[: so_far.index(turn)]]

    def keep(answer: Answer) -> None:
        # An answer that nobody waited for is there after a restart too.
        if conversation is not None and turn.ordinal is not None:
            with suppress(PinciteError):
                desk.conversations.finish(conversation, turn.ordinal, to_json(answer))

    work = _work(desk, case, conversation, turn)
    try:
        only = narrowing(desk.conversations, case)
        outcome: Answer | FailedQuestion = chat_model.ask(
            desk, case, turn.question, say, earlier, only, work, keep
        )
    except answering.AnswerStopped:
        return  # what `stop` kept stays
    except PinciteError as error:
        outcome = FailedQuestion(error.reason, error.advice)
    except Exception:
        # A mistake of ours: no later run must meet it again, and no reader its traceback.
        logging.getLogger(__name__).exception("A question met a mistake of the program")
        outcome = MISTAKE
    _keep(desk, case, conversation, turn, outcome)


def stop(desk: Desk, case: Case, turn: Turn) -> None:
    """Wait no more for an answer. To be called as a callback."""
    conversation = _chosen().get(case.name)
    work = _work(desk, case, conversation, turn)
    try:
        # First: another window that waits for the answer looks what came of it once it is stopped.
        _keep(desk, case, conversation, turn, STOPPED)
    finally:
        answering.stop(work)


def _work(desk: Desk, case: Case, conversation: int | None, turn: Turn) -> Hashable:
    """Names an answer among those that are being made. The number of a conversation that was
    deleted may be given to another one, so that the number alone does not say whose answer it is.
    """
    if turn.ordinal is None:
        run = get_script_run_ctx()
        return case.name, run.session_id if run else "", turn.question
    # By the library's folder: where people sign in, each run of a page has a desk of its own.
    return desk.catalogue.path, case.name, conversation, turn.ordinal, turn.question


def _keep(
    desk: Desk, case: Case, conversation: int | None, turn: Turn, outcome: Answer | FailedQuestion
) -> None:
    done = replace(turn, outcome=outcome, interrupted=False)
    if conversation is None or turn.ordinal is None:
        unkept = _unkept().get(case.name, [])
        unkept[:] = [done if waiting == turn else waiting for waiting in unkept]
        return
    try:
        desk.conversations.finish(conversation, turn.ordinal, to_json(outcome))
    except PinciteError as error:
        why = f"{error.reason} {error.advice}"
        _late()[conversation, turn.ordinal] = replace(done, unkept=why)


def _turn(kept: KeptTurn) -> Turn:
    outcome = _outcome(kept.outcome) if kept.outcome else None
    interrupted = outcome is None and kept.at < _STARTED
    return Turn(kept.question, outcome, "", kept.ordinal, interrupted)


# Each run of a page reads every turn, and some of them several times.
@lru_cache(500)
def _outcome(kept: str) -> Answer | FailedQuestion:
    try:
        return from_json(kept)
    except LibraryDamaged as error:
        return FailedQuestion(error.reason, error.advice)


def _chosen() -> dict[str, int | None]:
    kept: dict[str, int | None] = st.session_state.setdefault("conversations", {})
    return kept


def _drafts() -> dict[str, str]:
    kept: dict[str, str] = st.session_state.setdefault("drafts", {})
    return kept


def _deleted() -> dict[str, DeletedConversation | None]:
    kept: dict[str, DeletedConversation | None] = st.session_state.setdefault("deleted", {})
    return kept


def _narrowed_ahead() -> dict[str, Narrowing]:
    """What was chosen for conversations that have no question yet."""
    kept: dict[str, Narrowing] = st.session_state.setdefault("narrowed-ahead", {})
    return kept


def _unkept() -> dict[str, list[Turn]]:
    kept: dict[str, list[Turn]] = st.session_state.setdefault("unkept", {})
    return kept


def _late() -> dict[tuple[int | None, int], Turn]:
    """Answers that could not be kept, of questions that are."""
    kept: dict[tuple[int | None, int], Turn] = st.session_state.setdefault("late", {})
    return kept


def _wanted() -> set[tuple[str, int | None]]:
    kept: set[tuple[str, int | None]] = st.session_state.setdefault("wanted", set())
    return kept
