"""Addresses at which a supervisor asks how the app is: a container's, or a reverse proxy's.

They tell nobody anything of the library but its state, so no sign-in stands before them. What the
app asks of everybody else holds here too: see `ui.same_origin`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from ingest.errors import PinciteError

if TYPE_CHECKING:
    from ui.desk import Desk

ALIVE = "/_pincite/health"
READY = "/_pincite/ready"

State = Literal["ready", "warming", "unavailable"]
_NOT_KEPT = {"Cache-Control": "no-store"}


def routes(
    open_desk: Callable[[], Desk], is_loaded: Callable[[], bool] = lambda: True
) -> list[Route]:
    """``open_desk`` is called each time whether it is ready is asked, once ``is_loaded`` says that
    the pages' own modules are there: no two threads may load them."""

    async def alive(_request: Request) -> Response:
        return PlainTextResponse("alive\n", headers=_NOT_KEPT)

    def ready(_request: Request) -> Response:  # in a thread of its own: a database may be slow
        state, why = state_of(open_desk) if is_loaded() else ("warming", "")
        said = {"status": state} | ({"why": why} if why else {})
        return JSONResponse(said, 200 if state == "ready" else 503, headers=_NOT_KEPT)

    return [Route(ALIVE, alive), Route(READY, ready)]


def state_of(open_desk: Callable[[], Desk]) -> tuple[State, str]:
    """Whether questions are answered without waiting for models; where not at all, the kind of
    error, by its name in `ingest.errors`: its sentence may name folders and servers."""
    try:
        desk = open_desk()
        desk.catalogue.generation()
    except PinciteError as error:
        return "unavailable", type(error).__name__
    desk.warming.begin()  # otherwise the first page does, and a proxy lets none come before
    if not desk.warming.is_over:
        return "warming", ""
    problem = desk.warming.problem
    return ("unavailable", type(problem).__name__) if problem else ("ready", "")
