"""The pages of `signed_app`, for whoever signed in."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).parents[2]))

from bot.ask import Bot
from tests.support.fakes import NoOpinion
from tests.support.two_cases import library
from ui import frame, gate
from ui import navigation as pages
from ui.desk import Desk
from ui.opening import open_desk


@st.cache_resource
def whole() -> Desk:
    folder = Path(os.environ["PINCITE_LIBRARY"]).parent
    kept = library(folder / "library")
    return open_desk(kept, Bot(kept, reranker=NoOpinion()), lambda: library(folder / "library"))


frame.prepare()
desk = gate.desk_of_page(whole)
if desk is not None:
    pages.run(desk)
