"""Pincite in the browser. Start it in the project's folder: python -m streamlit run ui/app.py"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.middleware import Middleware
from starlette.requests import Request
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
    sign_in,
    taken_files,
)
from ui.last_words import LAST_WORDS
from ui.loading import is_over, loading
from ui.same_origin import SameOrigin
from ui.serve import SECRET

if TYPE_CHECKING:
    from ui.desk import Desk

keep_to_this_computer()


@lru_cache(1)
def _catalogue() -> Catalogue:
    settings = Settings.from_environment()
    return Catalogue(settings.library / "catalogue.sqlite", settings.database_url)


def _seen(request: Request) -> Catalogue:
    return sign_in.catalogue_for(_catalogue(), request)


def _may_take(request: Request, file: taken_files.OfferedFile) -> bool:
    return sign_in.may_take(_catalogue(), request, file)


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
        *page_files.routes(_seen),
        *conversation_files.routes(_seen),
        taken_files.route(_may_take),
        language.route(),
        *health.routes(_desk, is_over),
        metrics.route(),
        asked_by_command.route(_desk, os.environ.get(SECRET, "")),
    ],
    middleware=(Middleware(SameOrigin, public=sign_in.admit_public_address()), *LAST_WORDS),
    on_script_error=mistakes.draw,
)
