"""What a page that is run in a test must not leave behind."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Generator, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

from tests.support.served import CHROMIUM, served


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Print what stood on the page when a browser test failed: a click that waits in vain does not
    say it."""
    report = yield
    page = getattr(item, "funcargs", {}).get("page")
    if report.failed and isinstance(page, Page):
        with suppress(Error):
            report.sections.append(("page", page.locator("body").aria_snapshot(timeout=5000)))
    return report


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
