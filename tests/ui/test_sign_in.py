"""Sign-in by OpenID Connect: who is let in, what is said where it is not set up, and the way from
the click to the page in a real browser."""

from __future__ import annotations

import http.client
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton
from streamlit.testing.v1 import AppTest

from ingest.store.audit import Audit
from ingest.store.user_data.conversations import Conversations
from ingest.store.visitors import Visitor
from tests.support.chat_page import labels, text, well
from tests.support.provider import provider, secrets_of
from tests.support.served import served
from tests.support.two_cases import ADA, BEN, EVE, SECRET, THEIRS, cases, library, two_cases
from ui import sign_in
from ui.desk import Desk

SET_UP = secrets_of("http://127.0.0.1:9")
PERSON = {"is_logged_in": True, "email": BEN, "email_verified": True}


@pytest.fixture
def set_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file of Streamlit's secrets, with sign-in switched on."""
    file = tmp_path / "secrets.toml"
    file.write_text(SET_UP, encoding="utf-8")
    monkeypatch.setenv("PINCITE_SIGN_IN", "on")
    monkeypatch.setenv("PINCITE_ADMINISTRATORS", EVE)
    before = config.get_option("secrets.files")
    _forget()
    config.set_option("secrets.files", [str(file)])
    yield file
    config.set_option("secrets.files", before)
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    secrets_singleton._reset()
    sign_in._settings.cache_clear()
    sign_in.public_address.cache_clear()


@pytest.fixture
def whole(tmp_path: Path) -> Desk:
    return two_cases(tmp_path)


def script() -> None:
    # Run as a file of its own, so that what it uses is imported here.
    import streamlit as st

    from ui import frame, gate, navigation

    frame.prepare()
    desk = gate.desk_of_page(lambda: st.session_state["desk"])
    if desk is not None:
        navigation.run(desk)


def page_of(whole: Desk, **said: object) -> AppTest:
    page = AppTest.from_function(script, default_timeout=60)
    page.session_state["desk"] = whole
    page.user = said
    return well(page.run())


@pytest.mark.usefixtures("set_up")
def test_a_page_is_that_of_who_signed_in(whole: Desk) -> None:
    now = time.time()
    page = page_of(whole, **PERSON, iat=now)
    assert page.selectbox(key="case").options == ["Lease (case)"]
    assert f"Signed in: {BEN}" in text(page)
    assert "Sign out" in labels(page)
    page = page_of(whole, is_logged_in=True, email=ADA.upper(), iat=now)
    assert len(page.selectbox(key="case").options) == 2


@pytest.mark.usefixtures("set_up")
@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "Sign in to see your cases."),
        ({"is_logged_in": False, "email": ADA}, "Sign in to see your cases."),
        ({"email": ADA}, "Sign in to see your cases."),
        ({"is_logged_in": "True", "email": ADA}, "Sign in to see your cases."),
        ({"is_logged_in": True}, "names no e-mail address"),
        ({"is_logged_in": True, "email": [ADA]}, "names no e-mail address"),
        ({"is_logged_in": True, "email": ADA, "email_verified": False}, "has not been verified"),
        ({"is_logged_in": True, "email": ADA}, "more than 12 hours ago"),
        ({"is_logged_in": True, "email": ADA, "iat": 1.0}, "more than 12 hours ago"),
        ({"is_logged_in": True, "email": ADA, "iat": 1e12}, "more than 12 hours ago"),
    ],
)
def test_who_did_not_sign_in_well_gets_nothing(
    whole: Desk, said: dict[str, object], sentence: str
) -> None:
    now = {"iat": time.time()} if "verified" in sentence or "address" in sentence else {}
    page = page_of(whole, **now, **said)
    assert sentence in text(page)
    assert not page.selectbox
    assert "Lease" not in text(page)
    assert labels(page)[0].startswith("Sign in")


def test_an_administrator_is_named_in_the_settings() -> None:
    now = time.time()
    claims = {"email": " EVE@firm.example", "iat": now}
    assert sign_in.visitor_of(claims, frozenset({EVE}), now) == Visitor(EVE, is_administrator=True)
    assert sign_in.visitor_of(claims, frozenset({ADA}), now) == Visitor(EVE)
    almost = {**claims, "iat": now - 12 * 3600 + 5}
    assert sign_in.visitor_of(almost, frozenset(), now) == Visitor(EVE)
    assert sign_in.visitor_of({**claims, "email_verified": "false"}, frozenset(), now) != Visitor(
        EVE
    )


