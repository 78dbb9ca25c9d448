"""The connection from the command line to the app that runs on this computer, whose models are
already loaded.

The app notes its port and a secret in a file of the library, which only the user's account can
read; `ask` sends its question there over loopback. Where that does not work for any reason the
question is answered without the app.
"""

from __future__ import annotations

import http.client
import json
import os
import secrets
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from ingest.errors import PinciteError
from ingest.settings import Settings

if TYPE_CHECKING:
    from bot.answer import Answer

PATH = "/ask"
_NOTE = "app.json"
_LONGEST = 600.0
"""Seconds for an answer: it may wait in the line of those of the browser."""


class NotRunning(Exception):
    """The app cannot be asked: it does not run, or it answers with other models."""


@dataclass(frozen=True, slots=True)
class RunningApp:
    """The address of the app and the models it answers with; ``secret`` goes along with each
    request."""

    port: int
    pid: int
    secret: str
    model: str
    rerank: bool


@contextmanager
def announced(settings: Settings, port: int) -> Iterator[str]:
    """Note the app in its library while it runs; yields the secret."""
    app = RunningApp(port, os.getpid(), secrets.token_hex(32), settings.model, settings.rerank)
    note = settings.library / _NOTE
    with suppress(OSError):  # a library that cannot be written is served all the same
        settings.library.mkdir(parents=True, exist_ok=True)
        note.unlink(missing_ok=True)
        with os.fdopen(os.open(note, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(asdict(app), file)
    try:
        yield app.secret
    finally:
        if _noted(settings) == app:
            with suppress(OSError):
                note.unlink()


def running_app(settings: Settings) -> RunningApp:
    """The app that serves this library with these models. Raises NotRunning."""
    app = _noted(settings)
    if app is None or (app.model, app.rerank) != (settings.model, settings.rerank):
        raise NotRunning
    if not _is_alive(app.pid):
        raise NotRunning
    return app


def ask_app(
    app: RunningApp, question: str, case: str, earlier: Sequence[str], only: Sequence[str]
) -> Answer:
    """The app's answer. Raises NotRunning where it gives none, and as PinciteError what went
    wrong with the question."""
    asked = {"question": question, "case": case, "earlier": list(earlier), "only": list(only)}
    headers = {"Authorization": f"Bearer {app.secret}", "Content-Type": "application/json"}
    # By hand, so that no proxy of the environment is asked.
    connection = http.client.HTTPConnection("127.0.0.1", app.port, timeout=_LONGEST)
    try:
        connection.request("POST", PATH, json.dumps(asked), headers)
        response = connection.getresponse()
        text = response.read().decode()
    except (OSError, http.client.HTTPException, UnicodeDecodeError) as error:
        raise NotRunning from error
    finally:
        connection.close()
    if response.status != 200:
        raise NotRunning
    from bot.answering.stored_answer import FailedQuestion, from_json

    outcome = from_json(text)
    if isinstance(outcome, FailedQuestion):
        raise PinciteError(outcome.reason, outcome.advice)
    return outcome


def _noted(settings: Settings) -> RunningApp | None:
    try:
        return RunningApp(**json.loads((settings.library / _NOTE).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _is_alive(pid: int) -> bool:
    if sys.platform == "win32":
        return False  # there is no harmless signal to try it with
    try:
        os.kill(pid, 0)
    except (OSError, OverflowError):
        return False
    return pid > 0
