"""The address of the page: it names a case and a conversation, so that a reload, a bookmark and
Back open what they opened before.

The address is obeyed when somebody comes by it: in the first run of a session, and when the
browser goes back or forward. In every other run the session knows better than the address that
the browser sends along, which may be older than a click that was just followed; then the
address is only written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ingest.store.catalogue import Case
from ui.desk import ConversationStore

_CASE, _CONVERSATION = "case", "conversation"
_NEW = "new"
"""Stands for a conversation that has no question yet."""


@dataclass(frozen=True, slots=True)
class Place:
    """What an address names. ``case`` is None where it names none that exists, and
    ``conversation`` where it names none or a new one; ``is_new`` tells these two apart.
    ``unknown`` is the name of a case that does not exist."""

    case: Case | None
    conversation: int | None = None
    is_new: bool = False
    unknown: str = ""


def arrival(cases: Sequence[Case], conversations: ConversationStore) -> Place | None:
    """What the address names, if somebody came by it; else None. A conversation belongs to one
    case, and its address opens that case whatever else the address says."""
    if not _has_arrived():
        return None
    name = st.query_params.get(_CASE, "")
    named = next((case for case in cases if case.name == name), None)
    asked = st.query_params.get(_CONVERSATION, "")
    if asked.isdecimal():
        owner = conversations.case_of(int(asked))
        for case in cases:
            if case.id == owner:
                return Place(case, int(asked))
    return Place(named, is_new=asked == _NEW, unknown="" if named else name)


def show(case: Case, conversation: int | None) -> None:
    """Write the address of what is open."""
    now = {_CASE: case.name, _CONVERSATION: str(conversation or _NEW)}
    if st.query_params.to_dict() != now:
        # In one step: each is an entry in the history of the browser.
        st.query_params.from_dict(now)


def _has_arrived() -> bool:
    is_first = not st.session_state.get("arrived", False)
    st.session_state["arrived"] = True
    run = get_script_run_ctx()
    return is_first or (run is not None and run.is_history_navigation)
