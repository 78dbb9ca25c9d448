"""A callback is carried out whole.

Where a second click comes in the instant of the first, Streamlit interrupts the callback of the
first at its next look into the session, and follows the second: a question that was just sent
would be lost.
"""

from __future__ import annotations

from collections.abc import Callable

from streamlit.runtime.scriptrunner import RerunException, StopException

_TRIES = 20
"""Clicks that may come in the same instant."""


def whole(act: Callable[[], None]) -> None:
    """Run the callback; where it is interrupted, run it again from its beginning, and only then
    give way to the newer run. What the callback changes it must change after its last look into the
    session."""
    interrupted: RerunException | StopException | None = None
    for _ in range(_TRIES):
        try:
            act()
            break
        except (RerunException, StopException) as other:
            interrupted = other
    if interrupted is not None:
        raise interrupted
