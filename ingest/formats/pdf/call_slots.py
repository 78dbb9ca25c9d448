"""Arguments for many calls of a C function that writes four numbers: made once, used often.

Making an argument takes ctypes as long as the call itself, and a page has a call for every
character.
"""

from __future__ import annotations

import ctypes
import threading
from typing import Any

import numpy as np
import numpy.typing as npt


class Slots(threading.local):
    """Memory for answers of four numbers of four bytes each, and the arguments that point
    there. Every thread has its own; what is read is a copy."""

    def __init__(self) -> None:
        self._grow(4_096)

    def _grow(self, count: int) -> None:
        self._memory = (ctypes.c_char * (16 * count))()
        self._places = [ctypes.byref(self._memory, at) for at in range(0, 16 * count, 4)]
        self._rows = self._places[::4]

    def rows(self, count: int) -> list[Any]:
        """The rows of the answers. The memory is cleared first: a failed call writes nothing."""
        if count > len(self._rows):
            self._grow(2 * count)
        ctypes.memset(self._memory, 0, 16 * count)
        return self._rows

    def columns(self, count: int) -> list[list[Any]]:
        """Where the four numbers of each answer are."""
        self.rows(count)
        return [self._places[column : 4 * count : 4] for column in range(4)]

    def read(self, count: int, kind: str) -> npt.NDArray[Any]:
        """The answers, in four columns; ``kind`` is numpy's name for that of the numbers."""
        return np.frombuffer(memoryview(self._memory), kind, 4 * count).reshape(count, 4).copy()
