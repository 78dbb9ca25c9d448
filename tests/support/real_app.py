"""The app with the bot itself, as `streamlit run` starts it for the browser tests."""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from streamlit.starlette import App

sys.path.insert(0, str(Path(__file__).parents[2]))

from ingest.store.catalogue import Catalogue
from ui import conversation_files, language, mistakes, page_files, taken_files
from ui.last_words import LAST_WORDS
from ui.same_origin import SAME_ORIGIN


def _catalogue(_: Request) -> Catalogue:
    return _opened()


@lru_cache(1)
def _opened() -> Catalogue:
    return Catalogue(Path(os.environ["PINCITE_LIBRARY"]) / "catalogue.sqlite")


app = App(
    Path(__file__).with_name("real_page.py"),
    routes=[
        *page_files.routes(_catalogue),
        *conversation_files.routes(_catalogue),
        taken_files.route(),
        language.route(),
    ],
    middleware=(*SAME_ORIGIN, *LAST_WORDS),
    on_script_error=mistakes.draw,
)
