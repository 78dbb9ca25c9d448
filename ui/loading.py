"""Loads what the pages are made of from the start of the server on, while the browser still loads
its own part: on an idle computer the two do not wait for each other."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import lru_cache
from threading import Thread

from ingest.errors import PinciteError


@asynccontextmanager
async def loading(_app: object) -> AsyncIterator[None]:
    """For as long as the server runs; loading begins with it."""
    _thread()
    yield


def wait() -> None:
    """Return when all is loaded. Nothing of it may be imported by two threads at a time: some
    packages import each other in circles."""
    _thread().join()


def is_over() -> bool:
    """Whether `wait` would return at once."""
    return not _thread().is_alive()


@lru_cache(1)
def _thread() -> Thread:
    thread = Thread(target=_load, daemon=True)
    thread.start()
    return thread


def keep() -> None:
    """Take what is loaded by now for what stays: Streamlit looks for garbage after each run of a
    page, and to look through all modules and models took 0.07 s of the processor each time."""
    gc.collect()
    gc.freeze()


def _load() -> None:
    import ui.navigation  # noqa: F401  # for the pages
    from ui.opening import shared_desk

    with suppress(PinciteError):  # each page tries again, and says what is wrong
        shared_desk()
    keep()
