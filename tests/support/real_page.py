"""The pages with the bot itself, over the library that PINCITE_LIBRARY names; only its models are
small: words instead of an embedding model, and no cross-encoder."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).parents[2]))

from bot.ask import Bot
from ingest.settings import Settings
from ingest.store.library import Library
from tests.support.fakes import NoOpinion, WordEmbedder
from ui import frame
from ui import navigation as pages
from ui.desk import Desk
from ui.opening import open_desk


def _library() -> Library:
    settings = Settings.from_environment()
    return Library(replace(Settings(), library=settings.library), WordEmbedder())


@st.cache_resource
def desk() -> Desk:
    library = _library()
    return open_desk(library, Bot(library, reranker=NoOpinion()), _library)


frame.prepare()
pages.run(desk())
