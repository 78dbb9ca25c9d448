"""Answers are made in threads of their own, so that a page can stop waiting at any moment: after a
click on Stop or on another page, or when its window is closed. A page that returns finds the same
work again."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from threading import Event, Lock, Thread

from bot.answer import Answer
from ui import metrics
from ui.desk import Say
from ui.waiting_line import ANSWERS

_LOOKS = 0.2
"""Seconds between two looks at work that goes on."""
_KEPT = 50
"""Works that are over and were not fetched; the oldest are dropped."""


class AnswerStopped(Exception):
    """The work was stopped while it was waited for: its answer is not wanted any more."""


class Work:
    """An answer that is being made; what makes it reports here, and looks whether to stop."""

    def __init__(self, make: Make, keep: Callable[[Answer], None]) -> None:
        self.said = ""
        self.heard: list[str] = []
        """What a chat model wrote so far, statement by statement."""
        self.answer: Answer | None = None
        self.error: BaseException | None = None
        self.over = Event()
        self.is_stopped = False
        self.is_model_stopped = False
        self._began = time.monotonic()
        self._first: float | None = None
        """Seconds until a statement was there."""
        Thread(target=self._run, args=(make, keep), daemon=True).start()

    def _run(self, make: Make, keep: Callable[[Answer], None]) -> None:
        try:
            with ANSWERS.turn(self, lambda: not self.is_stopped):
                self.say("")
                self.answer = make(self)
            self._noted()
            if not self.is_stopped:
                metrics.asked(self.answer, self._first)
                keep(self.answer)
        except BaseException as error:  # noqa: BLE001  # raised again for whoever waits
            self.error = error
            if not self.is_stopped and self.answer is None:
                metrics.asked(None, None)
        finally:
            self.over.set()

    def _noted(self) -> None:
        if self._first is None:
            self._first = time.monotonic() - self._began

    def say(self, said: str) -> None:
        """Tell whoever waits what is being done. Raises AnswerStopped."""
        if self.is_stopped:
            raise AnswerStopped
        self.said = said

    def hear(self, statement: str) -> None:
        """Show whoever waits a statement of a chat model."""
        self._noted()
        self.heard.append(statement)

    def leaves_model(self) -> bool:
        """Whether a chat model is to stop: it alone, or all of this work."""
        return self.is_stopped or self.is_model_stopped


Make = Callable[[Work], Answer]

_works: dict[Hashable, Work] = {}
_lock = Lock()


def wait_for(
    key: Hashable,
    make: Make,
    say: Say,
    waiting: Callable[[int], str],
    keep: Callable[[Answer], None] = lambda answer: None,
    hear: Callable[[str], None] = lambda statement: None,
) -> Answer:
    """The answer that ``make`` makes; what is being made under that key already is not begun
    again. ``say`` is called often, and may raise to go away: the work goes on, and ``keep`` is
    called with its answer also where nobody looks any more. ``waiting`` words how many questions
    come before this one. ``hear`` is called with each statement that a chat model wrote.

    Raises what ``make`` raises, and AnswerStopped where `stop` was called meanwhile: a click begins
    a new run of the page while the run that waits has not ended yet.
    """
    with _lock:
        work = _works.get(key) or _works.setdefault(key, Work(make, keep))
        over = [known for known, each in _works.items() if each.over.is_set()]
        for known in over[:-_KEPT]:
            if known != key:
                del _works[known]
    said, heard = "", 0
    while not work.over.wait(_LOOKS):
        for statement in work.heard[heard:]:
            hear(statement)
            heard += 1
        before = ANSWERS.before(work)
        said = waiting(before) if before else work.said or said
        if said:
            say(said)
    if work.is_stopped:
        raise AnswerStopped
    _forget(key)
    if work.error is not None:
        raise work.error
    assert work.answer is not None
    return work.answer


def stop(key: Hashable) -> None:
    """End the work where it next says something; who waits for it is told by AnswerStopped."""
    work = _forget(key)
    if work is not None:
        work.is_stopped = True


def stop_model(key: Hashable) -> None:
    """End the chat model that reads for an answer; the answer is what is found without it."""
    with _lock:
        work = _works.get(key)
    if work is not None:
        work.is_model_stopped = True


def _forget(key: Hashable) -> Work | None:
    with _lock:
        return _works.pop(key, None)