@pytest.mark.parametrize(
    ("secrets", "sentence"),
    [
        ("", "do not say where people sign in"),
        ("[other]\nkey = 1\n", "do not say where people sign in"),
        ("[auth]\nredirect_uri = 1\n", "do not say where people sign in"),
        (SET_UP.replace("client_id", "client"), "do not say where people sign in"),
        (SET_UP.replace("server_metadata_url", "url"), "do not say where people sign in"),
        ("this is no toml", "do not say where people sign in"),
        (SET_UP.replace("oauth2callback", "elsewhere"), "must be https://"),
        (SET_UP.replace("127.0.0.1:{port}", "pincite.firm.example"), "must be https://"),
        (
            SET_UP[: SET_UP.index("cookie")]
            + 'cookie_secret = "short"'
            + SET_UP[SET_UP.index("\nclient_id") :],
            "shorter than 32",
        ),
    ],
)
def test_what_is_missing_is_said_and_nobody_gets_in(
    whole: Desk, set_up: Path, secrets: str, sentence: str
) -> None:
    set_up.write_text(secrets, encoding="utf-8")
    page = page_of(whole, **PERSON, iat=time.time())
    assert sentence in text(page)
    assert not page.selectbox
    assert not page.button


@pytest.mark.usefixtures("set_up")
def test_without_authlib_nobody_gets_in(whole: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "authlib", None)
    page = page_of(whole, **PERSON, iat=time.time())
    assert "the package Authlib is not installed" in text(page)
    assert "requirements-firm.txt" in text(page)
    assert not page.selectbox


def test_without_secrets_nobody_gets_in(whole: Desk, set_up: Path) -> None:
    set_up.unlink()
    assert "do not say where people sign in" in text(page_of(whole, **PERSON, iat=time.time()))


@pytest.mark.usefixtures("set_up")
def test_headers_are_not_believed(whole: Desk) -> None:
    config.set_option("server.trustedUserHeaders", '{"X-Email": "email"}')
    try:
        page = page_of(whole, **PERSON, iat=time.time())
    finally:
        config.set_option("server.trustedUserHeaders", "{}")
    assert "believe headers" in text(page)


def test_without_the_setting_nobody_is_asked(whole: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "authlib", None)
    page = page_of(whole)
    assert len(page.selectbox(key="case").options) == 2
    assert not {"Sign out", "Share", "Share the case"} & set(labels(page))


# The whole way, in a browser

