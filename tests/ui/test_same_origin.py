"""Who may talk to the app: its own pages, and nobody that a browser would speak for."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping
from urllib.parse import urlsplit

import pytest
from starlette.types import Message, Receive, Scope, Send

from ui.same_origin import SameOrigin


def answer(address: str, path: str, headers: Mapping[str, str]) -> str:
    """The first line of what the server answers; "Host" is its own unless given."""
    place = urlsplit(address)
    assert place.hostname is not None
    assert place.port is not None
    given = {"Host": place.netloc, "Connection": "close", **headers}
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in given.items())]
    with socket.create_connection((place.hostname, place.port), timeout=20) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        return connection.recv(4096).split(b"\r\n")[0].decode()


WEBSOCKET = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
}


def test_a_page_of_another_site_opens_no_websocket_and_nobody_is_asked_about_it(
    address: str,
) -> None:
    """That nobody is asked is held by ``served``, which records it."""
    port = urlsplit(address).port
    for origin in ("https://evil.example", "http://localhost:1", "null", f"http://[::1]:{port}"):
        status = answer(address, "/_stcore/stream", {**WEBSOCKET, "Origin": origin})
        assert status == "HTTP/1.1 403 Forbidden", origin
    assert answer(address, "/_stcore/stream", {**WEBSOCKET, "Origin": address}).endswith(
        "101 Switching Protocols"
    )


def test_a_name_that_leads_here_from_elsewhere_gets_nothing(address: str) -> None:
    port = urlsplit(address).port
    for path in ("/", "/documents", "/_stcore/health", "/static/js/nothing.js"):
        for host in (f"evil.example:{port}", "127.0.0.1", "127.0.0.1:1", ""):
            assert " 403 " in answer(address, path, {"Host": host}), (path, host)
    assert " 200 " in answer(address, "/", {"Host": f"localhost:{port}"})


# What a browser says of itself, and whether that is let in.
REQUESTS = [
    ({}, True),
    ({"origin": "http://127.0.0.1:8501"}, True),
    ({"host": "localhost:8501", "origin": "http://localhost:8501"}, True),
    ({"host": "LOCALHOST:8501"}, True),
    ({"origin": "http://localhost:8501"}, False),  # the same computer, but not this page
    ({"origin": "https://127.0.0.1:8501"}, False),
    ({"origin": ""}, False),
    ({"host": "127.0.0.1:8502"}, False),
    ({"host": "127.0.0.1.evil.example:8501"}, False),
    ({"sec-fetch-site": "same-origin", "sec-fetch-mode": "no-cors"}, True),
    ({"sec-fetch-site": "none", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}, True),
    # A link in an e-mail leads here; a picture, a script or a frame of a page elsewhere does not.
    (
        {
            "sec-fetch-site": "cross-site",
            "sec-fetch-mode": "navigate",
            "sec-fetch-dest": "document",
        },
        True,
    ),
    (
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"},
        False,
    ),
    (
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"},
        False,
    ),
    (
        {"sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "script"},
        False,
    ),
]


@pytest.mark.parametrize(("said", "let_in"), REQUESTS)
def test_what_a_browser_says_decides(said: dict[str, str], let_in: bool) -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    headers = {"host": "127.0.0.1:8501", **said}
    scope = {
        "type": "http",
        "server": ("127.0.0.1", 8501),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    asyncio.run(SameOrigin(app)(scope, receive, send))
    assert sent[0]["status"] == (200 if let_in else 403)
    names = {name for name, _ in sent[0]["headers"]}
    assert (b"content-security-policy" in names) == let_in
