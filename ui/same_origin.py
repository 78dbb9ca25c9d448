"""Only pages of this app may talk to it.

Whatever runs in a browser on this computer can reach a port of it: every web page that is open
there. Such requests are refused here, before Streamlit sees them. For a WebSocket of a foreign
page Streamlit would first ask a host on the internet for this computer's own address, to compare
the two. And a page of this app may load nothing from elsewhere, whatever a document holds.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_NAMES = ("127.0.0.1", "localhost")

_POLICY = "; ".join(
    (
        "default-src 'self'",
        # Streamlit draws styles and charts by code made at run time, and loads parts of a page
        # from what it has put together itself (blob:).
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "media-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "connect-src 'self' data: blob:",
        "form-action 'self'",
        "base-uri 'self'",
        "object-src 'none'",
        "frame-ancestors 'none'",
    )
)


class SameOrigin:
    """ASGI middleware: answers 403 to what does not come from the address the app is served at,
    and tells the browser to ask nobody else. A request without ``Origin`` is no page's but a
    program's, or opens the page itself."""

    def __init__(self, app: ASGIApp, public: str = "") -> None:
        """``public`` is the address of a proxy through which people come who sign in, such as
        https://pincite.firm.example; empty where there is none."""
        self._app = app
        self._public = public

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
        elif not _is_ours(Headers(scope=scope), scope["server"][1], self._public):
            refuse = PlainTextResponse("This is not the address of Pincite.\n", 403)
            await refuse(scope, receive, send)
        else:
            await self._app(scope, receive, _with_policy(send))


def _is_ours(headers: Headers, port: int, public: str = "") -> bool:
    addresses = [f"http://{name}:{port}" for name in _NAMES]
    if public:
        addresses.append(public)
    host = headers.get("host", "").lower()
    own = next((address for address in addresses if address.partition("//")[2] == host), None)
    if own is None or headers.get("origin") not in (None, own):
        return False
    # What a page embeds (an image, a script, a frame) comes without an origin. A link leads here
    # from anywhere.
    by_link = (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")) == (
        "navigate",
        "document",
    )
    return by_link or headers.get("sec-fetch-site") not in ("cross-site", "same-site")


def _with_policy(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["content-security-policy"] = _POLICY
            headers["referrer-policy"] = "no-referrer"
            headers["x-content-type-options"] = "nosniff"
        await send(message)

    return sent


SAME_ORIGIN = (Middleware(SameOrigin),)
