"""Pincite in the browser. Start it in the project's folder: python -m streamlit run ui/app.py"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from streamlit.starlette import App

from ingest.environment import keep_to_this_computer
from ingest.settings import Settings
from ingest.store.catalogue import Catalogue
from ui import (
    asked_by_command,
    conversation_files,
    health,
    language,
    metrics,
    mistakes,
    page_files,
    taken_files,
)
from ui.last_words import LAST_WORDS
from ui.loading import is_over, loading
from ui.same_origin import SAME_ORIGIN
from ui.serve import SECRET

if TYPE_CHECKING:
    from ui.desk import Desk

keep_to_this_computer()


def _catalogue() -> Catalogue:
    settings = Settings.from_environment()
    return Catalogue(settings.library / "catalogue.sqlite", settings.database_url)


def _desk() -> Desk:
    # Loaded late: the server should answer, and the browser load its part, before all is loaded.
    from ui.opening import shared_desk

    return shared_desk()


# Not beside pages/: until the first visit of "/", Streamlit would take such a folder for pages of
# its own kind, and a bookmark of one would show an empty page.
MAIN = Path(__file__).parent / "views" / "visit.py"

app = App(
    MAIN,
    lifespan=loading,
    routes=[
        *page_files.routes(_catalogue),
        *conversation_files.routes(_catalogue),
        taken_files.route(),
        language.route(),
        *health.routes(_desk, is_over),
        metrics.route(),
        asked_by_command.route(_desk, os.environ.get(SECRET, "")),
    ],
    middleware=(*SAME_ORIGIN, *LAST_WORDS),
    on_script_error=mistakes.draw,
)
