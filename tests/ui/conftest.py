"""What a page that is run in a test must not leave behind."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.support.served import CHROMIUM


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
