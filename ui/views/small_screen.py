"""On a small screen the sidebar lies over the page: it goes once something was chosen in it.

A small component of ours: Streamlit leaves it open over the page that was asked for.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_close_sidebar = st.components.v2.component(
    "pincite_small_screen",
    js=(Path(__file__).with_name("small_screen_files") / "small_screen.js").read_text(
        encoding="utf-8"
    ),
)


def draw() -> None:
    """Draw the component, which has no look of its own; call it once on every page."""
    _close_sidebar(key="small-screen", height="content")
