"""Pincite in the browser. Start it in the project's folder: python -m streamlit run ui/app.py"""

from __future__ import annotations

from pathlib import Path

from streamlit.starlette import App

from ingest.environment import keep_to_this_computer
from ui.same_origin import SAME_ORIGIN

keep_to_this_computer()

app = App(Path(__file__).with_name("main.py"), middleware=SAME_ORIGIN)
