"""The servers on which a library can be kept, started and stopped by the tests that need them."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SECONDS = 60.0


@contextmanager
def chroma_server(folder: Path) -> Iterator[str]:
    """The address of a Chroma server that keeps its files in a folder. Raises RuntimeError where it
    does not start."""
    program = shutil.which("chroma", path=Path(sys.executable).parent)
    if program is None:
        raise RuntimeError("there is no program `chroma` beside Python")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "log"
    folder.mkdir(parents=True, exist_ok=True)
    words = ["run", "--path", str(folder / "data"), "--host", "127.0.0.1", "--port", str(port)]
    with log.open("wb") as said:
        server = subprocess.Popen([program, *words], stdout=said, stderr=said)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{url}/api/v2/heartbeat", server, log)
        yield url
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"the Chroma server did not start: {log.read_text(errors='replace')[-500:]}")
