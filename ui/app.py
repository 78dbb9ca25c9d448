"""Pincite in the browser. Start it in the project's folder: python -m streamlit run ui/app.py"""

from __future__ import annotations

from pathlib import Path

from streamlit.starlette import App

from ingest.environment import keep_to_this_computer
from ingest.settings import Settings
from ingest.store.catalogue import Catalogue
from ui import page_files
from ui.last_words import LAST_WORDS
from ui.same_origin import SAME_ORIGIN

keep_to_this_computer()


def _catalogue() -> Catalogue:
    return Catalogue(Settings.from_environment().library / "catalogue.sqlite")


# Not beside pages/: until the first visit of "/", Streamlit would take such a folder for pages of
# its own kind, and a bookmark of one would show an empty page.
MAIN = Path(__file__).parent / "views" / "visit.py"

app = App(
    MAIN,
    routes=page_files.routes(_catalogue),
    middleware=(*SAME_ORIGIN, *LAST_WORDS),
)
