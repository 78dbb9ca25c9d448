"""What a page that is run in a test must not leave behind."""

from __future__ import annotations

import sys

import pytest


@pytest.fixture(autouse=True)
def _own_main_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit puts the page's script in the place of the main module, and processes that are
    started later would try to run it."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
