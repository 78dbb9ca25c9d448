"""What takes seconds to load is loaded in the background, while the page can be read already."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Event, Thread

from ingest.errors import PinciteError


class Warming:
    """Loads in a thread of its own, from `begin` on, what `plan` named. A question that comes
    before it is over waits for it where it needs what is loaded."""

    def __init__(self) -> None:
        self._over = Event()
        self._over.set()
        self._planned: SimpleQueue[Callable[[], object]] = SimpleQueue()
        self.problem: PinciteError | None = None
        """Why it could not be loaded, once that is known."""

    @property
    def is_over(self) -> bool:
        """Whether all is loaded, or cannot be."""
        return self._over.is_set()

    def plan(self, load: Callable[[], object]) -> None:
        """``load`` is to be called; until then, and while it runs, warming is not over."""
        self._over.clear()
        self._planned.put(load)

    def begin(self) -> None:
        """Call in the background what is planned, once."""
        with suppress(Empty):
            load = self._planned.get_nowait()
            Thread(target=self._run, args=(load,), daemon=True).start()

    def _run(self, load: Callable[[], object]) -> None:
        try:
            load()
        except PinciteError as error:
            self.problem = error
        finally:
            self._over.set()
