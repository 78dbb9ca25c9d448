"""The address of the page: it names a case and a conversation, so that a reload, a bookmark and
Back open what they opened before.

The address is obeyed when somebody comes by it: in the first run of a session, and when the
browser goes back or forward. In every other run the session knows better than the address that
the browser sends along, which may be older than a click that was just followed; then the
address is only written.

A conversation without a question yet is named by its draft. A reload of that address opens what
the draft became meanwhile. Going back to it begins a new conversation, as it did at first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ingest.store.catalogue import Case
from ui import conversation
from ui.desk import ConversationStore

_CASE, _CONVERSATION = "case", "conversation"
_NEW = "new"
"""Stands for a conversation that has no question yet; its name may follow: new-1f3a."""


@dataclass(frozen=True, slots=True)
class Place:
    """What an address names. ``case`` is None where it names none that exists, and
    ``conversation`` where it names none or a draft. ``draft`` is the name of the draft, empty
    for a draft without a name, None where the address names no draft. ``unknown`` is the name
    of a case that does not exist."""

    case: Case | None
    conversation: int | None = None
    draft: str | None = None
    unknown: str = ""


def arrival(cases: Sequence[Case], conversations: ConversationStore) -> Place | None:
    """What the address names, if somebody came by it; else None. A conversation belongs to one
    case, and its address opens that case whatever else the address says."""
    come_by = _come_by()
    if come_by is None:
        return None
    name = st.query_params.get(_CASE, "")
    named = next((case for case in cases if case.name == name), None)
    asked = st.query_params.get(_CONVERSATION, "")
    new, _, draft = asked.partition("-")
    number = int(asked) if asked.isdecimal() else None
    if new == _NEW and come_by == "first":
        number = conversation.begun(draft)
    owner = conversations.case_of(number) if number is not None else None
    for case in cases:
        if case.id == owner:
            return Place(case, number)
    return Place(named, draft=draft if new == _NEW else None, unknown="" if named else name)


def show(case: Case, opened: int | None) -> None:
    """Write the address of what is open: a conversation, or with None the draft of one."""
    names = str(opened) if opened is not None else f"{_NEW}-{conversation.draft(case)}"
    now = {_CASE: case.name, _CONVERSATION: names}
    if st.query_params.to_dict() != now:
        # In one step: each is an entry in the history of the browser.
        st.query_params.from_dict(now)


def obeyed() -> None:
    """To be called when what the address names is open. A run that was interrupted before leaves
    that to the next one."""
    st.session_state["arrived"] = True


def _come_by() -> Literal["first", "history"] | None:
    """How somebody came by the address: in the first run of a session, or back or forward."""
    if not st.session_state.get("arrived", False):
        return "first"
    run = get_script_run_ctx()
    return "history" if run is not None and run.is_history_navigation else None
