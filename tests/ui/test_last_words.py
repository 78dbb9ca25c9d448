"""What a page sent last is taken up before Streamlit learns that the page is gone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from ui.last_words import LastWords

GONE: Message = {"type": "websocket.disconnect", "code": 1001}


def asks() -> Message:
    """A page asks for a run of its script."""
    sent = BackMsg()
    sent.rerun_script.query_string = ""
    return {"type": "websocket.receive", "bytes": sent.SerializeToString()}


def begins() -> Message:
    """A run of the script has begun."""
    sent = ForwardMsg()
    sent.new_session.page_script_hash = "chat"
    return {"type": "websocket.send", "bytes": sent.SerializeToString()}


def draws() -> Message:
    """A run of the script draws something."""
    sent = ForwardMsg()
    sent.delta.new_element.text.body = "drawn"
    return {"type": "websocket.send", "bytes": sent.SerializeToString()}


class Browser:
    """Pages at one middleware; ``heard`` is what Streamlit learned, ``seen`` what pages got."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.seen: list[Message] = []
        self.answer: Send | None = None
        self.middleware = LastWords(self._streamlit)

    async def _streamlit(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.heard.append(f"{scope['path']} opened")
        self.answer = send
        while True:
            message = await receive()
            self.heard.append(f"{scope['path']} {message['type'].rpartition('.')[2]}")
            if message["type"] == "websocket.disconnect":
                return

    def open(self, path: str, *sent: Message) -> asyncio.Task[None]:
        """A page that sends this and no more."""
        messages = iter(sent)

        async def receive() -> Message:
            message = next(messages, None)
            if message is None:
                await asyncio.Event().wait()
                raise AssertionError
            return message

        async def send(message: Message) -> None:
            self.seen.append(message)

        scope = {"type": "websocket", "path": path}
        return asyncio.create_task(self._call(scope, receive, send))

    async def _call(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.middleware(scope, receive, send)

    async def says(self, message: Message) -> None:
        """Streamlit sends this to the page that it answers."""
        assert self.answer is not None
        await self.answer(message)

    async def hears(self, count: int) -> None:
        """Wait until Streamlit has learned so much."""
        async with asyncio.timeout(5):
            while len(self.heard) < count:
                await asyncio.sleep(0)


def within_a_loop(test: Callable[[Browser], Awaitable[None]]) -> None:
    async def run() -> None:
        await test(Browser())

    asyncio.run(run())


def test_a_page_that_asked_for_nothing_is_gone_at_once() -> None:
    async def test(browser: Browser) -> None:
        browser.open("old", GONE)
        await browser.hears(2)
        assert browser.heard == ["old opened", "old disconnect"]

    within_a_loop(test)


def test_a_page_is_gone_when_a_run_draws_that_began_with_what_it_sent() -> None:
    async def test(browser: Browser) -> None:
        browser.open("old", asks(), GONE)
        await browser.hears(2)
        # The run before it still draws: that takes nothing up.
        await browser.says(draws())
        await asyncio.sleep(0.3)
        assert browser.heard == ["old opened", "old receive"]
        # The question is kept between the two.
        await browser.says(begins())
        await asyncio.sleep(0.01)
        assert browser.heard == ["old opened", "old receive"]
        await browser.says(draws())
        await browser.hears(3)
        assert browser.heard[-1] == "old disconnect"

    within_a_loop(test)


def test_nothing_is_sent_to_a_page_that_is_gone() -> None:
    async def test(browser: Browser) -> None:
        browser.open("old", asks(), GONE)
        await browser.hears(2)
        await asyncio.sleep(0.01)
        await browser.says(begins())
        await browser.says(draws())
        assert browser.seen == []

    within_a_loop(test)


def test_what_streamlit_sends_reaches_a_page_that_is_there() -> None:
    async def test(browser: Browser) -> None:
        browser.open("page", asks())
        await browser.hears(2)
        await browser.says(begins())
        await browser.says(draws())
        assert browser.seen == [begins(), draws()]

    within_a_loop(test)


def test_the_reloaded_page_waits_until_the_question_is_taken_up() -> None:
    async def test(browser: Browser) -> None:
        browser.open("old", asks(), GONE)
        await browser.hears(2)
        await asyncio.sleep(0.01)
        answer_old = browser.answer
        browser.open("new")
        await asyncio.sleep(0.3)
        assert "new opened" not in browser.heard
        assert answer_old is not None
        await answer_old(begins())
        await answer_old(draws())
        await browser.hears(4)
        assert set(browser.heard[2:]) == {"old disconnect", "new opened"}

    within_a_loop(test)


def test_a_run_that_takes_long_does_not_keep_the_next_page_waiting() -> None:
    async def test(browser: Browser) -> None:
        browser.middleware.patience = 0.05
        browser.open("old", asks(), GONE)
        await browser.hears(2)
        await asyncio.sleep(0.01)
        browser.open("new")
        await browser.hears(3)
        assert browser.heard == ["old opened", "old receive", "new opened"]

    within_a_loop(test)


def test_what_is_no_message_of_streamlits_is_left_to_it() -> None:
    async def test(browser: Browser) -> None:
        browser.open("page", {"type": "websocket.receive", "bytes": b"\xff\xff"}, GONE)
        await browser.hears(3)
        assert browser.heard == ["page opened", "page receive", "page disconnect"]

    within_a_loop(test)
