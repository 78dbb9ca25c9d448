"""Pincite's pages. Start them from the project's folder: python -m streamlit run ui/app.py"""

from __future__ import annotations

from contextlib import suppress
from threading import Thread

import streamlit as st

from bot.ask import Bot
from ingest.conversations import Conversations
from ingest.errors import ModelMissing, PinciteError
from ingest.library import Library
from ingest.settings import Settings
from ui import frame, pages
from ui.desk import Desk


@st.cache_resource(show_spinner="Opening the library…")
def library() -> Library:
    """One for the process: the embedding model in it takes seconds to load. That goes on
    while the first question is being written."""
    opened = Library(Settings.from_environment())
    Thread(target=_load_model, args=(opened,), daemon=True).start()
    return opened


def _load_model(opened: Library) -> None:
    # Where there is no model, the first question says so.
    with suppress(ModelMissing):
        opened.embedder.embed_query("")


def main() -> None:
    frame.prepare()
    try:
        opened = library()
        pages.run(Desk(Bot(opened), opened.catalogue, Conversations(opened.catalogue)))
    except PinciteError as error:
        frame.draw_error(error)


main()
