"""Runs the pages for one visitor; ui/app.py serves it."""

from __future__ import annotations

import streamlit as st

from ingest.errors import PinciteError
from ingest.translation import _
from ui import frame
from ui import navigation as pages
from ui.desk import Desk
from ui.opening import shared_desk


@st.cache_resource(show_spinner=False)
def desk() -> Desk:
    """What all windows share."""
    return shared_desk()


def main() -> None:
    frame.prepare()
    try:
        with st.spinner(_("Opening the library…")):
            opened = desk()
    except PinciteError as error:
        frame.draw_error(error)
    else:
        pages.run(opened)


main()
