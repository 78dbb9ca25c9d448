"""Runs the pages for one visitor; ui/app.py serves it."""

from __future__ import annotations

import streamlit as st

from ingest.errors import PinciteError
from ingest.translation import _
from ui import language, loading


def main() -> None:
    language.follow_readers()
    with st.spinner(_("Opening the library…")):
        loading.wait()
    from ui import frame, gate, navigation
    from ui.opening import shared_desk

    frame.prepare()
    try:
        desk = gate.desk_of_page(shared_desk)
    except PinciteError as error:
        frame.draw_error(error)
        return
    if desk is None:
        return
    try:
        navigation.run(desk)
    finally:
        # Not before: loading would take the processor from what draws the first page.
        desk.warming.begin()


main()
