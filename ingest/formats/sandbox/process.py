"""The process in which files are read one after another; `ingest.formats.sandbox.parent` starts it.

It limits itself, so that it ends even where nobody is left to end it: the kernel kills it
when it takes more time for a page than it may, and when the process that asked has gone; it
gets no more memory than it may have and, where possible, no network. Signals keep their
default action: while a C library loops, Python would never come to handle them.

All of that is Linux's. macOS has the alarm and some of the limits; on Windows a thread ends the
process when a page takes too long, and nothing limits its memory.
"""

from __future__ import annotations

import ctypes
import io
import math
import os
import pickle
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import fields
from multiprocessing.connection import Connection
from operator import attrgetter
from pathlib import Path
from typing import Any

from ingest.document import Line
from ingest.errors import FileRefused
from ingest.formats.read import read
from ingest.translation import N_

if sys.platform != "win32":
    import fcntl
    import resource

IDLE_SECONDS = 120.0
"""Then it ends: with the models of OCR it holds some hundred megabytes."""
_GRACE_SECONDS = 5.0
"""The process that asked is to find the time over first, and to say so."""
_PIPE = 256 * 1024
"""Bytes of pages that may wait to be taken: some ten pages, so that the two processes do
not take turns for each page."""
_STALE = 2_000_000
"""Kilobytes: a process that has needed more memory is not used for another file. OCR needs
about half."""
_LARGEST_FILE = 200_000_000
"""Bytes that may be written to any one file: the model that tells languages is unpacked
into a temporary file, and so is what is attached to an e-mail."""


def main() -> None:
    requests, answers = _pipes()
    _leave_network()
    _limit_itself(int(sys.argv[1]))
    lifeline = Connection(int(sys.argv[2]), writable=False) if len(sys.argv) > 2 else None
    while requests.poll(IDLE_SECONDS):
        try:
            wanted, path, name, passwords, opening, page = requests.recv()
        except EOFError:
            return
        _die_with_asker(lifeline, True)
        if wanted == "files":
            messages = _files(Path(path), passwords)
        else:
            messages = _messages(Path(path), name, passwords)
        end = _answer(answers, messages, opening, page)
        _die_with_asker(lifeline, False)
        answers.send_bytes(end)


def _pipes() -> tuple[Connection[Any, Any], Connection[Any, Any]]:
    """What came as standard input and output; what libraries print goes to the log. On Windows,
    one socket that standard input describes."""
    if sys.platform == "win32":
        both = Connection[Any, Any](socket.fromshare(sys.stdin.buffer.read()).detach())
        os.dup2(2, 1)
        both.send_bytes(b"")  # now the process that asked may close its own handle of it
        return both, both
    requests = Connection(os.dup(0), writable=False)
    answers = Connection(os.dup(1), readable=False)
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        fcntl.fcntl(answers.fileno(), fcntl.F_SETPIPE_SZ, _PIPE)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    return requests, answers


def _leave_network() -> None:
    """Where Linux lets us: what is in a file, and what libraries do, reaches nobody. Root may
    leave at once, others from a user namespace of their own; some systems allow neither."""
    if sys.platform != "linux":
        return
    unshare = getattr(ctypes.CDLL(None), "unshare", None)
    if unshare is not None and unshare(_NEW_NETWORK) != 0:
        unshare(_NEW_NETWORK | _NEW_USER)


_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000  # CLONE_NEWNET, CLONE_NEWUSER


_NOT_EVERY_LIMIT = (ValueError, OSError) if sys.platform == "darwin" else ()
"""macOS may refuse a limit; Linux takes them all, so that an error there is one."""


