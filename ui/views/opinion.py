"""Under an answer: whether it was helpful, and why."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from ingest.errors import PinciteError
from ingest.store.user_data.conversations import Opinion
from ingest.translation import _, retold
from ui.desk import Desk
from ui.literal import in_label


def draw_thumbs(
    desk: Desk, conversation: int, ordinal: int, opinions: Mapping[int, Opinion]
) -> None:
    """Thumbs up and down; a second click takes them back."""
    opinion = opinions.get(ordinal)
    key = f"thumbs-{conversation}-{ordinal}"
    st.session_state[key] = int(opinion.helpful) if opinion else None
    st.feedback("thumbs", key=key, on_change=_judge, args=(desk, conversation, ordinal))


def draw_reason(
    desk: Desk, conversation: int, ordinal: int, opinions: Mapping[int, Opinion]
) -> None:
    """Why, once there are thumbs."""
    opinion = opinions.get(ordinal)
    if opinion is None:
        return
    key = f"reason-{conversation}-{ordinal}"
    st.session_state[key] = opinion.reason
    st.text_input(
        _("What was good about it?") if opinion.helpful else _("What was wrong with it?"),
        key=key,
        max_chars=500,
        placeholder=_("A few words, if you like. They are kept in this library and go nowhere."),
        on_change=_say_why,
        args=(desk, conversation, ordinal),
    )


# What is kept is read anew, since it may be newer than the page: who clicks after writing a reason
# sends both in one instant.
def _judge(desk: Desk, conversation: int, ordinal: int) -> None:
    chosen = st.session_state[f"thumbs-{conversation}-{ordinal}"]
    before = desk.conversations.opinions(conversation).get(ordinal)
    reason = before.reason if before else ""
    _keep(desk, conversation, ordinal, None if chosen is None else Opinion(bool(chosen), reason))


def _say_why(desk: Desk, conversation: int, ordinal: int) -> None:
    said = str(st.session_state[f"reason-{conversation}-{ordinal}"] or "").strip()
    before = desk.conversations.opinions(conversation).get(ordinal)
    if before is not None:
        _keep(desk, conversation, ordinal, Opinion(before.helpful, said))


def _keep(desk: Desk, conversation: int, ordinal: int, opinion: Opinion | None) -> None:
    try:
        desk.conversations.judge(conversation, ordinal, opinion)
    except PinciteError as error:
        st.toast(in_label(f"{retold(error.reason)} {retold(error.advice)}"))
