"""One piece of work at a time in a thread of its own, with its progress."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Event, Lock, Thread
from typing import Generic, TypeVar

from ingest.errors import PinciteError

Step = TypeVar("Step")
Result = TypeVar("Result")


class Cancelled(Exception):
    """Raised inside of the work where it was asked to stop."""


@dataclass(frozen=True, slots=True)
class WorkState(Generic[Step, Result]):
    """Where the work is. When it is not ``running`` any more it has a ``result``, an ``error``
    that says what mends it, or it was ``cancelled``; without any of them it met a mistake of
    the program, which the terminal shows."""

    title: str
    running: bool = True
    cancelled: bool = False
    step: Step | None = None
    said: str = ""
    result: Result | None = None
    error: PinciteError | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Reporter(Generic[Step]):
    """The calls by which work reports: ``tell`` and ``say`` report progress, ``stopping`` says
    whether to stop, and ``step`` reports progress and raises Cancelled where the work is to
    stop, as ``go_on`` does."""

    tell: Callable[[Step], None]
    say: Callable[[str], None]
    stopping: Callable[[], bool]

    def step(self, step: Step) -> None:
        """Tell how far it is, or stop here."""
        self.go_on()
        self.tell(step)

    def go_on(self) -> None:
        """Stop here, where that was asked for."""
        if self.stopping():
            raise Cancelled


_KEPT = 8
"""Works that are over of which the result is kept."""


class Background(Generic[Step, Result]):
    """Runs work, one at a time; a second has to wait for the first."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._stop = Event()
        self._look: WorkState[Step, Result] | None = None
        self._over: dict[str, WorkState[Step, Result]] = {}
        """What ended last, by title."""
        self._thread: Thread | None = None

    def start(self, title: str, work: Callable[[Reporter[Step]], Result]) -> bool:
        """Begin; False where something is running already."""
        with self._lock:
            if self._look is not None and self._look.running:
                return False
            self._stop.clear()
            self._look = WorkState(title)
            self._thread = Thread(target=self._run, args=(work, time.monotonic()), daemon=True)
            self._thread.start()
            return True

    def look(self, title: str | None = None) -> WorkState[Step, Result] | None:
        """The state of the last work, or of the last one of that title, also where another began
        after it; None where there was none, or it was dismissed."""
        with self._lock:
            if title is None or (self._look is not None and self._look.title == title):
                return self._look
            return self._over.get(title)

    def cancel(self) -> None:
        """Ask the work to stop; it does where it next looks."""
        self._stop.set()

    def dismiss(self, title: str | None = None) -> None:
        """Forget the last work, or the last one of that title, if it is over."""
        with self._lock:
            last = self._look
            if last is not None and not last.running and title in (None, last.title):
                self._look, title = None, last.title
            if title is not None:
                self._over.pop(title, None)

    def wait(self, seconds: float | None = None) -> None:
        """Until the work is over."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _run(self, work: Callable[[Reporter[Step]], Result], began: float) -> None:
        try:
            result = work(Reporter(self._tell, self._say, self._stop.is_set))
            self._now(result=result)
        except Cancelled:
            self._now(cancelled=True)
        except PinciteError as error:
            self._now(error=error)
        finally:
            # Whatever happened; what nobody expected is shown in the terminal by the thread.
            self._end(time.monotonic() - began)

    def _end(self, seconds: float) -> None:
        with self._lock:
            assert self._look is not None
            self._look = over = replace(self._look, running=False, seconds=seconds)
            self._over.pop(over.title, None)
            self._over[over.title] = over
            for oldest in list(self._over)[:-_KEPT]:
                del self._over[oldest]

    def _tell(self, step: Step) -> None:
        self._now(step=step, said="")

    def _say(self, said: str) -> None:
        self._now(said=said)

    def _now(self, **changed: object) -> None:
        with self._lock:
            assert self._look is not None
            self._look = replace(self._look, **changed)  # type: ignore[arg-type]  # by name
