"""What takes seconds to load is loaded in the background, while the page can be read already."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread

from ingest.errors import PinciteError


class Warming:
    """Loads in a thread of its own, from the start of `begin`. A question that comes before it is
    over waits for it where it needs what is loaded."""

    def __init__(self) -> None:
        self._over = Event()
        self._over.set()
        self.problem: PinciteError | None = None
        """Why it could not be loaded, once that is known."""

    @property
    def is_over(self) -> bool:
        """Whether all is loaded, or cannot be."""
        return self._over.is_set()

    def begin(self, load: Callable[[], object]) -> None:
        """Call ``load`` in the background."""
        self._over.clear()
        Thread(target=self._run, args=(load,), daemon=True).start()

    def _run(self, load: Callable[[], object]) -> None:
        try:
            load()
        except PinciteError as error:
            self.problem = error
        finally:
            self._over.set()
