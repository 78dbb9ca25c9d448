"""`pincite ask` puts its question to the app that runs, and answers itself where none does."""

from __future__ import annotations

import json
import os
import stat
import threading
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.answer import Answer
from bot.cli.running_app import NotRunning, RunningApp, announced, ask_app, running_app
from ingest.errors import PinciteError
from ingest.settings import Settings
from tests.support.fake_bot import QUOTE, FakeBot, desk
from ui.asked_by_command import route

SECRET = "s" * 64


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """An app with the bot of the tests, on a port of this computer."""
    opened = desk(tmp_path_factory.mktemp("library"), FakeBot())
    routes = [route(lambda: opened, SECRET)]
    server = uvicorn.Server(
        uvicorn.Config(Starlette(routes=routes), port=0, log_level="error", lifespan="off")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    turned = threading.Event()
    while not server.started:
        assert thread.is_alive()
        turned.wait(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield RunningApp(port, os.getpid(), SECRET, "model", rerank=True)
    server.should_exit = True
    thread.join(20)


def ask(app: RunningApp, question: str, case: str = "acme-v-bolt") -> Answer:
    return ask_app(app, question, case, [], [])


def test_the_answer_of_the_app_comes_whole(app: RunningApp) -> None:
    answer = ask(app, "How much is unpaid?")
    assert answer.statements[0].text == QUOTE
    assert answer.citations[0].pin == "Compl. (ECF No. 1) ¶ 23, at 5:14-16"


def test_what_went_wrong_is_said_as_without_the_app(app: RunningApp) -> None:
    with pytest.raises(PinciteError, match="Try again later"):
        ask(app, "are you busy?")
    with pytest.raises(PinciteError, match="Name one with --case"):
        ask(app, "How much is unpaid?", case="")


def test_without_the_secret_there_is_no_answer(app: RunningApp) -> None:
    with pytest.raises(NotRunning):
        ask(replace(app, secret="another"), "How much is unpaid?")
    client = TestClient(Starlette(routes=[route(lambda: desk(Path()), "")]))
    assert client.post("/ask", headers={"Authorization": "Bearer "}, json={}).status_code == 403


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"question": "q"}', b'{"question": 1, "case": "", "earlier": 5}']
)
def test_a_request_that_is_none_is_refused(body: bytes) -> None:
    client = TestClient(Starlette(routes=[route(lambda: desk(Path()), SECRET)]))
    headers = {"Authorization": f"Bearer {SECRET}"}
    assert client.post("/ask", headers=headers, content=body).status_code == 400
    assert client.post("/ask", headers=headers, content=b" " * 100_001).status_code == 413


def test_the_note_of_the_app_is_for_this_account_and_goes_with_it(tmp_path: Path) -> None:
    settings = Settings(library=tmp_path)
    note = tmp_path / "app.json"
    with announced(settings, 8501) as secret:
        assert stat.S_IMODE(note.stat().st_mode) == 0o600
        app = running_app(settings)
        assert (app.port, app.secret) == (8501, secret)
        with pytest.raises(NotRunning):  # it has other models loaded
            running_app(replace(settings, model="another"))
    assert not note.exists()
    with pytest.raises(NotRunning):
        running_app(settings)


def test_an_app_that_was_killed_is_not_asked(tmp_path: Path, app: RunningApp) -> None:
    settings = Settings(library=tmp_path)
    gone = replace(app, pid=2**22 + 1, model=settings.model, rerank=settings.rerank)
    (tmp_path / "app.json").write_text(json.dumps(asdict(gone)), encoding="utf-8")
    with pytest.raises(NotRunning):
        running_app(settings)
    with pytest.raises(NotRunning):  # nor one whose port is shut
        ask(replace(app, port=1), "How much is unpaid?")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"port": 1}', "\udcff"])
def test_a_damaged_note_is_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "app.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(NotRunning):
        running_app(Settings(library=tmp_path))
