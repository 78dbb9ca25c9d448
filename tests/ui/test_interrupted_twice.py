"""A second Ctrl-C, while the server ends what the first one interrupted."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.support.served import server


@pytest.mark.skipif(sys.platform == "win32", reason="there Ctrl-C is no signal of one process")
def test_the_server_of_the_app_ends_in_a_sentence(tmp_path: Path) -> None:
    with server(tmp_path, "ui.serve", within=120) as (_, process):
        os.kill(process, signal.SIGINT)
        time.sleep(0.01)
        os.kill(process, signal.SIGINT)
        assert _ends(process, within=60)
    said = (tmp_path / "server.txt").read_text("utf-8")
    assert said.strip() == "Pincite has stopped."


def _ends(process: int, within: float) -> bool:
    until = time.monotonic() + within
    while time.monotonic() < until:
        if os.waitpid(process, os.WNOHANG) != (0, 0):
            return True
        time.sleep(0.05)
    return False
