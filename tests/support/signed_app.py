"""The app where people sign in, with the bot itself and small models, over the library that
PINCITE_LIBRARY names. Its parts are put together as in ui/app.py."""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path

from starlette.middleware import Middleware
from starlette.requests import Request
from streamlit.starlette import App

sys.path.insert(0, str(Path(__file__).parents[2]))

from ingest.store.catalogue import Catalogue
from ui import conversation_files, language, mistakes, page_files, sign_in, taken_files
from ui.last_words import LAST_WORDS
from ui.same_origin import SameOrigin


@lru_cache(1)
def _catalogue() -> Catalogue:
    return Catalogue(Path(os.environ["PINCITE_LIBRARY"]) / "catalogue.sqlite")


def _seen(request: Request) -> Catalogue:
    return sign_in.catalogue_for(_catalogue(), request)


def _may_take(request: Request, file: taken_files.OfferedFile) -> bool:
    return sign_in.may_take(_catalogue(), request, file)


app = App(
    Path(__file__).with_name("signed_page.py"),
    routes=[
        *page_files.routes(_seen),
        *conversation_files.routes(_seen),
        taken_files.route(_may_take),
        language.route(),
    ],
    middleware=(Middleware(SameOrigin, public=sign_in.admit_public_address()), *LAST_WORDS),
    on_script_error=mistakes.draw,
)
