"""What a visit of Pincite runs: the pages, with all they work with. ui/app.py serves it."""

from __future__ import annotations

from contextlib import suppress
from threading import Thread

import streamlit as st

from bot.ask import Bot
from ingest.errors import ModelMissing, PinciteError
from ingest.settings import Settings
from ingest.store.library import Library
from ui import frame
from ui import navigation as pages
from ui.desk import Desk
from ui.opening import open_desk


@st.cache_resource(show_spinner="Opening the library…")
def desk() -> Desk:
    """One for the process: the embedding model in it takes seconds to load. That goes on
    while the first question is being written."""
    settings = Settings.from_environment()
    library = Library(settings)
    Thread(target=_load_model, args=(library,), daemon=True).start()
    return open_desk(library, Bot(library), lambda: Library(settings))


def _load_model(opened: Library) -> None:
    # Where there is no model, the first question says so.
    with suppress(ModelMissing):
        opened.embedder.embed_query("")


def main() -> None:
    frame.prepare()
    try:
        pages.run(desk())
    except PinciteError as error:
        frame.draw_error(error)


main()
