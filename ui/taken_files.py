"""Files that a page offers: plain links lead here, which work whatever the page is drawing.

Streamlit's own download buttons do not: each run of the page gives the file another name, and one
that the browser still shows is forgotten at the end of that run, also of another person's.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from urllib.parse import quote

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from ingest.errors import PinciteError
from ingest.translation import in_same_language, retold

WHOSE = "signed-in"
"""The key under which a visit keeps who signed in."""
_PATH = "/taken"
_KEPT = 200
"""Files that can be asked for; those offered longest ago are forgotten."""


@dataclass(frozen=True, slots=True)
class OfferedFile:
    """``write`` makes its content, when somebody asks for it."""

    name: str
    media_type: str
    write: Callable[[], bytes]
    whose: str = ""
    """The e-mail address of who may take it, where people sign in."""
    case: str = ""
    """The name of the case that was open."""


_offered: OrderedDict[tuple[str, str], OfferedFile] = OrderedDict()
_lock = Lock()


def offer(key: str, file: OfferedFile) -> str:
    """The address of a file on this page of this visit; what is offered under a key that was
    offered before takes its place."""
    visit: str = st.session_state.setdefault("visit", secrets.token_urlsafe(16))
    whose: str = st.session_state.get(WHOSE, "")
    case: str = st.session_state.get("case", "")
    kept = OfferedFile(file.name, file.media_type, in_same_language(file.write), whose, case)
    with _lock:
        _offered[visit, key] = kept
        _offered.move_to_end((visit, key))
        while len(_offered) > _KEPT:
            _offered.popitem(last=False)
    return f"{_PATH}/{visit}/{quote(key)}"


def route(may_take: Callable[[Request, OfferedFile], bool] = lambda request, file: True) -> Route:
    """Writes and sends the files; each request runs in a thread of its own. ``may_take`` says
    whether a file may go to who sends a request."""

    def file(request: Request) -> Response:
        with _lock:
            found = _offered.get((request.path_params["visit"], request.path_params["key"]))
        if found is None or not may_take(request, found):
            return PlainTextResponse("Load the page again, then take the file.\n", 404)
        try:
            content = found.write()
        except PinciteError as error:
            said = f"{retold(error.reason)} {retold(error.advice)}\n"
            return PlainTextResponse(said, 503)
        headers = {
            "Cache-Control": "no-store",
            "Content-Disposition": f"attachment; filename*=utf-8''{quote(found.name)}",
        }
        return Response(content, media_type=found.media_type, headers=headers)

    return Route(f"{_PATH}/{{visit}}/{{key}}", file)
