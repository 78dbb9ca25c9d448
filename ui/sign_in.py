"""Sign-in by OpenID Connect, where PINCITE_SIGN_IN is on: Streamlit's own st.login, which keeps who
signed in as a signed cookie of the browser.

Without the setting nothing here is asked, and Authlib is not needed. With it, whatever is missing
lets nobody in.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlsplit

import streamlit as st
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from streamlit import auth_util, config
from streamlit.errors import StreamlitAuthError, StreamlitSecretNotFoundError
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from ingest.errors import PinciteError
from ingest.settings import Settings, normal_address
from ingest.store.catalogue import Catalogue
from ingest.store.visitors import Visitor, VisitorsCatalogue
from ingest.translation import N_, _
from ui.taken_files import OfferedFile

HOURS = 12
"""After which one signs in again: who has left the firm is out by the next day."""
_LEEWAY = 120
"""Seconds by which the clocks of two computers may differ."""
_SHORTEST_SECRET = 32
_CALLBACK = "/oauth2callback"
_ASK = N_("docs/firm.md shows how it is set up.")

_NO_ADDRESS = N_("Your sign-in names no e-mail address, by which cases are shared.")
_NOT_VERIFIED = N_("Your e-mail address has not been verified where you signed in.")
_TOO_OLD = N_(f"You signed in more than {HOURS} hours ago.")


def is_on() -> bool:
    """Whether people sign in."""
    return _settings().sign_in


@lru_cache(1)
def _settings() -> Settings:
    return Settings.from_environment()


def trouble() -> PinciteError | None:
    """Why nobody can sign in; None where all is set up for it."""
    if not auth_util.is_authlib_installed():
        return PinciteError(
            N_("Sign-in is switched on, but the package Authlib is not installed."),
            N_("Run `pip install -r requirements-firm.txt -c constraints.txt`."),
        )
    if config.get_option("server.trustedUserHeaders"):
        return PinciteError(
            N_("Sign-in is switched on, but Streamlit is told to believe headers about who asks."),
            N_("Unset `server.trustedUserHeaders`."),
        )
    try:
        auth_util.validate_auth_credentials("default")
        given = auth_util.get_secrets_auth_section()
        address = urlsplit(auth_util.get_redirect_uri(given) or "")
    except (StreamlitAuthError, StreamlitSecretNotFoundError, ValueError, TypeError):
        return PinciteError(
            N_("Sign-in is switched on, but Streamlit's secrets do not say where people sign in."),
            _ASK,
        )
    if len(str(given["cookie_secret"])) < _SHORTEST_SECRET:
        return PinciteError(
            N_(f"The cookie_secret of the sign-in is shorter than {_SHORTEST_SECRET} characters."),
            _ASK,
        )
    on_this_computer = address.hostname in ("127.0.0.1", "localhost")
    if address.path != _CALLBACK or (address.scheme != "https" and not on_this_computer):
        return PinciteError(
            N_("The redirect_uri of the sign-in must be https://…/oauth2callback."), _ASK
        )
    return None


@lru_cache(1)
def public_address() -> str:
    """Scheme, host and port by which people reach the app, where they sign in; else empty."""
    if not is_on() or trouble() is not None:
        return ""
    return auth_util.get_origin_from_redirect_uri() or ""


def admit_public_address() -> str:
    """Let Streamlit, too, answer under the address by which people come; returns that address."""
    public = public_address()
    host = urlsplit(public).hostname
    if host:
        known = config.get_option("server.allowedHosts")
        config.set_option("server.allowedHosts", [*known, host])
    return public


def visitor_of(
    claims: Mapping[str, object], administrators: frozenset[str], now: float
) -> Visitor | str:
    """Who signed in, by what the provider says of them, at a time in seconds; or why they cannot be
    let in."""
    email = claims.get("email")
    if not isinstance(email, str) or "@" not in email:
        return _NO_ADDRESS
    # Some providers do not say; whoever uses one trusts the addresses that it gives.
    if str(claims.get("email_verified", True)).lower() != "true":
        return _NOT_VERIFIED
    at = claims.get("iat")
    if not isinstance(at, (int, float)) or not -_LEEWAY <= now - at <= HOURS * 3600:
        return _TOO_OLD
    address = normal_address(email)
    return Visitor(address, address in administrators)


def visitor_of_page() -> Visitor | None:
    """Who signed in on this page. Where nobody did, draw the way to, or why there is none."""
    problem = trouble()
    if problem is not None:
        _draw(problem.reason, problem.advice)
        return None
    said = st.user.to_dict()
    if said.get("is_logged_in") is not True:
        _draw()
        st.button(_("Sign in"), type="primary", key="sign-in", on_click=st.login)
        return None
    found = visitor_of(said, _settings().administrators, time.time())
    if isinstance(found, str):
        _draw(found)
        st.button(_("Sign in again"), type="primary", key="sign-in", on_click=st.login)
        st.button(_("Sign out"), key="sign-out", on_click=st.logout)
        return None
    return found


def draw_beside(visitor: Visitor) -> None:
    """Who signed in, and the button that ends it."""
    from ui.literal import in_html

    with st.sidebar:
        said = _("Signed in: {email}").format(email=visitor.email)
        st.html(f'<p class="pincite-aside">{in_html(said)}</p>')
        st.button(_("Sign out"), key="sign-out", on_click=st.logout)


def _draw(reason: str = "", advice: str = "") -> None:
    # Loaded late: the server should answer before all that pages are made of is loaded.
    from ui.frame import draw_heading, draw_notice

    draw_heading("Pincite")
    if reason:
        draw_notice(reason, advice)
    else:
        st.html(f'<p class="pincite-lead">{_("Sign in to see your cases.")}</p>')


def visitor_of_request(request: HTTPConnection) -> Visitor | None:
    """Who signed in where a request comes from, by the cookie that Streamlit signed."""
    if trouble() is not None:
        return None
    secret = get_cookie_secret()

    def cookie(name: str) -> bytes | None:
        value = request.cookies.get(name)
        if value is None:
            return None
        return decode_signed_value(secret, name, value.encode("latin-1"))

    kept = auth_util.get_cookie_with_chunks(cookie, USER_COOKIE_NAME)
    if kept is None:
        return None
    claims = json.loads(kept)
    if claims.get("origin") != public_address() or claims.get("is_logged_in") is not True:
        return None
    found = visitor_of(claims, _settings().administrators, time.time())
    return found if isinstance(found, Visitor) else None


def catalogue_for(whole: Catalogue, request: HTTPConnection) -> Catalogue:
    """The catalogue as who sends a request may see it. Raises HTTPException where people sign in
    and they did not."""
    if not is_on():
        return whole
    visitor = visitor_of_request(request)
    if visitor is None:
        raise HTTPException(403, "Sign in first.\n")
    return VisitorsCatalogue(whole, visitor)


def may_take(whole: Catalogue, request: HTTPConnection, file: OfferedFile) -> bool:
    """Whether a file that a page offered may go to who sends a request; that it goes is noted."""
    if not is_on():
        return True
    visitor = visitor_of_request(request)
    if visitor is None or visitor.email != file.whose:
        return False
    seen = VisitorsCatalogue(whole, visitor)
    case = next((case for case in seen.cases() if case.name == file.case), None)
    if case is None:
        return False
    seen.note("took along", case, about=file.name.rpartition(".")[2])
    return True
