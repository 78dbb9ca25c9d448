"""Nothing leaves this computer because of what the environment holds for other programs."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

PROJECT = Path(__file__).parents[1]

# After a command of ours has begun: something that LangChain would report, and a request.
AFTERWARDS = """
from contextlib import suppress
from urllib.request import urlopen
from langchain_core.runnables import RunnableLambda
from langchain_core.tracers.langchain import wait_for_all_tracers
RunnableLambda(lambda question: "an answer").invoke("a question")
wait_for_all_tracers()
with suppress(OSError):
    urlopen("http://model.invalid/", timeout=5)
"""
STARTS = {
    "bot": "import runpy, sys; sys.argv = ['bot', '--help']\n"
    "try: runpy.run_module('bot', run_name='__main__')\n"
    "except SystemExit: pass",
    "ingest": "import runpy, sys; sys.argv = ['ingest', 'list', '--help']\n"
    "try: runpy.run_module('ingest', run_name='__main__')\n"
    "except SystemExit: pass",
    # Each of these takes from half a second to many, which what was asked before needs not.
    "ui": "import sys, ui.app, ui.navigation, ui.opening\n"
    "late = {'altair', 'chromadb', 'pandas', 'scipy', 'sklearn', 'torch', 'transformers'}\n"
    "assert not late & set(sys.modules), late & set(sys.modules)",
}


@pytest.fixture
def listener() -> Iterator[tuple[int, list[str]]]:
    """A port that stands for the tracing service and for a proxy, and what was sent to it."""
    heard: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        Thread(target=_listen, args=(server, heard), daemon=True).start()
        yield server.getsockname()[1], heard


def _listen(server: socket.socket, heard: list[str]) -> None:
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        with connection:
            connection.settimeout(5)
            heard.append(connection.recv(200).decode(errors="replace"))
            connection.sendall(b"HTTP/1.1 500 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


def run(start: str, port: int) -> None:
    address = f"http://127.0.0.1:{port}"
    given = {
        "LANGSMITH_TRACING": "true",
        "LANGCHAIN_TRACING_V2": "true",
        "LANGSMITH_API_KEY": "key",
        "LANGSMITH_ENDPOINT": address,
        "LANGCHAIN_ENDPOINT": address,
        "HTTP_PROXY": address,
        "http_proxy": address,
        "HTTPS_PROXY": address,
        "ALL_PROXY": address,
    }
    kept = {name: value for name, value in os.environ.items() if name.lower() != "no_proxy"}
    subprocess.run(
        [sys.executable, "-W", "ignore", "-c", f"{start}\n{AFTERWARDS}"],
        cwd=PROJECT,
        env=kept | given,
        check=True,
        capture_output=True,
        timeout=100,
    )


def test_the_listener_hears_what_is_not_switched_off(listener: tuple[int, list[str]]) -> None:
    port, heard = listener
    run("", port)
    assert any("model.invalid" in message for message in heard)
    assert any("/info" in message or "/runs" in message for message in heard)


@pytest.mark.parametrize("command", STARTS)
def test_tracing_and_proxies_are_switched_off_by(
    command: str, listener: tuple[int, list[str]]
) -> None:
    port, heard = listener
    run(STARTS[command], port)
    assert heard == []
