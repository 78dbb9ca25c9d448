"""Reads a file in another process, so that no file can crash this one.

Files come from anywhere, and pdfium, lxml and the picture decoders are written in C: a
damaged file may crash them, keep them busy for ever, or fill the memory. So they work in a
process of their own (`ingest.formats.sandbox.process`), which is started once and reused. Pages
come over a pipe as they are read; a full pipe makes the reader wait. What comes back is taken
for data only: nothing but the types of `ingest.document` is ever built from it.
"""

from __future__ import annotations

import atexit
import io
import os
import pickle
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Any

from ingest.document import Box, Description, LeftOut, Line, Page, Reading, Stamp
from ingest.errors import FileRefused
from ingest.formats.detect import MEGABYTE
from ingest.formats.sandbox.process import IDLE_SECONDS
from ingest.interrupt import interrupts_held
from ingest.settings import ROOT
from ingest.translation import N_

PAGE_SECONDS = 120.0
"""A page takes longer only if something is wrong: by OCR it takes 3 s, or 12 s on a busy
computer, by its text a hundredth of a second."""
FILE_SECONDS = 600.0
"""The longest a whole file may be read, with SECONDS_PER_MEGABYTE for its size: a scan packed
tightly has some 25 pages in a megabyte, and a slow computer takes 15 s for each."""
SECONDS_PER_MEGABYTE = 400.0
OPENING_SECONDS_PER_MEGABYTE = 10.0
"""Web pages, Word files and text are read whole before their first page comes."""
MEMORY = 3_000 * MEGABYTE
"""Bytes of memory of the reading process. OCR takes 0.7 GB."""
_LARGEST_MESSAGE = 1_000 * MEGABYTE

_SAVE_ANEW = N_("Open it in the program that made it and save or print it to a new PDF.")


def read_isolated(
    path: Path,
    name: str | None = None,
    patience: float = 1.0,
    passwords: Sequence[str] = (),
) -> Reading:
    """Reads a file as `ingest.formats.read.read` does, in another process; ``patience`` is the
    share of the usual time that it may take.

    Raises `FileRefused` here, or while the pages are consumed; also where reading takes too
    long or too much memory, or crashes. Pages may be left unconsumed.
    """
    limits = _Limits.of(path, patience)
    read = _read(path.absolute(), name or path.name, limits, passwords)
    form, description = next(read)
    return Reading(read, form, description)


def _read(path: Path, name: str, limits: _Limits, passwords: Sequence[str]) -> Iterator[Any]:
    """First the format and the description, then the pages."""
    process = _take()
    pages = 0
    finished = False
    try:
        process.ask(path, name, limits, passwords)
        kind, *message = process.answer(limits.opening)
        if kind == "reading":
            yield message
            kind, *message = process.answer(limits.for_page(process.waited))
        while kind == "page":
            pages += 1
            yield message[0]
            kind, *message = process.answer(limits.for_page(process.waited))
        refused, sound = message
        finished = True
    except TimeoutError:
        raise _too_slow(pages, limits, process.waited) from None
    except (EOFError, OSError, pickle.UnpicklingError):
        raise FileRefused(
            f"The reader crashed after page {pages}."
            if pages
            else "The reader crashed on opening it.",
            _SAVE_ANEW,
        ) from None
    finally:
        if finished and sound:
            _give_back(process)
        else:
            process.end()
    if refused is not None:
        raise refused


