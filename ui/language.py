"""The language of a page: that of the browser, or the one that was chosen on the page.

The choice is kept by the browser, as a cookie: it is followed on every page and after a restart.
"""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ingest.translation import LANGUAGES, NAMES, ask_reader, known, language
from ui.literal import in_html

_COOKIE = "pincite-language"
_PATH = "/language"
_YEAR = 365 * 24 * 3600


def follow_readers() -> None:
    """From now on what runs for a page says everything in the language of that page. Runs of a
    part of it and what follows a click ask again, each in its own thread."""
    ask_reader(_of_page)


def _of_page() -> str | None:
    if get_script_run_ctx(suppress_warning=True) is None:
        return None
    chosen = st.context.cookies.get(_COOKIE, "")
    return chosen if chosen in LANGUAGES else known(st.context.locale or "")


def draw_choice() -> None:
    """Links to the other languages; the page that is open is opened again."""
    for other in LANGUAGES:
        if other != language():
            address = urlsplit(st.context.url or "/")
            query = urlencode(st.query_params.to_dict())
            back = f"{address.path or '/'}?{query}" if query else address.path or "/"
            link = f"{_PATH}?{urlencode({'to': other, 'back': back})}"
            st.html(
                f'<p class="pincite-aside"><a href="{in_html(link)}" lang="{other}" '
                f'hreflang="{other}">{NAMES[other]}</a></p>'
            )


def route() -> Route:
    """Keeps the choice, and leads back to the page."""

    async def choose(request: Request) -> Response:
        chosen = request.query_params.get("to", "")
        back = request.query_params.get("back", "/")
        if chosen not in LANGUAGES or not back.startswith("/") or back[1:2] in ("/", "\\"):
            return PlainTextResponse("There is no such page.\n", 404)
        answer = RedirectResponse(back, 303)
        answer.set_cookie(_COOKIE, chosen, max_age=_YEAR, httponly=True, samesite="strict")
        return answer

    return Route(_PATH, choose)
