"""What a page sent last is taken up, although the page is gone.

Streamlit stops the script of a page that is gone, and drops what that page asked for and no run of
the script has begun with yet: a question that was sent in the instant of a reload, or while the
one before it was being answered. So Streamlit learns that a page is gone only when a run has
begun with all that was sent. A run begins by keeping the question (`ui.conversation.submit`).
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

from google.protobuf.message import DecodeError
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

_LONGEST = 120.0
"""Seconds for which a page that is gone is kept: as long as a chat model may read. A run gives way
to the next one when it draws something, or at its end."""
_SETTLES = 0.25
"""Seconds. The first sign of a run is sent a moment after the run began; one that comes sooner
after what was sent may be of the run before."""


class LastWords:
    """ASGI middleware around Streamlit's WebSocket."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        page = _Page(receive, send)
        await self._app(scope, page.receive, page.send)


class _Page:
    """The connection to one page."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self._taken_up = asyncio.Event()
        self._taken_up.set()
        self._asked_at = 0.0
        self._is_gone = False

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "websocket.disconnect":
            self._is_gone = True
            with suppress(TimeoutError):
                await asyncio.wait_for(self._taken_up.wait(), _LONGEST)
            await asyncio.sleep(self._asked_at + _SETTLES - asyncio.get_running_loop().time())
        elif _asks_for_a_run(message):
            self._taken_up.clear()
            self._asked_at = asyncio.get_running_loop().time()
        return message

    async def send(self, message: Message) -> None:
        if not self._taken_up.is_set() and _begins_a_run(message):
            self._taken_up.set()
        if not self._is_gone:
            # Who is gone is told of by `receive` alone: an error here would end the script, too.
            with suppress(OSError):
                await self._send(message)


def _asks_for_a_run(message: Message) -> bool:
    return _kind(BackMsg(), message) == "rerun_script"


def _begins_a_run(message: Message) -> bool:
    return _kind(ForwardMsg(), message) == "new_session"


def _kind(sent: BackMsg | ForwardMsg, message: Message) -> str:
    try:
        sent.ParseFromString(message.get("bytes") or b"")
    except DecodeError:
        return ""  # Streamlit answers it
    return sent.WhichOneof("type") or ""


LAST_WORDS = (Middleware(LastWords),)