def files_inside(path: Path, passwords: Sequence[str] = ()) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file inside a PDF, taken out in another process. Raises
    `FileRefused` where that takes too long or crashes."""
    limits = _Limits.of(path, 1.0)
    process = _take()
    finished = False
    try:
        process.ask(path.absolute(), path.name, limits, passwords, "files")
        kind, *message = process.answer(limits.opening)
        while kind == "file":
            yield message[0], message[1]
            kind, *message = process.answer(limits.for_page(process.waited))
        refused, finished = message
    except TimeoutError:
        raise _too_slow(0, limits, process.waited) from None
    except (EOFError, OSError, pickle.UnpicklingError):
        raise FileRefused("Taking the files out of it crashed.", _SAVE_ANEW) from None
    finally:
        if finished:
            _give_back(process)
        else:
            process.end()
    if refused is not None:
        raise refused


def _too_slow(pages: int, limits: _Limits, waited: float) -> FileRefused:
    if pages and waited >= limits.file:
        reason = N_(f"Reading it took longer than {limits.file:.0f} s.")
    elif pages:
        reason = N_(f"Reading it took longer than {limits.page:.0f} s after page {pages}.")
    else:
        reason = N_(f"Reading it took longer than {limits.opening:.0f} s.")
    return FileRefused(reason, _SAVE_ANEW)


@dataclass(frozen=True, slots=True)
class _Limits:
    """Seconds that the reader may take; the time in which nobody waits for it not counted."""

    opening: float
    page: float
    file: float

    @classmethod
    def of(cls, path: Path, patience: float) -> _Limits:
        try:
            megabytes = path.stat().st_size / MEGABYTE
        except OSError:
            megabytes = 0.0  # the reader will say what is wrong
        return cls(
            patience * (PAGE_SECONDS + OPENING_SECONDS_PER_MEGABYTE * megabytes),
            patience * PAGE_SECONDS,
            patience * (FILE_SECONDS + SECONDS_PER_MEGABYTE * megabytes),
        )

    def for_page(self, waited: float) -> float:
        return max(0.0, min(self.page, self.file - waited))


_UNREPORTED = {"ORT_DISABLE_TELEMETRY": "1"}
"""onnxruntime would write to its makers that it is used, and keep a file for that."""


STARTS_WITHIN = 60.0
"""Seconds."""


def _started(
    stdin: int, stdout: int | None, lifeline: Sequence[int] = ()
) -> subprocess.Popen[bytes]:
    # -P and an absolute path: not what lies in the folder where the user happens to be.
    # Ctrl-C is for this process, and would be a traceback while that one starts.
    module = "ingest.formats.sandbox.process"
    with interrupts_held():
        return subprocess.Popen(
            [sys.executable, "-P", "-m", module, str(MEMORY), *map(str, lifeline)],
            stdin=stdin,
            stdout=stdout,
            pass_fds=lifeline,
            env={**os.environ, "PYTHONPATH": str(ROOT), **_UNREPORTED},
        )


class _ReaderProcess:
    """A running `ingest.formats.sandbox.process`. It ends itself when this process does."""

    def __init__(self) -> None:
        self._ask: Connection[Any, Any]
        self._answers: Connection[Any, Any]
        self._lifeline: Connection[Any, Any] | None = None
        if sys.platform == "win32":
            self._start_with_socket()
        else:
            self._start_with_pipes()
        self.waited = 0.0
        self.idle_since = 0.0

    def _start_with_pipes(self) -> None:
        questions, self._ask = Pipe(duplex=False)
        self._answers, answers = Pipe(duplex=False)
        # Nothing is ever written to this one: it ends when this process does.
        lifeline, self._lifeline = Pipe(duplex=False)
        self._process = _started(questions.fileno(), answers.fileno(), (lifeline.fileno(),))
        questions.close()
        answers.close()
        lifeline.close()

    def _start_with_socket(self) -> None:
        """Windows hands no pipe that can be waited for to another program, but a socket."""
        if sys.platform == "win32":
            ours, theirs = socket.socketpair()
            self._process = _started(subprocess.PIPE, None)
            assert self._process.stdin is not None
            with theirs, self._process.stdin as described:
                described.write(theirs.share(self._process.pid))
                described.close()
                self._ask = self._answers = Connection(ours.detach())
                # It has its own handle of the socket once it says so; then the one here may close,
                # so that the end of the process is seen as the end of the connection.
                until = time.monotonic() + STARTS_WITHIN
                while not self._answers.poll(0.1):
                    if self._process.poll() is not None or time.monotonic() > until:
                        raise OSError("the reading process did not start")
                self._answers.recv_bytes()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_fresh(self) -> bool:
        """Whether it lives, and will not go to its rest just now."""
        rested = time.monotonic() - self.idle_since
        return rested < IDLE_SECONDS / 2 and self._process.poll() is None

    def ask(
        self,
        path: Path,
        name: str,
        limits: _Limits,
        passwords: Sequence[str],
        wanted: str = "pages",
    ) -> None:
        self.waited = 0.0
        self._ask.send((wanted, str(path), name, (*passwords,), limits.opening, limits.page))

    def answer(self, seconds: float) -> Any:
        """The next message. Raises TimeoutError; EOFError, OSError or UnpicklingError where
        the process has died or sends what it should not."""
        started = time.monotonic()
        if not self._answers.poll(seconds):
            self.waited += seconds
            raise TimeoutError
        content = self._answers.recv_bytes(_LARGEST_MESSAGE)
        self.waited += time.monotonic() - started
        return _Unpickler(io.BytesIO(content)).load()

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        self._ask.close()
        self._answers.close()
        if self._lifeline is not None:
            self._lifeline.close()


class _Unpickler(pickle.Unpickler):
    """Builds what readers send and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _TYPES:
            raise pickle.UnpicklingError(f"{module}.{name} is not part of a reading")
        return _TYPES[module, name]


_TYPES = {
    (made.__module__, made.__name__): made
    for made in (Page, Line, Box, LeftOut, Stamp, Description, date, FileRefused)
}


_idle: list[_ReaderProcess] = []


def _take() -> _ReaderProcess:
    while _idle:
        process = _idle.pop()
        if process.is_fresh:
            return process
        process.end()
    return _ReaderProcess()


def _give_back(process: _ReaderProcess) -> None:
    """Keep it for the next file; one is enough, as files are read one after the other."""
    if _idle:
        process.end()
    else:
        process.idle_since = time.monotonic()
        _idle.append(process)


@atexit.register
def _end_idle() -> None:
    while _idle:
        _idle.pop().end()
