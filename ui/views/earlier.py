"""The beginning of a long conversation, which is drawn when somebody asks for it: each turn on the
page has some ten parts, and every click draws all of them again."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from bot.answer import Answer
from ingest.store.catalogue import Case
from ingest.translation import _, counted
from ui import conversation
from ui.conversation import Turn

AT_ONCE = 15
"""Turns that are drawn at first, and that each click adds."""


def first_shown(case: Case, number: int | None, turns: Sequence[Turn]) -> int:
    """The index of the first turn that is drawn. A question that is to be answered now always is,
    for that is what has it answered."""
    more: int = st.session_state.get(_key(case, number), 0)
    first = max(0, len(turns) - AT_ONCE * (1 + more))
    waiting = (
        index
        for index, turn in enumerate(turns)
        if turn.outcome is None and conversation.is_wanted(case, turn)
    )
    return min(first, next(waiting, first))


def citations(turns: Sequence[Turn]) -> int:
    """How many citations stand in turns that are not drawn: numbers go on from there."""
    return sum(len(turn.outcome.citations) for turn in turns if isinstance(turn.outcome, Answer))


def draw(case: Case, number: int | None, first: int) -> None:
    """Draw the button that shows more of what comes before the first turn on the page."""
    if not first:
        return
    with st.container(key="saving-earlier"):
        st.button(
            _("Earlier in this conversation: {questions}").format(
                questions=counted(first, "question")
            ),
            key="earlier",
            type="tertiary",
            on_click=_show_more,
            args=(case, number),
        )


def _show_more(case: Case, number: int | None) -> None:
    key = _key(case, number)
    st.session_state[key] = st.session_state.get(key, 0) + 1


def _key(case: Case, number: int | None) -> str:
    return f"earlier-{case.name}-{number}"
