"""What a page that is run in a test must not leave behind."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.support.served import CHROMIUM, served


@pytest.fixture(autouse=True)
def _own_main_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit puts the page's script in the place of the main module, and processes that are
    started later would try to run it."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium, one for each module of tests."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=CHROMIUM
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the library that is served at `address`."""
    return tmp_path_factory.mktemp("library")


@pytest.fixture(scope="session")
def address(library: Path) -> Iterator[str]:
    """Where the pages with the fake bot are served, for all files of tests: a start takes
    seconds."""
    with served(library) as address:
        yield address
