"""Ctrl-C: whenever it comes, the program ends in a sentence.

Python raises KeyboardInterrupt wherever it happens to be. While libraries are loaded, that is a
traceback, or an ImportError, or lines that a library written in C prints. So there the program
ends at once, as if it were killed, which no library of documents minds (ARCHITECTURE.md). Only
inside a command, and not while it loads something, KeyboardInterrupt is raised, so that locks are
given back and temporary folders removed.

This module is imported before all others and so imports nothing that takes time.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

INTERRUPTED = "Interrupted: what was done so far is kept; run it again to go on."
STATUS = 1

_SHOW_CURSOR = "\x1b[?25h"  # it is hidden while progress is shown


class _Interrupt:
    """What is known in this process. ``sentence``: what is said; ``raises``: whether a command runs
    that can be unwound; ``came``: whether Ctrl-C was pressed while it ran; ``ended``: the exit
    status of a command that has ended, None before; ``in_words`` makes of the sentence what the
    person at the terminal reads."""

    def __init__(self) -> None:
        self.sentence = INTERRUPTED
        self.raises = False
        self.came = False
        self.ended: int | None = None
        self.in_words: Callable[[str], str] = str


_interrupt = _Interrupt()


def listen(sentence: str = INTERRUPTED) -> None:
    """From now on Ctrl-C prints ``sentence`` and ends this process. Where the signal is ignored, as
    in the background of a script, it stays ignored."""
    _interrupt.sentence = sentence
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _handle)
        sys.unraisablehook = _not_swallowed
    _release_interrupts()


def say_it_by(in_words: Callable[[str], str]) -> None:
    """Translate the sentence with ``in_words`` whenever it is printed from now on."""
    _interrupt.in_words = in_words


def hold_interrupts() -> None:
    """Keep Ctrl-C for the program that takes the place of this one, until that one listens: as
    long as Python itself starts it would print a traceback."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _release_interrupts() -> None:
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Within, Ctrl-C waits; a program that is started within never hears it."""
    hold_interrupts()
    try:
        yield
    finally:
        _release_interrupts()


@contextmanager
def interruptible() -> Iterator[None]:
    """Within, Ctrl-C raises KeyboardInterrupt, also where a library made another error of it."""
    _interrupt.raises, _interrupt.came = True, False
    try:
        yield
    except Exception as error:
        if _interrupt.came:
            raise KeyboardInterrupt from error
        raise
    finally:
        _interrupt.raises = False


def command_ended(status: int) -> None:
    """From now on Ctrl-C only makes the program end sooner, and from when Python clears away, which
    it does deaf to `listen`, nothing."""
    _interrupt.raises, _interrupt.ended = False, status
    atexit.register(hold_interrupts)


def _handle(_: int, frame: FrameType | None) -> None:
    # Pressed again, it does not wait for what the first one unwinds: a library that is interrupted
    # there, such as the event loop of a server, prints a traceback.
    if not _interrupt.raises or _interrupt.came or _is_loading(frame):
        end_now()
    _interrupt.came = True
    raise KeyboardInterrupt


def _is_loading(frame: FrameType | None) -> bool:
    """Whether an import is under way."""
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


def end_now() -> None:
    """Say the sentence and end at once, without what libraries do at the end of a program."""
    if _interrupt.ended is None:
        cursor = _SHOW_CURSOR if os.isatty(2) else ""
        os.write(2, f"{cursor}{_interrupt.in_words(_interrupt.sentence)}\n".encode())
    os._exit(STATUS if _interrupt.ended is None else _interrupt.ended)


def _not_swallowed(what: sys.UnraisableHookArgs) -> None:
    """Python drops what is raised while an object is cleared away, and prints it."""
    if what.exc_type is KeyboardInterrupt:
        end_now()
    sys.__unraisablehook__(what)
