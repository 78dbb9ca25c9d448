"""The servers on which a library can be kept, started and stopped by the tests that need them."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

_SECONDS = 60.0


class ChromaServerProcess:
    """A Chroma server that keeps its files in a folder, at one address however often it is
    started."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Raises RuntimeError where it does not."""
        program = shutil.which("chroma", path=Path(sys.executable).parent)
        if program is None:
            raise RuntimeError("there is no program `chroma` beside Python")
        folder, log = self._folder, self._folder / "log"
        folder.mkdir(parents=True, exist_ok=True)
        words = ["run", "--path", str(folder / "data"), "--host", "127.0.0.1"]
        words += ["--port", str(self._port)]
        with log.open("ab") as said:
            self._process = subprocess.Popen([program, *words], stdout=said, stderr=said)
        _wait_for(f"{self.url}/api/v2/heartbeat", self._process, log)

    def kill(self) -> None:
        """As a computer that loses its power."""
        self._signal(signal.SIGKILL)
        assert self._process is not None
        self._process.wait()

    def freeze(self) -> None:
        """It still takes what it is sent, and answers nothing."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def stop(self) -> None:
        assert self._process is not None
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)


@contextmanager
def chroma_server(folder: Path) -> Iterator[ChromaServerProcess]:
    """One that runs until then. Raises RuntimeError where it does not start."""
    server = ChromaServerProcess(folder)
    server.start()
    try:
        yield server
    finally:
        server.thaw()
        server.stop()


def postgresql_programs() -> Path | None:
    """The folder with PostgreSQL's programs, which Debian keeps off the PATH; None where there is
    none."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "postgres").exists()), None)


@contextmanager
def postgresql_server(programs: Path) -> Iterator[str]:
    """The address of a PostgreSQL server that keeps nothing. Raises CalledProcessError where it
    does not start."""
    folder = Path(tempfile.mkdtemp(prefix="pincite-postgresql-"))
    # It does not run as root, and the folders of the tests are root's alone.
    as_other: list[str] = []
    if os.geteuid() == 0:
        as_other = ["runuser", "-u", "postgres", "--"]
        shutil.chown(folder, "postgres")
    port = _free_port()
    data, log = str(folder / "data"), str(folder / "log")
    quick = f"-c fsync=off -c full_page_writes=off -c listen_addresses=127.0.0.1 -p {port}"
    quick += " -c unix_socket_directories= -c max_connections=60"
    made = ["-A", "trust", "-U", "pincite", "-E", "UTF8", "--locale", "C", "--no-sync"]
    try:
        run = partial(subprocess.run, check=True, capture_output=True, cwd=folder)
        run([*as_other, str(programs / "initdb"), "-D", data, *made])
        control = [*as_other, str(programs / "pg_ctl"), "-D", data, "-w"]
        run([*control, "-l", log, "-o", quick, "start"])
        try:
            yield f"postgresql://pincite@127.0.0.1:{port}/postgres"
        finally:
            run([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def with_schema(url: str, schema: str) -> str:
    """The address of a schema of its own, which is made."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}".encode())
    return f"{url}?options=-csearch_path%3D{schema}"


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"the Chroma server did not start: {log.read_text(errors='replace')[-500:]}")
