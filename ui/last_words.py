"""Takes up what a page sent last, even if the page is gone by then.

Streamlit stops the script of a page that is gone, and drops what that page asked for and no run of
the script has begun with yet: a question that was sent in the instant of a reload, or while the
one before it was being answered. So Streamlit learns that a page is gone only when a run has
begun with all that was sent. A run keeps the question first (`ui.conversation.submit`) and draws
then: what it draws first shows that the question is kept.

So it is with two clicks in one instant: the run for the first is stopped before it began, and what
was asked by it is lost. The second is held until the first has begun.

The page that is opened meanwhile, as a rule the reloaded one, waits for that a moment, so that it
shows the question too.
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
"""Seconds. The signs of a run are sent a moment after it began; those that come sooner after what
was sent may be of the run before."""
PATIENCE = 2.0
"""Seconds that a page which is opened waits for those that are going. A run that takes longer may
take minutes; its question is shown when it is kept."""


_HELD = 5.0
"""Seconds at most that a click waits for the run of the click before to begin."""


class LastWords:
    """ASGI middleware around Streamlit's WebSocket."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._going: set[_ServedPage] = set()
        self.patience = PATIENCE

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        with suppress(TimeoutError):
            await asyncio.wait_for(self._others_have_gone(), self.patience)
        page = _ServedPage(receive, send, self._going)
        await self._app(scope, page.receive, page.send)

    async def _others_have_gone(self) -> None:
        for page in tuple(self._going):
            await page.has_gone.wait()


class _ServedPage:
    """The connection to one page. ``going`` are the pages that are gone, of which Streamlit has
    not learned it yet."""

    def __init__(self, receive: Receive, send: Send, going: set[_ServedPage]) -> None:
        self.has_gone = asyncio.Event()
        self._receive = receive
        self._send = send
        self._going = going
        self._taken_up = asyncio.Event()
        self._taken_up.set()
        self._has_begun = False
        self._asked_at = 0.0
        self._is_gone = False
        self._is_by_hand = False

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "websocket.disconnect":
            self._is_gone = True
            self._going.add(self)
            try:
                await self._settled()
            finally:
                self._going.discard(self)
                self.has_gone.set()
        elif _asks_for_a_run(message):
            if self._is_by_hand:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._taken_up.wait(), _HELD)
            self._is_by_hand = _is_by_hand(message)
            self._taken_up.clear()
            self._has_begun = False
            self._asked_at = asyncio.get_running_loop().time()
        return message

    async def _settled(self) -> None:
        """Return once Streamlit has taken up everything that the page sent."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._taken_up.wait(), _LONGEST)
        await asyncio.sleep(self._asked_at + _SETTLES - asyncio.get_running_loop().time())

    async def send(self, message: Message) -> None:
        if not self._taken_up.is_set():
            kind = _kind(ForwardMsg(), message)
            if kind == "new_session":
                self._has_begun = True
            elif self._has_begun and kind in ("delta", "script_finished"):
                self._taken_up.set()
        if not self._is_gone:
            # Who is gone is told of by `receive` alone: an error here would end the script, too.
            with suppress(OSError):
                await self._send(message)


def _asks_for_a_run(message: Message) -> bool:
    return _kind(BackMsg(), message) == "rerun_script"


def _is_by_hand(message: Message) -> bool:
    """Whether a person did something; parts of the page also draw themselves anew by the clock."""
    asked = BackMsg()
    asked.ParseFromString(message.get("bytes") or b"")
    return not asked.rerun_script.fragment_id


def _kind(sent: BackMsg | ForwardMsg, message: Message) -> str:
    try:
        sent.ParseFromString(message.get("bytes") or b"")
    except DecodeError:
        return ""  # Streamlit answers it
    return sent.WhichOneof("type") or ""


LAST_WORDS = (Middleware(LastWords),)