def _limit_itself(memory: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asked
    if sys.platform == "win32":
        return
    for what, most in (
        (resource.RLIMIT_DATA, memory),
        (resource.RLIMIT_FSIZE, _LARGEST_FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with suppress(*_NOT_EVERY_LIMIT):
            resource.setrlimit(what, (most, hard))


def _die_with_asker(lifeline: Connection[Any, Any] | None, armed: bool) -> None:
    """While armed, the end of the process that asked closes the other end of the lifeline, which
    raises SIGIO, and that kills. It is a pipe of its own: on that of the requests, the signal for
    a request may come after the request itself was taken. Where the system has no such signal for
    pipes, the alarm of the page does."""
    if sys.platform != "linux" or lifeline is None:
        return
    flags = fcntl.fcntl(lifeline.fileno(), fcntl.F_GETFL)
    if armed:
        fcntl.fcntl(lifeline.fileno(), fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(lifeline.fileno(), fcntl.F_SETFL, flags | fcntl.FASYNC)
        if lifeline.poll():  # it had gone before
            sys.exit()
    else:
        fcntl.fcntl(lifeline.fileno(), fcntl.F_SETFL, flags & ~fcntl.FASYNC)


def _answer(
    answers: Connection[Any, Any], messages: Iterator[Any], opening: float, page: float
) -> bytes:
    """Send every message but the last, which is returned. The alarm is set while a message
    is made, not while the other side takes its time to receive it."""
    seconds = opening
    while True:
        disarm = _alarm(seconds + _GRACE_SECONDS)
        message = next(messages)
        content = _packed(message)
        disarm()
        if message[0] == "end":
            return content
        answers.send_bytes(content)
        seconds = page


def _alarm(seconds: float) -> Callable[[], object]:
    """End this process after so many seconds, unless the function that is returned is called
    before."""
    if sys.platform == "win32":
        # It can only run where the C library that is busy has let go of Python's lock.
        timer = threading.Timer(seconds, os._exit, [1])
        timer.daemon = True
        timer.start()
        return timer.cancel
    signal.alarm(math.ceil(seconds))
    return lambda: signal.alarm(0)


def _packed(message: Any) -> bytes:
    packed = io.BytesIO()
    pickler = pickle.Pickler(packed, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _BY_CONSTRUCTOR
    pickler.dump(message)
    return packed.getvalue()


_own = attrgetter(*(field.name for field in fields(Line)))


def _of_line(line: Line) -> tuple[Any, ...]:
    return Line, _own(line)


_BY_CONSTRUCTOR: dict[type, Any] = {Line: _of_line}
"""Lines made by their constructor take half the time at both ends."""


def _messages(path: Path, name: str, passwords: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """("reading", format, description), ("page", page) for each, and
    ("end", FileRefused or None, whether this process may go on)."""
    refused: FileRefused | None = None
    sound = True
    try:
        reading = read(path, name, passwords)
        yield "reading", reading.format, reading.description
        for page in reading.pages:
            yield "page", page
    except FileRefused as found:
        refused = found
    except (MemoryError, RecursionError) as error:
        sound = False
        what = N_("memory than it may")
        if isinstance(error, RecursionError):
            what = N_("levels than are read")
        refused = FileRefused(f"Reading it takes more {what}.", "Split it, or print it to PDF.")
    yield "end", refused, sound and peak_memory() < _STALE


def _files(path: Path, passwords: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """("file", name, content) for each file inside a PDF, and the end as of a reading."""
    from ingest.formats.pdf.container import Container

    refused: FileRefused | None = None
    container = Container(path, passwords)
    try:
        for name, content in container.contents():
            yield "file", name, content
    except MemoryError:
        refused = FileRefused("The files inside it take more memory than they may.", "Save them.")
    finally:
        container.close()
    yield "end", refused, refused is None and peak_memory() < _STALE


def peak_memory() -> int:
    """Kilobytes that this program has needed at its highest; 0 on Windows, where nothing in the
    standard library tells. Linux's own count, since that of getrusage begins with what the program
    was that started this one: beside a loaded model, no reading process would ever be used twice.
    """
    if sys.platform == "win32":
        return 0
    if sys.platform == "darwin":
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


if __name__ == "__main__":
    main()
