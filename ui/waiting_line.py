"""A queue of questions: a few are answered at a time, in the order in which they came.

Each question reads some twenty passages, which takes all of a processor core: twenty-five at once
would all come late, and take the memory of twenty-five.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition

_LOOKS = 0.2
"""Seconds between two looks at whether somebody still waits."""


class WaitingLine:
    """``places`` are taken at a time."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._line: list[object] = []
        self._moved = Condition()

    def before(self, who: object) -> int:
        """How many questions come before that of ``who``; 0 where ``who`` is not in the queue."""
        with self._moved:
            if who not in self._line:
                return 0
            return max(0, self._line.index(who) - self._places + 1)

    def waiting(self) -> int:
        """How many questions have no place yet."""
        with self._moved:
            return max(0, len(self._line) - self._places)

    @contextmanager
    def turn(self, who: object, is_wanted: Callable[[], bool]) -> Iterator[None]:
        """Wait for a place and hold it. A question that nobody waits for any more enters at once,
        finds that out by itself, and holds up no other."""
        with self._moved:
            self._line.append(who)
        try:
            while self.before(who) and is_wanted():
                with self._moved:
                    self._moved.wait(_LOOKS)
            yield
        finally:
            with self._moved:
                self._line.remove(who)
                self._moved.notify_all()


ANSWERS = WaitingLine(max(1, min(4, os.cpu_count() or 1)))
"""The questions of all visits."""
