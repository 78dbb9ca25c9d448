"""The pages there are, and the way from one to the other."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from ingest.catalogue import Case
from ui import chat_page, frame
from ui.desk import Desk

Draw = Callable[[Desk, Case], None]


def run(desk: Desk) -> None:
    """Draw the page that is chosen, about the case that is chosen."""
    case = frame.choose_case(desk.bot.cases())

    def page(draw: Draw, title: str, address: str, *, default: bool = False) -> st.Page:
        def drawn() -> None:
            if case is None:
                chat_page.draw_no_cases()
            else:
                draw(desk, case)

        return st.Page(drawn, title=title, url_path=address, default=default)

    chosen = st.navigation([page(chat_page.draw, "Chat", "chat", default=True)], position="top")
    chosen.run()
