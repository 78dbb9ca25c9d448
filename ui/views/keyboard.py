"""The keys of the chat, their list under "?", and the scrolling to what was asked last.

A small component of ours: Streamlit has no keys of its own but for single buttons, and leaves a
page where it was when something is added below.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from ingest.translation import _
from ui.conversation import Turn

_FILES = Path(__file__).with_name("keyboard_files")
_keys = st.components.v2.component(
    "pincite_keyboard",
    html=(_FILES / "keyboard.html").read_text(encoding="utf-8"),
    css=(_FILES / "keyboard.css").read_text(encoding="utf-8"),
    js=(_FILES / "keyboard.js").read_text(encoding="utf-8"),
)


def draw(
    case_name: str, conversation: int | None, turns: Sequence[Turn], shown: Sequence[Turn]
) -> None:
    """To be drawn before the questions: one that waits for its answer holds up what follows it.
    ``shown`` are the last of the turns, those that stand on the page."""
    with st.bottom:
        _keys(
            key="keyboard",
            height="content",
            data={
                "conversation": f"{case_name} {conversation or ''}",
                "count": len(turns),
                "shown": len(shown),
                "waits": any(turn.outcome is None for turn in turns),
                # As pairs, without which Streamlit would load pandas (see `streamlits_words`).
                "words": tuple(_words().items()),
            },
        )


def _words() -> dict[str, str]:
    """What the list says, by the names that its files have for it."""
    return {
        "keys": _("Keys"),
        "close": _("Close the list of keys"),
        "enter": _("Enter"),
        "escape": _("Esc"),
        "toBox": _("go to the question box"),
        "ask": _("ask; with Shift, a new line"),
        "toCitations": _("go to the citations of the last answer"),
        "alongCitations": _("on a citation: the next, the one before"),
        "openCitation": _("on a citation: open its page"),
        "alongQuotes": _("in the document: the quote before, the next"),
        "size": _("in the document: larger, smaller"),
        "find": _("in the document: find words"),
        "closes": _("close what is open, and go back to where you were"),
        "thisList": _("this list"),
    }
