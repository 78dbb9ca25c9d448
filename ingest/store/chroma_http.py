"""Chroma's client of a server, with what it lacks: an end of its connections, and of its patience.

Chroma closes no connection of a client that is closed, or that could not be made, and waits for a
server without an end. What it makes to speak with a server is therefore ours, and is kept by the
settings that it was made with.

Loaded where a server is connected to: it loads Chroma.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from chromadb.api.fastapi import FastAPI
from chromadb.config import Settings as ChromaSettings
from chromadb.config import System
from pydantic import PrivateAttr

_CONNECTING = 10.0
"""Seconds that a connection is waited for."""


class ServerSettings(ChromaSettings):
    """Chroma's own, and ``patience``: how long an answer is waited for, in seconds."""

    patience: float = 60.0
    _opened: list[HttpApi] = PrivateAttr(default_factory=list)

    def require(self, key: str) -> Any:
        # What is written in the setting is compared with names that Chroma knows; what is required
        # is made.
        value = super().require(key)
        return f"{__name__}.HttpApi" if key == "chroma_api_impl" else value

    def keep(self, opened: HttpApi) -> None:
        """Close it with all the others."""
        self._opened.append(opened)

    def disconnect(self) -> None:
        """Close every connection that was opened with these settings."""
        while self._opened:
            self._opened.pop().disconnect()


class HttpApi(FastAPI):
    """Requests to a server."""

    def __init__(self, system: System) -> None:
        super().__init__(system)
        settings = system.settings
        assert isinstance(settings, ServerSettings)
        connecting = min(_CONNECTING, settings.patience)
        self._session.timeout = httpx.Timeout(settings.patience, connect=connecting)
        settings.keep(self)

    def disconnect(self) -> None:
        self._session.close()


@contextmanager
def administering(settings: ServerSettings) -> Iterator[HttpApi]:
    """What makes databases on a server."""
    try:
        yield HttpApi(System(settings))
    finally:
        settings.disconnect()


def is_late(error: BaseException | None) -> bool:
    """Whether it came of an answer that was waited for in vain."""
    while error is not None:
        if isinstance(error, httpx.TimeoutException):
            return True
        error = error.__cause__ or error.__context__
    return False
