"""A provider of OpenID Connect for the tests: it lets one choose who one is, and vouches for it."""

from __future__ import annotations

import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "pincite", "the secret of the client"


class Provider:
    """``people`` are what it says of each person, by the name of their button."""

    def __init__(self, address: str, people: dict[str, dict[str, object]]) -> None:
        self.address = address
        self._people = people
        self._key = RSAKey.generate_key(2048, {"kid": "test", "use": "sig"})
        self._codes: dict[str, tuple[str, str]] = {}
        self.app = Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._metadata),
                Route("/keys", self._keys),
                Route("/authorize", self._authorize),
                Route("/chosen", self._chosen),
                Route("/token", self._token, methods=["POST"]),
            ]
        )

    def _metadata(self, _: Request) -> Response:
        at = self.address
        return JSONResponse(
            {
                "issuer": at,
                "authorization_endpoint": f"{at}/authorize",
                "token_endpoint": f"{at}/token",
                "jwks_uri": f"{at}/keys",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    def _keys(self, _: Request) -> Response:
        return JSONResponse({"keys": [self._key.as_dict(private=False)]})

    def _authorize(self, request: Request) -> Response:
        assert request.query_params["client_id"] == CLIENT
        assert request.query_params["code_challenge_method"] == "S256"
        links = "".join(
            f'<p><a href="/chosen?{escape(urlencode({**request.query_params, "who": who}))}">'
            f"{escape(who)}</a></p>"
            for who in self._people
        )
        return HTMLResponse(f"<h1>Who are you?</h1>{links}")

    def _chosen(self, request: Request) -> Response:
        asked = request.query_params
        code = secrets.token_urlsafe()
        self._codes[code] = asked["who"], asked["nonce"]
        back = urlencode({"code": code, "state": asked["state"]})
        return RedirectResponse(f"{asked['redirect_uri']}?{back}", 302)

    async def _token(self, request: Request) -> Response:
        form = await request.form()
        who, nonce = self._codes.pop(str(form["code"]))
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": who,
            "nonce": nonce,
            "iat": now,
            "exp": now + 300,
            **self._people[who],
        }
        token = jwt.encode({"alg": "RS256", "kid": "test"}, claims, self._key)
        kept = {"access_token": "none", "token_type": "Bearer", "id_token": token}
        return JSONResponse({**kept, "expires_in": 300})


@contextmanager
def provider(people: dict[str, dict[str, object]]) -> Iterator[str]:
    """The address of a provider that vouches for these people."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    quiet = uvicorn.Config(
        Provider(address, people).app, host="127.0.0.1", port=port, log_level="error"
    )
    server = uvicorn.Server(quiet)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started:
        assert time.monotonic() < until, "the provider did not start"
        time.sleep(0.02)
    try:
        yield address
    finally:
        server.should_exit = True
        thread.join(20)


def secrets_of(address: str, redirect: str = "http://127.0.0.1:{port}/oauth2callback") -> str:
    """Streamlit's secrets with which people sign in there."""
    return f"""[auth]
redirect_uri = "{redirect}"
cookie_secret = "{secrets.token_hex(32)}"
client_id = "{CLIENT}"
client_secret = "{SECRET}"
server_metadata_url = "{address}/.well-known/openid-configuration"
"""
