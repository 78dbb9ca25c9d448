"""Pincite's page. Start it from the project's folder: python -m streamlit run ui/app.py"""

from __future__ import annotations

import streamlit as st

from bot.ask import Bot
from ingest.errors import PinciteError
from ingest.library import Library
from ingest.settings import Settings
from ui import page


@st.cache_resource(show_spinner="Opening the library…")
def library() -> Library:
    """One for the process: the embedding model in it takes seconds to load."""
    return Library(Settings.from_environment())


def main() -> None:
    page.prepare()
    try:
        opened = library()
        page.draw(Bot(opened), opened.catalogue)
    except PinciteError as error:
        page.draw_error(error)


main()
