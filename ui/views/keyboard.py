"""The keys of the chat, their list under "?", and the scrolling to what was asked last.

A small component of ours: Streamlit has no keys of its own but for single buttons, and scrolls to
the end of a page, past a long answer's beginning.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from ui.conversation import Turn

_FILES = Path(__file__).with_name("keyboard_files")
_keys = st.components.v2.component(
    "pincite_keyboard",
    html=(_FILES / "keyboard.html").read_text(encoding="utf-8"),
    css=(_FILES / "keyboard.css").read_text(encoding="utf-8"),
    js=(_FILES / "keyboard.js").read_text(encoding="utf-8"),
)


def draw(case_name: str, conversation: int | None, turns: Sequence[Turn]) -> None:
    """To be drawn before the questions: one that waits for its answer holds up what follows it."""
    with st.bottom:
        _keys(
            key="keyboard",
            height="content",
            data={
                "conversation": f"{case_name} {conversation or ''}",
                "count": len(turns),
                "waits": any(turn.outcome is None for turn in turns),
            },
        )
