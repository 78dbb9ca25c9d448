"""A .gguf file run on this computer: llama.cpp's server, which the xllamacpp wheel has built in.

It runs in a process of its own, because a damaged file or a lack of memory can end a process of
native code; it listens on 127.0.0.1 only, asks for a key that is made for this run, and ends with
the program that started it. `python -m bot.reading.gguf_server FILE CONTEXT THREADS` is that
process: it prints one line of JSON when it is ready, and stops when its input ends.
"""

from __future__ import annotations

import atexit
import json
import os
import secrets
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

from ingest.errors import ChatModelFailed
from ingest.settings import ROOT

# Enough for the passages and an answer; the memory it takes grows with it.
CONTEXT = 4096
_LOADING = 300.0


@dataclass(frozen=True)
class GgufServer:
    """A running server. ``address`` without a path; ``context`` in tokens."""

    process: subprocess.Popen[str]
    address: str
    key: str
    context: int

    @classmethod
    def start(
        cls, file: Path, context: int = 0, threads: int = 0, seconds: float = _LOADING
    ) -> GgufServer:
        """Load the file, which takes seconds.

        Raises ChatModelFailed where it cannot be loaded in ``seconds``.
        """
        key = secrets.token_urlsafe(24)
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "bot.reading.gguf_server",
                str(file.resolve()),
                str(context or CONTEXT),
                str(threads),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PINCITE_GGUF_KEY": key},
        )
        atexit.register(_end, process)
        lines: Queue[str] = Queue()
        assert process.stdout is not None
        Thread(target=_pass_on, args=(process, lines), daemon=True).start()
        try:
            greeting = json.loads(lines.get(timeout=seconds))
        except Empty:
            _end(process)
            raise ChatModelFailed(
                "slow",
                f"The model {file.name} was not loaded within {seconds:g} seconds.",
                "Ask again when this computer has less to do, or set up a smaller model.",
            ) from None
        except ValueError:
            _end(process)
            raise ChatModelFailed(
                "file",
                f"The model {file.name} cannot be loaded.",
                "Is it a whole .gguf file of a chat model, and is there enough free memory for it?",
            ) from None
        return cls(process, greeting["address"], key, int(greeting["context"]))

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    def stop(self) -> None:
        """End the process and wait for it."""
        _end(self.process)


def _pass_on(process: subprocess.Popen[str], lines: Queue[str]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("{"):
            lines.put(line)
    lines.put("")


def _end(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()


def serve(file: str, context: int, threads: int, key: str) -> None:
    """Serve ``file`` on a free port of 127.0.0.1 until the input ends."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = file
    params.n_ctx = context
    params.n_parallel = 1
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [key]
    params.endpoint_slots = False
    params.endpoint_props = False
    if threads:
        params.cpuparams.n_threads = threads
        params.cpuparams_batch.n_threads = threads
    server = xllamacpp.Server(params)
    print(json.dumps({"address": server.listening_address, "context": context}), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    serve(
        sys.argv[1],
        int(sys.argv[2]),
        int(sys.argv[3]),
        # Not among the arguments, which every user of the computer can list.
        os.environ.pop("PINCITE_GGUF_KEY", ""),
    )