PEOPLE: dict[str, dict[str, object]] = {
    "Ada": {"email": ADA, "email_verified": True},
    "Ben": {"email": BEN, "email_verified": True},
    "Mallory": {"email": ADA, "email_verified": False},
}


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Where the app is served, and the folder of its library."""
    folder = tmp_path_factory.mktemp("signed")
    two_cases(folder)
    with pytest.MonkeyPatch.context() as patch, provider(PEOPLE) as at:
        file = folder / "secrets.toml"
        file.write_text(secrets_of(at), encoding="utf-8")
        patch.setenv("PINCITE_SIGN_IN", "on")
        patch.setenv("STREAMLIT_SECRETS_FILES", str(file))
        with served(folder / "library", "tests/support/signed_app.py") as address:
            yield address, folder / "library"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 860}, locale="en-US")
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def sign_in_as(page: Page, address: str, who: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Sign in").click(timeout=90_000)
    page.get_by_role("link", name=who).click(timeout=30_000)


def status(page: Page, address: str) -> int:
    return page.request.get(address).status


def addresses(folder: Path) -> dict[str, list[str]]:
    """Every address of each case that a page loads beside itself."""
    kept = library(folder)
    found = {}
    for case in cases(kept):
        (document,) = kept.catalogue.documents(case)
        numbers = [each.id for each in Conversations(kept.catalogue).of_case(case)]
        found[case.name] = [
            f"/library/{document.id}/text/1",
            f"/library/{document.id}/find?q=owes",
            f"/library/{document.id}/original",
            *(f"/conversations/{number}.md" for number in numbers),
        ]
    return found


@pytest.mark.browser
def test_a_click_leads_by_the_provider_to_ones_own_cases(
    page: Page, signed: tuple[str, Path]
) -> None:
    address, folder = signed
    theirs = addresses(folder)[THEIRS]
    assert len(theirs) == 4
    page.goto(address)
    expect(page.get_by_text("Sign in to see your cases.")).to_be_visible(timeout=90_000)
    assert SECRET not in page.content().casefold()
    for place in theirs[:3]:
        assert status(page, address + place) == 403, place
    sign_in_as(page, address, "Ben")
    expect(page.get_by_role("heading", name="Lease (case)")).to_be_visible(timeout=60_000)
    expect(page.get_by_text(f"Signed in: {BEN}")).to_be_visible()
    for places in addresses(folder).values():
        for place in places:
            got = page.request.get(address + place)
            if place not in theirs:
                assert got.status == 200, place
            else:
                assert got.status == 404 or got.json()["found"] == [], place
                assert SECRET not in got.text().casefold()
    # A question is answered, and its conversation is Ben's.
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill("How much does the tenant owe?")
    box.press("Enter")
    expect(page.locator("blockquote", has_text="$4,000").first).to_be_visible(timeout=60_000)
    # By a guessed address there is nothing.
    page.goto(f"{address}/?case={THEIRS}&conversation=1")
    expect(page.get_by_text(f"There is no case named {THEIRS}.")).to_be_visible(timeout=60_000)
    assert SECRET not in page.locator("body").inner_text().casefold().replace(THEIRS, "")
    who = {(each.who, each.case) for each in Audit(library(folder).catalogue).entries()}
    assert (BEN, "lease") in who
    assert (BEN, THEIRS) not in who
    # The page asks for a sign-in before the browser has been to where its cookie is taken away.
    with page.expect_response("**/auth/logout*", timeout=60_000):
        page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("Sign in to see your cases.")).to_be_visible(timeout=60_000)
    assert status(page, address + addresses(folder)["lease"][0]) == 403


@pytest.mark.browser
def test_the_owner_gets_their_files(page: Page, signed: tuple[str, Path]) -> None:
    address, folder = signed
    sign_in_as(page, address, "Ada")
    expect(page.get_by_text(f"Signed in: {ADA}")).to_be_visible(timeout=60_000)
    for place in addresses(folder)[THEIRS]:
        got = page.request.get(address + place)
        assert got.status == 200, place
    assert SECRET in page.request.get(address + addresses(folder)[THEIRS][0]).text()
    entries = Audit(library(folder).catalogue).entries(THEIRS)
    theirs = [(each.who, each.did, each.conversation_id) for each in entries]
    assert (ADA, "opened", None) in theirs
    assert (ADA, "took along", None) in theirs
    assert (ADA, "took along", 1) in theirs
    assert theirs.count((ADA, "opened", None)) == 1


@pytest.mark.browser
def test_an_address_that_was_not_verified_does_not_let_in(
    page: Page, signed: tuple[str, Path]
) -> None:
    address, folder = signed
    sign_in_as(page, address, "Mallory")
    expect(page.get_by_text("has not been verified")).to_be_visible(timeout=60_000)
    assert status(page, address + addresses(folder)[THEIRS][0]) == 403


@pytest.mark.browser
def test_a_cookie_of_ones_own_making_lets_nobody_in(
    context: BrowserContext, signed: tuple[str, Path]
) -> None:
    from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

    address, folder = signed
    place = address + addresses(folder)[THEIRS][0]
    said = {"origin": address, "is_logged_in": True, "email": ADA, "iat": time.time()}
    claims = json.dumps(said)
    for secret in ("", "0" * 64):
        forged = create_signed_value(secret or "none", "_streamlit_user", claims).decode()
        context.add_cookies([{"name": "_streamlit_user", "value": forged, "url": address}])
        assert context.request.get(place).status == 403


@pytest.mark.browser
def test_the_app_itself_answers_nothing_of_the_library_without_sign_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ui/app.py, as it is put together: each address that it adds to Streamlit's."""
    two_cases(tmp_path)
    file = tmp_path / "secrets.toml"
    public = "https://pincite.firm.example"
    file.write_text(secrets_of("http://127.0.0.1:9", f"{public}/oauth2callback"), encoding="utf-8")
    monkeypatch.setenv("PINCITE_SIGN_IN", "on")
    monkeypatch.setenv("STREAMLIT_SECRETS_FILES", str(file))
    with served(tmp_path / "library", "ui.serve") as address:
        own = ("/library/1/page/1.png", "/library/1/text/1", "/library/1/find?q=a")
        for place in (*own, "/library/1/original", "/conversations/1.md"):
            assert answered(address, place) == 403, place
        assert answered(address, "/taken/any/any") == 404
        assert answered(address, "/ask", method="POST") == 403
        # Through a proxy, under the address by which people come, and under no other.
        assert answered(address, "/", host="pincite.firm.example") == 200
        assert answered(address, "/", host="other.firm.example") == 403
        upgrade = {
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
        }
        for origin, status in ((public, 101), ("https://other.firm.example", 403)):
            headers = {**upgrade, "Origin": origin}
            got = answered(address, "/_stcore/stream", host="pincite.firm.example", headers=headers)
            assert got == status, origin


def answered(
    address: str,
    place: str,
    host: str = "",
    method: str = "GET",
    headers: dict[str, str] | None = None,
) -> int:
    """The status of an answer; ``host`` is what a proxy says that it was asked for."""
    at = urlsplit(address)
    connection = http.client.HTTPConnection(at.hostname or "", at.port, timeout=60)
    connection.request(method, place, headers={"Host": host or at.netloc, **(headers or {})})
    status = connection.getresponse().status
    connection.close()
    return status
