"""The drafts of a PDF's pages, in order: of a long one made on two cores.

A second process, forked off this one, drafts pages as well. It opens the file anew; what it
may not do (memory, network) it inherits, and it ends with this one. Both take the next few
pages from a common pipe, so that neither waits for the other; where the second dies, this
process makes its drafts, and fails on a page as it would have without it. Once started it
stays for the next file: a process just forked copies whatever memory it touches.
"""

from __future__ import annotations

import ctypes
import gc
import io
import os
import pickle
import signal
import struct
import sys
import threading
from collections.abc import Generator, Iterator
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from ingest.formats.pdf.file import PdfFile
from ingest.formats.pdf.page import Draft, draft_ahead, draft_page
from ingest.formats.pdf.rows import Row, row_of

if sys.platform != "win32":
    import fcntl
    import resource

LONG_ENOUGH = 40
"""Pages: fewer are read before a second process would be of use."""
_AT_ONCE = 4
"""Pages that a process takes."""
_MOST_READY = 32
"""Drafts made ahead that are kept in this process; about as many again fit into the pipe."""
_PIPE = 1024 * 1024
_STALE = 500_000
"""Kilobytes: a second process that has needed so much more than it began with is not used for
another file."""


def drafts(path: Path, file: PdfFile, ocr: bool) -> Generator[Draft]:
    """Drafts of all pages of the file, which is open and stands at this path."""
    second = _second_process() if file.pages >= LONG_ENOUGH else None
    ahead = _Ahead(second, path, file, ocr) if second else None
    gutter: tuple[float, float] | None = None
    try:
        for number in range(1, file.pages + 1):
            draft = ahead.draft(number) if ahead else None
            if draft is None:
                draft = draft_page(file, number, gutter, ocr)
            if draft.gutter is not None:
                gutter = draft.gutter.box.x0, draft.gutter.box.x1
            yield draft
        if ahead and second and ahead.is_done:
            _idle.append(second)
            second = None
    finally:
        if second:
            second.end()


class _Ahead:
    """The drafts of a file that are made before their turn, by this process and the other."""

    def __init__(self, second: _SecondProcess, path: Path, file: PdfFile, ocr: bool) -> None:
        self._second, self._file, self._ocr = second, file, ocr
        self._ready: dict[int, Draft | None] = {}
        second.ask(path, file.pages, ocr)
        self._untaken: Iterator[range] = _taken(second.numbers)

    @property
    def is_done(self) -> bool:
        return self._second.is_there and next(self._untaken, None) is None

    def draft(self, number: int) -> Draft | None:
        """The draft of a page; None where it can only be made in its turn, which is now."""
        while number not in self._ready:
            if self._received(wait=False) or self._drafted() or self._received(wait=True):
                continue
            return None  # the other took it, and died
        return self._ready.pop(number)

    def _received(self, wait: bool) -> bool:
        answer = self._second.answer(wait)
        if answer is not None:
            self._ready[answer[0]] = answer[1]
        return answer is not None

    def _drafted(self) -> bool:
        numbers = next(self._untaken, range(0)) if len(self._ready) < _MOST_READY else range(0)
        for number in numbers:
            self._ready[number] = draft_ahead(self._file, number, self._ocr)
        return bool(numbers)


class _SecondProcess:
    """A process that drafts pages, from the side of the one that asks for them."""

    def __init__(self) -> None:
        fork = get_context("fork")
        asked, self._ask = fork.Pipe(duplex=False)
        self._drafts, drafts = fork.Pipe(duplex=False)
        self.numbers, self._numbers = os.pipe()
        if hasattr(fcntl, "F_SETPIPE_SZ"):
            with suppress(OSError):  # where users may not have so large a one
                fcntl.fcntl(drafts.fileno(), fcntl.F_SETPIPE_SZ, _PIPE)
        self.asker = os.getpid()
        others = self._ask, self._drafts
        arguments = asked, self.numbers, drafts, others, self.asker
        self._process = fork.Process(target=_serve, args=arguments, daemon=True)
        self._process.start()
        asked.close()
        drafts.close()
        self.is_there = True

    def ask(self, path: Path, pages: int, ocr: bool) -> None:
        firsts = range(1, pages + 1, _AT_ONCE)
        ends = [(first, min(first + _AT_ONCE, pages + 1)) for first in firsts]
        with suppress(OSError):  # it is gone, which the first look at its answers will show
            self._ask.send((str(path), ocr))
        # Two ends, as each of the two processes stops at one.
        os.write(self._numbers, b"".join(_RANGE.pack(*pair) for pair in [*ends, (0, 0), (0, 0)]))

    def answer(self, wait: bool) -> tuple[int, Draft | None] | None:
        """A page and its draft; None if there is none yet, or never will be."""
        if not self.is_there:
            return None
        try:
            if not wait and not self._drafts.poll():
                return None
            number, draft = self._drafts.recv()
        except (EOFError, OSError, pickle.UnpicklingError):
            self.is_there = False
            return None
        return number, draft

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self._ask.close()
        self._drafts.close()
        os.close(self.numbers)
        os.close(self._numbers)


_idle: list[_SecondProcess] = []


def _second_process() -> _SecondProcess | None:
    """One that is idle, or else a new one; None where there is but one core, where a fork could
    copy a lock that a thread of this process holds and nobody will open, and elsewhere than on
    Linux: there it would outlive this process."""
    while _idle:
        second = _idle.pop()
        if second.asker == os.getpid():
            return second
    if sys.platform != "linux" or threading.active_count() > 1 or os.cpu_count() == 1:
        return None
    return _SecondProcess()


_RANGE = struct.Struct("=HH")


def _taken(numbers: int) -> Iterator[range]:
    """The next pages that nobody has taken, until there are no more."""
    while True:
        first, end = _RANGE.unpack(os.read(numbers, _RANGE.size))
        if not first:
            return
        yield range(first, end)


def _serve(
    asked: Connection[Any, Any],
    numbers: int,
    drafts: Connection[Any, Any],
    others: tuple[Connection[Any, Any], ...],
    asker: int,
) -> None:
    """The second process: makes drafts of one file after another, until nobody asks."""
    for other in others:
        other.close()
    _die_with(asker)
    # Collecting would write to, and so copy, all that is shared with the first process; of what
    # drafting makes nothing refers to itself, so that in between files is often enough.
    gc.freeze()
    gc.disable()
    inherited = _peak()  # from a process that may have models of OCR loaded
    with suppress(Exception):
        while _peak() < inherited + _STALE:
            path, ocr = asked.recv()
            file = PdfFile(Path(path))
            for pages in _taken(numbers):
                for number in pages:
                    drafts.send_bytes(_packed((number, draft_ahead(file, number, ocr))))
            file.close()
            gc.collect()
    os._exit(0)  # without what libraries would do at the end of the program


def _peak() -> int:
    """Kilobytes that this process has needed at its highest."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _die_with(asker: int) -> None:
    """Linux kills this process when the one that forked it ends, however it ends."""
    ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != asker:
        os._exit(1)


_SET_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG


def _packed(message: object) -> bytes:
    packed = io.BytesIO()
    pickler = pickle.Pickler(packed, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = {Row: _of_row}
    pickler.dump(message)
    return packed.getvalue()


def _of_row(row: Row) -> tuple[Any, ...]:
    """Rows of a draft are what their pieces make them."""
    return row_of, (row.pieces,)
