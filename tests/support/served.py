"""The app as a person starts it, with a record of every host beyond this computer it turns to."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from tests.support.attempts import RECORDER

PROJECT = Path(__file__).parents[2]
STARTS_WITHIN = 60.0
# A sandbox is not to be had in a container; the rest keeps chromium from calling home, and lets it
# find no host but this computer.
CHROMIUM = (
    *"--no-sandbox --disable-gpu --disable-background-networking".split(),
    *"--disable-component-update --disable-sync --no-first-run".split(),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


@contextmanager
def served(library: Path, app: str = "tests/support/fake_app.py") -> Iterator[str]:
    """The address it is served at. Afterwards the record must be empty."""
    with server(library, app) as (address, _):
        yield address


@contextmanager
def server(library: Path, app: str, within: float = STARTS_WITHIN) -> Iterator[tuple[str, int]]:
    """As `served`, with the number of the server's process. Waits so many seconds for it. ``app``
    is a script of Streamlit, or the module that `pincite app` runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = (
        ["streamlit", "run", app, "--server.port", str(port)]
        if app.endswith(".py")
        else [app, str(port)]
    )
    record = library / "strangers.txt"
    said = library / "server.txt"
    with said.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=PROJECT,
            env=os.environ
            | {
                "PYTHONWARNINGS": "ignore",
                "PINCITE_LIBRARY": str(library),
                "PYTHONPATH": str(RECORDER),
                "PINCITE_TEST_RECORD": str(record),
            },
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, process, said, within)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)
    assert not record.exists(), record.read_text(encoding="utf-8")


def _wait_for(address: str, server: subprocess.Popen[bytes], said: Path, within: float) -> None:
    until = time.monotonic() + within
    while server.poll() is None and time.monotonic() < until:
        try:
            with urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    ended = server.poll()
    why = f"no page within {within:.0f} s" if ended is None else f"the server ended with {ended}"
    last = said.read_text(encoding="utf-8", errors="replace")[-2000:]
    raise AssertionError(f"{why}; it said last: {last}")


def highest_memory(process: int) -> float:
    """Of a process so far, in megabytes. Raises OSError where it has ended."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    (line,) = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) / 1024


def processor_seconds(process: int) -> float:
    """What a process took of the processor so far. Raises OSError where it has ended."""
    stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    # The name of the program stands before, in brackets, and may hold anything.
    fields = stat.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
